"""Pages that are no more: each leaves one that leads on, from every address that it had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from mkdocs.structure.files import File

from macros.companion import Rendered
from macros.data.words import Words
from macros.pages.former import FormerPage
from macros.project.links import Site
from macros.project.reading import language_of
from macros.templates import TemplateFolder
from macros.text import fill, ids_in, quoted, relative_url, web_link

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_TEMPLATES = Path(__file__).parent / "templates"


def pages_leading_on(
    rendered: Rendered, site: Site, words: Words, config: MkDocsConfig
) -> Iterator[File]:
    """Write what stands in the place of pages that are no more; their successors are finished.

    It works without a server: HTML leads to the page that continues the former one, and a script to
    the passage that was asked for.
    """
    templates, urls = TemplateFolder(_TEMPLATES, {}), {f.src_uri: f.url for f in site.files}
    named = {file.src_uri: file.page.title for file in site.files if file.page}
    titles = named | rendered.titles  # a page without a heading has one in the menu
    for path, former in rendered.former.items():
        old = File(path, None, config.site_dir, config.use_directory_urls)
        first = former.pages[0]
        title, address = titles[first], relative_url(urls[first], old.url)
        canonical = urljoin(config.site_url, urls[first]) if config.site_url else address
        moved = {}
        for name, target in _moved(former, site).items():
            page, _, fragment = target.partition("#")
            moved[quoted(name)] = quoted(f"{relative_url(urls[page], old.url)}#{fragment}")
        html = templates.render(
            "moved.html.jinja",
            language=language_of(config),
            title=title,
            canonical=quoted(canonical),
            url=quoted(address),
            text=fill(words.places.moved_page, place=web_link(address, title)),
            moved=moved,
        )
        yield File.generated(config, old.dest_uri, content=html)


def _moved(former: FormerPage, site: Site) -> dict[str, str]:
    """Return where ids lead that are not found, under the same name, on the first page."""
    known = ids_in(site.contents.get(former.pages[0], ""))
    moved = dict(former.moved)
    for page in former.pages[1:]:
        for name in sorted(ids_in(site.contents.get(page, "")) - known - moved.keys()):
            moved[name] = f"{page}#{name}"
    return moved
