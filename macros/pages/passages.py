"""What stands in the authors' pages, apart from notes: passages, page marks, mentions, chapters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from macros.pages.blocks import (
    BLOCK_GAP,
    INDENT,
    Kind,
    begins_block,
    body_of,
    has_no_attributes,
    html_attributes,
    indent_of,
    is_item,
    kind_of,
    opened_by,
    start_of_text,
    units,
    with_address_below,
)
from macros.pages.figures import Figure
from macros.pages.notes import Note, NoteAgain
from macros.pages.source import line_of
from macros.problems import Problem
from macros.sources import Sources
from macros.style.citations import CitationItem
from macros.text import markup, quoted

if TYPE_CHECKING:
    from macros.pages.manuscript import Manuscript


def stem(page: str) -> str:
    """Name a page as data files and aliases do: without ".md"."""
    return page.removesuffix(".md")


class Cited(Struct, frozen=True):
    """A citation item where its macro stands; outside a note it is a mistake."""

    item: CitationItem
    source: str
    line: int


class PageMark(Struct, frozen=True):
    """Here a page of the original begins."""

    number: int
    source: str
    line: int

    @property
    def id(self) -> str:
        """The fragment that leads to the mark."""
        return f"page-{self.number}"


class Mention(Struct, frozen=True):
    """A work named in the running text, without a note. `number` tells several of a work apart."""

    page: str
    line: int
    cite_key: str
    text: str
    number: int

    @property
    def id(self) -> str:
        """The fragment that leads to the mention."""
        return f"named-{self.cite_key}-{self.number}"


class Pointer(Struct, frozen=True):
    """Words of the text that lead to an entry of a generated part: a term, or an event.

    `part` is the name of its macro, `id` the entry's; `about` is Markdown that tells more.
    """

    page: str
    line: int
    text: str
    part: str
    id: str
    about: str


class Part(Struct, frozen=True):
    """A generated part, by the name of its macro."""

    name: str


class Passage(Struct, frozen=True):
    """A block with an address, and the first and last page of the original it stands on.

    `number` is its number for readers, "2.3" or "2.3, table 1", empty outside chapters. `aliases`
    are addresses that it had before: ids on its own page, or "file-name#id".
    """

    page: str
    id: str
    first: int
    last: int
    number: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where the passage stands: page and fragment."""
        return f"{self.page}#{self.id}"

    @property
    def names(self) -> list[str]:
        """All its names, as data files write them: "file-name#id", today's first."""
        own = stem(self.page)
        return [a if "#" in a else f"{own}#{a}" for a in (self.id, *self.aliases)]


class Chapter(Struct, frozen=True):
    """A page that retells a part of the original, from its page `first` to `last`.

    `heading` is its title as the author wrote it, in Markdown; `title` is plain text.
    """

    page: str
    number: int
    title: str
    heading: Markup
    first: int
    last: int
    passages: Collection[Passage]


_ID = r"\{:?(?P<before>[^}#\n]*?)(?<![\w\"'])#(?P<id>[\w-]+)(?P<after>[^}\n]*)\}[ \t]*$"
_ADDRESS = re.compile(rf"(?m)^(?P<indent>[ \t>]*){_ID}")
_HEADING_ADDRESS = re.compile(rf"(?m)^#{{1,6}} .*{_ID}")
_WAS = re.compile(r"""\bwas=(?P<sign>["']?)(?P<names>(?(sign).*?|[^\s}]*))(?P=sign)""")


