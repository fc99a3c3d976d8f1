"""The house style; the cases stand in cases/references.yml and later-citations.yml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown import markdown

from macros.bibfile import Bibliography
from macros.biblatex import KINDS, SUBTYPES
from macros.citations import LABELS, CitationItem
from macros.dates import parse_date
from macros.entries import Entry
from macros.sources import STYLES
from macros.style import HouseStyle, Phrases
from tests.golden import cases

FOLDER = STYLES / "osce-insights"
PHRASES = Phrases.model_validate(
    yaml.safe_load((FOLDER / "phrases.yml").read_text(encoding="utf-8"))
)
STYLE = HouseStyle(FOLDER, PHRASES)
ALL_KINDS = {*KINDS.values(), *(kind for kinds in SUBTYPES.values() for kind in kinds.values())}
EXTENSIONS = ["abbr", "attr_list", "footnotes", "md_in_html", "tables"]


def read_entry(bib: str) -> Entry:
    bibliography = Bibliography(bib, "b.bib")
    assert bibliography.problems == []
    return bibliography["a"]


@pytest.mark.parametrize("case", cases("references.yml"))
def test_reference(case: dict[str, Any]) -> None:
    item = CitationItem("a", **case["cite"]) if "cite" in case else None
    text = STYLE.reference(read_entry(case["bib"]), item, case.get("address", ""))
    assert text == case["markdown"]
    if "plain" in case:
        html = BeautifulSoup(markdown(text, extensions=EXTENSIONS), "html.parser")
        assert html.get_text() == case["plain"]


@pytest.mark.parametrize("case", cases("later-citations.yml"))
def test_later_citation(case: dict[str, Any]) -> None:
    item = CitationItem("a", **case.get("cite", {}))
    with_title = case.get("with_title") == "true"
    entry = read_entry(case["bib"])
    assert STYLE.later_citation(entry, item, "NOTE", with_title=with_title) == case["markdown"]


def test_every_kind_of_work_has_a_rule() -> None:
    assert [kind for kind in sorted(ALL_KINDS) if not STYLE.knows(kind)] == []
    assert not STYLE.knows("no such kind")


def test_every_kind_of_work_has_a_group() -> None:
    assert {kind for group in PHRASES.groups for kind in group.kinds} == ALL_KINDS


@pytest.mark.parametrize("label", LABELS)
def test_every_locator_has_words(label: str) -> None:
    one, several = PHRASES.locators[label]
    assert STYLE.locator(CitationItem("a", "5", label)) == f"{one} 5"
    assert STYLE.locator(CitationItem("a", "5-7", label)) == f"{several} 5-7"


@pytest.mark.parametrize(
    ("item", "pages", "expected"),
    [
        (None, "", ""),
        (None, "9-12", "pp. 9-12"),
        (CitationItem("a"), "9-12", "pp. 9-12"),
        (CitationItem("a"), "", ""),
        (CitationItem("a", "53"), "9-12", "p. 53"),
        (CitationItem("a", "3", "chapter"), "9-12", "ch. 3"),
        (CitationItem("a", "", "chapter"), "9-12", "pp. 9-12"),
    ],
)
def test_locator(item: CitationItem | None, pages: str, expected: str) -> None:
    assert STYLE.locator(item, pages) == expected


def test_another_style_brings_its_own_phrases_and_order() -> None:
    phrases = PHRASES.model_copy(update={"editors": ("hg.", "hgg."), "quotation_marks": ("»", "«")})
    style = HouseStyle(FOLDER, phrases)
    bib = "@collection{a, editor = {Okoro, Ada}, title = {Rivers}, date = {2011}}"
    assert style.reference(read_entry(bib)) == "Ada Okoro hg., *Rivers*, 2011"
    page = Entry(key="a", kind="webpage", line=1, title="Rivers", issued=parse_date("2011"))
    assert style.reference(page) == "»Rivers«"
