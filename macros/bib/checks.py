"""What is wrong with an entry: every field looked at as it is written, nothing decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.bib import biblatex, fields
from macros.bib.fields import check_names, family_comes_first, read_date, split_names
from macros.bib.latex import unknown_commands
from macros.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from macros.bib.reading import RawEntry

_CHECKS: dict[str, Callable[[str], str]] = {
    "doi": lambda doi: fields.check_doi(fields.bare_doi(doi)),
    "isbn": fields.check_isbn,
    "issn": fields.check_issn,
    "url": lambda url: fields.check_url(fields.bare_url(url)),
    "pages": fields.check_pages,
    "howpublished": lambda text: fields.check_url(fields.url_in(text)),
    "note": lambda text: fields.check_url(fields.url_in(text)),
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
        word = entry.text("entrysubtype")
        doubts.append((subtype.line, biblatex.check_subtype(entry.entry_type, word)))
    return errors + [Problem(source, line, doubt, "warning") for line, doubt in doubts if doubt]


def check_name_forms(entries: Collection[RawEntry], source: str) -> list[Problem]:
    """Name the few persons without a comma in a file that has all others as "Surname, Given".

    Most often such a one is a body that lacks its braces, or has lost its comma.
    """
    found: dict[bool | None, list[tuple[int, str]]] = {True: [], False: []}
    for entry in entries:
        for field in NAMES:
            for name in split_names(entry.text(field)):
                line = entry.fields[field].line
                found.setdefault(family_comes_first(name), []).append((line, name))
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
        value = entry.text(name)
        if check := _CHECKS.get(name):
            found.append((field.line, check(value)))
        if name in NAMES:
            found.append((field.line, check_names(value)))
        if "\\" in value and (name in TEXTS or name in NAMES):
            found += [(field.line, _would_be_lost(command)) for command in unknown_commands(value)]
    return [*found, *_check_dates(entry)]


def _check_identity(entry: RawEntry) -> list[tuple[int, str]]:
    found = []
    if not entry.given & {"title", "issuetitle", "journaltitle", "maintitle"}:
        line = entry.fields["title"].line if "title" in entry.fields else entry.line
        found.append((line, f'"{entry.key}" has no title; add one'))
    kind = biblatex.kind_of(entry.entry_type, entry.text("entrysubtype"), entry.given)
    found.append((entry.line, biblatex.check_needed(entry.key, kind, entry.given)))
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
            given = [entry.fields[each] for each in names if each in entry.fields]
            named = [field for field in given if field.value.strip() in str(error)]
            line = (given if values.get(name) else named or given)[0].line
            found.append((line, str(error)))
    return found
