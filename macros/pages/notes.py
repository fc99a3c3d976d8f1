"""Notes: what each says about the works in it; and as HTML, in the house style, with markers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from macros.bib.entries import Entry
from macros.problems import Problem
from macros.style.citations import Citation, CitationItem, Position
from macros.style.house_style import FirstNote, LaterCitation
from macros.text import (
    ends_a_block,
    escape,
    is_plain,
    link,
    markup,
    plain_text,
    quoted,
    says_something,
    trusted,
)

if TYPE_CHECKING:
    from macros.pages.manuscript import Manuscript

NEAR = 5  # notes back; CSL 1.0.2, "near-note-distance"
EMPTY = "this note is empty; write text or cite(…) into it"


class Note(Struct, eq=False):
    """A note of a page, by its path in the docs folder; its marker stands on `line`.

    `number` is what readers see. `name` is the author's own handle (the `id` of the macro), empty
    where none was given. The words of a footnote of Markdown stand elsewhere, on `text_line`, and
    may be read later. No two notes are equal, whatever they say.
    """

    number: int
    page: str
    line: int
    citation: Citation = ()
    name: str = ""
    prefix: str = ""
    is_footnote: bool = False
    text_line: int = 0

    @property
    def items(self) -> list[CitationItem]:
        """The works that the note cites, in order."""
        return [part for part in self.citation if isinstance(part, CitationItem)]

    @property
    def address(self) -> str:
        """Where the note stands: chapter and fragment."""
        return f"{self.page}#fn:{self.number}"

    @property
    def marker_id(self) -> str:
        """The fragment that leads to the note's marker."""
        return f"fnref:{self.number}"


class NoteAgain(Struct, frozen=True):
    """A further marker of a note, on `page`; `count` is 2 for the second marker of the note."""

    note: Note
    page: str
    count: int

    @property
    def marker_id(self) -> str:
        """The fragment that leads to the marker, as Python-Markdown names those on one page."""
        return f"fnref{self.count}:{self.note.number}"


def citations_of(notes: Iterable[Note]) -> Mapping[str, Sequence[tuple[Note, CitationItem]]]:
    """For each cite key, every note that cites the work, with the citation item."""
    found: defaultdict[str, list[tuple[Note, CitationItem]]] = defaultdict(list)
    for note in notes:
        for item in note.items:
            found[item.cite_key].append((note, item))
    return found


def successive_citations(notes: Iterable[Note]) -> Iterator[tuple[Note, Note, str]]:
    """Pair each note with the next one that cites the same work; with the work's cite key."""
    for cite_key, citations in citations_of(notes).items():
        for note, later in pairwise(dict.fromkeys(note for note, _ in citations)):
            yield note, later, cite_key


def position(item: CitationItem, before: CitationItem | None) -> Position:
    """Say how a later citation follows on `before`, the one directly in front of it.

    `before` is the citation item before it in the same note; for the first in a note, the only one
    of the note before; or nothing.
    """
    if before is None or before.cite_key != item.cite_key:
        return "subsequent"
    if (before.label, before.locator, before.within) == (item.label, item.locator, item.within):
        return "ibid"
    return "ibid-with-locator" if item.locator else "subsequent"


class Distinction(Struct, frozen=True):
    """What a later citation needs, beyond surnames, to tell a work from the others cited."""

    with_title: bool = False
    with_given_names: bool = False


def tell_apart(entries: Iterable[Entry]) -> dict[str, Distinction]:
    """For each cite key, what keeps a later citation from meaning another work.

    Works of the same people get a title, different people of the same surnames their given names.
    Names are compared as written: "J. Nye" and "Joseph Nye" are two people.
    """
    found = [
        (entry.key, tuple(n.short for n in entry.creators), tuple(n.full for n in entry.creators))
        for entry in entries
    ]
    works_by = Counter(names for _, _, names in found)
    people_called = Counter(surnames for surnames, _ in {(short, full) for _, short, full in found})
    return {
        key: Distinction(works_by[names] > 1, people_called[surnames] > 1)
        for key, surnames, names in found
    }


_CLOSED_TEXT = re.compile(r"[.?!…](?:\]\([^)]*\)|</\w+>|[*_”’\"')»\]])*$")


