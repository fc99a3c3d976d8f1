"""A Python-Markdown extension that gives notes their numbers, names and roles.

The stock `footnotes` extension lays out markers, definitions and links; it numbers them per page.
The engine names each footnote by its note's number through all chapters (`[^13]`), and this
extension makes that number the visible one.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from macros.footnotes import register
from macros.inline import NAME, PRIORITY, QuickInlineProcessor
from macros.links import QuickLinks
from macros.markdown_text import local_address
from macros.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from markdown import Markdown

HEADING_ID = "notes"
HEADING = "Notes"

# A space where no line may end: after a short word with a full stop before a number ("p. 53"), and
# before a number in brackets ("p. 3 (61)"). Beginning with the space, the search is far quicker.
TIED = re.compile(
    r" (?:(?=\d)(?:(?<=\b[^\W\d]\. )|(?<=\b[^\W\d]{2}\. )|(?<=\b[^\W\d]{3}\. ))|(?=\(\d)(?<=\d ))"
)
# Behind these a line may end without a space (Unicode Standard Annex 14, classes EX, IN, BA, HY
# and SY); a word joiner keeps the marker of a note.
MAY_END_A_LINE = ("?", "!", "…", "–", "—", "-", "/")
_BACK = "footnote-backref"
_AS_WRITTEN = {"code", "pre", "script", "style"}


class Next(Plain, frozen=True):
    """The way to a later note: its number as shown, its address `page.md#fn:4`, and its label."""

    shown: str
    address: str
    words: str


class Ways(Plain, frozen=True):
    """The name by which a note's lasting address is made, if it has one, and the ways on."""

    name: str
    nexts: tuple[Next, ...]


