"""No script out of data, titles or settings runs: in pages, previews, search results, dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import served

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Dialog, Page

    from tests.browser.conftest import Windows

pytestmark = pytest.mark.browser
PREVIEWED = ".footnote-ref, a[data-source], abbr[title], .note-next, a.passage-number"
TOUCH = """found => document.querySelectorAll(found).forEach((element) => {
  element.dispatchEvent(new PointerEvent("pointerover", { pointerType: "mouse", bubbles: true }));
  element.focus();
})"""
QUERIES = ("onerror", "src", "works", "ships", "note", "paragraph")


def test_no_script_of_it_runs(hostile: Path, windows: Windows) -> None:
    ran: list[str] = []

    def hear(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    site = hostile / "site"
    with served(site) as address:
        page = windows.renewed(1280)
        page.on("dialog", hear)
        page.add_init_script(
            "addEventListener('error', (e) => e.target !== window && alert(e), true)"
        )
        for path in sorted(site.rglob("*.html")):
            page.goto(address + path.relative_to(site).as_posix().removesuffix("index.html"))
            _touch_everything(page)
        page.goto(address)
        for query in QUERIES:
            _search(page, query)
        page.goto("about:blank")
        page.remove_listener("dialog", hear)
    assert ran == []


def _touch_everything(page: Page) -> None:
    """Show every preview, and every form of every citation."""
    page.evaluate(TOUCH, PREVIEWED)
    _click(page, "button.cite-button")
    _click(page, "dialog input")
    page.keyboard.press("Escape")


def _click(page: Page, elements: str) -> None:
    page.evaluate("found => document.querySelectorAll(found).forEach((e) => e.click())", elements)


def _search(page: Page, query: str) -> None:
    field = page.locator("input.md-search__input")
    field.click()
    field.fill("")
    expect(page.locator("a.md-search-result__link")).to_have_count(0)
    field.press_sequentially(query)
    expect(page.locator("a.md-search-result__link").first).to_be_attached()
    _click(page, "details.md-search-result__more summary")
