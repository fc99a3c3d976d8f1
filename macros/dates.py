"""Dates in the Extended Date/Time Format (EDTF, ISO 8601-2): checked and sorted.

`style.dates` puts them into words. Source: loc.gov/standards/datetime. The library `edtf` reads
more than there are words for, and is slow to load; the tests hold what is read here against it.
"""

from __future__ import annotations

import calendar
import re
from functools import cache

from msgspec import Struct

Day = tuple[int, int, int]

# As .bib files name them.
_MONTHS_IN_ENGLISH = "January February March April May June July August September October November"
MONTHS = [*_MONTHS_IN_ENGLISH.split(), "December"]
# The months in English, German, Dutch, French, Italian, Spanish, Portuguese, Swedish, Polish and
# Russian, as far as their beginnings tell them apart; and the seasons.
_MONTH_NAMES = """
january januar januari janvier gennaio enero janeiro stycznia января
february februar februari février febbraio febrero fevereiro lutego февраля
march märz mrz maart mrt mars marzo março marca марта
april avril aprile abril kwietnia апреля
may mai mei maggio mayo maio maj maja мая
june juni juin giugno junio junho czerwca июня
july juli juillet luglio julio julho lipca июля
august augustus août aout agosto augusti sierpnia августа
september septembre settembre septiembre setembro września сентября
october oktober octobre ottobre octubre outubro października октября
november novembre noviembre novembro listopada ноября
december dezember décembre dicembre diciembre dezembro grudnia декабря
"""
_MONTHS = [set(names.split()) for names in _MONTH_NAMES.strip().splitlines()]
_SEASON_WORDS = {
    21: "spring frühjahr frühling printemps primavera",
    22: "summer sommer été estate verano verão",
    23: "autumn fall herbst automne autunno otoño outono",
    24: "winter hiver inverno invierno",
}
SEASONS = {word: number for number, words in _SEASON_WORDS.items() for word in words.split()}

_FIRST_DAY: Day = (-9999, 1, 1)
_LAST_DAY: Day = (9999, 12, 31)
_SINGLE = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X(?!-)|\d\dXX(?!-))"
    r"(-(?P<month>0[1-9]|1[0-2]|2[1-4]|3[3-9]|4[01]|XX(?!-\d))"
    r"(-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?(?P<mark>[~?%]?)"
)
# What stands in the place of a month: seasons (as in the north), quarters, thirds and halves of a
# year; with the first and the last month of each (EDTF, level 2).
_MONTHS_OF_PART = {
    **{21 + n: (3 * n + 3, min(3 * n + 5, 12)) for n in range(4)},
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}
# All texts that `parse_date` may take, for programs that cannot ask it (ECMA-262 has no names).
_ANY = re.sub(r"\?P<\w+>", "", _SINGLE.pattern) + r"(T[\dZ:+-]+)?"
EDTF_PATTERN = rf"^({_ANY}|\.\.)?(/({_ANY}|\.\.)?)?$"
_TIME = re.compile(r"(?<=-\d\d)T([01]\d|2[0-3])(:[0-5]\d){1,2}(Z|[+-]\d\d(:?[0-5]\d)?)?")
_HTML_DATE = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


class EdtfDate(Struct, frozen=True):
    """An EDTF date: its text and the first and last day it can mean (year, month, day).

    `place` is the day at which it stands in order of time: the first, but for a date whose
    beginning is open or unknown the first of its end ("by 2020" with 2020).
    """

    text: str
    first: Day
    last: Day
    place: Day

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
    try:
        return _parse(text)
    except ValueError as error:
        raise ValueError(str(error) or _not_a_date(text)) from None


def _parse(text: str) -> EdtfDate:
    """Read an EDTF date; raises ValueError, without a word where the text is none."""
    text = _TIME.sub("", text)
    ends = text.split("/")
    if len(ends) > 2 or set(ends) <= {"", ".."}:
        raise ValueError
    bounds = [_bounds(end) for end in ends]
    has_beginning = ends[0] not in {"", ".."}
    first = bounds[0][0] if has_beginning else _FIRST_DAY
    last = bounds[-1][1] if ends[-1] not in {"", ".."} else _LAST_DAY
    if first > last:
        raise ValueError(f'the interval "{text}" ends before it begins')
    return EdtfDate(text, first, last, place=bounds[0 if has_beginning else -1][0])


def _bounds(end: str) -> tuple[Day, Day]:
    if end in {"", ".."}:
        return _FIRST_DAY, _LAST_DAY
    date = parts_of(end)
    if not date or (date.month > 12 and end.count("-", 1) > 1):  # a day of a part of a year
        raise ValueError
    earliest, latest = (int(date.year.replace("X", digit)) for digit in "09")
    whole_year = (date.month, date.month) if date.month else (1, 12)
    first, last = _MONTHS_OF_PART.get(date.month, whole_year)
    last_day = calendar.monthrange(latest, last)[1]
    if date.day > last_day:
        raise ValueError
    return (earliest, first, date.day or 1), (latest, last, date.day or last_day)


