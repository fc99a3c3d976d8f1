"""Events along a scale of time: what marks there are, and that nothing stands on anything else."""

from __future__ import annotations

from itertools import combinations

import pytest

from macros.dates import parse_date
from macros.parts.chronology import (
    DAY,
    LABEL,
    MONTH,
    SMALL_LABEL,
    YEAR,
    Axis,
    Drawing,
    Mark,
    as_edtf,
    axis_of,
    day_number,
    draw_across,
    draw_down,
    shortened,
    time_of,
)
from macros.parts.drawing import busiest, slots, width_of

# Dates of events, sorted.
TIMELINES = {
    "a few years far apart": ["1840", "1871", "1905-06", "1990"],
    "one event": ["1905-06-01"],
    "all on one day": ["1905-06-01"] * 5,
    "hundreds on one day": ["1905-06-01"] * 300,
    "hundreds in one century": [f"{year}" for year in range(1800, 1900) for _ in range(4)],
    "before Christ": ["-0751~", "-0043-03-15", "-0043", "-0026/0014", "0009"],
    "thousands of years": ["-4000", "-3000", "0100", "1900", "1950", "2000"],
    "decades and centuries": ["18XX", "184X", "1905~", "19XX"],
    "all that is open": ["../1900", "1901/..", "1901/", "/1950", "1950/1960", "198X/.."],
    "a few months": ["2019-02", "2019-03-04", "2019-03-05/2019-04", "2019-05"],
    "a few days": ["2019-02-27", "2019-02-28", "2019-03-01", "2019-03-01/2019-03-02"],
    "busy years": ["1970", "1975", "1989", "1990", *(["2014", "2016", "2018-06", "2019"] * 5)],
}
TITLES = ["A treaty", "A strike of all dockers", "The founding of a union of harbours and rivers"]


def drawings(dates: list[str]) -> tuple[Axis, Drawing, Drawing]:
    times = [time_of(parse_date(date)) for date in dates]

    def marks() -> list[Mark]:
        told = enumerate(times)
        return [Mark(f"e{n}", time, TITLES[n % 3], lane=n % 2) for n, time in told]

    axis = axis_of(times, 580, str)
    lanes = ["A", "B"] if dates[1:] else ["A"]
    return axis, draw_across(marks(), lanes, axis, 580), draw_down(marks(), lanes, axis, 288, str)


def overlaps(boxes: list[tuple[float, float, float]]) -> int:
    """How many pairs of marks or names, by their ends and row, stand on each other."""
    pairs = combinations(boxes, 2)
    return sum(a[2] == b[2] and a[0] < b[1] - 0.1 and b[0] < a[1] - 0.1 for a, b in pairs)


@pytest.mark.parametrize("dates", TIMELINES.values(), ids=TIMELINES.keys())
def test_nothing_stands_on_anything_else(dates: list[str]) -> None:
    axis, wide, narrow = drawings(dates)
    assert overlaps([(*mark.extent, mark.across) for mark in wide.marks]) == 0
    assert all(mark.extent[0] >= -0.1 and mark.extent[1] <= 580.1 for mark in wide.marks)
    assert all(
        lane.start < m.across < lane.end for m in wide.marks for lane in [wide.lanes[m.lane]]
    )
    named = [(x, x + 3 + width_of(name, 12.15), 0.0) for x, name in axis.ticks if name]
    assert named
    assert overlaps(named) == 0
    assert named[-1][1] <= 583
    assert overlaps([(mark.start, mark.end, mark.across) for mark in narrow.marks]) == 0
    ends = [narrow.label_at + width_of(mark.label, SMALL_LABEL) for mark in narrow.marks]
    assert max(ends) <= 288
    assert all(b - a >= 14 for (a, _), (b, _) in zip(narrow.ticks, narrow.ticks[1:], strict=False))


@pytest.mark.parametrize(
    ("name", "heights"),
    [
        ("one event", (64, 24)),
        ("hundreds on one day", (300, 1500)),
        ("hundreds in one century", (600, 2000)),
    ],
)
def test_no_drawing_is_taller_than_needed(name: str, heights: tuple[float, float]) -> None:
    _, wide, narrow = drawings(TIMELINES[name])
    assert (wide.height <= heights[0], narrow.height <= heights[1]) == (True, True)


def test_events_without_room_for_names_stand_within_their_year() -> None:
    axis, wide, _ = drawings(["1990"] * 40 + ["1991"] * 40)
    assert {mark.label for mark in wide.marks} == {""}
    for mark in wide.marks:
        assert axis.place(mark.time.start) <= mark.start < mark.end <= axis.place(mark.time.end)


