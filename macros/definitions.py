"""Notes as the footnotes of Markdown: how a chapter defines them, at its end."""

from __future__ import annotations

import re
from textwrap import indent
from typing import TYPE_CHECKING

from macros.markdown_text import begins_a_block, ends_a_block, link, plain_text

if TYPE_CHECKING:
    from macros.manuscript import Manuscript
    from macros.note_writer import NoteWriter
    from macros.notes import Note, NoteAgain

_ATTRIBUTES = re.compile(r"\{:[^}\n]*\}")
_NOTHING = "&#8288;"  # makes a paragraph, but takes no room


def define(note: Note, manuscript: Manuscript, writer: NoteWriter) -> str:
    """Define a note, with its lasting address and the way to the next note on its works."""
    place = f'<span id="note-{note.name}"></span>' if note.name else ""
    text = writer.write(note)
    if begins_a_block(text):
        place = f"{place or _NOTHING}\n\n"
    if ends_a_block(text):  # links back and on need a paragraph to stand in
        text += f"\n\n{_NOTHING}"
    text = place + text
    for again in manuscript.markers_again(note):
        if again.is_elsewhere:
            text += f" [](doc:{again.page}#{again.id}){{: .note-back }}"
    for later in writer.next_citations(note):
        title = manuscript.title_of(later, note.page)
        shown, words = title.removeprefix("Note "), f"Next note on this work: {title}"
        attributes = f'.note-next data-note="{shown}" aria-label="{words}"'
        text += f" [](doc:{later.address}){{: {attributes} }}"
    return f"[^{note.number}]: " + indent(text, "    ").lstrip()


def mark_again(again: NoteAgain, text: str) -> str:
    """Set the marker of a note once more; on another page it tells the note's `text` itself."""
    number = again.note.number
    if not again.is_elsewhere:
        return f"[^{number}]"
    told = " ".join(plain_text(_ATTRIBUTES.sub("", text)).split())
    return link(str(number), again.note.address, told) + f"{{: #{again.id} .note-elsewhere }}"
