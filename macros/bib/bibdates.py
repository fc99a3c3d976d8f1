"""When a work appeared: biblatex's `date`, BibTeX's `year` and `month`, words instead of dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.dates import MONTHS, SEASONS, EdtfDate, parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping

# biblatex's values of "pubstate" (manual, section 4.9.2.11), and what BibTeX's users write.
STATES = {
    "inpreparation": "inpreparation",
    "in preparation": "inpreparation",
    "submitted": "submitted",
    "under review": "submitted",
    "forthcoming": "forthcoming",
    "to appear": "forthcoming",
    "accepted": "forthcoming",
    "inpress": "inpress",
    "in press": "inpress",
    "prepublished": "prepublished",
    "advance online publication": "prepublished",
    "online first": "prepublished",
}
_SEASONS = {words.strip(): number for number, words in SEASONS.items()} | {"fall": 23}
_UNDATED = re.compile(r"(?i)n\.?\s?d\.?|no date|undated|s\.?\s?[ad]\.?")
_ABOUT = re.compile(r"(?i)(?:c|ca|circa)\.?\s*(?=\d)|\[(?=[\dc])")
_COPYRIGHT = re.compile(r"(?i)(?:©|\(c\))\s*(?=\d)")
_YEARS = re.compile(r"(\d{4})\s*(?:/|-{1,3}|–|—)\s*(\d{4}|\d\d)")
_UNKNOWN = re.compile(r"\?+|n\.?\s?d\.?")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")


def state_of(text: str) -> str:
    """Return biblatex's word for what a work waits for ("forthcoming"), or nothing."""
    return STATES.get(text.strip(" .()[]").lower(), "")


def read_date(fields: Mapping[str, str], name: str = "date") -> EdtfDate | None:
    """Read the date of an entry's fields (name → value); None where it has none.

    With another `name` that of an event, an original or an access ("urldate"). Raises ValueError,
    worded for the author.
    """
    prefix = name.removesuffix("date")
    if text := fields.get(name, ""):
        return None if state_of(text) else parse_date(text)
    year = fields.get(f"{prefix}year", "").strip()
    if not year or state_of(year) or _UNDATED.fullmatch(year.strip("[]().")):
        return None
    return parse_date(_with_month(_edtf_year(year), fields, prefix))


def _edtf_year(year: str) -> str:
    """Put what stands in BibTeX's "year" into EDTF: "ca. 1998", "[1998?]", "1998--99"."""
    about = "~" if _ABOUT.match(year) and not year.startswith("[1") else ""
    bare = _COPYRIGHT.sub("", _ABOUT.sub("", year)).strip(" []().")
    if years := _YEARS.fullmatch(bare):
        first, last = years[1], years[2]
        if len(last) == 2 and "01" <= last <= "12" and last < first[2:]:
            return f"{first}-{last}"  # a month, as the last year of a range would come first
        return f"{first}/{first[: 4 - len(last)]}{last}"
    return bare + ("" if bare.endswith(("?", "~", "%")) else about)


def _with_month(year: str, fields: Mapping[str, str], prefix: str) -> str:
    month = fields.get(f"{prefix}month", "").replace("~", " ").strip()
    if not month or _UNKNOWN.fullmatch(month) or not re.fullmatch(r"\d{4}", year):
        return year
    words = re.findall(r"[A-Za-z]{3,}", month)
    numbers = [at for word in words if (at := _month_number(word))]
    day = fields.get(f"{prefix}day", "").strip()
    if words:
        day = day or next(iter(_DAY.findall(month)), "")
    elif month.isdecimal():
        numbers = [int(month)]
    if not numbers or (len(numbers) > 1 and day):
        raise ValueError(f'"{month}" is not a month; write date = {{{year}-07}}')
    ends = [f"{year}-{number:02}" for number in (numbers[0], numbers[-1])]
    if day.isdecimal():
        return f"{ends[0]}-{int(day):02}"
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _month_number(word: str) -> int:
    """Return the number of a month, or EDTF's of a season; 0 for other words."""
    start = word[:3].casefold()
    if season := _SEASONS.get(word.casefold()):
        return season
    return next((at for at, month in enumerate(MONTHS, 1) if month.casefold()[:3] == start), 0)
