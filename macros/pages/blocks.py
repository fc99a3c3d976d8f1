"""The blocks of a page's Markdown that may have an address, and what kind each is.

Python-Markdown has forms of its own for paragraphs, list items and definitions. It has none for
tables, code and figures in HTML: an address below one of these is that of a `<div>` around it.
Source: python-markdown.github.io/extensions/attr_list, "Limitations".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

Kind = Literal["paragraph", "item", "definition", "table", "figure", "code"]
INDENT = 4
BLOCK_GAP = re.compile(r"(\n(?:[ \t]*\n)+)")
_ITEM = r"(?:[-*+]|\d+[.)])[ \t]+"
_LIST_ITEM = re.compile(rf"[ \t>]*{_ITEM}")
_NEXT_ITEM = re.compile(rf"(?m)^(?=[ \t>]*{_ITEM})")
_DEFINITION = re.compile(r":[ \t]")
_MAY_HAVE_UNITS = re.compile(rf"(?m)^[ \t>]*(?:{_ITEM}|:[ \t])|^[ \t]*>[ \t>]*\n")
_QUOTED_GAP = re.compile(r"(?m)^[ \t]*>[ \t>]*\n")
_NEXT_DEFINITION = re.compile(r"(?m)^(?=:[ \t])")
_LINE_START = re.compile(rf"[ \t>]*(?:{_ITEM}|:[ \t]+)?")
_OPENS_A_BLOCK = re.compile(r"[ \t>]*(?:#{1,6} |!!!|\?\?\?|<[a-z][^>]* markdown\b)")
_BLOCK_START = re.compile(r"(?:[\s>*+-]|\d+\.\s|#+ )+")
_TABLE = re.compile(
    r"[^\n]*\|[^\n]*\n[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*(?::?-+:?)?[ \t]*)*(?:\n|\Z)"
)
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")
_MARKS = r"(?:\ue000\d+\ue001)*"  # of notes and pages
_IMAGE = r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])"
_PICTURE = rf"(?:{_IMAGE}|\[{_IMAGE}(?:\{{[^}}\n]*\}})?\]\([^)\n]*\))"
_CAPTION = rf"(?:\n[ \t>]*(?:\*[^\n]+\*|_[^\n]+_){_MARKS})?"
_FIGURE = re.compile(
    rf"[ \t>]*{_MARKS}(?:<figure\b"
    rf"|{_PICTURE}(?:\{{[^}}\n]*\}})?{_MARKS}{_CAPTION}[ \t]*(?:\n[ \t>]*\{{:|\Z))"
)
_OWN_ID = re.compile(r'(?s)(<figure\b[^>]*?) id="([\w-]+)"([^>]*>.*</figure>)\s*\Z')
_PICTURE_ID = re.compile(rf"([ \t>]*{_MARKS}{_PICTURE})\{{:?([^}}\n]*?)#([\w-]+)([^}}\n]*)\}}\s*\Z")
_BELOW_A_BOX = re.compile(
    r"((?:[ \t]*(?:!!!|\?\?\?)[^\n]*\n|(?= {4}|\t))(?s:.*\n|)([ \t]+)\S[^\n]*\n)(\{:[^\n]*\}\s*)\Z"
)
_WORD = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*')+""")


def units(block: str) -> list[str]:
    """Cut a block at each paragraph of a quotation, item of a list, and definition of a term."""
    is_prose = block[:1].isalpha() and "\n:" not in block  # as most are
    if is_prose or not _MAY_HAVE_UNITS.search(block):
        return [block]
    cuts = [0, *(gap.end() for gap in _QUOTED_GAP.finditer(block)), len(block)]
    parts = filter(None, (block[start:end] for start, end in pairwise(cuts)))
    return [unit for part in parts for unit in _units(part)]


