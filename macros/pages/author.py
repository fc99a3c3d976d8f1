"""The author's language: the macros that a page may call."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from textwrap import dedent

from markupsafe import Markup

from macros.bib.identifiers import pages_outside
from macros.pages.figures import Figure, FigureMacros
from macros.pages.footnotes import MACRO
from macros.pages.manuscript import Manuscript
from macros.pages.notes import EMPTY, Note, NoteAgain
from macros.pages.passages import Cited, Mention, PageMark, Part, Pointer
from macros.pages.source import PageSource
from macros.problems import Problem, Severity, did_you_mean
from macros.style.citations import LABELS, Citation, CitationItem, widest_first
from macros.templates import calling_line
from macros.text import as_paragraph, link, says_something

_LABELLED = re.compile(
    r"(?i)(pp?|chs?|secs?|paras?|arts?|vols?|nos?|figs?|cols?|fols?|apps?|nn?|ll?)\.\s*\w"
    r"|(pages?|chapters?|notes?|vols?|figures?|tables?|lines?)\b|§"
)
# Another word before a number, in whatever language ("Bd. 2, S. 12"), but that of a note.
_OTHER_LABEL = re.compile(
    r"(?:^|[,;]\s*(?!(?:see|also|esp|here|hier|insb|bes|vgl|cf|dort)\b))(?!nn?\.|[ivxlcdmIVXLCDM]+\b|(?:and|to|et)\b)"
    r"(?:[^\W\d_]{1,6}\.\s*|[^\W\d_]{3,}\s+|[a-z]{1,2}\s+)\d"
)
_HAS_PAGE = re.compile(r"\d|\b(?:[ivxlcdm]+|[A-Z]+)\b")


_MACROS = (
    "cite", "note", "noteref", "samenote", "pagemark", "mention", "term", "event", "reference",
    "companion_reference",
)  # fmt: skip
_FIGURES = ("figure", "table", "figref", "samefigure")


class Author:
    """The macros of one page; what they find goes into the manuscript."""

    def __init__(
        self,
        page: PageSource,
        manuscript: Manuscript,
        parts: Iterable[str],
        drawings: tuple[Collection[str], Collection[str]],
        companion_reference: Callable[[], Markup],
    ) -> None:
        """Open a page; `parts` are the names of the macros that stand for generated parts.

        `drawings` are those of what can draw data, and those of data that the engine works out.
        """
        self._page = page.page
        self._source = page.source
        self._manuscript = manuscript
        self._hold = manuscript.tokens.hold
        self._bibliography = manuscript.sources.bibliography
        self._parts = parts
        self._pointed: dict[tuple[str, str], int] = {}  # part and id of an entry → line
        self._companion_reference = companion_reference
        self._figures = FigureMacros(self._page, manuscript, *drawings, self._report)
        self._footnotes: dict[str, Note] = {}

    def macros(self) -> dict[str, Callable[..., str]]:
        """Return the macros by the names that authors use."""
        language: dict[str, Callable[..., str]] = {name: getattr(self, name) for name in _MACROS}
        language |= {name: getattr(self._figures, name) for name in _FIGURES}
        language[MACRO] = self.footnote
        return language | {name: self._part(name) for name in self._parts}

    def cite(
        self, cite_key: str, locator: str = "", *, prefix: str = "", suffix: str = "", **labels: str
    ) -> str:
        """Cite a work in a note: `cite("wolff2018", "6")`, or with a label, `chapter="3"`."""
        given = {"page": locator, **{name.replace("_", "-"): text for name, text in labels.items()}}
        if locator and "page" in labels:
            self._report(f'cite() has two pages, "{locator}" and page="{labels["page"]}"; keep one')
        self._check_locators(given)
        if not (cite_key := self._key_of(cite_key)):
            return self._hold("")
        if given.keys() == {"page"}:
            self._check_range(cite_key, locator)
        *within, (label, place) = [
            (label, given[label])
            for label in sorted(given.keys() & {*LABELS}, key=widest_first)
            if given[label]
        ] or [("page", "")]
        item = CitationItem(cite_key, place, label, prefix, suffix, tuple(within))
        return self._hold(Cited(item, self._source, calling_line()))

    def _check_locators(self, locators: Mapping[str, str]) -> None:
        for label, locator in locators.items():
            if label not in LABELS:
                known = [*LABELS, "locator", "prefix", "suffix"]
                self._report(f'cite() knows no "{label}"{did_you_mean(label, known)}')
            elif _LABELLED.match(locator) or (label == "page" and _OTHER_LABEL.search(locator)):
                self._report(
                    f'the house style puts its own word before "{locator}"; write the number '
                    'alone, as in "6" or chapter="3", and both as in "89", volume="8"'
                )
            elif label == "page" and locator and not _HAS_PAGE.search(locator):
                self._report(
                    f'"{locator}" is no page; write such words into the suffix, or name what they '
                    'count, as in chapter="3"',
                    severity="warning",
                )

    def _check_range(self, cite_key: str, locator: str) -> None:
        """Compare a page with those of an article or chapter; a book's are not counted."""
        pages = self._bibliography[cite_key].page
        if outside := pages_outside(locator, pages):
            self._report(
                f'"{cite_key}" has the pages {pages}, and {outside} is not among them; mend the '
                "page here, or the pages in the bibliography",
                severity="warning",
            )

    def note(
        self, *parts: str, prefix: str = "", id: str = "", caller: Callable[[], str] | None = None
    ) -> str:
        """Set a note; its parts are text and citations, or the body of a call block."""
        text = "".join(parts) + self._body(caller)
        if id and not re.fullmatch(r"[\w-]+", id):
            self._report(f'the note id "{id}" is part of an address; write letters, digits and "-"')
        note = Note(self._manuscript.next_number(self._page), self._page, calling_line(), name=id)
        self._add(note)
        self._say(note, text, prefix)
        return self._hold(note)

    def footnote(
        self, number: str, id: str = "", *, caller: Callable[[], str] | None = None
    ) -> str:
        """Set a footnote of Markdown, `[^1]`; or, with a body, say its words: see `footnotes`."""
        note = self._footnotes.setdefault(
            number, Note(0, self._page, calling_line(), name=id, is_footnote=True)
        )
        if caller:
            note.text_line = calling_line()
            self._say(note, self._body(caller))
            return ""
        if note.number:
            return self._hold(self._manuscript.add_again(note, self._page))
        note.number = self._manuscript.next_number(self._page)
        note.line, note.name = calling_line(), id
        self._add(note)
        return self._hold(note)

    def _body(self, caller: Callable[[], str] | None) -> str:
        return dedent(self._manuscript.tokens.with_texts(caller())) if caller else ""

    def _add(self, note: Note) -> None:
        known = self._manuscript.note_called(note.name, self._page)
        if known and (known.page == note.page or not (note.is_footnote or known.is_footnote)):
            place = f"{self._manuscript.page_sources[known.page]}:{known.line}"
            self._report(f'the note id "{note.name}" is used already, in {place}; choose another')
        self._manuscript.add_note(note)

    def _say(self, note: Note, text: str, prefix: str = "") -> None:
        """Let a note say something; what stands on one line is no list, heading or quotation."""
        if not says_something(text):
            self._report(EMPTY)
        is_block = text.lstrip(" \t").startswith("\n")
        text = text.strip()
        note.citation = self._citation(text if is_block or prefix else as_paragraph(text))
        note.prefix = as_paragraph(prefix)

    def noteref(self, id: str) -> str:
        """Refer to a note by its id: "Note 4", linked; it may come later, or in another chapter."""
        line = calling_line()

        def write() -> str:
            note = self._manuscript.note_called(id, self._page)
            if note:
                return link(self._manuscript.title_of(note, self._page), note.address)
            return self._report_unknown_note(id, line)

        return self._hold(write)

    def samenote(self, id: str) -> str:
        """Set the marker of a note that stands before once more: same number, same note."""
        line, note = calling_line(), self._manuscript.note_called(id, self._page)
        if not note:
            return self._hold(lambda: self._report_no_note_before(id, line))
        if self._manuscript.numbering.per_chapter and note.page != self._page:
            self._report(
                f'the note "{id}" stands in another chapter, which numbers its own notes; '
                f'write noteref("{id}"), or a note of this chapter'
            )
        return self._hold(self._manuscript.add_again(note, self._page))

    def _report_no_note_before(self, id: str, line: int) -> str:
        if not self._manuscript.note_called(id, self._page):
            return self._report_unknown_note(id, line)
        message = "stands before its note; set the note here, and samenote() there"
        self._report(f'samenote("{id}") {message}', line)
        return ""

    def _report_unknown_note(self, id: str, line: int) -> str:
        if id in self._manuscript.shared_names:
            message = (
                "footnotes of several pages have this name; give the one that is meant another"
            )
            self._report(f'there is more than one note "{id}": {message}', line)
            return ""
        near = did_you_mean(id, self._manuscript.notes_by_id)
        self._report(f'there is no note with the id "{id}"{near}', line)
        return ""

    def pagemark(self, number: str) -> str:
        """Mark where a page of the original begins."""
        if not number.isdecimal():
            self._report(f'"{number}" is not a page; write its number, as in pagemark(7)')
            return ""
        paper, path = self._manuscript.sources.paper, self._manuscript.sources.settings.paper
        if not paper.last_page:
            self._report(f"{path} gives the original no pages; add first_page and last_page there")
        elif not paper.first_page <= int(number) <= paper.last_page:
            pages = f"{paper.first_page}-{paper.last_page} ({path})"
            self._report(
                f"there is no page {int(number)} in the original; it has the pages {pages}"
            )
        return self._hold(PageMark(int(number), self._source, calling_line()))

    def mention(self, cite_key: str, text: str) -> str:
        """Name a work in the running text, linked to the bibliography."""
        if not (cite_key := self._key_of(cite_key)):
            return text
        if not says_something(text):
            self._report(f'mention("{cite_key}") shows nothing; write words that name the work')
        mentions = self._manuscript.mentions[cite_key]
        mentions.append(Mention(self._page, calling_line(), cite_key, text, len(mentions) + 1))
        return self._hold(mentions[-1])

    def term(self, id: str, text: str = "") -> str:
        """Link words to the term of the glossary that they mean; else its own name is shown."""
        terms = {term.id: term for term in self._manuscript.sources.terms.terms}
        name = terms[id].name if id in terms else ""
        about = terms[id].text if id in terms else None
        return self._point("term", "glossary", id, text or name, about, terms)

    def event(self, id: str, text: str) -> str:
        """Link words, such as a date, to the event of the timeline that they mean."""
        events = {event.id: event for event in self._manuscript.sources.events.events}
        about = events[id].title if id in events else None
        return self._point("event", "timeline", id, text, about, events)

    def _point(
        self, name: str, part: str, id: str, text: str, about: str | None, known: Iterable[str]
    ) -> str:
        if about is None:
            self._report(f'there is no {name} with the id "{id}"{did_you_mean(id, known)}')
            return text
        line = calling_line()
        first = self._pointed.setdefault((part, id), line)
        if first != line:
            message = f'{name}("{id}") leads there already from line {first}; once a page is enough'
            self._report(message, line, severity="hint")
        return self._hold(Pointer(self._page, line, text, part, id, about))

    def reference(self, cite_key: str) -> str:
        """Give a work in full, in the house style."""
        if not (cite_key := self._key_of(cite_key)):
            return ""
        self._manuscript.referenced.add(cite_key)
        style = self._manuscript.sources.style
        return self._hold(style.reference(self._bibliography[cite_key]))

    def companion_reference(self) -> str:
        """Give the companion itself, as others should cite it."""
        return self._hold(self._companion_reference())

    def _part(self, name: str) -> Callable[[], str]:
        def macro() -> str:
            self._manuscript.parts.setdefault(name, self._page)
            return self._hold(Part(name))

        return macro

    def _citation(self, text: str) -> Citation:
        return tuple(map(self._citation_part, self._manuscript.tokens.split(text)))

    def _citation_part(self, piece: object) -> str | CitationItem:
        if isinstance(piece, Cited):
            return piece.item
        if isinstance(piece, str) and not isinstance(piece, Markup):
            return piece
        misplaced: dict[type, str] = {
            Note: "note",
            NoteAgain: "samenote",
            PageMark: "pagemark",
            Figure: "figure",
        }
        name = piece.name if isinstance(piece, Part) else misplaced.get(type(piece))
        if name:
            self._report(f"{name}() stands inside a note; put it into the running text")
        return self._hold(piece)

    def _key_of(self, cite_key: str) -> str:
        """Return the key of a work, also by one of biblatex's "ids"; nothing for other words."""
        if cite_key in self._bibliography:
            return cite_key
        others = self._manuscript.sources.other_names
        names = others.get(cite_key, ())
        if len(names) == 1:
            return names[0]
        message = (
            f'unknown cite key "{cite_key}"{did_you_mean(cite_key, [*self._bibliography, *others])}'
        )
        if names:
            members = ", ".join(f'cite("{name}")' for name in names)
            message = f'"{cite_key}" is a @set; cite its members, as in note({members})'
        self._report(message)
        return ""

    def _report(self, message: str, line: int | None = None, severity: Severity = "error") -> None:
        line = calling_line() if line is None else line
        self._manuscript.problems.append(Problem(self._source, line, message, severity))