def _not_a_date(text: str) -> str:
    return f'"{text}" is not an EDTF date that exists; {_remedy(text)}'


def _remedy(text: str) -> str:
    if meant := as_edtf(text):
        return f'write "{meant}"'
    if _DAY.fullmatch(text):
        return "write a month from 01 to 12, and a day that it has"
    if len(text) < 3 and text.isdecimal():
        return f'write the year with four digits, as in "00{text:0>2}" or "19{text:0>2}"'
    return (
        'write for example "2019-07-09", "2019-07", "2019", "197X" (the 1970s), "2006/2009" '
        'or "2014/.." (open end)'
    )


# ---- dates as people write them ----

_ABOUT = re.compile(
    r"(?i)(?:c|ca|circa|around|about|approx|approximately|um|vers|env|environ)\b\.?\s*(?=[\d\[-])"
    r"|(?:\$\\sim\$|\\textasciitilde(?:\{\}|\s)?|[~≈])\s*(?=\d)"
)
# Words around a date, and its EDTF: "before 1850", "1850 or later", "early 1850s", "1850s?".
_FORMS = [  # compiled when they are needed, which is seldom
    (
        r"(?:before|until|not after|no later than|bis|vor|avant|ante|pre|до)[-\s]+(?=\d)(.+)",
        "/{}",
    ),
    (r"(?:after|since|from|not before|seit|ab|nach|depuis|post|после)[-\s]+(?=\d)(.+)", "{}/.."),
    (r"(.*\d) or (?:before|earlier)", "/{}"),
    (r"(.*\d) or (?:after|later)", "{}/.."),
    (r"(?:the )?(?:early|mid|late|frühe|späte)[-\s]+(?:the )?(?!\d{4}$)(.+)", "{}"),
    (r"(.*\d{4}|.*[^\d?]) ?\?", "{}?"),
    (r"(.*\d) ?(?:г|гг|год|年)", "{}"),
]
_PART_WORDS = """
q1 first-quarter, q2 second-quarter, q3 third-quarter, q4 fourth-quarter, early anfang, mid mitte,
late ende, h1 first-half, h2 second-half
"""
_PARTS = {
    word: number
    for number, words in enumerate(_PART_WORDS.split(","), 33)
    for word in words.split()
}
_NTH = (("1st", "first"), ("2nd", "second"), ("3rd", "third"), ("4th", "fourth"))
_ROMAN = re.compile(
    r"(?i)(?=[mdclxvi])m{0,2}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
)
_VALUES = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
_OPEN = re.compile(r"(?i)\s*[-/]\s*(?:present|today|now|ongoing|open|heute|unknown)?")
_BETWEEN = re.compile(
    r"\s*(?:/|-|\b(?:to|until|and|bis|und|à|et)\b|&|(?<=\d{4})[,;](?=\s*\d{4}))\s*"
)
_ERA = re.compile(
    r"(?i)(?:(?P<ad>A\.?\s?D\.?)\s?)?(?P<year>\d{1,4})\s?"
    r"(?:(?P<bc>B\.?\s?C\.?(?:\s?E\.?)?|v\.\s?Chr\.?)|A\.?\s?D\.?|C\.?\s?E\.?|n\.\s?Chr\.?)?"
)
_DECADE = re.compile(r"(?i)(?:the )?(\d\d[1-9])0[’']?(?:s|er|er jahre)")
_CENTURY = re.compile(
    r"(?i)(?:the )?(\d\d?|[xvi]+)(?:(?:st|nd|rd|th)? c(?:entury|ent)?|\.? (?:Jahrhundert|Jhs?)"
    r"|e siècle|-?й? век)"
)
_NUMBERS = re.compile(
    r"(?P<year>\d{4})(?=-|\D\d\d?\D)[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?))?"
)
_DOTTED = re.compile(r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>\d\d?)[/.](?P<year>\d{4})")
_RUN_TOGETHER = re.compile(r"(\d{4})(\d\d)(\d\d)")
_UNKNOWN_DIGITS = re.compile(r"(\d{2,3})[-?]{1,2}")  # as libraries write them: "185-", "19--"
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY = re.compile(r"-?\d{4}-\d\d(?:-\d\d)?")


def as_edtf(text: str) -> str:
    """Put a date as people write it into EDTF: "c. 1850" → 1850~, "May 2001" → 2001-05, "44 BC".

    Nothing for what is none, exists in no calendar, or can mean one thing as well as another, such
    as "3/1/2001", "98" and "1800s".
    """
    text = re.sub(r"[–—‐‑−]|-{2,3}", "-", text).strip(" .[]()")
    if about := _ABOUT.match(text):
        meant = as_edtf(text[about.end() :])
        marked = (re.sub(r"(?<=\w)$", "~", end.replace("?", "%")) for end in meant.split("/"))
        return "/".join(marked)
    for pattern, form in _FORMS:
        if found := re.fullmatch(pattern, text, re.I):
            meant = as_edtf(found[1])
            return form.format(meant) if meant and (form == "{}" or "/" not in meant) else ""
    kinds = (_one_as_edtf, _part_as_edtf, _words_as_edtf, _interval_as_edtf)
    readings = (read(text) for read in kinds)
    return next(filter(_exists, readings), "")


