"""Nothing is lost silently: the real sources, damaged by one sign at a time.

Each sign that is no letter, digit or space is deleted, doubled, and swapped with the next. What is
read must then be as before; or a problem must be named on that line, or within that entry; or the
damage stays within the text of one field, which reads differently by that very edit and nothing
else: no program can tell that from what its author meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from msgspec.structs import asdict

from macros.bib.reading import read_bib
from macros.bib.works import Bibliography
from macros.data.events import Events, check_actors
from macros.data.paper import Paper
from macros.data.reading import read_data
from macros.data.records import Record
from macros.data.settings import Settings
from macros.data.terms import Terms
from macros.sources import STYLES, load_sources
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.paper, pytest.mark.slow]

Fields = dict[tuple[str, ...], str]

BIB = (PROJECT / "bibliography.bib").read_text(encoding="utf-8")
FILES = {
    name: (PROJECT / "data" / f"{name}.yml").read_text("utf-8") for name in ("events", "terms")
}
PAPER = (PROJECT / "data" / "paper.yml").read_text(encoding="utf-8")
MODELS: dict[str, type[Record]] = {"events": Events, "terms": Terms, "paper": Paper}
ENTRY = re.compile(r"(?m)^(?=@)")
RECORD = re.compile(r"(?m)^(?=  - id: )")
# Names that other files know: another one is named when pages have been read (test_companion).
NAMES = {"passages", "notes", "dimension", "first", "last", "key"}


class Damage(NamedTuple):
    """A text with one sign damaged; `line` counts from 1, `what` is for the person who mends it."""

    text: str
    line: int
    what: str


def damages(text: str) -> Iterator[Damage]:
    line = 1
    for at, sign in enumerate(text):
        if not sign.isalnum() and sign != " ":
            around = repr(text[max(0, at - 20) : at + 20])
            yield Damage(text[:at] + text[at + 1 :], line, f"deleted {sign!r} in {around}")
            yield Damage(text[:at] + sign + text[at:], line, f"doubled {sign!r} in {around}")
            if text[at + 1 : at + 2] not in ("", sign):
                swapped = text[:at] + text[at + 1] + sign + text[at + 2 :]
                yield Damage(swapped, line, f"swapped {sign!r} in {around}")
        line += sign == "\n"


def edits(text: str) -> Iterator[str]:
    """Every text that differs in one sign, with spaces as HTML shows them."""
    for damage in damages(f"{text} "):
        yield " ".join(damage.text.split())


def is_that_edit(before: Fields, after: Fields) -> bool:
    """Whether the same fields are there, and one alone reads differently, by one sign."""
    if before.keys() != after.keys():
        return False
    changed = [name for name in before if before[name] != after[name]]
    return len(changed) == 1 and after[changed[0]] in edits(before[changed[0]])


def chunks(text: str, border: re.Pattern[str]) -> list[tuple[int, str]]:
    """Cut a file into its records, each with the line before it."""
    parts = [part for part in border.split(text) if part]
    return [("".join(parts[:at]).count("\n"), part) for at, part in enumerate(parts)]


# ---- bibliography.bib ----

ENTRIES = chunks(BIB, ENTRY)
BY_KEY = {part[part.index("{") + 1 : part.index(",")]: part for _, part in ENTRIES[1:]}


@cache
def style() -> Any:
    sources, _ = load_sources(Settings(), lambda path: (PROJECT / path).read_text("utf-8"), STYLES)
    assert sources
    return sources.style


def fields_of(text: str) -> Fields:
    """Every field of every entry as written, under its entry's key and type."""
    return {
        (entry.key, entry.entry_type, name): " ".join(field.value.split())
        for entry in read_bib(text, "b.bib")[0]
        for name, field in entry.fields.items()
    }


def lost_from_bib(text: str, before: Fields, lines: range) -> bool:
    bibliography = Bibliography(text, "b.bib")
    if bibliography.problems:
        return not any(problem.line in lines for problem in bibliography.problems)
    after = fields_of(text)
    if after == before:
        return False
    for (key, *_), _ in after.items() - before.items():
        style().reference(bibliography[key])
    return not is_that_edit(before, after)


@pytest.mark.parametrize("at", range(len(ENTRIES)), ids=["head", *BY_KEY])
def test_damaged_entry(at: int) -> None:
    """An entry and the one behind it, on their lines; with the volumes that they stand in."""
    line, entry = ENTRIES[at]
    around = ENTRIES[at + 1][1] if at + 1 < len(ENTRIES) else ""
    volumes = set(re.findall(r"xref\s+= \{(.*)\}", entry + around))
    around += "".join(BY_KEY[key] for key in volumes if BY_KEY[key] not in (entry, around))
    before = fields_of(entry + around)
    for damage in damages(entry):
        end = line + damage.text.count("\n") + (entry[-1:] != damage.text[-1:])
        text = "\n" * line + damage.text + around
        assert not lost_from_bib(text, before, range(line + 1, end + 1)), damage.what


