"""The author's language: the macros that a page may call."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from markupsafe import Markup

from macros.bib.fields import pages_outside
from macros.pages.notes import Note, NoteAgain
from macros.pages.passages import Cited, Mention, PageMark
from macros.problems import Problem, did_you_mean
from macros.style.citations import LABELS, Citation, CitationItem
from macros.templates import calling_line
from macros.text import link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from macros.bib.entries import Entry
    from macros.pages.manuscript import Manuscript
    from macros.problems import Severity

_LABELLED = re.compile(
    r"(?i)(pp?|chs?|secs?|paras?|arts?|vols?|nos?|figs?|cols?|fols?|apps?|nn?|ll?)\.\s*\w"
    r"|(pages?|chapters?|notes?|vols?|figures?|tables?|lines?)\b|§"
)


class Author:
    """The macros of one page; what they find goes into the manuscript."""

    def __init__(
        self,
        page: str,
        source: str,
        *,
        manuscript: Manuscript,
        bibliography: Mapping[str, Entry],
        reference: Callable[[str], str],
        companion_reference: Callable[[], str],
        parts: Mapping[str, Callable[[], str]],
    ) -> None:
        """Open a page (`page` counted from the docs folder, `source` as problems name it)."""
        self._page = page
        self._source = source
        self._manuscript = manuscript
        self._bibliography = bibliography
        self._reference = reference
        self._companion_reference = companion_reference
        self._parts = parts

    def macros(self) -> dict[str, Callable[..., str]]:
        """Return the macros by the names that authors use."""
        language: dict[str, Callable[..., str]] = {
            "cite": self.cite,
            "note": self.note,
            "noteref": self.noteref,
            "samenote": self.samenote,
            "pagemark": self.pagemark,
            "mention": self.mention,
            "reference": self.reference,
            "companion_reference": self.companion_reference,
        }
        return language | {name: self._part(name) for name in self._parts}

    def cite(
        self, cite_key: str, locator: str = "", *, prefix: str = "", suffix: str = "", **labels: str
    ) -> str:
        """Cite a work in a note: `cite("wolff2018", "6")`, or with a label, `chapter="3"`."""
        places = {name.replace("_", "-"): str(place) for name, place in labels.items()}
        if locator != "":
            places = {"page": str(locator), **places}
        self._check_places(places)
        if not self._check_key(cite_key):
            return self._manuscript.hold("")
        label, place = next(iter(places.items()), ("page", ""))
        label = label if label in LABELS else "page"
        if label == "page":
            self._check_range(cite_key, place)
        item = CitationItem(cite_key, place, label, prefix, suffix)
        return self._manuscript.hold(Cited(item, self._source, calling_line()))

    def _check_places(self, places: Mapping[str, str]) -> None:
        for label, place in places.items():
            if label not in LABELS:
                known = [*LABELS, "locator", "prefix", "suffix"]
                self._report(f'cite() knows no "{label}"{did_you_mean(label, known)}')
            elif _LABELLED.match(place):
                self._report(
                    f'the house style puts its own word before "{place}"; write the number alone, '
                    'as in "6" or chapter="3"'
                )
        if len(places.keys() & {*LABELS}) > 1:
            names = " and ".join(places)
            self._report(f"cite() takes one place in a work, not {names}; put one into the suffix")

    def _check_range(self, cite_key: str, place: str) -> None:
        """Compare a page with those of an article or chapter; a book's are not counted."""
        pages = self._bibliography[cite_key].page
        if outside := pages_outside(place, pages):
            self._report(
                f'"{cite_key}" has the pages {pages}, and {outside} is not among them; mend the '
                "page here, or the pages in the bibliography",
                severity="warning",
            )

    def note(
        self,
        *parts: str,
        prefix: str = "",
        id: str = "",
        caller: Callable[[], str] | None = None,
    ) -> str:
        """Set a note; its parts are text and citations, or the body of a call block."""
        body = dedent(self._manuscript.with_code(caller())) if caller else ""
        text = "".join(map(str, parts)) + body
        if not text.strip():
            self._report("this note is empty; write text or cite(…) into it")
        if id and not re.fullmatch(r"[\w-]+", id):
            self._report(f'the note id "{id}" is part of an address; write letters, digits and "-"')
        known = self._manuscript.note_named(id) if id else None
        if known:
            place = f"{self._source.removesuffix(self._page)}{known.page}:{known.line}"
            self._report(f'the note id "{id}" is used already, in {place}; choose another')
        note = Note(
            number=self._manuscript.next_number(self._page),
            page=self._page,
            line=calling_line(),
            citation=self._citation(text.strip()),
            name=id,
            prefix=prefix,
        )
        self._manuscript.add_note(note)
        return self._manuscript.hold(note)

    def noteref(self, id: str) -> str:
        """Refer to a note by its id: "Note 4", linked; it may come later, or in another chapter."""
        line = calling_line()

        def write() -> str:
            note = self._manuscript.note_named(id)
            if note:
                return Markup(link(self._manuscript.title_of(note, self._page), note.address))
            self._report_unknown_note(id, line)
            return ""

        return self._manuscript.hold(write)

    def samenote(self, id: str) -> str:
        """Set the marker of a note that stands before once more: same number, same note."""
        note = self._manuscript.note_named(id)
        if not note:
            return self._manuscript.hold(self._complaint(id, calling_line()))
        if self._manuscript.numbering.per_chapter and note.page != self._page:
            self._report(
                f'the note "{id}" stands in another chapter, which numbers its own notes; '
                f'write noteref("{id}"), or a note of this chapter'
            )
        return self._manuscript.hold(self._manuscript.add_again(note, self._page))

    def _complaint(self, id: str, line: int) -> Callable[[], str]:
        def complain() -> str:
            if self._manuscript.note_named(id):
                message = "stands before its note; set the note here, and samenote() there"
                self._report(f'samenote("{id}") {message}', line)
            else:
                self._report_unknown_note(id, line)
            return ""

        return complain

    def _report_unknown_note(self, id: str, line: int) -> None:
        known = [note.name for note in self._manuscript.notes if note.name]
        self._report(f'there is no note with the id "{id}"{did_you_mean(id, known)}', line)

    def pagemark(self, number: int | str) -> str:
        """Mark where a page of the original begins."""
        if not str(number).isdecimal():
            self._report(f'"{number}" is not a page; write its number, as in pagemark(7)')
            return ""
        return self._manuscript.hold(PageMark(int(number), self._source, calling_line()))

    def mention(self, cite_key: str, text: str) -> str:
        """Name a work in the running text, linked to the bibliography."""
        if not self._check_key(cite_key):
            return text
        same = [known for known in self._manuscript.mentions if known.cite_key == cite_key]
        mention = Mention(self._page, calling_line(), cite_key, text, len(same) + 1)
        self._manuscript.mentions.append(mention)
        return self._manuscript.hold(mention)

    def reference(self, cite_key: str) -> str:
        """Give a work in full, in the house style."""
        if not self._check_key(cite_key):
            return ""
        self._manuscript.referenced.add(cite_key)
        return self._manuscript.hold(Markup(self._reference(cite_key)))

    def companion_reference(self) -> str:
        """Give the companion itself, as others should cite it."""
        return self._manuscript.hold(Markup(self._companion_reference()))

    def _part(self, name: str) -> Callable[[], str]:
        def macro() -> str:
            self._manuscript.parts.setdefault(name, self._page)
            return self._manuscript.hold(self._parts[name])

        return macro

    def _citation(self, text: str) -> Citation:
        pieces = self._manuscript.split(text)
        for piece in pieces:
            self._check_inside_note(piece)
        return tuple(
            piece.item
            if isinstance(piece, Cited)
            else piece
            if isinstance(piece, str) and not isinstance(piece, Markup)
            else self._manuscript.hold(piece)
            for piece in pieces
        )

    def _check_inside_note(self, piece: object) -> None:
        names: dict[type, str] = {Note: "note", NoteAgain: "samenote", PageMark: "pagemark"}
        parts = {part: name for name, part in self._parts.items()}
        name = names.get(type(piece)) or (parts.get(piece) if callable(piece) else None)
        if name:
            self._report(f"{name}() stands inside a note; put it into the running text")

    def _check_key(self, cite_key: str) -> bool:
        if cite_key in self._bibliography:
            return True
        near = did_you_mean(cite_key, self._bibliography)
        self._report(f'unknown cite key "{cite_key}"{near}')
        return False

    def _report(self, message: str, line: int | None = None, severity: Severity = "error") -> None:
        line = calling_line() if line is None else line
        self._manuscript.problems.append(Problem(self._source, line, message, severity))
