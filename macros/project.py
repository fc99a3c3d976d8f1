"""What MkDocs knows of a project: its settings, and its pages in reading order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import InclusionLevel
from mkdocs.utils.meta import get_data

from macros.page_source import PageSource, without_front_matter
from macros.sources import Settings, Sources, load_sources, not_utf8, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

    from macros.problems import Problem


def read_project(config: MkDocsConfig) -> tuple[Sources | None, list[Problem]]:
    """Read and check all sources of a project; raises PluginError for settings it cannot use."""
    return load_sources(
        settings_of(config), lambda path: (folder_of(config) / path).read_text(encoding="utf-8-sig")
    )


def folder_of(config: MkDocsConfig) -> Path:
    """Return the project's folder: that of its mkdocs.yml."""
    return Path(config.config_file_path).parent


def settings_of(config: MkDocsConfig) -> Settings:
    """Read `extra: companion:`; raises PluginError for settings that cannot be used."""
    try:
        return read_settings(config.extra.get("companion") or {})
    except ValueError as error:
        raise PluginError(f"mkdocs.yml: extra: companion: {error}") from None


def in_reading_order(nav: Navigation, files: Files, *, drafts: bool = False) -> list[File]:
    """List the files of all pages: in nav order, then those outside nav; drafts where asked."""
    in_nav = [page.file for page in nav.pages]
    built = InclusionLevel.is_in_serve if drafts else InclusionLevel.is_included
    others = [file for file in files.documentation_pages(inclusion=built) if file not in in_nav]
    return [*in_nav, *others]


def page_sources(
    files: Sequence[File], config: MkDocsConfig
) -> tuple[list[PageSource], list[Problem]]:
    """Read pages, without their front matter; with a problem for each that cannot be read."""
    pages, problems = [], []
    for file in files:
        source = source_path(file, config)
        try:
            text = file.content_string
        except UnicodeDecodeError as error:
            problems.append(not_utf8(source, error))
            continue
        body, meta = get_data(text)
        title = str(meta.get("title", ""))
        page, broken = without_front_matter(file.src_uri, source, text, body, title)
        pages.append(page)
        problems += broken
    return pages, problems


def source_path(file: File, config: MkDocsConfig) -> str:
    """Name a page as problems do: by its path from the project's folder."""
    return f"{Path(config.docs_dir).name}/{file.src_uri}"
