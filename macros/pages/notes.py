"""Notes: how they are numbered, and what each says about the works in it."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from macros.style.citations import Citation, CitationItem, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from macros.bib.entries import Entry

NEAR = 5  # notes back; CSL 1.0.2, "near-note-distance"


class Note(Struct, frozen=True, eq=False):
    """A note of a chapter: `page` is the chapter's path in the docs folder, `line` its line there.

    `number` is what readers see. `name` is the author's own handle (the `id` of the macro), empty
    where none was given. No two notes are equal, whatever they say.
    """

    number: int
    page: str
    line: int
    citation: Citation
    name: str = ""
    prefix: str = ""

    @property
    def items(self) -> list[CitationItem]:
        """The works that the note cites, in order."""
        return [part for part in self.citation if isinstance(part, CitationItem)]

    @property
    def address(self) -> str:
        """Where the note stands: chapter and fragment."""
        return f"{self.page}#fn:{self.number}"


class NoteAgain(Struct, frozen=True):
    """The marker of a note, set again on `page`; `place` counts those of the note from 2."""

    note: Note
    page: str
    place: int

    @property
    def is_elsewhere(self) -> bool:
        """Whether it stands on another page than the note."""
        return self.page != self.note.page

    @property
    def id(self) -> str:
        """The fragment that leads to the marker, as Python-Markdown names those on one page."""
        return f"fnref{self.place}:{self.note.number}"


def by_page(notes: Iterable[Note]) -> dict[str, list[Note]]:
    """For each page that has any, its notes in order."""
    found: dict[str, list[Note]] = {}
    for note in notes:
        found.setdefault(note.page, []).append(note)
    return found


def first_citations(notes: Iterable[Note]) -> dict[str, Note]:
    """For each cite key, the note that cites the work first, and so in full."""
    first: dict[str, Note] = {}
    for note in notes:
        for item in note.items:
            first.setdefault(item.cite_key, note)
    return first


def citations_of(notes: Iterable[Note]) -> Mapping[str, Sequence[tuple[Note, CitationItem]]]:
    """For each cite key, every note that cites the work, with the citation item."""
    found: defaultdict[str, list[tuple[Note, CitationItem]]] = defaultdict(list)
    for note in notes:
        for item in note.items:
            found[item.cite_key].append((note, item))
    return found


def successive_citations(notes: Iterable[Note]) -> Iterator[tuple[Note, Note, str]]:
    """Pair each note with the next one that cites a work of its own; with the work's cite key."""
    for cite_key, citations in citations_of(notes).items():
        for note, later in pairwise(dict.fromkeys(note for note, _ in citations)):
            yield note, later, cite_key


def position(item: CitationItem, before: CitationItem | None) -> Position:
    """Say how a later citation follows on `before`, the one directly in front of it.

    `before` is the citation item before it in the same note; for the first in a note, the only one
    of the note before; or nothing.
    """
    if before is None or before.cite_key != item.cite_key:
        return "subsequent"
    if (before.label, before.locator) == (item.label, item.locator):
        return "ibid"
    return "ibid-with-locator" if item.locator else "subsequent"


class Distinction(Struct, frozen=True):
    """What a later citation needs, beyond surnames, to tell a work from the others cited."""

    with_title: bool = False
    with_given_names: bool = False


def tell_apart(entries: Iterable[Entry]) -> dict[str, Distinction]:
    """For each cite key, what keeps a later citation from meaning another work.

    Works of the same people get a title, different people of the same surnames their given names.
    Names are compared as written: "J. Nye" and "Joseph Nye" are two people.
    """
    found = [(entry, _surnames(entry), _names(entry)) for entry in entries]
    people: defaultdict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    works: defaultdict[tuple[str, ...], int] = defaultdict(int)
    for _, surnames, names in found:
        people[surnames].add(names)
        works[names] += 1
    return {
        entry.key: Distinction(works[names] > 1, len(people[surnames]) > 1)
        for entry, surnames, names in found
    }


def _surnames(entry: Entry) -> tuple[str, ...]:
    return tuple(name.short for name in entry.creators)


def _names(entry: Entry) -> tuple[str, ...]:
    return tuple(name.full for name in entry.creators)
