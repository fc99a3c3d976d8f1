"""What is done once the HTML is there: search and style sheets completed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.project.search import Section, headings_only, sections, with_sections
from macros.project.stylesheet import join_files, names_in_page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.pages import Page


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

    def note_sections(self, url: str, content: str) -> None:
        """Note the passages, notes or works of a page, for the search."""
        found = sections(content)
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
