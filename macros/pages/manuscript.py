"""The manuscript: what the authors' pages hold, in reading order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from macros.data.figures import Dataset
from macros.data.reading import Lines
from macros.pages.figures import Figure
from macros.pages.notes import Note, NoteAgain
from macros.pages.passages import Chapter, Mention, PageMark, PageReader, Passage, Pointer
from macros.pages.source import CODE, PageSource
from macros.pages.tokens import TOKEN, Tokens
from macros.problems import Problem
from macros.sources import Sources
from macros.text import is_plain, plain_text, trusted

_TITLE = re.compile(r"(?m)^# +(.+?)[ \t]*(?:\{[^{}]*\})?[ \t]*$")


class Manuscript:
    """All that the pages hold, collected while they are read in order.

    Macros add notes, mentions and problems; `add_page` adds a page's text, passages and chapter.
    `page_sources` maps a page ("2-concept.md") to its path in messages ("docs/2-concept.md").
    `to_html` makes HTML of an author's Markdown on a page. `titles` are plain text.
    """

    def __init__(
        self,
        sources: Sources,
        page_sources: Mapping[str, str],
        to_html: Callable[[str, str], Markup],
    ) -> None:
        self.sources, self.page_sources, self._to_html = sources, page_sources, to_html
        self.numbering = sources.settings.note_numbering
        self.tokens = Tokens()
        self.problems: list[Problem] = []
        self.pages: dict[str, PageSource] = {}
        self.texts: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self.chapters: list[Chapter] = []
        self.told: set[str] = set()  # pages that say whether they are one
        self.passages: list[Passage] = []
        self.passages_by_name: dict[str, Passage] = {}
        self.readdressed: list[Passage] = []  # those with former addresses
        self.marks: dict[int, PageMark] = {}
        self.passage_of: dict[Note | NoteAgain | Mention | PageMark, Passage] = {}
        self.notes: list[Note] = []
        self.notes_on: dict[str, list[Note]] = {}
        self.notes_by_id: dict[str, Note] = {}
        self.shared_names: set[str] = set()  # of footnotes on several pages
        self._own_notes: dict[tuple[str, str], Note] = {}  # by page and id
        self._again: defaultdict[Note, list[NoteAgain]] = defaultdict(list)
        self.mentions: defaultdict[str, list[Mention]] = defaultdict(list)  # by cite key
        self.referenced: set[str] = set()
        self.parts: dict[str, str] = {}  # the page of each generated part
        self.figures: dict[str, Figure] = {}  # by id

    def next_number(self, page: str) -> int:
        """Return the number of the next note on a page."""
        counted = self.notes_on.get(page, ()) if self.numbering.per_chapter else self.notes
        return self.numbering.first + len(counted)

    def add_note(self, note: Note) -> None:
        """Take in the next note."""
        self.notes.append(note)
        self.notes_on.setdefault(note.page, []).append(note)
        if note.name:
            self._name(note)

    def _name(self, note: Note) -> None:
        """Keep a note by its id; of footnotes, a name that several pages use is an id on each."""
        self._own_notes.setdefault((note.page, note.name), note)
        known = self.notes_by_id.get(note.name)
        if known and known.is_footnote and note.is_footnote and known.page != note.page:
            del self.notes_by_id[note.name]
            self.shared_names.add(note.name)
        elif (known is None or known.is_footnote) and not (
            note.is_footnote and note.name in self.shared_names
        ):
            self.notes_by_id[note.name] = note

    def note_called(self, name: str, page: str) -> Note | None:
        """Return the note of an id, as a page means it: its own, or that of the companion."""
        return self._own_notes.get((page, name)) or self.notes_by_id.get(name)

    def add_again(self, note: Note, page: str) -> NoteAgain:
        """Take in a further marker of a note."""
        again = NoteAgain(note, page, len(self._again[note]) + 2)
        self._again[note].append(again)
        return again

    def markers(self, note: Note) -> Sequence[Note | NoteAgain]:
        """Return a note's markers in order: the note, for its first one, and each `NoteAgain`."""
        return note, *self._again.get(note, ())

    def passages_of(self, note: Note) -> list[Passage]:
        """Return the passages in which a note's markers stand."""
        markers = self.markers(note)
        return [self.passage_of[marker] for marker in markers if marker in self.passage_of]

    def title_of(self, note: Note, page: str = "") -> str:
        """Name a note to readers of a page: "Note 4", or elsewhere "Note 4 of Chapter 2"."""
        title = self.sources.words.notes.note.format(number=note.number)
        return title if note.page == page else self.of_chapter(title, note.page)

    def of_chapter(self, notes: str, page: str) -> str:
        """Add the chapter, where each numbers its own notes: `Note 4` → `Note 4 of Chapter 2`."""
        if not self.numbering.per_chapter:
            return notes
        words = self.sources.words
        number = next((c.number for c in self.chapters if c.page == page), None)
        chapter = words.places.chapter.format(number=number) if number else self.titles[page]
        return words.notes.of_chapter.format(note=notes, chapter=chapter)

    def next_figure(self, kind: str) -> int:
        """Return the number of the next figure, or table."""
        return sum(figure.kind == kind for figure in self.figures.values()) + 1

    def figure_title(self, figure: Figure) -> str:
        """Name a figure or table to readers: "Figure 2"."""
        words = self.sources.words.figures
        form = words.figure if figure.kind == "figure" else words.table
        return form.format(number=figure.number)

    def dataset(self, name: str) -> tuple[Dataset | None, Lines]:
        """Read the data of a figure by their name; what is wrong with them is kept."""
        found, lines, problems = self.sources.dataset(name)
        self.problems += problems
        return found, lines

    def work_address(self, cite_key: str) -> str:
        """Return where the bibliography lists a work, as `page.md#fragment`, or nothing."""
        page = self.parts.get("bibliography")
        return f"{page}#ref-{cite_key}" if page else ""

    def add_page(self, page: str, text: str, chapter: bool | None = None) -> None:
        """Take in a page's text, its macros run.

        A page with notes or page marks is a chapter, unless `chapter` says what it is.
        """
        heading = self._heading(text) or trusted(page)
        is_simple = is_plain(heading)
        self.titles[page] = heading if is_simple else plain_text(self._to_html(heading, page))
        text = CODE.sub(self._held, text)
        values = self.values_in(text)
        self._check_figures(page, text)
        if chapter is not None:
            self.told.add(page)
        else:
            chapter = any(isinstance(value, PageMark | Note) for value in values)
        if not chapter:
            self.texts[page] = PageReader(self, page).read(text)
            return
        marks = [value.number for value in values if isinstance(value, PageMark)]
        # A chapter with marks begins on the page before its first one, whatever came before.
        before = self.chapters[-1].last if self.chapters else 0
        number = len(self.chapters) + 1
        reader = PageReader(self, page, number, marks[0] - 1 if marks else before)
        self.texts[page] = reader.read(text)
        first, last, passages = reader.first_page, reader.original_page, reader.passages
        self.chapters.append(
            Chapter(page, number, self.titles[page], heading, first, last, passages)
        )

    def _held(self, code: re.Match[str]) -> str:
        """Hold code that Markdown, or what reads macros, could take for something else."""
        return self.tokens.hold(code[0]) if "{" in code[0] or code["fence"] else code[0]

    def _check_figures(self, page: str, text: str) -> None:
        """Name figures that have words beside them, or stand in those of another."""
        for line in filter(TOKEN.search, text.splitlines()):
            pieces = self.tokens.split(line)
            figures = [piece for piece in pieces if isinstance(piece, Figure)]
            signs = (p if isinstance(p, str) else "a value" for p in pieces if p not in figures[:1])
            misplaced = figures if "".join(signs).strip(" >*+-:\t") else []
            misplaced += [
                inner
                for figure in figures
                for inner in self.values_in("".join(figure.texts))
                if isinstance(inner, Figure)
            ]
            for figure in misplaced:
                message = (
                    f'{figure.kind}("{figure.id}") stands within other words; put it on a line of '
                    "its own, between blank lines"
                )
                self.problems.append(Problem(self.page_sources[page], figure.line, message))

    def values_in(self, text: str) -> list[object]:
        """Cut a text at its tokens, and behind each figure set what its own texts hold."""
        found: list[object] = []
        for value in self.tokens.split(text):
            texts = value.texts if isinstance(value, Figure) else ()
            found += [value, *(inner for each in texts for inner in self.values_in(each))]
        return found

    def _heading(self, text: str) -> Markup:
        """Return a page's first heading, as others may quote it: without notes and marks."""
        title = _TITLE.search(text)
        return trusted(self.words_of(title[1]).strip()) if title else trusted("")

    def words_of(self, text: str) -> str:
        """Return Markdown as others may quote it: without notes and marks, links as their words."""
        pieces = self.tokens.split(text)
        words = (piece.text if isinstance(piece, Mention | Pointer) else piece for piece in pieces)
        return "".join(word for word in words if isinstance(word, str))
