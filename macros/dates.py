"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2): checked and sorted.

`style.dates` puts them into words.

The library `edtf` checks dates and works out their bounds, all but the plainest (years, months,
days, decades, parts of a year): it takes a quarter of a second to load, and most files have no
others. Intervals are split here, because the
library cannot read unspecified digits or an open end in one (`199X/..`), and the 29th of February
is checked here, because the library lets every year have one.
"""

from __future__ import annotations

import calendar
import re
from functools import cache

from msgspec import Struct

Day = tuple[int, int, int]

# As .bib files name them.
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}

# What EDTF writes in the place of a month: seasons, quarters, thirds and halves of a year.
_PARTS_OF_YEAR = {*SEASONS.values(), *range(33, 42)}
_FIRST_DAY: Day = (-9999, 1, 1)
_LAST_DAY: Day = (9999, 12, 31)
_SINGLE = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X(?!-)|\d\dXX(?!-))"
    r"(-(?P<month>\d\d|XX(?!-\d)))?(-(?P<day>\d\d|XX))?(?P<mark>[~?%]?)"
)
_PLAIN = re.compile(
    r"(?P<year>-?\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?|-(?P<part>3[3-9]|4[01]))?"
    r"|(?P<decade>\d{3})X|(?P<century>\d\d)XX"
)
# The first and the last month of a quarter, third or half of a year (EDTF, level 2).
_MONTHS_OF_PART = {
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}
_UNKNOWN_PARTS = re.compile(r"(?<=\d)(?:-XX){1,2}$")
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
    return DateParts(match["year"], _number(match["month"]), _number(match["day"]), match["mark"])


@cache
def parse_date(text: str) -> EdtfDate:
    """Read an EDTF date: years, months, days of the years -9999 to 9999, decades, parts of a year.

    Of level 1 also a mark for the whole date ("2019~"), intervals, centuries ("19XX") and
    unspecified months and days ("1999-XX"); of level 2 quarters, thirds and halves of a year. A
    time of day is left out. Not read, because there are no words for them here: longer years, and
    marks for parts of a date.

    Raises ValueError, worded for the author, if the text is no such date or a day or month in it
    cannot exist, or if an interval ends before it begins.
    """
    written, text = text, _TIME.sub("", text)
    ends = text.split("/")
    if len(ends) > 2 or set(ends) <= {"", ".."}:
        raise ValueError(_not_a_date(written))
    bounds = [_bounds(end, written) for end in ends]
    first = bounds[0][0] if ends[0] not in {"", ".."} else _FIRST_DAY
    last = bounds[-1][1] if ends[-1] not in {"", ".."} else _LAST_DAY
    if first > last:
        raise ValueError(f'the interval "{text}" ends before it begins')
    return EdtfDate(text, first, last)


def _bounds(end: str, whole: str) -> tuple[Day, Day]:
    if end in {"", ".."}:
        return _FIRST_DAY, _LAST_DAY
    plain = _PLAIN.fullmatch(_UNKNOWN_PARTS.sub("", end))
    if plain and not (plain["part"] and "X" in end):
        return _plain_bounds(plain, whole)
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        date = parse_edtf(end)
    except EDTFParseException:
        raise ValueError(_not_a_date(whole)) from None
    parts = parts_of(end)
    if not parts or not _can_be_put_into_words(parts):
        raise ValueError(_not_a_date(whole))
    lower, upper = date.lower_strict(), date.upper_strict()
    return (lower[0], lower[1], lower[2]), (upper[0], upper[1], upper[2])


def _plain_bounds(date: re.Match[str], whole: str) -> tuple[Day, Day]:
    if years := date["decade"] or date["century"]:
        zeros, nines = "0" * (4 - len(years)), "9" * (4 - len(years))
        return (int(years + zeros), 1, 1), (int(years + nines), 12, 31)
    year, month, day = int(date["year"]), _number(date["month"]), _number(date["day"])
    first, last = (month, month) if month else _MONTHS_OF_PART.get(_number(date["part"]), (1, 12))
    last_day = calendar.monthrange(year, last)[1]
    if date["day"] and not 1 <= day <= last_day:
        raise ValueError(_not_a_date(whole))
    return (year, first, day or 1), (year, last, day or last_day)


def _can_be_put_into_words(date: DateParts) -> bool:
    if (date.month, date.day) == (2, 29):
        return calendar.isleap(int(date.year))
    return date.month <= 12 or date.month in _PARTS_OF_YEAR


def _not_a_date(text: str) -> str:
    return (
        f'"{text}" is not an EDTF date that exists; write for example "2019-07-09", "2019-07", '
        '"2019", "197X" (the 1970s), "2006/2009" or "2014/.." (open end)'
    )


def sort_key(date: EdtfDate) -> tuple[Day, Day, str]:
    """Sort by the first possible day; of two that begin together the shorter comes first."""
    return date.first, date.last, date.text


def _number(part: str | None) -> int:
    return int(part) if part and part != "XX" else 0


def html_value(end: str) -> str:
    """Return what HTML's `<time datetime>` says of one date, or nothing.

    HTML knows years, months and days, but no decades, seasons, approximate dates and open ends.
    Source: HTML Living Standard, "The time element".
    """
    return end if _HTML_DATE.fullmatch(end) else ""
