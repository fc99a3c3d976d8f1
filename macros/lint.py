"""`make lint`: every mistake of a project named, and nothing built."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.structure.files import get_files
from mkdocs.structure.nav import get_navigation

from macros.companion import render_companion
from macros.problems import Problem, count_problems, must_stop
from macros.project.pages import html_writer, in_reading_order, page_sources, read_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig


def lint(config: MkDocsConfig) -> list[Problem]:
    """Return all problems of a project's sources and pages, by file and line.

    Raises PluginError for settings that cannot be used.
    """
    sources, problems = read_project(config)
    files = get_files(config)
    nav = get_navigation(files, config)
    pages, unreadable = page_sources(in_reading_order(nav, files), config)
    problems += unreadable
    if sources and not unreadable:  # a page that is missing would make others look wrong
        problems += render_companion(sources, pages, html_writer(config))[1]
    return sorted(set(problems))


def report(problems: Sequence[Problem]) -> str:
    """Write problems for a terminal, one a line, errors as a build names them, and their number."""
    lines = [
        str(problem) if problem.severity == "error" else _with_severity(problem)
        for problem in problems
    ]
    return "\n".join([*lines, count_problems(problems) or "no mistakes found"])


def _with_severity(problem: Problem) -> str:
    place, _, message = str(problem).partition(": ")
    return f"{place}: {problem.severity}: {message}"


def main() -> int:
    """Check the project in the current folder; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        # Neither hooks nor plugins: what they need to start takes longer than the check.
        config = load_config("mkdocs.yml", hooks=[], plugins=[])
        problems = lint(config)
    except (Abort, MkDocsException) as error:
        print(error, file=sys.stderr)
        return 2
    print(report(problems))
    return int(must_stop(problems, strict=bool(config.strict)))


if __name__ == "__main__":
    sys.exit(main())
