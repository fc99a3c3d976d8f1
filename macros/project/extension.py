"""A Python-Markdown extension that sets, in a page, the HTML that the engine has written.

Markers, page marks and references are tokens in the Markdown, and so are whole lists of notes and
works: Python-Markdown never reads them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from macros.pages.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_RAISED = re.compile(r'<sup id="(?P<id>[^"]*)"[^>]*>(?P<inner>.*)</sup>', re.S)


class TokenExtension(Extension):
    r"""Sets HTML in the place of tokens: `Rails\ue0007\ue001` → `Rails<sup …>13</sup>`."""

    def __init__(self) -> None:
        """Begin without a page."""
        super().__init__()
        self.html: Mapping[str, str] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register behind code (190), and before all that could read a token as text."""
        md.inlinePatterns.register(_TokenProcessor(TOKEN.pattern, md, self.html), "held_html", 185)


def markdown_writer(
    extensions: Iterable[str | Extension], settings: dict[str, Any]
) -> Callable[[str], str]:
    """Return what makes HTML of Markdown as a site's pages are read: `*a*` → `<p><em>a</em></p>`.

    `extensions` and `settings` are those of the site; headings within notes are in no contents.
    """
    wanted = [each for each in extensions if each != "toc" and not isinstance(each, TokenExtension)]

    @cache
    def reader() -> Markdown:  # most sites have few notes that need one
        known = {name: values for name, values in settings.items() if name in wanted}
        return Markdown(extensions=wanted, extension_configs=known)

    return lambda text: reader().reset().convert(text)


class _TokenProcessor(InlineProcessor):
    def __init__(self, pattern: str, md: Markdown, html: Mapping[str, str]) -> None:
        super().__init__(pattern, md)
        self._html = html

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        html = self._html.get(m[1])
        if html is None:
            return None, None, None
        raised = _RAISED.fullmatch(html)
        if not raised:
            return self.md.htmlStash.store(html), m.start(), m.end()
        # An element, which "toc" leaves out of a heading's id and name: remove_fnrefs in
        # github.com/Python-Markdown/markdown/blob/master/markdown/extensions/toc.py
        sup = Element("sup", {"data-search-exclude": "", "id": raised["id"]})
        sup.text = AtomicString(self.md.htmlStash.store(raised["inner"]))
        return sup, m.start(), m.end()
