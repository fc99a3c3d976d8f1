"""A page as HTML: a Python-Markdown extension sets in it what the engine has written.

Markers, page marks and references are tokens in the Markdown, and so are whole lists of notes and
works: Python-Markdown never reads them. `finish_page` has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, STX, AtomicString
from markupsafe import Markup

from macros.companion import FoundLink, Written
from macros.pages.notes import MARKER, NOTES_SECTION
from macros.pages.tokens import TOKEN, set_html
from macros.project.links import links_in_html
from macros.text import point_from, trusted

_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")  # a sign behind a backslash


class TokenExtension(Extension):
    r"""Sets in a page the engine's HTML: `Rails\ue0007\ue001` → `Rails<sup …>13</sup>`.

    `html` is that of tokens, by their numbers. `notes` are the heading and the list of the section
    at the end, if the page has any. `links` are those of the page that was read last, and `markers`
    what stands in the markers of notes that have come out there.
    """

    def __init__(self) -> None:
        """Begin without a page."""
        super().__init__()
        self.html: Mapping[str, str] = {}
        self.markers: dict[str, str] = {}
        self.notes: tuple[str, str] | None = None
        self.links: list[FoundLink] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register tokens behind code (190), links and notes behind "inline" (20), HTML last."""
        md.inlinePatterns.register(_TokenProcessor(md, self), "tokens", 185)
        md.treeprocessors.register(_TreeProcessor(md, self), "links_and_notes", 18)
        md.postprocessors.register(_HtmlProcessor(md, self), "held_html", 0)


class _TokenProcessor(InlineProcessor):
    """Keeps tokens from being read as text; those of markers become elements."""

    def __init__(self, md: Markdown, page: TokenExtension) -> None:
        super().__init__(TOKEN.pattern, md)
        self._page = page

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        marker = MARKER.fullmatch(self._page.html.get(m[1], ""))
        if not marker:
            return m[0], m.start(), m.end()
        # An element, which "toc" leaves out of a heading's id and name: remove_fnrefs in
        # github.com/Python-Markdown/markdown/blob/master/markdown/extensions/toc.py
        sup = Element("sup", {"data-search-exclude": "", "id": marker["id"]})
        sup.text, self._page.markers[m[1]] = AtomicString(m[0]), marker["inner"]
        return sup, m.start(), m.end()


class _TreeProcessor(Treeprocessor):
    """Collects links as their author wrote them, before MkDocs makes others of them; adds notes."""

    def __init__(self, md: Markdown, page: TokenExtension) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: Element) -> None:
        found = [
            FoundLink(_ESCAPED.sub(lambda sign: chr(int(sign[1])), address))
            for element in root.iter()
            for address in (element.get("href"), element.get("src"))
            if address and AMP_SUBSTITUTE not in address
        ]
        for raw in self.md.htmlStash.rawHtmlBlocks:
            if isinstance(raw, str):
                found += links_in_html(raw)
        self._page.links = found
        if self._page.notes:
            heading, listed = self._page.notes
            section = SubElement(root, "section", NOTES_SECTION)
            title = SubElement(section, "h2", {"id": NOTES_SECTION["aria-labelledby"]})
            title.text = heading
            SubElement(section, "p").text = self.md.htmlStash.store(listed)


class _HtmlProcessor(Postprocessor):
    """Sets HTML in the place of tokens; markers that are no elements by now are lost."""

    def __init__(self, md: Markdown, page: TokenExtension) -> None:
        super().__init__(md)
        self._page = page

    def run(self, text: str) -> str:
        others = {t: html for t, html in self._page.html.items() if not MARKER.fullmatch(html)}
        return set_html(text, others | self._page.markers)


def page_reader(
    extensions: Iterable[str | Extension], settings: dict[str, Any]
) -> Callable[[Written], tuple[str, list[FoundLink]]]:
    """Return what makes HTML of a finished page as a build does, and finds its links."""
    held = TokenExtension()
    markdown = Markdown(extensions=[*extensions, held], extension_configs=settings)

    def read(page: Written) -> tuple[str, list[FoundLink]]:
        held.html, held.notes, held.links, held.markers = page.html, page.notes, [], {}
        return markdown.reset().convert(page.text), held.links

    return read


def markdown_writer(
    extensions: Iterable[str | Extension], settings: dict[str, Any]
) -> Callable[[str, str], Markup]:
    """Return what makes HTML of Markdown as pages are read: `*a*` → `<p><em>a</em></p>`.

    It takes Markdown, and the page whose links it has; these are counted from the docs folder, as
    `link` writes them. `extensions` and `settings` are those of the site; headings within notes are
    in no contents.
    """
    wanted = [each for each in extensions if each != "toc" and not isinstance(each, TokenExtension)]
    pointing = _PointingProcessor()

    @cache
    def reader() -> Markdown:  # most sites have few notes that need one
        known = {name: values for name, values in settings.items() if name in wanted}
        markdown = Markdown(extensions=wanted, extension_configs=known)
        markdown.treeprocessors.register(pointing, "pointing", 0)
        return markdown

    def write(text: str, page: str) -> Markup:
        pointing.page = page
        return trusted(reader().reset().convert(text))

    return write


class _PointingProcessor(Treeprocessor):
    """Counts links from the docs folder; as MkDocs does, it leaves raw HTML and mail alone.

    Source: github.com/mkdocs/mkdocs/blob/master/mkdocs/structure/pages.py
    (_RelativePathTreeprocessor).
    """

    page = ""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name in ("href", "src"):
                address = element.get(name)
                if address is not None and AMP_SUBSTITUTE not in address:
                    element.set(name, point_from(self.page, address))


# A space where no line may end: after a short word with a full stop before a number ("p. 53"), and
# before a number in brackets ("p. 3 (61)"). Beginning with the space, the search is far quicker.
TIED = re.compile(
    r" (?:(?=\d)(?:(?<=\b[^\W\d]\. )|(?<=\b[^\W\d]{2}\. )|(?<=\b[^\W\d]{3}\. ))|(?=\(\d)(?<=\d ))"
)
AS_WRITTEN = r"<(?P<raw>code|pre|script|style|svg)\b.*?</(?P=raw)>"
OUTSIDE = r'<a (?P<attributes>[^>]*\bhref="(?P<address>https?:[^"]*)"[^>]*)>(?P<text>.*?)</a>'
_PIECE = re.compile(rf"(?s){AS_WRITTEN}|{OUTSIDE}|(?P<space>{TIED.pattern})(?![^<>]*>)")


def finish_page(html: str) -> str:
    """Keep numbers on the line of what they belong to; mark links whose address print must add.

    These are links to the web that do not show their address, each address once.
    """
    seen = {
        link["address"] for link in re.finditer(OUTSIDE, html) if link["text"] == link["address"]
    }

    def finish(piece: re.Match[str]) -> str:
        if piece["space"]:
            return "\xa0"
        address = piece["address"]
        if not address:
            return piece[0]
        text = TIED.sub("\xa0", piece["text"]) if "<" not in piece["text"] else piece["text"]
        mark = "" if address in seen else ' data-outside=""'
        seen.add(address)
        return f"<a {piece['attributes']}{mark}>{text}</a>"

    return _PIECE.sub(finish, html)
