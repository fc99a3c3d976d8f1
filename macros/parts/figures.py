"""Figures and tables: drawn from data, with caption, number, source and their data; and the list.

A drawing is a Jinja template in `drawings/` that writes SVG. Its macro `needs` names the columns
that it must have. Of macros that it need not have, `takes` names those that it can do without,
`numbers` those that must hold numbers, and `amounts` such of these as must be known in each row and
not below zero. Its macro `draw` gets the rows, and the width for which to draw: a figure is drawn
for a page and for a phone, and a style sheet shows the one that fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

from markupsafe import Markup

from macros.data.figures import Dataset
from macros.pages.figures import Figure, FigureAgain
from macros.pages.passages import Passage, stem
from macros.parts.context import Context
from macros.parts.drawing import (
    MARKS,
    WIDTHS,
    Scale,
    flow,
    hatching,
    legend,
    lines_of,
    ticks,
    width_of,
)
from macros.parts.notes import count_sources
from macros.problems import Problem, did_you_mean
from macros.templates import BrokenTemplateError, TemplateFolder
from macros.text import escape, fill, link, quoted, trusted

FOLDER = Path(__file__).parent / "drawings"
DRAWINGS = sorted(path.name.removesuffix(".svg.jinja") for path in FOLDER.glob("*.svg.jinja"))
COMPUTED: Mapping[str, Callable[[Context], Dataset]] = {"notes-by-source": count_sources}
CSV_FOLDER = "data/figures"
_BLANK_LINES = re.compile(r"\n\s*\n")

# Makes HTML of Markdown that an author wrote on a line of a page.
ToHtml = Callable[[str, str, int], Markup]


def write_list(context: Context) -> str:
    """List all figures, then all tables, each with its caption and where it stands."""
    figures = context.manuscript.figures.values()
    words = context.words.figures
    groups = [(words.figures, "figure"), (words.tables, "table")]
    return context.render(
        "figures.md.jinja",
        groups={
            title: [
                {
                    "link": link(context.manuscript.figure_title(figure), figure.address),
                    "caption": context.caption(figure),
                    "place": _place(figure, context),
                }
                for figure in figures
                if figure.kind == kind
            ]
            for title, kind in groups
            if any(figure.kind == kind for figure in figures)
        },
    )


def _passage(figure: Figure, context: Context) -> Passage | None:
    return context.manuscript.passages_by_name.get(f"{stem(figure.page)}#{figure.id}")


def _place(figure: Figure, context: Context) -> Markup:
    """Name the page on which a figure stands: "Fares, p. 3"."""
    passage = _passage(figure, context)
    pages = context.pages(passage.first, passage.last) if passage else ""
    return context.words.lists.chain(filter(None, [context.manuscript.titles[figure.page], pages]))


class FigureWriter:
    """Writes figures and tables as HTML.

    `files` are the data of those written so far, as CSV; `images` are files that they show, each
    with the page and line that name it.
    """

    def __init__(self, context: Context, inline: ToHtml, blocks: ToHtml) -> None:
        """`inline` makes HTML of some words of an author's, `blocks` of more."""
        self.files: dict[str, str] = {}
        self.images: list[tuple[str, int, str]] = []
        self._context = context
        self._manuscript = context.manuscript
        self._inline = inline
        self._blocks = blocks
        helpers = {
            "Scale": Scale,
            "flow": flow,
            "hatching": hatching,
            "legend": legend,
            "lines_of": lines_of,
            "ticks": ticks,
            "width_of": width_of,
            "number": _number,
            "address_of": self._address_of,
            "event_address": self._event_address,
        }
        self._drawings = TemplateFolder(FOLDER, helpers)
        self._data_of = cache(self._find_data)
        self._draw = cache(self._draw_once)  # also where it is shown again

    def write(self, figure: Figure | FigureAgain) -> Markup:
        """Write a figure or table where its macro stands."""
        if isinstance(figure, FigureAgain):
            return self._write_again(figure)
        if figure.image:
            self.images.append((figure.page, figure.line, _address(figure.image)))
        data = self._data_of(figure)
        caption = self._inline(figure.caption, figure.page, figure.line)
        origin = self._inline(figure.origin, figure.page, figure.line) if figure.origin else ""
        csv = f"{CSV_FOLDER}/{figure.id}.csv" if data else ""
        if data:
            self.files[csv] = data.as_csv()
        return self._render(
            figure,
            caption=caption,
            origin=fill(self._context.words.figures.source, source=origin) if origin else "",
            table=self._table(figure, data),
            csv=link(self._context.words.figures.csv, csv, download="") if csv else "",
            drawing=self._draw(figure),
        )

    def _write_again(self, again: FigureAgain) -> Markup:
        """Write a figure on another page, where its number leads to its own place."""
        figure = again.figure
        caption = self._context.caption(figure)
        return self._render(figure, caption=caption, drawing=self._draw(figure), is_again=True)

    def _render(self, figure: Figure, **values: object) -> Markup:
        passage = _passage(figure, self._context)
        html = self._context.render(
            "figure.html.jinja",
            figure=figure,
            address=_address(figure.address),
            title=self._manuscript.figure_title(figure),
            number=passage.number if passage else "",
            pages=self._context.pages(passage.first, passage.last) if passage else "",
            **dict.fromkeys(("origin", "table", "csv"), "") | {"is_again": False} | values,
        )
        return trusted(_BLANK_LINES.sub("\n", html).strip())

    def _find_data(self, figure: Figure) -> Dataset | None:
        compute = COMPUTED.get(figure.data_name)
        return compute(self._context) if compute else figure.data

    def _draw_once(self, figure: Figure) -> Markup:
        """Draw a figure for each width; or show its image."""
        data = self._data_of(figure)
        if figure.image:
            image = Markup('<img alt="{}" src="{}" loading="lazy">')
            return image.format(figure.alt, _address(figure.image))
        if not data or figure.drawing not in DRAWINGS:
            return Markup("")
        template = self._drawings.macros(f"{figure.drawing}.svg.jinja")
        mistakes = list(_mistakes(template, figure, data))
        for mistake in mistakes:
            self._report(figure, mistake)
        if mistakes:
            return Markup("")
        without = dict.fromkeys(template.get("takes", str)().split(), "")
        rows = [without | self._typed(row, data) for row in data.rows]
        drawn = (
            template["draw"](
                rows=rows, columns=data.columns, width=width, form=form, alt=figure.alt
            )
            for form, width in WIDTHS.items()
        )
        try:
            return Markup("").join(drawn)
        except BrokenTemplateError as error:  # most often data that nobody thought of
            name, told = figure.drawing, f'data "{figure.data_name}" ({error.problem})'
            self._report(figure, f'the drawing "{name}" cannot show {told}; compare its template')
            return Markup("")

    def _typed(self, row: Mapping[str, str], data: Dataset) -> dict[str, object]:
        """Return a row with numbers in the place of their texts; None for one not known."""
        numbers = {name: float(row[name]) if row[name] else None for name in data.numbers}
        return {**row, **numbers}

    def _table(self, figure: Figure, data: Dataset | None) -> Markup:
        if figure.body:
            body = self._blocks(figure.body, figure.page, figure.line)
            if "<table" not in body:
                self._report(figure, "there is no table between its {% call %} and {% endcall %}")
            return body
        if not data:
            return Markup("")
        html = self._context.render(
            "data-table.html.jinja",
            columns=data.shown,
            numbers=data.numbers,
            rows=[
                {name: self._cell(row[name], name, data) for name in data.shown}
                for row in data.rows
            ],
        )
        return trusted(html.strip())

    def _cell(self, value: str, column: str, data: Dataset) -> Markup:
        if column in data.passages:
            return self._context.told_in(value.split())
        unknown = column in data.numbers and not value
        return escape(self._context.words.figures.unknown if unknown else value)

    def _address_of(self, name: str) -> Markup:
        """Return where a passage stands, as SVG links to it; nothing for one that is not known."""
        passage = self._manuscript.passages_by_name.get(name)
        return _address(passage.address) if passage else Markup("")

    def _event_address(self, id: str) -> Markup:
        """Return where an event stands; nothing without an id, or a timeline."""
        page = self._manuscript.parts.get("timeline")
        return _address(f"{page}#{id}") if page and id else Markup("")

    def _report(self, figure: Figure, message: str) -> None:
        source = self._manuscript.page_sources[figure.page]
        problem = Problem(source, figure.line, f'{figure.kind}("{figure.id}"): {message}')
        self._manuscript.problems.append(problem)


