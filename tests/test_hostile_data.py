"""No markup and no script comes from data or notes' works into a page: all is shown as text.

A whole site is built whose bibliography, events, glossary and paper try to break out of every
place that a text can stand in.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from macros.text import tame
from tests.hostile import HOSTILE, HOSTILE_LATEX, TITLE

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag


@pytest.fixture(scope="module")
def pages(hostile: Path) -> dict[str, BeautifulSoup]:
    return read_pages(hostile / "site")


def read_pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(
            path.read_text(encoding="utf-8"), "html.parser"
        )
        for path in site.rglob("*.html")
    }


PLACES = ["z-harbours", "works", "timeline", "glossary", "notes", "figures", ""]


def body(pages: dict[str, BeautifulSoup], place: str) -> Tag:
    found = pages[f"{place}/index.html" if place else "index.html"].find("article")
    assert found
    return found


@pytest.mark.parametrize("place", PLACES)
def test_no_element_of_it(pages: dict[str, BeautifulSoup], place: str) -> None:
    page = pages[f"{place}/index.html" if place else "index.html"]
    for tag in page.find_all():
        assert not [name for name in tag.attrs if name.startswith("on")]
        for name in ("href", "src"):
            address = str(tag.get(name, ""))
            assert not re.match(r"\s*(javascript|data|vbscript):", address, re.I)
            assert tag.name != "img" or ":" not in address
        if tag.name == "script":
            assert "alert" not in tag.text or tag["type"] == "application/json"


@pytest.mark.parametrize("place", PLACES)
def test_emphasis_is_the_style_s_own(pages: dict[str, BeautifulSoup], place: str) -> None:
    unasked = body(pages, place).find_all(["b", "mark", "del", "ins", "iframe", "style", "object"])
    assert unasked == []


def shown(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("place", ["z-harbours", "works", "notes"])
def test_bibliography_is_shown_as_it_stands(pages: dict[str, BeautifulSoup], place: str) -> None:
    text = shown(body(pages, place).text)
    # A character reference in a bibliography is what other programs write for a sign.
    expected = shown(unescape(HOSTILE_LATEX))
    assert expected.replace("-->", "–>").replace("<!--", "<!–") in text


@pytest.mark.parametrize("place", ["timeline", "glossary", ""])
def test_data_is_shown_as_it_stands(pages: dict[str, BeautifulSoup], place: str) -> None:
    assert shown(HOSTILE) in shown(body(pages, place).text)


def test_data_blocks_stay_whole(pages: dict[str, BeautifulSoup], hostile: Path) -> None:
    blocks = [
        tag for page in pages.values() for tag in page.find_all("script", type=re.compile("json"))
    ]
    assert blocks
    for block in blocks:
        json.loads(block.text)
    for script in (hostile / "site" / "cite").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        json.loads(text.removeprefix("window.citationForms = ").removesuffix(";\n"))


TAMED = {
    "*as*, [web](https://x.example/a), <https://x.example>, [mail](mailto:a@x.example)": None,
    "a < b & c": "a &lt; b & c",
    "<b>": "&lt;b>",
    "<!-- x": "&lt;!-- x",
    "[x](JavaScript:y)": "[x]&#40;JavaScript:y)",
    "[x]( java&#115;cript:y)": "[x]&#40; java&#115;cript:y)",
    "[x](data:y)": "[x]&#40;data:y)",
    "![x](https://x.example)": "&#33;[x](https://x.example)",
    "> [x]: javascript:y": "&#62; &#91;x]: javascript:y",
    "[x](page.md#a?b:c)": None,
    "x {: onclick=y }": "x &#123;: onclick=y }",
}


@pytest.mark.parametrize("text", TAMED)
def test_tame(text: str) -> None:
    assert tame(text) == (TAMED[text] or text)


def test_titles_are_text(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["part/a-ships/index.html"]
    assert page.title
    assert page.title.text == f"{TITLE} - {TITLE}"
    described = page.find("meta", attrs={"name": "description"})
    assert described
    assert described["content"] == TITLE
    named = [element.text.strip() for element in page.select(".md-nav__item--nested .md-ellipsis")]
    assert TITLE in named


def test_search_finds_works_by_their_titles_as_text(hostile: Path) -> None:
    index = json.loads((hostile / "site/search/search_index.json").read_text(encoding="utf-8"))
    titles = [doc["title"] for doc in index["docs"] if "#ref-" in doc["location"]]
    assert titles
    for title in titles:
        assert unescape(HOSTILE_LATEX).startswith(
            BeautifulSoup(title, "html.parser").text.split(" \u2026")[0]
        )
