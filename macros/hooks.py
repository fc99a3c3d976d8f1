"""MkDocs’ events, in their order: each hands over to the engine and reports."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from errno import EACCES, EBUSY, ENOSPC, EPERM
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File

import macros
from macros.companion import FoundLink, Rendered
from macros.parts.cover import PDF, PLACEHOLDER, Publication
from macros.problems import Problem, in_order, line_in_trace
from macros.project.checks import Validation, check_nav, check_site
from macros.project.extension import TokenExtension, finish_page
from macros.project.links import Site, doubled_ids
from macros.project.moved import pages_leading_on
from macros.project.publishing import Staging
from macros.project.reading import (
    cache_of,
    check_ids,
    compose_nav,
    folder_of,
    has_warnings,
    hear_warnings,
    in_reading_order,
    language_of,
    name_in_front_matter,
    name_pages,
    published_data,
    read_project,
    render_pages,
    settings_of,
    site_of,
    source_path,
    stop_on,
    tidy,
    words_for_templates,
)
from macros.project.search import SearchedPages
from macros.project.theme import (
    CHAPTER_META,
    check_own,
    check_theme,
    join_files,
    names_in_page,
    prepare_theme,
    take_own_sheets,
)
from macros.sources import Sources, without_works
from macros.templates import explain
from macros.text import localize, page_name, plain_text
from macros.whole.joined import FinishedPage, assemble
from macros.whole.offline import WORKER, inline_search_index, online_url, pack
from macros.whole.pdf import NOT_FOUND, REMEDY, NoPdfError, edition_of, find_chromium, print_pdf

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page

log = get_plugin_logger("companion")


_AS_IT_WAS = "the former site is as it was"
_OPEN = (
    "make it writable, close what has it open, or build elsewhere: mkdocs build --site-dir FOLDER"
)
_REMEDIES = {EBUSY: _OPEN, EACCES: _OPEN, EPERM: _OPEN, ENOSPC: "make room, and build again"}


class _Build:
    """What one build keeps between events; hook modules live as long as the process."""

    sources: Sources
    validation: Validation
    nav: Navigation
    files: Files

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.is_published = False
        self.site: Staging | None = None  # in which it is made; none in a preview
        self.chromium: str | None = None
        self.held = TokenExtension()
        self.own: list[str] = []  # the site's own style sheets and scripts
        self.rendered = Rendered()
        self.addresses: dict[str, str] = {}  # of pages in the site, by their paths
        self.whole: Page | None = None  # the page that holds all others
        self.joined = ""  # what it holds
        self.searched = SearchedPages()
        self.links: dict[str, list[FoundLink]] = {}  # in the text of pages
        self.names: set[str] = set()  # in pages, that style sheets may name
        self.doubled: list[Problem] = []  # ids on a page
        self.page = ""  # on which MkDocs is at work


_command = "build"
_build = _Build()


def on_startup(*, command: str, dirty: bool) -> None:
    """Refuse partial builds: notes are numbered through all pages; and the engine of a copy."""
    global _command
    _command = command
    engine, here = Path(macros.__path__[0]), Path(__file__).parent
    if command != "serve" and not engine.samefile(here):
        raise PluginError(
            f"the engine of {engine.parent} runs, and that of this folder does nothing; run `make "
            "site`, which makes an environment of this folder's own"
        )
    gc.freeze()  # what has been loaded stays: to go through it again and again takes long
    if dirty:
        raise PluginError("--dirty would number notes wrongly; build without it")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check all sources; problems are named together with those of the pages."""
    global _build
    _build = _Build()
    if config.strict:
        hear_warnings()
    if _command != "serve":  # before anything is read: to wait for another build takes long
        _build.site = _stage(config)
    sources, _build.problems = read_project(config)
    if not sources:
        _stop_on_all([], config)
        return config
    _build.sources, settings, project = sources, sources.settings, folder_of(config)
    _build.validation = Validation(config)
    compose_nav(config)
    watched = [project / path for path in (*settings.files, settings.figures)]
    config.watch += [str(path) for path in watched if path.exists()]
    _build.chromium = find_chromium() if settings.pdf else None
    if settings.pdf and not _build.chromium:
        log.info(f"{NOT_FOUND}: the site is built without its PDF; {REMEDY}")
    if settings.offline:
        config.use_directory_urls = False
        config.extra.setdefault("polyfills", []).append(WORKER)
    config.extra["words"] = words_for_templates(sources.words)
    config.markdown_extensions.append(_build.held)  # type: ignore[arg-type]
    _build.own = take_own_sheets(config)
    return config


def _stage(config: MkDocsConfig) -> Staging:
    """Let the site be made beside the former one, when no other build is at it."""
    try:
        site = Staging(Path(config.site_dir), _say_to_wait)
    except OSError as error:
        raise PluginError(
            f"{relpath(config.site_dir)}: the site cannot be made there ({error.strerror}); mend "
            "that, or build elsewhere: mkdocs build --site-dir FOLDER"
        ) from None
    config.site_dir = str(site.path)
    return site


