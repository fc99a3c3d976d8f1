"""A preview after an edit: built in the same process, and what a fresh build would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from macros.project.publishing import Staging
from tests.tiny_site import copy_site, files_in

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "http://127.0.0.1:8000/"


def preview(folder: Path, site: Path) -> dict[str, bytes]:
    """Build as `mkdocs serve` does; the hooks stay as they are as long as the process lives."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(site), strict=True)
    config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = ADDRESS
    build(config, serve_url=ADDRESS)
    return files_in(site)


def edit(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "They were" in text
    page.write_text(text.replace("They were", "They had been"), encoding="utf-8")


def test_a_preview_after_an_edit_is_what_a_fresh_one_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    folder = copy_site("harbours", tmp_path / "harbours")
    build_under_way = Staging(folder / "site", pytest.fail)  # for which no preview waits
    before = preview(folder, tmp_path / "site")
    build_under_way.close()
    edit(folder / "docs" / "z-harbours.md")
    after = preview(folder, tmp_path / "site")
    again = copy_site("harbours", tmp_path / "again" / "harbours")
    edit(again / "docs" / "z-harbours.md")
    assert before != after == preview(again, tmp_path / "fresh")
