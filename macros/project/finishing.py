"""Finished HTML: numbers tied to their words, links marked for print, markers checked."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from macros.problems import Problem

# A space where no line may end: after a short word with a full stop before a number ("p. 53"), and
# before a number in brackets ("p. 3 (61)"). Beginning with the space, the search is far quicker.
TIED = re.compile(
    r" (?:(?=\d)(?:(?<=\b[^\W\d]\. )|(?<=\b[^\W\d]{2}\. )|(?<=\b[^\W\d]{3}\. ))|(?=\(\d)(?<=\d ))"
)
_AS_WRITTEN = r"<(?P<raw>code|pre|script|style)\b.*?</(?P=raw)>"
OUTSIDE = r'<a (?P<attributes>[^>]*\bhref="(?P<address>https?:[^"]*)"[^>]*)>(?P<text>.*?)</a>'
_PIECE = re.compile(rf"(?s){_AS_WRITTEN}|{OUTSIDE}|(?P<space>{TIED.pattern})(?![^<>]*>)")


def finish_page(html: str) -> str:
    """Keep numbers on the line of what they belong to; mark links whose address print must add.

    These are links to the web that do not show their address, each address once.
    """
    seen = {
        link["address"] for link in re.finditer(OUTSIDE, html) if link["text"] == link["address"]
    }

    def finish(piece: re.Match[str]) -> str:
        if piece["space"]:
            return "\xa0"
        address = piece["address"]
        if not address:
            return piece[0]
        text = TIED.sub("\xa0", piece["text"]) if "<" not in piece["text"] else piece["text"]
        mark = "" if address in seen else ' data-outside=""'
        seen.add(address)
        return f"<a {piece['attributes']}{mark}>{text}</a>"

    return _PIECE.sub(finish, html)


LOST = (
    "the marker of this note did not come out; it stands in HTML, or in a text that is not read as "
    'Markdown: give the tag around it markdown="span", or set the note elsewhere, and write '
    "comments as {## … ##}"
)
IN_LINK = "the marker of this note stands inside a link, and is a link itself; put it behind"
ORDER = (
    "the marker of this note stands behind that of a later number; write the note where its marker "
    "stands, not into a variable"
)


_SIGNS = re.compile(r'<(?P<closing>/?)a(?=[\s>])|<sup\b[^>]*\bid="fnref:(?P<number>\d+)"')
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def check_markers(html: str, notes: Mapping[int, int], source: str) -> list[Problem]:
    """Return a problem for each of a page's notes whose marker is missing or out of place.

    `notes` are the numbers of the notes, and the lines of `source` that they stand on.
    """
    numbers, in_links = _markers(html)
    if numbers == list(notes) == sorted(notes) and not in_links:
        return []
    found = ((line, _fault(number, numbers, in_links)) for number, line in notes.items())
    return [Problem(source, line, message) for line, message in found if message]


def _fault(number: int, numbers: Sequence[int], in_links: Container[int]) -> str:
    if number not in numbers:
        return LOST
    if number in in_links:
        return IN_LINK
    before = numbers[: numbers.index(number)]
    return ORDER if any(other > number for other in before) else ""


def _markers(html: str) -> tuple[list[int], set[int]]:
    """Return the numbers of a page's markers in the order of reading, and those within links."""
    numbers: list[int] = []
    in_links: set[int] = set()
    open_links = 0
    for sign in _SIGNS.finditer(_COMMENT.sub("", html) if "<!--" in html else html):
        if sign["number"] is None:
            open_links = max(open_links + (-1 if sign["closing"] else 1), 0)
            continue
        numbers.append(int(sign["number"]))
        if open_links:
            in_links.add(numbers[-1])
    return numbers, in_links
