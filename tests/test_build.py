"""What readers get: the HTML of a tiny site, sites/harbours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup, Tag

from macros.bib.works import Bibliography
from tests.conftest import Site
from tests.tiny_site import build_site, files_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def built(tiny: Callable[[str], Path]) -> Path:
    return tiny("harbours")


@pytest.fixture(scope="module")
def site(built: Path) -> Callable[[str], BeautifulSoup]:
    pages = {
        path.relative_to(built / "site").as_posix(): BeautifulSoup(
            path.read_text(encoding="utf-8"), "html.parser"
        )
        for path in (built / "site").rglob("*.html")
    }
    return lambda name: pages[f"{name}/index.html" if name else "index.html"]


HARBOURS, SHIPS = "z-harbours", "part/a-ships"


def _one(within: Tag, selector: str) -> Tag:
    found = within.select(selector)
    assert len(found) == 1, f"{selector}: {found}"
    return found[0]


def _words(tag: Tag) -> str:
    for marker in tag.select(".headerlink, .footnote-backref"):
        marker.extract()
    return " ".join(tag.get_text().split())


@pytest.mark.parametrize(("page", "numbers"), [(HARBOURS, ["1", "2", "3"]), (SHIPS, ["4", "5"])])
class TestNotes:
    def test_markers_show_the_numbers_in_order(
        self, site: Callable[[str], BeautifulSoup], page: str, numbers: list[str]
    ) -> None:
        markers = site(page).select("a[role=doc-noteref]")
        assert [marker.get_text() for marker in markers] == numbers
        assert [marker["href"] for marker in markers] == [f"#fn:{n}" for n in numbers]
        assert [marker.parent and marker.parent["id"] for marker in markers] == [
            f"fnref:{n}" for n in numbers
        ]

    def test_list_begins_with_the_first_number(
        self, site: Callable[[str], BeautifulSoup], page: str, numbers: list[str]
    ) -> None:
        notes = _one(site(page), "section[role=doc-endnotes]")
        assert _one(notes, "section > ol")["start"] == numbers[0]
        assert [item["id"] for item in notes.select("section > ol > li")] == [
            f"fn:{n}" for n in numbers
        ]

    def test_section_is_named_by_its_heading(
        self, site: Callable[[str], BeautifulSoup], page: str, numbers: list[str]
    ) -> None:
        notes = _one(site(page), "section[role=doc-endnotes]")
        heading = _one(site(page), f"#{notes['aria-labelledby']}")
        assert heading.name == "h2"
        assert heading.get_text().startswith("Notes")

    def test_back_links_say_where_they_lead(
        self, site: Callable[[str], BeautifulSoup], page: str, numbers: list[str]
    ) -> None:
        links = site(page).select("section[role=doc-endnotes] a[role=doc-backlink]")
        assert [(link["href"], link["aria-label"]) for link in links] == [
            (f"#fnref:{n}", f"Back to Note {n} in the text") for n in numbers
        ]


NOTES = [
    pytest.param(
        HARBOURS,
        "1",
        "One reason stands in Ada Okoro/Per Lind, Rivers and Rails, Oslo: North Press, 2011, p. 6. "
        "Another one is older.",
        id="call block with a list",
    ),
    pytest.param(
        SHIPS,
        "5",
        "Cf. Okoro/Lind, Tolls at Night, cited above (Note 2).",
        id="cited above, with a prefix and a short title",
    ),
]


@pytest.mark.parametrize(("page", "number", "text"), NOTES)
def test_note_text(site: Callable[[str], BeautifulSoup], page: str, number: str, text: str) -> None:
    assert _words(_one(site(page), f"[id='fn:{number}']")) == text


PLACES = [
    pytest.param(SHIPS, "[id='fn:5'] a", "Note 2", "../../z-harbours/#fn:2", id="cited above"),
    pytest.param(SHIPS, "#ships a", "Note 1", "../../z-harbours/#fn:1", id="noteref backward"),
    pytest.param(HARBOURS, "#named a", "Note 4", "../part/a-ships/#fn:4", id="noteref forward"),
    pytest.param(
        HARBOURS, "#named a", "an article", "../works/#ref-bridges", id="mention of a work"
    ),
    pytest.param(
        SHIPS, "[id='fn:4'] a", "“Open harbours”", "../../works/#ref-portal", id="title of a work"
    ),
    pytest.param("", "article ol a", "Ships", "part/a-ships/", id="contents"),
    pytest.param(
        "works",
        "#ref-rivers .work-line a",
        "4",
        "../part/a-ships/#fn:4",
        id="where a work is cited",
    ),
    pytest.param(
        "works",
        "#ref-bridges a",
        "Paragraph 1.2, p. 2 (60)",
        "../z-harbours/#named",
        id="named where",
    ),
    pytest.param(
        "notes", "#note-5 a", "in the text", "../part/a-ships/#fnref:5", id="note's place"
    ),
    pytest.param("timeline", ".event a", "PU", "../glossary/#port-union", id="actor of an event"),
    pytest.param("timeline", ".event a", "Note 1", "../z-harbours/#fn:1", id="source of an event"),
    pytest.param(
        "glossary",
        ".term-passages a",
        "Paragraph 2.1, p. 2 (60)",
        "../part/a-ships/#ships",
        id="term",
    ),
    pytest.param("glossary", "td a", "Port Union", "#port-union", id="abbreviation"),
]


@pytest.mark.parametrize(("page", "where", "text", "address"), PLACES)
def test_link_between_pages(
    site: Callable[[str], BeautifulSoup], page: str, where: str, text: str, address: str
) -> None:
    found = [link["href"] for link in site(page).select(where) if _words(link) == text]
    assert found == [address]


def test_links_lead_to_something(built: Path) -> None:
    whole = Site(built / "site")
    lost = [
        f"{page}: {link['href']}"
        for page in whole.files
        if page != "404.html"  # its links are made for the address where the site is published
        for link in whole.page(page).select("article a[href]")
        if "://" not in str(link["href"]) and not _resolves(whole, page, str(link["href"]))
    ]
    assert lost == []


def _resolves(whole: Site, page: str, address: str) -> bool:
    path, _, fragment = address.partition("#")
    target = (whole.folder / page).parent / path if path else whole.folder / page
    target = target / "index.html" if target.is_dir() else target
    if not fragment or not target.exists():
        return target.exists()
    return fragment in whole.ids(target.resolve().relative_to(whole.folder.resolve()).as_posix())


PASSAGES = [
    pytest.param(HARBOURS, "claim", "pp. 1-2 (59-60)", id="with a page mark in it"),
    pytest.param(HARBOURS, "named", "p. 2 (60)", id="behind a page mark"),
    pytest.param(SHIPS, "ships", "p. 2 (60)", id="page begun in the chapter before"),
]


@pytest.mark.parametrize(("page", "name", "pages"), PASSAGES)
def test_paragraphs_have_addresses(
    site: Callable[[str], BeautifulSoup], page: str, name: str, pages: str
) -> None:
    paragraph = _one(site(page), f"p#{name}.passage")
    assert paragraph["data-original"] == pages


def test_page_marks(site: Callable[[str], BeautifulSoup]) -> None:
    marks = [mark for page in (HARBOURS, SHIPS) for mark in site(page).select("a.page-mark")]
    assert [(mark["id"], mark["href"], _words(mark)) for mark in marks] == [
        ("page-1", "#page-1", "p. 1 (59)"),
        ("page-2", "#page-2", "p. 2 (60)"),
        ("page-3", "#page-3", "p. 3 (61)"),
    ]


def test_chapter_line(site: Callable[[str], BeautifulSoup]) -> None:
    line = _one(site(SHIPS), ".chapter-line")
    assert _words(line) == "Chapter 2 of 2 · pp. 2-3 (60-61) of the original"


def test_times_of_events(site: Callable[[str], BeautifulSoup]) -> None:
    times = [(time["datetime"], time.get_text()) for time in site("timeline").select("time")]
    assert times == [("1992-07-10", "10 July 1992"), ("1999", "1999"), ("2001-05", "May 2001")]


def test_abbreviations_are_explained_in_chapters(site: Callable[[str], BeautifulSoup]) -> None:
    explained = site(HARBOURS).select("article abbr")
    assert [(abbr.get_text(), abbr["title"]) for abbr in explained] == [("PU", "Port Union")]
    assert site("timeline").select("article abbr") == []


def test_code_shows_macros(site: Callable[[str], BeautifulSoup]) -> None:
    assert _one(site(HARBOURS), "article p > code").get_text() == '{{ note(cite("rivers")) }}'


def test_headings_keep_their_addresses(site: Callable[[str], BeautifulSoup]) -> None:
    assert _words(_one(site(HARBOURS), "h2#costs")) == "Costs3"


def test_listing_of_notes_counts_through_all_chapters(
    site: Callable[[str], BeautifulSoup],
) -> None:
    lists = site("notes").select("ol.notes")
    assert [(notes["start"], len(notes.find_all("li", id=True))) for notes in lists] == [
        ("1", 3),
        ("4", 2),
    ]


def test_a_page_may_stand_in_the_menu_twice(harbours: Path) -> None:
    settings = (harbours / "mkdocs.yml").read_text(encoding="utf-8")
    twice = settings.replace("theme:", "  - Again: glossary.md\ntheme:")
    (harbours / "mkdocs.yml").write_text(twice, encoding="utf-8")
    assert build_site(harbours).code == 0
    wrong = twice.replace("Again: glossary.md", "Again: z-harbours.md")
    (harbours / "mkdocs.yml").write_text(wrong, encoding="utf-8")
    line = wrong[: wrong.index("Again:")].count("\n") + 1
    assert build_site(harbours).errors[:-1] == [
        f'mkdocs.yml:{line}: the chapter "z-harbours.md" stands in nav twice; keep one of the '
        "entries"
    ]


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_style_sheets_know_pages_by_name_in_any_theme(harbours: Path, theme: str) -> None:
    settings = (harbours / "mkdocs.yml").read_text(encoding="utf-8")
    changed = settings.replace("{name: material, font: false, custom_dir: overrides}", theme)
    assert changed != settings
    (harbours / "mkdocs.yml").write_text(changed, encoding="utf-8")
    outcome = build_site(harbours)
    assert outcome.code == 0, outcome.output
    html = (harbours / "site/z-harbours/index.html").read_text(encoding="utf-8")
    body = BeautifulSoup(html, "html.parser").body
    assert body
    assert body["data-page"] == "z-harbours"


@pytest.mark.parametrize("plugin", ["search", "/search"])
def test_both_search_plugins_find_passages_and_notes(harbours: Path, plugin: str) -> None:
    settings = (harbours / "engine.yml").read_text(encoding="utf-8")
    assert "plugins:\n- search\n" in settings
    changed = settings.replace("plugins:\n- search\n", f"plugins:\n- {plugin}\n")
    (harbours / "engine.yml").write_text(changed, encoding="utf-8")
    assert build_site(harbours).code == 0
    index = (harbours / "site/search/search_index.json").read_text(encoding="utf-8")
    titles = {record["location"]: record["title"] for record in json.loads(index)["docs"]}
    assert titles["z-harbours/#fn:1"] == "Note 1"
    assert "Paragraph 1.1" in titles.values()


def test_search_finds_headings_without_note_numbers(built: Path) -> None:
    index = (built / "site/search/search_index.json").read_text(encoding="utf-8")
    assert '"title":"Costs"' in index


def test_data_can_be_downloaded(built: Path) -> None:
    for path in ("data/events.yml", "data/terms.yml"):
        assert (built / "site" / path).read_bytes() == (built / path).read_bytes()
    source = (built / "bibliography.bib").read_text(encoding="utf-8")
    published = (built / "site" / "bibliography.bib").read_text(encoding="utf-8")
    assert published == Bibliography(source, "b.bib").published()


def test_second_build_is_the_same_to_the_byte(harbours: Path) -> None:
    before = files_in(harbours / "site")
    assert build_site(harbours).code == 0
    assert files_in(harbours / "site") == before


@pytest.mark.parametrize(("version", "name"), [("1.0", "1.0"), ("2026/1 β?", "2026-1-β-")])
def test_any_version_names_a_zip(harbours: Path, version: str, name: str) -> None:
    paper, settings = harbours / "data" / "paper.yml", harbours / "mkdocs.yml"
    text = paper.read_text(encoding="utf-8")
    paper.write_text(text.replace('"1.0"', f'"{version}"'), encoding="utf-8")
    text = settings.read_text(encoding="utf-8")
    offline = "extra: {companion: {offline: true, pdf: true}}\nnav:"
    settings.write_text(text.replace("nav:", offline), encoding="utf-8")
    outcome = build_site(harbours)
    assert outcome.code == 0, outcome.output
    assert not list(harbours.glob("site/**/*.pdf"))
    with ZipFile(harbours / f"companion-{name}.zip") as archive:
        assert f"companion-{name}/index.html" in archive.namelist()
    assert (harbours / "site" / "index.html").exists()


ODD = """
## Odd ends

A page\x0cbreak and a reference to one&#12;.{{ note("*[ABC]: long", id="odd") }}
{: #odd-ends }
"""


def test_odd_pages_are_built(harbours: Path) -> None:
    """A form feed from a PDF, a note that reads like an abbreviation, a page without any text."""
    chapter = harbours / "docs" / "z-harbours.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + ODD, encoding="utf-8")
    (harbours / "docs" / "empty.md").write_text("<!-- nothing yet -->\n", encoding="utf-8")
    for folder, name in (
        ("docs", "empty.md~"),
        ("docs/part", "#x.md#"),
        ("overrides", "a.css.bak"),
    ):
        (harbours / folder / name).touch()
    settings = harbours / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("nav:\n", "nav:\n  - empty.md\n", 1), encoding="utf-8")
    outcome = build_site(harbours)
    assert outcome.code == 0, outcome.output
    page = (harbours / "site" / "z-harbours" / "index.html").read_text(encoding="utf-8")
    assert 'id="note-odd"' in page
    assert (harbours / "site" / "empty" / "index.html").exists()
    assert not {"empty.md~", "#x.md#", "a.css.bak"} & {p.name for p in harbours.rglob("site/**/*")}
