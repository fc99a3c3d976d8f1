"""The only room that imports MkDocs: each event hands over to the engine and reports."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import CountHandler
from mkdocs.utils.meta import get_data
from pydantic import ValidationError

from macros import staging
from macros.companion import PageSource, Rendered, render_companion
from macros.markup import NoteMarkup
from macros.problems import Problem
from macros.search import Section, add_sections, sections
from macros.sources import Settings, Sources, load_sources, not_utf8
from macros.templates import check_templates, template_exists
from macros.theme import mend_theme

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
        self.problems: list[Problem] = []
        self.rendered = Rendered()
        self.sections: dict[str, list[Section]] = {}


_state = _State()


def on_startup(*, command: str, dirty: bool) -> None:
    """Refuse partial builds: notes are numbered through all pages."""
    _state.command = command
    if dirty:
        raise PluginError("--dirty would number notes wrongly; build without it")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all sources; problems are named together with those of the pages."""
    project = Path(config.config_file_path).parent
    settings = _settings(config)
    _state.sources, _state.problems = load_sources(settings, lambda path: _read(project / path))
    if not _state.sources:
        _stop_on(_state.problems)
    named = (settings.bibliography, settings.paper, settings.events, settings.terms)
    config.watch += [str(project / path) for path in named if (project / path).exists()]
    config.markdown_extensions.append(NoteMarkup())  # type: ignore[arg-type]
    _state.sections = {}
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
    served = _state.command == "serve"  # drafts too
    built = InclusionLevel.is_in_serve if served else InclusionLevel.is_included
    others = [file for file in files.documentation_pages(inclusion=built) if file not in in_nav]
    pages, unreadable = _page_sources([*in_nav, *others], config)
    if unreadable:  # a page that is missing would make others look wrong
        _stop_on(sorted({*_state.problems, *unreadable}))
    rendered, problems = render_companion(_state.sources, pages, config.site_url or "")
    _stop_on(sorted({*_state.problems, *problems}))
    _state.rendered = rendered
    for page in nav.pages:
        if number := rendered.chapters.get(page.file.src_uri):
            page.title = f"{number}. {page.title}"
    for path, text in rendered.files.items():
        files.append(File.generated(config, path, content=text))
    return nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand out the finished Markdown."""
    if page.file.src_uri in _state.rendered.chapters:
        page.meta.setdefault("hide", ["toc"])  # the margin is for the notes
    return _state.rendered.texts[page.file.src_uri]


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
            line = _line_of(f"template: {name}", file.content_string)
            problems.append(Problem(_source(file, config), line, f'there is no template "{name}"'))
    _stop_on(problems)
    return env


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Note the passages and notes of a chapter, for the search."""
    found = sections(html)
    if len(found) > 1:
        _state.sections[page.url] = found
    return html


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Mend the theme's HTML."""
    return mend_theme(output)


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Mend the theme's HTML on the pages that have no Markdown, such as 404.html."""
    return mend_theme(output_content)


def on_post_build(*, config: MkDocsConfig) -> None:
    """Complete the search; replace the former site, unless strict mode is to refuse this one."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    if index.exists():
        found = add_sections(json.loads(index.read_text(encoding="utf-8")), _state.sections)
        index.write_text(json.dumps(found, separators=(",", ":")), encoding="utf-8")
    if _state.site and not (config.strict and _has_warnings()):
        staging.publish(_state.site)


def on_build_error(*, error: Exception) -> None:
    """Leave the former site as it was; name the line of a theme template that failed."""
    if _state.site:
        staging.discard(_state.site)
    place = _place_in_theme(error)
    if place:
        raise PluginError(f"{place}: {error}") from None


def _settings(config: MkDocsConfig) -> Settings:
    try:
        return Settings.model_validate(config.extra.get("companion") or {})
    except ValidationError as error:
        names = [".".join(map(str, detail["loc"])) for detail in error.errors()]
        known = ", ".join(Settings.model_fields)
        raise PluginError(
            f"mkdocs.yml: extra: companion: cannot use {', '.join(names)}; known are {known}, "
            "each with a path or name as text"
        ) from None


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig")


def _page_sources(
    files: Sequence[File], config: MkDocsConfig
) -> tuple[list[PageSource], list[Problem]]:
    pages, problems = [], []
    for file in files:
        source = _source(file, config)
        try:
            text = file.content_string
        except UnicodeDecodeError as error:
            problems.append(not_utf8(source, error))
            continue
        body, _ = get_data(text)
        if text.startswith("---\n") and body == text:
            problems.append(
                Problem(source, 1, 'the front matter between the lines "---" is not valid YAML')
            )
        first_line = text[: len(text) - len(body)].count("\n") + 1
        pages.append(PageSource(file.src_uri, source, body, first_line))
    return pages, problems


def _place_in_theme(error: Exception) -> str:
    place = ""
    for frame in extract_tb(error.__traceback__):
        if frame.filename.endswith(".html"):
            place = f"{os.path.relpath(frame.filename)}:{frame.lineno}"
    return place


def _line_of(words: str, text: str) -> int:
    lines = (line.replace('"', "").replace("'", "") for line in text.splitlines())
    return next((number for number, line in enumerate(lines, 1) if line.startswith(words)), 1)


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
