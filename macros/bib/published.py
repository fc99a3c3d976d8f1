"""The bibliography as it is published: bibliographic fields only, nothing of its author's own.

Reference managers write paths of the author's machine, private notes, tags and groups into a .bib
file. What is published is written anew from what biblatex has fields for, each value as it stands,
and read again, so that nothing else is lost.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from macros.bib.biblatex import FIELDS
from macros.bib.reading import RawEntry, RawField, is_plain, read_bib
from macros.dates import MONTHS

# Fields of biblatex and its programs that are for the author of the file alone.
_PRIVATE_FIELDS = "abstract annote execute file groups keyword keywords owner pdf timestamp"
# Identifiers that biblatex has no field for.
_FURTHER_FIELDS = "articleno hal_id lccn mrnumber numpages oclc pmcid pmid zblnumber"
_PUBLIC = (FIELDS - set(_PRIVATE_FIELDS.split())) | set(_FURTHER_FIELDS.split())
_PATH = re.compile(
    r"(?:file|smb|afp):/|(?<![\w.])(?:/(?:home|Users|mnt|media|Volumes)/|~/)\w"
    r"|\b[A-Za-z]:\\+(?:Users|Documents)\b|^(?:[A-Za-z]:[\\/]|\\\\)\w"
)
# What Zotero keeps in its field "Extra", and writes into "note".
_JUNK = re.compile(
    r"(?im)^[ \t]*(?:(?:\\?_eprint|publisher|citation key|google-books-id|page version id|num pages"
    r"|number of pages|section|is[bs]n|doi|pmid|pmcid|oclc|container-title|original-date"
    r"|event-place|library catalog|tex\.[\w-]+) ?[:=]|accessed\b).*\n?"
)


def without_junk(note: str) -> str:
    """Leave out the lines of a note that a program wrote: "Citation Key: doe2001"."""
    return _JUNK.sub("", note).strip() if note else ""


def published(entries: Iterable[RawEntry]) -> str:
    """Write entries as a .bib file with all that is bibliographic, and nothing else.

    Raises ValueError, with the key of the entry, where the file would read otherwise.
    """
    texts = []
    for entry in entries:
        values = _public(entry)
        texts.append(_write(entry, values))
        if not is_plain(texts[-1]) and not _reads_as(entry, values, texts[-1]):
            raise ValueError(entry.key)
    return "\n".join(texts)


def _reads_as(entry: RawEntry, values: dict[str, str], text: str) -> bool:
    read = [
        (each.entry_type, each.key, {name: field.value for name, field in each.fields.items()})
        for each in read_bib(text, "")[0]
    ]
    return read == [(entry.entry_type, entry.key, values)]


def unpublished(entries: Iterable[RawEntry]) -> Counter[str]:
    """Count in how many entries each field stands that is not published, or only in part."""
    return Counter(
        name
        for entry in entries
        for name, field in entry.fields.items()
        if _shown(name, field) != field.value
    )


def _public(entry: RawEntry) -> dict[str, str]:
    values = {name: _shown(name, field) for name, field in entry.fields.items()}
    return {name: value for name, value in values.items() if value}


def _shown(name: str, field: RawField) -> str:
    value = field.value
    if name == "note" and _JUNK.search(value):
        value = without_junk(value)
    return value if name in _PUBLIC and not _PATH.search(value) else ""


def _write(entry: RawEntry, values: dict[str, str]) -> str:
    lines = [f"  {name:<12} = {_value(name, value)},\n" for name, value in values.items()]
    return f"@{entry.entry_type}{{{entry.key},\n{''.join(lines)}}}\n"


def _value(name: str, value: str) -> str:
    """Write a value; a month by its @string, which biblatex wants."""
    return value[:3].lower() if name == "month" and value in MONTHS else f"{{{value}}}"
