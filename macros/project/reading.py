"""What MkDocs knows of a project: its settings, and its pages in reading order."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.meta import get_data
from msgspec.structs import asdict

from macros.companion import Rendered, render_companion
from macros.data.reading import without_comments
from macros.data.settings import read_settings
from macros.data.words import ENGLISH, Words
from macros.pages.checks import written_ids
from macros.pages.source import PageSource, without_front_matter
from macros.pages.syntax import check_extensions, check_snippets
from macros.parts.cover import Publication
from macros.problems import Problem, count_problems, must_stop, unreadable
from macros.project.extension import markdown_writer
from macros.project.links import Site
from macros.sandbox import keep_templates_in
from macros.sources import Sources, load_sources
from macros.text import composed, keeping_order, quoted

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

log = get_plugin_logger("companion")

_COMMENTS = re.compile(r"(?m)^\s*#.*")
_EMPTY = 'this file is empty; write "{}: []" where there is nothing to tell'
_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "hint": logging.DEBUG}


_OF_A_FOLDER = re.compile(r"https?://[^\s/?#\"'<>\\]+/[^\s?#\"'<>\\]*")
_BACKUP = re.compile(r"(?i)(?:.*~|~\$.*|#.*#|\.#.*|.*\.(?:orig|rej|bak|save|sw[op]))")


def is_backup(path: str) -> bool:
    """Whether an editor or a merge has left a file behind: `a.md~`, `#a.md#`, `a.md.orig`."""
    return _BACKUP.fullmatch(posixpath.basename(path)) is not None


def folder_of(config: MkDocsConfig) -> Path:
    """Return the project's folder: that of its mkdocs.yml."""
    return Path(config.config_file_path).parent


def cache_of(config: MkDocsConfig) -> Path:
    """Return the folder, there or not, of what one build leaves to the next, and any may delete."""
    return folder_of(config) / ".cache" / "companion"


def source_path(file: File, config: MkDocsConfig) -> str:
    """Name a page as problems do: by its path from the project's folder."""
    return f"{Path(config.docs_dir).name}/{file.src_uri}"


def read_project(config: MkDocsConfig) -> tuple[Sources | None, list[Problem]]:
    """Read and check all sources of a project; raises PluginError for settings it cannot use."""
    folder = folder_of(config)
    keep_templates_in(cache_of(config))
    try:
        settings = read_settings(config.extra.get("companion") or {})
    except ValueError as error:
        raise PluginError(f"mkdocs.yml: extra: companion: {error}") from None
    sources, problems = load_sources(
        settings,
        lambda path: composed((folder / path).read_text(encoding="utf-8-sig")),
        language=language_of(config),
    )
    lists = {"events": folder / settings.events, "terms": folder / settings.terms}
    empty = [
        Problem(file.relative_to(folder).as_posix(), 0, _EMPTY.format(name), "hint")
        for name, file in lists.items()
        if file.is_file() and not _COMMENTS.sub("", file.read_text("utf-8", "replace")).strip()
    ]
    return sources, [*_check_address(config), *empty, *problems]


def _check_address(config: MkDocsConfig) -> list[Problem]:
    address = config.site_url
    if not address or _OF_A_FOLDER.fullmatch(address):
        return []
    message = (
        f'site_url: "{address}" is no address of a folder on the web; write one without blanks, '
        '"?" and "#", as in "https://example.org/companion/" (SITE_URL may set it)'
    )
    return [Problem("mkdocs.yml", 0, message)]


def site_of(
    files: Files,
    contents: Mapping[str, str],
    sources: Sources | None,
    config: MkDocsConfig,
    rendered: Rendered,
    **more: Any,
) -> Site:
    """Describe a site to those that check its links; `contents` is the HTML of pages by path."""
    former = {path: page.pages[0] for path, page in rendered.former.items()}

    def texts() -> dict[str, str]:
        paths = sources.settings.files if sources else ()
        found = {path: folder_of(config) / path for path in paths}
        return {path: file.read_text("utf-8") for path, file in found.items() if file.is_file()}

    name = partial(source_path, config=config)
    return Site(files, contents, config.theme.dirs, name, texts, former=former, **more)


def settings_of(config: MkDocsConfig) -> tuple[str, str]:
    """Return the name and the text of mkdocs.yml."""
    file = Path(config.config_file_path)
    return file.name, file.read_text(encoding="utf-8")


def published_data(sources: Sources, folder: Path) -> dict[str, str]:
    """Return the data behind the site as it is published, path → text; raises PluginError.

    It holds neither comments nor what a bibliography has of its author's own.
    """
    settings = sources.settings
    try:
        data = {settings.bibliography: sources.published_works()}
    except ValueError as error:
        message = f'"{error}" would read otherwise in the file that is published; '
        line = sources.raw_works[str(error)].line if str(error) in sources.raw_works else 0
        problem = Problem(settings.bibliography, line, f"{message}write its fields in braces")
        raise PluginError(str(problem)) from None
    for path in (settings.events, settings.terms):
        if (folder / path).exists():
            data[path] = without_comments((folder / path).read_text(encoding="utf-8-sig"))
    return data


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


