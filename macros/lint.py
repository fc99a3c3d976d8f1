"""`make lint`: every mistake of a project named, and nothing built."""

from __future__ import annotations

import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import File, get_files
from mkdocs.structure.nav import get_navigation

from macros.parts.cover import PDF
from macros.problems import Problem, count_problems, grouped, in_order, must_stop, say, unreadable
from macros.project.checks import Validation, check_nav, check_site
from macros.project.extension import page_reader
from macros.project.reading import (
    check_ids,
    compose_nav,
    in_reading_order,
    read_project,
    render_pages,
    settings_of,
    site_of,
    tidy,
)
from macros.project.stylesheet import check_own, own_files
from macros.text import doubled_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig


def lint(config: MkDocsConfig) -> list[Problem]:
    """Return all problems of a project's sources and pages: errors, warnings, hints.

    Raises PluginError for settings that cannot be used.
    """
    sources, problems = read_project(config)
    validation, files = Validation(config), get_files(config)
    compose_nav(config)
    tidy(files)
    nav = get_navigation(files, config)
    rendered, found = render_pages(sources, in_reading_order(nav, files), config)
    found += check_own(own_files(config), files, config)
    at = partial(File, src_dir=None, dest_dir="", use_directory_urls=config.use_directory_urls)
    paths = sources.settings.downloads if sources else ()
    made = [*filter(os.path.exists, paths), PDF, *rendered.files]
    for path in [*made, *(at(path).dest_uri for path in rendered.former)]:
        files.append(at(path))
    read = page_reader(config.markdown_extensions, config.mdx_configs)
    pages = {path: read(page) for path, page in rendered.pages.items()}
    contents = {path: html for path, (html, _) in pages.items()}
    links = {path: found for path, (_, found) in pages.items()}
    for path, html in contents.items():
        told = " ".join(problem.message for problem in found)
        doubled = [name for name in doubled_ids(html) if f'the address "{name}"' not in told]
        if doubled and (file := files.get_file_from_path(path)):
            found += check_ids(doubled, [file], config)
    joined = rendered.parts.get("whole_paper", "")
    site = site_of(files, contents, sources, config, rendered, joined=joined)
    found += check_nav(nav, site, rendered.chapters, validation, settings_of(config))
    found += check_site(rendered, site, links, validation)
    return in_order([*problems, *found])


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


def _unusable(error: BaseException) -> str:
    """Say why settings cannot be used; MkDocs knows no line of a file that it cannot read."""
    try:
        Path("mkdocs.yml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as unread:
        return str(unreadable("mkdocs.yml", unread))
    return str(error) if isinstance(error, MkDocsException) else f"mkdocs.yml: {error}"


def main() -> int:
    """Check the project in the current folder; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        # Neither hooks nor plugins: what they need to start takes longer than the check.
        config = load_config("mkdocs.yml", hooks=[], plugins=[])
        problems = lint(config)
    except (Abort, MkDocsException, OSError, TypeError) as error:
        print(_unusable(error), file=sys.stderr)
        return 2
    say(report(problems))
    return int(must_stop(problems, strict=bool(config.strict)))


if __name__ == "__main__":
    sys.exit(main())
