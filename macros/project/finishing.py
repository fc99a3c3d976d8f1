"""What is done once the HTML is there: markers checked, search and style sheet completed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.problems import Problem
from macros.project.search import Section, headings_only, sections, with_sections
from macros.project.stylesheet import join_files, names_in_page

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from mkdocs.structure.pages import Page

    from macros.data.words import Words


class Finishing:
    """Finishes the pages of one build, and with what they hold the files of the site."""

    def __init__(self, own: Iterable[str] = (), cache: Path = Path()) -> None:
        """Take the site's own style sheets and scripts, as paths in the site.

        In the folder `cache` the site's style sheet is kept for the next build.
        """
        self._own = list(own)
        self._cache = cache
        self._names: set[str] = set()
        self._hidden = ""
        self._from = 0  # the first of a page's records
        self._sections: dict[str, list[Section]] = {}

    def note_sections(self, url: str, content: str, words: Words) -> None:
        """Note the passages, notes or works of a page, for the search."""
        found = sections(content, words)
        if len(found) > 1:
            self._sections[url] = found

    def hide_text(self, page: Page, records: list[dict[str, Any]] | None) -> None:
        """Let the search plugin, whose records these are, read nothing that has been read already.

        Without such records there is nobody to hide it from.
        """
        if page.url in self._sections and records is not None:
            self._hidden = page.content or ""
            self._from = len(records)
            page.content = headings_only(self._hidden)

    def show_text(self, page: Page, records: list[dict[str, Any]] | None) -> None:
        """Give a page back what was hidden, and the search what was read."""
        found = self._sections.pop(page.url, None)
        if found and records is not None:
            page.content = self._hidden
            records[self._from :] = with_sections(records[self._from :], page.url, found)

    def note_names(self, html: str) -> None:
        """Note what a page has that style sheets may name."""
        self._names |= names_in_page(html)

    def finish_site(self, site: Path) -> None:
        """Complete the files in the folder of a site, once all its pages are there."""
        join_files(site, [site / path for path in self._own], self._names, self._cache)


LOST = (
    "the marker of this note did not come out; it stands in HTML, or in a text that is not read as "
    'Markdown: give the tag around it markdown="span", or set the note elsewhere'
)
IN_LINK = "the marker of this note stands inside a link, and is a link itself; put it behind"
ORDER = (
    "the marker of this note stands behind that of a later number; write the note where its marker "
    "stands, not into a variable"
)


_SIGNS = re.compile(r'<(?P<closing>/?)a(?=[\s>])|<sup\b[^>]*\bid="fnref:(?P<number>\d+)"')
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def check_markers(html: str, notes: Mapping[int, int], source: str) -> list[Problem]:
    """Return a problem for each of a page's notes whose marker is missing or out of place.

    `notes` are the numbers of the notes, and the lines of `source` that they stand on.
    """
    numbers, in_links = _markers(html)
    if numbers == list(notes) == sorted(notes) and not in_links:
        return []
    found = ((line, _fault(number, numbers, in_links)) for number, line in notes.items())
    return [Problem(source, line, message) for line, message in found if message]


def _fault(number: int, numbers: Sequence[int], in_links: Container[int]) -> str:
    if number not in numbers:
        return LOST
    if number in in_links:
        return IN_LINK
    before = numbers[: numbers.index(number)]
    return ORDER if any(other > number for other in before) else ""


def _markers(html: str) -> tuple[list[int], set[int]]:
    """Return the numbers of a page's markers in the order of reading, and those within links."""
    numbers: list[int] = []
    in_links: set[int] = set()
    open_links = 0
    for sign in _SIGNS.finditer(_COMMENT.sub("", html) if "<!--" in html else html):
        if sign["number"] is None:
            open_links = max(open_links + (-1 if sign["closing"] else 1), 0)
            continue
        numbers.append(int(sign["number"]))
        if open_links:
            in_links.add(numbers[-1])
    return numbers, in_links
