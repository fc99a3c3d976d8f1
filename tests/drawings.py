"""Drawings of invented data, and where their words stand."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from lxml import html

from macros.companion import render_companion
from macros.data.settings import Settings
from macros.pages.source import PageSource
from macros.parts.drawing import width_of
from macros.project.extension import markdown_writer
from macros.sources import load_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

_SETTINGS = Settings()
_BOOK = "@book{mills, author = {Mill, A.}, title = {Mills}, date = {2020}}"
_PAPER = 'key: mills\ncompanion: {title: A Companion, version: "1", date: "2026-01-31"}'


class Line(NamedTuple):
    """A line of words in a drawing; `y` is its baseline."""

    words: str
    left: float
    right: float
    y: float


def draw(drawing: str, rows: Sequence[Mapping[str, str]], **data: object) -> list[HtmlElement]:
    """Draw rows for each width; `data` is more of a file in data/figures, such as `numbers`."""
    columns = {name: name.title() for name in rows[0]}
    files = {
        _SETTINGS.bibliography: _BOOK,
        _SETTINGS.paper: _PAPER,
        f"{_SETTINGS.figures}/mills.yml": json.dumps({"columns": columns, "rows": rows, **data}),
    }
    sources, _ = load_sources(_SETTINGS, lambda path: files.get(path, ""))
    assert sources
    figure = f'{{{{ figure("a", drawing="{drawing}", data="mills", caption="b", alt="c") }}}}'
    page = PageSource("1.md", "docs/1.md", f"# One\n\nHere.\n{{: #here }}\n\n{figure}\n")
    rendered, problems = render_companion(sources, [page], markdown_writer(["attr_list"], {}))
    assert not [problem for problem in problems if problem.severity == "error"]
    written = "".join(rendered.pages["1.md"].html.values())
    return list(html.fragment_fromstring(written, create_parent="div").iter("svg"))


def lines_in(svg: HtmlElement) -> Iterator[Line]:
    """Yield each line of words in a drawing."""
    size = 12.5 if "drawing--narrow" in svg.get("class", "") else 13.5
    for text in svg.iter("text"):
        moved = [place.get("transform", "") for place in text.iterancestors("g")]
        across, down = (sum(_moved(place)[axis] for place in moved) for axis in (0, 1))
        classes, y = set(text.get("class", "").split()), float(text.get("y", "")) + down
        if "tip" in classes:  # one of many in one place, of which one is shown at a time
            continue
        length = size * (0.9 if "scale" in classes else 1)
        if text.xpath("parent::a[contains(@class, 'event-mark')]"):  # smaller: see figures.css
            length = size - (1 if size == 13.5 else 0.5)
        is_bold = not classes.isdisjoint({"strong", "value"})
        # The first line stands in the text itself, or in a span as the others do.
        spans = [line for line in text.findall("tspan") if line.get("x")]
        first = [text] if (text.text or "").strip() else []
        for line in [*first, *spans]:
            y += float(line.get("dy", 0)) if line is not text else 0
            words = " ".join(((text.text if line is text else line.text_content()) or "").split())
            width = width_of(words, length, bold=is_bold)
            before = {"middle": width / 2, "end": width}.get(text.get("text-anchor", ""), 0)
            left = float(line.get("x", "")) + across - before
            yield Line(words, left, left + width, y)


def _moved(transform: str) -> tuple[float, float]:
    found = re.fullmatch(r"translate\((\S+) (\S+)\)", transform)
    return (float(found[1]), float(found[2])) if found else (0, 0)


def misplaced(svg: HtmlElement) -> list[str]:
    """Return the words of a drawing that stand beyond its edges, or on others."""
    _, _, width, height = map(float, svg.get("viewbox", svg.get("viewBox", "")).split())
    lines = list(lines_in(svg))
    beyond = [
        line.words
        for line in lines
        if line.left < -1 or line.right > width + 1 or not 9 < line.y <= height
    ]
    crowded = [
        f"{one.words} | {other.words}"
        for one, other in combinations(lines, 2)
        if abs(one.y - other.y) < 12 and one.left < other.right and other.left < one.right
    ]
    return beyond + crowded
