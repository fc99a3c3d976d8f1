"""Notes wherever they may stand, and code that shows macros: the HTML of sites/quays."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

from tests.tiny_site import build_site, copy_site

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_site("quays", tmp_path_factory.mktemp("moorings") / "quays")
    outcome = build_site(folder)
    assert outcome.code == 0, outcome.output
    return folder / "site"


@pytest.fixture(scope="module")
def page(site: Path) -> BeautifulSoup:
    return _page(site, "moorings")


def _page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name / "index.html").read_bytes(), "html.parser")


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


STANDS = [
    ("h1", "In the title."),
    ("h2", "In a heading."),
    ("strong", "In bold."),
    ("td", "In a table: a | b, and c | d."),
    ("p", "In the caption of a table."),
    ("p", "In a list."),
    ("p", "In a nested list."),
    ("p", "In a paragraph of a list."),
    ("p", "In a quotation."),
    ("p", "In a quotation in a quotation."),
    ("figcaption", "In a caption."),
    ("p", "In the title of an admonition."),
    ("p", "In an admonition."),
    ("p", "In a quotation in an admonition."),
]


def test_notes_are_numbered_in_the_order_of_reading(page: BeautifulSoup) -> None:
    markers = page.select("a[role=doc-noteref]")
    numbers = [str(number) for number in range(1, len(markers) + 1)]
    assert [marker.get_text() for marker in markers] == numbers
    assert [note["id"] for note in page.select("section > ol > li")] == [f"fn:{n}" for n in numbers]


def test_notes_stand_where_they_were_set(page: BeautifulSoup) -> None:
    found = []
    for marker in page.select("a[role=doc-noteref]")[: len(STANDS)]:
        note = page.find(id=str(marker["href"])[1:])
        assert isinstance(note, Tag)
        assert marker.parent
        assert marker.parent.parent
        found.append((marker.parent.parent.name, _words(note).removesuffix("↩\ufe0e").strip()))
    assert found == STANDS


def test_every_marker_has_one_way_back_and_every_id_is_unique(page: BeautifulSoup) -> None:
    assert [
        count for count in Counter(tag["id"] for tag in page.select("[id]")).values() if count > 1
    ] == []
    back = [str(link["href"]) for link in page.select("a[role=doc-backlink]")]
    places = [
        marker.parent and marker.parent["id"] for marker in page.select("a[role=doc-noteref]")
    ]
    assert back == [f"#{place}" for place in places]


@pytest.mark.parametrize("where", ["fn:15", "note-15"])
def test_a_long_note_keeps_its_blocks(site: Path, where: str) -> None:
    note = _page(site, "moorings" if where == "fn:15" else "notes").find(id=where)
    assert isinstance(note, Tag)
    blocks = note.select("ul > li > p, pre > code, td, blockquote > p")
    texts = [block.get_text().replace("\n", "¶") for block in blocks]
    code = '{{ note("shown") }}¶¶  more code'
    assert texts == ["Another", "with a second paragraph", "c", "d", code, "A quotation."]
    assert note.select("ul > p") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list", "ul > li > p"),
        ("code", "pre + p > a[role=doc-backlink]"),
        ("table", "table + p > a[role=doc-backlink]"),
    ],
)
def test_a_note_may_begin_or_end_in_a_block(page: BeautifulSoup, name: str, content: str) -> None:
    note = page.select(f"li:has(#note-{name})")[0]
    assert note.select(content)
    assert "```" not in note.get_text()
    assert "|" not in note.get_text()


def test_titles_show_no_numbers_of_notes(site: Path) -> None:
    html = _page(site, "moorings")
    assert html.title
    assert html.title.get_text() == "1. Moorings - Quays"
    menu = [_words(entry) for entry in html.select(".md-nav--primary .md-nav__link .md-ellipsis")]
    assert {"Quays", "1. Moorings", "2. How to write", "Notes", "At night"} == {*menu}
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    titles = {doc["location"]: doc["title"] for doc in index["docs"]}
    assert titles["moorings/"] == "Moorings"
    assert titles["moorings/#night"] == "At night"


def test_code_shows_macros(site: Path) -> None:
    code = [tag.get_text() for tag in _page(site, "code").select("article code")]
    assert code == [
        '{{ note("a") }}',
        "{% call note() %}",
        '{{ note("b") }}',
        '{{ note("`c`") }}',
        '{{ note("d") }}\n\n{{ note("e") }}',
        '{{ note("f") }}',
        '{{ note("g") }}',
        '{{ note("h") }}\n\nmore',
        '{{ note("j") }}',
        "{{ k }}",
    ]
    assert '{{ note("i") }}' in _page(site, "code").get_text()
    assert [m.get_text() for m in _page(site, "code").select("a[role=doc-noteref]")] == ["20"]