class NoteMarkup(Extension):
    """Adds the note markup; `heading` is shown above a chapter's notes."""

    def __init__(self, heading: str = HEADING) -> None:
        """Keep the heading for every page that the extension works on."""
        super().__init__()
        self._heading = heading
        self._page = ""
        self.ways: Mapping[str, Ways] = {}

    def begin_page(self, page: str, ways: Mapping[str, Ways]) -> None:
        """Take what to add to the notes of the next page, by their numbers."""
        self._page, self.ways = page, ways

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register behind footnotes (15), attributes (8) and abbreviations (7), before toc (5)."""
        md.treeprocessors.register(QuickInlineProcessor(md), NAME, PRIORITY)
        md.treeprocessors.register(QuickLinks(md), "quick_links", 1)
        register(md)
        md.treeprocessors.register(
            _NoteProcessor(md, self._heading, self._page, self.ways), "note_markup", 6
        )


class _NoteProcessor(Treeprocessor):
    def __init__(self, md: Markdown, heading: str, page: str, ways: Mapping[str, Ways]) -> None:
        super().__init__(md)
        self._heading = heading
        self._page = page
        self._ways = ways

    def run(self, root: Element) -> None:
        for passage in root.findall(".//*[@data-number]"):
            _mark_passage(passage)
        _raise_markers(root)
        _order_markers(root)
        for marker in root.iter("a"):
            if marker.get("class") in {"footnote-ref", "note-elsewhere"}:
                _mark_reference(marker)
        for note in root.iterfind(".//div[@class='footnote']/ol/li"):
            _mark_back_links(note)
            if ways := self._ways.get(note.get("id", "").rpartition(":")[2]):
                _add_ways(note, ways, self._page)
        for place in root.iterfind(".//sup[@id]"):
            place.set("data-search-exclude", "")  # else a heading is found as "Title3"
        _mark_outside_links(root)
        _tie(root)
        for notes in root.iterfind(".//div[@class='footnote']"):
            _mark_section(notes, self._heading)


def _mark_passage(passage: Element) -> None:
    """Show the number, as a link to the address; keep former addresses within the passage."""
    address, number = passage.get("id", ""), passage.get("data-number", "")
    link = Element("a", {"class": "passage-number", "href": f"#{address}"})
    link.set("title", f"Address of paragraph {number}")
    link.set("data-search-exclude", "")
    link.text, link.tail, passage.text = number, passage.text, None
    former = passage.attrib.pop("data-was", "").split()
    spans = [Element("span", {"class": "alias", "id": alias}) for alias in former]
    passage[:0] = [*spans, link]


def _mark_reference(marker: Element) -> None:
    """Source of the roles: W3C, Digital Publishing WAI-ARIA Module 1.1."""
    number = marker.get("href", "").rpartition(":")[2]
    marker.text = number
    marker.set("role", "doc-noteref")
    marker.set("aria-label", f"Note {number}")


def _raise_markers(root: Element) -> None:
    """Put markers of notes on other pages into superscript, as those of the page are."""
    for parent in list(root.iter()):
        for place, marker in enumerate(parent):
            if marker.get("class") == "note-elsewhere":
                raised = Element("sup", {"id": marker.attrib.pop("id", "")})
                raised.tail, marker.tail = marker.tail, None
                raised.append(marker)
                parent[place] = raised


def _order_markers(root: Element) -> None:
    """Count the markers of a note in the order of reading: the parser comes to some parts late."""
    counts: Counter[str] = Counter()
    for place in root.iter("sup"):
        link = place.find("a[@class='footnote-ref']")
        if link is not None:
            number = link.get("href", "").rpartition(":")[2]
            counts[number] += 1
            count = counts[number] if counts[number] > 1 else ""
            place.set("id", f"fnref{count}:{number}")


def _mark_back_links(note: Element) -> None:
    """Name the ways back from a note, and let those to other pages follow those on its own."""
    own = note.findall(".//a[@class='footnote-backref']")
    parents = {child: parent for parent in note.iter() for child in parent}
    elsewhere = note.findall(".//a[@class='note-back']")
    for link in elsewhere:
        _take_out(link, parents[link])
        link.text = own[0].text
        link.set("class", "footnote-backref")
        parents[own[-1]].append(link)
    for link in [*own, *elsewhere]:
        count, _, number = link.get("href", "").rpartition("#fnref")[2].partition(":")
        place = f", place {count or 1}" if len(own) + len(elsewhere) > 1 else ""
        link.set("role", "doc-backlink")
        link.set("title", f"Back to Note {number} in the text{place}")
        link.set("aria-label", f"Back to Note {number} in the text{place}")


def _add_ways(note: Element, ways: Ways, page: str) -> None:
    """Add the lasting address of a note, and, before the way back, the ways to later ones."""
    if not len(note):  # the parser took all of it for something else
        return
    first, last = note[0], note[-1]
    if ways.name:
        place = Element("span", {"id": f"note-{ways.name}"})
        place.tail, first.text = first.text, None
        first.insert(0, place)
    back = [place for place, child in enumerate(last) if child.get("class") == _BACK]
    links = [_next_link(later, page) for later in ways.nexts]
    if back and links:
        _change_before(last, back[0], lambda text: text.removesuffix(NBSP_PLACEHOLDER) + " ")
        for link in links:
            link.tail = NBSP_PLACEHOLDER if link is links[-1] else " "
        last[back[0] : back[0]] = links


def _next_link(later: Next, page: str) -> Element:
    link = Element("a", {"aria-label": later.words, "class": "note-next"})
    link.set("data-note", later.shown)
    link.set("href", local_address(later.address, page))
    return link


def _take_out(child: Element, parent: Element) -> None:
    """Remove an element and the space before it; what follows it stays."""
    place = list(parent).index(child)
    _change_before(parent, place, lambda text: text.rstrip() + (child.tail or ""))
    child.tail = None
    parent.remove(child)


def _change_before(parent: Element, place: int, change: Callable[[str], str]) -> None:
    """Change the text in front of a child, which is the tail of the one before it, if any is."""
    if place:
        parent[place - 1].tail = change(parent[place - 1].tail or "")
    else:
        parent.text = change(parent.text or "")


def _mark_outside_links(root: Element) -> None:
    """Mark links whose address a printed page must add: those that do not show it, once each."""
    seen = {"".join(link.itertext()) for link in root.iter("a")}
    for link in root.iter("a"):
        address = link.get("href", "").replace(AMP_SUBSTITUTE, "&")
        if address.startswith(("http:", "https:")) and address not in seen:
            link.set("data-outside", "")
            seen.add(address)


def _tie(element: Element, before: str = "") -> str:
    """Keep numbers, and the markers of notes, on the line of what they belong to.

    `before` is the text in front of the element; returns that in front of what follows.
    """
    if element.tag in _AS_WRITTEN:
        return ""
    if element.get("id", "").startswith("fnref") and before.endswith(MAY_END_A_LINE):
        element.text = f"\u2060{element.text or ''}"
    elif element.text:
        element.text = TIED.sub("\xa0", element.text)
    before = element.text or before
    for child in element:
        before = _tie(child, before)
        if child.tail:
            child.tail = before = TIED.sub("\xa0", child.tail)
    return before


def _mark_section(notes: Element, heading: str) -> None:
    notes.tag = "section"
    notes.set("role", "doc-endnotes")
    notes.set("aria-labelledby", HEADING_ID)
    rule, listing = notes.find("hr"), notes.find("ol")
    if rule is not None:
        rule.tag = "h2"
        rule.set("id", HEADING_ID)
        rule.text = heading
    first = listing.find("li") if listing is not None else None
    if listing is not None and first is not None:
        listing.set("start", first.get("id", "").rpartition(":")[2])