def _say_to_wait() -> None:
    log.info("another build of this site is under way, and this one waits for its end")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Offer the data behind the site for download, and leave out what editors leave behind."""
    for left in tidy(files):
        log.info(f"{left} looks like a backup, and is not published")
    for path, text in published_data(_build.sources, folder_of(config)).items():
        files.append(File.generated(config, path, content=text))
    if _build.chromium:
        files.append(File.generated(config, PDF, content=b""))  # printed when all pages are there
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """Render every page once, in nav order: on_page_markdown would come in file order."""
    listed = in_reading_order(nav, files, drafts=_command == "serve")
    publication = Publication(config.site_url or "", PDF if _build.chromium else "")
    rendered, problems = render_pages(_build.sources, listed, config, publication)
    site, settings = _site(config, files), settings_of(config)
    problems += check_own(_build.own, files, config)
    problems += check_nav(nav, site, rendered.chapters, _build.validation, settings)
    _build.problems += problems
    if not rendered.pages:  # else all problems are named together, when pages are HTML
        _stop_on_all([], config)
    _build.rendered, _build.nav, _build.files = rendered, nav, files
    _build.addresses = {file.src_uri: file.url for file in files}
    name_pages(nav, rendered.titles, rendered.chapters)
    whole = files.get_file_from_path(rendered.parts.get("whole_paper", ""))
    _build.whole = whole.page if whole else None
    printed = files.get_file_from_path(PDF)
    if printed and not whole:
        log.info("no page has {{ whole_paper() }}: the site is built without its PDF")
        files.remove(printed)
    for path, text in rendered.files.items():
        files.append(File.generated(config, path, content=text.encode()))  # line ends as they are
    _build.sources = without_works(_build.sources)
    gc.collect()  # what pages were written from goes in one piece, before they are rendered
    return nav


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand out the finished Markdown."""
    _build.page = source_path(page.file, config)
    name_in_front_matter(page)
    pages, url = _build.rendered.pages, page.file.url
    is_wanted = _build.sources.settings.prerender  # once more, at the end
    written = pages[page.file.src_uri] if is_wanted else pages.pop(page.file.src_uri)
    _build.held.html = {
        token: localize(html, url, _build.addresses) for token, html in written.html.items()
    }
    _build.held.links, _build.held.markers = [], {}  # an empty page goes through no processor
    _build.held.notes = written.notes and (
        written.notes[0],
        localize(written.notes[1], url, _build.addresses),
    )
    return localize(written.text, url, _build.addresses)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Finish a page, and leave its headings to the search; links are checked with all others."""
    _build.links[page.file.src_uri] = _build.held.links
    return _build.searched.hide(page, finish_page(html), config, _build.sources.words)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """Mend the theme's templates; stop on broken ones, on lost notes and on dead links."""
    _build.page = ""
    prepare_theme(env, config)
    if _build.whole:
        _join_pages(_build.whole, config.site_url or "")
    site = _site(config, files)
    words, former = _build.sources.words, _build.rendered.former
    for file in [*pages_leading_on(_build.rendered, site, words, config)] if former else ():
        files.append(file)
    found = check_site(_build.rendered, site, _build.links, _build.validation)
    _stop_on_all([*check_theme(env, files, config), *found], config)
    return env


def _stop_on_all(found: Sequence[Problem], config: MkDocsConfig) -> None:
    """Name all problems so far, and stop on what the mode does not allow."""
    problems, _build.problems = in_order([*_build.problems, *found]), []
    stop_on(problems, config)


def _site(config: MkDocsConfig, files: Files) -> Site:
    pages = (file.page for file in files if file.src_uri in _build.links)
    contents = {page.file.src_uri: _build.searched.content(page) for page in pages if page}
    drafts = _command == "serve"
    return site_of(files, contents, _build.sources, config, _build.rendered, drafts=drafts)


def _join_pages(whole: Page, site: str) -> None:
    """Put all pages but the home page on the page `whole`."""
    finished = [
        FinishedPage(
            page_name(page.file.src_uri),
            page.url,
            plain_text(page.title or ""),
            _build.searched.content(page),
        )
        for page in _build.nav.pages
        if not page.is_homepage and page is not whole
    ]
    joined = assemble(
        finished,
        whole.url,
        page_name(_build.rendered.parts.get("listing_of_notes", "")),
        site,
        per_chapter=_build.sources.settings.note_numbering.per_chapter,
        heading=_build.sources.words.cover.contents,
    )
    _build.searched.fill(whole, PLACEHOLDER, joined)
    _build.joined = joined if _build.sources.settings.prerender else ""


