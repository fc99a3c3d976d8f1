"""From sources and pages to finished Markdown: the whole of the engine, without MkDocs."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from macros.aliases import moved_passages
from macros.authoring import Author
from macros.bib.entries import Entry
from macros.citing import Citing
from macros.cover import Publication
from macros.crosschecks import cross_check
from macros.definitions import Definitions, mark_again
from macros.glossary import abbreviation_definitions
from macros.manuscript import Manuscript
from macros.markdown_text import link, localize, plain_text
from macros.note_writer import NoteWriter
from macros.notes import Note, NoteAgain, by_page
from macros.parts import PART_NAMES, Parts
from macros.passages import Chapter, Cited, Mention, PageMark, Passage
from macros.places import page_mark
from macros.plain import Plain, made_by
from macros.problems import Problem
from macros.templates import BrokenTemplateError, render_page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from macros.markup import Ways
    from macros.page_source import PageSource
    from macros.sources import Sources

_MARKER_AND_COLON = re.compile("(?m)^([ \t>]*\ue000\\d+\ue001):")  # else it defines a footnote
_TITLE_LINE = re.compile(r"(?m)\A(\s*# .+\n)")


class Rendered(Plain, frozen=True):
    """A finished companion, by paths in the docs folder.

    Markdown of pages; their titles as plain text; further files; the numbers of the chapters; the
    notes of each page, number → line, and what is left to add to them in HTML; on which page each
    generated part stands.
    """

    texts: dict[str, str] = made_by(dict)
    titles: dict[str, str] = made_by(dict)
    files: dict[str, str] = made_by(dict)
    chapters: dict[str, int] = made_by(dict)
    notes: dict[str, dict[int, int]] = made_by(dict)
    ways: dict[str, dict[str, Ways]] = made_by(dict)
    parts: dict[str, str] = made_by(dict)


def render_companion(
    sources: Sources,
    pages: Sequence[PageSource],
    publication: Publication | None = None,
    *,
    with_ways: bool = True,
) -> tuple[Rendered, list[Problem]]:
    """Render all pages, given in reading order; returns them, and what is wrong.

    Notes are numbered in the order of `pages`, as the settings say. With problems there may be
    pages without a text. For `with_ways` see `Definitions`.
    """
    build = _Build(sources, publication or Publication(), with_ways=with_ways)
    try:
        readable = [build.read(page) for page in pages]
        if not all(readable):  # a page that is missing would make others look wrong
            return Rendered(), build.problems
        texts = {page.page: build.write(page.page) for page in pages}
    except BrokenTemplateError as error:
        return Rendered(), [error.problem]
    build.check()
    titles, chapters, ways = build.titles, build.chapters, build.definitions.left
    rendered = Rendered(texts, titles, build.files(), chapters, build.notes, ways, build.parts)
    return rendered, build.problems


class _Build:
    def __init__(self, sources: Sources, publication: Publication, *, with_ways: bool) -> None:
        self._sources = sources
        self._with_ways = with_ways
        self._publication = publication
        self._manuscript = Manuscript(sources.settings.note_numbering)
        self._page_sources: dict[str, str] = {}
        self._own_titles: dict[str, str] = {}

    @property
    def problems(self) -> list[Problem]:
        return sorted(set(self._manuscript.problems))

    def _report(self, source: str, line: int, message: str) -> None:
        self._manuscript.problems.append(Problem(source, line, message))

    def read(self, page: PageSource) -> bool:
        """Take in a page; returns whether its macros could be run to the end."""
        self._page_sources[page.page] = page.source
        if page.title:
            self._own_titles[page.page] = page.title
        author = Author(
            page.page,
            page.source,
            manuscript=self._manuscript,
            bibliography=self._sources.bibliography,
            reference=lambda key: self._sources.style.reference(self._sources.bibliography[key]),
            companion_reference=self._companion_reference,
            parts={name: self._later(name) for name in PART_NAMES},
        )
        text, broken = render_page(
            page.text,
            source=page.source,
            first_line=page.first_line,
            macros=author.macros(),
            shield=self._manuscript.hold,
        )
        self._manuscript.problems += broken
        if not broken:
            self._manuscript.add_page(page.page, text, self._sources.paper.pages)
        return not broken

    @cached_property
    def _companion_reference(self) -> str:
        edition = self._sources.paper.companion
        entry = Entry(
            key="companion",
            kind="document",
            line=0,
            title=edition.title,
            number=f"version {edition.version}",
            issued=edition.date,
            url=self._publication.address,
        )
        return self._sources.style.reference(entry)

    def _later(self, name: str) -> Callable[[], str]:
        return lambda: self._parts.by_name()[name]()

    @cached_property  # like _parts, not before every page has been read
    def _writer(self) -> NoteWriter:
        works_page = self._manuscript.parts.get("bibliography", "")
        return NoteWriter(
            self._manuscript.notes,
            self._sources.bibliography,
            self._sources.style,
            works_page,
            self._manuscript.numbering,
        )

    @cached_property
    def definitions(self) -> Definitions:
        return Definitions(self._manuscript, self._writer, with_ways=self._with_ways)

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self._sources, self._manuscript, self._writer, self._publication)

    @property
    def titles(self) -> dict[str, str]:
        headings = self._manuscript.titles.items()
        found = {page: plain_text(heading) for page, heading in headings if heading != page}
        return found | self._own_titles

    @property
    def chapters(self) -> dict[str, int]:
        return {chapter.page: chapter.number for chapter in self._manuscript.chapters}

    @property
    def parts(self) -> dict[str, str]:
        return self._manuscript.parts

    def files(self) -> dict[str, str]:
        """Return the citations of the chapters as files to download, path → text."""
        return self._citing.files(self._manuscript.chapters)

    @cached_property
    def _citing(self) -> Citing:
        return Citing(self._sources, self._publication.address)

    def write(self, page: str) -> str:
        """Finish a page: tokens filled, notes and abbreviations defined, links made relative."""
        text = self._manuscript.texts[page]
        chapter = self._chapters.get(page)
        notes = self._notes_on.get(page, ())
        definitions = "\n\n".join(map(self.definitions.define, notes))
        if chapter:
            text = self._with_chapter_line(text, chapter)
        text += "\n\n" + moved_passages(page, self._moved)
        if chapter:
            text += "\n\n" + self._citing.block(chapter, self._manuscript.passages_on(page))
        text = _MARKER_AND_COLON.sub("\\1&#58;", text.rstrip())
        text = self._manuscript.fill(f"{text}\n\n{definitions}", self._fill)
        if chapter:
            text += "\n\n" + abbreviation_definitions(self._sources.terms.terms, text)
        return localize(text, page).rstrip() + "\n"

    @cached_property
    def _chapters(self) -> dict[str, Chapter]:
        return {chapter.page: chapter for chapter in self._manuscript.chapters}

    @cached_property
    def _notes_on(self) -> dict[str, list[Note]]:
        return by_page(self._manuscript.notes)

    @property
    def notes(self) -> dict[str, dict[int, int]]:
        pages = self._notes_on.items()
        return {page: {note.number: note.line for note in notes} for page, notes in pages}

    @cached_property
    def _moved(self) -> list[Passage]:
        return [passage for passage in self._manuscript.passages.values() if passage.aliases]

    def _fill(self, value: object) -> str:
        if isinstance(value, Note):
            return f"[^{value.number}]"
        if isinstance(value, NoteAgain):
            text = self._manuscript.fill(self._writer.write(value.note), self._fill)
            return mark_again(value, text)
        if isinstance(value, PageMark):
            return self._page_mark(value)
        if isinstance(value, Mention):
            return self._mention(value)
        if isinstance(value, Cited):
            message = "cite() stands outside a note; write note(cite(…)) or reference(…)"
            self._report(value.source, value.line, message)
            return ""
        return str(value() if callable(value) else value)

    def _page_mark(self, mark: PageMark) -> str:
        paper, number = self._sources.paper, mark.number
        if not paper.first_page <= number <= paper.last_page:
            pages = f"{paper.first_page}-{paper.last_page} ({self._sources.settings.paper})"
            message = f"there is no page {number} in the original; it has the pages {pages}"
            self._report(mark.source, mark.line, message)
        return page_mark(paper, number)

    def _mention(self, mention: Mention) -> str:
        address = self._writer.work_address(mention.cite_key)
        return f"{link(mention.text, address)}{{: #{mention.id} }}" if address else mention.text

    def _with_chapter_line(self, text: str, chapter: Chapter) -> str:
        paper = self._sources.paper
        line = f"Chapter {chapter.number} of {len(self._manuscript.chapters)}"
        if chapter.first:
            line += f" · {paper.pages(chapter.first, chapter.last)} of the original"
        if whole := self._manuscript.parts.get("whole_paper"):
            attributes = "{: .to-whole data-search-exclude='' }"
            line += f" {link('The whole paper on one page', whole)}{attributes}"
        return _TITLE_LINE.sub(f"\\1\n{line}\n{{: .chapter-line }}\n", text, count=1)

    def check(self) -> None:
        """Check what pages, data files and bibliography say of each other."""
        found = cross_check(self._sources, self._manuscript, self._page_sources)
        self._manuscript.problems += found
