"""A preview renders anew what an edit has changed, and nothing else; readers see no difference."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import get_yaml_loader

from tests.tiny_site import copy_site, files_in

if TYPE_CHECKING:
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ADDRESS = "http://127.0.0.1:8000/"


def serve(folder: Path, site: Path, *, strict: bool = True) -> dict[str, bytes]:
    """Build as `mkdocs serve` does; the hooks stay as they are as long as the process lives."""
    config = load_config(str(folder / "mkdocs.yml"), site_dir=str(site), strict=strict)
    config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = ADDRESS
    build(config, serve_url=ADDRESS)
    return files_in(site)


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that MkDocs has rendered, as it goes on."""
    pages: list[str] = []
    render = Page.render

    def note(page: Page, config: MkDocsConfig, files: Files) -> None:
        pages.append(page.file.src_uri)
        render(page, config, files)

    monkeypatch.setattr(Page, "render", note)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return pages


def edit(page: Path, before: str, after: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert before in text
    page.write_text(text.replace(before, after), encoding="utf-8")


def test_a_preview_renders_only_what_changed(tmp_path: Path, rendered: list[str]) -> None:
    folder = copy_site("harbours", tmp_path / "harbours")
    serve(folder, tmp_path / "site")
    assert len(rendered) == 7
    rendered.clear()
    serve(folder, tmp_path / "site")
    assert rendered == []
    edit(folder / "docs" / "z-harbours.md", "They were", "They had been")
    site = serve(folder, tmp_path / "site")
    assert rendered == ["z-harbours.md"]
    again = copy_site("harbours", tmp_path / "again" / "harbours")
    edit(again / "docs" / "z-harbours.md", "They were", "They had been")
    assert serve(again, tmp_path / "fresh") == site


def test_a_page_that_warns_warns_again(
    tmp_path: Path, rendered: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    folder = copy_site("harbours", tmp_path / "harbours")
    edit(folder / "docs" / "index.md", "# ", "[Nowhere](nowhere.md)\n\n# ")
    for _ in range(2):
        rendered.clear()
        caplog.clear()
        with caplog.at_level(logging.WARNING, "mkdocs"):
            serve(folder, tmp_path / "site", strict=False)
        assert "index.md" in rendered
        assert "nowhere.md" in caplog.text


def test_a_page_that_others_add_to_is_rendered_again(tmp_path: Path, rendered: list[str]) -> None:
    """A later hook appends the content of a file."""
    folder = copy_site("harbours", tmp_path / "harbours")
    (folder / "later.py").write_text(
        "from pathlib import Path\n"
        "def on_page_markdown(markdown, page, config, files):\n"
        "    added = Path(config.config_file_path).with_name('foot.txt').read_text()\n"
        "    return markdown + added if page.is_homepage else markdown\n",
        encoding="utf-8",
    )
    edit(folder / "mkdocs.yml", "site_name:", "hooks: [macros/hooks.py, later.py]\nsite_name:")
    hooks = yaml.load((folder / "engine.yml").read_text("utf-8"), get_yaml_loader())["hooks"]
    edit(folder / "mkdocs.yml", "macros/hooks.py", hooks[0])
    for text in ("One.", "Two."):
        (folder / "foot.txt").write_text(f"\n\n{text}\n", encoding="utf-8")
        assert text.encode() in serve(folder, tmp_path / "site")["index.html"]
    assert rendered.count("index.md") == 2


def test_where_extensions_read_files_nothing_is_remembered(
    tmp_path: Path, rendered: list[str]
) -> None:
    folder = copy_site("harbours", tmp_path / "harbours")
    engine = folder / "engine.yml"
    settings = yaml.load(engine.read_text("utf-8"), get_yaml_loader())
    settings["markdown_extensions"].append({"pymdownx.snippets": {"base_path": [str(folder)]}})
    engine.write_text(yaml.safe_dump(settings), encoding="utf-8")
    edit(folder / "docs" / "index.md", "# ", '--8<-- "part.txt"\n\n# ')
    for text in ("One.", "Two."):
        (folder / "part.txt").write_text(text, encoding="utf-8")
        assert text.encode() in serve(folder, tmp_path / "site")["index.html"]
