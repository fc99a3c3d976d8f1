"""Plain Markdown gives, with Python-Markdown's own extensions, the HTML that the site has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from macros.markup import NoteMarkup
from macros.plain_markdown import make_plain
from tests.golden import cases

if TYPE_CHECKING:
    from markdown.extensions import Extension

STOCK = ["abbr", "admonition", "attr_list", "fenced_code", "md_in_html", "tables", "toc"]
SETTINGS: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TEXT": "↩", "SEPARATOR": ":"},
    "toc": {"permalink": "#", "toc_depth": 2},
}


def render(text: str, *more: str | Extension) -> tuple[str, str]:
    """Return the HTML of a page and of its table of contents."""
    markdown = Markdown(extensions=[*STOCK, *more], extension_configs=SETTINGS)
    html = str(BeautifulSoup(markdown.convert(text), "html.parser"))
    return html, getattr(markdown, "toc", "")


@pytest.mark.parametrize("text", cases("plain-markdown.yml"))
def test_plain_markdown_gives_the_same_html(text: str) -> None:
    plain = make_plain(text, "↩")
    assert render(plain) == render(text, "footnotes", NoteMarkup())
