"""The text of a note in the house style: works in full the first time, later ones shortened."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from macros.citations import CitationItem
from macros.markdown_text import ends_a_block, plain_text
from macros.notes import (
    NEAR,
    Note,
    Numbering,
    first_citations,
    position,
    successive_citations,
    tell_apart,
)
from macros.style import FirstNote, LaterCitation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from macros.bib.entries import Entry
    from macros.style import HouseStyle

_CLOSED_TEXT = re.compile(r"[.?!…](?:\]\([^)]*\)|[*_”’\"')»\]])*$")


class NoteWriter:
    """Writes notes as Markdown. `works_page` lists the works, if any page does.

    Where each chapter numbers its own notes, each gives its works in full once: a note number of
    another chapter would mislead, and The Chicago Manual of Style too asks for this in books.
    """

    def __init__(
        self,
        notes: Sequence[Note],
        bibliography: Mapping[str, Entry],
        style: HouseStyle,
        works_page: str = "",
        numbering: Numbering | None = None,
    ) -> None:
        """Work out, for all notes together, where each work is cited first."""
        self._bibliography = bibliography
        self._style = style
        self._works_page = works_page
        self._together = (numbering or Numbering()).together
        pairs = list(successive_citations(notes))
        self._next = {(note, key): later for note, later, key in pairs}
        last = {(later, key): note for note, later, key in pairs}
        groups: defaultdict[str, list[Note]] = defaultdict(list)
        for note in notes:
            groups[self._together(note.page)].append(note)
        self._courses = {name: _Course(group, last, bibliography) for name, group in groups.items()}
        self._written: dict[Note, str] = {}
        self._in_full: dict[str, str] = {}

    def write(self, note: Note) -> str:
        """Return the note's text; it ends in one full stop, also after an address."""
        if note not in self._written:
            self._written[note] = self._write(note)
        return self._written[note]

    def _write(self, note: Note) -> str:
        text = f"{note.prefix.strip()} " if note.prefix.strip() else ""
        written: list[CitationItem] = []
        previous: object = None
        for part in note.citation:
            if isinstance(part, str):
                text += part
            else:
                if isinstance(previous, CitationItem):
                    text += self._style.phrases.separators.works
                text += self._write_item(note, part, written)
                written.append(part)
            previous = part
        text = text.rstrip()
        if ends_a_block(text) or (isinstance(previous, str) and _CLOSED_TEXT.search(text)):
            return text
        return self._style.close(text)

    def next_citations(self, note: Note) -> list[Note]:
        """For each work of a note, the next note that cites it: the way through the chapters."""
        later = (self._next.get((note, item.cite_key)) for item in note.items)
        return list(dict.fromkeys(found for found in later if found))

    def work_address(self, cite_key: str) -> str:
        """Where the bibliography lists a work, as `page.md#fragment`."""
        return f"{self._works_page}#ref-{cite_key}" if self._works_page else ""

    def _write_item(self, note: Note, item: CitationItem, written: Sequence[CitationItem]) -> str:
        """Write a citation item of a note, behind those that are `written`."""
        entry = self._bibliography[item.cite_key]
        course = self._courses[self._together(note.page)]
        address = self.work_address(entry.key)
        if entry.kind in self._style.phrases.always_in_full:
            return self._style.reference(entry, item, address)
        if course.is_first(note, item, written):
            shortened = course.is_shortened_later(item.cite_key)
            return self._style.reference(entry, item, address, is_shortened_later=shortened)
        full = self._plain_reference(entry)
        return self._style.later_citation(entry, item, course.describe(note, item, written, full))

    def _plain_reference(self, entry: Entry) -> str:
        if entry.key not in self._in_full:
            self._in_full[entry.key] = plain_text(self._style.reference(entry))
        return self._in_full[entry.key]


class _Course:
    """Notes that are counted together, in order; "cited above" means a note among them.

    `last` says, for a note and a work in it, which note cited the work before, if any did: of a
    work that is not cited first here, that one is among them too.
    """

    def __init__(
        self,
        notes: Sequence[Note],
        last: Mapping[tuple[Note, str], Note],
        bibliography: Mapping[str, Entry],
    ) -> None:
        self._first = first_citations(notes)
        self._last = last
        self._counts = Counter(item.cite_key for note in notes for item in note.items)
        self._distinctions = tell_apart(bibliography[key] for key in self._first)
        self._before = {
            note: before.items[0]
            for before, note in pairwise(notes)
            if before.page == note.page and len(before.items) == 1
        }

    def is_first(self, note: Note, item: CitationItem, written: Sequence[CitationItem]) -> bool:
        """Whether a citation is the first of its work, in whatever note."""
        again = item.cite_key in {earlier.cite_key for earlier in written}
        return self._first[item.cite_key] is note and not again

    def is_shortened_later(self, cite_key: str) -> bool:
        """Whether a later citation calls the makers of a work by surname or abbreviation alone."""
        return self._counts[cite_key] > 1 and not self._distinctions[cite_key].with_given_names

    def describe(
        self, note: Note, item: CitationItem, written: Sequence[CitationItem], full: str
    ) -> LaterCitation:
        """Say how a later citation stands to those before it; `full` is the work's reference."""
        first = self._first[item.cite_key]
        before = written[-1] if written else self._before.get(note)
        again = item.cite_key in {other.cite_key for other in written}
        distinction = self._distinctions[item.cite_key]
        return LaterCitation(
            first_note=None if first is note else FirstNote(first.number, first.address, full),
            position=position(item, before),
            is_near=again or note.number - self._last[note, item.cite_key].number <= NEAR,
            with_title=distinction.with_title,
            with_given_names=distinction.with_given_names,
        )
