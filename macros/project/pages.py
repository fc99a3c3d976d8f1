"""What MkDocs knows of a project: its settings, and its pages in reading order."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import InclusionLevel
from mkdocs.utils import CountHandler
from mkdocs.utils.meta import get_data
from msgspec.structs import asdict

from macros.data.settings import Settings, read_settings
from macros.data.words import ENGLISH
from macros.pages.source import PageSource, without_front_matter
from macros.problems import Problem, count_problems, did_you_mean, line_starting_with, must_stop
from macros.project.extension import markdown_writer
from macros.project.theme import html_templates, mend_theme
from macros.sandbox import keep_compiled, keep_templates_in, mend_sources
from macros.sources import Sources, load_sources, not_utf8
from macros.templates import check_templates, template_exists
from macros.text import page_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from macros.companion import AuthorsLink
    from macros.data.words import Words


log = get_plugin_logger("companion")


def read_project(config: MkDocsConfig) -> tuple[Sources | None, list[Problem]]:
    """Read and check all sources of a project; raises PluginError for settings it cannot use."""
    keep_templates_in(cache_of(config))
    return load_sources(
        settings_of(config),
        lambda path: (folder_of(config) / path).read_text(encoding="utf-8-sig"),
        language=language_of(config),
    )


def language_of(config: MkDocsConfig) -> str:
    """Return the language of the site, as a BCP 47 tag: `theme: language:`, as Material has it."""
    return str(config.theme.get("language") or ENGLISH)


def words_for_templates(words: Words) -> dict[str, object]:
    """Return what templates of the theme, and the site's script, find as `config.extra.words`."""
    return {
        "sheet": words.cover.sheet,
        "missing_page": asdict(words.missing_page),
        "script": asdict(words.script),
    }


def folder_of(config: MkDocsConfig) -> Path:
    """Return the project's folder: that of its mkdocs.yml."""
    return Path(config.config_file_path).parent


def cache_of(config: MkDocsConfig) -> Path:
    """Return the folder, there or not, of what one build leaves to the next, and any may delete."""
    return folder_of(config) / ".cache" / "companion"


def settings_of(config: MkDocsConfig) -> Settings:
    """Read `extra: companion:`; raises PluginError for settings that cannot be used."""
    try:
        return read_settings(config.extra.get("companion") or {})
    except ValueError as error:
        raise PluginError(f"mkdocs.yml: extra: companion: {error}") from None


def in_reading_order(nav: Navigation, files: Files, *, drafts: bool = False) -> list[File]:
    """List the files of all pages: in nav order, then those outside nav; drafts where asked."""
    in_nav = [page.file for page in nav.pages]
    known = {file.src_uri for file in in_nav}
    built = InclusionLevel.is_in_serve if drafts else InclusionLevel.is_included
    others = [
        file for file in files.documentation_pages(inclusion=built) if file.src_uri not in known
    ]
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


def addresses_of(files: Files) -> dict[str, str]:
    """Return the addresses of pages in the site by their paths: `2-concept.md` → `2-concept/`."""
    return {file.src_uri: file.url for file in files}


def html_writer(config: MkDocsConfig) -> Callable[[str], str]:
    """Return what makes HTML of the Markdown in notes, with the project's extensions."""
    return markdown_writer(config.markdown_extensions, config.mdx_configs)


def source_path(file: File, config: MkDocsConfig) -> str:
    """Name a page as problems do: by its path from the project's folder."""
    return f"{Path(config.docs_dir).name}/{file.src_uri}"


def prepare_theme(env: Environment, config: MkDocsConfig) -> None:
    """Let the theme's templates be mended as they are read, and compiled once for all builds."""
    env.filters["page_name"] = page_name
    mend_sources(env, mend_theme)
    keep_compiled(env)


def check_theme(env: Environment, files: Files, config: MkDocsConfig) -> list[Problem]:
    """Return what is wrong with the project's own templates, and with those that pages ask for."""
    problems = []
    if config.theme.custom_dir:
        overrides = Path(config.theme.custom_dir)
        static = {name for name in config.theme.static_templates if (overrides / name).exists()}
        names = sorted({*html_templates(overrides), *static})
        problems += check_templates(env, names, overrides.name)
    for file in files.documentation_pages():
        name = file.page.meta.get("template") if file.page else None
        if name and not template_exists(env, name):
            line = line_starting_with(f"template: {name}", file.content_string)
            message = f'there is no template "{name}"'
            problems.append(Problem(source_path(file, config), line, message))
    return problems


def name_pages(
    pages: Iterable[Page], titles: Mapping[str, str], numbers: Mapping[str, int]
) -> None:
    """Give pages without a title that of their first heading, and chapters their numbers."""
    for page in pages:
        if title := page.title or titles.get(page.file.src_uri):
            number = numbers.get(page.file.src_uri)
            page.title = f"{number}. {title}" if number else title


def check_links(links: Iterable[AuthorsLink], files: Files) -> list[Problem]:
    """Return the links in notes that lead nowhere; MkDocs checks those in the text of pages."""
    problems = []
    for link in links:
        target, _, anchor = link.address.partition("#")
        file = files.get_file_from_path(target)
        known = file.page.present_anchor_ids if file and file.page else None
        message = ""
        if not file:
            near = (
                did_you_mean(target, files.src_uris)
                or "; write the way to a file in the docs folder"
            )
            message = f'there is no "{target}", to which a link here leads{near}'
        elif anchor and known is not None and anchor not in known:
            near = did_you_mean(anchor, known) or "; mend it, or leave it out"
            message = f'"{target}" has no address "{anchor}", to which a link here leads{near}'
        if message:
            problems.append(Problem(link.source, link.line, message, "warning"))
    return problems


def search_records(config: MkDocsConfig) -> list[dict[str, Any]] | None:
    """Return what the search plugin has found so far, to be changed; None without such a plugin."""
    plugin = config.plugins.get("material/search") or config.plugins.get("search")
    index = getattr(plugin, "search_index", None)
    return getattr(index, "entries", getattr(index, "_entries", None))  # Material's, or MkDocs'


def has_warnings() -> bool:
    """Whether the build so far has warned of anything, which strict mode refuses."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(h.get_counts() for h in handlers if isinstance(h, CountHandler))


def stop_on(problems: Sequence[Problem], *, strict: bool) -> None:
    """Log problems, and stop on what the mode does not allow; hints are only counted."""
    for problem in problems:
        level = {"error": logging.ERROR, "warning": logging.WARNING, "hint": logging.DEBUG}
        log.log(level[problem.severity], str(problem))
    serious = [problem for problem in problems if problem.severity != "hint"]
    if must_stop(problems, strict=strict):
        raise PluginError(f"{count_problems(serious)} in the sources; nothing was built")
    if hints := len(problems) - len(serious):
        log.info(f"hints: {hints}; `make lint` names them")
