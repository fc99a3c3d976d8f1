"""Finished Markdown made plain: what `markup` adds to the HTML, written out in the text.

Of plain Markdown Python-Markdown makes the same HTML with nothing but extensions of its own, such
as attr_list and md_in_html: no footnotes, whose numbers are those of a page, and nothing of this
engine.
"""

from __future__ import annotations

import re
import unicodedata
from functools import partial
from textwrap import dedent
from typing import TYPE_CHECKING

from macros.markdown_text import plain_text
from macros.markup import HEADING, HEADING_ID, MAY_END_A_LINE, TIED
from macros.shielding import CODE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_HELD = re.compile("\ue010(\\d+)\ue011")
_AS_WRITTEN = re.compile(rf"{CODE.pattern}|<(?P<raw>script|style)\b.*?</(?P=raw)>")
_DEFINITION = re.compile(r"(?m)^\[\^(\d+)\]: (.*(?:\n(?: {4}.*|[ \t]*$))*)\n?")
_MARKER = re.compile(r"\[\^(\d+)\]")
_BLOCK_GAP = re.compile(r"(\n[ \t]*(?:\n[ \t]*)+)")
_NUMBERED = re.compile(
    r'(?m)^[ \t>]*\{: #(?P<id>\S+) \.passage data-number="(?P<number>[^"]*)"[^}\n]*\}[ \t]*$'
)
_WAS = re.compile(r' data-was="([^"]*)"')
_LIST_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+")
_MARGIN = re.compile(r"[ \t>]*")
_OPENS_A_BLOCK = re.compile(r"[ \t>]*(?:#{1,6} |!!!|\?\?\?|<[a-z][^>]* markdown\b)")
_NOT_A_PARAGRAPH = re.compile(r"[ \t#>|]|<(?!span\b)|!!!|\?\?\?|(?:[-*+]|\d+[.)])\s")
_HEADING = re.compile(r"(?m)^(#{1,6} +)(.*?)(?: +\{:?([^{}]*)\})?[ #]*$")
_ATTRIBUTES = re.compile(r"\{:[^}\n]*\}")
_TAG = re.compile(r"<[^<>]*>")
_END_OF_MARKUP = re.compile(r"(?:[*_]|\]\([^)\n]*\)|\{:[^}\n]*\})+$")
_LINK = re.compile(
    r'\[(?P<text>[^\[\]]*)\]\((?P<address>https?:[^\s)]*)(?P<title> "[^"\n]*")?\)(?P<more>\{:)?'
    r"|<(?P<shown>https?:[^<>\s]*)>"
)
# What is no text of the page: tags, attributes, addresses and titles of links, abbreviations.
_NOT_TEXT = re.compile(
    r'(<[^<>]*>|\{:[^}\n]*\}|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: "[^"\n]*")?\)'
    r"|^\*\[[^\]\n]*\]:.*$)",
    re.M,
)


def make_plain(markdown: str, back: str = "&#8617;") -> str:
    """Write out the numbers of notes and passages; `back` is the text of a link back to a marker.

    Notes are those that the page itself defines, `[^13]: …`, by their numbers in the companion.
    """
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue010{len(held) - 1}\ue011"

    text = _AS_WRITTEN.sub(hold, markdown)
    notes = {match[1]: dedent(f"    {match[2]}").strip() for match in _DEFINITION.finditer(text)}
    text = _DEFINITION.sub("", text)
    text = "".join(map(_number_passage, _BLOCK_GAP.split(text)))
    text = _HEADING.sub(partial(_label_heading, numbers=notes, held=held), text)
    text = _MARKER.sub(partial(_mark, numbers=notes), text)
    text = f"{text.rstrip()}\n\n{_endnotes(notes, back)}" if notes else text
    text = _mark_outside_links(text)
    text = _outside_markup(text, lambda prose: TIED.sub("\xa0", prose))
    return _HELD.sub(lambda match: held[int(match[1])], text).rstrip() + "\n"


def _number_passage(block: str) -> str:
    """Show a passage's number, as a link to its address; keep former addresses within it."""
    address = _NUMBERED.search(block)
    if not address or not block[: address.start()].strip():
        return block
    before, line, after = block[: address.start()], address[0], block[address.end() :]
    was = _WAS.search(line)
    names = was[1].split() if was else ()
    aliases = "".join(f'<span class="alias" id="{name}"></span>' for name in names)
    title = f"Address of paragraph {address['number']}"
    link = (
        f"[{address['number']}](#{address['id']})"
        f'{{: .passage-number title="{title}" data-search-exclude="" }}'
    )
    place = _beginning(before)
    return f"{before[:place]}{aliases}{link}{before[place:]}{_WAS.sub('', line)}{after}"


