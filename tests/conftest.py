"""The real site, built once for all tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

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
SOURCES = ("mkdocs.yml", "bibliography.bib", "data", "docs", "macros", "overrides")


class Site:
    """A built site: its folder, and its pages as parsed HTML."""

    def __init__(self, folder: Path, log: str = "") -> None:
        self.folder = folder
        self.log = log
        self.page = cache(self._page)

    def _page(self, address: str) -> BeautifulSoup:
        path = self.folder / address
        path = path / "index.html" if path.is_dir() else path
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")

    @property
    def files(self) -> list[str]:
        """Every page, as the path of its file in the site."""
        return [
            path.relative_to(self.folder).as_posix() for path in sorted(self.folder.rglob("*.html"))
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
    for name in SOURCES:
        source = PROJECT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, project / name)
    settings = project / "mkdocs.yml"
    settings.write_text(change(settings.read_text(encoding="utf-8")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", site],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr
    return Site(project / site, done.stderr)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files with a browser first, which take longest: one of them alone at the end is slow."""
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The real site; the working tree is left alone."""
    return build_real_site(tmp_path_factory.mktemp("project"))
