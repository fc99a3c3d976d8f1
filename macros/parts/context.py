"""What every generated part is written from."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros.pages.places import Places
from macros.templates import TemplateFolder
from macros.text import escape, tame

if TYPE_CHECKING:
    from macros.pages.manuscript import Manuscript
    from macros.pages.writing import NoteWriter
    from macros.parts.cover import Publication
    from macros.sources import Sources

TEMPLATES = Path(__file__).parent / "templates"


class Context:
    """The checked sources, the complete manuscript, and how the companion is published."""

    def __init__(
        self, sources: Sources, manuscript: Manuscript, writer: NoteWriter, publication: Publication
    ) -> None:
        """Take the manuscript once every page has been read."""
        self.sources = sources
        self.manuscript = manuscript
        self.writer = writer
        self.publication = publication
        self.places = Places(manuscript, sources.paper)

    @cached_property
    def _templates(self) -> TemplateFolder:
        return TemplateFolder(TEMPLATES, {"plain": escape, "tame": tame, "html": self._keep_html})

    def _keep_html(self, text: str) -> str:
        """Keep what a template wrote as HTML from being read as Markdown."""
        return self.manuscript.hold(Markup(text.strip()))

    def render(self, template: str, **values: object) -> str:
        """Write a part by its template, as Markdown with tokens for what is HTML.

        The template gets the `words` of the site's language.
        """
        return self._templates.render(template, words=self.sources.words, **values)
