"""From sources and pages to finished pages: the whole of the engine, without MkDocs."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct, field

from macros.bib.entries import Entry
from macros.pages.author import Author
from macros.pages.checks import cross_check
from macros.pages.manuscript import Manuscript
from macros.pages.notes import Note, NoteAgain, by_page
from macros.pages.passages import Chapter, Cited, Mention, PageMark, Passage, moved_passages
from macros.pages.places import page_mark
from macros.pages.source import check_footnotes, shield_code
from macros.pages.writing import NoteSection, NoteWriter
from macros.parts import WRITERS
from macros.parts.citing import Citing
from macros.parts.context import Context
from macros.parts.cover import Publication
from macros.parts.glossary import Abbreviations
from macros.problems import Problem
from macros.templates import BrokenTemplateError, render_page
from macros.text import doc_links, is_plain, link, plain_text, point_from, set_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from macros.pages.source import PageSource
    from macros.sources import Sources

_TITLE_LINE = re.compile(r"(?m)\A(\s*# .+\n)")
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.S)


class Written(Struct, frozen=True):
    """A finished page: Markdown with tokens, and the HTML that stands for these, by number.

    Links to pages are those of `link`, in both.
    """

    text: str
    html: Mapping[str, str]


class AuthorsLink(Struct, frozen=True):
    """A link that an author wrote into a note: `source` and `line`, and where it leads.

    `address` is counted from the docs folder: `2-concept.md#definition`.
    """

    source: str
    line: int
    address: str


class Rendered(Struct, frozen=True):
    """A finished companion, by paths in the docs folder.

    Its pages; their titles as plain text; further files; the numbers of the chapters; the notes of
    each page, number → line; on which page each generated part stands; the links in notes.
    """

    pages: dict[str, Written] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    chapters: dict[str, int] = field(default_factory=dict)
    notes: dict[str, dict[int, int]] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    links: Sequence[AuthorsLink] = ()


def render_companion(
    sources: Sources,
    pages: Sequence[PageSource],
    to_html: Callable[[str], str],
    publication: Publication | None = None,
) -> tuple[Rendered, list[Problem]]:
    """Render all pages, given in reading order; returns them, and what is wrong.

    Notes are numbered in the order of `pages`, as the settings say. `to_html` makes HTML of the
    Markdown that authors write into notes. With problems there may be pages without a text.
    """
    build = _Build(sources, to_html, publication or Publication())
    try:
        readable = [build.read(page) for page in pages]
        if not all(readable):  # a page that is missing would make others look wrong
            return Rendered(), build.problems
        written = {page.page: build.write(page.page) for page in pages}
    except BrokenTemplateError as error:
        return Rendered(), [error.problem]
    build.check()
    titles, chapters, notes = build.titles, build.chapters, build.notes
    rendered = Rendered(written, titles, build.files(), chapters, notes, build.parts, build.links)
    return rendered, build.problems


class _Build:
    def __init__(
        self, sources: Sources, to_html: Callable[[str], str], publication: Publication
    ) -> None:
        self._sources = sources
        self._to_html = to_html
        self._publication = publication
        self._manuscript = Manuscript(sources.words, sources.settings.note_numbering)
        self._page_sources: dict[str, str] = {}
        self._own_titles: dict[str, str] = {}
        self.links: list[AuthorsLink] = []

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
        self._manuscript.problems += check_footnotes(page)
        author = Author(
            page.page,
            page.source,
            manuscript=self._manuscript,
            bibliography=self._sources.bibliography,
            reference=lambda key: self._sources.style.reference(self._sources.bibliography[key]),
            companion_reference=lambda: self._companion_reference,
            parts={name: self._later(name) for name in WRITERS},
        )
        text, broken = render_page(
            shield_code(page.text, self._manuscript.hold),
            source=page.source,
            first_line=page.first_line,
            macros=author.macros(),
        )
        self._manuscript.problems += broken
        if not broken:
            self._manuscript.add_page(page.page, text, self._pages)
        return not broken

    def _pages(self, first: int, last: int) -> str:
        return self._sources.paper.pages(first, last, self._sources.words.pages)

    @cached_property
    def _companion_reference(self) -> str:
        edition = self._sources.paper.companion
        entry = Entry(
            key="companion",
            kind="document",
            line=0,
            title=edition.title,
            number=self._sources.words.citing.edition.format(version=edition.version),
            issued=edition.date,
            url=self._publication.address,
        )
        return self._sources.style.reference(entry)

    def _later(self, name: str) -> Callable[[], str]:
        return lambda: WRITERS[name](self._context)

    @cached_property  # like _context, not before every page has been read
    def _writer(self) -> NoteWriter:
        works_page = self._manuscript.parts.get("bibliography", "")
        return NoteWriter(
            self._manuscript.notes,
            self._sources.bibliography,
            self._sources.style,
            works_page=works_page,
            numbering=self._manuscript.numbering,
            hold=self._manuscript.hold,
            from_markdown=self._from_markdown,
        )

    @cached_property
    def _note_section(self) -> NoteSection:
        return NoteSection(self._manuscript, self._writer)

    def _from_markdown(self, markdown: str, page: str, line: int) -> str:
        """Make HTML of an author’s text, which stands on a line of a page, and of its tokens."""
        text, html = self._manuscript.fill(markdown, self._fill)
        written = point_from(page, self._to_html(text))
        for address in doc_links(written):
            self.links.append(AuthorsLink(self._page_sources[page], line, address))
        return set_html(written, html)

    def _inline(self, markdown: str, page: str, line: int = 0) -> str:
        """Make HTML of some words of an author's."""
        if is_plain(markdown):
            return markdown
        html = self._from_markdown(markdown, page, line)
        paragraph = _ONE_PARAGRAPH.fullmatch(html)
        return paragraph[1] if paragraph else html

    @cached_property
    def _context(self) -> Context:
        return Context(self._sources, self._manuscript, self._writer, self._publication)

    @property
    def titles(self) -> dict[str, str]:
        headings = self._manuscript.titles.items()
        found = {
            page: plain_text(self._inline(heading, page))
            for page, heading in headings
            if heading != page
        }
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

    def write(self, page: str) -> Written:
        """Finish a page: its tokens filled, its notes set, its abbreviations explained."""
        text = self._manuscript.texts[page]
        chapter = self._chapters.get(page)
        if chapter:
            text = self._with_chapter_line(text, chapter)
        if moved := moved_passages(page, self._moved, self._sources.words.places):
            text += "\n\n" + self._manuscript.hold(Markup(moved))
        if chapter:
            text += "\n\n" + self._how_to_cite(chapter)
        if notes := self._notes_on.get(page):
            text = f"{text.rstrip()}\n\n{self._note_section.section(notes)}"
        text, html = self._manuscript.fill(text, self._fill)
        if chapter:
            text += "\n\n" + self._abbreviations.definitions(text)
            explain = self._abbreviations.marks(text)
            html = {token: Markup(explain(each)) for token, each in html.items()}
        return Written(text.rstrip() + "\n", html)

    def _how_to_cite(self, chapter: Chapter) -> str:
        block = self._citing.block(chapter, self._manuscript.passages_on(chapter.page))
        return self._manuscript.hold(Markup(block)) if block else ""

    @cached_property
    def _abbreviations(self) -> Abbreviations:
        return Abbreviations(self._sources.terms.terms)

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

    def _fill(self, value: object, before: str) -> str:
        """Write what a token stands for: Markdown, or HTML as Markup; `before` it."""
        if isinstance(value, Note):
            return self._note_section.marker(value, before)
        if isinstance(value, NoteAgain):
            return self._note_section.marker_again(value, before)
        if isinstance(value, PageMark):
            return self._page_mark(value)
        if isinstance(value, Mention):
            return self._mention(value)
        if isinstance(value, Cited):
            message = "cite() stands outside a note; write note(cite(…)) or reference(…)"
            self._report(value.source, value.line, message)
            return ""
        written = value() if callable(value) else value
        return written if isinstance(written, str) else str(written)

    def _page_mark(self, mark: PageMark) -> Markup:
        paper, number = self._sources.paper, mark.number
        if not paper.first_page <= number <= paper.last_page:
            pages = f"{paper.first_page}-{paper.last_page} ({self._sources.settings.paper})"
            message = f"there is no page {number} in the original; it has the pages {pages}"
            self._report(mark.source, mark.line, message)
        return Markup(page_mark(paper, number, self._sources.words.pages))

    def _mention(self, mention: Mention) -> Markup:
        address = self._writer.work_address(mention.cite_key)
        text = self._inline(mention.text, mention.page, mention.line)
        return Markup(link(text, address, id=mention.id))

    def _with_chapter_line(self, text: str, chapter: Chapter) -> str:
        words, count = self._sources.words, len(self._manuscript.chapters)
        line = words.places.chapter_of.format(number=chapter.number, count=count)
        if chapter.first:
            pages = self._pages(chapter.first, chapter.last)
            line += f" · {words.pages.of_original.format(pages=pages)}"
        if whole := self._manuscript.parts.get("whole_paper"):
            name = words.places.whole_paper
            to_whole = link(name, whole, class_="to-whole", data_search_exclude="")
            line += f" {self._manuscript.hold(Markup(to_whole))}"
        return _TITLE_LINE.sub(
            lambda title: f"{title[1]}\n{line}\n{{: .chapter-line }}\n", text, count=1
        )

    def check(self) -> None:
        """Check what pages, data files and bibliography say of each other."""
        found = cross_check(self._sources, self._manuscript, self._page_sources)
        self._manuscript.problems += found
