"""MkDocs’ events: each hands over to the engine and reports."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.exceptions import PluginError
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File

from macros.companion import Rendered, render_companion
from macros.parts.cover import PDF, PLACEHOLDER, Publication
from macros.problems import Problem, line_in_trace
from macros.project.extension import HeldHtml, finish_page
from macros.project.finishing import Finishing, check_markers
from macros.project.pages import (
    addresses_of,
    cache_of,
    check_links,
    check_theme,
    folder_of,
    has_warnings,
    html_writer,
    in_reading_order,
    language_of,
    name_pages,
    page_sources,
    prepare_theme,
    read_project,
    search_records,
    source_path,
    stop_on,
    words_for_templates,
)
from macros.project.prerender import FOLDER, PlainProject
from macros.project.publishing import discard, publish, publish_files, unpublished
from macros.project.stylesheet import is_foreign
from macros.project.theme import CHAPTER_META
from macros.sources import without_works
from macros.text import ids_in, localize, page_name
from macros.whole.joined import FinishedPage, assemble
from macros.whole.offline import WORKER, inline_search_index, online_url, pack
from macros.whole.pdf import NOT_FOUND, REMEDY, NoPdfError, edition_of, find_chromium, print_pdf

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
        self.held = HeldHtml()
        self.addresses: dict[str, str] = {}
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
    config.extra["words"] = words_for_templates(_state.sources.words)
    config.markdown_extensions.append(_state.held)  # type: ignore[arg-type]
    own = [str(p) for p in [*config.extra_css, *config.extra_javascript] if not is_foreign(str(p))]
    _state.finishing = Finishing(own, cache_of(config))
    config.extra_css = [path for path in config.extra_css if is_foreign(path)]
    _state.site = Path(config.site_dir) if _state.command == "build" else None
    if _state.site:
        config.site_dir = str(unpublished(_state.site))
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
    rendered, problems = render_companion(_state.sources, pages, html_writer(config), publication)
    stop_on(sorted({*_state.problems, *problems}), strict=config.strict)
    _state.rendered = rendered
    _state.addresses = addresses_of(files)
    name_pages(nav.pages, rendered.titles, rendered.chapters)
    _state.plain = PlainProject(config, nav, files)
    _state.pages = nav.pages
    whole = files.get_file_from_path(rendered.parts.get("whole_paper", ""))
    _state.whole = whole.page if whole else None
    for path, text in rendered.files.items():
        files.append(File.generated(config, path, content=text))
    _state.sources = without_works(_state.sources)
    gc.collect()  # what pages were written from goes in one piece, before they are rendered
    return nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand out the finished Markdown."""
    url, addresses = page.file.url, _state.addresses
    written = _state.rendered.pages[page.file.src_uri]
    _state.held.html = {
        token: localize(html, url, addresses) for token, html in written.html.items()
    }
    return localize(written.text, url, addresses)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Mend the theme's templates; stop on broken ones, and on links in notes that lead nowhere."""
    prepare_theme(env, config)
    dead_links = sorted(set(check_links(_state.rendered.links, files)))
    stop_on([*check_theme(env, files, config), *dead_links], strict=config.strict)
    if _state.whole:
        _state.joined = _join_pages(_state.whole, config.site_url or "")
    return env


def _join_pages(whole: Page, site: str) -> str:
    """Put all pages but the home page on the page `whole`; returns the HTML that joins them."""
    assert _state.sources is not None
    finished = [
        FinishedPage(page_name(page.file.src_uri), page.url, page.title, page.content or "")
        for page in _state.pages
        if not page.is_homepage and page is not whole
    ]
    joined = assemble(
        finished,
        whole.url,
        page_name(_state.rendered.parts.get("listing_of_notes", "")),
        site,
        per_chapter=_state.sources.settings.note_numbering.per_chapter,
        heading=_state.sources.words.cover.contents,
    )
    whole.content = (whole.content or "").replace(PLACEHOLDER, joined)
    return joined


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
    """Finish a page, and note what the search finds on it by itself, once all notes came out."""
    html = finish_page(html)
    if page.present_anchor_ids is not None:  # links may lead to what Markdown has not read, too
        page.present_anchor_ids |= ids_in(html)
    notes = _state.rendered.notes.get(page.file.src_uri, {})
    found = check_markers(html, notes, source_path(page.file, config))
    stop_on(found, strict=config.strict)
    assert _state.sources is not None
    _state.finishing.note_sections(page.url, html, _state.sources.words)
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
    site, sources = Path(config.site_dir), _state.sources
    assert sources is not None
    _state.finishing.finish_site(site)
    if sources.settings.offline:
        inline_search_index(site)
    if _state.chromium and _state.whole:
        whole = _state.whole
        address = urljoin(config.site_url, whole.url) if config.site_url else ""
        edition = edition_of(sources, language_of(config), address)
        print_pdf(_state.chromium, site / whole.file.dest_uri, site / PDF, edition)
    if _state.site and not (config.strict and has_warnings()):
        _publish(_state.site, sources, config)


def _publish(site: Path, sources: Sources, config: MkDocsConfig) -> None:
    """Replace the former site; write beside it what else was asked for, and say where it is."""
    rendered = _state.rendered
    if sources.settings.prerender and _state.plain:
        plain = _state.plain.files(rendered.pages, _state.joined, rendered.chapters)
        publish_files(folder_of(config) / FOLDER, plain)
        log.info(f"{FOLDER}: build it with mkdocs or zensical; its README says more")
    publish(site)
    if sources.settings.offline:
        log.info(f"{pack(site, sources.paper.companion.version)}: unpack to read")


def on_build_error(*, error: Exception) -> None:
    """Leave the former site as it was; name the line of a theme template that failed."""
    if _state.site:
        discard(_state.site)
    place = line_in_trace(error, ".html") or line_in_trace(error, ".css")
    if place or isinstance(error, NoPdfError):
        raise PluginError(f"{place}: {error}".removeprefix(": ")) from None
