"""Small rules of Markdown that several rooms share: escaping, and links between pages."""

from __future__ import annotations

import posixpath
import re

_SPECIAL = re.compile(r"[\\`*_\[\]{}<>&|#~^=$]")
_LIST_MARK = re.compile(r"^(\d*)([.)+-])(?=\s|$)")
_DOC_LINK = re.compile(r"\]\(doc:([^)#]*)(#[^)]*)?\)")
_TRAILING_MARKUP = re.compile(r"(\]\([^)]*\)|[*”’»)])+$")


def escape(text: str) -> str:
    """Make plain text safe in Markdown, by character references: they survive everywhere.

    Source: Python-Markdown keeps references as they are, while backslashes are taken literally
    in link titles and raw HTML.
    """
    text = _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)
    return _LIST_MARK.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)


def link(text: str, address: str) -> str:
    """Link to `page.md#fragment`, counted from the docs folder; see `localize`."""
    return f"[{text}](doc:{address})" if address else text


def localize(markdown: str, page: str) -> str:
    """Make the links that `link` wrote relative to the page they stand on."""

    def relative(match: re.Match[str]) -> str:
        target, fragment = match[1], match[2] or ""
        if target == page:
            return f"]({fragment or posixpath.basename(page)})"
        return f"]({posixpath.relpath(target, posixpath.dirname(page) or '.')}{fragment})"

    return _DOC_LINK.sub(relative, markdown)


def ends_as_question(markdown: str) -> bool:
    """Whether the visible text ends in "?" or "!", emphasis, links and quotes aside."""
    return _TRAILING_MARKUP.sub("", markdown).endswith(("?", "!"))
