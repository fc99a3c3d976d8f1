"""The timeline: dated events of the paper, from data/events.yml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from macros.dates import sort_key
from macros.fields import Date, Slug

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Period(_Record):
    """A part of the timeline; it lasts until the next one begins."""

    id: Slug
    title: str
    start: Date = Field(alias="from")


class Event(_Record):
    """A dated event. `passages` are "file-name#id", `notes` the ids of notes."""

    id: Slug
    date: Date
    title: str
    wording: str = ""
    text: str = ""
    actors: list[str] = []
    dimension: list[Literal["first", "second", "third"]] = []
    passages: list[str] = []
    notes: list[str] = []
    certainty: Literal["stated", "reported", "inferred"] = "stated"
    certainty_remark: str = ""

    @model_validator(mode="after")
    def _explain_certainty(self) -> Event:
        if self.certainty != "stated" and not self.certainty_remark:
            raise ValueError(
                f'an event that is {self.certainty} needs a "certainty_remark": who says so?'
            )
        return self


class Events(_Record):
    """The whole of data/events.yml."""

    periods: list[Period] = []
    events: list[Event] = []


@dataclass(frozen=True)
class Stretch:
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
