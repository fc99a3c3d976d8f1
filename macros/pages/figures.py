"""Figures and tables: the macros that set them, and what the manuscript keeps of each."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection
from textwrap import dedent
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from macros.data.figures import Dataset
from macros.data.reading import Lines
from macros.problems import did_you_mean
from macros.templates import calling_line
from macros.text import link, says_something

if TYPE_CHECKING:
    from macros.pages.manuscript import Manuscript

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Figure(Struct, eq=False):
    """A figure or table with an address; its macro stands on `line` of `page`.

    `caption`, `origin` (where the data come from) and `body` are Markdown, and may hold notes. A
    figure is an `image`, by its path in the docs folder, or a `drawing` of `data`; a table has a
    body, or data. These are called `data_name`; there are none yet where the engine is to work them
    out. `was` are addresses that it had before.
    """

    kind: Literal["figure", "table"]
    id: str
    page: str
    line: int
    caption: str
    origin: str = ""
    data_name: str = ""
    was: str = ""
    alt: str = ""
    drawing: str = ""
    image: str = ""
    body: str = ""
    number: int = 0
    data: Dataset | None = None
    lines: Lines | None = None

    @property
    def address(self) -> str:
        """Where the figure stands: page and fragment."""
        return f"{self.page}#{self.id}"

    @property
    def aliases(self) -> tuple[str, ...]:
        """The addresses that it had before, one by one."""
        return tuple(self.was.split())

    @property
    def texts(self) -> tuple[str, ...]:
        """All that may hold notes, in the order in which they are shown."""
        return self.body, self.caption, self.origin


class FigureAgain(Struct, frozen=True):
    """A figure shown once more, elsewhere."""

    figure: Figure


class FigureMacros:
    """The macros of one page that set figures and tables, and refer to them."""

    def __init__(
        self,
        page: str,
        manuscript: Manuscript,
        drawings: Collection[str],
        computed: Collection[str],
        report: Callable[..., None],
    ) -> None:
        """Open a page; `drawings` are the names of the templates that draw data.

        `computed` are the names of data that the engine works out.
        """
        self._page = page
        self._manuscript = manuscript
        self._drawings = drawings
        self._computed = computed
        self._report = report

    def figure(
        self,
        id: str,
        *,
        caption: str = "",
        alt: str = "",
        drawing: str = "",
        data: str = "",
        image: str = "",
        source: str = "",
        was: str = "",
    ) -> str:
        """Set a figure: a drawing of data, or an image, `image="assets/a.png"`."""
        told = (self._page, calling_line(), caption, source, data, was)
        figure = Figure("figure", id, *told, alt, drawing, self._in_docs(image))
        self._check_shown(figure)
        return self._add(figure)

    def _in_docs(self, image: str) -> str:
        """Count the path of an image from the docs folder, as links are written."""
        if not image or "://" in image:
            return image
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._page), image))

    def _check_shown(self, figure: Figure) -> None:
        name, drawing = f'figure("{figure.id}")', figure.drawing
        if not says_something(figure.alt):
            self._report(
                f'{name} has no alternative text; write alt="…": what it shows, for those '
                "who cannot see it"
            )
        if figure.image and (drawing or figure.data_name):
            self._report(f"{name} has an image and a drawing; keep one")
        elif not figure.image and not (drawing and figure.data_name):
            self._report(f'{name} shows nothing; give it drawing="…" and data="…", or image="…"')
        elif drawing and drawing not in self._drawings:
            known = ", ".join(sorted(self._drawings))
            near = did_you_mean(drawing, self._drawings) or f"; there is {known}"
            self._report(f'{name}: there is no drawing "{drawing}"{near}')

    def table(
        self,
        id: str,
        *,
        caption: str = "",
        data: str = "",
        source: str = "",
        was: str = "",
        caller: Callable[[], str] | None = None,
    ) -> str:
        """Set a table: of data, or with a table in Markdown as the body of a call block."""
        body = dedent(self._manuscript.tokens.with_texts(caller())).strip() if caller else ""
        if bool(body) == bool(data):
            self._report(
                f'table("{id}") has {"a body and data" if body else "nothing in it"}; give it '
                'data="…", or a table in Markdown between {% call table(…) %} and {% endcall %}'
            )
        told = (self._page, calling_line(), caption, source, data, was)
        return self._add(Figure("table", id, *told, body=body))

    def _add(self, figure: Figure) -> str:
        """Take in a figure and return its token."""
        manuscript, name = self._manuscript, f'{figure.kind}("{figure.id}")'
        known = manuscript.figures.get(figure.id)
        if not _ID.fullmatch(figure.id):
            self._report(f"{name} cannot be an address; write small letters, digits, hyphens")
        if known:
            place = f"{manuscript.page_sources[known.page]}:{known.line}"
            self._report(f'the id "{figure.id}" is used already, in {place}; choose another')
        if not says_something(figure.caption):
            self._report(f'{name} has no caption; write caption="…"')
        figure.number = manuscript.next_figure(figure.kind)
        if figure.data_name and figure.data_name not in self._computed:
            figure.data, figure.lines = manuscript.dataset(figure.data_name)
        manuscript.figures.setdefault(figure.id, figure)
        return manuscript.tokens.hold(figure)

    def figref(self, id: str) -> str:
        """Refer to a figure or table: "Figure 2", linked; it may come later, or elsewhere."""
        line = calling_line()

        def write() -> str:
            if figure := self._known(id, line):
                return link(self._manuscript.figure_title(figure), figure.address)
            return ""

        return self._manuscript.tokens.hold(write)

    def samefigure(self, id: str) -> str:
        """Show a figure of another page once more; its number leads there."""
        line = calling_line()

        def write() -> FigureAgain | str:
            figure = self._known(id, line)
            return FigureAgain(figure) if figure else ""

        return self._manuscript.tokens.hold(write)

    def _known(self, id: str, line: int) -> Figure | None:
        figures = self._manuscript.figures
        if id not in figures:
            near = did_you_mean(id, figures)
            self._report(f'there is no figure or table with the id "{id}"{near}', line)
        return figures.get(id)
