"""The cover of the whole paper, with how it is published, and the list of chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from macros.text import fill, link, quoted, web_link

if TYPE_CHECKING:
    from macros.parts.context import Context

PDF = "download/companion.pdf"
# Where the whole paper comes to stand on its page.
PLACEHOLDER = Markup('<div class="whole" id="whole-paper"></div>')


class Publication(Struct, frozen=True):
    """Where the companion is published, and its PDF, as a path in the docs folder.

    Both are empty where not known, or not made.
    """

    address: str = ""
    pdf: str = ""


def write_contents(context: Context) -> str:
    """List the chapters, each with the pages of the original that it retells."""
    return context.render(
        "contents.md.jinja",
        chapters=[
            {
                "number": chapter.number,
                "link": link(chapter.heading, chapter.page),
                "pages": context.pages(chapter.first, chapter.last),
            }
            for chapter in context.manuscript.chapters
        ],
    )


def write_whole_paper(context: Context) -> str:
    """Open the page with the whole paper: its cover, and the place for the other pages."""
    return context.render("whole-paper.md.jinja", cover=_cover(context), place=PLACEHOLDER)


def _cover(context: Context) -> dict[str, object]:
    """Return what the cover says of the companion and the original, as HTML, by name."""
    sources, publication, words = context.sources, context.publication, context.words.cover
    edition = sources.paper.companion
    date = sources.style.dates.write(edition.date)
    found: dict[str, object] = {
        "title": edition.title,
        "edition": words.edition.format(version=edition.version, date=date),
        "address": web_link(publication.address) if publication.address else "",
        "pdf": link(words.pdf, publication.pdf) if publication.pdf else "",
        "original": "",
    }
    if original := sources.original:
        reference, doi = sources.style.reference(original), original.doi_url
        authors = context.words.lists.join(name.full for name in original.creators)
        found |= {
            "authors": fill(words.authors, authors=authors) if authors else "",
            "original": reference,
            "quote": words.quote if sources.paper.last_page else words.quote_without_pages,
            "doi": web_link(doi) if doi and quoted(doi) not in reference else "",
        }
    return found