def _mistakes(
    template: Mapping[str, Callable[[], str]], figure: Figure, data: Dataset
) -> Iterator[str]:
    """Say what keeps data from being drawn: columns, numbers and marks that a drawing needs."""
    drawing, name = f'the drawing "{figure.drawing}"', f'data "{figure.data_name}"'
    numbers = template.get("numbers", str)().split()
    for column in template["needs"]().split():
        if column not in data.columns:
            near = did_you_mean(column, data.columns) or f"; add it to {name}"
            yield f'{drawing} needs a column "{column}"{near}'
    for column in data.columns:
        if column in numbers and column not in data.numbers:
            yield f'{drawing} needs numbers in "{column}"; name it under numbers in {name}'
    for count, row in enumerate(data.rows, start=1):
        for mistake in _mistakes_in(row, template, data):
            yield f"{mistake[0]}, in row {count} of {name}{mistake[1]}"


def _mistakes_in(
    row: Mapping[str, str], template: Mapping[str, Callable[[], str]], data: Dataset
) -> Iterator[tuple[str, str]]:
    """Say what a drawing cannot show of a row, and what to write."""
    mark = row.get("mark") if "mark" in template.get("takes", str)().split() else ""
    if mark and mark not in MARKS:
        near = did_you_mean(mark, MARKS) or f"; there is {', '.join(MARKS)}"
        yield f'there is no mark "{mark}"', near
    for column in template.get("amounts", str)().split():
        value = row.get(column, "")
        if column in data.numbers and (not value or float(value) < 0):
            remedy = "; write a number from 0 up, or leave out the row"
            yield f'"{value}" cannot be drawn as {column}', remedy


def _address(path: str) -> Markup:
    return Markup("doc:{}").format(path) if "://" not in path else quoted(path)


def _number(value: float) -> str:
    """Write a number without needless decimals: 15.0 → "15"."""
    return f"{value:g}"