@pytest.mark.parametrize(
    ("date", "kind", "is_vague"),
    [
        ("2014-07-09", "exact", False),
        ("2014", "exact", False),
        ("2014-XX", "exact", False),
        ("2014~", "vague", True),
        ("197X", "vague", True),
        ("18XX", "vague", True),
        ("2018-38", "vague", True),
        ("2006/2009", "span", False),
        ("2006~/2009", "span", True),
        ("2014/..", "since", False),
        ("2014/", "since", False),
        ("199X/..", "since", True),
        ("../2014", "until", False),
        ("/2014?", "until", True),
    ],
)
def test_kinds_of_dates(date: str, kind: str, is_vague: bool) -> None:
    time = time_of(parse_date(date))
    assert (time.kind, time.is_vague) == (kind, is_vague)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("197X", "1970-01-01", "1979-12-31"),
        ("2014/..", "2014-01-01", "2014-12-31"),
        ("../2014-02", "2014-02-01", "2014-02-28"),
        ("-0043/0014-03-01", "-0043-01-01", "0014-03-01"),
    ],
)
def test_days_of_a_date(date: str, first: str, last: str) -> None:
    time = time_of(parse_date(date))
    assert (as_edtf(time.start, DAY), as_edtf(time.end - 1, DAY)) == (first, last)


@pytest.mark.parametrize(
    ("unit", "text"), [(YEAR, "-0043"), (MONTH, "-0043-03"), (DAY, "-0043-03-15")]
)
def test_days_in_edtf(unit: int, text: str) -> None:
    assert as_edtf(day_number(-43, 3, 15), unit) == text


@pytest.mark.parametrize(
    ("name", "busy", "times"),
    [
        ("busy years", ("2014", "2020"), 22),
        ("a few years far apart", None, 1),
        ("hundreds in one century", None, 1),
        ("all on one day", None, 1),
    ],
)
def test_busy_years_get_their_share_of_room(
    name: str, busy: tuple[str, str] | None, times: int
) -> None:
    axis, _, _ = drawings(TIMELINES[name])
    assert (axis.busy and tuple(as_edtf(day, YEAR) for day in axis.busy)) == busy
    assert axis.times == times
    if axis.busy:
        a, b = axis.busy
        elsewhere = axis.place(axis.span[0] + YEAR) - axis.place(axis.span[0])
        assert axis.place(a + YEAR) - axis.place(a) == pytest.approx(times * elsewhere)
        assert axis.place(b) <= 574


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("a few days", ["2019-02-27", "2019-03-01"]),
        ("a few months", ["2019-02", "2019-03", "2019-04", "2019-05"]),
        (
            "before Christ",
            ["-0751", "-0599", "-0499", "-0399", "-0299", "-0199", "-0099"],
        ),
    ],
)
def test_ticks_are_round(name: str, named: list[str]) -> None:
    axis, _, _ = drawings(TIMELINES[name])
    assert [name for _, name in axis.ticks if name] == named


def test_what_lasts_reaches_to_the_last_event_that_begins_meanwhile() -> None:
    _, _, narrow = drawings(["1990/1995", "1992", "1994", "1996", "1997/.."])
    lines = [mark.label_at for mark in narrow.marks]
    assert lines == sorted(lines)
    lasting, open_end = narrow.marks[0], narrow.marks[-1]
    assert lines[2] < lasting.end < lines[3]
    assert open_end.end == narrow.height


def test_names_of_what_lasts_stand_in_its_bar() -> None:
    _, wide, _ = drawings(["1990/..", "1991-06", "2019"])
    lasting = wide.marks[0]
    assert lasting.label == TITLES[0]
    assert lasting.start < lasting.label_at < lasting.extent[1] == lasting.end


def test_long_names_are_cut_behind_a_word() -> None:
    assert shortened("A treaty", 190, LABEL) == "A treaty"
    assert shortened(TITLES[2], 190, LABEL) == "The founding of a union of …"
    assert width_of(shortened(TITLES[2], 190, LABEL), LABEL) <= 190


@pytest.mark.parametrize(
    ("spans", "gap", "found"),
    [
        ([(0, 50, 20), (0, 50, 20), (0, 50, 20)], 0, [(0, 0), (0, 20), (1, 0)]),
        ([(0, 50, 20), (0, 50, 20)], 20, [(0, 0), (1, 0)]),
        ([(0, 10, 20)], 0, [(0, 0)]),
        ([], 0, []),
    ],
)
def test_slots(
    spans: list[tuple[float, float, float]], gap: float, found: list[tuple[int, float]]
) -> None:
    assert slots(spans, gap) == found


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([1, 0, 0, 0, 0, 0, 0, 5, 6], (7, 9)),
        ([0, 5, 6, 0, 0, 0, 0, 0, 1], (1, 3)),
        ([5, 6, 0, 0, 0, 5, 0, 0, 0, 0, 0], (0, 2)),
        ([0, 0, 0, 0, 0, 1, 1], None),
        ([2] * 10, None),
        ([20], None),
        ([0, 0], None),
        ([], None),
    ],
)
def test_busiest(counts: list[int], found: tuple[int, int] | None) -> None:
    assert busiest(counts) == found
