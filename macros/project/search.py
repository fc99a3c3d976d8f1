"""Search results for single passages, notes and works, beside the search plugin's for pages."""

from __future__ import annotations

import re
from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from lxml import etree, html
from msgspec import Struct

from macros.text import fit_for_xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from macros.data.words import Words

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


class Section(Struct, frozen=True):
    """A passage, note or work: its id, what a list of results calls it, and its text."""

    id: str
    title: str
    text: str


def sections(markup: str, words: Words) -> list[Section]:
    """Find the numbered passages and the notes of a chapter, or the works of a list, in order.

    First comes, without id and title, what the chapter says outside them.
    """
    root = html.fragment_fromstring(fit_for_xml(markup), create_parent="div")
    for element in _UNSAID(root):
        element.drop_tree()
    found = []
    for element in _SECTIONS(root):
        if (title := _title(element, words)) and root in element.iterancestors():
            found.append(Section(element.get("id", ""), title, _text(element)))
            element.drop_tree()
    for heading in _HEADINGS(root):
        heading.drop_tree()
    return [Section("", "", _text(root)), *found]


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _title(element: HtmlElement, words: Words) -> str:
    if number := element.get("data-number"):
        return words.places.paragraph.format(number=number)
    if element.get("class") == "work":
        return shorten(_text(element[0]), _LONGEST_TITLE, placeholder=" …") if len(element) else ""
    note = re.fullmatch(r"fn:(\d+)", element.get("id", ""))
    return words.notes.note.format(number=note[1]) if note else ""


def headings_only(html: str) -> str:
    """Return what the search plugin must read of a chapter: the rest of its index is in `sections`.

    Text before the heading of a page, and marks by which its author steers the search, need all.
    """
    read = _UNREAD.sub("", html)
    if not read.lstrip().startswith("<h1") or _STEERED.search(read):
        return html
    return "".join(heading[0] for heading in _HEADING.finditer(read))


def with_sections(
    records: Sequence[dict[str, Any]], page: str, found: Sequence[Section]
) -> list[dict[str, Any]]:
    """Return the search plugin's records of a page with one for each of its sections.

    `page` is its address in the index ("2-concept/"). What `found` holds is taken out of the page's
    own records, so that nothing is found twice.
    """
    rest, *others = found
    changed: list[dict[str, Any]] = []
    for record in records:
        _, _, fragment = str(record["location"]).partition("#")
        if not fragment:
            changed += [record | {"text": _paragraph(rest)}, *_records(page, others)]
        elif fragment != NOTES_HEADING:
            changed.append(record | {"text": ""})
    return changed


def _records(page: str, found: Sequence[Section]) -> list[dict[str, str]]:
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
