"""No markup and no script comes from data or notes' works into a page: all is shown as text.

A whole site is built whose bibliography, events, glossary and paper try to break out of every
place that a text can stand in.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bs4 import BeautifulSoup

from macros.text import tame
from tests.tiny_site import build_site, copy_site

if TYPE_CHECKING:
    from pathlib import Path

    from bs4 import Tag

HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(2)> [go](javascript:alert(3)) {{ 7*7 }} '
    "{% raw %} &lt;b&gt; ]]> --> <!-- `code` *a* _b_ |c| </script> {: onclick=alert(4) } "
    "<https://x.example/> ~~d~~ ==e== ^f^ $g$ [^1] ![h](https://x.example/i.png) :smile: #j \\k"
)
# Within LaTeX some signs mean something else; these are shown as they are.
HOSTILE_LATEX = (
    '<script>alert(1)</script> "><img src=x onerror=alert(2)> [go](javascript:alert(3)) '
    "&lt;b&gt; ]]> --> <!-- `code` *a* |c| </script> <https://x.example/> ==e== [^1] :smile: "
)
NAME = HOSTILE_LATEX.replace("--> <!-- ", "")
BIB_FIELDS = """
title subtitle titleaddon shorttitle series number volume volumes edition version eventtitle venue
institution publisher location library note annotation howpublished pubstate type langid
organization booktitle maintitle issue
"""
TYPES = "book article incollection report online misc thesis inproceedings unpublished dataset"


def bibliography() -> str:
    fields = dict.fromkeys(BIB_FIELDS.split(), HOSTILE_LATEX)
    fields |= {"author": f"{{{NAME}}}", "editor": f"{{{NAME}}}", "translator": f"{{{NAME}}}"}
    fields |= {"journaltitle": HOSTILE_LATEX, "eprinttype": "arxiv", "eprint": '"><img src=y>'}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return "\n".join(f"@{name}{{{name},\n{lines},\n  date = {{2011}}}}" for name in TYPES.split())


DATA: dict[str, Any] = {
    "events": {
        "dimensions": [HOSTILE],
        "periods": [{"id": "early", "title": HOSTILE, "from": "1990"}],
        "events": [
            {
                "id": "treaty",
                "date": "1992",
                "certainty": "reported",
                "actors": [HOSTILE],
                "dimension": [HOSTILE],
                **dict.fromkeys(("title", "wording", "text", "certainty_remark"), HOSTILE),
            }
        ],
    },
    "terms": {
        "terms": [
            {
                "id": "union",
                "kind": "person",
                "abbreviation": "P<i>U",
                **dict.fromkeys(("name", "office", "text"), HOSTILE),
            }
        ]
    },
    "paper": {
        "key": "book",
        "first_page": 1,
        "last_page": 4,
        "companion": {
            "title": HOSTILE,
            "author": HOSTILE,
            "version": HOSTILE,
            "date": "2026",
            "cite_chapters": True,
        },
    },
}
PAGE = "# Works\n\nThe P<i>U.\n{: #works }\n\n" + "\n".join(
    f'A{{{{ note(cite("{name}", "6")) }}}}{{{{ note(cite("{name}")) }}}} '
    f'{{{{ mention("{name}", "b") }}}} {{{{ reference("{name}") }}}}'
    for name in TYPES.split()
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    folder = copy_site("harbours", tmp_path_factory.mktemp("hostile") / "site")
    (folder / "bibliography.bib").write_text(bibliography(), encoding="utf-8")
    for name, data in DATA.items():
        text = yaml.safe_dump(data, allow_unicode=True, width=10**6)
        (folder / "data" / f"{name}.yml").write_text(text, encoding="utf-8")
    for page in (folder / "docs").rglob("*.md"):
        if page.name in {"z-harbours.md", "a-ships.md"}:
            page.write_text(PAGE if page.name == "z-harbours.md" else "# Ships\n", encoding="utf-8")
    (folder / "docs" / "index.md").write_text("# Whole\n\n{{ companion_reference() }}\n\n")
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(f"{settings}strict: false\n", encoding="utf-8")
    outcome = build_site(folder)
    assert outcome.code == 0, outcome.output
    return read_pages(folder / "site")


def read_pages(site: Path) -> dict[str, BeautifulSoup]:
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(
            path.read_text(encoding="utf-8"), "html.parser"
        )
        for path in site.rglob("*.html")
    }


PLACES = ["z-harbours", "works", "timeline", "glossary", "notes", ""]


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
    assert shown(HOSTILE_LATEX).replace("-->", "–>").replace("<!--", "<!–") in text


@pytest.mark.parametrize("place", ["timeline", "glossary", ""])
def test_data_is_shown_as_it_stands(pages: dict[str, BeautifulSoup], place: str) -> None:
    assert shown(HOSTILE) in shown(body(pages, place).text)


def test_data_blocks_stay_whole(pages: dict[str, BeautifulSoup]) -> None:
    blocks = [
        tag for page in pages.values() for tag in page.find_all("script", type=re.compile("json"))
    ]
    assert blocks
    for block in blocks:
        json.loads(block.text)


TAMED = {
    "*as*, [web](https://x.example/a), <https://x.example>, [mail](mailto:a@x.example)": None,
    "a < b & c": "a &lt; b & c",
    "<b>": "&lt;b>",
    "<!-- x": "&lt;!-- x",
    "[x](JavaScript:y)": "[x]&#40;JavaScript:y)",
    "[x]( java&#115;cript:y)": "[x]&#40; java&#115;cript:y)",
    "[x](data:y)": "[x]&#40;data:y)",
    "![x](https://x.example)": "&#33;[x](https://x.example)",
    "> [x]: javascript:y": "> &#91;x]: javascript:y",
    "[x](page.md#a?b:c)": None,
    "x {: onclick=y }": "x &#123;: onclick=y }",
}


@pytest.mark.parametrize("text", TAMED)
def test_tame(text: str) -> None:
    assert tame(text) == (TAMED[text] or text)
