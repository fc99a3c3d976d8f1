"""What the authors' pages hold, page by page in reading order: notes, mentions, page marks.

A macro leaves a token in the text and its value here. Tokens become Markdown when all pages have
been read, because a page may speak of a later one ("cited in notes 3 and 38").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from macros.notes import Note
from macros.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.citations import CitationItem

_TOKEN = re.compile("\ue000(\\d+)\ue001")
_BLOCK_GAP = re.compile(r"(\n[ \t]*(?:\n[ \t]*)+)")
_ADDRESS = re.compile(r"(?m)^\{: ?#(?P<id>[\w-]+)(?P<rest>[^}\n]*)\}[ \t]*$")
_HEADING_ADDRESS = re.compile(r"(?m)^#{1,6} .*\{: ?#(?P<id>[\w-]+)[^}\n]*\}[ \t]*$")
_TITLE = re.compile(r"(?m)^# +(.+?)[ \t]*(?:\{:.*\})?[ \t]*$")


@dataclass(frozen=True)
class Cited:
    """A citation item where its macro stands; outside a note it is a mistake."""

    item: CitationItem
    source: str
    line: int


@dataclass(frozen=True)
class PageMark:
    """Here a page of the original begins."""

    number: int
    source: str
    line: int


@dataclass(frozen=True)
class Mention:
    """A work named in the running text, without a note. `number` tells several of a work apart."""

    cite_key: str
    text: str
    number: int

    @property
    def id(self) -> str:
        """The fragment that leads to the mention."""
        return f"named-{self.cite_key}-{self.number}"


@dataclass(frozen=True)
class Passage:
    """A paragraph with an address, and the first and last page of the original it stands on."""

    page: str
    id: str
    first: int
    last: int

    @property
    def address(self) -> str:
        """Where the passage stands: page and fragment."""
        return f"{self.page}#{self.id}"


@dataclass(frozen=True)
class Chapter:
    """A page that retells a part of the original, from its page `first` to `last`."""

    page: str
    number: int
    title: str
    first: int
    last: int


@dataclass
class Manuscript:
    """All pages as read so far."""

    notes: list[Note] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[Note | Mention, Passage] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _held: list[object] = field(default_factory=list)
    _original_page: int = 0

    def hold(self, value: object) -> str:
        """Keep a value and return the token that stands for it in a text."""
        self._held.append(value)
        return f"\ue000{len(self._held) - 1}\ue001"

    def split(self, text: str) -> list[object]:
        """Cut a text at its tokens into strings and held values."""
        pieces: list[object] = list(_TOKEN.split(text))
        pieces[1::2] = [self._held[int(str(index))] for index in pieces[1::2]]
        return [piece for piece in pieces if piece != ""]

    def fill(self, text: str, write: Callable[[object], str]) -> str:
        """Replace each token by what `write` makes of its value."""
        while _TOKEN.search(text):
            text = _TOKEN.sub(lambda match: write(self._held[int(match[1])]), text)
        return text

    def note_named(self, name: str) -> Note | None:
        """Return the note to which its author gave this name."""
        return next((note for note in self.notes if note.name == name), None)

    def add_page(self, page: str, text: str, pages_label: Callable[[int, int], str]) -> None:
        """Take in a page's text, its macros run, and find its passages and page marks."""
        starts_on = self._original_page
        blocks = _BLOCK_GAP.split(text)
        first_seen = 0
        is_chapter = False
        for index in range(0, len(blocks), 2):
            values = self.split(blocks[index])
            if any(isinstance(value, PageMark | Note) for value in values):
                is_chapter = True
                first_seen = first_seen or self._page_before(values) or starts_on
            blocks[index] = self._read_block(page, blocks[index], values, pages_label)
        self.texts[page] = "".join(blocks)
        if is_chapter:
            title = _TITLE.search(text)
            number = len(self.chapters) + 1
            chapter = Chapter(
                page, number, title[1] if title else page, first_seen, self._original_page
            )
            self.chapters.append(chapter)

    def _page_before(self, values: list[object]) -> int:
        return values[0].number if values and isinstance(values[0], PageMark) else 0

    def _read_block(
        self, page: str, block: str, values: list[object], pages_label: Callable[[int, int], str]
    ) -> str:
        first = self._page_before(values) or self._original_page
        for value in values:
            if isinstance(value, PageMark):
                self._turn_page(value)
        address = _ADDRESS.search(block) or _HEADING_ADDRESS.search(block)
        if not address:
            return block
        passage = Passage(page, address["id"], first, self._original_page)
        self.passages[passage.address] = passage
        for value in values:
            if isinstance(value, Note | Mention):
                self.places[value] = passage
        label = pages_label(first, self._original_page) if first else ""
        mark = f'{{: #{passage.id} .passage data-original="{label}"\\g<rest>}}'
        return _ADDRESS.sub(mark, block) if label else block

    def _turn_page(self, mark: PageMark) -> None:
        if self._original_page and mark.number != self._original_page + 1:
            message = (
                f"page mark {mark.number} follows page {self._original_page}; "
                f"expected {self._original_page + 1}"
            )
            self.problems.append(Problem(mark.source, mark.line, message))
        self._original_page = mark.number

    def find_passage(
        self, name: str, source: str, line: int
    ) -> tuple[Passage | None, list[Problem]]:
        """Find a passage by "file-name#id", as data files write it, or say what is wrong."""
        known = {
            passage.address.replace(".md#", "#"): passage for passage in self.passages.values()
        }
        if name in known:
            return known[name], []
        message = f'unknown passage "{name}"{did_you_mean(name, known)}'
        return None, [Problem(source, line, message)]
