"""The paper that the companion is about: data/paper.yml."""

from __future__ import annotations

from collections.abc import Mapping

from macros.data.records import Date, Record
from macros.data.words import Group


class NotesOnPage(Record, frozen=True, kw_only=True):
    """The notes that stand on one page of the original, from `first` to `last`, by their ids."""

    page: int
    first: str
    last: str


class CompanionEdition(Record, frozen=True, kw_only=True):
    """The companion as something to cite: its title and last release.

    `author` stands in the PDF. With `cite_chapters` each chapter tells how to cite it and its
    passages.
    """

    title: str
    author: str = ""
    version: str
    date: Date
    cite_chapters: bool = False


class Paper(Record, frozen=True, kw_only=True):
    """The paper by its cite key, and how its pages are counted, in the original and in a volume.

    Without `last_page` it has none, as a text that was never printed.
    """

    key: str
    first_page: int = 0
    last_page: int = 0
    first_page_in_volume: int | None = None
    notes_on_pages: tuple[NotesOnPage, ...] = ()
    companion: CompanionEdition

    def __post_init__(self) -> None:
        """Refuse one end of the pages without the other, and what counts pages without any."""
        if bool(self.first_page) != bool(self.last_page):
            missing = "last_page" if self.first_page else "first_page"
            raise ValueError(
                f'"{missing}" is missing; add it, or leave out both where the paper has no pages'
            )
        if self.first_page > self.last_page:
            raise ValueError('"last_page" comes before "first_page"; mend one of them')
        for name in ("first_page_in_volume", "notes_on_pages"):
            if getattr(self, name) and not self.last_page:
                raise ValueError(f'"{name}" needs "first_page" and "last_page"; add these')

    def pages(self, first: int, last: int, words: Group) -> str:
        """Name pages of the original with those of the volume: "p. 2 (60)", "pp. 2-3 (60-61)"."""
        shown = words.label[first != last].format(pages=_range(first, last, words.range))
        if self.first_page_in_volume is None:
            return shown
        volume = _range(*self._in_volume(first, last), words.range)
        return words.in_volume.format(pages=shown, volume=volume)

    def pages_in_volume(self, first: int, last: int) -> str:
        """Count the same pages as the volume does, without a label."""
        return _range(*self._in_volume(first, last))

    def _in_volume(self, first: int, last: int) -> tuple[int, int]:
        shift = (self.first_page_in_volume or self.first_page) - self.first_page
        return first + shift, last + shift

    def pages_of_note(self, number: int, numbers: Mapping[str, int]) -> list[int]:
        """Return the pages of the original on which a note stands; none where the file has none.

        `number` counts through all notes in order; `numbers` are those of notes by their ids.
        """
        return [
            entry.page
            for entry in self.notes_on_pages
            if {entry.first, entry.last} <= numbers.keys()
            and numbers[entry.first] <= number <= numbers[entry.last]
        ]


def _range(first: int, last: int, form: str = "{first}-{last}") -> str:
    return str(first) if first == last else form.format(first=first, last=last)
