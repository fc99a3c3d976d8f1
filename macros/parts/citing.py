"""How to cite a chapter or a passage: the companion and the original, in four forms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from macros.bib.entries import Entry
from macros.pages.passages import stem
from macros.parts.export import csl_json, to_biblatex, to_ris
from macros.style.citations import CitationItem
from macros.text import link, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from macros.data.words import Citing as CitingWords
    from macros.pages.passages import Chapter, Passage
    from macros.sources import Sources

FOLDER = "cite"
KIND = "companion_chapter"
# What a passage's own values stand for in the forms of a chapter; the site's script fills them in.
TOKENS = ("@NUMBER@", "@ADDRESS@", "@PAGES@", "@VOLUME@")


class Form(Struct, frozen=True):
    """One way to write the two citations; `extension` is that of its file."""

    label: str
    extension: str
    companion: str
    original: str


class Spot(Struct, frozen=True):
    """A place to cite: its address; its paragraph's number, if it is one; pages with their "p."."""

    address: str
    number: str
    pages: str
    volume: str


class _Written(Struct, frozen=True):
    """One of the two citations: its reference as HTML, and its text in every form."""

    reference: str
    forms: list[str]


class Citing:
    """Writes citations of a companion's chapters, and what its pages need to cite passages."""

    def __init__(self, sources: Sources, address: str) -> None:
        """`address` is where the companion is published, as far as that is known."""
        self._sources = sources
        self._words = sources.words.citing
        self._site = address
        wanted = sources.paper.companion.cite_chapters
        self._original = sources.bibliography.get(sources.paper.key) if wanted else None
        self._originals: dict[tuple[str, str], _Written] = {}
        self._companions: dict[tuple[str, Spot], _Written] = {}

    def _spot(self, chapter: Chapter) -> Spot:
        page = stem(chapter.page)
        address = f"{self._site.rstrip('/')}/{page}/" if self._site else ""
        return Spot(address, "", *self._pages(chapter.first, chapter.last))

    def _pages(self, first: int, last: int) -> tuple[str, str]:
        if not first:
            return "", ""
        paper, locator = self._sources.paper, self._sources.style.locator
        own = str(first) if first == last else f"{first}-{last}"
        volume = paper.pages_in_volume(first, last) if paper.first_page_in_volume else ""
        return tuple(locator(CitationItem("", pages)) for pages in (own, volume))  # type: ignore[return-value]

    def forms(self, chapter: Chapter, spot: Spot) -> list[Form]:
        """Write both citations in every form."""
        companion, original = self._cite_companion(chapter, spot), self._cite_original(spot)
        texts = zip(companion.forms, original.forms, strict=True)
        kinds = ((self._words.house_style, "txt"), *_FORMATS)
        return [Form(*kind, *both) for kind, both in zip(kinds, texts, strict=True)]

    def _cite_companion(self, chapter: Chapter, spot: Spot) -> _Written:
        place = chapter.page, spot
        if place not in self._companions:  # the page shows it, and offers it as a file
            paragraph = CitationItem("", spot.number, "paragraph") if spot.number else None
            entry, style = self._companion(chapter, spot), self._sources.style
            reference = style.close(style.reference(entry, paragraph))
            self._companions[place] = _Written(reference, _forms(reference, entry, self._words))
        return self._companions[place]

    def _cite_original(self, spot: Spot) -> _Written:
        pages = spot.pages, spot.volume
        if pages not in self._originals:  # the same for all passages of a page
            reference, entry = self._original_reference(spot), self._original_at(spot)
            self._originals[pages] = _Written(reference, _forms(reference, entry, self._words))
        return self._originals[pages]

    def _companion(self, chapter: Chapter, spot: Spot) -> Entry:
        edition, words = self._sources.paper.companion, self._words
        version = words.version.format(version=edition.version)
        place = words.paragraph.format(number=spot.number) if spot.number else ""
        return Entry(
            key=f"companion-{stem(chapter.page)}",
            kind=KIND,
            line=0,
            title=chapter.title,
            container_title=edition.title,
            issued=edition.date,
            url=spot.address,
            note="; ".join(filter(None, (version, place))),
        )

    def _original_at(self, spot: Spot) -> Entry:
        assert self._original is not None
        form = self._words.cited_in_volume if spot.volume else self._words.cited
        note = form.format(volume=spot.volume, pages=spot.pages) if spot.pages else ""
        return replace(self._original, note=plain_text(note))

    def _original_reference(self, spot: Spot) -> str:
        assert self._original is not None
        style, entry = self._sources.style, self._original
        if not spot.pages:
            return style.close(style.reference(entry))
        own = self._words.own_pages.format(pages=spot.pages)
        pages = f", {spot.volume} ({own})" if spot.volume else f", {spot.pages}"
        entry, address = replace(entry, page=""), style.address(entry)
        gives_address = address in style.reference(entry)
        suffix = pages if gives_address else f"{pages}, {address}"
        return style.close(style.reference(entry) + suffix)

    def files(self, chapters: Iterable[Chapter]) -> dict[str, str]:
        """Return the files to offer, path → text: each form of each chapter."""
        found = {}
        for chapter in chapters if self._original else ():
            for form in self.forms(chapter, self._spot(chapter)):
                path = f"{FOLDER}/{stem(chapter.page)}.{form.extension}"
                found[path] = _joined(form)
        return found

    def block(self, chapter: Chapter, passages: Iterable[Passage]) -> str:
        """Write how to cite a chapter, as HTML, with the forms for its passages as data."""
        if not self._original:
            return ""
        spot = self._spot(chapter)
        forms = self.forms(chapter, spot)
        files = self._sources.words.lists.between.join(
            link(form.label, f"{FOLDER}/{stem(chapter.page)}.{form.extension}", download="")
            for form in forms
        )
        words = self._words
        companion = self._cite_companion(chapter, spot).reference
        original = self._cite_original(spot).reference
        return (
            '<details class="cite" id="cite-this-chapter" data-search-exclude="">\n'
            f"<summary>{words.chapter}</summary>\n"
            f"<p><strong>{words.companion}</strong> {companion}</p>\n"
            f"<p><strong>{words.original}</strong> {original}</p>\n"
            f'<p class="downloads"><strong>{words.files}</strong> {files}</p>\n</details>\n'
            f'<script type="application/json" id="citation-forms">{self._data(chapter, passages)}'
            "</script>"
        )

    def _data(self, chapter: Chapter, passages: Iterable[Passage]) -> str:
        number, address, pages, volume = TOKENS
        marked = bool(chapter.first)
        in_volume = marked and self._sources.paper.first_page_in_volume is not None
        spot = Spot(address, number, pages if marked else "", volume if in_volume else "")
        data = {
            "forms": [
                {
                    "label": form.label,
                    "file": form.extension,
                    "companion": form.companion,
                    "original": form.original,
                }
                for form in self.forms(chapter, spot)
            ],
            "passages": {
                passage.id: dict(
                    zip(("number", "pages", "volume"), self._values(passage), strict=True)
                )
                for passage in passages
                if passage.number
            },
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

    def _values(self, passage: Passage) -> tuple[str, str, str]:
        pages, volume = map(plain_text, self._pages(passage.first, passage.last))
        return passage.number, pages, volume


_FORMATS = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))


def _forms(reference: str, entry: Entry, words: CitingWords) -> list[str]:
    return [
        plain_text(reference),
        to_biblatex(entry),
        to_ris(entry),
        csl_json([entry], words.kinds),
    ]


def _joined(form: Form) -> str:
    if form.extension == "json":
        both = [*json.loads(form.companion), *json.loads(form.original)]
        return json.dumps(both, ensure_ascii=False, indent=2) + "\n"
    return f"{form.companion.rstrip()}\n\n{form.original.rstrip()}\n"
