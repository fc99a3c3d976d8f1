"""Nothing is lost silently: the real sources, damaged by one sign at a time.

Each sign that matters is deleted, doubled, and swapped with the next. The result must read as
before, or a problem must be named within the entry or event; or the damage stays within the text of
one field, which no program can tell from what its author meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from macros.bibfile import Bibliography
from macros.bibsyntax import read_bib
from macros.datafile import read_data
from macros.timeline import Events
from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

BIB = (PROJECT / "bibliography.bib").read_text(encoding="utf-8")
EVENTS = (PROJECT / "data" / "events.yml").read_text(encoding="utf-8")
ENTRIES = re.split(r"(?m)^(?=@)", BIB)[1:]
RECORDS = re.split(r"(?m)^(?=  - id: )", EVENTS.partition("\nevents:\n")[2])[1:]
BIB_SIGNS = '{},"@=\n:-#%\\'
YAML_SIGNS = "\"'[]{}:,-\n#"


def damaged(text: str, signs: str) -> Iterator[str]:
    """Every text that differs in one of the signs: deleted, doubled, swapped with the next."""
    for at, sign in enumerate(text):
        if sign in signs:
            yield text[:at] + text[at + 1 :]
            yield text[:at] + sign + text[at:]
            if text[at + 1 : at + 2] not in ("", sign):
                yield text[:at] + text[at + 1] + sign + text[at + 2 :]


def fields_of(text: str) -> dict[str, dict[str, str]]:
    """The fields of each entry as written, with its type."""
    return {
        entry.key: {"": entry.entry_type, **{name: f.value for name, f in entry.fields.items()}}
        for entry in read_bib(text, "b.bib")[0]
    }


def is_within_one_text(before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether the same fields are there, and one alone reads differently, by a sign or two."""
    if before.keys() != after.keys():
        return False
    changed = [name for name in before if before[name] != after[name]]
    return all(abs(len(before[n]) - len(after[n])) <= 1 for n in changed) and len(changed) <= 1


NEIGHBOUR = "@book{neighbour,\n  title = {Next},\n  date = {2011},\n}\n"


@pytest.mark.parametrize("entry", ENTRIES, ids=[e[: e.index(",")] for e in ENTRIES])
def test_damaged_entry(entry: str) -> None:
    key = entry[entry.index("{") + 1 : entry.index(",")]
    entry = entry.partition("\n%")[0].rstrip() + "\n\n"
    sound = re.sub(r"(?m)^ +xref .*\n", "", entry)  # its volume stands elsewhere
    before = fields_of(sound + NEIGHBOUR)
    lost = []
    for text in damaged(sound, BIB_SIGNS):
        bibliography = Bibliography(text + NEIGHBOUR, "b.bib")
        lines = text.count("\n") + 1
        if any(1 <= problem.line <= lines for problem in bibliography.problems):
            continue
        after = fields_of(text + NEIGHBOUR)
        if set(after) - {"neighbour"} and after.get("neighbour") == before["neighbour"]:
            (found,) = set(after) - {"neighbour"}
            # Another key is unknown to the pages that cite the old one.
            if is_within_one_text(before[key], after[found]):
                continue
        lost.append(text)
    assert lost == []


def events_in(text: str) -> tuple[list[dict[str, Any]], bool]:
    data, _, problems = read_data(text, "e.yml", Events)
    return [event.model_dump() for event in data.events] if data else [], bool(problems)


NEXT = '  - id: neighbour\n    date: "2011"\n    title: Next\n'


@pytest.mark.parametrize("record", RECORDS, ids=[r.split()[2] for r in RECORDS])
def test_damaged_event(record: str) -> None:
    record = "".join(line for line in record.splitlines(keepends=True) if line.strip())
    (before, neighbour), broken = events_in(f"events:\n{record}{NEXT}")
    assert not broken
    lost = []
    for text in damaged(record, YAML_SIGNS):
        events, named = events_in(f"events:\n{text}{NEXT}")
        if named:
            continue
        if len(events) == 2 and events[1] == neighbour:
            changed = [name for name in before if before[name] != events[0][name]]
            if len(changed) <= 1:
                continue
        lost.append(text)
    assert lost == []