def render_pages(
    sources: Sources | None,
    files: Iterable[File],
    config: MkDocsConfig,
    publication: Publication | None = None,
) -> tuple[Rendered, list[Problem]]:
    """Render the companion from its pages' files; without one of them others would look wrong."""
    pages, problems = page_sources(files, config)
    if must_stop(problems, strict=False) or not sources:
        return Rendered(), problems + (list(sources.all_of_works) if sources else [])
    to_html = markdown_writer(config.markdown_extensions, config.mdx_configs)
    with keeping_order(cache_of(config) / "order"):
        rendered, found = render_companion(sources, pages, to_html, publication)
    read = partial(_snippet, config=config)
    loaded = [each for each in config.markdown_extensions if isinstance(each, str)]
    for page in pages:
        found += [*check_snippets(page, read), *check_extensions(page, loaded)]
    return rendered, problems + found


def _snippet(path: str, config: MkDocsConfig) -> str | None:
    """Read a file that pymdownx.snippets puts in, `path` or a part of it, `path:part`."""
    if "pymdownx.snippets" not in config.markdown_extensions:
        return None
    bases = config.mdx_configs.get("pymdownx.snippets", {}).get("base_path", ["."])
    bases = [bases] if isinstance(bases, str) else bases
    files = (folder_of(config) / base / path.partition(":")[0] for base in bases)
    file = next(filter(Path.is_file, files), None)
    return file.read_text(encoding="utf-8", errors="replace") if file else None


def compose_nav(config: MkDocsConfig) -> None:
    """Let the menu name files by composed letters, as `tidy` calls them."""

    def compose(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: compose(each) for key, each in value.items()}
        if isinstance(value, list):
            return [compose(each) for each in value]
        return composed(value) if isinstance(value, str) else value

    config.nav = compose(config.nav)


def tidy(files: Files) -> list[str]:
    """Leave out backups, which are returned; name all others by composed letters.

    macOS takes letters and their accents apart.
    """
    backups = [file for file in files if is_backup(file.src_uri)]
    for file in backups:
        files.remove(file)
    for file in [file for file in files if composed(file.src_uri) != file.src_uri]:
        folders = (file.src_dir, file.dest_dir, file.use_directory_urls)
        renamed = File(composed(file.src_uri), *folders, inclusion=file.inclusion)
        renamed.abs_src_path = file.abs_src_path
        files.remove(file)
        files.append(renamed)
    return [file.src_uri for file in backups]


def in_reading_order(nav: Navigation, files: Files, *, drafts: bool = False) -> list[File]:
    """List the files of all pages: in nav order, then those outside nav; drafts where asked."""
    built = InclusionLevel.is_in_serve if drafts else InclusionLevel.is_included
    pages = files.documentation_pages(inclusion=built)
    in_nav = [page.file for page in nav.pages if page.file in pages]
    return [*dict.fromkeys([*in_nav, *pages])]  # once, if the menu has one twice


def page_sources(
    files: Iterable[File], config: MkDocsConfig
) -> tuple[list[PageSource], list[Problem]]:
    """Read pages, without their front matter; with a problem for each that cannot be read."""
    pages, problems = [], []
    for file in files:
        source = source_path(file, config)
        try:
            text = composed(file.content_string)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(unreadable(source, error))
            continue
        body, meta = get_data(text)
        page, broken = without_front_matter(file.src_uri, source, text, body, meta)
        pages.append(page)
        problems += broken
    return pages, problems


def name_pages(nav: Navigation, titles: Mapping[str, str], numbers: Mapping[str, int]) -> None:
    """Give pages without a title that of their first heading, and chapters their numbers.

    All titles in the menu become HTML, which is what the theme takes them for.
    """
    items = list(nav.items)
    while items:
        item = items.pop()
        path = item.file.src_uri if isinstance(item, Page) else ""
        title, number = item.title or titles.get(path), numbers.get(path)
        if title:
            item.title = quoted(f"{number}. {title}" if number else title)
        items += item.children or []


def name_in_front_matter(page: Page) -> None:
    """Make HTML of what a page's front matter says for the theme to show."""
    shown = {"title", "description", "subtitle"} & page.meta.keys()
    page.meta.update({name: quoted(str(page.meta[name])) for name in shown})


def check_ids(names: Iterable[str], files: Iterable[File], config: MkDocsConfig) -> list[Problem]:
    """Say where ids come from that a finished page, made of these files, has more than once.

    What the text of pages tells is known before; here they come from macros, or from the theme.
    """
    pages, _ = page_sources(files, config)
    written = [(name, page.source, line) for page in pages for name, line in written_ids(page)]
    problems = []
    for name in names:
        places = [(source, line) for known, source, line in written if known == name]
        source, line = places.pop() if places else (pages[0].source, 0)
        others = " and ".join(f"{other}:{at}" for other, at in places)
        where = f"in {others}, too" if others else "also given by a macro, the engine or the theme"
        message = f'the address "{name}" is more than once on the finished page, {where}'
        problems.append(Problem(source, line, f"{message}; choose another"))
    return problems


def hear_warnings() -> None:
    """Let warnings be told and counted, also with `mkdocs build --quiet`."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(min(logger.level, logging.WARNING))


def has_warnings() -> bool:
    """Whether the build so far has warned of anything, which strict mode refuses."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(h.get_counts() for h in handlers if isinstance(h, CountHandler))


def stop_on(problems: Sequence[Problem], config: MkDocsConfig) -> None:
    """Log problems, and stop on what the mode does not allow; hints are only counted."""
    for problem in problems:
        log.log(_LEVELS[problem.severity], str(problem))
    serious = [problem for problem in problems if problem.severity != "hint"]
    if must_stop(serious, strict=config.strict):
        raise PluginError(f"{count_problems(serious)} in the sources; nothing was built")
    if hints := len(problems) - len(serious):
        log.info(f"hints: {hints}; `make lint` names them")
