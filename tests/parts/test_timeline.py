"""The timeline: data/events.yml, and events by period."""

from __future__ import annotations

import pytest

from macros.data.events import Event, Events, Period, check_events
from macros.data.reading import read_data
from macros.parts.timeline import by_period, date_in_html
from macros.style.dates import DatesInWords
from macros.style.phrases import Dates
from tests.golden import record_of
from tests.words import ENGLISH

PERIODS = [("early", "1970"), ("middle", "1989-11"), ("late", "2003")]


def shown(*dates: str, periods: list[tuple[str, str]] | None = None) -> dict[str, list[str]]:
    """Ids of periods ("" before the first) with the dates of the events in them."""
    chosen = PERIODS if periods is None else periods
    data = Events(
        periods=tuple(
            record_of({"id": i, "title": i, "from": start}, Period) for i, start in chosen
        ),
        events=tuple(
            record_of({"id": f"e{number}", "title": "x", "date": date}, Event)
            for number, date in enumerate(dates)
        ),
    )
    return {
        period.id if period else "": [event.date.text for event in events if event.date]
        for period, events in by_period(data).items()
    }


def test_events_are_sorted_and_put_into_periods() -> None:
    assert shown("2003-12-02", "1975-08-01", "1990", "1975") == {
        "early": ["1975", "1975-08-01"],
        "middle": ["1990"],
        "late": ["2003-12-02"],
    }


def test_periods_come_in_order_of_time() -> None:
    assert list(shown("1990", "2010", "1975", periods=PERIODS[::-1])) == ["early", "middle", "late"]


def test_first_and_last_day_of_a_period() -> None:
    assert shown("1989-10-31", "1989-11-01") == {"early": ["1989-10-31"], "middle": ["1989-11-01"]}


def test_an_event_belongs_where_it_begins() -> None:
    assert shown("1985/2010", "197X", "2014/..") == {
        "early": ["197X", "1985/2010"],
        "late": ["2014/.."],
    }


def test_before_the_first_period() -> None:
    assert shown("1960", "1971") == {"": ["1960"], "early": ["1971"]}


def test_an_event_with_an_open_beginning_belongs_where_it_ends() -> None:
    assert shown("1995-06", "../1995", "/1971", "1971-02") == {
        "early": ["/1971", "1971-02"],
        "middle": ["../1995", "1995-06"],
    }


def test_no_periods() -> None:
    assert shown("1990", "1980", periods=[]) == {"": ["1980", "1990"]}


def test_periods_without_events_are_left_out() -> None:
    assert shown("2010") == {"late": ["2010"]}
    assert shown() == {}


EVENT = "events:\n  - id: act\n    title: An act\n    date: '1975'\n"


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ("certainty: stated", None),
        ("certainty: inferred\n    certainty_remark: by its place in the text", None),
        (
            "certainty: reported",
            '2: events: an event that is reported needs a "certainty_remark": who says so?',
        ),
        ("dimension: [salt, law]", None),
        ("certainty: sure", '5: certainty: write stated, reported or inferred, not "sure"'),
        ("size: x", '5: "size" is not a field that is known here; check its spelling'),
    ],
)
def test_event(more: str, problem: str | None) -> None:
    _, _, problems = read_data(f"{EVENT}    {more}\n", "events.yml", Events)
    assert [f"{p.line}: {p.message}" for p in problems] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        ("[salt, law]", None),
        (
            "[salt, laws]",
            '5: "law" is not among the "dimensions" of this file; did you mean "laws"?',
        ),
        ("[]", '5: "law" is not among the "dimensions" of this file; add it there'),
    ],
)
def test_dimensions_are_those_of_the_file(listed: str, problem: str | None) -> None:
    text = f"{EVENT}    dimension: [law]\ndimensions: {listed}\n"
    data, lines, _ = read_data(text, "events.yml", Events)
    assert data is not None
    found = check_events(data, lines, "events.yml")
    assert [f"{p.line}: {p.message}" for p in found] == ([problem] if problem else [])


def test_an_event_needs_id_and_title() -> None:
    _, _, problems = read_data("events:\n  - text: x\n", "events.yml", Events)
    assert [str(problem) for problem in problems] == [
        f'events.yml:2: "{field}" is missing; add it' for field in ("id", "title")
    ]


def test_an_event_needs_a_date_or_says_that_it_has_none() -> None:
    text = "events:\n  - id: act\n    title: An act\n"
    _, _, problems = read_data(text, "events.yml", Events)
    assert [str(problem) for problem in problems] == [
        'events.yml:2: events: an event needs a "date"; where the paper gives none, '
        'say so in "wording"'
    ]
    data, _, problems = read_data(f"{text}    wording: no date\n", "events.yml", Events)
    assert data
    assert problems == []
    assert by_period(data) == {}
    assert date_in_html(data.events[0], DatesInWords(ENGLISH, Dates())) == "no date"


@pytest.mark.parametrize(
    ("period", "problem"),
    [
        ("early", "e.yml:1: periods: "),
        ("{id: early, title: Early}", 'e.yml:1: "from" is missing; add it'),
        ('{id: early, title: Early, from: "19"}', 'e.yml:1: from: "19" is not an EDTF date'),
        ('{id: early, title: Early, start: "1970"}', 'e.yml:1: "start" is not a field'),
    ],
)
def test_broken_periods(period: str, problem: str) -> None:
    _, _, problems = read_data(f"periods: [{period}]", "e.yml", Events)
    assert any(str(found).startswith(problem) for found in problems), problems
