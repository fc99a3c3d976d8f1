"""How a companion is published, and what the cover of the whole paper says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from macros.text import escape, link, quoted, web_link

if TYPE_CHECKING:
    from macros.parts.context import Context
    from macros.sources import Sources

PDF = "download/companion.pdf"
# Where the whole paper comes to stand on its page.
PLACEHOLDER = '<div class="whole" id="whole-paper"></div>'


class Publication(Struct, frozen=True):
    """Where the companion is published, and its PDF, as a path in the docs folder.

    Both are empty where not known, or not made.
    """

    address: str = ""
    pdf: str = ""


def write_whole_paper(context: Context) -> str:
    """Open the page with the whole paper: its cover, and the place for the other pages."""
    cover = cover_text(context.sources, context.publication)
    return context.render("whole-paper.md.jinja", cover=cover, place=PLACEHOLDER)


def cover_text(sources: Sources, publication: Publication) -> dict[str, str]:
    """Return what the cover says of the companion and the original, as HTML, by name."""
    edition, words = sources.paper.companion, sources.words.cover
    date = sources.style.dates.write(edition.date)
    found = {
        "title": escape(edition.title),
        "edition": words.edition.format(version=escape(edition.version), date=date),
        "address": web_link(publication.address) if publication.address else "",
        "pdf": link(words.pdf, publication.pdf) if publication.pdf else "",
    }
    original = sources.bibliography.get(sources.paper.key)
    if original:
        reference = sources.style.reference(original)
        doi = original.doi_url
        authors = sources.words.lists.join(escape(name.full) for name in original.creators)
        found |= {
            "authors": words.authors.format(authors=authors) if authors else "",
            "original": reference,
            "doi": web_link(doi) if doi and quoted(doi) not in reference else "",
        }
    return found
