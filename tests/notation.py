"""HTML that the engine wrote, in a notation that is quick to read and write: much as Markdown is.

`<em>` is `*…*`, a link `[text](page.md#id "title")`, an address that is shown `<https://…>`, a note
marker `[^1]`, a page mark `‹p. 3›`; the notes of a page are `[^1]: …`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from macros.pages.tokens import set_html

if TYPE_CHECKING:
    from macros.companion import Written

_RULES = (
    (r'<a class="passage-number"[^>]*>.*?</a>', ""),
    (r'<a class="page-mark"[^>]*><span>(.*?)</span></a>', r"‹\1›"),
    (
        r'<sup id="fnref\d*:(\d+)"[^>]*>(?:\u2060)?<a class="footnote-ref"[^>]*>\1</a></sup>',
        r"[^\1]",
    ),
    (r'\s*<a href="[^"]*"[^>]* class="footnote-backref"[^>]*>.*?</a>', ""),
    (r'<a href="(https?:[^"]*)">\1</a>', r"<\1>"),
    (r"</?em>", "*"),
    (r"</?strong>", "**"),
)
_LINK = re.compile(r'<a href="(?:doc:)?(?P<to>[^"]*)"(?P<more>[^>]*)>(?P<text>.*?)</a>')
_ATTRIBUTE = re.compile(r' ([\w-]+)="([^"]*)"')
_ITEM = re.compile(r'<li id="fn:(\d+)">\n(.*?)\n</li>(?=\n<li id="fn:|\Z)', re.S)
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.S)


def noted(html: str) -> str:
    """Return HTML in the notation; a single paragraph without its tags."""
    for pattern, text in _RULES:
        html = re.sub(pattern, text, html, flags=re.S)
    html = _LINK.sub(_link, html)
    paragraph = _PARAGRAPH.fullmatch(html)
    return paragraph[1] if paragraph else html


def noted_page(written: Written) -> str:
    """Return a finished page in the notation, its notes at the end."""
    text = set_html(written.text, written.html)
    if written.notes:
        items = re.sub(r"\A<ol[^>]*>\n|\n</ol>\Z", "", written.notes[1])
        notes = "\n\n".join(_note(item) for item in _ITEM.finditer(items))
        text = f"{text.rstrip()}\n\n{notes}\n"
    return noted(text)


def _note(item: re.Match[str]) -> str:
    return f"[^{item[1]}]: " + noted(
        re.sub(r"[\s\xa0]*<a [^>]*footnote-backref.*?</a>", "", item[2])
    )


def _link(link: re.Match[str]) -> str:
    attributes = dict(_ATTRIBUTE.findall(link["more"]))
    title = attributes.pop("title", "")
    hint = f' "{title}"' if title else ""
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"[{link['text']}]({link['to']}{hint}){'{' + more + ' }' if more else ''}"
