"""Python-Markdown's inline patterns, each tried only on texts that have a sign it needs.

Python-Markdown searches every piece of text for every pattern, and most pieces are plain words. A
preview or build of many notes spends a sixth of its time on that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown import inlinepatterns
from markdown.inlinepatterns import DelimiterProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

NAME, PRIORITY = "inline", 20  # those of the processor in Python-Markdown

# Regular expressions of Python-Markdown → what each of their matches has in it. Patterns with other
# ones, of whatever extension, are always tried.
_SIGNS = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.AUTOLINK_RE: "<",
    inlinepatterns.AUTOMAIL_RE: "<",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    inlinepatterns.ENTITY_RE: "&",
    r"\[\^([^\]]*)\]": "[^",  # the extension `footnotes`
}


class QuickInlineProcessor(InlineProcessor):
    """Does what Python-Markdown's own does, and tries fewer patterns."""

    def __init__(self, md: Markdown) -> None:
        """Take the place of the processor of `md`, once it is registered by `NAME`."""
        super().__init__(md)
        self._plan: list[tuple[Any, str, str]] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to a tree."""
        self._plan = [(pattern, *_signs(pattern)) for pattern in self.inlinePatterns]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, first: int = 0) -> str:  # noqa: N802
        """Put placeholders in the place of what patterns find, as the method of this name does.

        Without such a method in Python-Markdown, this one is never called, and nothing else is.
        """
        if isinstance(data, AtomicString):
            return data
        for index in range(first, len(self._plan)):
            pattern, sign, other = self._plan[index]
            found, start = True, 0
            while found and (sign in data or other in data):
                data, found, start = self._InlineProcessor__applyPattern(  # type: ignore[attr-defined]
                    pattern, data, index, start
                )
        return data


def _signs(pattern: Any) -> tuple[str, str]:
    """Return two signs of which each match has one; where none are known, what all texts have."""
    if isinstance(pattern, DelimiterProcessor) and len(pattern.tokens) in (1, 2):
        return pattern.tokens[0], pattern.tokens[-1]
    sign = _SIGNS.get(pattern.pattern, "")
    return sign, sign
