"""What a drawing must know before anything is drawn: scales, the room that words take, lanes.

Lengths are in units of the drawing, which are pixels where it is shown at its own size.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

# What each form is drawn for, a page and a phone; figures.css says from where on which is shown.
WIDTHS = {"wide": 580, "narrow": 288}

# Widths of letters as parts of the size of type. They are those of DejaVu Sans and Verdana, rounded
# up: nobody knows which sans serif a reader's system has, and no usual one is wider.
_NARROW, _SLIM, _USUAL, _WIDE = 0.32, 0.41, 0.63, 0.95
_CLASSES = {_NARROW: "ijl.,:;'’‘|!I/ ", _SLIM: "frt()[]-", _WIDE: "mwMW%@—"}
_WIDTHS = {sign: width for width, signs in _CLASSES.items() for sign in signs}
_CAPITAL = 0.72
_BOLD = 1.13
_SOFT_HYPHEN = "\u00ad"
_BREAK = re.compile(r"(?<!\.)[ \n]+|[ \n]+(?!\d)")
# The marks for how sure something is, the surest first.
_FILLS = ("full", "half", "empty", "dashed")
MARKS = (*_FILLS, *(f"{fill} square" for fill in _FILLS))


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide a line of text is, rather too wide than too narrow."""
    signs = sum(_WIDTHS.get(sign, _CAPITAL if sign.isupper() else _USUAL) for sign in text)
    return signs * size * (_BOLD if bold else 1)


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width.

    `lines_of("Trade and transport", 70, 12)` → `["Trade and", "transport"]`. A number stays with an
    abbreviation before it, such as "p. 7". A word that is too long is broken where it has hyphens,
    soft ones too, and without any anywhere.
    """

    def fits(line: str) -> bool:
        return width_of(line, size, bold=bold) <= width

    lines: list[str] = []
    for word in filter(None, _BREAK.split(text)):
        first, *rest = _pieces(word, fits)
        longer = f"{lines[-1]} {first}" if lines else first
        if lines and fits(longer):
            lines[-1] = longer
        else:
            lines.append(first)
        lines += rest
    return lines


def _pieces(word: str, fits: Callable[[str], bool]) -> list[str]:
    """Break a word into pieces that fit, as far as it must be broken."""
    whole = word.replace(_SOFT_HYPHEN, "")
    if fits(whole):
        return [whole]
    parts = re.split(rf"{_SOFT_HYPHEN}|(?<=[-/])", word)
    pieces = [""]
    for part in parts if len(parts) > 1 and all(map(fits, parts)) else whole:
        if pieces[-1] and not fits(pieces[-1] + part + _hyphen(part)):
            pieces[-1] += _hyphen(pieces[-1])
            pieces.append("")
        pieces[-1] += part
    return pieces


def _hyphen(piece: str) -> str:
    return "" if piece[-1] in "-/" else "-"


class Scale:
    """Maps values to places along a drawing, linear between fixed points.

    `Scale((0, 0), (100, 400))(15)` → `60.0`. More than two points give parts of an axis more room
    than others. Values outside go to the nearest end.
    """

    def __init__(self, *points: tuple[float, float]) -> None:
        """Take pairs of value and place, the values rising."""
        if len(points) < 2 or any(a[0] >= b[0] for a, b in pairwise(points)):
            raise ValueError("a scale needs two points or more, their values rising")
        self._values = [value for value, _ in points]
        self._places = [place for _, place in points]

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        value = min(max(value, self._values[0]), self._values[-1])
        at = min(bisect_right(self._values, value), len(self._values) - 1)
        (low, high), (start, end) = self._values[at - 1 : at + 1], self._places[at - 1 : at + 1]
        return start + (end - start) * (value - low) / (high - low)


def ticks(highest: float, most: int = 6) -> list[float]:
    """Return round values from 0 to the first one that reaches `highest`: `[0, 10, 20, 30, 40]`."""
    step = 1.0
    while highest / step >= most:
        step *= 2.5 if str(step)[0] == "2" else 2
    values = [0.0]
    while len(values) < 2 or values[-1] < highest:
        values.append(values[-1] + step)
    return values


def busiest(counts: Sequence[int], fewest: int = 8) -> tuple[int, int] | None:
    """Return the run of cells that deserves a larger scale: its first cell, and the one behind it.

    It is the run that most exceeds twice its share, and holds a third of the whole or more; None if
    there is no such run, or few things in all. `busiest([1, 0, 0, 0, 0, 0, 0, 5, 6])` → `(7, 9)`
    """
    total = sum(counts)
    most, found, start, excess = 0.0, (0, 0), 0, 0.0
    for at, count in enumerate(counts):
        excess += count / max(total, 1) - 2 / len(counts)
        if excess > most:
            most, found = excess, (start, at + 1)
        if excess <= 0:
            start, excess = at + 1, 0.0
    is_enough = total >= fewest and 3 * sum(counts[slice(*found)]) >= total
    return found if most and is_enough else None


def lanes(spans: Sequence[tuple[float, float]], gap: float = 0) -> list[int]:
    """Return for each span, sorted by its start, the first lane in which it touches no other.

    `lanes([(0, 40), (30, 70), (50, 90)])` → `[0, 1, 0]`
    """
    return [lane for lane, _ in slots([(start, end, end - start) for start, end in spans], gap)]


def slots(spans: Sequence[tuple[float, float, float]], gap: float = 0) -> list[tuple[int, float]]:
    """Set things of some width, anywhere within a span, side by side: a lane and a start for each.

    What finds no room in a lane goes into the next one.
    `slots([(0, 50, 20), (0, 50, 20), (0, 50, 20)])` → `[(0, 0), (0, 20), (1, 0)]`
    """
    free: list[float] = []
    found = []
    for start, end, width in spans:
        starts = [max(start, until + gap) for until in free]
        lane = next((at for at, x in enumerate(starts) if x + width <= end + 0.01), len(free))
        x = starts[lane] if lane < len(free) else start
        free[lane : lane + 1] = [x + width]
        found.append((lane, x))
    return found


def flow(widths: Sequence[float], room: float, gap: float = 0) -> list[tuple[float, int]]:
    """Return where each thing starts, and in which row, if those that do not fit go to the next.

    `flow([40, 40, 90], 100, 10)` → `[(0, 0), (50, 0), (0, 1)]`
    """
    places: list[tuple[float, int]] = []
    start, row = 0.0, 0
    for width in widths:
        if start and start + width > room:
            start, row = 0.0, row + 1
        places.append((start, row))
        start += width + gap
    return places


class Sign(NamedTuple):
    """A mark in a legend: what it means, where it starts, and in which row."""

    mark: str
    words: str
    x: float
    row: int


def legend(rows: Sequence[Mapping[str, object]], room: float, size: float) -> list[Sign]:
    """Return a legend of the column `mark`, the surest first; column `certainty` has the words."""
    meanings: dict[str, dict[str, None]] = {}
    for row in rows:
        if mark := str(row.get("mark") or ""):
            meanings.setdefault(mark, {})[str(row.get("certainty") or "")] = None
    found = [(mark, ", ".join(meanings[mark])) for mark in MARKS if mark in meanings]
    places = flow([17 + width_of(words, size) for _, words in found], room, 16)
    return [Sign(*sign, *place) for sign, place in zip(found, places, strict=True)]


def hatching(x: float, y: float, width: float, height: float, gap: float = 6) -> str:
    """Return a path of slanting lines that fill a box: `hatching(0, 0, 4, 4, 4)` → `"M0 4L4 0"`.

    A pattern of SVG would need an id, and one in a drawing that is not shown fills nothing.
    """
    at, lines = gap, []
    while at < width + height:
        start, end = max(0, at - height), min(width, at)
        lines.append(f"M{x + start:g} {y + at - start:g}L{x + end:g} {y + at - end:g}")
        at += gap
    return "".join(lines)
