"""Links to where passages and notes stand: "Chapter 2, p. 3 (61)", "Note 4"."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from macros.text import link, page_name, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from macros.data.paper import Paper
    from macros.data.words import OriginalPages
    from macros.pages.manuscript import Manuscript
    from macros.pages.notes import Note
    from macros.pages.passages import Passage


class Places:
    """Names the places of a complete manuscript, with the pages of the paper they retell."""

    def __init__(self, manuscript: Manuscript, paper: Paper) -> None:
        """Take the manuscript once every page has been read."""
        self._manuscript = manuscript
        self._paper = paper
        self._words = manuscript.words
        self._numbers = {chapter.page: chapter.number for chapter in manuscript.chapters}
        self._order = {note: place for place, note in enumerate(manuscript.notes)}
        self._named = {note.name: place for note, place in self._order.items() if note.name}

    def name(self, passage: Passage) -> str:
        """Name a passage: its chapter and its pages of the original, or the title of its page."""
        number = self._numbers.get(passage.page)
        words = self._words.places
        page = self._manuscript.titles[passage.page]
        if passage.number:
            page = words.paragraph.format(number=passage.number)
        elif number:
            page = words.chapter.format(number=number)
        pages = self.pages(passage.first, passage.last) if passage.first else ""
        return self._words.lists.between.join(filter(None, [page, pages]))

    def pages(self, first: int, last: int) -> str:
        """Name pages of the original: "pp. 2-3 (60-61)"."""
        return self._paper.pages(first, last, self._words.pages)

    def link_all(self, passages: Iterable[Passage]) -> str:
        """Link to passages: "a, b and c"."""
        links = (link(self.name(passage), passage.address) for passage in passages)
        return self._words.lists.join(links)

    def told_in(self, names: Iterable[str]) -> str:
        """Link to the passages that a data file names; unknown ones are left out."""
        found = [self._manuscript.find_passage(name, "", 0)[0] for name in names]
        return self.link_all(passage for passage in found if passage)

    def notes(self, names: Iterable[str]) -> str:
        """Link to the notes that a data file names; unknown ones are left out."""
        notes = [note for name in names if (note := self._manuscript.note_named(name))]
        links = (link(self._manuscript.title_of(note), note.address) for note in notes)
        return self._words.lists.join(links)

    def cited_in(self, citations: Iterable[tuple[Note, str]]) -> str:
        """List notes, each with its locator: "notes 3 (p. 6) and 4"; by chapter where it counts."""
        together = groupby(citations, lambda c: self._manuscript.numbering.together(c[0].page))
        return self._words.lists.join(self._list(list(part)) for _, part in together)

    def _list(self, citations: Sequence[tuple[Note, str]]) -> str:
        shown = [
            link(str(note.number), note.address) + (f" ({place})" if place else "")
            for note, place in citations
        ]
        notes = self._words.notes.listed[len(shown) > 1].format(list=self._words.lists.join(shown))
        return self._manuscript.of_chapter(notes, citations[0][0].page)

    def listing_id(self, note: Note) -> str:
        """Return the id of a note on the page that lists all: "note-4", "note-2-concept:4"."""
        chapter = f"{page_name(note.page)}:" if self._manuscript.numbering.per_chapter else ""
        return f"note-{chapter}{note.number}"

    def original_pages(self, note: Note) -> list[int]:
        """Return the pages of the original on which a note stands."""
        return self._paper.pages_of_note(self._order[note], self._named)


def page_mark(paper: Paper, number: int, words: OriginalPages) -> str:
    """Mark where a page of the original begins: a link to itself, with both paginations."""
    title = words.begins.format(page=number)
    if paper.first_page_in_volume is not None:
        volume = paper.pages_in_volume(number, number)
        title = words.begins_in_volume.format(page=number, volume=volume)
    return (
        f'<a class="page-mark" data-search-exclude="" href="#page-{number}" id="page-{number}" '
        f'title="{quoted(title)}"><span>{paper.pages(number, number, words)}</span></a> '
    )