def _units(block: str) -> list[str]:
    lines = block.splitlines(keepends=True)
    first = _first_line(lines)
    opening = sum(map(len, lines[:first]))
    cut = _NEXT_ITEM if _LIST_ITEM.match(lines[first]) else _NEXT_DEFINITION
    head, *others = filter(None, cut.split(block[opening:]))
    return [block[:opening] + head, *others]


def kind_of(unit: str, within: Kind) -> Kind:
    """Tell what a unit is; one that is indented goes on with what it stands `within`."""
    body = body_of(unit)
    if is_item(unit):
        return "item"
    if _DEFINITION.match(body):
        return "definition"
    if _TABLE.match(body):
        return "table"
    if _FENCE.match(body):
        return "code"
    if _FIGURE.match(unit) or _FIGURE.match(body):
        return "figure"
    return within if indent_of(unit) >= INDENT else "paragraph"


def opened_by(unit: str, kind: Kind) -> Kind:
    """Tell what an indented block is that follows: of a list, a definition, a box, or code."""
    if kind in ("item", "definition"):
        return kind
    return "paragraph" if _OPENS_A_BLOCK.match(unit) and not unit.startswith("#") else "code"


def is_item(unit: str) -> bool:
    """Whether a unit is an item of a list, and not a further paragraph in one."""
    return bool(_LIST_ITEM.match(body_of(unit)))


def body_of(unit: str) -> str:
    """Return a unit without lines that open a block around it, such as `!!! note`."""
    lines = unit.splitlines(keepends=True) or [""]
    return "".join(lines[_first_line(lines) :]) if _OPENS_A_BLOCK.match(unit) else unit


def with_address_below(unit: str, within: Kind) -> str:
    """Move an address to where Markdown reads it.

    The id of a figure, in its tag or behind its picture, goes to a line below; an address that
    stands below a box, to the last paragraph in it.
    """
    below = _BELOW_A_BOX.match(unit)
    if below and (within != "code" or not indent_of(unit)):
        return f"{below[1]}{below[2]}{below[3]}"
    if own := _OWN_ID.search(unit):
        return f"{unit[: own.start()]}{own[1]}{own[3]}\n{{: #{own[2]} }}"
    if picture := _PICTURE_ID.match(unit):
        more = f"{picture[2]} {picture[4]}".strip()
        attributes = f"{{: {more} }}" if more else ""
        return f"{picture[1]}{attributes}\n{{: #{picture[3]} }}"
    return unit


def has_no_attributes(kind: Kind, unit: str) -> bool:
    """Whether Markdown has no attributes for a block; a picture alone is a paragraph to it."""
    return kind in ("table", "code") or (kind == "figure" and "<figure" in unit)


def html_attributes(attributes: Iterable[str]) -> str:
    """Write attributes of Markdown as those of HTML: `#a .b c="d"` → `id="a" class="b" c="d"`."""
    words = _WORD.findall(" ".join(attributes))
    classes = " ".join(word[1:] for word in words if word.startswith("."))
    named = [f'id="{word[1:]}"' if word.startswith("#") else word for word in words]
    named = [word for word in named if "=" in word]
    return " ".join([*named, f'class="{classes}"'])


def start_of_text(unit: str) -> int:
    """Return where the text of a paragraph, item or definition begins."""
    lines = unit.splitlines(keepends=True)
    first = _first_line(lines)
    start = _LINE_START.match(lines[first])
    return sum(map(len, lines[:first])) + (start.end() if start else 0)


def _first_line(lines: list[str]) -> int:
    """Return the first line that does not open a block around those that follow."""
    first = 0
    while first < len(lines) - 1 and _OPENS_A_BLOCK.match(lines[first]):
        first += 1
    return first


def begins_block(text: str) -> bool:
    """Whether a text is nothing but the signs that a block begins with."""
    return bool(_BLOCK_START.fullmatch(text))


def indent_of(line: str) -> int:
    """Count the blanks that a line begins with, signs of quotations aside."""
    bare = re.sub(r"^(?: {0,3}> ?)+", "", line).expandtabs(INDENT)
    return len(bare) - len(bare.lstrip(" "))
