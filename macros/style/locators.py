"""Places in works: ranges of numbers as a style writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.plain import Plain

if TYPE_CHECKING:
    from macros.style.phrases import Ranges

_NUMBER = r"(?:\d[\w.]*|[ivxlcdm]+|[IVXLCDM]+)"
_RANGE = re.compile(rf"\b({_NUMBER})\s*(?:--?|–)\s*({_NUMBER})(?!\w)")


class Locator(Plain, frozen=True):
    """A place in a work, for templates: as text it is "pp. 9-12", and false if there is none.

    `label` is what it counts, in CSL's terms. `is_cited` tells a place that the author cites from
    the pages of a whole work, `is_several` "9-12" from "9".
    """

    text: str = ""
    label: str = "page"
    is_cited: bool = False
    is_several: bool = False

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def write_ranges(place: str, ranges: Ranges, label: str = "page") -> str:
    """Write the ranges in a place, "9-12, 201-220", with the sign of a style, maybe shortened."""
    shorten = ranges.pages == "chicago" and label == "page"

    def write(match: re.Match[str]) -> str:
        last = shorten_last(match[1], match[2]) if shorten else match[2]
        return f"{match[1]}{ranges.sign}{last}"

    return _RANGE.sub(write, place)


def shorten_last(first: str, last: str) -> str:
    """Leave out the digits of the last page that the first one has: "201", "220" give "20".

    Source: The Chicago Manual of Style, "Abbreviating, or condensing, inclusive numbers"; all
    digits after numbers up to 100 and hundreds, the changed ones after 101 to 109 and the like,
    else two or more.
    """
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last)):
        return last
    number = int(first)
    if number < 100 or number % 100 == 0:
        return last
    same = next((i for i, pair in enumerate(zip(first, last, strict=True)) if len({*pair}) > 1), 0)
    fewest = 1 if number % 100 < 10 else 2
    return last[min(same, len(last) - fewest) :]