class NoteWriter:
    """Writes the notes of a complete manuscript as HTML.

    `to_html` makes HTML of a note in pieces that stands on a line of a page; see `_pieces`.
    Where each chapter numbers its own notes, each gives its works in full once: a note number of
    another chapter would mislead, and The Chicago Manual of Style too asks for this in books.
    """

    def __init__(
        self, manuscript: Manuscript, to_html: Callable[[Sequence[str], str, int], Markup]
    ) -> None:
        self._manuscript = manuscript
        self._bibliography = bibliography = manuscript.sources.bibliography
        self._style = manuscript.sources.style
        self._to_html = to_html
        if manuscript.numbering.per_chapter:
            notes_on = manuscript.notes_on.items()
            self._counts = {page: _CitationHistory(notes, bibliography) for page, notes in notes_on}
        else:
            count = _CitationHistory(manuscript.notes, bibliography)
            self._counts = dict.fromkeys(manuscript.notes_on, count)
        self._written: dict[Note, Markup] = {}
        self._first_notes: dict[tuple[Note, str], FirstNote] = {}

    def write(self, note: Note) -> Markup:
        """Return a note as HTML, of blocks such as `<p>` and `<ul>`.

        It ends in one full stop, also after an address. Links to pages are those of `link`.
        """
        if note not in self._written:
            self._written[note] = self._write(note)
        return self._written[note]

    def _write(self, note: Note) -> Markup:
        pieces = self._close(list(self._pieces(note)))
        if all(isinstance(piece, Markup) or is_plain(piece) for piece in pieces):
            return markup("<p>{}</p>", trusted("".join(pieces).strip()))
        line = note.text_line or note.line
        html = self._to_html(pieces, note.page, line)
        if not says_something(html):
            source = self._manuscript.page_sources[note.page]
            self._manuscript.problems.append(Problem(source, line, EMPTY))
        return html

    def _pieces(self, note: Note) -> Iterator[str]:
        """Give a note in pieces: what its author wrote as text, what the style writes as Markup."""
        if prefix := note.prefix.strip():
            yield f"{prefix} "
        written: list[CitationItem] = []
        for before, part in pairwise(["", *note.citation]):
            if isinstance(part, str):
                yield part
                continue
            if isinstance(before, CitationItem):
                yield escape(self._style.phrases.separators.works)
            if prefix := part.prefix.strip():
                yield f"{prefix} "
            yield self._write_item(note, part, written)
            if suffix := part.suffix.strip():
                is_apart = suffix[:1].isalnum() or suffix.startswith(("(", "[", "“"))
                yield f" {suffix}" if is_apart else suffix
            written.append(part)

    def _close(self, pieces: list[str]) -> list[str]:
        """End a note in a full stop, unless its author has ended it, or ends it with a block."""
        while pieces and not pieces[-1].strip():
            pieces.pop()
        *others, last = pieces or [""]
        if isinstance(last, Markup):
            return [*others, self._style.close(last.rstrip())]
        text = "".join(pieces).rstrip()
        if ends_a_block(text) or _CLOSED_TEXT.search(text):
            return pieces
        return [*others, self._style.close(last.rstrip())]

    def _write_item(
        self, note: Note, item: CitationItem, written: Sequence[CitationItem]
    ) -> Markup:
        """Write a citation item of a note, behind those that are `written`."""
        entry, count = self._bibliography[item.cite_key], self._counts[note.page]
        first, distinction = count.first[entry.key], count.distinctions[entry.key]
        is_again = any(other.cite_key == entry.key for other in written)
        address = self._manuscript.work_address(entry.key)
        if entry.kind in self._style.phrases.always_in_full:
            return self._style.reference(entry, item, address)
        if first is note and not is_again:
            is_shortened = entry.key in count.cited_again and not distinction.with_given_names
            return self._style.reference(entry, item, address, is_shortened_later=is_shortened)
        before = written[-1] if written else count.only_item_before.get(note)
        later = LaterCitation(
            first_note=None if first is note else self._first_note(first, entry),
            position=position(item, before),
            is_near=is_again or note.number - count.previous[note, entry.key].number <= NEAR,
            with_title=distinction.with_title,
            with_given_names=distinction.with_given_names,
        )
        return self._style.later_citation(entry, item, later)

    def _first_note(self, note: Note, entry: Entry) -> FirstNote:
        if (note, entry.key) not in self._first_notes:
            reference = plain_text(self._style.reference(entry))
            self._first_notes[note, entry.key] = FirstNote(note.number, note.address, reference)
        return self._first_notes[note, entry.key]


class _CitationHistory:
    """What the notes of one run of numbers cite, a whole site's or a chapter's, and in which order.

    `first`: cite key → the note that cites the work first. `previous`: note and cite key → the note
    that cited the work before. `only_item_before`: note → the one citation item of the note before
    it, if that has no other; see `position`.
    """

    def __init__(self, notes: Sequence[Note], bibliography: Mapping[str, Entry]) -> None:
        cited = citations_of(notes)
        self.first = {key: found[0][0] for key, found in cited.items()}
        self.previous = {(later, key): note for note, later, key in successive_citations(notes)}
        self.cited_again = {key for key, found in cited.items() if len(found) > 1}
        self.distinctions = tell_apart(bibliography[key] for key in self.first)
        self.only_item_before = {
            note: before.items[0]
            for before, note in pairwise(notes)
            if before.page == note.page and len(before.items) == 1
        }


