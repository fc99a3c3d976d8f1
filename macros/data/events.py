"""The timeline: dated events of the paper, from data/events.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from macros.data.fields import Date, Slug
from macros.data.records import Record, named
from macros.dates import DAY, html_datetimes, sort_key
from macros.plain import Plain
from macros.problems import Problem, did_you_mean
from macros.text import escape

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from macros.data.reading import Lines


class Period(Record, frozen=True, kw_only=True):
    """A part of the timeline; it lasts until the next one begins."""

    id: Slug
    title: str
    start: Date = named("from")


class Event(Record, frozen=True, kw_only=True):
    """A dated event. `passages` are "file-name#id", `notes` the ids of notes.

    `dimension` says which of the file's `dimensions` it concerns.
    """

    id: Slug
    date: Date
    title: str
    wording: str = ""
    text: str = ""
    actors: tuple[str, ...] = ()
    dimension: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    certainty: Literal["stated", "reported", "inferred"] = "stated"
    certainty_remark: str = ""

    def __post_init__(self) -> None:
        """Ask who says so, if the paper does not."""
        if self.certainty != "stated" and not self.certainty_remark:
            raise ValueError(
                f'an event that is {self.certainty} needs a "certainty_remark": who says so?'
            )


class Events(Record, frozen=True, kw_only=True):
    """The whole of data/events.yml."""

    dimensions: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    events: tuple[Event, ...] = ()


class Stretch(Plain, frozen=True):
    """A period with its events in order of time. `period` is None before the first one."""

    period: Period | None
    events: tuple[Event, ...]


def by_period(data: Events) -> list[Stretch]:
    """Sort events by date and put each into the last period that has begun on its first day."""
    periods: Sequence[Period] = sorted(data.periods, key=lambda period: sort_key(period.start))
    stretches: dict[Period | None, list[Event]] = {None: [], **{period: [] for period in periods}}
    for event in sorted(data.events, key=lambda event: sort_key(event.date)):
        begun = [period for period in periods if period.start.first <= event.date.first]
        stretches[begun[-1] if begun else None].append(event)
    return [Stretch(period, tuple(events)) for period, events in stretches.items() if events]


def check_dimensions(data: Events, lines: Lines, source: str) -> list[Problem]:
    """Return a problem for each dimension of an event that the file does not list."""
    return [
        Problem(
            source,
            lines.of("events", index, "dimension", at),
            f'"{name}" is not among the "dimensions" of this file'
            f"{did_you_mean(name, data.dimensions) or '; add it there'}",
        )
        for index, event in enumerate(data.events)
        for at, name in enumerate(event.dimension)
        if name not in data.dimensions
    ]


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


def date_in_html(event: Event, day: str = DAY) -> str:
    """Put an event's date into words, with `<time datetime>` wherever HTML can say it.

    `day` is the order in which the house style has day, month and year.
    """
    ends = [(words, value) for words, value in html_datetimes(event.date, day) if words]
    if event.wording:
        return _mark_up(escape(event.wording), ends)
    shown = [_time(words, value) for words, value in ends]
    if len(event.date.ends) == 1:
        return shown[0]
    if not event.date.ends[-1].strip("."):
        return f"since {shown[0]}"
    return f"{shown[0]} to {shown[1]}" if len(shown) > 1 else f"until {shown[0]}"


def _mark_up(wording: str, ends: Sequence[tuple[str, str]]) -> str:
    """Find the ends of a date in its wording, whole or by their first word ("July")."""
    for words, value in ends:
        known = next((part for part in (words, words.split()[0]) if part in wording), "")
        if known and value:
            before, _, after = wording.rpartition(known)
            wording = f"{before}{_time(known, value)}{after}"
    if "<time" not in wording and len(ends) == 1:
        return _time(wording, ends[0][1])
    return wording


def _time(words: str, value: str) -> str:
    return f'<time datetime="{value}">{words}</time>' if value else words