def test_damaged_bibliography() -> None:
    """Every hundredth damage, in the whole file."""
    before = fields_of(BIB)
    starts = [line for line, _ in ENTRIES]
    for damage in list(damages(BIB))[::100]:
        at = bisect_right(starts, damage.line - 1)
        end = starts[at] if at < len(starts) else BIB.count("\n")
        lines = range(starts[at - 1] + 1, end + 2)
        assert not lost_from_bib(damage.text, before, lines), damage.what


def test_every_comma_between_the_parts_of_a_name() -> None:
    names = [at for field in re.finditer(r"author +=(.*)", BIB) for at in _name_commas(field)]
    assert len(names) > 20
    for at in names:
        problems = Bibliography(BIB[:at] + BIB[at + 1 :], "b.bib").problems
        assert [problem.line for problem in problems] == [BIB.count("\n", 0, at) + 1]


def _name_commas(field: re.Match[str]) -> Iterator[int]:
    persons = re.sub(r"\{\{.*?\}\}", lambda body: " " * len(body[0]), field[1])
    for comma in re.finditer(r"\w\.?, ", persons):
        yield field.start(1) + comma.end() - 2


# ---- data/*.yml ----


def values_of(record: Record) -> dict[str, object]:
    """The fields of a record and of those within it."""
    return {
        name: tuple(values_of(each) for each in value) if value and is_records(value) else value
        for name, value in asdict(record).items()
    }


def is_records(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, Record) for each in value)


def leaves(value: object, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every value of a data file as text, under its path; a list of texts is one value."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*place, name))
    elif isinstance(value, list | tuple) and not all(isinstance(item, str) for item in value):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*place, str(at)))
    else:
        text = ", ".join(value) if isinstance(value, tuple) else str(value)
        yield place, " ".join(text.split())


def names_in(fields: Fields) -> set[str]:
    return {
        name for place, text in fields.items() if NAMES & set(place) for name in text.split(", ")
    }


@cache
def known_names() -> tuple[set[str], set[str], Events]:
    """Names that pages, paper and notes know; what the glossary calls things; all events."""
    read = {name: read_data(text, "d.yml", MODELS[name])[0] for name, text in FILES.items()}
    paper = read_data(PAPER, "d.yml", Paper)[0]
    events, terms = read["events"], read["terms"]
    assert isinstance(events, Events)
    assert isinstance(terms, Terms)
    assert paper
    names = [names_in(dict(leaves(values_of(one)))) for one in (events, terms, paper)]
    glossary = {name for term in terms.terms for name in (term.name, term.abbreviation)}
    return set().union(*names), glossary, events


def lost_from_data(kind: str, text: str, before: Fields, lines: range) -> bool:
    data, place, problems = read_data(text, "d.yml", MODELS[kind])
    if isinstance(data, Events) and data.events:
        _, glossary, real = known_names()
        others = [event for event in real.events if event.id != data.events[0].id]
        together = Events(events=(data.events[0], *others))
        problems += check_actors(together, glossary, place, "d.yml")
    if problems or data is None:
        return not any(problem.line in lines for problem in problems)
    after = dict(leaves(values_of(data)))
    if after == before or names_in(after) - known_names()[0]:
        return False
    return not is_that_edit(before, after)


RECORDS = [
    pytest.param(name, line, record, id=record.split()[2])
    for name, text in FILES.items()
    for line, record in chunks(text, RECORD)
    if record.startswith("  - id: ") and line > text.count("\n", 0, text.index(f"\n{name}:"))
]
NEXT = {
    "events": '  - id: neighbour\n    date: "2011"\n    title: Next\n',
    "terms": "  - id: neighbour\n    kind: term\n    name: Next\n    text: Next\n",
}


@pytest.mark.parametrize(("kind", "line", "record"), RECORDS)
def test_damaged_record(kind: str, line: int, record: str) -> None:
    record = re.sub(r"(?m)^ *#.*\n", "", record)
    head = "\n" * (line - 1) + f"{kind}:\n"
    data, _, problems = read_data(head + record + NEXT[kind], "d.yml", MODELS[kind])
    assert data, problems
    before = dict(leaves(values_of(data)))
    for damage in damages(record):
        joins_next = record[-1:] != damage.text[-1:]
        end = line + damage.text.count("\n") + joins_next
        lines = range(line + 1, end + 1)
        text = head + damage.text + NEXT[kind]
        assert not lost_from_data(kind, text, before, lines), damage.what


def test_damaged_paper() -> None:
    data, _, problems = read_data(PAPER, "d.yml", Paper)
    assert data, problems
    before = dict(leaves(values_of(data)))
    end = PAPER.count("\n") + 1
    for damage in damages(PAPER):
        lines = range(damage.line, min(damage.line + 2, end) + 1)
        assert not lost_from_data("paper", damage.text, before, lines), damage.what
