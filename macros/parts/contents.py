"""The list of chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.text import link

if TYPE_CHECKING:
    from macros.parts.context import Context


def write_contents(context: Context) -> str:
    """List the chapters, each with the pages of the original that it retells."""
    pages = context.places.pages
    return context.render(
        "contents.md.jinja",
        chapters=[
            {
                "number": chapter.number,
                "link": link(chapter.title, chapter.page),
                "pages": pages(chapter.first, chapter.last) if chapter.first else "",
            }
            for chapter in context.manuscript.chapters
        ],
    )
