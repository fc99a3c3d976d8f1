"""The offline copy, opened from a folder in real browsers, the network refused."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from macros.whole.offline import online_url, pack
from tests.browser.browsers import find_firefox
from tests.browser.firefox import Tab, open_firefox
from tests.conftest import SITE_URL, Site, build_real_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.conftest import Once

pytestmark = pytest.mark.paper

SEARCHES = {
    "Volkov": "5-norm-resistance.html#basel-2014",
    "zero nominal growth": "4-ambitions.html#zero-nominal-growth",
    "Note 23": "5-norm-resistance.html#fn:23",
}
VERSION = r"companion-\d+\.\d+\.\d+"
FONTS = (
    "document.fonts.ready.then(() =>"
    " [...document.fonts].filter(font => font.status === 'loaded').length)"
)
RESULTS = "[...document.querySelectorAll('a.md-search-result__link')].map(a => a.href)"


@pytest.fixture(scope="session")
def archive(once: Once) -> Path:
    """The zip that `make offline` makes."""
    make = partial(
        build_real_site,
        site="dist/companion",
        COMPANION_OFFLINE="true",
        COMPANION_PDF="true",
        SITE_URL=SITE_URL,
    )
    found = list((once("offline", make) / "dist").glob("*.zip"))
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="session")
def copy(archive: Path, once: Once) -> Site:
    """The zip, unpacked where addresses need escapes."""

    def unpack(folder: Path) -> None:
        with ZipFile(archive) as zipped:
            zipped.extractall(folder)

    return Site(next(once("Ünter lagen", unpack).iterdir()))


def test_the_zip_holds_one_folder_and_the_sums_of_its_files(archive: Path) -> None:
    assert re.fullmatch(rf"{VERSION}\.zip", archive.name)
    with ZipFile(archive) as zipped:
        assert zipped.testzip() is None
        names = zipped.namelist()
        sums = zipped.read(f"{archive.stem}/SHA256SUMS").decode().splitlines()
        assert {name.partition("/")[0] for name in names} == {archive.stem}
        listed = {}
        for line in sums:
            digest, name = line.split("  ")
            listed[f"{archive.stem}/{name}"] = digest
            data = zipped.read(f"{archive.stem}/{name}")
            assert hashlib.sha256(data).hexdigest() == digest
    assert {*names} - {f"{archive.stem}/SHA256SUMS"} == {*listed}
    assert {f"{archive.stem}/index.html", f"{archive.stem}/download/companion.pdf"} < {*names}


def test_only_what_a_folder_needs_is_packed(archive: Path) -> None:
    names = ZipFile(archive).namelist()
    assert not [n for n in names if n.endswith((".map", "404.html", "sitemap.xml", ".xml.gz"))]


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        site = tmp_path / name / "site"
        (site / "a").mkdir(parents=True)
        (site / "a" / "index.html").write_text("<p>Ships</p>", encoding="utf-8")
        pack(site, "1.0")
        made.append((tmp_path / name / "companion-1.0.zip").read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("file", "url"),
    [
        ("https://a.org/", "https://a.org/"),
        ("https://a.org/index.html", "https://a.org/"),
        ("https://a.org/b.html", "https://a.org/b/"),
        ("https://a.org/b/index.html", "https://a.org/b/"),
        ("https://a.org/my-index.html", "https://a.org/my-index/"),
    ],
)
def test_online_url(file: str, url: str) -> None:
    assert online_url(file) == url


def test_every_link_leads_to_a_file_and_a_place(copy: Site) -> None:
    missing = []
    for file in copy.files:
        here = copy.folder / file
        for element in copy.page(file).select("[href], [src]"):
            link = urlsplit(str(element.get("href") or element.get("src")))
            if link.scheme or link.netloc:
                continue
            target = (here.parent / unquote(link.path)).resolve() if link.path else here
            if not target.is_file():
                missing.append((file, link.path))
            elif link.fragment and target.suffix == ".html":
                page = target.relative_to(copy.folder.resolve()).as_posix()
                if unquote(link.fragment) not in copy.ids(page):
                    missing.append((file, link.geturl()))
    assert missing == []


def test_pages_name_their_address_on_the_site(copy: Site) -> None:
    def canonical(page: str) -> str:
        return str(copy.page(page).select_one("link[rel=canonical]")["href"])  # type: ignore[index]

    assert canonical("2-concept.html") == "https://example.org/companion/2-concept/"
    assert canonical("index.html") == "https://example.org/companion/"


# ---- Chromium ----


@pytest.fixture
def offline(browser: Browser, copy: Site) -> Iterator[tuple[Page, str]]:
    """A page without network, and the address of the folder; at its end, all was quiet."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        offline=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda m: noise.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else noise.append(r.url),
    )
    yield page, f"{copy.folder.as_uri()}/"
    context.close()
    assert noise == []


