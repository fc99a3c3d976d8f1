"""Whole sites, built by MkDocs as an author builds them; they stand in sites/.

Each is built in a copy that has the engine's own folder and hooks beside it, as a project made
from this one would: so that the real hook path is tried, and a house style can be broken.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from mkdocs.utils.yaml import get_yaml_loader

from tests.commands import copy_engine, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.commands import Outcome

PROJECT = Path(__file__).parent.parent
SITES = Path(__file__).parent / "sites"
DAY = "1767225600"  # of all builds: the sitemap gives it
SHARED = ("hooks", "markdown_extensions", "validation", "strict", "plugins")


def copy_site(site: str, folder: Path) -> Path:
    shutil.copytree(SITES / site, folder)
    copy_engine(PROJECT, folder)
    with (PROJECT / "mkdocs.yml").open(encoding="utf-8") as file:
        real = yaml.load(file, get_yaml_loader())
    shared = {key: real[key] for key in SHARED}
    (folder / "engine.yml").write_text(yaml.safe_dump(shared), encoding="utf-8")
    return folder


def build_site(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Outcome:
    fixed = {"SOURCE_DATE_EPOCH": DAY}
    return run(folder, "mkdocs", "build", *options, environment={**fixed, **(environment or {})})


def build_sound_site(name: str, folder: Path) -> None:
    """Build one of sites/, in which there is nothing to be warned of."""
    outcome = build_site(copy_site(name, folder))
    assert outcome.code == 0, outcome.output
    assert "WARNING" not in outcome.output


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