def _beginning(block: str) -> int:
    """Return where the text of a block's last paragraph or list item begins."""
    lines = block.splitlines(keepends=True)
    first = 0
    while first < len(lines) - 1 and _OPENS_A_BLOCK.match(lines[first]):
        first += 1
    opening = _MARGIN
    if _LIST_ITEM.match(lines[first]):
        opening = _LIST_ITEM
        first = max(at for at, line in enumerate(lines) if _LIST_ITEM.match(line))
    start = opening.match(lines[first])
    return sum(map(len, lines[:first])) + (start.end() if start else 0)


def _label_heading(match: re.Match[str], numbers: Collection[str], held: Sequence[str]) -> str:
    """Keep the numbers of notes out of a heading's id, and of what the contents call it."""
    opening, text, attributes = match[1], match[2], (match[3] or "").strip()
    title = _MARKER.sub(lambda found: "" if found[1] in numbers else found[0], text)
    if title == text:
        return match[0]
    title = plain_text(_TAG.sub("", _ATTRIBUTES.sub("", title))).strip()
    title = _HELD.sub(lambda code: held[int(code[1])].strip("` "), title)
    if not re.search(r"(?:^|\s)#\S", attributes):
        attributes = f"#{_slug(title)} {attributes}"
    quote = "'" if '"' in title else '"'
    return f"{opening}{text} {{: {attributes.strip()} data-toc-label={quote}{title}{quote} }}"


def _slug(title: str) -> str:
    """Name a heading as Python-Markdown does where its author gives it no id."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())


def _mark(match: re.Match[str], numbers: Collection[str]) -> str:
    """Write the marker of a note; see `markup` for roles, and for the word joiner before it."""
    number = match[1]
    if number not in numbers:
        return match[0]
    before = _END_OF_MARKUP.sub("", match.string[: match.start()].rpartition("\n")[2])
    joiner = "&#8288;" if before.endswith(MAY_END_A_LINE) else ""
    attributes = f'.footnote-ref role="doc-noteref" aria-label="Note {number}"'
    link = f"[{number}](#fn:{number}){{: {attributes} }}"
    return f'<sup id="fnref:{number}" data-search-exclude="">{joiner}{link}</sup>'


def _endnotes(notes: dict[str, str], back: str) -> str:
    items = "\n".join(_endnote(number, text, back) for number, text in notes.items())
    return (
        f'<section class="footnote" role="doc-endnotes" aria-labelledby="{HEADING_ID}" markdown>\n'
        f"\n## {HEADING} {{: #{HEADING_ID} }}\n\n"
        f'<ol start="{next(iter(notes))}" markdown>\n{items}\n</ol>\n\n</section>'
    )


def _endnote(number: str, text: str, back: str) -> str:
    words = f"Back to Note {number} in the text"
    attributes = f'.footnote-backref role="doc-backlink" title="{words}" aria-label="{words}"'
    link = f"[{back}](#fnref:{number}){{: {attributes} }}"
    last = _BLOCK_GAP.split(text)[-1]
    gap = "\n\n" if _NOT_A_PARAGRAPH.match(last) else "&#160;"
    return f'<li id="fn:{number}" markdown="block">\n\n{text}{gap}{link}\n\n</li>'


def _mark_outside_links(text: str) -> str:
    """Mark links whose address a printed page must add; see `markup`."""
    links = list(_LINK.finditer(text))
    seen = {link["shown"] for link in links} | {link["text"] for link in links}

    def mark(link: re.Match[str]) -> str:
        address = link["address"]
        if not address or address in seen:
            return link[0]
        seen.add(address)
        whole = link[0].removesuffix("{:")
        return f'{whole}{{: data-outside=""{"" if link["more"] else " }"}'

    return _LINK.sub(mark, text)


def _outside_markup(text: str, change: Callable[[str], str]) -> str:
    pieces = _NOT_TEXT.split(text)
    pieces[::2] = map(change, pieces[::2])
    return "".join(pieces)
