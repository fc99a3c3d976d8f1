"""The generated parts of the site, as Markdown: bibliography, timeline, glossary, notes."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from macros import bibliography as works
from macros import glossary, timeline
from macros.cover import cover_text
from macros.html_text import PLACEHOLDER
from macros.listing import Listing
from macros.markdown_text import escape, link, tame
from macros.notes import citations_of
from macros.places import Places, enumerate_words
from macros.records import as_fields
from macros.templates import TemplateFolder
from macros.usage import used_works

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from macros.bib.entries import Entry
    from macros.citations import CitationItem
    from macros.cover import Publication
    from macros.manuscript import Manuscript
    from macros.note_writer import NoteWriter
    from macros.notes import Note
    from macros.sources import Sources
    from macros.timeline import Event, Stretch

TEMPLATES = Path(__file__).parent / "templates"
CERTAINTY = {"stated": "", "reported": "On someone’s word", "inferred": "Inferred"}


class Parts:
    """Writes the generated parts once every page has been read."""

    def __init__(
        self, sources: Sources, manuscript: Manuscript, writer: NoteWriter, publication: Publication
    ) -> None:
        """Take the checked sources, the complete manuscript, and how the companion is published."""
        self._sources = sources
        self._publication = publication
        self._manuscript = manuscript
        self._writer = writer
        self._templates = TemplateFolder(TEMPLATES, {"plain": escape, "tame": tame})
        self._places = Places(manuscript, sources.paper)

    def bibliography(self) -> str:
        """Every work in use, in its group, in full, with where it is cited."""
        subject = self._sources.paper.key
        entries = used_works(self._sources.bibliography, self._manuscript, subject)
        groups = works.group_works(entries, self._sources.style.phrases.groups, subject=subject)
        cited = citations_of(self._manuscript.notes)
        contents = works.volumes(entries.values())
        return self._templates.render(
            "bibliography.md.jinja",
            groups=[
                {
                    "title": group.title,
                    "works": [
                        self._work(entry, cited.get(entry.key, ()), contents.get(entry.key, ()))
                        for entry in group.works
                    ],
                }
                for group in groups
            ],
        )

    def _work(
        self,
        entry: Entry,
        citations: Sequence[tuple[Note, CitationItem]],
        contents: Sequence[Entry],
    ) -> dict[str, object]:
        reference = self._sources.style.reference(entry)
        if not reference.endswith(("?", "!")):
            reference = self._sources.style.close(reference)
        addresses = (entry.doi_url, entry.url)
        links = [f"<{url}>" for url in addresses if url and url not in reference]
        isbn = [f"ISBN {entry.isbn}"] if entry.isbn else []
        lines = [
            " · ".join([*links, *isbn, *([escape(entry.note)] if entry.note else [])]),
            self._volume_line(entry),
            self._contents_line(contents),
            self._citations_line(citations),
            self._passages_line(citations),
            self._mentions_line(entry.key),
        ]
        return {
            "key": entry.key,
            "reference": reference,
            "lines": [line for line in lines if line],
            "remark": escape(entry.annotation),
        }

    def _volume_line(self, entry: Entry) -> str:
        if not entry.parent:
            return ""
        volume = self._sources.bibliography[entry.parent]
        return f"Stands in {self._work_link(volume)}."

    def _contents_line(self, contents: Sequence[Entry]) -> str:
        return f"Contains {enumerate_words(map(self._work_link, contents))}." if contents else ""

    def _work_link(self, entry: Entry) -> str:
        return link(escape(entry.title), self._writer.work_address(entry.key))

    def _citations_line(self, citations: Sequence[tuple[Note, CitationItem]]) -> str:
        if not citations:
            return ""
        locator = self._sources.style.locator
        return (
            f"Cited in {self._places.cited_in((note, locator(item)) for note, item in citations)}."
        )

    def _passages_line(self, citations: Sequence[tuple[Note, CitationItem]]) -> str:
        found = (self._manuscript.places_of(note) for note, _ in citations)
        passages = list(dict.fromkeys(chain.from_iterable(found)))
        if not passages:
            return ""
        return f"Passages that rest on it: {self._places.link_all(passages)}."

    def _mentions_line(self, cite_key: str) -> str:
        mentions = [m for m in self._manuscript.mentions if m.cite_key == cite_key]
        places = [self._manuscript.places[m] for m in mentions if m in self._manuscript.places]
        return f"Named in the text: {self._places.link_all(places)}." if places else ""

    def timeline(self) -> str:
        """Every dated event, by period."""
        stretches = timeline.by_period(self._sources.events)
        return self._templates.render(
            "timeline.md.jinja", stretches=[self._stretch(stretch) for stretch in stretches]
        )

    def _stretch(self, stretch: Stretch) -> dict[str, object]:
        period = stretch.period
        return {
            "title": escape(period.title) if period else "Before",
            "id": period.id if period else "",
            "events": [self._event(event) for event in stretch.events],
        }

    def _event(self, event: Event) -> dict[str, object]:
        facts = [
            ", ".join(self._actor(name) for name in event.actors),
            _dimensions(event.dimension),
            self._places.told_in(event.passages),
            self._places.notes(event.notes),
        ]
        return {
            "id": event.id,
            "date": timeline.date_in_html(event, self._sources.style.phrases.dates.day),
            "title": escape(event.title),
            "text": tame(event.text.strip()),
            "certainty": event.certainty,
            "certainty_label": CERTAINTY[event.certainty],
            "certainty_remark": tame(event.certainty_remark.strip()),
            "facts": " · ".join(fact for fact in facts if fact),
        }

    def _actor(self, name: str) -> str:
        page = self._manuscript.parts.get("glossary")
        for term in self._sources.terms.terms:
            if page and name in {term.name, term.abbreviation}:
                return link(escape(name), f"{page}#{term.id}")
        return escape(name)

    def glossary(self) -> str:
        """Abbreviations, bodies, people and terms."""
        terms = self._sources.terms.terms
        return self._templates.render(
            "glossary.md.jinja",
            abbreviations=glossary.abbreviations(terms),
            groups={
                title: [
                    {**as_fields(term), "passages": self._places.told_in(term.passages)}
                    for term in group
                ]
                for title, group in glossary.by_kind(terms).items()
            },
        )

    def listing_of_notes(self) -> str:
        """All notes, chapter by chapter, with the page of the original each stands on."""
        listing = Listing(self._manuscript, self._writer, self._places, self._sources.paper)
        return self._templates.render("notes.md.jinja", chapters=listing.chapters())

    def contents(self) -> str:
        """List the chapters, each with the pages of the original that it retells."""
        return self._templates.render(
            "contents.md.jinja",
            chapters=[
                {
                    "number": chapter.number,
                    "link": link(chapter.title, chapter.page),
                    "pages": self._sources.paper.pages(chapter.first, chapter.last)
                    if chapter.first
                    else "",
                }
                for chapter in self._manuscript.chapters
            ],
        )

    def whole_paper(self) -> str:
        """Open the page with the whole paper: its cover, and the place for the other pages."""
        cover = cover_text(self._sources, self._publication)
        return self._templates.render("whole-paper.md.jinja", cover=cover, place=PLACEHOLDER)

    def by_name(self) -> dict[str, Callable[[], str]]:
        """Return the parts by the names of their macros."""
        return {name: getattr(self, name) for name in PART_NAMES}


PART_NAMES = (
    "bibliography",
    "timeline",
    "glossary",
    "listing_of_notes",
    "contents",
    "whole_paper",
)


def _dimensions(names: Sequence[str]) -> str:
    shown = enumerate_words(map(escape, names))
    return f"{shown} dimension{'s' if len(names) > 1 else ''}" if names else ""