class PageReader:
    """Reads a page block by block, for its passages and page marks, and numbers its passages.

    `chapter` is its number, 0 for other pages; `original_page` the page of the original on which
    the reader stands, 0 where that is not known. `first_page` is where the chapter begins.
    """

    def __init__(
        self, manuscript: Manuscript, page: str, chapter: int = 0, original_page: int = 0
    ) -> None:
        self.original_page = original_page
        self._manuscript = manuscript
        self._page = page
        self._chapter = chapter
        self._numbered = 0
        self._counts: Counter[Kind] = Counter()  # since the last number
        self._within: Kind = "code"  # what an indented block is
        self._items: list[tuple[int, int]] = []  # of the open list: level, and items so far
        self._passages: dict[str, Passage] = {}
        self._first_noted: int | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages read so far."""
        return tuple(self._passages.values())

    @property
    def first_page(self) -> int:
        """The page of the original of the first passage; else of the first block with a note."""
        first = next(iter(self._passages.values()), None)
        return first.first if first else self._first_noted or 0

    def read(self, text: str) -> str:
        """Return the text with the attributes of passages and links to themselves in them."""
        blocks = BLOCK_GAP.split(text)
        blocks[::2] = ("".join(map(self._read_unit, units(block))) for block in blocks[::2])
        return "".join(blocks)

    def _read_unit(self, unit: str) -> str:
        values = self._manuscript.values_in(unit)
        marks = [value for value in values if isinstance(value, PageMark)]
        first = _page_before(values) or self.original_page
        if self._first_noted is None and any(isinstance(v, PageMark | Note) for v in values):
            self._first_noted = first or (marks[0].number if marks else 0)
        for mark in marks:
            self._turn_page(mark)
        self._add_figures(values, first)
        unit = with_address_below(unit, self._within)
        shown = self._manuscript.tokens.with_texts(unit) if unit.startswith("\ue000") else unit
        heading = _HEADING_ADDRESS.search(unit)
        if self._items and indent_of(shown) // INDENT <= self._items[0][0] > 0:
            self._within = "paragraph"  # behind a list in a box
        kind = kind_of(shown, self._within)
        self._count(kind, shown)
        address = _ADDRESS.search(unit) or heading
        if not address:
            return unit
        passage = self._add_passage(address, first, None if address is heading else kind)
        for value in values:
            if isinstance(value, Note | NoteAgain | Mention | PageMark):
                self._manuscript.passage_of[value] = passage
        if address is heading:
            return self._heading(passage, unit, address)
        return self._with_signs(passage, kind, unit, address)

    def _with_signs(self, passage: Passage, kind: Kind, unit: str, address: re.Match[str]) -> str:
        if has_no_attributes(kind, unit) and not unit[address.end() :].strip():
            return self._wrapped(passage, address, unit)
        if unit[: address.start()].rstrip().rpartition("\n")[2].startswith("</"):
            self._report(
                passage,
                "of HTML only a <figure> without blank lines has an address below it; write "
                f'id="{passage.id}" into the tag',
            )
        start = start_of_text(unit)
        if (passage.number or passage.aliases) and unit[start : address.start()].strip():
            unit = f"{unit[:start]}{self._signs(passage, kind)}{unit[start:]}"
        return _ADDRESS.sub(partial(self._attributes, passage), unit)

    def _count(self, kind: Kind, unit: str) -> None:
        """Count what readers count: items in their list, others behind the last paragraph."""
        level = indent_of(body_of(unit)) // INDENT
        if kind == "paragraph":
            self._items.clear()
        if not indent_of(unit) // INDENT:
            self._within = opened_by(unit, kind)
            if kind != "item" or body_of(unit) != unit:
                self._items.clear()
        if kind != "item":
            self._counts[kind] += kind != "definition" or not level
        elif is_item(unit):
            while self._items and self._items[-1][0] > level:
                self._items.pop()
            count = self._items.pop()[1] if self._items and self._items[-1][0] == level else 0
            self._items.append((level, count + 1))

    def _turn_page(self, mark: PageMark) -> None:
        message = ""
        twin = self._manuscript.marks.setdefault(mark.number, mark)
        if twin is not mark:
            message = (
                f"page {mark.number} is marked already, in {twin.source}:{twin.line}; keep one"
            )
        elif mark.number != self.original_page + 1:
            message = (
                f"page mark {mark.number} follows page {self.original_page} in this chapter; mark "
                f"page {self.original_page + 1} first, or mend the number"
            )
        if message:
            self._manuscript.problems.append(Problem(mark.source, mark.line, message))
        self.original_page = mark.number

    def _number(self, kind: Kind) -> str:
        """Return the number of a paragraph, "3.2", or what is named by the one before it."""
        if kind == "paragraph":
            self._numbered += 1
            self._counts.clear()
        paragraph = f"{self._chapter}.{self._numbered}"
        if kind == "paragraph":
            return paragraph
        words = self._manuscript.sources.words
        items = ".".join(str(count) for _, count in self._items)
        place = items if kind == "item" else str(self._counts[kind])
        form = getattr(words.places, kind)
        return f"{paragraph}{words.lists.between}{form.format(place=place)}"

    def _add_figures(self, values: list[object], first: int) -> None:
        """Take figures for passages, "3.2, Figure 1", and what follows each for what is in it."""
        passage, words = None, self._manuscript.sources.words
        for value in values:
            if isinstance(value, Figure):
                title = self._manuscript.figure_title(value)
                number = f"{self._chapter}.{self._numbered}{words.lists.between}{title}"
                pages, number = (first, self.original_page), number if self._chapter else ""
                passage = self._keep(Passage(self._page, value.id, *pages, number, value.aliases))
            elif passage and isinstance(value, Note | NoteAgain | Mention | PageMark):
                self._manuscript.passage_of[value] = passage

    def _add_passage(self, address: re.Match[str], first: int, kind: Kind | None) -> Passage:
        was, number = _WAS.search(address[0]), ""
        if self._chapter and kind:
            number = self._number(kind)
        aliases = tuple(was["names"].split()) if was else ()
        return self._keep(
            Passage(self._page, address["id"], first, self.original_page, number, aliases)
        )

    def _keep(self, passage: Passage) -> Passage:
        self._passages[passage.id] = passage
        self._manuscript.passages.append(passage)
        self._manuscript.readdressed += [passage] if passage.aliases else []
        self._manuscript.passages_by_name |= dict.fromkeys(passage.names, passage)
        return passage

    def _signs(self, passage: Passage, kind: Kind) -> str:
        """Show the number of a paragraph, as a link to itself; before it, its former addresses."""
        html = Markup("").join(self._anchors(passage, "span"))
        if kind == "paragraph" and passage.number:
            words = self._manuscript.sources.words.places
            html += markup(
                '<a class="passage-number" data-search-exclude="" href="#{}" title="{}">{}</a>',
                passage.id,
                quoted(words.address.format(number=passage.number)),
                passage.number,
            )
        return self._manuscript.tokens.hold(html) if html else ""

    def _anchors(self, passage: Passage, tag: str) -> list[Markup]:
        former = [alias for alias in passage.aliases if "#" not in alias]
        return [markup('<{0} class="alias" id="{1}"></{0}>', tag, each) for each in former]

    def _heading(self, passage: Passage, unit: str, address: re.Match[str]) -> str:
        """Set the former addresses of a heading before it; behind it, if it is the page's title."""
        pieces = [*self._anchors(passage, "div"), _WAS.sub("", address[0])]
        if pieces[-1].startswith("# "):
            pieces.reverse()
        heading = "\n\n".join(
            self._manuscript.tokens.hold(each) if isinstance(each, Markup) else each
            for each in pieces
        )
        return f"{unit[: address.start()]}{heading}{unit[address.end() :]}"

    def _wrapped(self, passage: Passage, address: re.Match[str], unit: str) -> str:
        """Put a block that has no attributes in Markdown into an element that has them."""
        shown = self._manuscript.tokens.with_texts(unit)
        is_within = indent_of(shown) >= INDENT and self._within != "code"
        if is_within or shown.startswith((">", "- ", "* ", "+ ")):
            self._report(
                passage,
                "tables, code and figures within a list, a quotation or a box have no address; "
                "give it to the paragraph before",
            )
        attributes = html_attributes(self._words_of(passage, address))
        anchors = "".join(f"{anchor}\n\n" for anchor in self._anchors(passage, "div"))
        body = unit[: address.start()].rstrip()
        return f'<div {attributes} markdown="block">\n{anchors}\n{body}\n\n</div>'

    def _report(self, passage: Passage, message: str) -> None:
        page = self._manuscript.pages[self._page]
        found = re.search(rf"#{re.escape(passage.id)}(?![\w-])", page.text)
        line = line_of(page, found.start()) if found else 0
        self._manuscript.problems.append(Problem(page.source, line, f"#{passage.id}: {message}"))

    def _attributes(self, passage: Passage, address: re.Match[str]) -> str:
        return f"{address['indent']}{{: {' '.join(self._words_of(passage, address))} }}"

    def _words_of(self, passage: Passage, address: re.Match[str]) -> list[str]:
        sources = self._manuscript.sources
        pages = sources.paper.pages(passage.first, passage.last, sources.words.pages)
        words = [
            f"#{passage.id}",
            f'.passage data-number="{passage.number}"' if passage.number else "",
            f'data-original="{pages}"' if passage.first else "",
            *_WAS.sub("", f"{address['before']} {address['after']}").split(),
        ]
        return list(filter(None, words))


def _page_before(values: list[object]) -> int:
    """Return the page that a mark at the very beginning of a block opens."""
    opening, *rest = values or [""]
    if rest and isinstance(opening, str) and begins_block(opening):
        opening = rest[0]
    return opening.number if isinstance(opening, PageMark) else 0


def page_mark(number: int, sources: Sources) -> Markup:
    """Write where a page of the original begins: a link to itself, with both paginations."""
    paper, words = sources.paper, sources.words.pages
    title = words.begins.format(page=number)
    if paper.first_page_in_volume is not None:
        volume = paper.pages_in_volume(number, number)
        title = words.begins_in_volume.format(page=number, volume=volume)
    return markup(
        '<a class="page-mark" data-search-exclude="" href="#page-{0}" id="page-{0}" title="{1}">'
        "<span>{2}</span></a> ",
        number,
        quoted(title),
        paper.pages(number, number, words),
    )
