"""What the authors' pages hold, page by page in reading order: notes, mentions, page marks.

A macro leaves a token in the text and its value here. Tokens become Markdown or HTML when all pages
have been read, because a page may speak of a later one ("cited in notes 3 and 38").
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros.data.settings import Numbering
from macros.pages.notes import Note, NoteAgain
from macros.pages.passages import Chapter, Mention, PageMark, Passage
from macros.pages.source import CODE
from macros.problems import Problem, did_you_mean
from macros.text import TOKEN, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from macros.data.words import Words

_DEEPEST = 50  # tokens within the text of a token

_BLOCK_GAP = re.compile(r"(\n[ \t]*(?:\n[ \t]*)+)")
_LIST_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+")
_MARGIN = re.compile(r"[ \t>]*")
_OPENS_A_BLOCK = re.compile(r"[ \t>]*(?:#{1,6} |!!!|\?\?\?|<[a-z][^>]* markdown\b)")
_ID = r"\{:?(?P<before>[^}#\n]*?)(?<![\w\"'])#(?P<id>[\w-]+)(?P<after>[^}\n]*)\}[ \t]*$"
_ADDRESS = re.compile(rf"(?m)^(?P<indent>[ \t>]*){_ID}")
_HEADING_ADDRESS = re.compile(rf"(?m)^#{{1,6}} .*{_ID}")
_OPENING = re.compile(r"(?:[\s>*+-]|\d+\.\s|#+ )+")
_TITLE = re.compile(r"(?m)^# +(.+?)[ \t]*(?:\{[^{}]*\})?[ \t]*$")


_WAS = re.compile(r'\bwas="([^"]*)"')


def _attributes(passage: Passage, label: str, match: re.Match[str]) -> str:
    words = [
        f"#{passage.id}",
        f'.passage data-number="{passage.number}"' if passage.number else "",
        f'data-original="{label}"' if label else "",
        *_WAS.sub("", f"{match['before']} {match['after']}").split(),
    ]
    return f"{match['indent']}{{: {' '.join(filter(None, words))} }}"


def _number(passage: Passage, title: str) -> Markup:
    """Show the number of a passage, as a link to its address, behind former addresses of it."""
    former = [alias for alias in passage.aliases if "#" not in alias]
    places = "".join(f'<span class="alias" id="{alias}"></span>' for alias in former)
    return Markup(
        f'{places}<a class="passage-number" data-search-exclude="" href="#{passage.id}" '
        f'title="{quoted(title)}">{passage.number}</a>'
    )


def _beginning(block: str) -> int:
    """Return where the text of a block's last paragraph or list item begins."""
    lines = block.splitlines(keepends=True)
    first = 0
    while first < len(lines) - 1 and _OPENS_A_BLOCK.match(lines[first]):
        first += 1
    opening = _MARGIN
    if _LIST_ITEM.match(lines[first]):
        opening = _LIST_ITEM
        first = max(at for at, line in enumerate(lines) if _LIST_ITEM.match(line))
    start = opening.match(lines[first])
    return sum(map(len, lines[:first])) + (start.end() if start else 0)


