"""Notes that each chapter numbers anew, as readers get them: the tiny site, so set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from macros.addresses.ledger import published_addresses
from tests.tiny_site import build_site, copy_site

if TYPE_CHECKING:
    from pathlib import Path

HARBOURS, SHIPS = "z-harbours", "part/a-ships"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy_site("harbours", tmp_path_factory.mktemp("numbered") / "harbours")
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    settings += "extra: {companion: {numbering: chapter, first_note: 4}}\n"
    settings = settings.replace("  - Timeline:", "  - Whole: whole.md\n  - Timeline:")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (folder / "docs/whole.md").write_text("{{ whole_paper() }}\n", encoding="utf-8")
    outcome = build_site(folder)
    assert outcome.code == 0, outcome.output
    return folder / "site"


def _page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name / "index.html").read_bytes(), "html.parser")


def test_each_chapter_begins_anew(site: Path) -> None:
    numbers = {
        name: [marker.get_text() for marker in _page(site, name).select("a[role=doc-noteref]")]
        for name in (HARBOURS, SHIPS)
    }
    assert numbers == {HARBOURS: ["4", "5", "6"], SHIPS: ["4", "5"]}
    starts = [_page(site, name).select("section > ol")[0]["start"] for name in numbers]
    assert starts == ["4", "4"]


def test_every_fragment_is_there(site: Path) -> None:
    pages = {file: BeautifulSoup(file.read_bytes(), "html.parser") for file in site.rglob("*.html")}
    ids = {file: {element["id"] for element in page.select("[id]")} for file, page in pages.items()}
    lost = []
    for file, page in pages.items():
        for link in page.select("article a[href*='#']"):
            path, _, fragment = str(link["href"]).partition("#")
            target = (file.parent / path / "index.html").resolve() if path else file
            if "://" not in path and fragment not in ids[target]:
                lost.append(link)
    assert lost == []


def test_search_and_addresses_know_both_notes_of_a_number(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    found = {doc["location"]: doc["title"] for doc in index["docs"]}
    places = published_addresses(site)
    for chapter in (HARBOURS, SHIPS):
        assert found[f"{chapter}/#fn:4"] == "Note 4"
        assert places[f"{chapter}/#fn:4"].opening
    assert places["notes/#note-part-a-ships:4"].opening.startswith("Ada Okoro/Per Lind, Rivers")


def test_the_whole_paper_lists_the_notes_by_chapter(site: Path) -> None:
    lists = _page(site, "whole").select("#notes section[role=doc-endnotes]")
    titles = [notes.h3 and notes.h3.get_text() for notes in lists]
    assert titles == ["1. Harbours", "2. Ships"]
    assert [notes.select("ol")[0]["start"] for notes in lists] == ["4", "4"]
    markers = _page(site, "whole").select("a[role=doc-noteref]")
    assert [str(marker["href"]) for marker in markers][2:4] == [
        "#fn:z-harbours:6",
        "#fn:part-a-ships:4",
    ]
