"""What make would run: the commands alone, in a folder with nothing else in it."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NEW_ENVIRONMENT = "-m venv --clear .venv\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder whose environment is ready."""
    project = tmp_path / "a project"
    (project / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy2(PROJECT / name, project)
    activate = project / ".venv" / "bin" / "activate"
    activate.write_text(f'VIRTUAL_ENV="{project}/.venv"\n', encoding="utf-8")
    for name in ("made", "ready", "ready-dev"):
        (project / ".venv" / name).touch()
    return project


def make(folder: Path, target: str) -> str:
    command = ["make", "--no-print-directory", "--dry-run", target]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def test_an_environment_is_made_once(folder: Path) -> None:
    checked = ".venv/bin/python -m macros.data.reading\n"  # in plain words, before MkDocs reads it
    assert make(folder, "site") == f"{checked}.venv/bin/mkdocs build\n"
    (folder / ".venv" / "made").unlink()
    commands = make(folder, "site")
    assert "-m venv  .venv\n" in commands


@pytest.mark.parametrize("move", [shutil.copytree, shutil.move])
@pytest.mark.parametrize("target", ["site", "lint", "check"])
def test_a_copied_or_moved_folder_makes_an_environment_of_its_own(
    folder: Path, move: Callable[[Path, Path], object], target: str
) -> None:
    other = folder.with_name("other")
    move(folder, other)
    commands = make(other, target)
    assert NEW_ENVIRONMENT in commands
    assert commands.index(NEW_ENVIRONMENT) < commands.index("pip install")


def test_addresses_publishes_nothing_and_hides_no_warnings(folder: Path) -> None:
    build = next(line for line in make(folder, "addresses").splitlines() if "mkdocs" in line)
    assert build == ".venv/bin/mkdocs build --site-dir .cache/addresses"
