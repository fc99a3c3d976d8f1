"""The timeline: the paper's events, from data/events.yml."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from msgspec import field

from macros.data.reading import Lines, check_unique
from macros.data.records import Date, Record, Slug
from macros.problems import Problem, did_you_mean


class Period(Record, frozen=True, kw_only=True):
    """A part of the timeline; it lasts until the next one begins."""

    id: Slug
    title: str
    start: Date = field(name="from")


class Event(Record, frozen=True, kw_only=True):
    """An event. `passages` are "file-name#id", `notes` the ids of notes.

    `dimension` says which of the file's `dimensions` it concerns, `label` is its name in the
    drawing. One without a date has a `wording`, which says what is known.
    """

    id: Slug
    date: Date | None = None
    title: str
    label: str = ""
    wording: str = ""
    text: str = ""
    actors: tuple[str, ...] = ()
    dimension: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    certainty: Literal["stated", "reported", "inferred"] = "stated"
    certainty_remark: str = ""

    def __post_init__(self) -> None:
        """Ask for a date or words in its place, and who says so, if the paper does not."""
        if not self.date and not self.wording:
            raise ValueError(
                'an event needs a "date"; where the paper gives none, say so in "wording"'
            )
        if self.certainty != "stated" and not self.certainty_remark:
            raise ValueError(
                f'an event that is {self.certainty} needs a "certainty_remark": who says so?'
            )


class Events(Record, frozen=True, kw_only=True):
    """The whole of data/events.yml."""

    dimensions: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    events: tuple[Event, ...] = ()


def check_events(data: Events, lines: Lines, source: str) -> list[Problem]:
    """Return what is wrong between records: ids used twice, dimensions that are not listed."""
    problems = check_unique([event.id for event in data.events], "events", lines, source)
    problems += check_unique([period.id for period in data.periods], "periods", lines, source)
    for index, event in enumerate(data.events):
        for at, name in enumerate(event.dimension):
            if name not in data.dimensions:
                near = did_you_mean(name, data.dimensions) or "; add it there"
                message = f'"{name}" is not among the "dimensions" of this file{near}'
                line = lines.of("events", index, "dimension", at)
                problems.append(Problem(source, line, message))
    return problems


def check_actors(
    data: Events, glossary: Collection[str], lines: Lines, source: str
) -> list[Problem]:
    """Name actors that read like two: of other events, or of the glossary's names."""
    known = {actor for event in data.events for actor in event.actors} | set(glossary)
    found = []
    for index, event in enumerate(data.events):
        for at, actor in enumerate(event.actors):
            if both := _two_names(actor, known):
                message = f'"{actor}" reads like "{both[0]}" and "{both[1]}"; is a comma missing?'
                line = lines.of("events", index, "actors", at)
                found.append(Problem(source, line, message, "warning"))
    return found


def _two_names(actor: str, known: Collection[str]) -> tuple[str, str] | None:
    words = actor.split()
    halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return next((both for both in halves if both[0] in known and both[1] in known), None)
