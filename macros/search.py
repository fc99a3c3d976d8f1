"""Search results for single passages and notes, on top of the search plugin's whole chapters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from macros.html_text import VOID, is_aside

if TYPE_CHECKING:
    from pathlib import Path

NOTES_HEADING = "notes"  # the id of the heading above a chapter's notes
_NOT_TEXT = {"script", "style"}
_UNREAD = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.S)
_HEADING = re.compile(r"<(h[1-6])\b.*?</\1>", re.S)
_STEERED = re.compile(r'data-search-\w+="[^"]')
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True)
class Section:
    """A passage or note: its id, what a list of results calls it, and its text."""

    id: str
    title: str
    text: str


def sections(html: str) -> list[Section]:
    """Find the numbered passages and the notes in the HTML of a chapter, in order.

    First comes, without id and title, what the chapter says outside them.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [Section("", "", " ".join("".join(reader.rest).split())), *reader.sections]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sections: list[Section] = []
        self.rest: list[str] = []
        self._in_heading = False
        self._open = 0  # elements open within the section
        self._skipped = 0  # elements open from one on that is not to be found
        self._id = self._title = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in VOID:
            return
        self._in_heading |= tag in _HEADINGS
        if self._open:
            self._open += 1
        elif not self._skipped and (title := _title(values)):
            self._id, self._title, self._open = values.get("id") or "", title, 1
        if self._skipped or is_aside(values) or tag in _NOT_TEXT:
            self._skipped += 1

    def handle_endtag(self, tag: str) -> None:
        self._in_heading &= tag not in _HEADINGS
        if tag in VOID:
            return
        self._skipped -= bool(self._skipped)
        self._open -= bool(self._open)
        if self._title and not self._open:
            text = " ".join("".join(self._words).split())
            self.sections.append(Section(self._id, self._title, text))
            self._words, self._title = [], ""

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        if self._open:
            self._words.append(data)
        elif not self._in_heading:
            self.rest.append(data)


def _title(attributes: dict[str, str | None]) -> str:
    if number := attributes.get("data-number"):
        return f"Paragraph {number}"
    note = re.fullmatch(r"fn:(\d+)", attributes.get("id") or "")
    return f"Note {note[1]}" if note else ""


def headings_only(html: str) -> str:
    """Return what the search plugin must read of a chapter: the rest of its index is in `sections`.

    Text before the heading of a page, and marks by which its author steers the search, need all.
    """
    read = _UNREAD.sub("", html)
    if not read.lstrip().startswith("<h1") or _STEERED.search(read):
        return html
    return "".join(heading[0] for heading in _HEADING.finditer(read))


def add_sections(index: dict[str, Any], chapters: dict[str, list[Section]]) -> dict[str, Any]:
    """Return the search plugin's index with a record for each section of the chapters.

    `chapters` maps a chapter's address in the index ("2-concept/") to its sections. What they hold
    is taken out of the chapter's own records, so that nothing is found twice.
    """
    docs = []
    for record in index["docs"]:
        page, _, fragment = str(record["location"]).partition("#")
        if page not in chapters:
            docs.append(record)
        elif not fragment:
            rest, *found = chapters[page]
            docs += [record | {"text": _paragraph(rest)}, *_records(page, found)]
        elif fragment != NOTES_HEADING:
            docs.append(record | {"text": ""})
    return index | {"docs": docs}


def complete_index(file: Path, chapters: dict[str, list[Section]]) -> None:
    """Rewrite the search plugin's index, if there is one, with the sections of the chapters."""
    if file.exists():
        index = add_sections(json.loads(file.read_text(encoding="utf-8")), chapters)
        file.write_text(json.dumps(index, separators=(",", ":")), encoding="utf-8")


def _records(page: str, found: list[Section]) -> list[dict[str, str]]:
    return [
        {
            "location": f"{page}#{section.id}",
            "title": section.title,
            "text": _paragraph(section),
        }
        for section in found
    ]


def _paragraph(section: Section) -> str:
    return f"<p>{escape(section.text, quote=False)}</p>"
