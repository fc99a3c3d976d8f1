"""Links are resolved in fewer steps, and MkDocs' addresses and warnings stay as they are."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from markdown.extensions import Extension
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import _RelativePathTreeprocessor

from macros.links import QuickLinks

if TYPE_CHECKING:
    from pathlib import Path

    from markdown import Markdown

PAGES = {
    "index.md": "# Home\n\n## Here\n\n[a](#here) [a](part/a.md#one) [b](part/b.md#two)\n",
    "part/b.md": "# B\n\n## Two\n\nText.\n",
    "draft.md": "# Draft\n\n## Three\n\nText.\n",
    "file.txt": "text",
}
LINKS = {
    "of this page": "[x](#one) [x](#missing) [x](#missing) [x](#) [x](a.md#one) [x](a.md)",
    "of others": "[x](b.md#two) [x](b.md#two) [x](b.md#missing) [x](../index.md#here)",
    "written otherwise": "[x](./b.md#two) [x](../part/b.md#two) [x](%62.md#two) [x](b.md?a=b#two)",
    "to what is not there": "[x](c.md#two) [x](c.md#two) [x](../b.md#two) [x](b#two) [x](b/#two)",
    "left as they are": "[x](/b.md#two) [x](https://a.org/b.md#two) [x](//a.org/#b)",
    "to other files": "[x](../file.txt) [x](../file.txt#two) ![x](../file.txt) <a@b.org>",
    "to a draft": "[x](../draft.md#three) [x](../draft.md#three)",
}
WARNED_OF = {"of this page", "of others", "to what is not there", "left as they are", "to a draft"}


class Quick(Extension):
    """Registers the processor, and nothing else."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.treeprocessors.register(QuickLinks(md), "quick_links", 1)


def built(
    folder: Path, caplog: pytest.LogCaptureFixture, *, quick: bool, directories: bool
) -> tuple[str, list[str]]:
    """The HTML of a page, and what MkDocs says of all."""
    caplog.clear()
    site = folder / f"site-{quick}"
    config = load_config(
        str(folder / "mkdocs.yml"), site_dir=str(site), use_directory_urls=directories
    )
    if quick:
        config.markdown_extensions.append(Quick())  # type: ignore[arg-type]
    build(config)
    page = site / ("part/a/index.html" if directories else "part/a.html")
    messages = [record.getMessage() for record in caplog.records if "contains" in record.message]
    return page.read_text(encoding="utf-8"), messages


def write_site(folder: Path, links: str) -> None:
    text = f"# A\n\n## One\n\n{links}\n"
    for path, content in (PAGES | {"part/a.md": text}).items():
        place = folder / "docs" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8")
    validation = (
        "validation: {links: {anchors: warn, absolute_links: warn, unrecognized_links: warn}}"
    )
    settings = (
        f"site_name: x\ntheme: {{name: null, custom_dir: theme}}\nplugins: []\n{validation}\n"
    )
    (folder / "mkdocs.yml").write_text(f"{settings}exclude_docs: draft.md\n", encoding="utf-8")
    (folder / "theme").mkdir()
    (folder / "theme" / "main.html").write_text("{{ page.content }}", encoding="utf-8")


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("kind", LINKS)
def test_addresses_and_warnings_are_those_of_mkdocs(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str, directories: bool
) -> None:
    caplog.set_level(logging.INFO, "mkdocs")
    write_site(tmp_path, LINKS[kind])
    plain, said = built(tmp_path, caplog, quick=False, directories=directories)
    quick, said_quickly = built(tmp_path, caplog, quick=True, directories=directories)
    assert quick == plain
    assert said_quickly == said
    assert bool(said) is (kind in WARNED_OF)


@pytest.mark.parametrize(("kind", "asked"), [("of others", 0), ("to other files", 4)])
def test_mkdocs_is_asked_of_no_link_to_an_anchor(
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    asked: int,
) -> None:
    urls: list[str] = []
    resolve = _RelativePathTreeprocessor.path_to_url

    def note(self: _RelativePathTreeprocessor, url: str) -> str:
        urls.append(url)
        return resolve(self, url)

    monkeypatch.setattr(_RelativePathTreeprocessor, "path_to_url", note)
    write_site(tmp_path, LINKS[kind])
    built(tmp_path, caplog, quick=True, directories=True)
    assert len(urls) == asked
