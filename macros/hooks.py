"""MkDocs’ events: each hands over to the engine and reports."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File

from macros import staging
from macros.browser import NOT_FOUND, REMEDY, find_chromium
from macros.companion import Rendered, render_companion
from macros.cover import PDF, Publication, pdf_edition
from macros.finishing import Finishing
from macros.markers import check_markers
from macros.markup import NoteMarkup
from macros.offline import WORKER, online_url, pack
from macros.pdf import print_pdf
from macros.pdf_document import NoPdfError
from macros.prerender import FOLDER
from macros.problems import (
    Problem,
    count_problems,
    line_in_trace,
    line_starting_with,
    must_stop,
)
from macros.project import (
    PlainProject,
    folder_of,
    has_warnings,
    in_reading_order,
    page_sources,
    read_project,
    source_path,
)
from macros.running_heads import SHEET, running_heads
from macros.stylesheets import is_foreign
from macros.templates import check_templates, template_exists
from macros.theme import html_templates
from macros.whole import page_name, put_together, titles_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

    from macros.sources import Sources

log = get_plugin_logger("companion")


class _State:
    """What one build keeps between events; hook modules live as long as the process."""

    def __init__(self) -> None:
        self.command = "build"
        self.site: Path | None = None
        self.sources: Sources | None = None
        self.problems: list[Problem] = []
        self.rendered = Rendered()
        self.chromium: str | None = None
        self.plain: PlainProject | None = None
        self.pages: Sequence[Page] = ()
        self.whole: Page | None = None  # the page that holds all others
        self.joined = ""  # what it holds
        self.finishing = Finishing()


_state = _State()


def on_startup(*, command: str, dirty: bool) -> None:
    """Refuse partial builds: notes are numbered through all pages."""
    _state.command = command
    if dirty:
        raise PluginError("--dirty would number notes wrongly; build without it")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all sources; problems are named together with those of the pages."""
    _state.sources, _state.problems = read_project(config)
    if not _state.sources:
        _stop_on(_state.problems, strict=config.strict)
        return config
    project, settings = folder_of(config), _state.sources.settings
    config.watch += [str(project / path) for path in settings.files if (project / path).exists()]
    _state.chromium = find_chromium() if settings.pdf else None
    if settings.pdf and not _state.chromium:
        log.info(f"{NOT_FOUND}: the site is built without its PDF; {REMEDY}")
    if settings.offline:
        config.use_directory_urls = False
        config.extra.setdefault("polyfills", []).append(WORKER)
    config.markdown_extensions.append(NoteMarkup())  # type: ignore[arg-type]
    own = [str(p) for p in [*config.extra_css, *config.extra_javascript] if not is_foreign(str(p))]
    _state.finishing = Finishing(own, offline=settings.offline)
    config.extra_css = [path for path in config.extra_css if is_foreign(path)]
    _state.site = Path(config.site_dir) if _state.command == "build" else None
    if _state.site:
        config.site_dir = str(staging.staging_folder(_state.site))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Offer the data behind the site for download."""
    assert _state.sources is not None
    settings = _state.sources.settings
    project = folder_of(config)
    for path in (settings.bibliography, settings.events, settings.terms):
        files.append(File.generated(config, path, abs_src_path=str(project / path)))
    if _state.chromium:
        files.append(File.generated(config, PDF, content=b""))  # printed when all pages are there
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Render every page once, in nav order: on_page_markdown would come in file order."""
    assert _state.sources is not None
    pages, unreadable = page_sources(
        in_reading_order(nav, files, drafts=_state.command == "serve"), config
    )
    if unreadable:  # a page that is missing would make others look wrong
        _stop_on(sorted({*_state.problems, *unreadable}), strict=config.strict)
    publication = Publication(config.site_url or "", PDF if _state.chromium else "")
    rendered, problems = render_companion(_state.sources, pages, publication)
    _stop_on(sorted({*_state.problems, *problems}), strict=config.strict)
    _state.rendered = rendered
    for page in nav.pages:
        if title := page.title or rendered.titles.get(page.file.src_uri):
            number = rendered.chapters.get(page.file.src_uri)
            page.title = f"{number}. {title}" if number else title
    _state.plain = PlainProject(config, nav, files)
    _state.pages = nav.pages
    whole = files.get_file_from_path(rendered.parts.get("whole_paper", ""))
    _state.whole = whole.page if whole else None
    titles = titles_by_name(nav.pages, config.site_name)
    for path, text in [*rendered.files.items(), (SHEET, running_heads(titles))]:
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
        problems += check_templates(env, html_templates(overrides), overrides.name)
    for file in files.documentation_pages():
        name = file.page.meta.get("template") if file.page else None
        if name and not template_exists(env, name):
            line = line_starting_with(f"template: {name}", file.content_string)
            problems.append(
                Problem(source_path(file, config), line, f'there is no template "{name}"')
            )
    _stop_on(problems, strict=config.strict)
    if _state.whole:
        assert _state.sources is not None
        per_chapter = _state.sources.settings.note_numbering.per_chapter
        parts, site = _state.rendered.parts, config.site_url or ""
        _state.joined = put_together(
            _state.whole, _state.pages, parts, site, per_chapter=per_chapter
        )
    return env


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Leave the page with the whole paper out of the site map: the chapters are there."""
    if template_name == "sitemap.xml" and _state.whole:
        context["pages"] = [file for file in context["pages"] if file.page is not _state.whole]
    return context


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Name the address to cite: of the whole paper, that of its chapters; of a copy, the site's."""
    if page is _state.whole and page.canonical_url:
        chapters = (p for p in _state.pages if p.file.src_uri in _state.rendered.chapters)
        page.canonical_url = next(chapters, page).canonical_url
    if page.canonical_url and not config.use_directory_urls:
        page.canonical_url = online_url(page.canonical_url)
    return context


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Note the passages and notes of a chapter, for the search, once all its notes came out."""
    notes = _state.rendered.notes.get(page.file.src_uri, ())
    found = check_markers(html, notes, source_path(page.file, config))
    _stop_on(found, strict=config.strict)
    _state.finishing.note_sections(page.url, html)
    return html


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Mend the theme's HTML."""
    return _state.finishing.finish_page(output, page_name(page.file.src_uri))


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Mend the theme's HTML on the pages that have no Markdown, such as 404.html."""
    is_page = template_name.endswith(".html")
    return _state.finishing.finish_page(output_content) if is_page else output_content


