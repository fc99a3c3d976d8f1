"""Notes: numbered through all chapters, and what each says about the works in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from macros.citations import Citation, CitationItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from macros.entries import Entry


@dataclass(frozen=True)
class Note:
    """A note of a chapter: `page` is the chapter's path in the docs folder, `line` its line there.

    `number` counts from 1 through all chapters. `name` is the author's own handle (the `id` of the
    macro), empty where none was given.
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


def alike_by_name(entries: Iterable[Entry]) -> set[str]:
    """Keys of the works that names alone cannot tell apart in a later citation."""
    by_names: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for entry in entries:
        by_names[tuple(name.short for name in entry.creators)].append(entry.key)
    return {key for keys in by_names.values() if len(keys) > 1 for key in keys}
