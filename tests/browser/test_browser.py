"""The real site in a real browser."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import CHAPTERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Response

    from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.paper]

PAGES = ["", *CHAPTERS, "notes/", "bibliography/", "timeline/", "glossary/", "about/"]
SEARCHES = {
    "Volkov": "5-norm-resistance/#basel-2014",
    "zero nominal growth": "4-ambitions/#zero-nominal-growth",
    "Note 23": "5-norm-resistance/#fn:23",
    "Paragraph 2.3": "2-concept/#examples",
    "Maastricht Document": "glossary/#maastricht-document",
}


def test_a_marker_leads_to_its_note_and_back(visit: Visit, site_url: str) -> None:
    page = visit("2-concept/")
    page.locator("#fnref\\:4 a").click()
    expect(page).to_have_url(f"{site_url}2-concept/#fn:4")
    expect(page.locator("#fn\\:4")).to_be_in_viewport()
    page.locator("#fn\\:4 a[role=doc-backlink]").click()
    expect(page).to_have_url(f"{site_url}2-concept/#fnref:4")
    expect(page.locator("#fnref\\:4")).to_be_in_viewport()


def test_a_later_citation_leads_into_another_chapter(visit: Visit, site_url: str) -> None:
    page = visit("6-conclusions/#fn:38")
    page.locator("#fn\\:38").get_by_role("link", name="Note 3", exact=True).click()
    expect(page).to_have_url(f"{site_url}2-concept/#fn:3")
    expect(page.locator("#fn\\:3")).to_be_in_viewport()
    expect(page.locator("#fn\\:3")).to_contain_text("Stefan Wolff")


def test_the_way_from_a_note_to_its_source_and_back(visit: Visit, site_url: str) -> None:
    page = visit("5-norm-resistance/#fn:24")
    page.locator("#fn\\:24").get_by_role("link", name="Walking alone").click()
    expect(page).to_have_url(f"{site_url}bibliography/#ref-mayer2020policybrief")
    page.locator("#ref-mayer2020policybrief").get_by_role("link", name="24", exact=True).click()
    expect(page).to_have_url(f"{site_url}5-norm-resistance/#fn:24")


def test_search_finds(visit: Visit) -> None:
    page = visit("")
    search = page.locator("input.md-search__input")
    search.click()
    for query, found in SEARCHES.items():
        search.fill("")
        expect(page.locator("a.md-search-result__link")).to_have_count(0)
        search.press_sequentially(query)
        # Search adds ?h=… to the address; the page and its fragment are what counts.
        path, hash_, fragment = found.partition("#")
        ending = f"[href$='{hash_ + fragment}']"
        result = page.locator(f"a.md-search-result__link[href*='/{path}']{ending}")
        expect(result.first).to_be_attached()


def test_following_a_note_works_with_the_keyboard(visit: Visit, site_url: str) -> None:
    page = visit("2-concept/")
    page.locator("#fnref\\:3 a").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site_url}2-concept/#fn:3")


def test_without_javascript_notes_can_be_followed(visit: Visit) -> None:
    page = visit("2-concept/", java_script_enabled=False)
    page.locator("#fnref\\:4 a").click()
    expect(page.locator("#fn\\:4")).to_be_in_viewport()
    expect(page.locator("#fn\\:4 a[role=doc-backlink]")).to_have_css("opacity", "1")


@pytest.fixture(scope="module")
def context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 1280, "height": 900})


@pytest.mark.parametrize("address", PAGES)
def test_a_first_view_is_quiet_light_and_self_contained(
    context: BrowserContext, site_url: str, address: str
) -> None:
    """No error, no foreign request; a chapter weighs at most 150 kilobytes."""
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    errors: list[str] = []
    responses: list[Response] = []
    requests: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.on("response", lambda response: responses.append(response))
    page.goto(f"{site_url}{address}", wait_until="networkidle")
    assert errors == []
    assert [url for url in requests if not url.startswith(site_url)] == []
    if address in CHAPTERS:
        weights = {
            response.url.removeprefix(site_url): len(gzip.compress(response.body(), mtime=0))
            for response in responses
            if not response.url.endswith("search_index.json")
        }
        assert {"assets/site.css", address} < set(weights)
        assert sum(weights.values()) <= 150_000, weights
        fonts = sum(weight for url, weight in weights.items() if url.endswith(".woff2"))
        assert 0 < fonts <= 90_000
    page.close()


def test_text_is_set_in_the_self_hosted_face(visit: Visit) -> None:
    page = visit("2-concept/")
    loaded = page.evaluate(
        "document.fonts.ready.then(f => [...f].filter(x => x.status == 'loaded').length)"
    )
    assert loaded >= 2
    family = page.locator("#definition").evaluate("p => getComputedStyle(p).fontFamily")
    assert family.startswith('"Source Serif 4"')
