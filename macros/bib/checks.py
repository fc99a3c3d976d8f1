"""What is wrong with an entry: every field looked at as it is written, nothing decoded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache

from macros.bib import identifiers
from macros.bib.biblatex import FIELDS, KINDS, NO_WORKS, SUBTYPES, kind_of
from macros.bib.dates import UnreadableDateError, dates_differ, doubtful_year, read_date
from macros.bib.entries import AIDS
from macros.bib.garbled import doubtful_names, encoded_twice, garbled_names, mend_names
from macros.bib.latex import unknown_commands
from macros.bib.names import check_names, family_comes_first, split_names
from macros.bib.reading import RawEntry
from macros.problems import Problem, did_you_mean

_NAMES = (
    *("author", "editor", "editora", "editorb", "editorc", "translator", "bookauthor"),
    *("shortauthor", "shorteditor", "sortname", *AIDS),
)
_CHECKS: dict[str, Callable[[str], str]] = {
    "doi": identifiers.check_doi,
    "isbn": identifiers.check_isbn,
    "issn": identifiers.check_issn,
    "url": identifiers.check_url,
    "pages": identifiers.check_pages,
    "howpublished": lambda text: identifiers.check_url(identifiers.url_in(text)),
    "note": lambda text: identifiers.check_url(identifiers.url_in(text)),
    **dict.fromkeys(_NAMES, lambda names: check_names(mend_names(names))),
}
# What stands in LaTeX and is shown to readers.
_TEXTS = """
annotation booksubtitle booktitle edition eventtitle howpublished institution issue
issuetitle journal journaltitle library location address mainsubtitle maintitle note number
organization publisher school series shorttitle subtitle title titleaddon type venue version
volume
"""
_SHOWN = {*_TEXTS.split(), *_NAMES}
# Lists, whose last comma does no harm or is named elsewhere, and what is never shown.
_WITH_COMMAS = {
    *("abstract", "file", "groups", "ids", "keyword", "keywords", "options", "xdata"),
    *_NAMES,
}
_TITLES = {"title", "issuetitle", "journaltitle", "maintitle"}
# Kinds that cannot be found again without one of these fields, and what their lack is called.
_BOOK = ("booktitle", "has no booktitle; add one, or name the volume in crossref")
_JOURNAL = "has no journaltitle; add one"
_NEEDED = {
    "chapter": _BOOK,
    "yearbook_chapter": _BOOK,
    "reference_entry": _BOOK,
    "article": ("journaltitle journal organization eprint", _JOURNAL),
    "reprinted_document": ("journaltitle journal", _JOURNAL),
    "thesis": (
        "institution school publisher url doi",
        "names no institution; add the university at which it was written",
    ),
}
# Fields that give way to others, where an entry has both.
_INSTEAD = [
    *(("journal", "journaltitle"), ("booktitle", "journaltitle"), ("booktitle", "journal")),
    *(("address", "location"), ("school", "institution"), ("eid", "pages")),
]
_ENOUGH_COMMAS = 20  # to call a name without one unlike the others


def check_entry(entry: RawEntry, source: str) -> list[Problem]:
    """Return all problems of an entry, each at the line of its field."""
    if entry.entry_type in NO_WORKS:
        return list(entry.problems)
    texts = entry.texts()
    errors = [Problem(source, line, text) for line, text in _errors(entry, texts) if text]
    doubts = [
        Problem(source, line, text, "warning") for line, text in _doubts(entry, texts) if text
    ]
    hints = [Problem(source, line, text, "hint") for line, text in _hints(entry, texts) if text]
    return [*entry.problems, *errors, *doubts, *hints]


def check_name_forms(entries: Collection[RawEntry], source: str) -> list[tuple[str, Problem]]:
    """Name the few persons without a comma in a file that has all others as "Surname, Given".

    Each comes with the key of its work. Most often such a one is a body that lacks its braces, or
    has lost its comma.
    """
    with_comma, without = 0, []
    for entry in entries:
        for field in _NAMES:
            for name in split_names(mend_names(entry.text(field))):
                family_first = family_comes_first(name)
                if family_first:
                    with_comma += 1
                elif family_first is False:
                    without.append((entry.key, entry.fields[field].line, name))
    if with_comma < _ENOUGH_COMMAS or len(without) > max(1, with_comma // _ENOUGH_COMMAS // 2):
        return []
    message = 'has no comma, unlike the others here; write "Surname, Given" or "{Body}"'
    return [
        (key, Problem(source, line, f'the name "{name}" {message}', "warning"))
        for key, line, name in without
    ]


def _errors(entry: RawEntry, texts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    yield entry.line, _check_type(entry.entry_type)
    yield from _check_identity(entry)
    yield from _check_dates(entry, texts)
    for name, text in texts.items():
        line = entry.fields[name].line
        if check := _CHECKS.get(name):
            yield line, check(text)
        if "\\" in text and name in _SHOWN:
            for command in unknown_commands(text):
                message = f'the LaTeX command "{command}" would be lost; write the text without it'
                yield line, message


def _check_type(entry_type: str) -> str:
    if entry_type in KINDS:
        return ""
    near = did_you_mean(entry_type, KINDS) or "; biblatex’s manual lists the types, @misc fits all"
    return f'no rule for the entry type "@{entry_type}"{near}'


def _check_identity(entry: RawEntry) -> Iterator[tuple[int, str]]:
    given = entry.given
    if given.isdisjoint(_TITLES):
        line = entry.fields["title"].line if "title" in entry.fields else entry.line
        yield line, f'"{entry.key}" has no title; add one'
    needed, lack = _NEEDED.get(kind_of(entry), ("", ""))
    if needed and given.isdisjoint(needed.split()):
        yield entry.line, f'"{entry.key}" {lack}'


def _check_dates(entry: RawEntry, texts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for name in ("date", "urldate", "origdate", "eventdate"):
        try:
            read_date(texts, name)
        except UnreadableDateError as error:
            yield entry.fields[error.field].line, str(error)


def _doubts(entry: RawEntry, texts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for name, text in texts.items():
        line = entry.fields[name].line
        yield line, check_field(name, entry.fields)
        if name in _SHOWN:
            yield line, encoded_twice(text)
        if name in _NAMES:
            yield line, garbled_names(text)
        if (text.startswith(",") or text.endswith(",")) and name not in _WITH_COMMAS:
            message = f'a comma stands at an end of "{name}"; put it behind the braces, or take it'
            yield line, f"{message} out"
    if differ := dates_differ(texts):
        yield entry.fields["date"].line, differ
    subtype, subtypes = texts.get("entrysubtype", ""), SUBTYPES.get(entry.entry_type, {})
    if subtype not in subtypes and (near := did_you_mean(subtype, subtypes)):
        message = f'@{entry.entry_type} has no entrysubtype "{subtype}"{near}'
        yield entry.fields["entrysubtype"].line, message


def _hints(entry: RawEntry, texts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for name in _NAMES:
        if name in texts:
            yield entry.fields[name].line, doubtful_names(texts[name])
    for name, other in _INSTEAD:
        if texts.get(name) and texts.get(other) and texts[name] != texts[other]:
            message = f'"{name}" is not shown beside "{other}"; keep one, or name both in one'
            yield entry.fields[name].line, message
    doubts = {
        "year": doubtful_year(texts),
        "doi": identifiers.further_dois(texts.get("doi", "")),
        "volume": identifiers.more_than_volume(texts.get("volume", "")),
    }
    yield from ((entry.fields[name].line, doubt) for name, doubt in doubts.items() if doubt)
    subtype, subtypes = texts.get("entrysubtype"), SUBTYPES.get(entry.entry_type, {})
    if subtype and subtype not in subtypes and not did_you_mean(subtype, subtypes):
        known = ", ".join(sorted(subtypes)) or "none"
        message = f'"{subtype}" has no rule, and is shown as any @{entry.entry_type}; '
        yield entry.fields["entrysubtype"].line, f"{message}entrysubtypes with a rule: {known}"


def check_field(name: str, fields: Collection[str]) -> str:
    """Say that the name of a field looks misspelt, and that of an entry's `fields` it is missing.

    Programs add fields of their own, which pass; so do those that "_" puts out of use.
    """
    near = "" if name in FIELDS else _near_field(name)
    if not near or near in fields:
        return ""
    return f'biblatex knows no field "{name}"; did you mean "{near}"?'


@lru_cache(maxsize=1024)  # the search is dear, and a program's own fields stand in every entry
def _near_field(name: str) -> str:
    known = name.casefold()
    if known in FIELDS or known.startswith("_"):
        return ""
    near = get_close_matches(known, FIELDS, n=1, cutoff=0.8)
    return near[0] if near and abs(len(near[0]) - len(name)) <= 1 else ""
