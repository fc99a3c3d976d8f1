"""axe-core finds nothing: WCAG 2.2 AA and best practice, in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import Site

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, site: Site, site_url: str, scheme: Literal["light", "dark"], width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    found = []
    for address in site.addresses:
        page.goto(f"{site_url}{address}")
        results = Axe().run(page, options={"runOnly": RULES})
        for violation in results.response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"]]
            found.append((address, violation["id"], nodes))
    context.close()
    assert found == []


@pytest.mark.paper
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_search(
    browser: Browser, site_url: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site_url}2-concept/")
    search = page.locator("input.md-search__input")
    search.click()
    search.press_sequentially("connectivity")
    page.locator("a.md-search-result__link").first.wait_for()
    results = Axe().run(page, options={"runOnly": RULES})
    found = [
        (v["id"], [n["html"][:120] for n in v["nodes"]]) for v in results.response["violations"]
    ]
    context.close()
    assert found == []
