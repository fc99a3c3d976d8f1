"""`make lint`: every mistake of a project named, and nothing built."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from macros.companion import FoundLink, Rendered, Written
from macros.data.reading import check_settings
from macros.pages.source import TAG
from macros.parts.cover import PDF
from macros.problems import Problem, count_problems, grouped, in_order, must_stop, say
from macros.project.checks import Validation, check_nav, check_site
from macros.project.extension import page_reader
from macros.project.links import doubled_ids
from macros.project.reading import (
    check_ids,
    compose_nav,
    in_reading_order,
    page_sources,
    read_project,
    render_pages,
    settings_of,
    site_of,
    tidy,
)
from macros.project.theme import check_own, check_theme, own_files, prepare_theme
from macros.sources import Sources

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_NAMED = re.compile(r'"(?:[^"#\s]*#|note-)?([\w:.-]+)"')  # addresses, in messages


def lint(config: MkDocsConfig) -> list[Problem]:
    """Return all problems of a project's sources and pages: errors, warnings, hints.

    Raises PluginError for settings that cannot be used.
    """
    sources, problems = read_project(config)
    validation, files = Validation(config), get_files(config)
    compose_nav(config)
    tidy(files)
    nav = get_navigation(files, config)
    listed = in_reading_order(nav, files)
    rendered, found = render_pages(sources, listed, config)
    found += check_own(own_files(config), files, config)
    if rendered.pages:
        found += _check_theme(listed, files, config)
    for file in _made_files(sources, rendered, config):
        files.append(file)
    told = {name for problem in found for name in _NAMED.findall(problem.message)}
    pages = _as_html(rendered, listed, config)
    contents = {path: html for path, (html, _) in pages.items() if rendered.pages}
    for path, html in contents.items():
        doubled = [name for name in doubled_ids(html) if name.removeprefix("note-") not in told]
        if doubled and (page := files.get_file_from_path(path)):
            found += check_ids(doubled, [page], config)
    joined = rendered.parts.get("whole_paper", "")
    site = site_of(files, contents, sources, config, rendered, joined=joined)
    found += check_nav(nav, site, rendered.chapters, validation, settings_of(config))
    links = {path: found for path, (_, found) in pages.items()}
    return in_order([*problems, *found, *check_site(rendered, site, links, validation)])


def _check_theme(listed: Sequence[File], files: Files, config: MkDocsConfig) -> list[Problem]:
    """Check templates as a build does, which has read what pages say of theirs."""
    for file in listed:
        (file.page or Page(None, file, config)).read_source(config)
    env = config.theme.get_env()
    prepare_theme(env, config)
    return check_theme(env, files, config)


def _made_files(
    sources: Sources | None, rendered: Rendered, config: MkDocsConfig
) -> Iterator[File]:
    """Name the files that a build would add."""
    at = partial(File, src_dir=None, dest_dir="", use_directory_urls=config.use_directory_urls)
    downloads = sources.settings.downloads if sources else ()
    yield from map(at, [*filter(os.path.exists, downloads), PDF, *rendered.files])
    yield from (at(at(path).dest_uri) for path in rendered.former)


def _as_html(
    rendered: Rendered, listed: Sequence[File], config: MkDocsConfig
) -> dict[str, tuple[str, list[FoundLink]]]:
    """Make HTML of pages as a build does; of their text without macros where these cannot run."""
    read = page_reader(config.markdown_extensions, config.mdx_configs)
    texts = rendered.pages or {
        page.page: Written(TAG.sub("", page.text), {}) for page in page_sources(listed, config)[0]
    }
    return {path: read(text) for path, text in texts.items()}


def report(problems: Sequence[Problem]) -> str:
    """Write problems for a terminal, one a line, errors as a build names them, and their number.

    Hints that are alike share a line.
    """
    lines = map(_described, grouped(problems))
    return "\n".join([*lines, count_problems(problems) or "no mistakes found"])


def _described(problem: Problem) -> str:
    place, separator, message = str(problem).partition(": ")
    severity = "" if problem.severity == "error" else f"{problem.severity}: "
    return f"{place}{separator}{severity}{message}"


def main() -> int:
    """Check the project in the current folder; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        # Neither hooks nor plugins: what they need to start takes longer than the check.
        config = load_config("mkdocs.yml", hooks=[], plugins=[])
        problems = in_order([*check_settings(), *lint(config)])
    except (Abort, MkDocsException, OSError, TypeError) as error:
        told = str(error) if isinstance(error, MkDocsException) else f"mkdocs.yml: {error}"
        told = "\n".join(map(str, check_settings())) or told
        print(told, file=sys.stderr)
        return 2
    say(report(problems))
    return int(must_stop(problems, strict=bool(config.strict)))


if __name__ == "__main__":
    sys.exit(main())
