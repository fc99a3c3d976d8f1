"""Python-Markdown's inline patterns, made quick.

Python-Markdown searches every piece of text for every pattern, and puts placeholders where one is
found; a build of many notes spends half of its time in Markdown on that. But most texts are words,
emphasis and links: these are made into the same elements by one search. In others each pattern is
tried only where there is a sign that it needs.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown, inlinepatterns
from markdown.extensions.footnotes import NBSP_PLACEHOLDER, FootnoteInlineProcessor
from markdown.inlinepatterns import DelimiterProcessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

NAME, PRIORITY = "inline", 20  # those of the processor in Python-Markdown

# Words, without any sign of which a pattern makes something.
_WORDS = r"(?:[^\\`*_\[\]<&!\x00-\x1f\x7f\x85\u2028\u2029]|(?<!  )\n|!(?!\[)|&(?![#\w]))++"
_RAW = r"</?[a-zA-Z][a-zA-Z0-9]*+>|&(?:#[0-9]+|#x[0-9a-fA-F]+|[0-9a-zA-Z]+);"
_URL = r"https?://[^\s<>\[\]\\`]++"
_MARKER = r"\[\^[\w-]++\]"
_NOTE = re.compile(r"\[\^([^\]]*)\]")
# The title must not look as if the link ended within it.
_TARGET = (
    r"""\((?P<href>[^\s()<>\[\]'"\\`]++)"""
    r"""(?: "(?P<title>(?![\s'])(?:[^"'\[\]<\\`\x00-\x1f\x7f]|'(?! *\)))++(?<!\s))")?\)"""
)


_EMPHASIS = rf"\*(?![\s*])(?:{_WORDS}|{_RAW})++(?<!\s)\*(?!\*)"
_LINK = rf"\[(?!\^)(?:{_WORDS}|{_RAW}|{_EMPHASIS})++\]{_TARGET}"
_PIECES = "|".join(
    (_WORDS, _RAW, f"<{_URL}>", _MARKER, _EMPHASIS, re.sub(r"\?P<\w+>", "?:", _LINK))
)
_SIMPLE = re.compile(rf"(?:{_PIECES})++(?:{re.escape(NBSP_PLACEHOLDER)})?\Z")
_OTHER_SPACE = re.compile(r"[^\S ]")
_SIGN = re.compile(
    rf"(?P<marker>{_MARKER})|\[(?P<words>(?!\^)[^\[\]]++)\]{_TARGET}|<(?P<url>{_URL})>"
    rf"|(?P<raw>{_RAW})|(?P<star>\*)"
)

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
    _NOTE.pattern: "[^",  # the extension `footnotes`
}


class QuickInlineProcessor(InlineProcessor):
    """Does what Python-Markdown's own does, in fewer steps."""

    def __init__(self, md: Markdown) -> None:
        """Take the place of the processor of `md`, once it is registered by `NAME`."""
        super().__init__(md)
        self._plan: list[tuple[Any, str, str]] = []
        self._footnotes: FootnoteInlineProcessor | None = None

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply the patterns to a tree."""
        patterns = list(self.inlinePatterns)
        self._plan = [(pattern, *_signs(pattern)) for pattern in patterns]
        notes = (p for p in patterns if isinstance(p, FootnoteInlineProcessor))
        self._footnotes = next(notes, None)
        simple = self._simple_texts(tree) if _are_stock(patterns) else []
        for element, _ in simple:
            element.text = None  # nobody else is to read it
        tree = super().run(tree, ancestors)
        for element, text in simple:
            self._fill(element, text)
        return tree

    def _simple_texts(self, tree: Element) -> list[tuple[Element, str]]:
        """Find the elements whose text is simple, with their texts."""
        texts = [
            (element, element.text)
            for element in tree.iter()
            if element.text and element is not tree and not isinstance(element.text, AtomicString)
        ]
        others = [element.tail for element in tree.iter() if element.tail and "[^" in element.tail]
        pieces = [*(text for _, text in texts if "[^" in text), *others]
        markers = [marker for piece in pieces for marker in _NOTE.findall(piece)]
        # The processor of notes counts the markers of each as it meets them, and simple texts last.
        known = self._known_notes() if len(markers) == len(set(markers)) else ()
        return [
            (element, text)
            for element, text in texts
            if _SIMPLE.match(text)
            and ("[^" not in text or all(note in known for note in _NOTE.findall(text)))
        ]

    def _known_notes(self) -> Collection[str]:
        notes = self._footnotes.footnotes if self._footnotes else None
        return notes.footnotes if notes and notes.getConfig("USE_DEFINITION_ORDER") else ()

    def _fill(self, element: Element, text: str) -> None:
        """Set a simple text, and put what it has in front of the element's children."""
        first = Element(element.tag)
        self._write(first, text)
        element.text = first.text
        element[:0] = first

    def _write(self, outer: Element, text: str) -> None:
        parent, end = outer, 0
        for sign in _SIGN.finditer(text):
            if sign.start() > end:
                _add_text(parent, text[end : sign.start()])
            end = sign.end()
            if sign["star"]:
                parent = SubElement(outer, "em") if parent is outer else outer
            elif sign["raw"]:
                _add_text(parent, self.md.htmlStash.store(sign["raw"]))
            else:
                self._link(parent, sign)
        if end < len(text):
            _add_text(parent, text[end:])

    def _link(self, parent: Element, sign: re.Match[str]) -> None:
        if address := sign["href"]:
            link = SubElement(parent, "a", {"href": address})
            if sign["title"]:
                link.set("title", _OTHER_SPACE.sub(" ", sign["title"]))
            self._write(link, sign["words"])
        elif address := sign["url"]:
            SubElement(parent, "a", {"href": address}).text = AtomicString(address)
        elif self._footnotes:
            match = self._footnotes.getCompiledRegExp().match(sign.string, sign.start())
            assert match
            marker = self._footnotes.handleMatch(match, sign.string)[0]
            assert isinstance(marker, Element)
            parent.append(marker)

    def _InlineProcessor__handleInline(self, data: str, first: int = 0) -> str:  # noqa: N802
        """Put placeholders in the place of what patterns find, as the method of this name does.

        Without such a method in Python-Markdown, this one is never called: its own code runs.
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


def _are_stock(patterns: Iterable[Any]) -> bool:
    """Whether these are Python-Markdown's own patterns, all of them, and at most that of notes."""
    found = set(map(_description, patterns))
    return _stock() <= found and all(
        kind is FootnoteInlineProcessor for kind, *_ in found - _stock()
    )


@cache
def _stock() -> frozenset[object]:
    return frozenset(map(_description, Markdown().inlinePatterns))


def _description(pattern: Any) -> tuple[object, ...]:
    star = pattern.delimiters.get("*") if isinstance(pattern, DelimiterProcessor) else None
    emphasis = (star.tags, star.smart, star.double) if star else ()
    return type(pattern), pattern.pattern, *emphasis


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
