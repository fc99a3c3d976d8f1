"""What the types and fields of biblatex mean here, and what their values must look like.

Source: the biblatex manual, sections 2.1 (entry types) and 2.2 (fields). Checks return what is
wrong, in words, or nothing.
"""

from __future__ import annotations

import re

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
