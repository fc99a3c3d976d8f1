"""The published site is replaced as a whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.project.publishing import discard, publish, publish_files, unpublished

if TYPE_CHECKING:
    from pathlib import Path


def build(site: Path, name: str) -> None:
    unpublished(site).mkdir()
    (unpublished(site) / name).write_text(name, encoding="utf-8")


def contents(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_next_site_is_built_in_a_hidden_folder_beside_it(tmp_path: Path) -> None:
    assert unpublished(tmp_path / "site") == tmp_path / ".site-building"


def test_nothing_built_leaves_the_site(tmp_path: Path) -> None:
    build(tmp_path / "site", "old.html")
    publish(tmp_path / "site")
    with pytest.raises(FileNotFoundError):
        publish(tmp_path / "site")
    assert contents(tmp_path) == ["site", "site/old.html"]


def test_first_site(tmp_path: Path) -> None:
    build(tmp_path / "site", "new.html")
    publish(tmp_path / "site")
    assert contents(tmp_path) == ["site", "site/new.html"]


def test_former_site_is_replaced_as_a_whole(tmp_path: Path) -> None:
    for name in ("old.html", "new.html"):
        build(tmp_path / "site", name)
        publish(tmp_path / "site")
    assert contents(tmp_path) == ["site", "site/new.html"]


def test_rest_of_an_interrupted_publication(tmp_path: Path) -> None:
    (tmp_path / ".site-former").mkdir()
    (tmp_path / ".site-former" / "older.html").touch()
    build(tmp_path / "site", "new.html")
    publish(tmp_path / "site")
    assert contents(tmp_path) == ["site", "site/new.html"]


def test_files_replace_all_that_a_folder_holds(tmp_path: Path) -> None:
    build(tmp_path / "plain", "rest-of-an-interrupted-one.md")
    for name in ("old.md", "docs/new.md"):
        publish_files(tmp_path / "plain", {name: b"# New"})
    assert contents(tmp_path) == ["plain", "plain/docs", "plain/docs/new.md"]
    assert (tmp_path / "plain/docs/new.md").read_bytes() == b"# New"


def test_discard_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    build(tmp_path / "site", "new.html")
    discard(tmp_path / "site")
    discard(tmp_path / "site")
    assert contents(tmp_path) == ["site"]
