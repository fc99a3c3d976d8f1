"""Notes: how they are numbered, and what each says about the works in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from macros.bib.entries import Entry
from macros.style.citations import Citation, CitationItem, Position

NEAR = 5  # notes back; CSL 1.0.2, "near-note-distance"


EMPTY = "this note is empty; write text or cite(…) into it"


class Note(Struct, eq=False):
    """A note of a page, by its path in the docs folder; its marker stands on `line`.

    `number` is what readers see. `name` is the author's own handle (the `id` of the macro), empty
    where none was given. The words of a footnote of Markdown stand elsewhere, on `text_line`, and
    may be read later. No two notes are equal, whatever they say.
    """

    number: int
    page: str
    line: int
    citation: Citation = ()
    name: str = ""
    prefix: str = ""
    is_footnote: bool = False
    text_line: int = 0

    @property
    def items(self) -> list[CitationItem]:
        """The works that the note cites, in order."""
        return [part for part in self.citation if isinstance(part, CitationItem)]

    @property
    def address(self) -> str:
        """Where the note stands: chapter and fragment."""
        return f"{self.page}#fn:{self.number}"

    @property
    def marker_id(self) -> str:
        """The fragment that leads to the note's marker."""
        return f"fnref:{self.number}"


class NoteAgain(Struct, frozen=True):
    """A further marker of a note, on `page`; `count` is 2 for the second marker of the note."""

    note: Note
    page: str
    count: int

    @property
    def marker_id(self) -> str:
        """The fragment that leads to the marker, as Python-Markdown names those on one page."""
        return f"fnref{self.count}:{self.note.number}"


def first_citations(notes: Iterable[Note]) -> dict[str, Note]:
    """For each cite key, the note that cites the work first, and so in full."""
    return {cite_key: found[0][0] for cite_key, found in citations_of(notes).items()}


def citations_of(notes: Iterable[Note]) -> Mapping[str, Sequence[tuple[Note, CitationItem]]]:
    """For each cite key, every note that cites the work, with the citation item."""
    found: defaultdict[str, list[tuple[Note, CitationItem]]] = defaultdict(list)
    for note in notes:
        for item in note.items:
            found[item.cite_key].append((note, item))
    return found


def successive_citations(notes: Iterable[Note]) -> Iterator[tuple[Note, Note, str]]:
    """Pair each note with the next one that cites the same work; with the work's cite key."""
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
    if (before.label, before.locator, before.within) == (item.label, item.locator, item.within):
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
    found = [
        (entry.key, tuple(n.short for n in entry.creators), tuple(n.full for n in entry.creators))
        for entry in entries
    ]
    works_by = Counter(names for _, _, names in found)
    people_called = Counter(surnames for surnames, _ in {(short, full) for _, short, full in found})
    return {
        key: Distinction(works_by[names] > 1, people_called[surnames] > 1)
        for key, surnames, names in found
    }
