"""Notes as HTML: the text of each in the house style, markers, and the section of a chapter."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros.data.settings import Numbering
from macros.pages.notes import (
    NEAR,
    Note,
    first_citations,
    position,
    successive_citations,
    tell_apart,
)
from macros.style.citations import CitationItem
from macros.style.house_style import FirstNote, LaterCitation
from macros.text import ends_a_block, is_plain, link, plain_text, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from macros.bib.entries import Entry
    from macros.pages.manuscript import Manuscript
    from macros.pages.notes import Note, NoteAgain
    from macros.style.house_style import HouseStyle

_CLOSED_TEXT = re.compile(r"[.?!…](?:\]\([^)]*\)|</\w+>|[*_”’\"')»\]])*$")


class NoteWriter:
    """Writes notes as HTML. `works_page` lists the works, if any page does.

    `from_markdown` makes HTML of what authors write, in which `hold` keeps references apart.
    Where each chapter numbers its own notes, each gives its works in full once: a note number of
    another chapter would mislead, and The Chicago Manual of Style too asks for this in books.
    """

    def __init__(
        self,
        notes: Sequence[Note],
        bibliography: Mapping[str, Entry],
        style: HouseStyle,
        *,
        works_page: str = "",
        numbering: Numbering | None = None,
        hold: Callable[[object], str],
        from_markdown: Callable[[str, str, int], str],
    ) -> None:
        """Work out, for all notes together, where each work is cited first."""
        self._bibliography = bibliography
        self._style = style
        self._works_page = works_page
        self._hold = hold
        self._from_markdown = from_markdown
        self._together = (numbering or Numbering()).together
        pairs = list(successive_citations(notes))
        self._next = {(note, key): later for note, later, key in pairs}
        last = {(later, key): note for note, later, key in pairs}
        groups: defaultdict[str, list[Note]] = defaultdict(list)
        for note in notes:
            groups[self._together(note.page)].append(note)
        self._courses = {name: _Course(group, last, bibliography) for name, group in groups.items()}
        self._written: dict[Note, str] = {}
        self._in_full: dict[str, str] = {}

    def write(self, note: Note) -> str:
        """Return a note as HTML, of blocks such as `<p>` and `<ul>`.

        It ends in one full stop, also after an address. Links to pages are those of `link`.
        """
        if note not in self._written:
            self._written[note] = self._write(note)
        return self._written[note]

    def _write(self, note: Note) -> str:
        pieces = self._close(list(self._pieces(note)))
        if all(isinstance(piece, Markup) or is_plain(piece) for piece in pieces):
            return f"<p>{''.join(pieces).strip()}</p>"
        held = (self._hold(each) if isinstance(each, Markup) else each for each in pieces)
        return self._from_markdown("".join(held).strip(), note.page, note.line)

    def _pieces(self, note: Note) -> Iterator[str]:
        """Give a note in pieces: what its author wrote as text, what the style writes as Markup."""
        if prefix := note.prefix.strip():
            yield f"{prefix} "
        written: list[CitationItem] = []
        previous: object = None
        for part in note.citation:
            if isinstance(part, str):
                yield part
            else:
                if isinstance(previous, CitationItem):
                    yield Markup(self._style.phrases.separators.works)
                if prefix := part.prefix.strip():
                    yield f"{prefix} "
                yield Markup(self._write_item(note, part, written))
                yield from _suffix(part)
                written.append(part)
            previous = part

    def _close(self, pieces: list[str]) -> list[str]:
        """End a note in a full stop, unless its author has ended it, or ends it with a block."""
        while pieces and not pieces[-1].strip():
            pieces.pop()
        *others, last = pieces or [""]
        if isinstance(last, Markup):
            return [*others, Markup(self._style.close(last.rstrip()))]
        text = "".join(pieces).rstrip()
        if ends_a_block(text) or _CLOSED_TEXT.search(text):
            return pieces
        return [*others, self._style.close(last.rstrip())]

    def next_citations(self, note: Note) -> list[Note]:
        """For each work of a note, the next note that cites it: the way through the chapters."""
        later = (self._next.get((note, item.cite_key)) for item in note.items)
        return list(dict.fromkeys(found for found in later if found))

    def work_address(self, cite_key: str) -> str:
        """Where the bibliography lists a work, as `page.md#fragment`."""
        return f"{self._works_page}#ref-{cite_key}" if self._works_page else ""

    def _write_item(self, note: Note, item: CitationItem, written: Sequence[CitationItem]) -> str:
        """Write a citation item of a note, behind those that are `written`."""
        entry = self._bibliography[item.cite_key]
        course = self._courses[self._together(note.page)]
        address = self.work_address(entry.key)
        if entry.kind in self._style.phrases.always_in_full:
            return self._style.reference(entry, item, address)
        if course.is_first(note, item, written):
            shortened = course.is_shortened_later(item.cite_key)
            return self._style.reference(entry, item, address, is_shortened_later=shortened)
        full = self._plain_reference(entry)
        return self._style.later_citation(entry, item, course.describe(note, item, written, full))

    def _plain_reference(self, entry: Entry) -> str:
        if entry.key not in self._in_full:
            self._in_full[entry.key] = plain_text(self._style.reference(entry))
        return self._in_full[entry.key]


def _suffix(item: CitationItem) -> Iterator[str]:
    """Give what its author wrote behind a work, apart from it where it is a word or in brackets."""
    if suffix := item.suffix.strip():
        is_apart = suffix[:1].isalnum() or suffix.startswith(("(", "[", "“"))
        yield f" {suffix}" if is_apart else suffix


class _Course:
    """Notes that are counted together, in order; "cited above" means a note among them.

    `last` says, for a note and a work in it, which note cited the work before, if any did: of a
    work that is not cited first here, that one is among them too.
    """

    def __init__(
        self,
        notes: Sequence[Note],
        last: Mapping[tuple[Note, str], Note],
        bibliography: Mapping[str, Entry],
    ) -> None:
        self._first = first_citations(notes)
        self._last = last
        self._counts = Counter(item.cite_key for note in notes for item in note.items)
        self._distinctions = tell_apart(bibliography[key] for key in self._first)
        self._before = {
            note: before.items[0]
            for before, note in pairwise(notes)
            if before.page == note.page and len(before.items) == 1
        }

    def is_first(self, note: Note, item: CitationItem, written: Sequence[CitationItem]) -> bool:
        """Whether a citation is the first of its work, in whatever note."""
        again = item.cite_key in {earlier.cite_key for earlier in written}
        return self._first[item.cite_key] is note and not again

    def is_shortened_later(self, cite_key: str) -> bool:
        """Whether a later citation calls the makers of a work by surname or abbreviation alone."""
        return self._counts[cite_key] > 1 and not self._distinctions[cite_key].with_given_names

    def describe(
        self, note: Note, item: CitationItem, written: Sequence[CitationItem], full: str
    ) -> LaterCitation:
        """Say how a later citation stands to those before it; `full` is the work's reference."""
        first = self._first[item.cite_key]
        before = written[-1] if written else self._before.get(note)
        again = item.cite_key in {other.cite_key for other in written}
        distinction = self._distinctions[item.cite_key]
        return LaterCitation(
            first_note=None if first is note else FirstNote(first.number, first.address, full),
            position=position(item, before),
            is_near=again or note.number - self._last[note, item.cite_key].number <= NEAR,
            with_title=distinction.with_title,
            with_given_names=distinction.with_given_names,
        )


