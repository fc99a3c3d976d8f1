"""The house style; the cases stand in cases/references.yml and later-citations.yml."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from bs4 import BeautifulSoup
from msgspec.structs import replace
from msgspec.structs import replace as replace_entry

from macros.bib.biblatex import KINDS, SUBTYPES
from macros.bib.entries import Entry, Name
from macros.bib.works import Bibliography
from macros.dates import parse_date
from macros.sources import STYLES
from macros.style.citations import LABELS, CitationItem
from macros.style.house_style import FirstNote, HouseStyle, LaterCitation
from macros.style.phrases import Phrases
from macros.text import plain_text
from tests.golden import cases, record_of
from tests.notation import noted
from tests.words import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path


def open_style(folder: Path) -> HouseStyle:
    phrases = yaml.safe_load((folder / "phrases.yml").read_text(encoding="utf-8"))
    return HouseStyle(folder, record_of(phrases, Phrases), ENGLISH)


FOLDER = STYLES / "osce-insights"
STYLE = open_style(FOLDER)
PHRASES = STYLE.phrases
CHICAGO = open_style(STYLES / "chicago-notes")
ALL_KINDS = {*KINDS.values(), *(kind for kinds in SUBTYPES.values() for kind in kinds.values())}


def read_entry(bib: str) -> Entry:
    bibliography = Bibliography(bib, "b.bib")
    assert bibliography.problems == []
    return bibliography["a"]


def check_reference(style: HouseStyle, case: dict[str, Any]) -> None:
    item = CitationItem("a", **case["cite"]) if "cite" in case else None
    entry, is_listed = read_entry(case["bib"]), case.get("listed", False)
    text = style.reference(entry, item, case.get("address", ""), is_listed=is_listed)
    assert noted(text) == case["markdown"]
    if "plain" in case:
        assert BeautifulSoup(text, "html.parser").get_text() == case["plain"] == plain_text(text)


def check_later_citation(style: HouseStyle, case: dict[str, Any]) -> None:
    item = CitationItem("a", **case.get("cite", {}))
    how = {"first_note": FirstNote(4, "a.md#fn:4", "In full"), **case.get("how", {})}
    text = style.later_citation(read_entry(case["bib"]), item, LaterCitation(**how))
    marked = noted(text).replace('[Note 4](a.md#fn:4 "In full")', "NOTE")
    assert marked.replace('](a.md#fn:4 "In full")', "](NOTE)") == case["markdown"]


@pytest.mark.parametrize("case", cases("references.yml"))
def test_reference(case: dict[str, Any]) -> None:
    check_reference(STYLE, case)


@pytest.mark.parametrize("case", cases("later-citations.yml"))
def test_later_citation(case: dict[str, Any]) -> None:
    check_later_citation(STYLE, case)


@pytest.mark.parametrize("case", cases("chicago.yml", "references"))
def test_reference_by_chicago(case: dict[str, Any]) -> None:
    check_reference(CHICAGO, case)


@pytest.mark.parametrize("case", cases("fields.yml"))
def test_no_field_is_lost(case: dict[str, Any]) -> None:
    entry = read_entry(case["bib"])
    assert noted(STYLE.reference(entry)) == case["osce"]
    assert noted(CHICAGO.reference(entry)) == case["chicago"]
    assert noted(CHICAGO.close(CHICAGO.reference(entry, is_listed=True))) == case["listed"]


@pytest.mark.parametrize("case", cases("chicago.yml", "later citations"))
def test_later_citation_by_chicago(case: dict[str, Any]) -> None:
    check_later_citation(CHICAGO, case)


@pytest.mark.parametrize("style", [STYLE, CHICAGO], ids=["osce-insights", "chicago-notes"])
def test_every_kind_of_work_has_a_rule_and_a_group(style: HouseStyle) -> None:
    assert [kind for kind in sorted(ALL_KINDS) if not style.knows(kind)] == []
    assert not style.knows("no such kind")
    assert {kind for group in style.phrases.groups for kind in group.kinds} == ALL_KINDS


@pytest.mark.parametrize("label", LABELS)
def test_every_locator_has_words(label: str) -> None:
    one, several = PHRASES.locators[label]
    assert STYLE.locator(CitationItem("a", "5", label)) == f"{one} 5"
    assert STYLE.locator(CitationItem("a", "5-7", label)) == f"{several} 5-7"
    one, several = CHICAGO.phrases.locators[label]
    assert CHICAGO.locator(CitationItem("a", "5", label)) == f"{one} 5".strip()
    assert CHICAGO.locator(CitationItem("a", "5-7", label)) == f"{several} 5–7".strip()


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
        (CitationItem("a", "53 ff."), "", "pp. 53 ff."),
        (CitationItem("a", "xii–xv, 3--7"), "", "pp. xii-xv, 3-7"),
        (CitationItem("a", "IV–VI", "volume"), "", "vols. IV-VI"),
        (CitationItem("a", "A, C", "appendix"), "", "apps. A, C"),
        (CitationItem("a", "sea", "sub-verbo"), "", "s.v. sea"),
        (CitationItem("a", "12r–13v", "folio"), "", "fols. 12r-13v"),
        (CitationItem("a", "41 (no. 58), 163 (no. 201)"), "", "pp. 41 (no. 58), 163 (no. 201)"),
        (CitationItem("a", "89", within=(("volume", "8"),)), "", "vol. 8, p. 89"),
        (CitationItem("a", "5", "note", within=(("page", "4"),)), "", "p. 4, n. 5"),
    ],
)
def test_locator(item: CitationItem | None, pages: str, expected: str) -> None:
    assert STYLE.locator(item, pages) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (CitationItem("a", "89", within=(("volume", "8"),)), "8:89"),
        (CitationItem("a", "201-209", within=(("volume", "2"),)), "2:201–9"),
        (CitationItem("a", "4", within=(("chapter", "8"),)), "chap. 8, 4"),
        (CitationItem("a", "4", "note", within=(("volume", "8"), ("page", "9"))), "8:9, n. 4"),
        (CitationItem("a", "4", "column", within=(("volume", "8"),)), "vol. 8, col. 4"),
    ],
)
def test_places_within_places_by_chicago(item: CitationItem, expected: str) -> None:
    assert CHICAGO.locator(item) == expected


BODY = Name(literal="Union of Ports & Quays", abbreviation="UPQ")


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (Entry("a", "document", 1, title="Tolls", author=(BODY,)), "{}, *Tolls*"),
        (Entry("a", "book", 1, title="Tolls", editor=(BODY,)), "{} (ed.), *Tolls*"),
        (Entry("a", "book", 1, title="Tolls", author=(BODY, Name("Lind"))), "{}/Lind, *Tolls*"),
    ],
)
def test_an_abbreviation_is_introduced_where_it_is_used_later(entry: Entry, text: str) -> None:
    full = "Union of Ports &#38; Quays"
    assert noted(STYLE.reference(entry)) == text.format(full)
    assert noted(STYLE.reference(entry, is_shortened_later=True)) == text.format(f"{full} (UPQ)")


def test_a_later_citation_has_the_abbreviation_of_a_body() -> None:
    entry = Entry("a", "document", 1, title="Tolls", author=(BODY, Name("Lind", "Per")))
    item = CitationItem("a")
    assert noted(STYLE.later_citation(entry, item, LaterCitation())) == "UPQ/Lind, cited above"
    in_full = "Union of Ports &#38; Quays/Per Lind, cited above"
    assert noted(STYLE.later_citation(entry, item, LaterCitation(with_given_names=True))) == in_full


def test_editors_of_a_chapter_are_not_abbreviated_later() -> None:
    volume = {"editor": (BODY,), "container_title": "Rivers"}
    entry = Entry("a", "chapter", 1, title="Tolls", author=(Name("Lind"),), **volume)  # type: ignore[arg-type]
    text = STYLE.reference(entry, is_shortened_later=True)
    assert noted(text) == "Lind, Tolls, in: Union of Ports &#38; Quays (ed.), *Rivers*"


def test_a_style_may_ask_how_a_later_citation_stands(tmp_path: Path) -> None:
    macro = """
    {%- macro later_citation(work, locator, citation) -%}
    {{ parts("Ibid." if citation.position.startswith("ibid") else names(work.creators, short=true),
             locator, note_link(citation.first_note, "see note") if not citation.is_near) }}
    {%- endmacro %}"""
    (tmp_path / "works.jinja").write_text(macro, encoding="utf-8")
    style, item = HouseStyle(tmp_path, PHRASES, ENGLISH), CitationItem("a", "5")
    entry = Entry("a", "book", 1, author=(Name("Lind"),))
    first = FirstNote(4, "a.md#fn:4", "In full")
    far = '[see note 4](a.md#fn:4 "In full")'
    assert noted(style.later_citation(entry, item, LaterCitation(first))) == f"Lind, p. 5, {far}"
    near = LaterCitation(first, "ibid-with-locator", is_near=True)
    assert noted(style.later_citation(entry, item, near)) == "Ibid., p. 5"


def test_another_style_brings_its_own_phrases_and_order() -> None:
    phrases = replace(PHRASES, editors=("hg.", "hgg."), quotation_marks=("»", "«"))
    style = HouseStyle(FOLDER, phrases, ENGLISH)
    bib = "@collection{a, editor = {Okoro, Ada}, title = {Rivers}, date = {2011}}"
    assert noted(style.reference(read_entry(bib))) == "Ada Okoro hg., *Rivers*, 2011"
    page = Entry(key="a", kind="webpage", line=1, title="Rivers", issued=parse_date("2011"))
    assert noted(style.reference(page)) == "»Rivers«, 2011"


def test_a_full_reference_knows_a_short_title_only_where_the_entry_has_one(tmp_path: Path) -> None:
    copy = tmp_path / "style"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    works = copy / "works.jinja"
    text = works.read_text(encoding="utf-8")
    works.write_text(
        text.replace(
            "{% macro book(work, locator) -%}\n",
            "{% macro book(work, locator) -%}\n"
            "{% if work.title_short %}({{ work.title_short }}) {% endif %}",
        ),
        encoding="utf-8",
    )
    style = open_style(copy)
    plain = Entry(key="a", kind="book", line=1, title="Rivers: A Survey")
    short = replace_entry(plain, title_short="Surveys")
    for _ in range(2):  # what a later citation is called by stays there
        assert not style.reference(plain).startswith("(")
        assert style.reference(short).startswith("(Surveys)")
        later = LaterCitation(with_title=True)
        assert "<em>Rivers</em>" in style.later_citation(plain, CitationItem("a"), later)
