"""Works in the formats of reference managers: biblatex, RIS, CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import rispy
from rispy.writer import RisWriter

from macros.text import mark_emphasis, without_emphasis

if TYPE_CHECKING:
    from collections.abc import Mapping

    from macros.bib.entries import Entry, Name
    from macros.dates import EdtfDate

# Kinds of work of a house style → entry types of biblatex, RIS and CSL.
TYPES = {
    "archival_item": ("unpublished", "MANSCPT", "manuscript"),
    "article": ("article", "JOUR", "article-journal"),
    "book": ("book", "BOOK", "book"),
    "case": ("jurisdiction", "CASE", "legal_case"),
    "chapter": ("incollection", "CHAP", "chapter"),
    "companion_chapter": ("incollection", "CHAP", "chapter"),
    "dataset": ("dataset", "DATA", "dataset"),
    "document": ("report", "RPRT", "document"),
    "interview": ("misc", "PCOMM", "interview"),
    "legislation": ("legislation", "STAT", "legislation"),
    "letter": ("letter", "PCOMM", "personal_communication"),
    "manuscript": ("unpublished", "UNPB", "manuscript"),
    "newspaper": ("article", "NEWS", "article-newspaper"),
    "patent": ("patent", "PAT", "patent"),
    "periodical": ("periodical", "JFULL", "periodical"),
    "presentation": ("unpublished", "CPAPER", "speech"),
    "recording": ("video", "VIDEO", "motion_picture"),
    "reference_entry": ("inreference", "ENCYC", "entry-encyclopedia"),
    "report": ("report", "RPRT", "report"),
    "reprinted_document": ("article", "JOUR", "article-journal"),
    "thesis": ("thesis", "THES", "thesis"),
    "treaty": ("legal", "LEGAL", "treaty"),
    "webpage": ("online", "ELEC", "webpage"),
    "website": ("online", "ELEC", "webpage"),
    "yearbook_chapter": ("incollection", "CHAP", "chapter"),
}
_JOURNALS = {"article", "newspaper", "periodical", "reprinted_document", "treaty"}

# Fields of an entry by their names in biblatex; those that are alike in all kinds.
_BIBLATEX_TEXTS = {
    "type": "genre",
    "edition": "edition",
    "volume": "volume",
    "volumes": "number_of_volumes",
    "version": "version",
    "eventtitle": "event_title",
    "howpublished": "medium",
    "library": "archive",
    "pubstate": "status",
}
_SPECIAL = re.compile(r"[&%#$]")


def to_biblatex(entry: Entry) -> str:
    """Write an entry for BibTeX's successor biblatex, in UTF-8."""
    container = "journaltitle" if entry.kind in _JOURNALS else "booktitle"
    fields = {
        "author": _bibtex_names(entry.author),
        "title": _bibtex_text(entry.title),
        "editor": _bibtex_names(entry.editor),
        "translator": _bibtex_names(entry.translator),
        "bookauthor": _bibtex_names(entry.container_author),
        "maintitle": _bibtex_text(entry.whole_title),
        container: _bibtex_text(entry.container_title),
        "series": _bibtex_text(entry.collection_title),
        "number": _bibtex_text(entry.issue or entry.collection_number or entry.number),
        **{name: _bibtex_text(getattr(entry, part)) for name, part in _BIBLATEX_TEXTS.items()},
        "location": _bibtex_list(entry.publisher_place),
        "publisher": _bibtex_list(entry.publisher),
        "venue": _bibtex_text(entry.event_place),
        "date": _edtf(entry.issued),
        "origdate": _edtf(entry.original_date),
        "urldate": _edtf(entry.accessed),
        "pages": entry.page.replace("-", "--"),
        "doi": entry.doi,
        "isbn": entry.isbn,
        "issn": entry.issn,
        "url": entry.url,
        "note": _bibtex_text(entry.note),
        "langid": entry.language,
    }
    lines = [f"  {name:<12} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@{TYPES[entry.kind][0]}{{{entry.key},\n{''.join(lines)}}}\n"


def _edtf(date: EdtfDate | None) -> str:
    return date.text if date else ""


def _bibtex_names(names: tuple[Name, ...]) -> str:
    return " and ".join(map(_bibtex_name, names))


def _bibtex_name(name: Name) -> str:
    if name.others:
        return "others"
    if name.literal:
        return f"{{{_bibtex_text(name.literal)}}}"
    return ", ".join(filter(None, (name.surname, name.suffix, name.given)))


def _bibtex_list(names: tuple[str, ...]) -> str:
    return " and ".join(
        f"{{{_bibtex_text(n)}}}" if " and " in n else _bibtex_text(n) for n in names
    )


def _bibtex_text(text: str) -> str:
    escaped = _SPECIAL.sub(lambda sign: f"\\{sign[0]}", text)
    return mark_emphasis(escaped, "\\emph{", "}")


class _Unnumbered(RisWriter):  # type: ignore[misc]
    """RIS has no numbers between records."""

    def set_header(self, count: int) -> str:
        return ""


def to_ris(entry: Entry) -> str:
    """Write an entry in RIS (tags as in the specification of Research Information Systems)."""
    first, _, last = entry.page.partition("-")
    record: dict[str, Any] = {
        "type_of_reference": TYPES[entry.kind][1],
        "authors": _ris_names(entry.author),
        "title": entry.title,
        "secondary_authors": _ris_names(entry.editor),
        "subsidiary_authors": _ris_names(entry.translator),
        "secondary_title": entry.container_title,
        "tertiary_title": entry.collection_title,
        "volume": entry.volume,
        "edition": entry.edition,
        "number": entry.issue or entry.number,
        "place_published": "; ".join(entry.publisher_place) or entry.event_place,
        "publisher": "; ".join(entry.publisher),
        "year": "-".join(entry.issued.years) if entry.issued else "",
        "start_page": first,
        "end_page": last or first,
        "doi": entry.doi,
        "issn": entry.isbn or entry.issn,
        "urls": [url for url in (entry.doi_url, entry.url) if url],
        "notes": [entry.note] if entry.note else [],
    }
    text: str = rispy.dumps([{k: v for k, v in record.items() if v}], implementation=_Unnumbered)
    return without_emphasis(text).strip() + "\n"


def _ris_names(names: tuple[Name, ...]) -> list[str]:
    return [
        name.literal or ", ".join(filter(None, (name.surname, name.given, name.suffix)))
        for name in names
        if not name.others
    ]


# Fields by their names in CSL, in the order of writing; an entry's are in small letters, with "_".
_CSL_TEXTS = """
title container-title collection-title collection-number title-short genre volume
number-of-volumes edition version medium event-title archive status issue number page publisher
publisher-place DOI ISBN ISSN URL note
"""


def to_csl(entry: Entry, words: Mapping[str, str]) -> dict[str, Any]:
    """Describe an entry as CSL-JSON (citeproc-js data model, CSL 1.0.2).

    `words` are those for biblatex's values of "type" and "pubstate", which CSL takes as they are.
    """
    texts = {name: getattr(entry, name.replace("-", "_").lower()) for name in _CSL_TEXTS.split()}
    texts |= {"publisher": "; ".join(entry.publisher), "publisher-place": ""}
    texts |= _description(entry, words) | _place(entry) | _volume(entry)
    record = {
        "id": entry.key,
        "type": TYPES[entry.kind][2],
        **_makers(entry),
        "editor": list(map(_name, entry.editor)),
        "translator": list(map(_name, entry.translator)),
        "container-author": list(map(_name, entry.container_author)),
        "issued": _date(entry.issued),
        "original-date": _date(entry.original_date),
        "accessed": _date(entry.accessed),
        **{name: mark_emphasis(text, "<i>", "</i>") for name, text in texts.items()},
    }
    return {name: value for name, value in record.items() if value}


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
    kind = "archive" if in_archive else "event" if entry.event_title else "publisher"
    return {
        "number": "" if in_archive else number,
        "archive_location": number if in_archive else "",
        "event-place": entry.event_place,
        f"{kind}-place": (kind == "event" and entry.event_place)
        or "; ".join(entry.publisher_place),
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
            "authority": ", ".join(name.full for name in entry.author) or "; ".join(entry.publisher)
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
    """Give one date or a range, each as far as it is known: year, month, day."""
    if not date or not all(date.ends):
        return {}
    ends = [end.split("-") for end in date.ends]
    if not all(all(map(str.isdigit, end)) and end[1:2] <= ["12"] for end in ends):
        return {"raw": date.text}  # a season or a decade, for example
    return {"date-parts": [[int(part) for part in end] for end in ends]}


def csl_json(entries: list[Entry], words: Mapping[str, str]) -> str:
    """Write entries as a CSL-JSON file."""
    records = [to_csl(entry, words) for entry in entries]
    return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
