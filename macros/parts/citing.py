"""How to cite the companion; and its chapters and passages, with the original, in four forms."""

from __future__ import annotations

import json
from functools import cache

from markupsafe import Markup
from msgspec import Struct
from msgspec.json import encode
from msgspec.structs import replace

from macros.bib.entries import Entry
from macros.pages.passages import Chapter, Passage, stem
from macros.parts.bibtex import to_biblatex
from macros.parts.export import csl_json, to_ris
from macros.sources import Sources
from macros.style.citations import CitationItem
from macros.text import fill, link, markup, plain_text

FOLDER = "cite"
KIND = "companion_chapter"
_FORMATS = (("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "json"))  # beside the house style's

_BLOCK = Markup(
    '<details class="cite" id="cite-this-chapter" data-search-exclude="">\n'
    "<summary>{words.chapter}</summary>\n"
    "<p>{words.which}</p>\n"
    "<p><strong>{words.original}</strong> {original}</p>\n"
    "<p><strong>{words.companion}</strong> {companion}</p>\n"
    '<p class="downloads"><strong>{words.files}</strong> {links}</p>\n</details>'
)


def companion_reference(sources: Sources, address: str) -> Markup:
    """Write the companion as a work; `address` is where it is published, as far as is known."""
    edition = sources.paper.companion
    entry = Entry(
        key="companion",
        kind="document",
        line=0,
        title=edition.title,
        number=sources.words.citing.edition.format(version=edition.version),
        issued=edition.date,
        url=address,
    )
    return sources.style.reference(entry)


class Target(Struct, frozen=True):
    """What to cite: its address; its number, if it is a passage; its pages with their "p."."""

    address: str
    number: str
    pages: Markup
    volume: Markup


# What a passage's own values stand for in the forms of a chapter; the site's script fills them in.
TOKENS = Target("@ADDRESS@", "@NUMBER@", pages=Markup("@PAGES@"), volume=Markup("@VOLUME@"))


class Form(Struct, frozen=True):
    """One way to write the two citations; `file` is the extension of its file."""

    label: str
    file: str
    companion: str
    original: str

    @property
    def both(self) -> str:
        """The two citations as one file, the original first."""
        if self.file == "json":
            both = [*json.loads(self.original), *json.loads(self.companion)]
            return json.dumps(both, ensure_ascii=False, indent=2) + "\n"
        return f"{self.original.rstrip()}\n\n{self.companion.rstrip()}\n"


class Citing:
    """Writes how to cite the chapters of a companion that is published at `address`, if known."""

    def __init__(self, sources: Sources, address: str) -> None:
        self._sources = sources
        self._words = sources.words.citing
        self._style = sources.style
        roles = sources.style.phrases.roles
        by = {name: plain_text(role.by) for name, role in roles.items()}
        self._kinds = {**sources.words.citing.kinds, **by}
        self._site = address
        wanted = sources.paper.companion.cite_chapters
        self._original = sources.original if wanted else None
        self._any_original = cache(self._cite_original)  # with tokens: the same in all chapters

    def cite(self, chapter: Chapter) -> tuple[Markup, dict[str, str]]:
        """Return how to cite a chapter, as HTML for its page, and files to offer, path → text.

        Among the files is a script with the forms for the chapter's passages; pages opened from a
        disk can load no other data. There is nothing without an original to cite.
        """
        if not self._original:
            return Markup(""), {}
        address = f"{self._site.rstrip('/')}/{stem(chapter.page)}/" if self._site else ""
        target = Target(address, "", *self._pages(chapter))
        companion, own_texts = self._cite_companion(chapter, target)
        original, texts = self._cite_original(self._original, target)
        forms = self._forms(own_texts, texts)
        files = {f"{FOLDER}/{stem(chapter.page)}.{form.file}": form for form in forms}
        links = (link(form.label, path, download="") for path, form in files.items())
        block = _BLOCK.format(
            words=self._words,
            companion=companion,
            original=original,
            links=self._sources.words.lists.chain(links),
        )
        data = {f"{FOLDER}/{stem(chapter.page)}.js": self._data(chapter, self._original)}
        return block, {path: form.both for path, form in files.items()} | data

    def _pages(self, place: Chapter | Passage) -> tuple[Markup, Markup]:
        """Name the pages that a place retells, and those of the volume: "p. 2", "p. 60"."""
        first, last, paper = place.first, place.last, self._sources.paper
        own = str(first) if first == last else f"{first}-{last}"
        volume = paper.pages_in_volume(first, last) if paper.first_page_in_volume else ""
        locator = self._style.locator
        both = locator(CitationItem("", own)), locator(CitationItem("", volume))
        return both if first else (Markup(""), Markup(""))

    def _cite_companion(self, chapter: Chapter, target: Target) -> tuple[Markup, list[str]]:
        """Return the reference of a chapter as HTML, and its text in each form."""
        edition, words = self._sources.paper.companion, self._words
        version = words.version.format(version=edition.version)
        paragraph = words.paragraph.format(number=target.number) if target.number else ""
        entry = Entry(
            key=f"companion-{stem(chapter.page)}",
            kind=KIND,
            line=0,
            title=chapter.title,
            container_title=edition.title,
            issued=edition.date,
            url=target.address,
            note="; ".join(filter(None, (version, paragraph))),
        )
        item = CitationItem("", target.number, "paragraph") if target.number else None
        return self._in_all_forms(self._style.reference(entry, item), entry)

    def _cite_original(self, original: Entry, target: Target) -> tuple[Markup, list[str]]:
        """Return its reference, with the pages of a target, as HTML, and its text in each form."""
        words, style = self._words, self._style
        if not target.pages:
            return self._in_all_forms(style.reference(original), replace(original, note=""))
        own = fill(words.own_pages, pages=target.pages)
        pages = markup(", {} ({})", target.volume, own) if target.volume else ", " + target.pages
        without_pages = style.reference(replace(original, page=""))
        address = style.address(original)
        if address not in without_pages:
            pages = pages + ", " + address
        form = words.cited_in_volume if target.volume else words.cited
        note = plain_text(form.format(volume=target.volume, pages=target.pages))
        return self._in_all_forms(without_pages + pages, replace(original, note=note))

    def _in_all_forms(self, reference: Markup, entry: Entry) -> tuple[Markup, list[str]]:
        closed, kinds = self._style.close(reference), self._kinds
        exports = to_biblatex(entry, kinds), to_ris(entry, kinds), csl_json([entry], kinds)
        return closed, [plain_text(closed), *exports]

    def _forms(self, companion: list[str], original: list[str]) -> list[Form]:
        kinds = ((self._words.house_style, "txt"), *_FORMATS)
        texts = zip(companion, original, strict=True)
        return [Form(*kind, *both) for kind, both in zip(kinds, texts, strict=True)]

    def _data(self, chapter: Chapter, original: Entry) -> str:
        """Write as a script the forms of any passage, with tokens, and the values of each."""
        tokens = TOKENS if chapter.first else replace(TOKENS, pages=Markup(""), volume=Markup(""))
        if self._sources.paper.first_page_in_volume is None:
            tokens = replace(tokens, volume=Markup(""))
        _, companion = self._cite_companion(chapter, tokens)
        data = {
            "forms": self._forms(companion, self._any_original(original, tokens)[1]),
            "passages": {p.id: self._values(p) for p in chapter.passages if p.number},
            "words": self._sources.words.dialog,
        }
        return f"window.citationForms = {encode(data).decode()};\n"

    def _values(self, passage: Passage) -> dict[str, str]:
        pages, volume = map(plain_text, self._pages(passage))
        return {"number": passage.number, "pages": pages, "volume": volume}