def _exists(text: str) -> bool:
    try:
        return bool(text and _parse(text))
    except ValueError:
        return False


def _one_as_edtf(text: str) -> str:
    if found := _DECADE.fullmatch(text):
        return f"{found[1]}X"
    if found := _CENTURY.fullmatch(text):
        number = int(found[1]) if found[1].isdecimal() else _roman(found[1])
        return f"{number - 1:02}XX"
    if found := _UNKNOWN_DIGITS.fullmatch(text):
        return found[1].ljust(4, "X")
    if found := _RUN_TOGETHER.fullmatch(text):
        return "-".join(found.groups())
    forms = (_NUMBERS, _DOTTED, _MONTH_FIRST)
    if found := next(filter(None, (form.fullmatch(text) for form in forms)), None):
        parts = found.groupdict()
        numbers = (int(parts.get(part) or 0) for part in ("month", "day"))
        return "-".join([found["year"], *(f"{number:02}" for number in numbers if number)])
    if (found := _ERA.fullmatch(text)) and (len(found["year"]) > 2 or text != found["year"]):
        year = int(found["year"])
        return f"-{year - 1:04}" if found["bc"] and year > 1 else f"{0 if found['bc'] else year:04}"
    return ""


def _part_as_edtf(text: str) -> str:
    """Read a part of a year: "Q3 2020", "early 2020", "first half of 2020"; or a Roman number."""
    if len(text) > 3 and _ROMAN.fullmatch(text):
        return f"{_roman(text):04}"
    before, year, behind = (*re.split(r"(?<!\d)(\d{4})(?!\d)", text, maxsplit=1), "", "")[:3]
    words = re.sub(r"^the | of$", "", f"{before}{behind}".strip(" ,/-").lower()).replace(" ", "-")
    for short, long in _NTH:
        words = words.replace(short, long)
    return f"{year}-{_PARTS[words]}" if words in _PARTS else ""


def _roman(text: str) -> int:
    """Return the number that Roman numerals mean: "MCMXC" → 1990."""
    values = [_VALUES[sign] for sign in text.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)


def _words_as_edtf(text: str) -> str:
    """Read a date with words in it: "3 June 2001", "Spring 2001", "Mar./Apr. 2001"."""
    words, numbers = _WORD.findall(text), re.findall(r"\d+", text)
    months = [month_of(word) for word in words]
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 3]
    has_rest = len(years) != 1 or len(years) + len(days) != len(numbers) or len(days) > 2
    if has_rest or not months or not all(months) or (days and len(months) > 1):
        return ""
    if days:
        return "/".join(f"{years[0]}-{months[0]:02}-{int(day):02}" for day in days)
    ends = dict.fromkeys([f"{years[0]}-{month:02}" for month in (months[0], months[-1])])
    return "/".join(ends)


def _interval_as_edtf(text: str) -> str:
    ends = _BETWEEN.split(text.removeprefix("between "), maxsplit=1)
    if len(ends) < 2:
        return ""
    first, last = as_edtf(ends[0]) if len(ends[0]) > 3 else "", ends[1]
    if first and _OPEN.fullmatch(text[len(ends[0]) :]):
        return f"{first}/.."
    if first[:4] == ends[0] and re.fullmatch(r"\d\d?", last):
        last = first[: 4 - len(last)] + last  # "1998-99", "1998/9"
    last = as_edtf(last)
    return f"{first}/{last}" if first and last and "/" not in first + last else ""


@cache
def month_of(word: str) -> int:
    """Return the number of a month or season by its name or the beginning of it: "Sept" → 9.

    0 for any other word, or one that begins several.
    """
    word = word.casefold()
    if word in SEASONS:
        return SEASONS[word]
    exact = [n for n, names in enumerate(_MONTHS, 1) if word in names]
    begun = [n for n, names in enumerate(_MONTHS, 1) if any(x.startswith(word) for x in names)]
    found = exact or (begun if len(word) > 2 else [])
    return found[0] if len(found) == 1 else 0


def sort_key(date: EdtfDate) -> tuple[Day, Day, str]:
    """Sort in order of time; of two that begin together the shorter comes first."""
    return date.place, date.last, date.text


def _number(part: str | None) -> int:
    return int(part) if part and part != "XX" else 0


def html_value(end: str) -> str:
    """Return what HTML's `<time datetime>` says of one date, or nothing.

    HTML knows years, months and days, but no decades, seasons, approximate dates and open ends.
    Source: HTML Living Standard, "The time element".
    """
    return end if _HTML_DATE.fullmatch(end) else ""
