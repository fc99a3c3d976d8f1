"""Whether the markers of a page's notes came out as they were set."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from macros.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from macros.notes import Note

LOST = (
    "the marker of this note did not come out; it stands in HTML, or in a text that is not read as "
    'Markdown: give the tag around it markdown="span", or set the note elsewhere'
)
IN_LINK = "the marker of this note stands inside a link, and is a link itself; put it behind"
ORDER = (
    "the marker of this note stands behind that of a later number; write the note where its marker "
    "stands, not into a variable"
)


def check_markers(html: str, notes: Sequence[Note], source: str) -> list[Problem]:
    """Return a problem for each of a page's `notes` whose marker is missing or out of place."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = ((note, _fault(reader, note.number)) for note in notes)
    return [Problem(source, note.line, message) for note, message in found if message]


def _fault(reader: _Reader, number: int) -> str:
    if number not in reader.numbers:
        return LOST
    if number in reader.in_links:
        return IN_LINK
    before = reader.numbers[: reader.numbers.index(number)]
    return ORDER if any(other > number for other in before) else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []  # in the order of reading
        self.in_links: set[int] = set()
        self._open_links = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marker = re.fullmatch(r"fnref:(\d+)", dict(attrs).get("id") or "")
        if marker:
            number = int(marker[1])
            self.numbers.append(number)
            if self._open_links:
                self.in_links.add(number)
        self._open_links += tag == "a"

    def handle_endtag(self, tag: str) -> None:
        self._open_links -= tag == "a" and self._open_links > 0
