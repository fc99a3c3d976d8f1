"""A house style: a folder with phrases.yml and works.jinja, and what they make of works."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import asdict, replace

from macros.bib.entries import Contribution, Entry, Name
from macros.bib.reading import RawEntry
from macros.bib.works import read_entry
from macros.data.words import Words
from macros.style.citations import CitationItem, Position
from macros.style.phrases import Phrases
from macros.style.wording import Html, Wording
from macros.templates import TemplateFolder
from macros.text import escape, fill, link, markup, plain_text, web_link

WORKS = "works.jinja"
# Fields without which others say nothing, or may be told otherwise.
_FEW = {"title", "author", "editor", "editortype", "entrysubtype"}
_NEEDED = {"urldate": {"url"}, "eprint": {"eprinttype", "archiveprefix"}}
_words = re.compile(r"\d+|[^\W\d_]{4,}").findall  # not so short that a style may have them
_COMMENT = re.compile(r"(?s)\{##.*?##\}")
_BODIES = ("publisher", "publisher_place", "original_publisher", "original_publisher_place")


class FirstNote(Struct, frozen=True):
    """The note that gives a work in full: its number, its address, the reference as plain text."""

    number: int
    address: str
    reference: str


class LaterCitation(Struct, frozen=True):
    """How a work that was given in full is cited again, for the macro `later_citation`.

    `first_note` is missing where the same note gave it in full. `position` is CSL's; `is_near` says
    that one of the last notes cites the work too.
    """

    first_note: FirstNote | None = None
    position: Position = "subsequent"
    is_near: bool = False
    with_title: bool = False
    with_given_names: bool = False


class HouseStyle:
    """Writes references as HTML, in which links to pages are those of `link`."""

    def __init__(self, folder: Path, phrases: Phrases, words: Words) -> None:
        """Open the style in `folder`; raises BrokenTemplateError for one that is broken.

        `words` are those of the site's language, for dates and ordinals.
        """
        self.phrases = phrases
        self._wording = wording = Wording(phrases, words)
        self.dates = wording.dates
        helpers: dict[str, object] = {
            "parts": wording.join_parts,
            "sentences": wording.join_sentences,
            "names": wording.join_names,
            "editor_mark": wording.editor_mark,
            "role_mark": wording.role_mark,
            "journal_series": wording.journal_series,
            "counted": wording.counted,
            "capital": _capital,
            "words": phrases,
            "italic": _italic,
            "quoted": wording.quote,
            "linked": _link,
            "note_link": _link_to_note,
            "web": web_link,
        }
        self._fields: dict[Entry, dict[str, object]] = {}
        self._in_full: dict[Entry, Markup] = {}
        self._later: dict[Entry, SimpleNamespace] = {}
        self._macros = TemplateFolder(folder, helpers, repr((phrases, words))).macros(WORKS)
        written = (_COMMENT.sub("", file.read_text("utf-8")) for file in folder.glob("*.jinja"))
        self._has_lists = any("is_listed" in text for text in written)

    def forget(self) -> None:
        """Let go of what is kept of works, once everything has been written."""
        self._fields.clear()
        self._in_full.clear()
        self._later.clear()

    def knows(self, kind: str) -> bool:
        """Whether the style has a rule for this kind of work."""
        return kind in self._macros

    def reference(
        self,
        entry: Entry,
        item: CitationItem | None = None,
        address: str = "",
        *,
        is_shortened_later: bool = False,
        is_listed: bool = False,
    ) -> Markup:
        """Write a work in full, with the place that `item` cites, or else its own pages.

        `address` is where the title links to, as `page.md#fragment`. With
        `is_shortened_later` the style may introduce the abbreviation that later citations use.
        Where it `is_listed`, in a bibliography, the style may have another form.
        """
        is_listed &= self._has_lists  # else the same would be written twice
        is_plain = not (item or address or is_shortened_later or is_listed)
        if is_plain and entry in self._in_full:
            return self._in_full[entry]
        how = {"is_shortened_later": is_shortened_later, "is_listed": is_listed}
        work = self._work(entry, address=address, **how)
        text = self._macros[entry.kind](
            work, self._wording.locator(item, entry.page, entry.page_label or "page")
        )
        if is_plain:
            self._in_full[entry] = text
        return text

    def address(self, entry: Entry) -> Markup:
        """Write where a work can be found: "at: …", or nothing."""
        return self._macros["address"](self._work(entry)).strip()

    def later_citation(self, entry: Entry, item: CitationItem, citation: LaterCitation) -> Markup:
        """Write a work that was given in full before."""
        if entry not in self._later:
            title = escape(entry.title_short or entry.title.partition(":")[0])
            self._later[entry] = self._work(entry, title_short=title)
        work = self._later[entry]
        return self._macros["later_citation"](work, self._wording.locator(item), citation)

    def locator(self, item: CitationItem | None, pages: str = "") -> Markup:
        """Write the place in a work: "p. 53", "pp. 9-12, 31-42", "ch. 3"."""
        return self._wording.locator(item, pages).text

    def shows(self, field: str, work: RawEntry, entry: Entry) -> bool:
        """Whether a field of a work, as written in its file, adds to what is written of it here.

        So it is where a word that no other field has stands in the reference, or where it says what
        another says there. Else it is left out to see: from among the other fields, and from beside
        the few without which there is no work.
        """
        texts = {name: work.text(name).strip("{}") for name in work.fields}
        written, own = plain_text(self.reference(entry)), texts.pop(field)
        others = texts.values()
        if {*_words(own)}.intersection(_words(written)).difference(*map(_words, others)):
            return True
        if own in others and not own.isdecimal() and own in written:
            return True
        needed = _FEW | _NEEDED.get(field, set())
        few = {name: value for name, value in work.fields.items() if name in needed}
        return self._adds(field, work) or self._adds(
            field, replace(work, fields=few | {field: work.fields[field]})
        )

    def _adds(self, field: str, work: RawEntry) -> bool:
        """Whether a work has more words in its reference than it has without a field."""
        less = {name: value for name, value in work.fields.items() if name != field}
        both = (read_entry(work), read_entry(replace(work, fields=less)))
        for is_listed in (False, True)[: 1 + self._has_lists]:
            texts = [plain_text(self.reference(each, is_listed=is_listed)) for each in both]
            one, other = (Counter(re.findall(r"\w+", text)) for text in texts)
            if one - other:
                return True
        return False

    def close(self, reference: Html) -> Html:
        """End a reference in a full stop, where the style wants one."""
        return self._wording.close(reference)

    def _work(self, entry: Entry, **how: object) -> SimpleNamespace:
        """Make a work ready for templates; `how` is what this citation of it has of its own."""
        if entry not in self._fields:
            self._fields[entry] = self._ready(entry)
        return SimpleNamespace(**(self._fields[entry] | how))

    def _ready(self, entry: Entry) -> dict[str, object]:
        phrases, wording = self.phrases, self._wording
        prefix = entry.use_prefix
        fields = {
            name: value and _escaped(value, with_prefix=prefix)
            for name, value in asdict(entry).items()
        }
        return fields | {
            "kind": entry.kind,
            "creators": _escaped(entry.creators),
            **self._contributions(entry),
            "url": entry.url,
            "doi_url": entry.doi_url,
            **{name: wording.join_bodies(getattr(entry, name)) for name in _BODIES},
            "genre": phrases.genres.get(entry.genre, fields["genre"]),
            **wording.dated(entry),
            "edition": wording.edition(escape(entry.edition)),
            "link": web_link(entry.doi_url or entry.url) if entry.doi_url or entry.url else "",
            "accessed": wording.date(entry.accessed),
            "original_year": wording.year(entry.original_date),
            "is_by_bodies": bool(entry.creators) and not entry.has_personal_creators,
            "address": "",
            "is_shortened_later": False,
            "is_listed": False,
        }

    def _contributions(self, entry: Entry) -> dict[str, object]:
        """Tell whose names come first, where there is no author, from what others did."""
        made = entry.contributions
        leads = not (entry.author or entry.editor)
        leading = [each for each in made if leads and each.names == entry.creators][:1]
        by = [self._wording.by(_ready_names(each)) for each in made if each not in leading]
        return {"leading": [*map(_ready_names, leading)], "others": self._wording.join_parts(by)}


def _ready_names(made: Contribution) -> SimpleNamespace:
    return SimpleNamespace(role=made.role, names=_escaped(made.names))


def _capital(text: Markup) -> Markup:
    """Begin with a capital letter: "special issue" → "Special issue"."""
    return text[:1].upper() + text[1:]


def _italic(text: Markup) -> Markup:
    return markup("<em>{}</em>", text) if text else text


def _link(text: Markup, target: SimpleNamespace | FirstNote | None) -> Markup:
    return link(text, target.address, getattr(target, "reference", "")) if target else text


def _link_to_note(note: FirstNote, word: str) -> Markup:
    return link(
        fill("{word} {number}", word=word, number=note.number), note.address, note.reference
    )


def _escaped(value: object, *, with_prefix: bool = False) -> object:
    if isinstance(value, tuple):
        return tuple(_escaped(each, with_prefix=with_prefix) for each in value)
    if isinstance(value, Name):
        forms = {form: escape(getattr(value, form)) for form in ("full", "short", "abbreviation")}
        inverted = escape(value.inverted(with_prefix=with_prefix))
        return SimpleNamespace(**forms, inverted=inverted, others=value.others)
    return escape(value) if isinstance(value, str) else value
