"""Works as CSL-JSON, the format of citation processors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from macros.export import TYPES
from macros.richtext import mark_emphasis

if TYPE_CHECKING:
    from macros.bib.entries import Entry, Name
    from macros.dates import EdtfDate

# Fields of an entry by their names in CSL, in the order in which they are written.
_TEXTS = {
    "title": "title",
    "container-title": "container_title",
    "collection-title": "collection_title",
    "collection-number": "collection_number",
    "title-short": "title_short",
    "genre": "genre",
    "volume": "volume",
    "number-of-volumes": "number_of_volumes",
    "edition": "edition",
    "version": "version",
    "medium": "medium",
    "event-title": "event_title",
    "archive": "archive",
    "status": "status",
    "issue": "issue",
    "number": "number",
    "page": "page",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "DOI": "doi",
    "ISBN": "isbn",
    "ISSN": "issn",
    "URL": "url",
    "note": "note",
}
# biblatex's values of "type" and "pubstate" in words, which CSL takes as they are.
_WORDS = {
    "bathesis": "BA thesis",
    "candthesis": "candidate thesis",
    "inpreparation": "in preparation",
    "inpress": "in press",
    "mathesis": "MA thesis",
    "phdthesis": "PhD thesis",
    "prepublished": "ahead of print",
    "resreport": "research report",
    "submitted": "submitted for publication",
    "techreport": "technical report",
}


def to_csl(entry: Entry) -> dict[str, Any]:
    """Describe an entry as CSL-JSON (citeproc-js data model, CSL 1.0.2)."""
    record: dict[str, Any] = {
        "id": entry.key,
        "type": TYPES[entry.kind][2],
        **_makers(entry),
        "editor": [_name(name) for name in entry.editor],
        "translator": [_name(name) for name in entry.translator],
        "container-author": [_name(name) for name in entry.container_author],
        "issued": _date(entry.issued),
        "original-date": _date(entry.original_date),
        "accessed": _date(entry.accessed),
    }
    record |= {name: getattr(entry, field) for name, field in _TEXTS.items()}
    record |= _description(entry) | _place(entry) | _volume(entry)
    return {name: _text(value) for name, value in record.items() if value}


def _text(value: Any) -> Any:
    return mark_emphasis(value, "<i>", "</i>") if isinstance(value, str) else value


def _description(entry: Entry) -> dict[str, str]:
    """Say what a work is; CSL styles show the genre of what is not published, not its medium."""
    genre = _WORDS.get(entry.genre, entry.genre)
    is_described = entry.kind in {"manuscript", "presentation"} and not genre
    return {
        "genre": entry.medium if is_described else genre,
        "medium": "" if is_described else entry.medium,
        "status": _WORDS.get(entry.status, entry.status),
    }


def _place(entry: Entry) -> dict[str, str]:
    """Name the place of an archive, an event or a publisher, and the number where it belongs."""
    in_archive = entry.archive and entry.kind in {"archival_item", "letter"}
    number = "" if entry.collection_number else entry.number
    kind = "archive" if in_archive else "event" if entry.event_title else "publisher"
    return {
        "number": "" if in_archive else number,
        "archive_location": number if in_archive else "",
        "publisher-place": "",
        f"{kind}-place": entry.publisher_place,
    }


def _volume(entry: Entry) -> dict[str, str]:
    """Of a volume of several, CSL has the title of all volumes where we have that of one."""
    if not entry.whole_title:
        return {}
    name = "container-title" if entry.container_title else "title"
    return {name: entry.whole_title, "volume-title": entry.container_title or entry.title}


def _makers(entry: Entry) -> dict[str, Any]:
    """Give the authors; of a case, the court."""
    if entry.kind == "case":
        court = ", ".join(name.full for name in entry.author) or entry.publisher
        return {"authority": court}
    return {"author": [_name(name) for name in entry.author]}


def _name(name: Name) -> dict[str, str]:
    if name.others:  # CSL has no word for them; pandoc, for one, makes "et al." of this
        return {"literal": "others"}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: value for part, value in parts.items() if value}


def _date(date: EdtfDate | None) -> dict[str, Any]:
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
