"""What `extra: companion:` in mkdocs.yml may say."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from macros.data.records import Record, field_names, read_record


class Numbering(Struct, frozen=True):
    """How notes are counted: from `first`, through the whole site or in each chapter anew."""

    first: int = 1
    per_chapter: bool = False

    def together(self, page: str) -> str:
        """Return the key by which notes are counted: the page, or "" for the whole site."""
        return page if self.per_chapter else ""


class Settings(Record, frozen=True, kw_only=True):
    """Where the sources are, from the project's folder; `extra: companion:` in mkdocs.yml.

    Notes are numbered from `first_note`, through the whole site or in each chapter anew. With `pdf`
    the whole paper is printed to a PDF, where there is a Chromium; with `offline` the site is made
    for a folder, and packed; with `prerender` its finished Markdown is written too.
    """

    bibliography: str = "bibliography.bib"
    paper: str = "data/paper.yml"
    events: str = "data/events.yml"
    terms: str = "data/terms.yml"
    figures: str = "data/figures"
    style: str = "osce-insights"
    numbering: Literal["site", "chapter"] = "site"
    first_note: int = 1
    pdf: bool = False
    offline: bool = False
    prerender: bool = False

    @property
    def files(self) -> tuple[str, str, str, str]:
        """The sources that are files."""
        return self.bibliography, self.paper, self.events, self.terms

    @property
    def downloads(self) -> tuple[str, str, str]:
        """The sources that readers may take along."""
        return self.bibliography, self.events, self.terms

    @property
    def note_numbering(self) -> Numbering:
        """How notes are counted."""
        return Numbering(self.first_note, self.numbering == "chapter")


def read_settings(values: object) -> Settings:
    """Read the settings; raises ValueError that names those it cannot use, and all there are."""
    if not isinstance(values, dict):
        raise ValueError("write settings here, each with its name and a colon")
    settings, mistakes = read_record(values, Settings, strict=True)
    names = [".".join(map(str, place)) for place, _ in mistakes]
    if settings and settings.first_note < 1:
        names = ["first_note"]
    if settings and not names:
        return settings
    known = ", ".join(field_names(Settings))
    raise ValueError(
        f"cannot use {', '.join(names)}; known are {known}, each with a path or name as text, "
        "but numbering with site or chapter, first_note with a number from 1 on, pdf, offline "
        "and prerender with true or false"
    )
