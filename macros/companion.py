"""From sources and pages to finished pages: the whole of the engine, without MkDocs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from textwrap import shorten

from markupsafe import Markup
from msgspec import Struct, field

from macros.pages.author import Author
from macros.pages.checks import check_ids, check_works, cross_check
from macros.pages.figures import Figure, FigureAgain
from macros.pages.footnotes import footnotes_as_notes
from macros.pages.former import FormerPage, former_pages, signposts
from macros.pages.manuscript import Manuscript
from macros.pages.notes import Note, NoteAgain, NoteSection, NoteWriter
from macros.pages.passages import Chapter, Cited, Mention, PageMark, Part, Pointer, page_mark
from macros.pages.source import PageSource, shield_code
from macros.pages.syntax import check_syntax
from macros.pages.tokens import set_html
from macros.parts import WRITERS
from macros.parts.citing import Citing, companion_reference
from macros.parts.context import Context
from macros.parts.cover import Publication
from macros.parts.figures import COMPUTED, DRAWINGS, FigureWriter
from macros.parts.glossary import Abbreviations
from macros.problems import Problem
from macros.sources import Sources
from macros.templates import BrokenTemplateError, render_page
from macros.text import (
    as_paragraph,
    escape,
    fill,
    is_plain,
    link,
    links_in,
    plain_text,
    tame,
    trusted,
    web_link,
)

_TITLE_LINE = re.compile(r"(?m)\A(\s*# .+\n)")
_LINK_DEFINITION = re.compile(r"(?m)^ {0,3}\[[^\]^\n]+\]:[ ]*[^\s\ue000][^\n]*$")
_PREVIEW = 100  # signs of what a link to a term tells: pages stay light, and more is a click away
_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.S)


class Written(Struct, frozen=True):
    """A finished page: Markdown with tokens, and the HTML that stands for these, by number.

    `notes` are the heading and the list of its notes, for the end, if it has any. Links to pages
    are those of `link` everywhere.
    """

    text: str
    html: Mapping[str, Markup]
    notes: tuple[str, Markup] | None = None


class FoundLink(Struct, frozen=True):
    """A link as its author wrote it: in Markdown, or in HTML, where browsers count the address.

    One in a note stands on a `line`, and leads to `doc:2-concept.md#definition` where it leads to a
    file: that is counted from the docs folder.
    """

    address: str
    in_html: bool = False
    line: int = 0


class Rendered(Struct, frozen=True):
    """A finished companion, its pages by their paths in the docs folder."""

    pages: dict[str, Written] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)  # page → its title as plain text
    files: dict[str, str] = field(default_factory=dict)  # further files, path → text
    chapters: dict[str, int] = field(default_factory=dict)  # page → number of the chapter
    notes: dict[str, dict[int, int]] = field(default_factory=dict)  # page → note's number → line
    parts: dict[str, str] = field(default_factory=dict)  # generated part → the page it stands on
    links: dict[str, list[FoundLink]] = field(default_factory=dict)  # page → those in its notes
    passages: dict[str, list[str]] = field(default_factory=dict)  # page → their ids
    former: dict[str, FormerPage] = field(default_factory=dict)  # pages that are no more


def render_companion(
    sources: Sources,
    pages: Sequence[PageSource],
    to_html: Callable[[str, str], Markup],
    publication: Publication | None = None,
) -> tuple[Rendered, list[Problem]]:
    """Render all pages, given in reading order; returns them, and what is wrong.

    Notes are numbered in the order of `pages`, as the settings say. `to_html` makes HTML of the
    Markdown that authors write into notes. With problems there may be pages without a text.
    """
    publication, rendered = publication or Publication(), Rendered()
    manuscript = Manuscript(sources, {page.page: page.source for page in pages}, to_html)
    try:
        readable = [_read(page, manuscript, publication) for page in pages]
        if all(readable):  # a page that is missing would make others look wrong
            rendered = _Finisher(manuscript, to_html, publication).finish(pages)
            manuscript.problems += [*cross_check(manuscript), *check_ids(pages, manuscript)]
    except BrokenTemplateError as error:
        rendered, manuscript.problems = Rendered(), [error.problem]
    return rendered, sorted({*manuscript.problems, *check_works(manuscript)})


def _read(page: PageSource, manuscript: Manuscript, publication: Publication) -> bool:
    """Take a page into the manuscript; returns whether its macros could be run to the end."""

    def reference() -> Markup:
        return companion_reference(manuscript.sources, publication.address)

    manuscript.pages[page.page] = page
    macros = Author(page, manuscript, WRITERS, (DRAWINGS, COMPUTED), reference).macros()
    manuscript.problems += check_syntax(page, macros, manuscript.sources.bibliography)
    page, problems = footnotes_as_notes(page)
    manuscript.problems += problems
    text, broken = render_page(
        shield_code(page.text, manuscript.tokens.hold),
        source=page.source,
        first_line=page.first_line,
        macros=macros,
        stand_in=manuscript.tokens.hold(""),
    )
    manuscript.problems += broken
    if not broken:
        manuscript.add_page(page.page, text, page.chapter)
    return not broken


class _Finisher:
    """Finishes the pages of a complete manuscript; and finds the links in notes on the way."""

    def __init__(
        self,
        manuscript: Manuscript,
        to_html: Callable[[str, str], Markup],
        publication: Publication,
    ) -> None:
        self._manuscript = manuscript
        self._tokens = manuscript.tokens
        self._words = manuscript.sources.words
        self._to_html = to_html
        self._links: defaultdict[str, list[FoundLink]] = defaultdict(list)
        definitions = _LINK_DEFINITION.findall
        self._link_definitions = cache(
            lambda page: "\n\n".join(definitions(manuscript.texts[page]))
        )
        writer = NoteWriter(manuscript, self._note_to_html)
        self._notes = NoteSection(manuscript, writer)
        self._context = Context(manuscript, writer, publication, self._inline)
        self._figures = FigureWriter(self._context, self._inline, self._blocks)
        self._citing = Citing(manuscript.sources, publication.address)
        self._files: dict[str, str] = {}
        self._abbreviations = Abbreviations(manuscript.sources.terms.terms)
        self._chapters = {chapter.page: chapter for chapter in manuscript.chapters}

    def finish(self, pages: Sequence[PageSource]) -> Rendered:
        notes = self._manuscript.notes_on.items()
        finished = {page.page: self._finish(page.page) for page in pages}
        for image in self._figures.images:
            self._add_link(*image)
        return Rendered(
            pages=finished,
            titles={
                page.page: title
                for page in pages
                if (title := page.title or self._manuscript.titles[page.page]) != page.page
            },
            files=self._files | self._figures.files | self._context.files,
            chapters={page: chapter.number for page, chapter in self._chapters.items()},
            notes={page: {note.number: note.line for note in found} for page, found in notes},
            parts=self._manuscript.parts,
            links=self._links,
            passages={
                page: [passage.id for passage in passages]
                for page, passages in groupby(self._manuscript.passages, attrgetter("page"))
            },
            former=former_pages(self._manuscript),
        )

    def _finish(self, page: str) -> Written:
        """Finish a page: its tokens filled, its notes set, its abbreviations explained."""
        text, hold = self._manuscript.texts[page], self._tokens.hold
        chapter = self._chapters.get(page)
        if chapter:
            text = self._with_chapter_line(text, chapter)
        if moved := signposts(page, self._manuscript):
            text += f"\n\n{hold(moved)}"
        if chapter:
            how_to_cite, files = self._citing.cite(chapter)
            text += f"\n\n{hold(how_to_cite)}" if how_to_cite else ""
            self._files |= files
        text, html = self._tokens.fill(text, self._write)
        notes = self._manuscript.notes_on.get(page)
        listed = self._notes.list_of(notes) if notes else Markup("")
        if chapter:
            text += f"\n\n{self._abbreviations.definitions(text)}"
            explain = self._abbreviations.marks(text)
            html = {token: explain(each) for token, each in html.items()}
            listed = explain(listed)
        section = (self._words.notes.heading, listed) if notes else None
        return Written(text.rstrip() + "\n", html, section)

    def _with_chapter_line(self, text: str, chapter: Chapter) -> str:
        words, count = self._words, len(self._chapters)
        line = words.places.chapter_of.format(number=chapter.number, count=count)
        if pages := self._context.pages(chapter.first, chapter.last):
            line += f" · {words.pages.of_original.format(pages=pages)}"
        if whole := self._manuscript.parts.get("whole_paper"):
            to_whole = link(
                words.places.all_chapters, whole, class_="to-whole", data_search_exclude=""
            )
            line += f" {self._tokens.hold(to_whole)}"
        line += "\n{: .chapter-line }\n"
        original = self._manuscript.sources.original
        if address := original and (original.doi_url or original.url):
            name = words.places.the_original
            told = fill(words.places.retelling, original=web_link(address, name))
            line += f'\n{self._tokens.hold(told)}\n{{: .retelling data-search-exclude="" }}\n'
        return _TITLE_LINE.sub(lambda title: f"{title[1]}\n{line}", text, count=1)

    def _write(self, value: object, before: str) -> str:
        """Write what a token stands for, HTML as Markup; `before` is the text in front of it."""
        value = value() if callable(value) else value
        match value:
            case Figure() | FigureAgain():
                return self._figures.write(value)
            case Note() | NoteAgain():
                return self._notes.marker(value, before)
            case PageMark():
                return page_mark(value.number, self._manuscript.sources)
            case Mention() | Pointer():
                return self._link(value)
            case Part():
                return WRITERS[value.name](self._context)
            case Cited():
                message = "cite() stands outside a note; write note(cite(…)) or reference(…)"
                self._manuscript.problems.append(Problem(value.source, value.line, message))
                return ""
        assert isinstance(value, str)
        return value

    def _link(self, place: Mention | Pointer) -> Markup:
        """Link words of the text to the work that they name, or to a term or event."""
        text = self._inline(place.text, place.page, place.line)
        if isinstance(place, Mention):
            return link(text, self._manuscript.work_address(place.cite_key), id=place.id)
        page = self._manuscript.parts.get(place.part)
        about = plain_text(self._inline(str(tame(place.about)), place.page))
        about = shorten(about, _PREVIEW, placeholder=" …")
        return link(text, f"{page}#{place.id}", about, class_="entry") if page else text

    def _note_to_html(self, pieces: Iterable[str], page: str, line: int) -> Markup:
        """Make HTML of a note that stands on a line of a page: pieces of Markdown, and of HTML."""
        held = (self._tokens.hold(each) if isinstance(each, Markup) else each for each in pieces)
        text, html = self._tokens.fill("".join(held).strip(), self._write)
        if "[" in text:  # it may name links that are defined in the text of the page
            text = f"{text}\n\n{self._link_definitions(page)}"
        written = self._to_html(text, page)
        for address in links_in(written):
            self._add_link(page, line, address)
        return trusted(set_html(written, html))

    def _add_link(self, page: str, line: int, address: str) -> None:
        in_html = not address.startswith(("doc:", "/", "\\"))
        self._links[page].append(FoundLink(address, in_html, line))

    def _blocks(self, markdown: str, page: str, line: int) -> Markup:
        return self._note_to_html([markdown], page, line)

    def _inline(self, markdown: str, page: str, line: int = 0) -> Markup:
        """Make HTML of some words of an author's."""
        if is_plain(markdown):
            return escape(markdown)
        html = self._note_to_html([as_paragraph(markdown)], page, line)
        paragraph = _ONE_PARAGRAPH.fullmatch(html)
        return trusted(paragraph[1]) if paragraph else html
