"""Whole sites, built by MkDocs as an author builds them; they stand in sites/.

Each is built in a copy that has the engine's own folder and hooks beside it, as a project made
from this one would: so that the real hook path is tried, and a house style can be broken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from mkdocs.utils.yaml import get_yaml_loader

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).parent.parent
SITES = Path(__file__).parent / "sites"
SHARED = ("hooks", "markdown_extensions", "validation", "strict", "plugins")


@dataclass(frozen=True)
class Outcome:
    """How a build ended, and what it printed."""

    code: int
    output: str

    @property
    def errors(self) -> list[str]:
        lines = [line for line in self.output.splitlines() if line.startswith("ERROR")]
        return [line.removeprefix("ERROR   -  ").removeprefix("companion: ") for line in lines]


def copy_site(site: str, folder: Path) -> Path:
    shutil.copytree(SITES / site, folder)
    shutil.copytree(
        PROJECT / "macros", folder / "macros", ignore=shutil.ignore_patterns("__pycache__")
    )
    with (PROJECT / "mkdocs.yml").open(encoding="utf-8") as file:
        real = yaml.load(file, get_yaml_loader())
    shared = {key: real[key] for key in SHARED}
    (folder / "engine.yml").write_text(yaml.safe_dump(shared), encoding="utf-8")
    return folder


def build_site(
    folder: Path, *options: str, environment: Mapping[str, str] | None = None
) -> Outcome:
    fixed = {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1767225600"}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", *options],
        cwd=folder,
        env={**os.environ, **fixed, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Outcome(done.returncode, done.stdout + done.stderr)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