MARKER = re.compile(r'<sup id="(?P<id>[^"]*)"[^>]*>(?P<inner>.*)</sup>', re.S)  # of a note
NOTES_SECTION = {"class": "footnote", "role": "doc-endnotes", "aria-labelledby": "notes"}
BACK = "\u21a9\ufe0e"  # an arrow, shown as text and not as a picture
_OPENING = re.compile(r"<p\b[^>]*>")
# Behind these a line may end without a space (Unicode Standard Annex 14, classes EX, IN, BA, HY
# and SY); a word joiner keeps the marker of a note.
_MAY_END_A_LINE = ("?", "!", "…", "–", "—", "-", "/")
_END_OF_MARKUP = re.compile(r"(?:[*_]|\]\([^)\n]*\)|\{:[^}\n]*\}|</\w+>)+$")


class NoteSection:
    """Writes the markers of notes, and the list of notes at the end of a chapter.

    Source of the roles: W3C, Digital Publishing WAI-ARIA Module 1.1.
    """

    def __init__(self, manuscript: Manuscript, writer: NoteWriter) -> None:
        self._manuscript = manuscript
        self._writer = writer
        self._words = manuscript.sources.words.notes
        successive = successive_citations(manuscript.notes)
        self._next = {(note, key): later for note, later, key in successive}

    def marker(self, marker: Note | NoteAgain, before: str) -> Markup:
        """Set a marker behind the text `before`; on another page it tells what the note says."""
        note = marker.note if isinstance(marker, NoteAgain) else marker
        label = self._words.note.format(number=note.number)
        if marker.page == note.page:
            form = (
                '<a class="footnote-ref" href="#fn:{0}" role="doc-noteref" aria-label="{1}">{0}</a>'
            )
            to_note = markup(form, note.number, quoted(label))
        else:
            to_note = link(
                str(note.number),
                note.address,
                " ".join(plain_text(self._writer.write(note)).split()),
                class_="note-elsewhere",
                role="doc-noteref",
                aria_label=label,
            )
        line = _END_OF_MARKUP.sub("", before.rpartition("\n")[2])
        joiner = "\u2060" if line.endswith(_MAY_END_A_LINE) else ""
        form = '<sup id="{}" data-search-exclude="">{}{}</sup>'
        return markup(form, marker.marker_id, joiner, to_note)

    def list_of(self, notes: Sequence[Note]) -> Markup:
        """Write the list of a page's notes, `<ol>`."""
        items = trusted("\n".join(map(self._item, notes)))
        return markup('<ol start="{}">\n{}\n</ol>', notes[0].number, items)

    def _item(self, note: Note) -> Markup:
        """Write a note with its lasting address, links to later notes, and back to its markers."""
        text = self._writer.write(note)
        if note.name:
            text = _put_first(markup('<span id="note-{}"></span>', note.name), text)
        links = trusted("".join(f" {link}" for link in self._links_to_later(note)))
        text = _put_last(links, trusted("\xa0" + "".join(self._links_back(note))), text)
        return markup('<li id="fn:{}">\n{}\n</li>', note.number, text)

    def _links_to_later(self, note: Note) -> Iterator[Markup]:
        """Link, for each work of a note, to the next note that cites it, but to each note once."""
        found = (self._next.get((note, item.cite_key)) for item in note.items)
        for later in dict.fromkeys(filter(None, found)):
            title = self._manuscript.title_of(later, note.page)
            label = self._words.next.format(note=title)
            yield link("", later.address, class_="note-next", data_note=title, aria_label=label)

    def _links_back(self, note: Note) -> Iterator[Markup]:
        markers = self._manuscript.markers(note)
        form = self._words.back if len(markers) == 1 else self._words.back_to_place
        for place, marker in enumerate(markers, 1):
            label = form.format(number=note.number, place=place)
            address = f"{marker.page}#{marker.marker_id}"
            roles = {"class_": "footnote-backref", "role": "doc-backlink", "aria_label": label}
            yield link(BACK, address, label, **roles)


def _put_first(mark: Markup, blocks: Markup) -> Markup:
    """Put a mark into the first paragraph of HTML, or into one in front of its blocks."""
    opening = _OPENING.match(blocks)
    if opening:
        return markup("{}{}{}", blocks[: opening.end()], mark, blocks[opening.end() :])
    return markup("<p>{}</p>\n{}", mark, blocks)


def _put_last(more: Markup, end: Markup, blocks: Markup) -> Markup:
    """Put `more` and `end` behind the text of the last paragraph, or into one of their own."""
    if blocks.endswith("</p>"):
        return markup("{}{}{}</p>", blocks.removesuffix("</p>"), more, end)
    return markup("{}\n<p>{}</p>", blocks, (more + end).strip())
