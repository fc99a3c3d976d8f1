"""Notes wherever they may stand, and code that shows macros: the HTML of sites/quays."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def site(tiny: Callable[[str], Path]) -> Path:
    return tiny("quays") / "site"


@pytest.fixture(scope="module")
def page(site: Path) -> BeautifulSoup:
    return _page(site, "moorings")


def _page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name / "index.html").read_bytes(), "html.parser")


def _place(marker: Tag) -> str:
    assert marker.parent
    return str(marker.parent["id"])


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
    markers = [m for m in page.select("a[role=doc-noteref]") if "fnref:" in _place(m)]
    numbers = [str(number) for number in range(1, len(markers) + 1)]
    assert [marker.get_text() for marker in markers] == numbers
    assert [note["id"] for note in page.select("section > ol > li")] == [f"fn:{n}" for n in numbers]


def test_notes_stand_where_they_were_set(page: BeautifulSoup) -> None:
    found = []
    markers = [m for m in page.select("a[role=doc-noteref]") if "fnref:" in _place(m)]
    for marker in markers[: len(STANDS)]:
        note = page.find(id=str(marker["href"])[1:])
        assert isinstance(note, Tag)
        assert marker.parent
        assert marker.parent.parent
        found.append((marker.parent.parent.name, _words(note).rstrip("↩\ufe0e ")))
    assert found == STANDS


def test_every_marker_has_one_way_back_and_every_id_is_unique(page: BeautifulSoup) -> None:
    counts = Counter(str(tag["id"]) for tag in page.select("[id]"))
    assert [name for name, count in counts.items() if count > 1] == []
    back = Counter(str(link["href"]) for link in page.select("a[role=doc-backlink]"))
    places = Counter(f"#{_place(marker)}" for marker in page.select("a[role=doc-noteref]"))
    elsewhere = Counter(["../code/#fnref4:6", "../code/#fnref5:6"])
    assert back == places + elsewhere


def test_a_note_set_again_has_its_number_at_each_place(site: Path, page: BeautifulSoup) -> None:
    markers = page.select("a[href='#fn:6']")
    assert [_place(marker) for marker in markers] == ["fnref:6", "fnref2:6", "fnref3:6"]
    assert [_words(marker) for marker in markers] == ["6", "6", "6"]
    parents = [marker.find_parent(["li", "blockquote"]) for marker in markers]
    assert [parent and parent.name for parent in parents] == ["li", "blockquote", None]
    others = _page(site, "code").select("a[href='../moorings/#fn:6']")
    assert [_place(marker) for marker in others] == ["fnref4:6", "fnref5:6"]
    names = [(m.get_text(), m["role"], m["aria-label"], m["title"]) for m in others]
    assert names == [("6", "doc-noteref", "Note 6", "In a list.")] * 2
    assert others[1].parent
    assert others[1].parent.get_text() == "\u20606"


def test_a_note_set_again_has_a_named_way_back_to_each_place(page: BeautifulSoup) -> None:
    note = page.find(id="fn:6")
    assert isinstance(note, Tag)
    links = note.select("a[role=doc-backlink]")
    assert [link["href"] for link in links] == [
        "#fnref:6",
        "#fnref2:6",
        "#fnref3:6",
        "../code/#fnref4:6",
        "../code/#fnref5:6",
    ]
    names = [f"Back to Note 6 in the text, place {place}" for place in (1, 2, 3, 4, 5)]
    assert [link["aria-label"] for link in links] == [link["title"] for link in links] == names
    assert {link.get_text() for link in links} == {"↩\ufe0e"}
    assert note.get_text().strip() == "In a list.\xa0" + "↩\ufe0e" * 5


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
    assert [m.get_text() for m in _page(site, "code").select("a.footnote-ref")] == ["20"]
