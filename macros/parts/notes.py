"""The page of notes: all of them, chapter by chapter, each with where it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.pages.notes import by_page
from macros.pages.places import page_mark
from macros.text import link

if TYPE_CHECKING:
    from macros.pages.notes import Note, NoteAgain
    from macros.parts.context import Context


def write_notes(context: Context) -> str:
    """Write all notes, with the page of the original that each stands on."""
    return context.render("notes.md.jinja", chapters=_Listing(context).chapters())


class _Listing:
    """Describes the notes for the template."""

    def __init__(self, context: Context) -> None:
        self._manuscript = context.manuscript
        self._writer = context.writer
        self._places = context.places
        self._paper = context.sources.paper
        self._words = context.sources.words

    def chapters(self) -> list[dict[str, object]]:
        """Return the chapters that have notes, with their notes."""
        found: list[dict[str, object]] = []
        notes_on = by_page(self._manuscript.notes)
        for chapter in self._manuscript.chapters:
            if notes := notes_on.get(chapter.page, ()):
                described = [self._describe(note) for note in notes]
                id = f"chapter-{chapter.number}"
                found.append({"title": chapter.title, "id": id, "notes": described})
        return found

    def _describe(self, note: Note) -> dict[str, object]:
        text = self._writer.write(note)
        return {
            "id": self._places.listing_id(note),
            "number": note.number,
            "text": text,
            "places": self._describe_places(note),
        }

    def _describe_places(self, note: Note) -> str:
        words, pages = self._words.notes, self._places.original_pages(note)
        shown = self._places.pages(pages[0], pages[-1]) if pages else ""
        own = words.original.format(pages=shown) if pages else ""
        marker = self._marker(words.in_text, f"{note.page}#fnref:{note.number}", note)
        place = words.is_set.format(link=marker)
        others = [
            self._marker(words.again, f"{again.page}#{again.id}", again)
            for again in self._manuscript.markers_again(note)
        ]
        begins = [page for page in self._pages_begun(note) if page not in self._manuscript.marks]
        marks = [page_mark(self._paper, page, self._words.pages).strip() for page in begins]
        return " ".join([*marks, " · ".join(filter(None, [own, place, *others]))])

    def _marker(self, words: str, address: str, marker: Note | NoteAgain) -> str:
        passage = self._manuscript.places.get(marker)
        return link(words, address) + (f": {self._places.name(passage)}" if passage else "")

    def _pages_begun(self, note: Note) -> list[int]:
        return [s.page for s in self._paper.notes_on_pages if s.first == note.name]
