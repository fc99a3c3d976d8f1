"""Sites, built once for all tests."""

from __future__ import annotations

import os
import shutil
from fcntl import LOCK_EX, flock
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from bs4 import BeautifulSoup

from macros.sandbox import keep_templates_in
from tests.commands import copy_engine, run
from tests.hostile import build_hostile_site
from tests.tiny_site import DAY, build_sound_site

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).parent.parent
CHAPTERS = [
    "1-introduction/",
    "2-concept/",
    "3-osce/",
    "4-ambitions/",
    "5-norm-resistance/",
    "6-conclusions/",
]
SITE_URL = "https://example.org/companion/"
SOURCES = ("mkdocs.yml", "bibliography.bib", "data", "docs", "overrides")


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compile the engine's templates once for all tests that build no project."""
    keep_templates_in(tmp_path_factory.mktemp("compiled"))


class Site:
    """A built site: its folder, and its pages as parsed HTML."""

    def __init__(self, folder: Path, log: str = "") -> None:
        self.folder = folder
        self.log = log
        self.page = cache(self._page)
        self.ids = cache(self._ids)

    def _page(self, address: str) -> BeautifulSoup:
        path = self.folder / address
        path = path / "index.html" if path.is_dir() else path
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")

    def _ids(self, address: str) -> set[str]:
        return {str(element["id"]) for element in self.page(address).select("[id]")}

    @property
    def files(self) -> list[str]:
        """Every page, as the path of its file in the site, but for those that lead elsewhere."""
        return [
            path.relative_to(self.folder).as_posix()
            for path in sorted(self.folder.rglob("*.html"))
            if 'http-equiv="refresh"' not in path.read_text(encoding="utf-8")
        ]

    @property
    def addresses(self) -> list[str]:
        """Every page, as its path in the site, without index.html."""
        return [file.removesuffix("index.html") for file in self.files]


def build_real_site(
    project: Path, change: Callable[[str], str] = str, *, site: str = "site", **environment: str
) -> Site:
    """Build the real site from a copy of the sources, its mkdocs.yml changed, into `site`.

    `environment` is set for the build, as the Makefile sets it.
    """
    project.mkdir(exist_ok=True)
    copy_engine(PROJECT, project)
    for name in SOURCES:
        source = PROJECT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, project / name)
    settings = project / "mkdocs.yml"
    settings.write_text(change(settings.read_text(encoding="utf-8")), encoding="utf-8")
    outcome = run(project, "mkdocs", "build", "--site-dir", site, environment=environment)
    assert outcome.code == 0, outcome.output
    assert "WARNING" not in outcome.output
    return Site(project / site, outcome.output)


def build_published_site(project: Path) -> Site:
    """Build the real site as for publication, with its plain Markdown."""
    return build_real_site(
        project, SITE_URL=SITE_URL, COMPANION_PRERENDER="true", SOURCE_DATE_EPOCH=DAY
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with a browser first, which take longest: one of them alone at the end is slow."""
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


class Once(Protocol):
    """Makes a folder when it is first asked for, and returns it ever after."""

    def __call__(self, name: str, make: Callable[[Path], object]) -> Path: ...


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make a folder once in a run of the tests, in whichever of its processes needs it first."""
    base = tmp_path_factory.getbasetemp()
    place = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder_of(name: str, make: Callable[[Path], object]) -> Path:
        folder, made = place / name, place / f"{name}.made"
        with (place / f"{name}.lock").open("w") as lock:
            flock(lock, LOCK_EX)  # until the file is closed
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)  # where it failed before
                make(folder)
                made.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def site(once: Once) -> Site:
    """The real site, with its plain Markdown; the working tree is left alone."""
    return Site(once("real", partial(build_real_site, COMPANION_PRERENDER="true")) / "site")


@pytest.fixture(scope="session")
def published(once: Once) -> Site:
    """The real site as it is published."""
    return Site(once("published", build_published_site) / "site")


@pytest.fixture(scope="session")
def tiny(once: Once) -> Callable[[str], Path]:
    """Sites of sites/, built: the project of each, to read and to copy."""
    return lambda name: once(name, partial(build_sound_site, name))


@pytest.fixture(scope="session")
def hostile(once: Once) -> Path:
    """The site of tests/hostile.py, built."""
    return once("hostile", build_hostile_site)


@pytest.fixture
def harbours(tiny: Callable[[str], Path], tmp_path: Path) -> Path:
    """A built copy of sites/harbours, to change and build again."""
    return shutil.copytree(tiny("harbours"), tmp_path / "harbours")
