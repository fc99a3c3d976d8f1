"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2): checked and sorted.

`style.dates` puts them into words. The library `edtf` reads more dates than there are words for,
lets every year have a 29th of February, and takes longer to load than most sites' sources take to
read; so the tests hold these few rules against it, and no build loads it.
"""

from __future__ import annotations

import calendar
import re

from msgspec import Struct

Day = tuple[int, int, int]

# As .bib files name them.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}

_OPEN_ENDS = {"", ".."}
_FIRST_DAY: Day = (-9999, 1, 1)
_LAST_DAY: Day = (9999, 12, 31)
# What follows a year, a decade or a century; nothing follows a season or another part of a year.
_SINGLE = re.compile(
    r"(?P<year>(?!-0000)-?\d{4}|\d{3}X(?!-)|\d\dXX(?!-))"
    r"(-(?P<month>0[1-9]|1[0-2]|(?:2[1-4]|3[3-9]|4[01])\Z|XX(?!-\d))"
    r"(-(?P<day>(?!00)\d\d|XX))?)?(?P<mark>[~?%]?)",
    re.ASCII,
)
# The first and the last month of a year, and of what EDTF writes in the place of a month: seasons,
# quarters, thirds and halves.
_MONTHS_OF = {
    0: (1, 12),
    **{month: (month, month) for month in range(1, 13)},
    **{21 + n: (3 * n + 3, min(3 * n + 5, 12)) for n in range(4)},
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}
_TIME = re.compile(r"(?<=-\d\d)T([01]\d|2[0-3])(:[0-5]\d){1,2}(Z|[+-]\d\d(:?[0-5]\d)?)?")
_HTML_DATE = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


class EdtfDate(Struct, frozen=True):
    """An EDTF date: its text and the first and last day it can mean (year, month, day)."""

    text: str
    first: Day
    last: Day

    @property
    def ends(self) -> tuple[str, ...]:
        """The one date, or the two ends of an interval; unknown and open ends stay as written."""
        return tuple(self.text.split("/"))

    @property
    def years(self) -> tuple[str, ...]:
        """The year, or both of an interval, as EDTF has them ("197X"); none if an end is open."""
        found = [parts_of(end) for end in self.ends]
        return tuple(dict.fromkeys(parts.year for parts in found if parts)) if all(found) else ()


class DateParts(Struct, frozen=True):
    """The parts of one date: "2019-07~" → "2019", 7, no day, "~".

    A part of a year, such as a season, has its EDTF number as `month`.
    """

    year: str
    month: int
    day: int
    mark: str


def parts_of(end: str) -> DateParts | None:
    """Take one date, or one end of an interval, to pieces; nothing for an open end."""
    match = _SINGLE.fullmatch(end)
    if not match:
        return None
    month, day = (int(part) if part and part != "XX" else 0 for part in match.group("month", "day"))
    return DateParts(match["year"], month, day, match["mark"])


def parse_date(text: str) -> EdtfDate:
    """Read an EDTF date: years, months, days of the years -9999 to 9999, decades, parts of a year.

    Of level 1 also a mark for the whole date ("2019~"), intervals, centuries ("19XX") and
    unspecified months and days ("1999-XX"); of level 2 quarters, thirds and halves of a year. A
    time of day is left out. Not read, because there are no words for them here: longer years, and
    marks for parts of a date.

    Raises ValueError, worded for the author, if the text is no such date or a day or month in it
    cannot exist, or if an interval ends before it begins.
    """
    bare = _TIME.sub("", text)
    ends = bare.split("/")
    bounds = [both for end in ends if (both := _bounds(end))]
    if len(ends) > 2 or len(bounds) < len(ends) or _OPEN_ENDS.issuperset(ends):
        raise ValueError(
            f'"{text}" is not an EDTF date that exists; write for example "2019-07-09", "2019-07", '
            '"2019", "197X" (the 1970s), "2006/2009" or "2014/.." (open end)'
        )
    first, last = bounds[0][0], bounds[-1][1]
    if first > last:
        raise ValueError(f'the interval "{bare}" ends before it begins')
    return EdtfDate(bare, first, last)


def _bounds(end: str) -> tuple[Day, Day] | None:
    if end in _OPEN_ENDS:
        return _FIRST_DAY, _LAST_DAY
    date = parts_of(end)
    if not date:
        return None
    first_year, last_year = (int(date.year.replace("X", digit)) for digit in "09")
    first, last = _MONTHS_OF[date.month]
    last_day = calendar.monthrange(last_year, last)[1]
    if date.day > last_day:
        return None
    return (first_year, first, date.day or 1), (last_year, last, date.day or last_day)


def sort_key(date: EdtfDate) -> tuple[Day, Day, str]:
    """Sort by the first possible day; of two that begin together the shorter comes first."""
    return date.first, date.last, date.text


def html_value(end: str) -> str:
    """Return what HTML's `<time datetime>` says of one date, or nothing.

    HTML knows years, months and days, but no decades, seasons, approximate dates and open ends.
    Source: HTML Living Standard, "The time element".
    """
    return end if _HTML_DATE.fullmatch(end) else ""
