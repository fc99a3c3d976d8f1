"""The real site, served, and a real browser on it."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.browsers import find_browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Site

# What is fixed when a window is made, and what changes in it: as they usually are.
DEVICE = {"has_touch": False, "is_mobile": False, "java_script_enabled": True}
MEDIA = {
    "media": "null",  # screen, and paper when it is printed
    "color_scheme": "light",
    "reduced_motion": "reduce",
    "forced_colors": "none",
}


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture(scope="session")
def site_url(site: Site) -> Iterator[str]:
    """The real site, served on this machine."""
    with served(site.folder) as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine."""

    def handler(*args: Any) -> _QuietHandler:
        return _QuietHandler(*args, directory=str(folder))

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
    """Opens a page of the site as in a new window, of a width and with the reader's settings."""

    def __call__(self, address: str, width: int = 1280, **settings: Any) -> Page: ...


class Windows:
    """A window for each kind of device, which tests share; what one has loaded, others need not.

    A new one takes three times as long to show a page.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.of_kind = cache(self._of_kind)

    def _of_kind(self, kind: frozenset[tuple[str, bool]]) -> Page:
        settings: dict[str, Any] = dict(kind)
        permissions = ["clipboard-read", "clipboard-write"]
        return self._browser.new_context(permissions=permissions, **settings).new_page()

    def renewed(self, width: int, **settings: Any) -> Page:
        """Return a window as if it were new: blank, with nothing kept and the pointer outside."""
        device = {name: settings.pop(name, usual) for name, usual in DEVICE.items()}
        page = self.of_kind(frozenset(device.items()))
        page.unroute_all()
        if page.url != "about:blank":
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.mouse.move(-9, -9)
        page.goto("about:blank")
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**{**MEDIA, **settings})
        return page


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture(scope="session")
def visit(windows: Windows, site_url: str) -> Visit:
    def open_page(address: str, width: int = 1280, **settings: Any) -> Page:
        page = windows.renewed(width, **settings)
        page.goto(f"{site_url}{address}")
        return page

    return open_page