@pytest.mark.browser
def test_every_page_opens_quietly(offline: tuple[Page, str], copy: Site) -> None:
    page, root = offline
    for file in copy.files:
        page.goto(root + file)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(FONTS) >= 2
    assert len(copy.files) == 14


@pytest.mark.browser
def test_search_finds(offline: tuple[Page, str]) -> None:
    page, root = offline
    for query, found in SEARCHES.items():
        page.goto(root + "index.html")
        search = page.locator("input.md-search__input")
        search.click()
        search.press_sequentially(query)
        file, _, fragment = found.partition("#")
        ending = f"[href*='/{file}'][href$='#{fragment}']"
        result = page.locator(f"a.md-search-result__link{ending}").first
        expect(result).to_be_attached()
        page.goto(str(result.get_attribute("href")))
        expect(page.locator(f"[id='{fragment}']")).to_have_class(re.compile("arrived"))


@pytest.mark.browser
def test_notes_previews_and_citations_work(offline: tuple[Page, str]) -> None:
    page, root = offline
    page.goto(root + "6-conclusions.html")
    expect(page.locator(".margin-note").first).to_be_visible()
    page.locator("#fn\\:38").get_by_role("link", name="Note 3", exact=True).hover()
    expect(page.locator(".preview")).to_contain_text("Stefan Wolff")
    page.locator(".preview-more").click()
    assert page.url == root + "2-concept.html#fn:3"
    page.locator("#benefits .passage-number").click()
    expect(page.get_by_role("status").first).to_have_text("Address of paragraph 2.4 copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://example.org/companion/2-concept/#benefits"
    page.locator("#benefits").hover()
    page.get_by_role("button", name="Cite paragraph 2.4").click()
    dialog = page.get_by_role("dialog", name=re.compile("Paragraph"))
    expect(dialog).to_contain_text("p. 61 (p. 3 in its own pagination)")
    dialog.get_by_label("This companion").check()
    expect(dialog).to_contain_text("https://example.org/companion/2-concept/#benefits")


# ---- Firefox ----


@pytest.fixture(scope="module")
def firefox() -> Iterator[Tab]:
    path = find_firefox()
    if not path:
        pytest.skip("no Firefox here")
    with open_firefox(path) as tab:
        yield tab


@pytest.mark.browser
def test_every_page_opens_quietly_in_firefox(firefox: Tab, copy: Site) -> None:
    for file in copy.files:
        firefox.open(f"{copy.folder.as_uri()}/{file}")
        assert firefox.evaluate(FONTS) >= 2
    assert firefox.errors == []
    assert firefox.requests == []


@pytest.mark.browser
def test_search_works_in_firefox(firefox: Tab, copy: Site) -> None:
    firefox.open(f"{copy.folder.as_uri()}/index.html")
    firefox.click("input.md-search__input")
    firefox.type("Volkov")
    found = f"{RESULTS}.find(a => a.endsWith('#basel-2014'))"
    result = firefox.wait_for(found)
    firefox.open(result)
    assert firefox.wait_for("document.querySelector('#basel-2014').matches('.arrived')")
    assert firefox.errors == []
    assert firefox.requests == []


@pytest.mark.browser
def test_notes_stand_in_the_margin_in_firefox(firefox: Tab, copy: Site) -> None:
    firefox.open(f"{copy.folder.as_uri()}/2-concept.html")
    lefts = firefox.wait_for(
        "document.fonts.ready.then(() => [...document.querySelectorAll('.margin-note')]"
        ".map(note => note.getBoundingClientRect().left))"
    )
    text_ends = firefox.evaluate("document.querySelector('.passage').getBoundingClientRect().right")
    assert len(lefts) == 5
    assert min(lefts) > text_ends