def on_post_build(*, config: MkDocsConfig) -> None:
    """Complete the search; replace the former site, unless strict mode is to refuse this one."""
    site = Path(config.site_dir)
    sources = _state.sources
    assert sources is not None
    _state.finishing.finish_site(site)
    if _state.chromium and _state.whole:
        address = urljoin(config.site_url, _state.whole.url) if config.site_url else ""
        edition = pdf_edition(sources, config.theme.locale.language, address)
        print_pdf(_state.chromium, site / _state.whole.file.dest_uri, site / PDF, edition)
    if _state.site and not (config.strict and has_warnings()):
        if sources.settings.prerender and _state.plain:
            files = _state.plain.files(_state.rendered.texts, _state.joined)
            staging.publish_files(folder_of(config) / FOLDER, files)
            log.info(f"{FOLDER}: build it with mkdocs or zensical; its README says more")
        staging.publish(_state.site)
        if sources.settings.offline:
            log.info(f"{pack(_state.site, sources.paper.companion.version)}: unpack to read")


def on_build_error(*, error: Exception) -> None:
    """Leave the former site as it was; name the line of a theme template that failed."""
    if _state.site:
        staging.discard(_state.site)
    place = line_in_trace(error, ".html")
    if place or isinstance(error, NoPdfError):
        raise PluginError(f"{place}: {error}".removeprefix(": ")) from None


def _stop_on(problems: Sequence[Problem], *, strict: bool) -> None:
    """Log problems, and stop on what the mode does not allow; hints are only counted."""
    for problem in problems:
        level = {"error": logging.ERROR, "warning": logging.WARNING, "hint": logging.DEBUG}
        log.log(level[problem.severity], str(problem))
    serious = [problem for problem in problems if problem.severity != "hint"]
    if must_stop(problems, strict=strict):
        raise PluginError(f"{count_problems(serious)} in the sources; nothing was built")
    if hints := len(problems) - len(serious):
        log.info(f"hints: {hints}; `make lint` names them")
