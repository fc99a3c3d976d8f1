"""Search results for single passages, notes and works, beside the search plugin's for pages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from macros.html_text import fit_for_xml

if TYPE_CHECKING:
    from pathlib import Path

    from lxml.html import HtmlElement

NOTES_HEADING = "notes"  # the id of the heading above a chapter's notes
_UNSAID = etree.XPath(  # see `is_aside`; and what is no text at all
    ".//*[@data-search-exclude or @role='doc-backlink' or @class='headerlink']"
    " | .//script | .//style | .//comment()"
)
_SECTIONS = etree.XPath(".//*[@data-number or starts-with(@id, 'fn:') or @class='work']")
_HEADINGS = etree.XPath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5 | .//h6")
_LONGEST_TITLE = 90  # signs of a reference, in a list of results
_UNREAD = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.S)
_HEADING = re.compile(r"<(h[1-6])\b.*?</\1>", re.S)
_STEERED = re.compile(r'data-search-\w+="[^"]')


@dataclass(frozen=True, slots=True)
class Section:
    """A passage, note or work: its id, what a list of results calls it, and its text."""

    id: str
    title: str
    text: str


def sections(markup: str) -> list[Section]:
    """Find the numbered passages and the notes of a chapter, or the works of a list, in order.

    First comes, without id and title, what the chapter says outside them.
    """
    root = html.fragment_fromstring(fit_for_xml(markup), create_parent="div")
    for element in _UNSAID(root):
        element.drop_tree()
    found = []
    for element in _SECTIONS(root):
        if (title := _title(element)) and root in element.iterancestors():
            found.append(Section(element.get("id", ""), title, _text(element)))
            element.drop_tree()
    for heading in _HEADINGS(root):
        heading.drop_tree()
    return [Section("", "", _text(root)), *found]


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _title(element: HtmlElement) -> str:
    if number := element.get("data-number"):
        return f"Paragraph {number}"
    if element.get("class") == "work":
        return shorten(_text(element[0]), _LONGEST_TITLE, placeholder=" …") if len(element) else ""
    note = re.fullmatch(r"fn:(\d+)", element.get("id", ""))
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
