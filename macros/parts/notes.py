"""The page of notes: all of them, chapter by chapter, each with where it is set; their count."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from macros.bib.biblatex import SOURCES, source_of
from macros.data.figures import Dataset
from macros.pages.notes import Note, NoteAgain
from macros.pages.passages import Chapter, page_mark
from macros.parts.context import Context
from macros.text import escape, fill, link, page_name


def write_notes(context: Context) -> str:
    """Write all notes, with the page of the original that each stands on."""
    manuscript, notes = context.manuscript, _Notes(context)
    known = {chapter.page: chapter for chapter in manuscript.chapters}
    chapters = [
        {
            "title": known[page].heading if page in known else escape(manuscript.titles[page]),
            "id": f"chapter-{known[page].number if page in known else page_name(page)}",
            "notes": list(map(notes.describe, found)),
        }
        for page, found in manuscript.notes_on.items()
    ]
    return context.render("notes.md.jinja", chapters=chapters)


def count_sources(context: Context) -> Dataset:
    """Count the notes of each chapter by kind of source, and its passages without a note.

    A note counts once with each kind of source that it cites, and as the author's own explanation
    if it cites none. Passages are all that have a number, but for drawings and pictures.
    """
    chapters, words = context.manuscript.chapters, context.words.sources
    counts = [_count(chapter, context) for chapter in chapters]
    found = {
        kind: getattr(words, kind)
        for kind in (*SOURCES, "explanation", "without")
        if any(count[kind] for count in counts)
    }
    rows = (
        {"label": f"{chapter.number}. {chapter.title}", **{kind: str(n[kind]) for kind in found}}
        for chapter, n in zip(chapters, counts, strict=True)
    )
    columns = {"label": words.label, **found}
    return Dataset(columns=columns, rows=tuple(rows), numbers=tuple(found))


def _count(chapter: Chapter, context: Context) -> Counter[str]:
    manuscript = context.manuscript
    works = context.sources.bibliography
    counts: Counter[str] = Counter()
    for note in manuscript.notes_on.get(chapter.page, ()):
        cited = [works[item.cite_key] for item in note.items if item.cite_key in works]
        counts.update(
            {source_of(work.kind, has_persons=work.has_personal_creators) for work in cited}
            or {"explanation"}
        )
    markers = manuscript.passage_of.items()
    noted = {passage.address for marker, passage in markers if isinstance(marker, Note | NoteAgain)}
    drawn = {figure.address for figure in manuscript.figures.values() if figure.kind == "figure"}
    told = {passage.address for passage in chapter.passages if passage.number}
    counts["without"] = len(told - noted - drawn)
    return counts


def listing_id(note: Note, *, per_chapter: bool) -> str:
    """Return the id of a note on the page that lists all: "note-4", "note-2-concept:4"."""
    chapter = f"{page_name(note.page)}:" if per_chapter else ""
    return f"note-{chapter}{note.number}"


class _Notes:
    """Describes notes for the template."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._manuscript = context.manuscript
        self._paper = context.sources.paper
        self._words = context.words.notes
        self._order = {note: place for place, note in enumerate(context.manuscript.notes)}
        by_id = context.manuscript.notes_by_id.items()
        self._order_by_id = {id: self._order[note] for id, note in by_id}

    def describe(self, note: Note) -> dict[str, object]:
        return {
            "id": listing_id(note, per_chapter=self._manuscript.numbering.per_chapter),
            "number": note.number,
            "text": self._context.writer.write(note),
            "places": Markup(" ").join([*self._marks(note), self._places(note)]),
        }

    def _marks(self, note: Note) -> list[Markup]:
        """Mark the pages of the original that begin with a note, and not in the text."""
        pages = (
            stretch.page for stretch in self._paper.notes_on_pages if stretch.first == note.name
        )
        begun = (page for page in pages if page not in self._manuscript.marks)
        return [page_mark(page, self._context.sources).strip() for page in begun]

    def _places(self, note: Note) -> Markup:
        pages = self._paper.pages_of_note(self._order[note], self._order_by_id)
        shown = self._context.pages(pages[0], pages[-1]) if pages else ""
        own, *again = self._manuscript.markers(note)
        places = [
            fill(self._words.original, pages=shown) if pages else "",
            fill(self._words.set, link=self._marker(self._words.in_text, own)),
            *(self._marker(self._words.again, marker) for marker in again),
        ]
        return escape(" · ").join(filter(None, places))

    def _marker(self, words: str, marker: Note | NoteAgain) -> Markup:
        passage = self._manuscript.passage_of.get(marker)
        to_marker = link(words, f"{marker.page}#{marker.marker_id}")
        return to_marker + ": " + self._context.name(passage) if passage else to_marker
