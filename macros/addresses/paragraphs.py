"""Gives addresses to the paragraphs of chapters that have none.

The address is written into the Markdown, so that it stays when the paragraph is moved or reworded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import chain, count

_CHAPTER = re.compile(r"\b(note|pagemark)\(|(?m:^[ \t>]*\[\^[^\]\n]+\]:)")
_SAYS_SO = re.compile(r"\A---\n(?:(?!---\n).*\n)*?chapter:[ ]*(true|false)\b")
_BLOCKS = re.compile(
    r"""(?xms)
    (?P<apart> \A---\n.*?^---\n | ^(?P<fence>```+|~~~+).*?^(?P=fence)[^\n]*$ )
    | (?P<block> ^(?=\S)
        (?: {%[-+]?\ *call\b .*? {%[-+]?\ *endcall\ *[-+]?%} | [^\n] | \n(?![ \t]*\n) )*
      )
    """
)
_NOT_A_PARAGRAPH = re.compile(
    r"\s*$|[ \t]|[#>|<]|!!!|\?\?\?|[-*+]\s|\d+[.)]\s|{{\s*\w+\(\)\s*}}\s*$"
    r"|\[\^[^\]\n]+\]:|{{\s*(?:figure|samefigure|table)\(|{%[-+]?\s*call\s+table\("
)
_FOOTNOTE = re.compile(r"\n\[\^[^\]\n]+\]:")
_ADDRESS = re.compile(r"(?m)^\{:[^}\n]*#[\w-]+[^}\n]*\}[ \t]*$")
_TAKEN = re.compile(r"#([\w-]+)")
_MACRO = re.compile(r"(?s){{.*?}}|{%.*?%}|\[\^[^\]\n]*\]|\[|\]\([^)]*\)")


def address_paragraphs(markdown: str) -> str:
    """Return a chapter with an address below every paragraph that had none."""
    said = _SAYS_SO.match(markdown)
    if not (said[1] == "true" if said else _CHAPTER.search(markdown)):
        return markdown
    taken = set(_TAKEN.findall(markdown))

    def address(match: re.Match[str]) -> str:
        block = match["block"]
        if not block or _NOT_A_PARAGRAPH.match(block) or _ADDRESS.search(block):
            return match[0]
        text = _FOOTNOTE.split(block, 1)[0].rstrip()
        slug = _slug(text, taken)
        taken.add(slug)
        return f"{text}\n{{: #{slug} }}{block[len(text) :]}"

    return _BLOCKS.sub(address, markdown)


def _slug(block: str, taken: Collection[str]) -> str:
    """Name a block by its first long words: `Rivers are old roads` → `rivers-roads`."""
    letters = unicodedata.normalize("NFKD", _MACRO.sub(" ", block)).encode("ascii", "ignore")
    words = re.findall(r"[a-z]{4,}", letters.decode().casefold())[:3] or ["passage"]
    slug = "-".join(words)
    slugs = chain([slug], (f"{slug}-{n}" for n in count(2)))
    return next(name for name in slugs if name not in taken)