@dataclass
class Manuscript:
    """All pages as read so far."""

    words: Words
    numbering: Numbering = field(default_factory=Numbering)
    notes: list[Note] = field(default_factory=list)
    again: dict[Note, list[NoteAgain]] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    chapters: list[Chapter] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[Note | NoteAgain | Mention, Passage] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    referenced: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _held: list[object] = field(default_factory=list)
    _original_page: int = 0
    _counts: Counter[str] = field(default_factory=Counter)
    _named: dict[str, Note] = field(default_factory=dict)
    _numbered: Counter[str] = field(default_factory=Counter)
    _on_page: dict[str, dict[str, Passage]] = field(default_factory=dict)
    _by_name: dict[str, Passage] = field(default_factory=dict)
    marks: dict[int, PageMark] = field(default_factory=dict)

    def hold(self, value: object) -> str:
        """Keep a value and return the token that stands for it in a text."""
        self._held.append(value)
        return f"\ue000{len(self._held) - 1}\ue001"

    def split(self, text: str) -> list[object]:
        """Cut a text at its tokens into strings and held values."""
        pieces: list[object] = list(TOKEN.split(text))
        pieces[1::2] = [self._value(str(index)) for index in pieces[1::2]]
        return [piece for piece in pieces if piece != ""]

    def with_code(self, text: str) -> str:
        """Put code that was shielded back into a text whose macros have run."""
        kept = (self._value(match[1]) for match in TOKEN.finditer(text))
        code = [value if isinstance(value, str) else "" for value in kept]
        return TOKEN.sub(lambda match: code.pop(0) or match[0], text)

    def fill(self, text: str, write: Callable[[object, str], str]) -> tuple[str, dict[str, Markup]]:
        """Put what `write` makes of the held values into a text; HTML stays apart.

        `write` gets a value and the text before its token. What it returns as Markdown, or text, is
        put in; in the place of HTML, which is `Markup`, its token stays. Returns the text and that
        HTML, by the numbers of the tokens.
        """
        html: dict[str, Markup] = {}

        def put(token: re.Match[str], depth: int = 0) -> str:
            written = write(self._value(token[1]), token.string[: token.start()])
            if isinstance(written, Markup):
                html[token[1]] = written
                return token[0]
            if depth == _DEEPEST:
                return ""
            return TOKEN.sub(partial(put, depth=depth + 1), written)

        return TOKEN.sub(put, text), html

    def _value(self, index: str) -> object:
        """Return what is held; nothing for a token that an author made up."""
        return self._held[int(index)] if int(index) < len(self._held) else ""

    def next_number(self, page: str) -> int:
        """Return the number of the next note on a page."""
        return self.numbering.first + self._counts[self.numbering.together(page)]

    def add_note(self, note: Note) -> None:
        """Take in the next note."""
        self.notes.append(note)
        self._counts[self.numbering.together(note.page)] += 1
        if note.name:
            self._named.setdefault(note.name, note)

    def note_named(self, name: str) -> Note | None:
        """Return the note to which its author gave this name."""
        return self._named.get(name)

    def add_again(self, note: Note, page: str) -> NoteAgain:
        """Take in a further marker of a note."""
        again = NoteAgain(note, page, len(self.markers_again(note)) + 2)
        self.again.setdefault(note, []).append(again)
        return again

    def markers_again(self, note: Note) -> Sequence[NoteAgain]:
        """Return the further markers of a note, in order."""
        return self.again.get(note, ())

    def places_of(self, note: Note) -> list[Passage]:
        """Return the passages in which a note's markers stand."""
        markers = (note, *self.markers_again(note))
        return [self.places[marker] for marker in markers if marker in self.places]

    def title_of(self, note: Note, page: str = "") -> str:
        """Name a note to readers of a page: "Note 4", or elsewhere "Note 4 of Chapter 2"."""
        here = not self.numbering.per_chapter or note.page == page
        title = self.words.notes.note.format(number=note.number)
        return title if here else self.of_chapter(title, note.page)

    def of_chapter(self, notes: str, page: str) -> str:
        """Say whose notes are, where each chapter numbers its own: "Note 4 of Chapter 2"."""
        if not self.numbering.per_chapter:
            return notes
        number = next(chapter.number for chapter in self.chapters if chapter.page == page)
        chapter = self.words.places.chapter.format(number=number)
        return self.words.notes.of_chapter.format(note=notes, chapter=chapter)

    def add_page(self, page: str, text: str, pages_label: Callable[[int, int], str]) -> None:
        """Take in a page's text, its macros run, and find its passages and page marks."""
        self.titles[page] = self._title(text) or page
        text = CODE.sub(lambda code: self.hold(code[0]) if "{" in code[0] else code[0], text)
        if not any(isinstance(value, PageMark | Note) for value in self.split(text)):
            self.texts[page] = self._read_blocks(page, text, None)
            return
        marks = [value.number for value in self.split(text) if isinstance(value, PageMark)]
        if marks:  # whatever came before, this chapter begins on the page before its first mark
            self._original_page = marks[0] - 1
        starts_on = self._original_page
        self.texts[page] = self._read_blocks(page, text, pages_label)
        passages = self.passages_on(page)
        first = passages[0].first if passages else self._first_page(text, starts_on)
        chapter = Chapter(
            page, len(self.chapters) + 1, self.titles[page], first, self._original_page
        )
        self.chapters.append(chapter)

    def passages_on(self, page: str) -> list[Passage]:
        """Return the passages of a page, in order."""
        return list(self._on_page.get(page, {}).values())

    def _first_page(self, text: str, before: int) -> int:
        """Return the page on which the first marked or noted block of a chapter begins."""
        for block in _BLOCK_GAP.split(text):
            values = self.split(block)
            if any(isinstance(value, PageMark | Note) for value in values):
                marks = [value.number for value in values if isinstance(value, PageMark)]
                return self._page_before(values) or before or (marks[0] if marks else 0)
        return before

    def _read_blocks(
        self, page: str, text: str, pages_label: Callable[[int, int], str] | None
    ) -> str:
        """Find passages block by block; without `pages_label` they retell no page."""
        blocks = _BLOCK_GAP.split(text)
        blocks[::2] = [self._read_block(page, block, pages_label) for block in blocks[::2]]
        return "".join(blocks)

    def _title(self, text: str) -> str:
        """Return the page's first heading, as others may quote it: without notes and marks."""
        title = _TITLE.search(text)
        pieces = self.split(title[1]) if title else []
        words = (piece.text if isinstance(piece, Mention) else piece for piece in pieces)
        return "".join(word for word in words if isinstance(word, str)).strip()

    def _page_before(self, values: list[object]) -> int:
        """Return the page that a mark at the very beginning of a block opens."""
        opening, *rest = values or [""]
        if rest and isinstance(opening, str) and _OPENING.fullmatch(opening):
            opening = rest[0]
        return opening.number if isinstance(opening, PageMark) else 0

    def _read_block(
        self, page: str, block: str, pages_label: Callable[[int, int], str] | None
    ) -> str:
        values = self.split(block)
        first = self._page_before(values) or self._original_page
        for value in values:
            if isinstance(value, PageMark):
                self._turn_page(value)
        address = _ADDRESS.search(block) or _HEADING_ADDRESS.search(block)
        if not address:
            return block
        passage = self._passage(page, address, first, in_chapter=pages_label is not None)
        for value in values:
            if isinstance(value, Note | NoteAgain | Mention):
                self.places[value] = passage
        label = pages_label(first, passage.last) if pages_label and first else ""
        place = _beginning(block)
        if passage.number and block[place : address.start()].strip():
            title = self.words.places.address.format(number=passage.number)
            block = f"{block[:place]}{self.hold(_number(passage, title))}{block[place:]}"
        return _ADDRESS.sub(partial(_attributes, passage, label), block)

    def _passage(
        self, page: str, address: re.Match[str], first: int, *, in_chapter: bool
    ) -> Passage:
        was = _WAS.search(address[0])
        aliases = tuple(was[1].split()) if was else ()
        if not in_chapter:
            passage = Passage(page, address["id"], 0, 0, "", aliases)
        else:
            number = ""
            if address.re is _ADDRESS:
                self._numbered[page] += 1
                number = f"{len(self.chapters) + 1}.{self._numbered[page]}"
            passage = Passage(page, address["id"], first, self._original_page, number, aliases)
        self.passages[passage.address] = passage
        self._on_page.setdefault(page, {})[passage.address] = passage
        self._by_name |= dict.fromkeys(passage.names, passage)
        return passage

    def _turn_page(self, mark: PageMark) -> None:
        message = ""
        twin = self.marks.setdefault(mark.number, mark)
        if twin is not mark:
            message = (
                f"page {mark.number} is marked already, in {twin.source}:{twin.line}; keep one"
            )
        elif mark.number != self._original_page + 1:
            message = (
                f"page mark {mark.number} follows page {self._original_page} in this chapter; mark "
                f"page {self._original_page + 1} first, or mend the number"
            )
        if message:
            self.problems.append(Problem(mark.source, mark.line, message))
        self._original_page = mark.number

    def find_passage(
        self, name: str, source: str, line: int
    ) -> tuple[Passage | None, list[Problem]]:
        """Find a passage by "file-name#id", as data files write it, or say what is wrong."""
        if name in self._by_name:
            return self._by_name[name], []
        message = f'unknown passage "{name}"{did_you_mean(name, self._by_name)}'
        return None, [Problem(source, line, message)]
