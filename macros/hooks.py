"""The only room that imports MkDocs: each event hands over to the engine and reports."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File
from mkdocs.utils import CountHandler
from mkdocs.utils.meta import get_data
from pydantic import ValidationError

from macros import staging
from macros.companion import PageSource, render_companion
from macros.markup import NoteMarkup
from macros.problems import Problem
from macros.sources import Settings, Sources, load_sources
from macros.templates import check_templates, template_exists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

log = get_plugin_logger("companion")


class _State:
    """What one build keeps between events; hook modules live as long as the process."""

    def __init__(self) -> None:
        self.command = "build"
        self.site: Path | None = None
        self.sources: Sources | None = None
        self.texts: dict[str, str] = {}


_state = _State()


def on_startup(*, command: str, dirty: bool) -> None:
    """Refuse partial builds: notes are numbered through all pages."""
    _state.command = command
    if dirty:
        raise PluginError("--dirty would number notes wrongly; build without it")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all sources before anything is written."""
    project = Path(config.config_file_path).parent
    settings = _settings(config)
    _state.sources, problems = load_sources(settings, lambda path: _read(project / path))
    _stop_on(problems)
    config.markdown_extensions.append(NoteMarkup())  # type: ignore[arg-type]
    _state.site = None
    if _state.command == "build":
        _state.site = Path(config.site_dir)
        config.site_dir = str(staging.staging_folder(_state.site))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Offer the data behind the site for download."""
    assert _state.sources is not None
    settings = _state.sources.settings
    project = Path(config.config_file_path).parent
    for path in (settings.bibliography, settings.events, settings.terms):
        files.append(File.generated(config, path, abs_src_path=str(project / path)))
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Render every page once, in nav order: on_page_markdown would come in file order."""
    assert _state.sources is not None
    in_nav = [page.file for page in nav.pages]
    others = [file for file in files.documentation_pages() if file not in in_nav]
    folder = Path(config.docs_dir).relative_to(Path(config.config_file_path).parent)
    pages = [_page_source(file, folder) for file in [*in_nav, *others]]
    _state.texts, problems = render_companion(_state.sources, pages, config.site_url or "")
    _stop_on(problems)
    return nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand out the finished Markdown."""
    return _state.texts[page.file.src_uri]


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Stop on broken or missing theme templates before a page needs them."""
    problems: list[Problem] = []
    overrides = Path(str(config.theme.custom_dir)) if config.theme.custom_dir else None
    if overrides:
        names = [path.relative_to(overrides).as_posix() for path in overrides.rglob("*.html")]
        problems += check_templates(env, sorted(names), overrides.name)
    for file in files.documentation_pages():
        name = file.page.meta.get("template") if file.page else None
        if name and not template_exists(env, name):
            problems.append(Problem(_source(file, config), 1, f'there is no template "{name}"'))
    _stop_on(problems)
    return env


def on_post_build(*, config: MkDocsConfig) -> None:
    """Replace the former site, unless strict mode is about to refuse this one."""
    if _state.site and not (config.strict and _has_warnings()):
        staging.publish(_state.site)


def on_build_error(*, error: Exception) -> None:
    """Leave the former site as it was."""
    if _state.site:
        staging.discard(_state.site)


def _settings(config: MkDocsConfig) -> Settings:
    try:
        return Settings.model_validate(config.extra.get("companion") or {})
    except ValidationError as error:
        details = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise PluginError(f"mkdocs.yml: extra: companion: {details}") from None


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _page_source(file: File, folder: Path) -> PageSource:
    text = file.content_string
    body, _ = get_data(text)
    first_line = text[: len(text) - len(body)].count("\n") + 1
    return PageSource(file.src_uri, (folder / file.src_uri).as_posix(), body, first_line)


def _source(file: File, config: MkDocsConfig) -> str:
    return f"{Path(config.docs_dir).name}/{file.src_uri}"


def _has_warnings() -> bool:
    handlers = logging.getLogger("mkdocs").handlers
    return any(h.get_counts() for h in handlers if isinstance(h, CountHandler))


def _stop_on(problems: Sequence[Problem]) -> None:
    for problem in problems:
        log.error(str(problem))
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise PluginError(f"{count} in the sources; nothing was built")
