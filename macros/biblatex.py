"""What the types and fields of biblatex mean here, and what their values must look like.

Source: the biblatex manual, sections 2.1 (entry types) and 2.2 (fields). Checks return what is
wrong, in words, or nothing.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

# Entry types (and entrysubtypes) → kinds of work of a house style.
KINDS = {
    "article": "article",
    "book": "book",
    "collection": "book",
    "proceedings": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "chapter",
    "report": "report",
    "techreport": "report",
    "online": "webpage",
    "misc": "document",
}
SUBTYPES = {
    "article": {"newspaper": "newspaper", "blog": "newspaper", "document": "reprinted_document"},
    "book": {"report": "report"},
    "incollection": {"yearbook": "yearbook_chapter"},
    "report": {"document": "document"},
    "online": {"blog": "newspaper"},
    "misc": {
        "document": "document",
        "interview": "interview",
        "webpage": "webpage",
        "website": "website",
    },
}
# The fields of the manual's section 2.2, and those that Zotero, Better BibTeX and JabRef add.
_FIELDS = """
abstract addendum address afterword annotation annotator annote author authortype bookauthor
bookpagination booksubtitle booktitle booktitleaddon chapter commentator crossref date doi
edition editor editora editoratype editorb editorbtype editorc editorctype editortype eid
entryset entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon
execute file foreword gender groups holder howpublished hyphenation ids indextitle institution
introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon iswc
journal journalsubtitle journaltitle journaltitleaddon key keywords label langid langidopts
language library location mainsubtitle maintitle maintitleaddon month nameaddon note number
options organization origdate origlanguage origlocation origpublisher origtitle owner pages
pagetotal pagination part pdf presort primaryclass publisher pubstate related relatedoptions
relatedstring relatedtype reprinttitle school series shortauthor shorteditor shorthand
shorthandintro shortjournal shortseries shorttitle sortkey sortname sortshorthand sorttitle
sortyear subtitle timestamp title titleaddon translator type url urldate venue version volume
volumes xdata xref year
"""
FIELDS = frozenset(_FIELDS.split())
CHAPTERS = {"chapter", "yearbook_chapter"}
_JOURNALS = {"article", "reprinted_document", "newspaper"}

_ADDRESS = re.compile(r"https?://[^\s<>{}\\]+")
_DOI = re.compile(r"10\.\d[\d.]*/\S+")
_NOT_ONE_NAME = re.compile(r";|(?i:(?<!\S)and(?!\S))")


def kind_of(entry_type: str, subtype: str) -> str:
    """Return the kind of work; "document" for what has none."""
    return SUBTYPES.get(entry_type, {}).get(subtype) or KINDS.get(entry_type, "document")


def is_in_journal(entry_type: str, kind: str) -> bool:
    """Whether "number" counts the issues of a journal, rather than a series or reports."""
    return kind in _JOURNALS or entry_type == "article"


def check_type(entry_type: str) -> str:
    """Say what is wrong with an entry type."""
    if entry_type in KINDS:
        return ""
    return f'no rule for the entry type "@{entry_type}"; known: {", ".join(sorted(KINDS))}'


def check_subtype(entry_type: str, subtype: str) -> str:
    """Say what is wrong with an entrysubtype."""
    subtypes = SUBTYPES.get(entry_type, {})
    if not subtype or subtype in subtypes:
        return ""
    known = ", ".join(sorted(subtypes)) or "none"
    return f'@{entry_type} has no entrysubtype "{subtype}"; known: {known}'


def check_person(name: str, family: str) -> str:
    """Say what is wrong with the name of one person, whose surname was found to be `family`."""
    if name == "others":
        return 'there is no form for "and others"; name every person'
    if family and not _NOT_ONE_NAME.search(name):
        return ""
    return f'the name "{name}" cannot be read; write "Surname, Given" or "{{Body}}"'


def check_doi(doi: str) -> str:
    """Say what is wrong with a DOI."""
    if not doi or _DOI.fullmatch(doi):
        return ""
    return f'"{doi}" is not a DOI; write it as in "10.1000/182"'


def check_url(url: str) -> str:
    """Say what is wrong with an address."""
    if not url or _ADDRESS.fullmatch(url):
        return ""
    return f'"{url}" is not an address; copy it whole, from "https://" on'


def is_in_braces(text: str) -> bool:
    """Tell one group, "{A {B} C}", from several, "{A} B {C}"."""
    depth = 0
    for position, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return position > 0 and position == len(text) - 1
    return False


def check_isbn(isbn: str) -> str:
    """Say what is wrong with an ISBN: its length or check digit (ISO 2108)."""
    digits = isbn.replace("-", "").replace(" ", "").upper()
    if not isbn or _is_isbn_10(digits) or _is_isbn_13(digits):
        return ""
    return f'"{isbn}" is not an ISBN: its length or its last, checking digit is wrong; copy it anew'


def _is_isbn_13(digits: str) -> bool:
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return False
    return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0


def _is_isbn_10(digits: str) -> bool:
    if not re.fullmatch(r"\d{9}[\dX]", digits):
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum((10 - at) * value for at, value in enumerate(values)) % 11 == 0


def check_field(name: str) -> str:
    """Say that the name of a field looks misspelt; programs add fields of their own, which pass."""
    known = name.casefold()
    near = [] if known in FIELDS else get_close_matches(known, FIELDS, n=1, cutoff=0.8)
    return f'biblatex knows no field "{name}"; did you mean "{near[0]}"?' if near else ""
