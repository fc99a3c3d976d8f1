"""What every generated part is written from, and how it names and links passages and notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from macros.pages.figures import Figure
from macros.pages.manuscript import Manuscript
from macros.pages.notes import Note, NoteWriter
from macros.pages.passages import Passage, stem
from macros.parts.cover import Publication
from macros.templates import TemplateFolder
from macros.text import fill, link, markup, tame

_INDEX = re.compile(r"(?<![^/])(?:index|README)/$")  # what MkDocs makes the page of a folder
TEMPLATES = Path(__file__).parent / "templates"


class Context:
    """The complete manuscript with its sources, and how the companion is published."""

    def __init__(
        self,
        manuscript: Manuscript,
        writer: NoteWriter,
        publication: Publication,
        inline: Callable[[str, str], Markup],
    ) -> None:
        """`inline` makes HTML of some words of an author's, on a page."""
        self.manuscript = manuscript
        self.sources = manuscript.sources
        self.words = manuscript.sources.words
        self.writer = writer
        self.publication = publication
        self.inline = inline
        self.files: dict[str, str] = {}  # that parts write besides, path → text
        self._chapters = {chapter.page: chapter.number for chapter in manuscript.chapters}
        # What a template wrote as HTML is not to be read as Markdown.
        helpers = {"tame": tame, "html": lambda html: manuscript.tokens.hold(html.strip())}
        self._templates = TemplateFolder(TEMPLATES, helpers)

    def render(self, template: str, **values: object) -> str:
        """Write a part by its template, as Markdown with tokens for what is HTML.

        The template gets the `words` of the site's language.
        """
        return self._templates.render(template, words=self.words, **values)

    def pages(self, first: int, last: int) -> str:
        """Name pages of the original: "pp. 2-3 (60-61)"; nothing where they are not known."""
        return self.sources.paper.pages(first, last, self.words.pages) if first else ""

    def address(self, place: str) -> str:
        """Return where `page.md#fragment` stands on the web; within the site where that has none.

        `index.md#a b` → `https://example.org/#a%20b`
        """
        page, sign, fragment = place.partition("#")
        path = _INDEX.sub("", stem(page) + "/")
        site = self.publication.address
        base = f"{site.rstrip('/')}/" if site else ""
        return f"{base}{quote(path)}{sign}{quote(fragment, safe=':')}"

    def name(self, passage: Passage) -> Markup:
        """Name a passage: "Paragraph 2.3, p. 3 (61)", "Figure 2, p. 3", its chapter or page."""
        words = self.words.places
        place = self.manuscript.titles[passage.page]
        figure = self.manuscript.figures.get(passage.id)
        if figure and figure.page == passage.page:
            place = self.manuscript.figure_title(figure)
        elif passage.number:
            place = words.paragraph.format(number=passage.number)
        elif number := self._chapters.get(passage.page):
            place = words.chapter.format(number=number)
        pages = self.pages(passage.first, passage.last)
        return self.words.lists.chain(filter(None, [place, pages]))

    def link_passages(self, passages: Iterable[Passage]) -> Markup:
        """Link to passages: "a, b and c"."""
        links = (link(self.name(passage), passage.address) for passage in passages)
        return self.words.lists.join(links)

    def told_in(self, names: Iterable[str]) -> Markup:
        """Link to the passages that a data file names; unknown ones are left out."""
        known = self.manuscript.passages_by_name
        return self.link_passages(known[name] for name in names if name in known)

    def link_notes(self, ids: Iterable[str]) -> Markup:
        """Link to the notes that a data file names; unknown ones are left out."""
        known, title_of = self.manuscript.notes_by_id, self.manuscript.title_of
        notes = (known[id] for id in ids if id in known)
        return self.words.lists.join(link(title_of(note), note.address) for note in notes)

    def caption(self, figure: Figure) -> Markup:
        """Return a figure's caption without its notes."""
        return self.inline(self.manuscript.words_of(figure.caption), figure.page)

    def cited_in(self, citations: Iterable[tuple[Note, Markup]]) -> Markup:
        """List notes, each with its locator: "notes 3 (p. 6) and 4"; by chapter where it counts."""
        together = groupby(citations, lambda c: self.manuscript.numbering.together(c[0].page))
        return self.words.lists.join(self._list(list(citations)) for _, citations in together)

    def _list(self, citations: Sequence[tuple[Note, Markup]]) -> Markup:
        shown = [
            link(str(note.number), note.address) + (markup(" ({})", locator) if locator else "")
            for note, locator in citations
        ]
        form = self.words.notes.listed[len(shown) > 1]
        form = self.manuscript.of_chapter(form, citations[0][0].page)
        return fill(form, list=self.words.lists.join(shown))
