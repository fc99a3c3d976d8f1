"""Notes in the HTML of a chapter: their markers, and the section at its end that holds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros.text import link, plain_text, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from macros.pages.manuscript import Manuscript
    from macros.pages.notes import Note, NoteAgain
    from macros.pages.writing import NoteWriter

HEADING_ID = "notes"
HEADING = "Notes"
NEXT = "Next note on this work"
BACK = "\u21a9\ufe0e"  # an arrow, shown as text and not as a picture
_OPENING = re.compile(r"<p\b[^>]*>")
# Behind these a line may end without a space (Unicode Standard Annex 14, classes EX, IN, BA, HY
# and SY); a word joiner keeps the marker of a note.
_MAY_END_A_LINE = ("?", "!", "…", "–", "—", "-", "/")
_END_OF_MARKUP = re.compile(r"(?:[*_]|\]\([^)\n]*\)|\{:[^}\n]*\}|</\w+>)+$")


class NoteSection:
    """Writes the notes of chapters, whose text `writer` gives, into their pages.

    Source of the roles: W3C, Digital Publishing WAI-ARIA Module 1.1.
    """

    def __init__(self, manuscript: Manuscript, writer: NoteWriter) -> None:
        """Take the manuscript once every page has been read."""
        self._manuscript = manuscript
        self._writer = writer

    def marker(self, note: Note, before: str) -> Markup:
        """Set the marker of a note; `before` is the text in front of it."""
        return self._marker(f"fnref:{note.number}", note, before)

    def marker_again(self, again: NoteAgain, before: str) -> Markup:
        """Set it once more; on another page it tells what the note says."""
        if not again.is_elsewhere:
            return self._marker(again.id, again.note, before)
        number = str(again.note.number)
        marker = link(
            number,
            again.note.address,
            " ".join(plain_text(self._writer.write(again.note)).split()),
            class_="note-elsewhere",
            role="doc-noteref",
            aria_label=f"Note {number}",
        )
        return _raised(again.id, marker, before)

    def _marker(self, id: str, note: Note, before: str) -> Markup:
        number = note.number
        marker = (
            f'<a class="footnote-ref" href="#fn:{number}" role="doc-noteref" '
            f'aria-label="Note {number}">{number}</a>'
        )
        return _raised(id, marker, before)

    def section(self, notes: Sequence[Note]) -> str:
        """Write the section of a page's notes: Markdown around the list, which is HTML."""
        items = "\n".join(map(self._item, notes))
        listed = f'<ol start="{notes[0].number}">\n{items}\n</ol>'
        return (
            f'<section class="footnote" role="doc-endnotes" aria-labelledby="{HEADING_ID}" '
            f'markdown="block">\n\n## {HEADING} {{: #{HEADING_ID} }}\n\n'
            f"{self._manuscript.hold(Markup(listed))}\n\n</section>"
        )

    def _item(self, note: Note) -> str:
        """Write a note with its lasting address, the ways to later notes, and those back."""
        text = self._writer.write(note)
        if note.name:
            text = _put_first(f'<span id="note-{note.name}"></span>', text)
        nexts, back = list(self._nexts(note)), "".join(self._ways_back(note))
        text = _put_last(" " + " ".join(nexts) if nexts else "", f"\xa0{back}", text)
        return f'<li id="fn:{note.number}">\n{text}\n</li>'

    def _nexts(self, note: Note) -> Iterator[str]:
        for later in self._writer.next_citations(note):
            title = self._manuscript.title_of(later, note.page)
            yield link(
                "",
                later.address,
                class_="note-next",
                data_note=title.removeprefix("Note "),
                aria_label=f"{NEXT}: {title}",
            )

    def _ways_back(self, note: Note) -> Iterator[str]:
        again = self._manuscript.markers_again(note)
        places = [f"{note.page}#fnref:{note.number}", *(f"{a.page}#{a.id}" for a in again)]
        for count, address in enumerate(places, 1):
            place = f", place {count}" if again else ""
            words = f"Back to Note {note.number} in the text{place}"
            yield link(
                BACK,
                address,
                words,
                class_="footnote-backref",
                role="doc-backlink",
                aria_label=words,
            )


def _raised(id: str, marker: str, before: str) -> Markup:
    may_end = _END_OF_MARKUP.sub("", before.rpartition("\n")[2]).endswith(_MAY_END_A_LINE)
    joiner = "\u2060" if may_end else ""
    return Markup(f'<sup id="{quoted(id)}" data-search-exclude="">{joiner}{marker}</sup>')


def _put_first(mark: str, blocks: str) -> str:
    """Put a mark into the first paragraph of HTML, or into one in front of its blocks."""
    opening = _OPENING.match(blocks)
    if opening:
        return f"{opening[0]}{mark}{blocks[opening.end() :]}"
    return f"<p>{mark}</p>\n{blocks}"


def _put_last(more: str, end: str, blocks: str) -> str:
    """Put `more` and `end` behind the text of the last paragraph, or into one of their own."""
    if blocks.endswith("</p>"):
        return f"{blocks.removesuffix('</p>')}{more}{end}</p>"
    return f"{blocks}\n<p>{(more + end).strip()}</p>"
