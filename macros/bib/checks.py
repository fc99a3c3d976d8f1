"""What is wrong with an entry: every field looked at as it is written, nothing decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.bib import biblatex, identifiers
from macros.bib.bibdates import read_date
from macros.bib.latex import unknown_commands
from macros.bib.names import check_names, is_turned, split_names
from macros.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from macros.bib.rawentries import RawEntry

_CHECKS: dict[str, Callable[[str], str]] = {
    "doi": lambda doi: identifiers.check_doi(identifiers.bare_doi(doi)),
    "isbn": identifiers.check_isbn,
    "issn": identifiers.check_issn,
    "url": lambda url: identifiers.check_url(identifiers.bare_url(url)),
    "pages": identifiers.check_pages,
    "howpublished": lambda text: identifiers.check_url(identifiers.url_in(text)),
    "note": lambda text: identifiers.check_url(identifiers.url_in(text)),
}
_MANY = 20
NAMES = ("author", "editor", "translator", "bookauthor", "shortauthor", "shorteditor")
DATES = ("date", "urldate", "origdate")
# Lists, whose last comma does no harm, and what is never shown.
_LISTS = {"abstract", "file", "groups", "ids", "keyword", "keywords", "options", "xdata"}
# What stands in LaTeX and is shown to readers.
_TEXT_FIELDS = """
annotation booksubtitle booktitle edition eventtitle howpublished institution issue
issuetitle journal journaltitle library location address mainsubtitle maintitle note number
organization publisher school series shorttitle subtitle title titleaddon type venue version
volume
"""
TEXTS = frozenset(_TEXT_FIELDS.split())


def check_entry(entry: RawEntry, source: str) -> list[Problem]:
    """Return all problems of an entry, each at the line of its field."""
    if not biblatex.is_work(entry.entry_type):
        message = biblatex.check_type(entry.entry_type) if entry.entry_type == "set" else ""
        return [Problem(source, entry.line, message)] if message else []
    errors = [Problem(source, line, message) for line, message in _errors(entry) if message]
    doubts = []
    for name, field in entry.fields.items():
        doubts.append((field.line, biblatex.check_field(name, entry.fields)))
        doubts.append((field.line, _check_ends(name, field.value.strip())))
    if subtype := entry.fields.get("entrysubtype"):
        word = subtype.value.strip()
        doubts.append((subtype.line, biblatex.check_subtype(entry.entry_type, word)))
    return errors + [Problem(source, line, doubt, "warning") for line, doubt in doubts if doubt]


def check_name_forms(entries: Collection[RawEntry], source: str) -> list[Problem]:
    """Name the few persons without a comma in a file that has all others as "Surname, Given".

    Most often such a one is a body that lacks its braces, or has lost its comma.
    """
    found: dict[bool | None, list[tuple[int, str]]] = {True: [], False: []}
    for entry in entries:
        for field in (entry.fields[name] for name in NAMES if name in entry.fields):
            for name in split_names(" ".join(field.value.split())):
                found.setdefault(is_turned(name), []).append((field.line, name))
    if len(found[True]) < _MANY or len(found[False]) > max(1, len(found[True]) // _MANY // 2):
        return []
    message = 'has no comma, unlike the others here; write "Surname, Given" or "{Body}"'
    return [
        Problem(source, line, f'the name "{name}" {message}', "warning")
        for line, name in found[False]
    ]


def _errors(entry: RawEntry) -> list[tuple[int, str]]:
    found = [(entry.line, biblatex.check_type(entry.entry_type)), *_check_identity(entry)]
    for name, field in entry.fields.items():
        value = " ".join(field.value.split())
        if check := _CHECKS.get(name):
            found.append((field.line, check(value)))
        if name in NAMES:
            found.append((field.line, check_names(value)))
        if "\\" in value and (name in TEXTS or name in NAMES):
            found += [(field.line, _would_be_lost(command)) for command in unknown_commands(value)]
    return [*found, *_check_dates(entry)]


def _check_identity(entry: RawEntry) -> list[tuple[int, str]]:
    fields = {name for name, field in entry.fields.items() if field.value.strip()}
    subtype = entry.fields.get("entrysubtype")
    word = subtype.value.strip() if subtype else ""
    found = []
    if not fields & {"title", "issuetitle", "journaltitle", "maintitle"}:
        line = entry.fields["title"].line if "title" in entry.fields else entry.line
        found.append((line, f'"{entry.key}" has no title; add one'))
    kind = biblatex.kind_of(entry.entry_type, word, fields)
    found.append((entry.line, biblatex.check_needed(entry.key, kind, fields)))
    return found


def _check_ends(name: str, value: str) -> str:
    """Say that a comma stands in a value that should stand between two."""
    if name in _LISTS or name in NAMES or not (value.startswith(",") or value.endswith(",")):
        return ""
    return f'a comma stands at an end of "{name}"; put it behind the braces, or take it out'


def _would_be_lost(command: str) -> str:
    return f'the LaTeX command "{command}" would be lost; write the text without it'


def _check_dates(entry: RawEntry) -> list[tuple[int, str]]:
    values = {name: field.value.strip() for name, field in entry.fields.items()}
    found = []
    for name in DATES:
        try:
            read_date(values, name)
        except ValueError as error:
            prefix = name.removesuffix("date")
            names = (name, f"{prefix}month", f"{prefix}year")
            fields = [entry.fields[each] for each in names if each in entry.fields]
            if values.get(name):
                line = fields[0].line
            else:
                line = next(
                    (f.line for f in fields if f.value.strip() in str(error)), fields[0].line
                )
            found.append((line, str(error)))
    return found
