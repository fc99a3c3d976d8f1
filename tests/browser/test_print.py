"""Every page on paper: printed by a real browser, read as a PDF, without JavaScript."""

from __future__ import annotations

import io
import re
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Literal

import pytest
from pypdf import PdfReader

from tests.conftest import CHAPTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Visit
    from tests.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.paper]

PAGES = ["", *CHAPTERS, "notes/", "bibliography/", "timeline/", "glossary/", "about/"]
SIZES = {"A4": (595, 842), "Letter": (612, 792)}
INTERFACE = (
    "Search",
    "Skip to",
    "Back to top",
    "Copy",
    "Menu",
    "Previous",
)


def pdf_of(page: Page, size: str = "A4") -> PdfReader:
    """Print a page: on A4, which the site asks for, or on what the reader has."""
    return PdfReader(io.BytesIO(page.pdf(format=size, prefer_css_page_size=size == "A4")))


def texts(pdf: PdfReader) -> list[str]:
    return [sheet.extract_text() for sheet in pdf.pages]


@pytest.fixture(scope="module")
def printed(visit: Visit) -> Callable[[str], list[str]]:
    """The sheets of a page, as text, printed when they are first asked for."""
    return cache(lambda address: texts(pdf_of(visit(address))))


def words(text: str) -> str:
    return " ".join(text.replace("ʼ", "’").split())


@pytest.mark.parametrize("address", PAGES)
def test_a_page_prints_without_the_interface(visit: Visit, site: Site, address: str) -> None:
    page = visit(address, java_script_enabled=False, color_scheme="dark")
    heading = site.page(address).select_one("h1").contents[0]  # type: ignore[union-attr]
    for size, measures in SIZES.items():
        pdf = pdf_of(page, size)
        sheets = [words(text) for text in texts(pdf)]
        assert words(str(heading)) in sheets[0]
        for number, text in enumerate(sheets, 1):
            assert f"{number} of {len(sheets)}" in text
            assert not [part for part in INTERFACE if part in text]
        boxes = [sheet.mediabox for sheet in pdf.pages]
        assert {(round(box.width), round(box.height)) for box in boxes} == {measures}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_prints_whole_and_under_its_title(
    printed: Callable[[str], list[str]], site: Site, chapter: str
) -> None:
    """Every paragraph, note and page mark, and what is folded on the screen."""
    sheets = printed(chapter)
    text = words(" ".join(sheets))
    squeezed = re.sub(r"[\s\u2060-]", "", text)
    page = site.page(chapter)
    for passage in map(copy, page.select(".passage")):
        for hidden in passage.select(
            "sup, .page-mark, .passage-number, .figure-drawing, .figure-data"
        ):
            hidden.extract()
        assert re.sub(r"[\s\u2060-]", "", passage.get_text())[:60] in squeezed
    assert "All chapters on one page" not in text
    assert text.count("The companion:") == 1  # of "Cite this chapter", which was closed
    ends = [text.find(f"{note['id'].partition(':')[2]}. ") for note in page.select("li[id^=fn]")]  # type: ignore[union-attr]
    assert -1 not in ends
    title = page.select_one("title")
    assert title is not None
    head = title.get_text().partition(" - ")[0].strip()
    assert [sheet for sheet in sheets if head not in words(sheet)] == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_opens_a_list_a_table_or_a_figure_stays_with_it(
    printed: Callable[[str], list[str]], chapter: str
) -> None:
    """Its colon is the last of its text; the paragraph's number and page come behind."""
    opening = re.compile(r":\s+\d+\.\d+\s*pp?\.\s[\d-]+ \([\d-]+\)\s*\Z")
    assert [sheet[-200:] for sheet in printed(chapter) if opening.search(sheet)] == []


@pytest.mark.parametrize("address", ["glossary/", "all-chapters/"])
def test_no_entry_of_the_glossary_is_torn(
    printed: Callable[[str], list[str]], site: Site, address: str
) -> None:
    ends = {words(p.get_text()) for p in site.page("glossary/").select(".term-passages")}
    offices = {words(p.get_text()) for p in site.page("glossary/").select(".term-office")}
    for sheet in printed(address):
        lines = [words(line) for line in sheet.splitlines() if line.strip()]
        if "Glossary" not in lines[:3]:
            continue
        body = [line for line in lines if not re.match(r"\d+ of \d+$|Glossary$", line)]
        assert body[0] not in ends
        assert body[-1] not in offices


@pytest.mark.parametrize("address", ["notes/", "all-chapters/"])
def test_the_marks_of_pages_11_and_12_are_not_cut(visit: Visit, address: str) -> None:
    page = visit(address)
    page.emulate_media(media="print")
    for number in (11, 12):
        mark = page.locator(f"#page-{number} > span")
        box, sheet = mark.bounding_box(), page.locator(".md-content__inner").bounding_box()
        assert box is not None
        assert sheet is not None
        assert box["x"] >= sheet["x"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ink_is_black_and_paper_white(visit: Visit, scheme: Literal["light", "dark"]) -> None:
    for address in ("2-concept/", "bibliography/", "timeline/", "all-chapters/"):
        page = visit(address, color_scheme=scheme)
        page.emulate_media(media="print")
        colours = page.evaluate(
            """() => {
                const shown = [...document.querySelectorAll("body, body *")]
                    .filter(e => e.checkVisibility({visibilityProperty: true}));
                const styles = shown.map(e => getComputedStyle(e));
                return [
                    [...new Set(styles.map(style => style.color))],
                    [...new Set(styles.map(style => style.backgroundColor))],
                ];
            }"""
        )
        assert colours[0] == ["rgb(0, 0, 0)"]
        assert set(colours[1]) <= {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)", "rgb(0, 0, 0)"}


@pytest.mark.parametrize("address", ["2-concept/", "notes/", "about/"])
def test_an_outside_address_is_printed_where_the_text_does_not_give_it(
    printed: Callable[[str], list[str]], site: Site, address: str
) -> None:
    text = re.sub(r"\s", "", " ".join(printed(address)))
    outside = {
        str(link["href"])
        for link in site.page(address).select("article a[href^=http]")
        if not link.find_parent(class_="actions")
    }
    assert outside
    for url in outside:
        assert re.sub(r"\s", "", url) in text


def test_an_address_is_not_printed_twice(site: Site) -> None:
    for address in PAGES:
        links = site.page(address).select("article a[data-outside]")
        addresses = [str(link["href"]) for link in links]
        assert len(addresses) == len(set(addresses))


def test_what_the_reader_has_opened_is_not_printed(visit: Visit) -> None:
    page = visit("2-concept/", 900)
    page.locator("#fnref\\:4 a").hover()
    page.locator(".preview").wait_for()
    page.get_by_role("button", name="Cite paragraph 2.1").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name=re.compile("Paragraph")).wait_for()
    text = words(" ".join(texts(pdf_of(page))))
    assert "Download" not in text
    assert "Go to Note 4" not in text
    assert len(text) > 4000
