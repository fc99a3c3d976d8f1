"""Works in the formats of reference managers: RIS and CSL-JSON; `bibtex` has that of LaTeX."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import rispy
from rispy.writer import RisWriter

from macros.bib.entries import Entry, Name
from macros.dates import DateParts, EdtfDate, parts_of
from macros.parts.bibtex import language_code, told
from macros.text import mark_emphasis, without_emphasis

# Kinds of work of a house style → types of RIS and CSL.
TYPES = {
    "archival_item": ("MANSCPT", "manuscript"),
    "article": ("JOUR", "article-journal"),
    "book": ("BOOK", "book"),
    "case": ("CASE", "legal_case"),
    "chapter": ("CHAP", "chapter"),
    "companion_chapter": ("CHAP", "chapter"),
    "dataset": ("DATA", "dataset"),
    "document": ("RPRT", "document"),
    "interview": ("PCOMM", "interview"),
    "legislation": ("STAT", "legislation"),
    "letter": ("PCOMM", "personal_communication"),
    "manuscript": ("UNPB", "manuscript"),
    "newspaper": ("NEWS", "article-newspaper"),
    "patent": ("PAT", "patent"),
    "periodical": ("JFULL", "periodical"),
    "presentation": ("CPAPER", "speech"),
    "recording": ("VIDEO", "motion_picture"),
    "reference_entry": ("ENCYC", "entry-encyclopedia"),
    "report": ("RPRT", "report"),
    "reprinted_document": ("JOUR", "article-journal"),
    "thesis": ("THES", "thesis"),
    "treaty": ("LEGAL", "treaty"),
    "webpage": ("ELEC", "webpage"),
    "website": ("ELEC", "webpage"),
    "yearbook_chapter": ("CHAP", "chapter"),
}
_SEASONS = ("spring", "summer", "autumn", "winter")
_IN_ARCHIVES = {"archival_item", "letter", "manuscript"}
_NUMBERED = {
    "RPRT",
    "PAT",
}  # RIS has the numbers of these, not of a series, where others have ISBNs


_RIS_TEXTS = {
    "title": "title",
    "short_title": "title_short",
    "tertiary_title": "collection_title",
    "volume": "volume",
    "number_of_volumes": "number_of_volumes",
    "name_of_database": "archive",
    "doi": "doi",
}


class _Unnumbered(RisWriter):  # type: ignore[misc]
    """RIS has no numbers between records."""

    def set_header(self, count: int) -> str:
        return ""


def to_ris(entry: Entry, words: Mapping[str, str]) -> str:
    """Write an entry in RIS (tags as in the specification of Research Information Systems).

    `words` are those for biblatex's values of "type", "pubstate" and "editortype".
    """
    first, _, last = entry.page.partition("-")
    leading = () if entry.author or entry.editor else entry.creators
    record: dict[str, Any] = {
        "type_of_reference": TYPES[entry.kind][0],
        "authors": _ris_names(entry.author or leading),
        **{tag: getattr(entry, part) for tag, part in _RIS_TEXTS.items()},
        "secondary_authors": _ris_names(entry.editor),
        "subsidiary_authors": _ris_names(entry.translator),
        "secondary_title": entry.container_title or entry.event_title,
        "edition": entry.edition or entry.version,
        "place_published": _bodies(entry.publisher_place) or entry.event_place,
        "publisher": _bodies(entry.publisher),
        **_ris_numbers(entry),
        **_ris_date(entry.issued),
        "start_page": first,
        "end_page": last or first,
        "type_of_work": words.get(entry.genre, entry.genre) or entry.medium,
        "language": language_code(entry.language),
        "original_publication": _original(entry),
        "access_date": _ris_date(entry.accessed).get("date", ""),
        "urls": [url for url in (entry.doi_url, entry.url) if url],
        "notes": [note for note in _notes(entry, words) if note],
    }
    text: str = rispy.dumps([{k: v for k, v in record.items() if v}], implementation=_Unnumbered)
    return without_emphasis(text).strip() + "\n"


def _ris_numbers(entry: Entry) -> dict[str, str]:
    number, standard = entry.number or entry.collection_number, entry.isbn or entry.issn
    if entry.kind in _IN_ARCHIVES:
        return {"accession_number": number, "issn": standard.replace(",", "")}
    if TYPES[entry.kind][0] in _NUMBERED and not standard:
        return {"issn": number, "number": entry.issue}
    return {"number": entry.issue or number, "issn": standard.replace(",", "")}


def _ris_date(date: EdtfDate | None) -> dict[str, str]:
    """Give the year, and the whole date as RIS has it: year/month/day/other words.

    Of an interval this is its beginning, and all of it stands among the words.
    """
    parts = parts_of(date.ends[0]) if date else None
    if not date or not parts:
        return {}
    is_plain = len(date.ends) == 1 and not parts.mark and parts.month <= 12
    words = dict(enumerate(_SEASONS, 21)).get(parts.month, date.text).replace("/", "-")
    month = f"{parts.month:02}" if 0 < parts.month <= 12 else ""
    day = f"{parts.day:02}" if parts.day else ""
    if not parts.year.isdigit():  # a decade, or before our era
        return {"date": f"///{date.text.replace('/', '-')}"}
    return {"year": parts.year, "date": f"{parts.year}/{month}/{day}/{'' if is_plain else words}"}


def _ris_names(names: tuple[Name, ...]) -> list[str]:
    """Write names as RIS has them, which knows no "and others"; other programs write "et al."."""
    return [
        "et al."
        if name.others
        else name.literal or ", ".join(filter(None, (name.surname, name.given, name.suffix)))
        for name in names
    ]


def _bodies(names: tuple[str, ...]) -> str:
    return "; ".join("et al." if name == "others" else name for name in names)


def _notes(entry: Entry, words: Mapping[str, str]) -> Iterable[str]:
    """Return what RIS and CSL have no better place for."""
    yield entry.note
    yield entry.addendum
    yield words.get(entry.status, entry.status)
    for each in entry.contributions:
        yield told(each, words)


def _original(entry: Entry) -> str:
    date = entry.original_date.text if entry.original_date else ""
    where = (*entry.original_publisher_place, *entry.original_publisher)
    return ", ".join(filter(None, (entry.original_title, *where, date)))


# Fields by their names in CSL, in the order of writing; an entry's are in small letters, with "_".
_CSL_TEXTS = """
title container-title collection-title collection-number title-short genre volume
number-of-volumes number-of-pages edition version medium event-title archive status issue number
page publisher publisher-place original-title DOI ISBN ISSN URL note
"""
# Who CSL knows; others are contributors to it.
_CSL_NAMES = """
collection-editor compiler composer curator director editorial-director executive-producer guest
host illustrator interviewer narrator organizer performer producer recipient series-creator
"""


def to_csl(entry: Entry, words: Mapping[str, str]) -> dict[str, Any]:
    """Describe an entry as CSL-JSON (citeproc-js data model, CSL 1.0.2).

    `words` are those for biblatex's values of "type" and "pubstate", which CSL takes as they are.
    """
    record = {
        "id": entry.key,
        "type": TYPES[entry.kind][1],
        **_makers(entry),
        "editor": list(map(_name, entry.editor)),
        "translator": list(map(_name, entry.translator)),
        "container-author": list(map(_name, entry.container_author)),
        **_contributors(entry),
        "issued": _date(entry.issued),
        "original-date": _date(entry.original_date),
        "event-date": _date(entry.event_date),
        "accessed": _date(entry.accessed),
        **{name: mark_emphasis(text, "<i>", "</i>") for name, text in _texts(entry, words)},
    }
    return {name: value for name, value in record.items() if value}


def _texts(entry: Entry, words: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    texts = {name: getattr(entry, name.replace("-", "_").lower()) for name in _CSL_TEXTS.split()}
    texts |= {
        "publisher": _bodies(entry.publisher),
        "publisher-place": "",
        "ISBN": entry.isbn.replace(",", ""),
        "ISSN": entry.issn.replace(",", ""),
        "part-number": entry.part,
        "original-publisher": _bodies(entry.original_publisher),
        "original-publisher-place": _bodies(entry.original_publisher_place),
        "language": language_code(entry.language),
        "note": "; ".join(filter(None, (entry.note, entry.addendum))),
    }
    texts |= _description(entry, words) | _place(entry) | _volume(entry)
    return texts.items()


def _contributors(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in entry.contributions:
        known = each.role if each.role in _CSL_NAMES.split() else "contributor"
        found[known] = [*found.get(known, ()), *map(_name, each.names)]
    return found


def _description(entry: Entry, words: Mapping[str, str]) -> dict[str, str]:
    """Say what a work is; CSL styles show the genre of what is not published, not its medium."""
    genre = words.get(entry.genre, entry.genre)
    is_described = entry.kind in {"manuscript", "presentation"} and not genre
    return {
        "genre": entry.medium if is_described else genre,
        "medium": "" if is_described else entry.medium,
        "status": words.get(entry.status, entry.status),
    }


def _place(entry: Entry) -> dict[str, str]:
    """Name the place of an archive, an event or a publisher, and the number where it belongs."""
    in_archive = entry.archive and entry.kind in {"archival_item", "letter"}
    number = "" if entry.collection_number else entry.number
    of_event = entry.event_title and not (entry.event_place or entry.publisher)
    kind = "archive" if in_archive else "event" if of_event else "publisher"
    return {
        "number": "" if in_archive else number,
        "archive_location": number if in_archive else "",
        "event-place": entry.event_place,
        f"{kind}-place": _bodies(entry.publisher_place),
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
        return {
            "authority": ", ".join(name.full for name in entry.author) or _bodies(entry.publisher)
        }
    return {"author": list(map(_name, entry.author))}


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
    """Give one date or a range, each as far as it is known: year, month, day; or a season.

    A range without an end has 0 there, as pandoc has it, and other processors read none.
    """
    ends = [parts_of(end) for end in date.ends] if date else []
    if not date or not ends or not ends[0]:
        return {}
    known = [end for end in ends if end]
    seasons = [end.month - 20 for end in known if end.month > 12]
    if not all(end.year.lstrip("-").isdigit() for end in known) or (
        seasons and (len(ends) > 1 or seasons[0] > 4)
    ):
        return {"raw": date.text}  # a decade or a quarter, for example
    found: dict[str, Any] = {"date-parts": [_parts(end) for end in ends]}
    found |= {"season": seasons[0]} if seasons else {}
    return found | ({"circa": True} if any(end.mark for end in known) else {})


def _parts(end: DateParts | None) -> list[int]:
    if not end:
        return [0]
    year = int(end.year)
    month = end.month if end.month <= 12 else 0
    return [part for part in (year if year > 0 else year - 1, month, end.day) if part]


def csl_json(entries: list[Entry], words: Mapping[str, str]) -> str:
    """Write entries as a CSL-JSON file."""
    records = [to_csl(entry, words) for entry in entries]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
