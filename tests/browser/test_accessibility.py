"""axe-core finds nothing: WCAG 2.2 AA and best practice, in light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit
    from tests.conftest import Site

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What depends on colours; the dark scheme changes nothing else.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]
SCHEMES = {"light": RULES, "dark": COLOUR_RULES}


def found(page: Page, rules: list[str]) -> list[tuple[str, list[str]]]:
    """Return what axe finds. To describe what passes as well takes it as long again."""
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    violations = Axe().run(page, options=options).response["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in violations]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(visit: Visit, site: Site, scheme: str, width: int) -> None:
    faults = {}
    for address in site.addresses:
        page = visit(address, width, color_scheme=scheme)
        assert (page.locator("body[data-md-color-scheme=slate]").count() == 1) == (scheme == "dark")
        faults[address] = found(page, SCHEMES[scheme])
    assert {address: each for address, each in faults.items() if each} == {}


@pytest.mark.paper
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_search(visit: Visit, scheme: str) -> None:
    page = visit("2-concept/", color_scheme=scheme)
    search = page.locator("input.md-search__input")
    search.click()
    search.press_sequentially("connectivity")
    page.locator("a.md-search-result__link").first.wait_for()
    assert found(page, SCHEMES[scheme]) == []
