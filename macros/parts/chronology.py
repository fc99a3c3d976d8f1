"""Events as marks along a scale of time: where each stands, what shape it has, where its name goes.

Days are counted as whole numbers, as if each month had 31: so years before Christ and far ones need
no calendar, and a day, a month and a year are each a fixed length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from macros.dates import EdtfDate, parse_date, parts_of
from macros.parts.drawing import Scale, busiest, lines_of, slots, width_of
from macros.parts.drawing import lanes as _lanes_of

Kind = Literal["exact", "vague", "span", "since", "until"]

YEAR, MONTH, DAY = 372, 31, 1
_STEPS = {
    YEAR: (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
    MONTH: (1, 3, 6),
    DAY: (1, 2, 5, 10),
}
LABEL, SMALL_LABEL, SCALE = 12.5, 12.0, 12.15  # sizes of type; see figures.css
_LONGEST, _FEW = 190, 12  # names are cut where there are more than a few events
_HALF = 5  # a mark that is a point
_ARROW = 22
_ROW, _LOW_ROW, _HEAD, _TOP = 18, 13, 20, 20.0
_MOST_ROWS = 30  # with names; else marks alone
_LINE, _LOWEST_STEP, _TALLEST = 19, 4, 1400  # of the drawing for a phone


class Time(Struct, frozen=True):
    """What a date means for a drawing: its kind, and the days from `start` up to `end`.

    `is_vague` says that an end is approximate, or a decade: the mark is dashed.
    """

    kind: Kind
    start: int
    end: int
    is_vague: bool

    @property
    def middle(self) -> float:
        """Where a point stands that may lie anywhere within."""
        return (self.start + self.end) / 2


class Mark(Struct):
    """An event in a drawing, known by its `id`: its time, its name, the number of its lane.

    Once it is laid out it reaches from `start` to `end` along the scale, in a `row` of its lane, at
    `across`. If there is room for the name, `anchor` says which end of it stands at `label_at`.
    """

    id: str
    time: Time
    label: str
    lane: int = 0
    start: float = 0
    end: float = 0
    row: int = 0
    across: float = 0
    label_at: float = 0
    anchor: Literal["start", "end"] = "start"

    @property
    def middle(self) -> float:
        """Where a point stands."""
        return (self.start + self.end) / 2

    @property
    def extent(self) -> tuple[float, float]:
        """What a mark takes of its row, with its name."""
        if not self.label:
            return self.start, self.end
        room = width_of(self.label, LABEL)
        first = self.label_at - (room if self.anchor == "end" else 0)
        return min(self.start, first), max(self.end, first + room)


class Axis(Struct, frozen=True):
    """A scale of time: `place` of a day, and `ticks` with their names, some of them empty.

    It reaches from the first day of `span` up to the second. Those of `busy` bound what is drawn
    `times` as large as the rest; `unit` is a year, a month or a day.
    """

    place: Scale
    ticks: list[tuple[float, str]]
    unit: int
    span: tuple[int, int]
    busy: tuple[int, int] | None = None
    times: int = 1

    def named(self, span: tuple[int, int], name: Callable[[str], str]) -> dict[str, str]:
        """Name the first and the last unit of a span: `start` and `end`."""
        first, last = span[0], span[1] - self.unit
        return {"start": name(as_edtf(first, self.unit)), "end": name(as_edtf(last, self.unit))}


class Lane(Struct, frozen=True):
    """A lane of a drawing: its name, and where it begins and ends across the scale."""

    name: str
    start: float
    end: float


class Drawing(Struct, frozen=True):
    """Marks laid out for a page, or for a phone; `length` is that of the scale.

    `ticks` are places on the scale with their names, some of them empty; `label_at` is where names
    begin that all stand in one column.
    """

    form: Literal["wide", "narrow"]
    width: float
    height: float
    lanes: list[Lane]
    marks: Sequence[Mark]
    ticks: list[tuple[float, str]]
    axis: Axis
    label_at: float = 0


def time_of(date: EdtfDate) -> Time:
    """Return when something was, as a drawing shows it: "2014/.." is "since" 2014."""
    first, *rest = date.ends
    known = [parse_date(end) for end in date.ends if end not in {"", ".."}]
    kind: Kind = "span"
    if not rest:
        kind = "vague" if _is_vague(first) else "exact"
    elif len(known) == 1:
        kind = "until" if first in {"", ".."} else "since"
    is_vague = any(_is_vague(end.text) for end in known)
    return Time(kind, day_number(*known[0].first), day_number(*known[-1].last) + 1, is_vague)


def _is_vague(end: str) -> bool:
    parts = parts_of(end)
    return bool(parts and (parts.mark or "X" in parts.year or parts.month > 12))


def day_number(year: int, month: int, day: int) -> int:
    """Count days as this module does."""
    return year * YEAR + (month - 1) * MONTH + day - 1


def as_edtf(number: int, unit: int) -> str:
    """Return the year, month or day that begins then: `as_edtf(749952, MONTH)` → "2016-01"."""
    year, rest = divmod(number, YEAR)
    month, day = divmod(rest, MONTH)
    text = f"{year:0{5 if year < 0 else 4}}"
    parts = {YEAR: text, MONTH: f"{text}-{month + 1:02}"}
    return parts.get(unit, f"{text}-{month + 1:02}-{day + 1:02}")


def axis_of(
    times: Sequence[Time], width: float, name: Callable[[str], str], inset: float = 6
) -> Axis:
    """Choose a scale that fits the times, with more room for years in which much happens.

    `name` puts a date of EDTF into words. Busy years get room for their share of all events.
    """
    low, high = min(time.start for time in times), max(time.end for time in times)
    unit = next((unit for unit in (YEAR, MONTH) if high - low > 3 * unit), DAY)
    low, high = low // unit, -(-high // unit)
    counts = [0] * (high - low)
    for time in times:
        is_point = time.kind in {"exact", "vague"}
        counts[int((time.middle if is_point else time.start) // unit) - low] += 1
    busy, factor = _enlarged(counts, busiest(counts))
    a, b = busy or (0, 0)
    room = (width - 2 * inset) / (len(counts) + (factor - 1) * (b - a))
    places = {0: 0.0, a: a * room, b: (a + factor * (b - a)) * room}
    places[len(counts)] = width - 2 * inset
    place = Scale(*(((low + at) * unit, x + inset) for at, x in sorted(places.items())))
    starts = [(low + at) * unit for at in sorted(places)]
    ticks = _ticks(starts, (low + a) * unit, unit, place, width, name)
    found = ((low + a) * unit, (low + b) * unit) if busy else None
    return Axis(place, ticks, unit, (low * unit, high * unit), found, factor)


def _enlarged(
    counts: Sequence[int], busy: tuple[int, int] | None
) -> tuple[tuple[int, int] | None, int]:
    """Return how many times as large a busy run is drawn, so that it gets its share of room."""
    if not busy or busy[1] - busy[0] == len(counts):
        return None, 1
    share = min(sum(counts[slice(*busy)]) / sum(counts), 0.75)
    length = busy[1] - busy[0]
    factor = round(share / length * (len(counts) - length) / (1 - share))
    return (busy, factor) if factor > 1 else (None, 1)


def _ticks(
    starts: Sequence[int],
    first: int,
    unit: int,
    place: Scale,
    width: float,
    name: Callable[[str], str],
) -> list[tuple[float, str]]:
    """Name round years, months or days, no name on another; `first` has its name before others."""
    days = sorted({*starts[:-1], *_round_days(starts, unit, place, name)})
    taken: list[tuple[float, float]] = []
    names = {}
    for day in sorted(days, key=lambda day: (day != first, day not in starts, day)):
        text, x = name(as_edtf(day, unit)), place(day)
        end = x + width_of(text, SCALE) + 9
        is_free = end <= width + 6 and all(end <= a or b <= x for a, b in taken)
        names[day] = text if is_free else ""
        taken += [(x, end)] if is_free else []
    return [(place(day), names[day]) for day in days]


def _round_days(
    starts: Sequence[int], unit: int, place: Scale, name: Callable[[str], str]
) -> Iterable[int]:
    for a, b in pairwise(starts):
        room = (place(b) - place(a)) / ((b - a) / unit)
        wanted = width_of(name(as_edtf(a, unit)), SCALE) + 10
        steps = _STEPS[unit]
        step = next((step for step in steps if step * room >= wanted), steps[-1])
        yield from (day for day in range(a, b, unit) if _is_round(day // unit, step, unit))


def _is_round(number: int, step: int, unit: int) -> bool:
    """Whether a year, month or day is a round one; days that a month may lack are none."""
    if unit == YEAR:
        return (number if number > 0 else 1 - number) % step == 0
    return number % (12 if unit == MONTH else 31) % step == 0 and (
        unit == MONTH or number % 31 < 28
    )


# ---- from left to right ----


def draw_across(marks: Sequence[Mark], lanes: Sequence[str], axis: Axis, width: float) -> Drawing:
    """Lay out marks from left to right, those of each lane in rows of their own.

    Names stand in the bars or behind the marks, where needed in front. With too many rows for them
    there are marks alone, side by side within the year, month or day in which they belong.
    """
    for mark in marks:
        mark.start, mark.end = _reach(mark.time, axis.place, width)
        room = max(mark.start - 5, width - mark.end - 5, mark.end - mark.start - 18)
        mark.label = shortened(mark.label, min(room, _LONGEST) if marks[_FEW:] else room, LABEL)
        _set_label(mark, width)
    _set_in_rows(marks, [(*mark.extent, mark.extent[1] - mark.extent[0]) for mark in marks])
    height = _ROW
    if sum(_rows(marks, lanes)) > _MOST_ROWS:
        for mark in marks:
            mark.label = ""
        _set_in_rows(marks, [_freedom(mark, axis.place) for mark in marks])
        height = _LOW_ROW
    found, y = [], _TOP
    for lane, (name, rows) in enumerate(zip(lanes, _rows(marks, lanes), strict=True)):
        head = _HEAD if name else 6
        for mark in marks:
            if mark.lane == lane:
                mark.across = y + head + (mark.row + 0.5) * height
        found.append(Lane(name, y, y + head + rows * height + 6))
        y = found[-1].end
    return Drawing("wide", width, y, found, marks, axis.ticks, axis)


def _reach(time: Time, place: Scale, width: float) -> tuple[float, float]:
    start, end, middle = place(time.start), place(time.end), place(time.middle)
    if time.kind == "exact":
        return middle - _HALF, middle + _HALF
    if time.kind == "until":
        start = max(middle - _ARROW, 0)
        return start, max(middle, start + 2 * _HALF)
    end = width if time.kind == "since" else end
    return start, max(end, start + 2 * _HALF)


def _set_label(mark: Mark, width: float) -> None:
    room = width_of(mark.label, LABEL)
    mark.label_at, mark.anchor = mark.end + 5, "start"
    if mark.time.kind != "exact" and room + 18 <= mark.end - mark.start:
        mark.label_at = mark.start + 8
    elif mark.label_at + room > width:
        mark.label_at, mark.anchor = mark.start - 5, "end"


def _freedom(mark: Mark, place: Scale) -> tuple[float, float, float]:
    """Return between which places a mark without a name may stand, and how wide it is."""
    if mark.time.kind != "exact":
        return mark.start, mark.end, mark.end - mark.start
    start, end = place(mark.time.start), place(mark.time.end)
    return min(start, mark.start), max(end, mark.end), 2 * _HALF


def _set_in_rows(marks: Sequence[Mark], spans: Sequence[tuple[float, float, float]]) -> None:
    for lane in {mark.lane for mark in marks}:
        here = [(span, mark) for span, mark in zip(spans, marks, strict=True) if mark.lane == lane]
        here.sort(key=lambda each: each[0])
        for (_, mark), (row, x) in zip(here, slots([span for span, _ in here], 6), strict=True):
            moved = x - (mark.extent[0] if mark.label else mark.start)
            mark.row, mark.start, mark.end = row, mark.start + moved, mark.end + moved
            mark.label_at += moved


def _rows(marks: Iterable[Mark], lanes: Sequence[str]) -> list[int]:
    """Return how many rows each lane has."""
    rows = [0] * len(lanes)
    for mark in marks:
        rows[mark.lane] = max(rows[mark.lane], mark.row + 1)
    return rows


def shortened(text: str, width: float, size: float) -> str:
    """Cut a text behind a word, so that it fits: "A treaty on the use of …"."""
    if width_of(text, size) <= width:
        return text
    return f"{lines_of(text, width - 16, size)[0]} …"


# ---- downwards ----


def draw_down(
    marks: Sequence[Mark],
    lanes: Sequence[str],
    axis: Axis,
    width: float,
    name: Callable[[str], str],
) -> Drawing:
    """Lay out marks, sorted by time, one below the other, each on a line of its own.

    What lasts reaches down to the last event that begins before it ends; what overlaps within a
    lane stands side by side. Names stand in one column, but where there are too many events.
    """
    step = max(_LOWEST_STEP, min(_LINE, _TALLEST / len(marks)))
    begins = 15 * len(lanes) + 6 if lanes[1:] else 4
    _set_downwards(marks, step, begins)
    units = [name(as_edtf(mark.time.start, axis.unit)) for mark in marks]
    x = max(width_of(unit, SCALE) for unit in units) + 6
    rows = _rows(marks, lanes)
    pitch = min(9, (width / 2 - x) / sum(rows))
    found = []
    for lane, (title, count) in enumerate(zip(lanes, rows, strict=True)):
        for mark in (mark for mark in marks if mark.lane == lane):
            mark.across = x + (mark.row + 0.5) * pitch
        found.append(Lane(title, x, x + count * pitch))
        x = found[-1].end
    for mark in marks:
        mark.label = shortened(mark.label, width - x - 5, SMALL_LABEL) if step == _LINE else ""
    height = begins + len(marks) * step
    ticks = _named_once(units, [mark.label_at for mark in marks])
    return Drawing("narrow", width, height, found, marks, ticks, axis, x + 5)


def _named_once(units: Sequence[str], places: Sequence[float]) -> list[tuple[float, str]]:
    """Return the first place of each unit, where its name is not on another's."""
    ticks: list[tuple[float, str]] = []
    for unit, place in zip(units, places, strict=True):
        if not ticks or (unit != ticks[-1][1] and place >= ticks[-1][0] + 14):
            ticks.append((place, unit))
    return ticks


def _set_downwards(marks: Sequence[Mark], step: float, begins: float) -> None:
    begun = [mark.time.start for mark in marks]
    for at, mark in enumerate(marks):
        y = begins + (at + 0.5) * step
        start, end = y - _HALF, y + _HALF
        if mark.time.kind == "since":
            end = max(end, begins + len(marks) * step)
        elif mark.time.kind == "until":
            start, end = y - _ARROW, y
        elif mark.time.kind != "exact":
            end += (bisect_left(begun, mark.time.end) - 1 - at) * step
        mark.start, mark.end, mark.label_at = start, end, y
    for lane in {mark.lane for mark in marks}:
        here = [mark for mark in marks if mark.lane == lane]
        for mark, row in zip(here, _lanes_of([(m.start, m.end) for m in here], 2), strict=True):
            mark.row = row
