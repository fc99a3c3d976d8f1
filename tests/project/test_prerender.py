"""What `make prerender` writes, built without this engine by MkDocs and by Zensical.

Both must give the pages of the site.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from copy import copy
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
import yaml
from bs4 import BeautifulSoup
from bs4.element import NavigableString
from mkdocs.utils.yaml import get_yaml_loader

from macros.project.prerender import FOLDER, make_plain
from tests.conftest import PROJECT, Site
from tests.golden import cases
from tests.project.test_plain_markdown import PAGE, SETTINGS, STOCK, render, write
from tests.tiny_site import build_site, copy_site, files_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import Tag

    from tests.conftest import Once

# The engine is installed beside MkDocs and Zensical: here it cannot be imported.
WITHOUT_ENGINE = "import sys; sys.modules['macros'] = None; from {} import cli; cli()"
TABLE = cases("plain-markdown.yml")
BUILDERS = {"mkdocs": "mkdocs.__main__", "zensical": "zensical.main"}

# Differences that are Zensical’s own. Its search index is made from the finished HTML, which then
# loses what only the search needs.
FOR_THE_SEARCH = "data-search-exclude"
# “Skip to content” leads to an element of its own.
SKIP = "a#__skip:empty"
# The home page has its name from the menu, not that of the site.
FIRST = yaml.load((PROJECT / "mkdocs.yml").read_bytes(), get_yaml_loader())["nav"][0]
HOME = f"{next(iter(FIRST))} - " if isinstance(FIRST, dict) else ""


def rebuild(folder: Path, builder: str, target: Path) -> Site:
    """Build a copy of a prerendered folder, as its README says."""
    shutil.copytree(folder, target)
    return build(target, builder)


def build(folder: Path, builder: str) -> Site:
    code = WITHOUT_ENGINE.format(BUILDERS[builder])
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "--strict"],
        cwd=folder,
        env={"NO_MKDOCS_2_WARNING": "1", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert "WARNING" not in output
    assert builder == "mkdocs" or "No issues found" in output
    return Site(folder / "site", output)


def article(site: Site, address: str) -> Tag:
    """Return what a page says, without the explained differences."""
    found = copy(site.page(address).select_one("article"))
    assert found
    for skip in found.select(SKIP):
        assert isinstance(skip.next_sibling, NavigableString)
        skip.next_sibling.extract()
        skip.extract()
    for element in found.select(f"[{FOR_THE_SEARCH}]"):
        del element[FOR_THE_SEARCH]
    for link in found.select("a[href]"):
        link["href"] = urljoin(f"https://companion.invalid/{address}", str(link["href"]))
    return found


def prerender_harbours(project: Path) -> None:
    copy_site("harbours", project)
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("extra: {companion: {prerender: true}}\n")
    outcome = build_site(project)
    assert outcome.code == 0, outcome.output


@pytest.fixture(scope="module")
def prerendered(once: Once) -> Path:
    """The project sites/harbours, prerendered."""
    return once("harbours-prerendered", prerender_harbours)


def test_a_site_is_the_same_with_and_without_its_plain_markdown(
    prerendered: Path, tiny: Callable[[str], Path]
) -> None:
    """The ways from note to note are written into the one's Markdown, and the other's HTML."""
    assert files_in(tiny("harbours") / "site") == files_in(prerendered / "site")


@pytest.fixture(scope="module", params=BUILDERS)
def real_sites(request: pytest.FixtureRequest, once: Once, site: Site) -> tuple[Site, Site]:
    """The site as ever, and the one that needs no engine."""
    folder, builder = site.folder.parent / FOLDER, request.param
    plain = once(f"real-by-{builder}", partial(rebuild, folder, builder))
    return site, Site(plain / "site")


@pytest.fixture(scope="module", params=BUILDERS)
def tiny_sites(request: pytest.FixtureRequest, once: Once, prerendered: Path) -> tuple[Site, Site]:
    folder, builder = prerendered / FOLDER, request.param
    plain = once(f"harbours-by-{builder}", partial(rebuild, folder, builder))
    return Site(prerendered / "site"), Site(plain / "site")


def text(page: Tag) -> str:
    return " ".join(page.get_text().split())


def notes(page: Tag) -> list[tuple[str, str]]:
    """Markers and notes in their order, each with its id and what it shows."""
    found = page.select("sup[id^='fnref:'], [role=doc-endnotes] > ol > li")
    return [(str(each["id"]), text(each)) for each in found]


def ids(page: Tag) -> list[str]:
    return [str(element["id"]) for element in page.select("[id]")]


def links(page: Tag) -> list[tuple[str, str]]:
    return [(str(link["href"]), text(link)) for link in page.select("a[href]")]


def compare(original: Site, plain: Site) -> list[Tag]:
    """Compare all pages, by what readers rely on and then as a whole; return them."""
    assert plain.addresses == original.addresses
    found = [(article(original, page), article(plain, page)) for page in plain.addresses]
    for aspect in (text, notes, ids, links, str):
        assert [aspect(after) for _, after in found] == [aspect(before) for before, _ in found]
    return [after for _, after in found]


@pytest.mark.slow
def test_the_real_site_is_the_same(real_sites: tuple[Site, Site]) -> None:
    assert sum(len(notes(page)) for page in compare(*real_sites))


def test_a_tiny_site_is_the_same(tiny_sites: tuple[Site, Site]) -> None:
    pages = compare(*tiny_sites)
    assert sum(len(notes(page)) for page in pages) == 2 * 5


def test_notes_stand_in_all_places(tmp_path: Path) -> None:
    """What test_plain_markdown.py tries with Python-Markdown alone, on pages of Zensical."""
    docs = tmp_path / "docs"
    docs.mkdir()
    written = {f"page-{n}": write(str(case.values[0])) for n, case in enumerate(TABLE)}
    for name, page in written.items():
        plain = make_plain(page, PAGE)
        (docs / f"{name}.md").write_text(f"# Page\n\n{plain}", encoding="utf-8")
    for name, heading in {"index": "# Home", "a": "# A"}.items():
        (docs / f"{name}.md").write_text(heading, encoding="utf-8")
    settings = {"site_name": "Cases", "markdown_extensions": [*STOCK, {"toc": SETTINGS["toc"]}]}
    (tmp_path / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    site = build(tmp_path, "zensical")
    for name, page in written.items():
        expected = BeautifulSoup(f'<h1 id="page">Page#</h1>\n{render(page)[0]}', "html.parser")
        found = article(site, f"{name}/")
        assert [text(found), notes(found), ids(found)] == [
            text(expected),
            notes(expected),
            ids(expected),
        ]


def test_menu_and_titles_are_the_same(real_sites: tuple[Site, Site]) -> None:
    def frame(site: Site) -> list[object]:
        pages = [site.page(address) for address in site.addresses]
        titles = [text(page.title).removeprefix(HOME) for page in pages if page.title]
        menus = [page.select(".md-nav--primary > .md-nav__list a") for page in pages]
        return [titles, [[text(link) for link in menu] for menu in menus]]

    original, plain = map(frame, real_sites)
    assert plain == original


def test_data_is_the_same(real_sites: tuple[Site, Site]) -> None:
    data = ("bibliography.bib", "cite/", "data/")
    original, plain = (
        {path: content for path, content in files_in(site.folder).items() if path.startswith(data)}
        for site in real_sites
    )
    assert original
    assert plain == original


def test_a_file_from_a_template_is_taken_as_it_was_written(site: Site) -> None:
    real, path = site.folder.parent, "assets/running-heads.css"
    written = (site.folder / path).read_bytes()
    assert b"{page:of-" in written
    assert (real / FOLDER / "docs" / path).read_bytes() == written
    assert not (real / FOLDER / "overrides" / path).exists()
    assert "static_templates" not in (real / FOLDER / "mkdocs.yml").read_text(encoding="utf-8")


def test_the_folder_is_replaced_as_a_whole_or_not_at_all(prerendered: Path, tmp_path: Path) -> None:
    project = shutil.copytree(prerendered, tmp_path / "harbours")
    folder, page = project / FOLDER, project / "docs" / "index.md"
    before, sound = files_in(folder), page.read_text(encoding="utf-8")
    (folder / "docs" / "stray.md").touch()
    page.write_text(sound + '{{ noteref("unknown") }}', encoding="utf-8")
    assert build_site(project).code != 0
    assert files_in(folder) == {**before, "docs/stray.md": b""}
    page.write_text(sound, encoding="utf-8")
    assert build_site(project).code == 0
    assert files_in(folder) == before
