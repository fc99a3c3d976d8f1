"""MkDocs’ events: each hands over to the engine and reports."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File

from macros import staging
from macros.browser import NOT_FOUND, REMEDY, find_chromium
from macros.companion import Rendered, render_companion
from macros.cover import PDF, Publication
from macros.edition import NoPdfError
from macros.finishing import Finishing
from macros.markers import check_markers
from macros.markup import NoteMarkup
from macros.offline import WORKER, online_url
from macros.problems import Problem, line_in_trace
from macros.project import (
    PlainProject,
    cache_of,
    check_theme,
    folder_of,
    has_warnings,
    in_reading_order,
    name_pages,
    page_sources,
    prepare_theme,
    read_project,
    search_records,
    source_path,
    stop_on,
    titles_by_name,
)
from macros.publishing import print_paper, publish
from macros.running_heads import SHEET, running_heads
from macros.sources import without_works
from macros.stylesheets import is_foreign
from macros.theme import CHAPTER_META

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
        self.markup = NoteMarkup()
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
        stop_on(_state.problems, strict=config.strict)
        return config
    project, settings = folder_of(config), _state.sources.settings
    config.watch += [str(project / path) for path in settings.files if (project / path).exists()]
    _state.chromium = find_chromium() if settings.pdf else None
    if settings.pdf and not _state.chromium:
        log.info(f"{NOT_FOUND}: the site is built without its PDF; {REMEDY}")
    if settings.offline:
        config.use_directory_urls = False
        config.extra.setdefault("polyfills", []).append(WORKER)
    config.markdown_extensions.append(_state.markup)  # type: ignore[arg-type]
    own = [str(p) for p in [*config.extra_css, *config.extra_javascript] if not is_foreign(str(p))]
    _state.finishing = Finishing(own, cache_of(config), offline=settings.offline)
    config.extra_css = [path for path in config.extra_css if is_foreign(path)]
    _state.site = Path(config.site_dir) if _state.command == "build" else None
    if _state.site:
        config.site_dir = str(staging.staging_folder(_state.site))
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Offer the data behind the site for download."""
    assert _state.sources is not None
    settings, project = _state.sources.settings, folder_of(config)
    for path in (settings.bibliography, settings.events, settings.terms):
        files.append(File.generated(config, path, abs_src_path=str(project / path)))
    if _state.chromium:
        files.append(File.generated(config, PDF, content=b""))  # printed when all pages are there
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Render every page once, in nav order: on_page_markdown would come in file order."""
    assert _state.sources is not None
    listed = in_reading_order(nav, files, drafts=_state.command == "serve")
    pages, unreadable = page_sources(listed, config)
    if unreadable:  # a page that is missing would make others look wrong
        stop_on(sorted({*_state.problems, *unreadable}), strict=config.strict)
    publication = Publication(config.site_url or "", PDF if _state.chromium else "")
    rendered, problems = render_companion(
        _state.sources, pages, publication, with_ways=_state.sources.settings.prerender
    )
    stop_on(sorted({*_state.problems, *problems}), strict=config.strict)
    _state.rendered = rendered
    name_pages(nav.pages, rendered.titles, rendered.chapters)
    _state.plain = PlainProject(config, nav, files)
    _state.pages = nav.pages
    whole = files.get_file_from_path(rendered.parts.get("whole_paper", ""))
    _state.whole = whole.page if whole else None
    titles = titles_by_name(nav.pages, config.site_name)
    for path, text in [*rendered.files.items(), (SHEET, running_heads(titles))]:
        files.append(File.generated(config, path, content=text))
    _state.sources = without_works(_state.sources)
    gc.collect()  # what pages were written from goes in one piece, before they are rendered
    return nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand out the finished Markdown."""
    path = page.file.src_uri
    _state.markup.begin_page(path, _state.rendered.ways.pop(path, {}))
    return _state.rendered.texts[path]


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Mend the theme's templates; stop on broken or missing ones before a page needs them."""
    prepare_theme(env, config)
    stop_on(check_theme(env, files, config), strict=config.strict)
    if _state.whole:
        from macros.whole import put_together  # lxml takes a while to load

        assert _state.sources is not None
        per_chapter = _state.sources.settings.note_numbering.per_chapter
        whole, parts, url = _state.whole, _state.rendered.parts, config.site_url or ""
        _state.joined = put_together(whole, _state.pages, parts, url, per_chapter=per_chapter)
    return env


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Leave the page with the whole paper out of the site map: the chapters are there."""
    if template_name == "sitemap.xml" and _state.whole:
        context["pages"] = [file for file in context["pages"] if file.page is not _state.whole]
    return context


@event_priority(100)  # before the search plugin
def _on_page_context_first(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    _state.finishing.hide_text(page, search_records(config))
    if page.file.src_uri in _state.rendered.chapters and "hide" not in page.meta:
        page.meta.update(CHAPTER_META)
    return context


@event_priority(-100)  # behind it
def _on_page_context_last(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Name the address to cite: of the whole paper, that of its chapters; of a copy, the site's."""
    _state.finishing.show_text(page, search_records(config))
    if page is _state.whole and page.canonical_url:
        chapters = (p for p in _state.pages if p.file.src_uri in _state.rendered.chapters)
        page.canonical_url = next(chapters, page).canonical_url
    if page.canonical_url and not config.use_directory_urls:
        page.canonical_url = online_url(page.canonical_url)
    return context


on_page_context = CombinedEvent(_on_page_context_first, _on_page_context_last)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Note what the search finds on a page by itself, once all its notes came out."""
    notes = _state.rendered.notes.get(page.file.src_uri, {})
    found = check_markers(html, notes, source_path(page.file, config))
    stop_on(found, strict=config.strict)
    _state.finishing.note_sections(page.url, html)
    return html


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Note what the style sheet must have."""
    if page.meta.get("hide") is CHAPTER_META["hide"]:
        del page.meta["hide"]
    _state.finishing.note_names(output)
    return output


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Note what it must have for the pages without Markdown, such as 404.html."""
    if template_name.endswith(".html"):
        _state.finishing.note_names(output_content)
    return output_content


def on_post_build(*, config: MkDocsConfig) -> None:
    """Join the style sheets; replace the former site, unless strict mode is to refuse this one."""
    site, sources, rendered = Path(config.site_dir), _state.sources, _state.rendered
    assert sources is not None
    _state.finishing.finish_site(site)
    if _state.chromium and _state.whole:
        print_paper(_state.chromium, _state.whole, site, sources, config)
    if _state.site and not (config.strict and has_warnings()):
        plain = {}
        if sources.settings.prerender and _state.plain:
            plain = _state.plain.files(rendered.texts, _state.joined, rendered.chapters)
        for message in publish(_state.site, sources, folder_of(config), plain):
            log.info(message)


def on_build_error(*, error: Exception) -> None:
    """Leave the former site as it was; name the line of a theme template that failed."""
    if _state.site:
        staging.discard(_state.site)
    place = line_in_trace(error, ".html")
    if place or isinstance(error, NoPdfError):
        raise PluginError(f"{place}: {error}".removeprefix(": ")) from None
