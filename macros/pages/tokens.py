r"""Tokens: what stands in a page for a value until all pages have been read.

A page may speak of a later one ("cited in notes 3 and 38"), so a macro cannot write its text at
once. It leaves a token in the text, a number between two private signs, and its value here:

    hold    a macro, in its page            Note → "\ue0007\ue001"
    split   when the page is read           "Rails\ue0007\ue001." → "Rails", Note, "."
    fill    when all pages have been read   Markdown goes into the text; HTML stays apart

HTML is `Markup`, everywhere in the engine, and any other text is Markdown. Python-Markdown never
reads HTML that the engine wrote: its token stays in the text, and `project.extension` sets it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from markupsafe import Markup

from macros.text import plain_text, quoted

# A number between two signs of Unicode's private use area.
TOKEN = re.compile("\ue000(\\d{1,9})\ue001")
_BLOCK = re.compile(
    r"<(?:p|ol|ul|li|dl|div|section|details|table|h[1-6]|pre|blockquote|figure|nav|script)\b"
)
_IN_HTML = re.compile(
    "<p>\ue000(?P<alone>\\d{1,9})\ue001</p>|<[a-zA-Z!/][^<>\ue000]*\ue000[^<>]*>"
    "|\ue000(?P<within>\\d{1,9})\ue001"
)
_DEEPEST = 50  # tokens within the text of a token


class Tokens:
    """The values that tokens stand for."""

    def __init__(self) -> None:
        self._held: list[object] = []

    def hold(self, value: object) -> str:
        """Keep a value and return its token."""
        self._held.append(value)
        return f"\ue000{len(self._held) - 1}\ue001"

    def split(self, text: str) -> list[object]:
        """Cut a text at its tokens into strings and values."""
        pieces = enumerate(TOKEN.split(text))
        values = (self._value(piece) if index % 2 else piece for index, piece in pieces)
        return [value for value in values if value != ""]

    def with_texts(self, text: str) -> str:
        """Put values that are texts, such as code, in the place of their tokens."""

        def put(token: re.Match[str]) -> str:
            value = self._value(token[1])
            return value if value and isinstance(value, str) else token[0]

        return TOKEN.sub(put, text)

    def fill(self, text: str, write: Callable[[object, str], str]) -> tuple[str, dict[str, Markup]]:
        """Return a text with Markdown in the place of tokens, and the HTML of those that stay.

        `write` gets a value and the text before its token. HTML is found by the token's number.
        """
        html: dict[str, Markup] = {}

        def put(token: re.Match[str], depth: int = 0) -> str:
            written = write(self._value(token[1]), token.string[: token.start()])
            if isinstance(written, Markup):
                html[token[1]] = written
                return token[0]
            if depth == _DEEPEST:
                return ""
            return TOKEN.sub(partial(put, depth=depth + 1), written)

        return TOKEN.sub(put, text), html

    def _value(self, number: str) -> object:
        """Return what is held; nothing for a token that an author made up."""
        return self._held[int(number)] if int(number) < len(self._held) else ""


def set_html(text: str, html: Mapping[str, str]) -> str:
    """Put HTML, by the numbers of tokens, in their place in a text; within a tag its words alone.

    A block takes the place of the paragraph that its token stood in. Other tokens stay.
    """

    def put(found: re.Match[str]) -> str:
        number = found["alone"] or found["within"]
        if not number:  # in an attribute
            return TOKEN.sub(lambda t: quoted(plain_text(html.get(t[1], t[0]))), found[0])
        if number not in html:
            return found[0]
        written = html[number]
        is_paragraph = found["alone"] and written and not _BLOCK.match(written)
        return f"<p>{written}</p>" if is_paragraph else written

    return _IN_HTML.sub(put, text) if "\ue000" in text else text
