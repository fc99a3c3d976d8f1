"""A page as its author wrote it."""

from __future__ import annotations

from macros.data.characters import clean
from macros.plain import Plain
from macros.problems import Problem


class PageSource(Plain, frozen=True):
    """A page without its front matter.

    `page` is its path in the docs folder, `source` the path that problems name, and `first_line`
    the line of that file on which `text` begins (after the front matter, which may say a `title`).
    """

    page: str
    source: str
    text: str
    first_line: int = 1
    title: str = ""


def without_front_matter(
    page: str, source: str, whole: str, text: str, title: str = ""
) -> tuple[PageSource, list[Problem]]:
    """Make a page of a file's `whole` text and its `text` after what was read as front matter."""
    problems = []
    if whole.startswith("---\n") and text == whole:
        message = 'the front matter between the lines "---" is not valid YAML'
        problems.append(Problem(source, 1, message))
    first_line = whole[: len(whole) - len(text)].count("\n") + 1
    text, unfit = clean(text, source, first_line)
    return PageSource(page, source, text, first_line, title), problems + unfit
