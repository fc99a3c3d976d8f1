"""The real site, served, and a real browser on it."""

from __future__ import annotations

from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.browsers import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.conftest import Site


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def site_url(site: Site) -> Iterator[str]:
    """The real site, served on this machine."""

    def handler(*args: Any) -> _QuietHandler:
        return _QuietHandler(*args, directory=str(site.folder))

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium or Chrome."""
    path = find_browser()
    assert path, "no Chromium or Chrome; `make test` fetches one"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Visit(Protocol):
    """Opens a page of the site in a window of its own."""

    def __call__(self, address: str, width: int = 1280, **options: Any) -> Page: ...


@pytest.fixture
def visit(browser: Browser, site_url: str) -> Iterator[Visit]:
    contexts = []

    def open_page(address: str, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            permissions=["clipboard-read", "clipboard-write"],
            **{"reduced_motion": "reduce", **options},
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site_url}{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()