HEADING_ID = "notes"
BACK = "\u21a9\ufe0e"  # an arrow, shown as text and not as a picture
_OPENING = re.compile(r"<p\b[^>]*>")
# Behind these a line may end without a space (Unicode Standard Annex 14, classes EX, IN, BA, HY
# and SY); a word joiner keeps the marker of a note.
_MAY_END_A_LINE = ("?", "!", "…", "–", "—", "-", "/")
_END_OF_MARKUP = re.compile(r"(?:[*_]|\]\([^)\n]*\)|\{:[^}\n]*\}|</\w+>)+$")


class NoteSection:
    """Writes the notes of chapters, whose text `writer` gives, into their pages.

    Source of the roles: W3C, Digital Publishing WAI-ARIA Module 1.1.
    """

    def __init__(self, manuscript: Manuscript, writer: NoteWriter) -> None:
        """Take the manuscript once every page has been read."""
        self._manuscript = manuscript
        self._writer = writer
        self._words = manuscript.words.notes

    def marker(self, note: Note, before: str) -> Markup:
        """Set the marker of a note; `before` is the text in front of it."""
        return self._marker(f"fnref:{note.number}", note, before)

    def marker_again(self, again: NoteAgain, before: str) -> Markup:
        """Set it once more; on another page it tells what the note says."""
        if not again.is_elsewhere:
            return self._marker(again.id, again.note, before)
        number = str(again.note.number)
        marker = link(
            number,
            again.note.address,
            " ".join(plain_text(self._writer.write(again.note)).split()),
            class_="note-elsewhere",
            role="doc-noteref",
            aria_label=self._words.note.format(number=number),
        )
        return _raised(again.id, marker, before)

    def _marker(self, id: str, note: Note, before: str) -> Markup:
        number = note.number
        title = quoted(self._words.note.format(number=number))
        marker = (
            f'<a class="footnote-ref" href="#fn:{number}" role="doc-noteref" '
            f'aria-label="{title}">{number}</a>'
        )
        return _raised(id, marker, before)

    def section(self, notes: Sequence[Note]) -> str:
        """Write the section of a page's notes: Markdown around the list, which is HTML."""
        items = "\n".join(map(self._item, notes))
        listed = f'<ol start="{notes[0].number}">\n{items}\n</ol>'
        return (
            f'<section class="footnote" role="doc-endnotes" aria-labelledby="{HEADING_ID}" '
            f'markdown="block">\n\n## {self._words.heading} {{: #{HEADING_ID} }}\n\n'
            f"{self._manuscript.hold(Markup(listed))}\n\n</section>"
        )

    def _item(self, note: Note) -> str:
        """Write a note with its lasting address, the ways to later notes, and those back."""
        text = self._writer.write(note)
        if note.name:
            text = _put_first(f'<span id="note-{note.name}"></span>', text)
        nexts, back = list(self._nexts(note)), "".join(self._ways_back(note))
        text = _put_last(" " + " ".join(nexts) if nexts else "", f"\xa0{back}", text)
        return f'<li id="fn:{note.number}">\n{text}\n</li>'

    def _nexts(self, note: Note) -> Iterator[str]:
        for later in self._writer.next_citations(note):
            title = self._manuscript.title_of(later, note.page)
            yield link(
                "",
                later.address,
                class_="note-next",
                data_note=title,
                aria_label=self._words.next.format(note=title),
            )

    def _ways_back(self, note: Note) -> Iterator[str]:
        again = self._manuscript.markers_again(note)
        places = [f"{note.page}#fnref:{note.number}", *(f"{a.page}#{a.id}" for a in again)]
        for count, address in enumerate(places, 1):
            form = self._words.back_to_place if again else self._words.back
            words = form.format(number=note.number, place=count)
            yield link(
                BACK,
                address,
                words,
                class_="footnote-backref",
                role="doc-backlink",
                aria_label=words,
            )


def _raised(id: str, marker: str, before: str) -> Markup:
    may_end = _END_OF_MARKUP.sub("", before.rpartition("\n")[2]).endswith(_MAY_END_A_LINE)
    joiner = "\u2060" if may_end else ""
    return Markup(f'<sup id="{quoted(id)}" data-search-exclude="">{joiner}{marker}</sup>')


def _put_first(mark: str, blocks: str) -> str:
    """Put a mark into the first paragraph of HTML, or into one in front of its blocks."""
    opening = _OPENING.match(blocks)
    if opening:
        return f"{opening[0]}{mark}{blocks[opening.end() :]}"
    return f"<p>{mark}</p>\n{blocks}"


def _put_last(more: str, end: str, blocks: str) -> str:
    """Put `more` and `end` behind the text of the last paragraph, or into one of their own."""
    if blocks.endswith("</p>"):
        return f"{blocks.removesuffix('</p>')}{more}{end}</p>"
    return f"{blocks}\n<p>{(more + end).strip()}</p>"
