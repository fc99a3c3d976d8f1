"""Plain Markdown gives, with Python-Markdown's own extensions, the HTML that the site has."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from macros.companion import Written, render_companion
from macros.data.settings import Settings
from macros.pages.source import PageSource
from macros.project.extension import TokenExtension, finish_page, markdown_writer
from macros.project.prerender import make_plain
from macros.sources import load_sources
from macros.text import link, localize
from tests.golden import cases
from tests.test_companion import PAPER, WORKS

STOCK = ["abbr", "admonition", "attr_list", "def_list", "fenced_code"]
STOCK += ["md_in_html", "tables", "toc"]
SETTINGS: dict[str, dict[str, Any]] = {"toc": {"permalink": "#", "toc_depth": 2}}
PAGE = "page.md"


def write(text: str) -> Written:
    data = {"bibliography.bib": WORKS, "data/paper.yml": PAPER}
    sources, problems = load_sources(Settings(), lambda path: data.get(path, ""))
    assert sources, problems
    page = PageSource(PAGE, f"docs/{PAGE}", text)
    rendered, problems = render_companion(sources, [page], markdown_writer(STOCK, SETTINGS))
    assert [problem for problem in problems if problem.severity == "error"] == []
    return rendered.pages[PAGE]


def render(written: Written) -> tuple[str, str]:
    """Return the HTML of a page as the site has it, and of its table of contents."""
    held = TokenExtension()
    held.html = {token: localize(html, PAGE, {}) for token, html in written.html.items()}
    held.notes = written.notes and (written.notes[0], localize(written.notes[1], PAGE, {}))
    markdown = Markdown(extensions=[*STOCK, held], extension_configs=SETTINGS)
    html = finish_page(markdown.convert(localize(written.text, PAGE, {})))
    return tidy(html), getattr(markdown, "toc", "")


def render_plain(text: str) -> tuple[str, str]:
    markdown = Markdown(extensions=[*STOCK], extension_configs=SETTINGS)
    return tidy(markdown.convert(text)), getattr(markdown, "toc", "")


def tidy(html: str) -> str:
    """Write HTML with attributes in alphabetical order, and no space between blocks."""
    page = BeautifulSoup(html, "html.parser")
    for element in page.find_all():
        element.attrs = dict(sorted(element.attrs.items()))
    return "\n".join(line.strip(" ") for line in str(page).splitlines() if line.strip())


@pytest.mark.parametrize("text", cases("plain-markdown.yml"))
def test_plain_markdown_gives_the_same_html(text: str) -> None:
    written = write(text)
    assert render_plain(make_plain(written, PAGE)) == render(written)


@pytest.mark.parametrize(
    "title", ["Economic ('y') z", '[a](b.md) "q" ]: x', "![i](j.png) *k* _l_ `m`", "{n} <o> & p|q"]
)
def test_titles_of_links_are_no_markdown(title: str) -> None:
    written = Written("See \ue0000\ue001.", {"0": link("*there*", "a.md#b", title)})
    page = BeautifulSoup(render_plain(make_plain(written, PAGE))[0], "html.parser")
    assert [(str(each["href"]), each["title"]) for each in page.select("a")] == [("a.md#b", title)]
    assert page.get_text().strip() == "See *there*."
