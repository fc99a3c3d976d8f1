"""Another paper with another house style, built by the same engine: sites/mills.

What its readers get stands in cases/mills.yml, in full.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from bs4 import BeautifulSoup

from tests.golden import CASES
from tests.test_structure import THIS_PAPER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import Tag

GOLDEN = yaml.safe_load((CASES / "mills.yml").read_text(encoding="utf-8"))
OTHER_PAPER = re.compile(rf"{THIS_PAPER.pattern}|\bOSCE\b|cited above", re.IGNORECASE)


@pytest.fixture(scope="module")
def built(tiny: Callable[[str], Path]) -> Path:
    return tiny("mills") / "site"


def open_page(built: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((built / page / "index.html").read_bytes(), "html.parser")


def shown(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().replace("↩\ufe0e", "").split())


@pytest.mark.parametrize("chapter", GOLDEN["notes"])
def test_notes_of_a_chapter(built: Path, chapter: str) -> None:
    page = open_page(built, f"argument/{chapter}")
    notes = page.select("section[role=doc-endnotes] > ol > li")
    assert [shown(note) for note in notes] == GOLDEN["notes"][chapter]
    numbers = [marker.get_text() for marker in page.select("a[role=doc-noteref]")]
    assert numbers == [str(number) for number in range(1, len(notes) + 1)]


def test_the_page_of_notes_has_them_all(built: Path) -> None:
    items = open_page(built, "endnotes").select("ol.notes > li")
    texts = [[shown(p) for p in item.select("p")][:-1] for item in items]
    assert [" ".join(text) for text in texts] == [n for ns in GOLDEN["notes"].values() for n in ns]


def test_later_citations_lead_to_the_full_note(built: Path) -> None:
    found = {
        (chapter, link.get_text()): str(link["href"])
        for chapter in GOLDEN["notes"]
        for link in open_page(built, f"argument/{chapter}").select("section a[href*='#fn:']")
        if link.get_text()  # not the way to the next citation
    }
    assert found == {
        ("water", "The Miller’s Clock"): "#fn:1",
        ("rent", "“Silt Counts,”"): "#fn:2",
        ("rent", "Note 3 of Chapter 1"): "../water/#fn:3",
        ("silence", "Survey of Weirs"): "#fn:1",
        ("silence", "“A Mill Stands Still”"): "#fn:1",
    }


def test_bibliography(built: Path) -> None:
    found: dict[str, list[str]] = {}
    for heading in open_page(built, "sources").select("article h2"):
        works = heading.find_next_sibling("ul")
        assert works is not None
        title = shown(heading).removesuffix("#")
        found[title] = [shown(work.find("p")) for work in works.select("li.work")]
    assert found == GOLDEN["bibliography"]


@pytest.mark.parametrize("place", GOLDEN["places"])
def test_generated_parts(built: Path, place: str) -> None:
    page, _, selector = place.partition(" ")
    found = [shown(tag) for tag in open_page(built, page).select(selector)]
    assert found == GOLDEN["places"][place]


def test_nothing_of_the_first_paper_is_in_it(built: Path) -> None:
    files = [path for path in built.rglob("*") if path.suffix not in {".gz", ".woff2", ".png"}]
    texts = {path: path.read_text(encoding="utf-8") for path in files if path.is_file()}
    assert len(texts) > 20
    found = {path.name: set(OTHER_PAPER.findall(text)) for path, text in texts.items()}
    assert {name: words for name, words in found.items() if words} == {}
