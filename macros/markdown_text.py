"""Small rules of Markdown that several rooms share: escaping, and links between pages."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from html import unescape

from macros.richtext import CLOSE, OPEN, mark_emphasis

_SIGNS = r"\`*_[]{}<>&|#~^=$"
_SPECIAL = str.maketrans({sign: f"&#{ord(sign)};" for sign in _SIGNS})
_BLOCK_MARK = re.compile(r"^(\d*)([.)+-](?=\s|$)|-(?=-)|!(?=!!))")  # list, rule, admonition
_DOC_LINK = re.compile(r"\]\(doc:([^)#\s]*)(#[^)\s]*)?( \"[^\"]*\")?\)")
LINK_END = r"""\]\((?:[^()"]|"[^"]*")*\)"""  # a regular expression; a title may have brackets
_LINK = re.compile(rf"\[([^\]]*){LINK_END}")
_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_FROM_RIGHT}]")
_TO_ESCAPE = re.compile(f"[{re.escape(_SIGNS)}{OPEN}{CLOSE}{_FROM_RIGHT}]|{_BLOCK_MARK.pattern}")
_TAG = re.compile(r"</?(?:i|bdi)>")
_AUTOLINK = re.compile(r"<([^<>\s]+)>")
_TAG_OPENING = re.compile(r"<(?!https?://[^\s<>\"]+>)")
_DEFINITION = re.compile(r"(?m)^([ \t>*+-]*)\[(?=[^\]\n]*\]:)")
_TARGET = re.compile(r"\]\(([^)]*)")
_TRAILING_MARKUP = re.compile(rf"(?:{LINK_END}|</\w+>|[*”’»)])+$")
# The beginning of a paragraph, whatever stands before it; and no line ends.
_PARAGRAPH = re.compile(r"(?:[\w“”„‘’«»\"'(&<]|\*(?![ \[])|\[(?![^\]]*\]:))[^\n]*\Z")
_FIRST_BLOCK = re.compile(r" *(?:`{3,}|~{3,}|[-*+>|][ \t]|\d+\.[ \t])")
_LAST_BLOCK = re.compile(r"(?:^|\n)[ \t]*(?:`{3,}|~{3,}|\|[^\n]*\|)\s*$")


def escape(text: str) -> str:
    """Make plain text safe in Markdown, by character references: they survive everywhere.

    Emphasis, as `richtext` marks it, becomes `<i>`; a text in a script that runs from right to left
    is kept apart from what follows it, whose commas and numbers would else change places.
    Source: Python-Markdown keeps references as they are, while backslashes are taken literally
    in link titles and raw HTML; HTML Living Standard, "The bdi element".
    """
    if not _TO_ESCAPE.search(text):
        return text  # as most are
    is_right_to_left = _RIGHT_TO_LEFT.search(text)
    text = text.translate(_SPECIAL)
    text = _BLOCK_MARK.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)
    text = mark_emphasis(text, "<i>", "</i>")
    return f"<bdi>{text}</bdi>" if is_right_to_left else text


def tame(markdown: str) -> str:
    """Keep HTML, attributes, images and scripts out of Markdown that stands in data.

    Links may lead to the web, or to mail; what else looks like one is shown as it is written.
    """
    text = _TAG_OPENING.sub("&lt;", markdown).replace("{", "&#123;").replace("![", "&#33;[")
    text = _DEFINITION.sub(lambda match: f"{match[1]}&#91;", text)
    return _TARGET.sub(lambda match: match[0] if _is_safe(match[1]) else "]&#40;" + match[1], text)


def _is_safe(target: str) -> bool:
    bare = re.sub(r"[\s<\\]", "", unescape(target))
    scheme = re.match(r"([^/?#]*?):", bare)
    return not scheme or scheme[1].lower() in {"http", "https", "mailto"}


def link(text: str, address: str, title: str = "") -> str:
    """Link to `page.md#fragment`, counted from the docs folder; see `localize`.

    `title` is plain text that tells more about the target.
    """
    hint = f' "{title.replace(chr(34), "&quot;")}"' if title else ""
    return f"[{text}](doc:{address}{hint})" if address else text


def plain_text(markdown: str) -> str:
    """Take links, emphasis and character references out of a reference in the house style."""
    text = _TAG.sub("", without_links(markdown))
    return unescape(_AUTOLINK.sub(r"\1", text).replace("*", ""))


def without_links(markdown: str) -> str:
    """Leave of each link only its text."""
    return _LINK.sub(r"\1", markdown)


def localize(markdown: str, page: str) -> str:
    """Make the links that `link` wrote relative to the page they stand on."""
    return _DOC_LINK.sub(
        lambda match: f"]({local_address(match[1] + (match[2] or ''), page)}{match[3] or ''})",
        markdown,
    )


def local_address(address: str, page: str) -> str:
    """Make `page.md#fragment`, counted from the docs folder, relative to the page it stands on."""
    target, sign, fragment = address.partition("#")
    if target == page:
        return sign + fragment or posixpath.basename(page)
    return _relative(target, posixpath.dirname(page) or ".") + sign + fragment


@lru_cache(maxsize=4096)
def _relative(target: str, folder: str) -> str:
    return posixpath.relpath(target, folder)


def ends_as_question(markdown: str) -> bool:
    """Whether the visible text ends in "?" or "!", emphasis, links and quotes aside."""
    if "?" not in markdown and "!" not in markdown:
        return False  # as for nearly all texts
    return _TRAILING_MARKUP.sub("", markdown).endswith(("?", "!"))


def begins_a_block(markdown: str) -> bool:
    """Whether a text begins with code, a list, a quotation or a table, not with a paragraph."""
    return bool(_FIRST_BLOCK.match(markdown))


def ends_a_block(markdown: str) -> bool:
    """Whether a text ends in code or a table, where nothing more can be written on the line."""
    is_likely = markdown.rstrip()[-1:] in ("`", "~", "|")
    return is_likely and bool(_LAST_BLOCK.search(markdown))


def is_paragraph(markdown: str) -> bool:
    """Whether a text is one paragraph on one line, and nothing else."""
    is_likely = _PARAGRAPH.match(markdown) is not None
    return is_likely and not begins_a_block(markdown) and not ends_a_block(markdown)