def on_template_context(
    context: dict[str, Any], *, template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Leave the page with the whole paper out of the site map: the chapters are there."""
    if template_name == "sitemap.xml" and _build.whole:
        context["pages"] = [file for file in context["pages"] if file.page is not _build.whole]
    return context


@event_priority(-100)  # behind the search plugin
def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Name the address to cite: of the whole paper, that of its chapters; of a copy, the site's."""
    _build.page = source_path(page.file, config)
    _build.searched.show(page, config)
    chapters = _build.rendered.chapters
    if page.file.src_uri in chapters and "hide" not in page.meta:
        page.meta.update(CHAPTER_META)
    if page is _build.whole and page.canonical_url:
        first = (each for each in nav.pages if each.file.src_uri in chapters)
        page.canonical_url = next(first, page).canonical_url
    if page.canonical_url and not config.use_directory_urls:
        page.canonical_url = online_url(page.canonical_url)
    return context


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Collect the names of a page, so that their rules stay in the style sheet; check its ids."""
    if doubled := doubled_ids(output):
        pages = [page]
        if page is _build.whole:  # what has a page's name in front is told of that page
            pages, doubled = _build.nav.pages, [name for name in doubled if "--" not in name]
        _build.doubled += check_ids(doubled, [each.file for each in pages], config)
    if page.meta.get("hide") is CHAPTER_META["hide"]:
        del page.meta["hide"]
    _build.names |= names_in_page(output)
    return output


def on_post_template(output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
    """Collect those of pages that come from templates alone, such as 404.html."""
    if template_name.endswith(".html"):
        _build.names |= names_in_page(output_content)
    return output_content


def on_post_build(*, config: MkDocsConfig) -> None:
    """Join the style sheets; replace the former site, unless strict mode is to refuse this one."""
    _build.page = ""
    stop_on(sorted({*_build.doubled}), config)
    site, settings, whole = Path(config.site_dir), _build.sources.settings, _build.whole
    join_files(site, [site / path for path in _build.own], _build.names, cache_of(config))
    if settings.offline:
        inline_search_index(site)
    if _build.chromium and whole:
        address = urljoin(config.site_url, whole.url) if config.site_url else ""
        edition = edition_of(_build.sources, language_of(config), address)
        print_pdf(_build.chromium, site / whole.file.dest_uri, site / PDF, edition)
    if _build.site and not (config.strict and has_warnings()):
        _publish(_build.site, config)


def _publish(site: Staging, config: MkDocsConfig) -> None:
    """Make what else was asked for; when all is there, replace the former site and the rest."""
    sources, plain, archives = _build.sources, None, []
    if not (site.path / "index.html").exists():
        has_page = _build.files.get_file_from_path("index.md")
        remedy = "its template wrote nothing" if has_page else "write a docs/index.md"
        raise PluginError(f"the site has no index.html, so it was not published; {remedy}")
    if sources.settings.prerender:
        from macros.project.prerender import FOLDER, prerender

        plain = Staging(folder_of(config) / FOLDER, _say_to_wait)
        plain.write(prerender(config, _build.nav, _build.files, _build.rendered, _build.joined))
    if sources.settings.offline:
        archives = [pack(site.path, sources.paper.companion.version)]
    others = [plain] if plain else []
    for path in site.publish(archives, others):
        log.info(f"{relpath(path)}: unpack to read")
    site.close()
    _build.is_published = True
    config.site_dir = str(site.folder)  # where "mkdocs gh-deploy", say, takes it from
    if plain:
        plain.close()
        log.info(f"{FOLDER}: build it with mkdocs or zensical; its README says more")


def on_build_error(*, error: Exception) -> None:
    """Leave the former site as it was; say in a line what failed, and where, if that is known."""
    for problem in in_order(_build.problems):  # what was to be named later
        if problem.severity != "hint":
            log.error(str(problem))
    if _build.site:
        _build.site.close()
    if isinstance(error, MkDocsException):
        return
    log.debug("What failed:", exc_info=error)
    place = line_in_trace(error, ".html") or line_in_trace(error, ".css")
    message = explain(error) if isinstance(error, RecursionError) else str(error)
    if isinstance(error, OSError) and error.strerror:  # Jinja has others
        place = relpath(error.filename) if error.filename else ""
        as_it_was = "the site is the new one" if _build.is_published else _AS_IT_WAS
        remedy = _REMEDIES.get(error.errno or 0, as_it_was)
        message = f"{error.strerror}; {remedy}"
    elif not place and not isinstance(error, NoPdfError):
        place = _build.page
        message = (
            f"{type(error).__name__}: {message}; if nothing is wrong in the sources, the engine or "
            "a plugin has failed: `mkdocs build --verbose` says where"
        )
    raise PluginError(f"{place}: {message}".removeprefix(": ")) from None
