"""Notes as the footnotes of Markdown: how a chapter defines them, at its end."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from macros.markdown_text import begins_a_block, ends_a_block

if TYPE_CHECKING:
    from macros.manuscript import Manuscript
    from macros.note_writer import NoteWriter
    from macros.notes import Note

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
    for later in writer.next_citations(note):
        title = manuscript.title_of(later, note.page)
        shown, words = title.removeprefix("Note "), f"Next note on this work: {title}"
        attributes = f'.note-next data-note="{shown}" aria-label="{words}"'
        text += f" [](doc:{later.address}){{: {attributes} }}"
    return f"[^{note.number}]: " + indent(text, "    ").lstrip()
