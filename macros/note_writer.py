"""The text of a note in the house style: works in full the first time, later ones shortened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.citations import CitationItem
from macros.markdown_text import link, plain_text
from macros.notes import Note, alike_by_name, citations_of, first_citations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from macros.entries import Entry
    from macros.style import HouseStyle

_TRAILING_MARKUP = r"(?:\]\([^)]*\)|[*_”’\"')»\]])*$"
_CLOSED_TEXT = re.compile(rf"[.?!…]{_TRAILING_MARKUP}")
_CLOSED_REFERENCE = re.compile(rf"\.{_TRAILING_MARKUP}")


class NoteWriter:
    """Writes notes as Markdown. `works_page` lists the works, if any page does."""

    def __init__(
        self,
        notes: Sequence[Note],
        bibliography: Mapping[str, Entry],
        style: HouseStyle,
        works_page: str = "",
    ) -> None:
        """Work out, for all notes together, where each work is cited first."""
        self._bibliography = bibliography
        self._style = style
        self._works_page = works_page
        self._first = first_citations(notes)
        self._cited = citations_of(notes)
        self._alike = alike_by_name(bibliography[key] for key in self._first)

    def write(self, note: Note) -> str:
        """Return the note's text; it ends in one full stop, also after an address."""
        text = f"{note.prefix.strip()} " if note.prefix.strip() else ""
        cited: set[str] = set()
        previous: object = None
        for part in note.citation:
            if isinstance(part, str):
                text += part
            else:
                if isinstance(previous, CitationItem):
                    text += self._style.phrases.separators.works
                text += self._write_item(note, part, seen=part.cite_key in cited)
                cited.add(part.cite_key)
            previous = part
        text = text.rstrip()
        closed = _CLOSED_TEXT if isinstance(previous, str) else _CLOSED_REFERENCE
        return text if closed.search(text) else f"{text}."

    def next_citations(self, note: Note) -> list[Note]:
        """For each work of a note, the next note that cites it: the way through the chapters."""
        later = (
            next((n for n, _ in self._cited[item.cite_key] if n.number > note.number), None)
            for item in note.items
        )
        return list(dict.fromkeys(found for found in later if found))

    def work_address(self, cite_key: str) -> str:
        """Where the bibliography lists a work, as `page.md#fragment`."""
        return f"{self._works_page}#ref-{cite_key}" if self._works_page else ""

    def _write_item(self, note: Note, item: CitationItem, *, seen: bool) -> str:
        entry = self._bibliography[item.cite_key]
        first = self._first[item.cite_key]
        in_full = entry.kind in self._style.phrases.always_in_full
        if in_full or (first is note and not seen):
            return self._style.reference(entry, item, self.work_address(entry.key))
        full = plain_text(self._style.reference(entry))
        first_note = link(f"Note {first.number}", first.address, full)
        alike = entry.key in self._alike
        return self._style.later_citation(entry, item, first_note, with_title=alike)
