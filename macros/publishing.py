"""What is made of a finished site: PDF, plain Markdown, zip; and how it takes its place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from macros import staging
from macros.cover import PDF, pdf_edition
from macros.prerender import FOLDER
from macros.whole.offline import pack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from macros.sources import Sources


def print_paper(
    chromium: str, whole: Page, site: Path, sources: Sources, config: MkDocsConfig
) -> None:
    """Print the page with the whole paper, built in the folder `site`, to the site's PDF.

    Raises NoPdfError, see `pdf`.
    """
    from macros.whole.pdf import print_pdf  # pikepdf takes a while to load

    address = urljoin(config.site_url, whole.url) if config.site_url else ""
    edition = pdf_edition(sources, config.theme.locale.language, address)
    print_pdf(chromium, site / whole.file.dest_uri, site / PDF, edition)


def publish(
    site: Path, sources: Sources, project: Path, plain: Mapping[str, bytes]
) -> Iterator[str]:
    """Replace the site by what was built, with the `plain` files, if any; says what else there is.

    `project` is the project's folder.
    """
    if plain:
        staging.publish_files(project / FOLDER, plain)
        yield f"{FOLDER}: build it with mkdocs or zensical; its README says more"
    staging.publish(site)
    if sources.settings.offline:
        yield f"{pack(site, sources.paper.companion.version)}: unpack to read"
