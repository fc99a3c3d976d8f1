"""Footnotes of Markdown, `[^1]` and `[^1]: My own words.`, on the road of all notes.

They become calls of one macro before the page is run: a marker calls it, and a definition holds
the words of the note as a call block. Both stay on their lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from macros.pages.source import INDENT, TAG, PageSource, blank_code, indent_of, line_of
from macros.problems import Problem, did_you_mean

MACRO = "_footnote"
_NAME = r"\[\^(?P<name>[^\]\[\n\x00]+)\]"
# "Rails![^1]" has a marker, and "![^1](a.png)" is an image.
_MARKER = re.compile(rf"(?<!\\)(?:(?<!!)|(?!\[[^\]\n]*\]\()){_NAME}")
_DEFINITION = re.compile(rf"(?m)^(?P<margin>[ \t>]*){_NAME}:[ \t]*")
# What does not go on with the text of a line before it, without a blank line between.
_OWN_BLOCK = re.compile(r"[ \t]*(?:#{1,6}\s|\{[:%]|[-*+]\s|[>|<]|\d+[.)]\s|`{3}|~{3}|!!!|\?\?\?)")
_QUOTED = re.compile(r" {0,3}> ?")
_HALF_INDENTED = re.compile(r"\n(?:[ \t]*\n)+ {1,3}(?=[^\s>|:\[*+-])(?!\d+[.)])")
_ID = re.compile(r"(?!\d+$)[\w-]+")
_IN_MACRO = "stands inside a macro; put it behind the macro, or its words into the macro"
_REMEDY = '; write one, or {{ note("…") }} in its place, or "\\[^" for the signs themselves'


class _Definition(Struct, frozen=True):
    """A definition on a line of a file; from `start` to `end` in the page's text.

    `marker` is where its name stands, `opening` where its words begin, behind a `margin`.
    """

    name: str
    line: int
    margin: str
    start: int
    marker: int
    opening: int
    end: int


def footnotes_as_notes(page: PageSource) -> tuple[PageSource, list[Problem]]:
    """Return a page with calls of `MACRO` in place of its footnotes, and what is wrong with these.

    `Rails[^own]` → `Rails{{ _footnote(0, "own") }}`; `[^own]: Words.` →
    `{% call _footnote(0) %}Words.{% endcall %}`. Code is left alone.
    """
    if "[^" not in page.text:
        return page, []
    prose = blank_code(page.text)
    definitions = list(_definitions(page, prose))
    openings = {definition.marker for definition in definitions}
    found = [marker for marker in _MARKER.finditer(prose) if marker.start() not in openings]
    outside = TAG.sub(lambda tag: "\x00" * len(tag[0]), prose)
    markers = [marker for marker in found if outside[marker.start()] == "["]
    problems = [
        *_check(page, markers, definitions),
        *(
            Problem(page.source, line_of(page, marker.start()), f'"{marker[0]}" {_IN_MACRO}')
            for marker in found
            if outside[marker.start()] != "["
        ),
    ]
    text, end = "", 0
    for start, stop, call in sorted(_changes(page.text, markers, definitions)):
        text, end = text + page.text[end:start] + call, stop
    return replace(page, text=text + page.text[end:]), problems


def _definitions(page: PageSource, prose: str) -> Iterator[_Definition]:
    """Find definitions, each with the lines that go on and the indented blocks behind it."""
    end = -1
    for found in _DEFINITION.finditer(prose):
        if found.start() > end:
            end = _end_of(page.text, prose, found)
            marker = found.end("margin")
            line = line_of(page, marker)
            yield _Definition(
                found["name"], line, found["margin"], found.start(), marker, found.end(), end
            )


def _end_of(text: str, prose: str, opening: re.Match[str]) -> int:
    margin, is_going_on = opening["margin"], True
    end = at = _end_of_line(text, opening.end())
    while at < len(text):
        start, at = at + 1, _end_of_line(text, at + 1)
        line = text[start:at]
        inner = line[_width(line, margin) :]
        if not inner.strip():
            is_going_on = False
            continue
        is_inside = indent_of(inner) >= INDENT or (is_going_on and not _OWN_BLOCK.match(inner))
        if not is_inside or _DEFINITION.match(prose, start):
            break
        end, is_going_on = at, True
    return end


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _width(line: str, margin: str, more: int = 0) -> int:
    """Count the signs of a line that are a margin, of quotations and blanks; `more` are blanks."""
    blanks = margin.rpartition(">")[2]
    at = 0
    for _ in range(margin.count(">")):
        sign = _QUOTED.match(line, at)
        at = sign.end() if sign else at
    columns = len(blanks.expandtabs(INDENT)) - (">" in margin and blanks != "") + more
    while columns > 0 and line[at : at + 1] in (" ", "\t"):
        columns -= 1 if line[at] == " " else INDENT
        at += 1
    return at


def _changes(
    text: str, markers: Sequence[re.Match[str]], definitions: Sequence[_Definition]
) -> Iterator[tuple[int, int, str]]:
    """Give what takes the place of footnotes, each with where it begins and ends."""
    numbers: dict[str, int] = {}
    for definition in definitions:
        number = numbers.setdefault(definition.name, len(numbers))
        call = f"{definition.margin}{{% call {MACRO}({number}) %}}"
        yield definition.start, definition.opening, call
        at = _end_of_line(text, definition.opening) + 1
        while at < definition.end:
            stop = _end_of_line(text, at)
            yield at, at + _width(text[at:stop], definition.margin, INDENT), ""
            at = stop + 1
        yield definition.end, definition.end, "{% endcall %}"
    for marker in markers:
        if (name := marker["name"]) in numbers:
            id = name if _ID.fullmatch(name) else ""
            yield *marker.span(), f'{{{{ {MACRO}({numbers[name]}, "{id}") }}}}'


def _check(
    page: PageSource, markers: Sequence[re.Match[str]], definitions: Sequence[_Definition]
) -> Iterator[Problem]:
    """Name markers and words that do not find each other."""
    lines: dict[str, int] = {}
    for definition in definitions:
        name, first = definition.name, lines.setdefault(definition.name, definition.line)
        if loose := _HALF_INDENTED.match(page.text, definition.end):
            message = "this is no part of the footnote before it; indent it by four blanks, or none"
            yield Problem(page.source, line_of(page, loose.end()), message, "warning")
        if page.text.startswith("{:", definition.end + 1):
            message = "an address below a footnote belongs to nothing; put it above the footnote"
            yield Problem(page.source, line_of(page, definition.end + 1), message)
        if first != definition.line:
            message = f'"[^{name}]:" is defined already, in line {first}; give one another name'
            yield Problem(page.source, definition.line, message)
    for marker in markers:
        if (name := marker["name"]) not in lines:
            near = did_you_mean(name, lines)
            message = f'there is no "[^{name}]: …" on this page{near or _REMEDY}'
            yield Problem(page.source, line_of(page, marker.start()), message)
    for name in lines.keys() - {marker["name"] for marker in markers}:
        message = f'no marker leads to "[^{name}]:"; set "[^{name}]" in the text, or take it out'
        yield Problem(page.source, lines[name], message)
