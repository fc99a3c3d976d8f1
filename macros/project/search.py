"""Search results for single passages, notes and works, beside the search plugin's for pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from lxml import etree, html
from msgspec import Struct

from macros.data.words import Words
from macros.text import fit_for_xml

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

NOTES_HEADING = "notes"  # the id of the heading above a chapter's notes
_UNSAID = etree.XPath(  # marks, links that lead back, and what is no text at all
    ".//*[@data-search-exclude or @role='doc-backlink' or @class='headerlink']"
    " | .//script | .//style | .//svg | .//comment()"
)
_SECTIONS = etree.XPath(
    ".//*[@data-number or starts-with(@id, 'fn:') or @class='work' or @id and @data-figure]"
)
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
    """Find numbered passages, figures and notes of a page, or the works of a list, in order.

    First comes, without id and title, what the chapter says outside them.
    """
    root = html.fragment_fromstring(fit_for_xml(markup), create_parent="div")
    for element in _UNSAID(root):
        element.drop_tree()
    found: list[Section] = []
    for element in reversed(_SECTIONS(root)):  # what stands within another comes out before it
        if title := _title(element, words):
            found.append(Section(element.get("id", ""), title, _text(element)))
            element.drop_tree()
    for heading in _HEADINGS(root):
        heading.drop_tree()
    return [Section("", "", _text(root)), *reversed(found)]


def _text(element: HtmlElement) -> str:
    """Return the words of an element, or those that stand for its picture."""
    return " ".join(element.text_content().split()) or " ".join(element.xpath(".//img/@alt"))


def _title(element: HtmlElement, words: Words) -> str:
    if title := element.get("data-figure"):
        return title
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
    records: Sequence[dict[str, Any]], url: str, found: Sequence[Section]
) -> list[dict[str, Any]]:
    """Return the search plugin's records of the page at `url` with one for each of its sections.

    What `found` holds is taken out of the page's own records, so that nothing is found twice.
    """
    rest, *others = (
        {
            "location": f"{url}#{each.id}",
            "title": escape(each.title, quote=False),
            "text": f"<p>{escape(each.text, quote=False)}</p>",
        }
        for each in found
    )
    changed: list[dict[str, Any]] = []
    for record in records:
        _, _, fragment = str(record["location"]).partition("#")
        if not fragment:
            changed += [record | {"text": rest["text"]}, *others]
        elif fragment != NOTES_HEADING:
            changed.append(record | {"text": ""})
    return changed


class SearchedPages:
    """Pages on their way to the search plugin, which need not read what `sections` has found."""

    def __init__(self) -> None:
        """Begin without pages."""
        self._hidden: dict[str, str] = {}  # content, by the page's address in the site
        self._sections: dict[str, list[Section]] = {}
        self._indexed = 0  # records of the pages before

    def hide(self, page: Page, html: str, config: MkDocsConfig, words: Words) -> str:
        """Return what the search plugin is to read of a page, and keep the whole of it."""
        found = sections(html, words)
        if len(found) == 1 or _records(config) is None:
            return html
        self._hidden[page.url], self._sections[page.url] = html, found
        return headings_only(html)

    def content(self, page: Page) -> str:
        """Return the whole content of a page, hidden or not."""
        return self._hidden.get(page.url, page.content or "")

    def fill(self, page: Page, placeholder: str, html: str) -> None:
        """Put HTML into a page, which the search plugin then reads."""
        if page.url in self._hidden:
            self._hidden[page.url] = self._hidden[page.url].replace(placeholder, html)
        page.content = (page.content or "").replace(placeholder, html)

    def show(self, page: Page, config: MkDocsConfig) -> None:
        """Give a page back its content, and the search its sections."""
        page.content = self._hidden.pop(page.url, page.content)
        records = _records(config)
        if records is not None:
            if found := self._sections.pop(page.url, None):
                records[self._indexed :] = with_sections(records[self._indexed :], page.url, found)
            self._indexed = len(records)


def _records(config: MkDocsConfig) -> list[dict[str, Any]] | None:
    """Return what the search plugin has found so far, to be changed; None without such a plugin.

    Sources: github.com/squidfunk/mkdocs-material/blob/master/material/plugins/search/plugin.py
    (`entries`), github.com/mkdocs/mkdocs/blob/master/mkdocs/contrib/search/search_index.py.
    """
    plugin = config.plugins.get("material/search") or config.plugins.get("search")
    index = getattr(plugin, "search_index", None)
    return getattr(index, "entries", getattr(index, "_entries", None))
