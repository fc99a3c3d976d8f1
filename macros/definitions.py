"""Notes as the footnotes of Markdown: how a chapter defines them, at its end."""

from __future__ import annotations

import re
from collections import defaultdict
from textwrap import indent
from typing import TYPE_CHECKING

from macros.markdown_text import begins_a_block, ends_a_block, is_paragraph, link, plain_text
from macros.markup import Next, Ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from macros.manuscript import Manuscript
    from macros.note_writer import NoteWriter
    from macros.notes import Note, NoteAgain

_ATTRIBUTES = re.compile(r"\{:[^}\n]*\}")
NEXT = "Next note on this work"
_NOTHING = "&#8288;"  # makes a paragraph, but takes no room


class Definitions:
    """Defines notes, with their lasting addresses and the ways to the next notes on their works.

    These are written into the Markdown, or left to `markup`: Python-Markdown takes as long to read
    them as the notes themselves.
    """

    def __init__(self, manuscript: Manuscript, writer: NoteWriter, *, with_ways: bool) -> None:
        """Take what notes there are, and whether the Markdown is to have the ways."""
        self._manuscript = manuscript
        self._writer = writer
        self._with_ways = with_ways
        self.left: defaultdict[str, dict[str, Ways]] = defaultdict(dict)

    def define(self, note: Note) -> str:
        """Define a note; what it leaves to `markup` is in `left`, page → number → ways."""
        text, nexts = self._writer.write(note), list(self._nexts(note))
        if is_paragraph(text) and not self._with_ways and not self._manuscript.markers_again(note):
            self.left[note.page][str(note.number)] = Ways(note.name, tuple(nexts))
        else:
            text = self._written_out(note, text, nexts)
        return f"[^{note.number}]: " + indent(text, "    ").lstrip()

    def _nexts(self, note: Note) -> Iterator[Next]:
        for later in self._writer.next_citations(note):
            title = self._manuscript.title_of(later, note.page)
            yield Next(title.removeprefix("Note "), later.address, f"{NEXT}: {title}")

    def _written_out(self, note: Note, text: str, nexts: Iterable[Next]) -> str:
        place = f'<span id="note-{note.name}"></span>' if note.name else ""
        if begins_a_block(text):
            place = f"{place or _NOTHING}\n\n"
        if ends_a_block(text):  # links back and on need a paragraph to stand in
            text += f"\n\n{_NOTHING}"
        text = place + text
        for again in self._manuscript.markers_again(note):
            if again.is_elsewhere:
                text += f" [](doc:{again.page}#{again.id}){{: .note-back }}"
        for later in nexts:
            attributes = f'.note-next data-note="{later.shown}" aria-label="{later.words}"'
            text += f" [](doc:{later.address}){{: {attributes} }}"
        return text


def mark_again(again: NoteAgain, text: str) -> str:
    """Set the marker of a note once more; on another page it tells the note's `text` itself."""
    number = again.note.number
    if not again.is_elsewhere:
        return f"[^{number}]"
    told = " ".join(plain_text(_ATTRIBUTES.sub("", text)).split())
    return link(str(number), again.note.address, told) + f"{{: #{again.id} .note-elsewhere }}"
