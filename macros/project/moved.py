"""Pages that are no more: each leaves one that leads on, from every address that it had."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from markupsafe import Markup

from macros.companion import Rendered
from macros.data.words import Words
from macros.pages.former import FormerPage
from macros.project.links import Site
from macros.templates import TemplateFolder
from macros.text import fill, ids_in, quoted, relative_url, web_link

if TYPE_CHECKING:
    from mkdocs.structure.files import File

_TEMPLATES = Path(__file__).parent / "templates"


class LeadingOn:
    """Writes what stands in the place of pages that are no more; their successors are finished.

    It works without a server: HTML leads to the page that continues the former one, and a script to
    the passage that was asked for. `language` and `site_url` are those of the site.
    """

    def __init__(
        self, rendered: Rendered, site: Site, words: Words, language: str, site_url: str
    ) -> None:
        self._contents = site.contents
        self._urls = {file.src_uri: file.url for file in site.files}
        named = {file.src_uri: file.page.title for file in site.files if file.page}
        self._titles = named | rendered.titles  # a page without a heading has one in the menu
        self._words = words.places
        self._language = language
        self._site_url = site_url
        self._templates = TemplateFolder(_TEMPLATES, {})

    def write(self, former: FormerPage, old: File) -> str:
        """Write the page that stands where the file `old` was built."""
        first = former.pages[0]
        url, title = self._urls[first], self._titles[first]
        address = relative_url(url, old.url)
        link = web_link(address, title)
        return self._templates.render(
            "moved.html.jinja",
            language=self._language,
            title=title,
            canonical=quoted(urljoin(self._site_url, url) if self._site_url else address),
            url=quoted(address),
            text=fill(self._words.moved_page, place=link),
            moved=self._moved(former, old),
        )

    def _moved(self, former: FormerPage, old: File) -> dict[Markup, Markup]:
        """Return where ids lead that are not found, under the same name, on the first page."""
        known = ids_in(self._contents.get(former.pages[0], ""))
        moved = dict(former.moved)
        for page in former.pages[1:]:
            for name in sorted(ids_in(self._contents.get(page, "")) - known - moved.keys()):
                moved[name] = f"{page}#{name}"
        return {quoted(name): self._from(old, address) for name, address in moved.items()}

    def _from(self, old: File, address: str) -> Markup:
        page, _, fragment = address.partition("#")
        return quoted(f"{relative_url(self._urls[page], old.url)}#{fragment}")
