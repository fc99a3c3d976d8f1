"""What the types and fields of BibTeX and biblatex mean here.

Source: the biblatex manual, sections 2.1 (entry types) and 2.2 (fields). Checks return what is
wrong, in words, or nothing.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from macros.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

# Entry types → kinds of work of a house style.
KINDS = {
    "article": "article",
    "artwork": "recording",
    "audio": "recording",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "book",
    "collection": "book",
    "commentary": "book",
    "conference": "chapter",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "recording",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "chapter",
    "inreference": "reference_entry",
    "jurisdiction": "case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "letter",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "recording",
    "music": "recording",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "recording",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "article",
    "software": "dataset",
    "standard": "document",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "recording",
    "www": "webpage",
    **dict.fromkeys(("custom", *(f"custom{sign}" for sign in "abcdef")), "document"),
}
# The same, where an "entrysubtype" says more.
SUBTYPES = {
    "article": {
        "newspaper": "newspaper",
        "magazine": "newspaper",
        "blog": "newspaper",
        "document": "reprinted_document",
        "treaty": "treaty",
    },
    "book": {"report": "report"},
    "incollection": {"yearbook": "yearbook_chapter"},
    "inreference": {},
    "report": {"document": "document"},
    "online": {"blog": "newspaper", "website": "website", "document": "document"},
    "misc": {
        "archive": "archival_item",
        "case": "case",
        "dataset": "dataset",
        "document": "document",
        "interview": "interview",
        "legislation": "legislation",
        "letter": "letter",
        "manuscript": "manuscript",
        "presentation": "presentation",
        "treaty": "treaty",
        "webpage": "webpage",
        "website": "website",
    },
    "unpublished": {
        "archive": "archival_item",
        "interview": "interview",
        "letter": "letter",
        "presentation": "presentation",
    },
}
# Types that biblatex has for other ends than works.
_NO_WORKS = {"bibnote", "set", "xdata"}
# What the older types say of themselves (biblatex manual, section 2.1.2), as `type` would.
GENRES = {
    "mastersthesis": "mathesis",
    "phdthesis": "phdthesis",
    "techreport": "",
}
# The fields of the manual's section 2.2, and those that Zotero, Better BibTeX and JabRef add.
_FIELDS = """
abstract addendum address afterword annotation annotator annote archiveprefix author authortype
bookauthor bookpagination booksubtitle booktitle booktitleaddon chapter commentator crossref date
day doi edition editor editora editoratype editorb editorbtype editorc editorctype editortype eid
entryset entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon
execute file foreword gender groups holder howpublished hyphenation ids indextitle institution
introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon iswc
journal journalsubtitle journaltitle journaltitleaddon key keyword keywords label langid langidopts
language library location mainsubtitle maintitle maintitleaddon month nameaddon note number
options organization origdate origlanguage origlocation origpublisher origtitle owner pages
pagetotal pagination part pdf presort primaryclass publisher pubstate related relatedoptions
relatedstring relatedtype reprinttitle school series shortauthor shorteditor shorthand
shorthandintro shortjournal shortseries shorttitle sortkey sortname sortshorthand sorttitle
sortyear subtitle timestamp title titleaddon translator type url urldate urlday urlmonth urlyear
venue version volume volumes xdata xref year
"""
FIELDS = frozenset(_FIELDS.split())
_CHAPTERS = {"chapter", "yearbook_chapter", "reference_entry"}
_IN_JOURNALS = {"article", "reprinted_document", "newspaper"}
# Kinds that cannot be found again without one of these fields.
_NEEDED = {
    **dict.fromkeys(_CHAPTERS, ("booktitle",)),
    "article": ("journaltitle", "journal", "organization", "eprint"),
    "reprinted_document": ("journaltitle", "journal"),
    "thesis": ("institution", "school", "publisher", "url", "doi"),
}


def kind_of(entry_type: str, subtype: str, fields: Collection[str] = ()) -> str:
    """Return the kind of work; "document" for what has none.

    `fields` are the names of the entry's fields: an @inbook without a book's title is BibTeX's
    "part of the book with this title", and an @inproceedings without one a paper that was read.
    """
    if subtype in SUBTYPES.get(entry_type, {}):
        return SUBTYPES[entry_type][subtype]
    if "booktitle" not in fields and fields:
        if entry_type == "inbook" and not {"crossref", "xref"} & set(fields):
            return "book"
        if entry_type in {"inproceedings", "conference"} and "eventtitle" in fields:
            return "presentation"
    return KINDS.get(entry_type, "document")


def is_in_journal(entry_type: str, kind: str) -> bool:
    """Whether "number" counts the issues of a journal, rather than a series or reports."""
    return kind in {*_IN_JOURNALS, "periodical"} or entry_type == "article"


def check_type(entry_type: str) -> str:
    """Say what is wrong with an entry type."""
    if entry_type in KINDS:
        return ""
    if entry_type == "set":
        return "a @set is not read; cite its members, one by one, in one note"
    near = did_you_mean(entry_type, KINDS) or "; biblatex’s manual lists the types, @misc fits all"
    return f'no rule for the entry type "@{entry_type}"{near}'


def is_work(entry_type: str) -> bool:
    """Whether an entry is a work that can be cited, not data for others."""
    return entry_type not in _NO_WORKS


def check_subtype(entry_type: str, subtype: str) -> str:
    """Say what is wrong with an entrysubtype."""
    subtypes = SUBTYPES.get(entry_type, {})
    if not subtype or subtype in subtypes:
        return ""
    known = ", ".join(sorted(subtypes)) or "none"
    return f'@{entry_type} has no entrysubtype "{subtype}"; known: {known}'


def check_needed(key: str, kind: str, fields: Collection[str]) -> str:
    """Say which field is missing without which a work of its kind cannot be found."""
    needed = _NEEDED.get(kind, ())
    if not needed or any(name in fields for name in needed):
        return ""
    if kind in _CHAPTERS:
        hint = "; add one, or name the volume in crossref"
    elif len(needed) > 2 and kind == "thesis":
        return f'"{key}" names no institution; add the university at which it was written'
    else:
        hint = "; add one"
    return f'"{key}" has no {needed[0]}{hint}'


def check_field(name: str, fields: Collection[str]) -> str:
    """Say that the name of a field looks misspelt, and that of an entry's `fields` it is missing.

    Programs add fields of their own, which pass; so do those that "_" puts out of use.
    """
    near = _near_field(name)
    if not near or near in fields:
        return ""
    return f'biblatex knows no field "{name}"; did you mean "{near}"?'


@lru_cache(maxsize=1024)
def _near_field(name: str) -> str:
    known = name.casefold()
    near = (
        []
        if known in FIELDS or known[0] == "_"
        else get_close_matches(known, FIELDS, n=1, cutoff=0.8)
    )
    return near[0] if near and abs(len(near[0]) - len(name)) <= 1 else ""
