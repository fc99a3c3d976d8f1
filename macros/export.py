"""Works in the formats of reference managers: biblatex, RIS, CSL-JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import rispy
from rispy.writer import RisWriter

if TYPE_CHECKING:
    from macros.dates import EdtfDate
    from macros.entries import Entry, Name

# Kinds of work of a house style → entry types of biblatex, RIS and CSL.
TYPES = {
    "article": ("article", "JOUR", "article-journal"),
    "book": ("book", "BOOK", "book"),
    "chapter": ("incollection", "CHAP", "chapter"),
    "companion_chapter": ("incollection", "CHAP", "chapter"),
    "document": ("report", "RPRT", "document"),
    "interview": ("misc", "PCOMM", "interview"),
    "newspaper": ("article", "NEWS", "article-newspaper"),
    "report": ("report", "RPRT", "report"),
    "reprinted_document": ("article", "JOUR", "article-journal"),
    "webpage": ("online", "ELEC", "webpage"),
    "website": ("online", "ELEC", "webpage"),
    "yearbook_chapter": ("incollection", "CHAP", "chapter"),
}
_JOURNALS = {"article", "newspaper", "reprinted_document"}


def to_biblatex(entry: Entry) -> str:
    """Write an entry for BibTeX's successor biblatex, in UTF-8."""
    fields = {
        "author": " and ".join(map(_bibtex_name, entry.author)),
        "title": entry.title,
        "editor": " and ".join(map(_bibtex_name, entry.editor)),
        "journaltitle" if entry.kind in _JOURNALS else "booktitle": entry.container_title,
        "series": entry.collection_title,
        "number": entry.issue or entry.collection_number or entry.number,
        "location": entry.publisher_place,
        "publisher": entry.publisher,
        "date": entry.issued.text if entry.issued else "",
        "pages": entry.page.replace("-", "--"),
        "doi": entry.doi,
        "isbn": entry.isbn,
        "url": entry.url,
        "note": entry.note,
        "langid": entry.language,
    }
    lines = [f"  {name:<12} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{TYPES[entry.kind][0]}{{{entry.key},\n{''.join(lines)}}}\n"


def _bibtex_name(name: Name) -> str:
    if name.literal:
        return f"{{{name.literal}}}"
    return ", ".join(filter(None, (name.short, name.suffix, name.given)))


class _PlainWriter(RisWriter):  # type: ignore[misc]
    """RIS knows no numbers between records."""

    def set_header(self, count: int) -> str:
        return ""


def to_ris(entry: Entry) -> str:
    """Write an entry in RIS (tags as in the specification of Research Information Systems)."""
    first, _, last = entry.page.partition("-")
    record: dict[str, Any] = {
        "type_of_reference": TYPES[entry.kind][1],
        "authors": [_inverted(name) for name in entry.author],
        "title": entry.title,
        "secondary_authors": [_inverted(name) for name in entry.editor],
        "secondary_title": entry.container_title,
        "number": entry.issue or entry.number,
        "place_published": entry.publisher_place,
        "publisher": entry.publisher,
        "year": entry.issued.year if entry.issued else "",
        "start_page": first,
        "end_page": last or first,
        "doi": entry.doi,
        "issn": entry.isbn,
        "urls": [url for url in (entry.doi_url, entry.url) if url],
        "notes": [entry.note] if entry.note else [],
    }
    text: str = rispy.dumps([{k: v for k, v in record.items() if v}], implementation=_PlainWriter)
    return text.strip() + "\n"


def _inverted(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (name.short, name.given, name.suffix)))


def to_csl(entry: Entry) -> dict[str, Any]:
    """Describe an entry as CSL-JSON (citeproc-js data model, CSL 1.0.2)."""
    record = {
        "id": entry.key,
        "type": TYPES[entry.kind][2],
        "title": entry.title,
        "author": [_csl_name(name) for name in entry.author],
        "editor": [_csl_name(name) for name in entry.editor],
        "container-title": entry.container_title,
        "collection-title": entry.collection_title,
        "collection-number": entry.collection_number,
        "issue": entry.issue,
        "number": entry.number,
        "page": entry.page,
        "publisher": entry.publisher,
        "publisher-place": entry.publisher_place,
        "issued": _csl_date(entry.issued),
        "DOI": entry.doi,
        "ISBN": entry.isbn,
        "URL": entry.url,
        "note": entry.note,
    }
    return {name: value for name, value in record.items() if value}


def _csl_name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: value for part, value in parts.items() if value}


def _csl_date(date: EdtfDate | None) -> dict[str, Any]:
    """Give one date or a range, each as far as it is known: year, month, day."""
    if not date or not all(date.ends):
        return {}
    parts = [[int(part) for part in end.split("-")] for end in date.ends if _is_plain(end)]
    return {"date-parts": parts} if len(parts) == len(date.ends) else {"raw": date.text}


def _is_plain(end: str) -> bool:
    return all(part.isdigit() for part in end.split("-")) and end[5:7] <= "12"


def csl_json(entries: list[Entry]) -> str:
    """Write entries as a CSL-JSON file."""
    return json.dumps([to_csl(entry) for entry in entries], ensure_ascii=False, indent=2) + "\n"
