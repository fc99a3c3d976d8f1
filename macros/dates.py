"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2): checked, sorted, put into words.

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
SEASONS = {21: "spring ", 22: "summer ", 23: "autumn ", 24: "winter "}
QUARTERS = {
    33: "the first quarter of ",
    34: "the second quarter of ",
    35: "the third quarter of ",
    36: "the fourth quarter of ",
}
THIRDS = {37: "early ", 38: "mid-", 39: "late "}
HALVES = {40: "the first half of ", 41: "the second half of "}
PARTS_OF_YEAR = {**SEASONS, **QUARTERS, **THIRDS, **HALVES}
DAY = "{day} {month} {year}"
QUALIFIERS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}

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
    def year(self) -> str:
        """The year or decade; both years of an interval ("2018-2019"), empty if an end is open."""
        matches = [_SINGLE.fullmatch(end) for end in self.ends]
        years = [_put_into_words(match["year"]) if match else "" for match in matches]
        return "-".join(dict.fromkeys(years)) if all(years) else ""


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
    match = _SINGLE.fullmatch(end)
    if not match or not _can_be_put_into_words(match):
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


def _can_be_put_into_words(match: re.Match[str]) -> bool:
    month, day = _number(match["month"]), _number(match["day"])
    if (month, day) == (2, 29):
        return calendar.isleap(int(match["year"]))
    return month <= 12 or month in PARTS_OF_YEAR


def _not_a_date(text: str) -> str:
    return (
        f'"{text}" is not an EDTF date that exists; write for example "2019-07-09", "2019-07", '
        '"2019", "197X" (the 1970s), "2006/2009" or "2014/.." (open end)'
    )


def sort_key(date: EdtfDate) -> tuple[Day, Day, str]:
    """Sort by the first possible day; of two that begin together the shorter comes first."""
    return date.first, date.last, date.text


def date_in_words(date: EdtfDate, day: str = DAY, interval: str = "{start} to {end}") -> str:
    """Put a date into English words: "9 July 2019", "the 1970s", "2006 to 2009", "since 2014".

    `day` and `interval` are the order in which a style has the parts of a date.
    """
    words = [_put_into_words(end, day) for end in date.ends]
    if len(words) == 1:
        return words[0]
    start, end = words
    if not start:
        return f"until {end}"
    return interval.format(start=start, end=end) if end else f"since {start}"


def _put_into_words(end: str, order: str = DAY) -> str:
    match = _SINGLE.fullmatch(end)
    if not match:
        return ""
    year, month, day = match["year"], _number(match["month"]), _number(match["day"])
    if year.endswith("XX"):
        year = f"the {ordinal(int(year[:2]) + 1)} century"
    elif year.endswith("X"):
        year = f"the {year[:3]}0s"
    elif int(year) <= 0:  # astronomers count a year 0, historians do not
        year = f"{1 - int(year)} BC"
    if day:
        year = order.format(day=day, month=MONTHS[month - 1], year=year)
    elif 1 <= month <= 12:
        year = f"{MONTHS[month - 1]} {year}"
    elif month:
        year = PARTS_OF_YEAR[month] + year
    return QUALIFIERS.get(match["mark"], "") + year


def _number(part: str | None) -> int:
    return int(part) if part and part != "XX" else 0


def ordinal(number: int) -> str:
    """Count in English: "1st", "2nd", "3rd", "11th"."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10)
    return f"{number}{ending or 'th'}"


def html_datetimes(date: EdtfDate, day: str = DAY) -> list[tuple[str, str]]:
    """Give each end of a date in words, with its value for HTML's `<time datetime>`.

    HTML knows years, months and days; the value is empty where it cannot say what the date says
    (decades, seasons, approximate dates, open ends). Source: HTML Living Standard, "The time
    element". `day` is as for `date_in_words`.
    """
    return [
        (_put_into_words(end, day), end if _HTML_DATE.fullmatch(end) else "") for end in date.ends
    ]
