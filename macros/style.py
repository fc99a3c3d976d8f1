"""A house style: a folder with phrases.yml and works.jinja, and what they make of works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from macros.citations import CitationItem, is_several
from macros.dates import EdtfDate, date_in_words, ordinal
from macros.entries import Entry, Name
from macros.markdown_text import ends_as_question, escape, link
from macros.templates import TemplateFolder

if TYPE_CHECKING:
    from pathlib import Path

    from macros.notes import Position

PHRASES = "phrases.yml"
WORKS = "works.jinja"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Separators(_Strict):
    """What stands between parts, names and works; `question` replaces `parts` after "?" or "!"."""

    parts: str
    question: str
    names: str
    works: str


class Group(_Strict):
    """A group of the bibliography page: the kinds of work in it, by persons, bodies or anyone."""

    title: str
    kinds: list[str]
    creators: Literal["anyone", "persons", "bodies"] = "anyone"


class Phrases(_Strict):
    """The words and signs of a style, as phrases.yml holds them; pairs are (one, several).

    `edition` has "{}" where the number stands. `genres` and `status` have words for biblatex's
    values of "type" and "pubstate"; what is not among them is shown as it stands.
    """

    separators: Separators
    quotation_marks: tuple[str, str]
    inner_quotation_marks: tuple[str, str]
    editors: tuple[str, str]
    edited_by: str
    translated_by: str
    others: str
    edition: str
    accessed: str
    genres: dict[str, str]
    status: dict[str, str]
    locators: dict[str, tuple[str, str]]
    always_in_full: list[str]
    groups: list[Group]


@dataclass(frozen=True)
class FirstNote:
    """The note that gives a work in full: its number, its address, the reference as plain text."""

    number: int
    address: str
    reference: str


@dataclass(frozen=True)
class LaterCitation:
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
    """Writes references as Markdown."""

    def __init__(self, folder: Path, phrases: Phrases) -> None:
        """Open the style in `folder`; raises BrokenTemplateError for one that is broken."""
        self.phrases = phrases
        helpers: dict[str, object] = {
            "parts": self._join_parts,
            "names": self._join_names,
            "editor_mark": self._editor_mark,
            "edition": self._edition,
            "volume": self._volume,
            "words": self.phrases,
            "italic": _italic,
            "quoted": self._quote,
            "linked": _link_to_work,
            "note_link": _link_to_note,
        }
        self._macros = TemplateFolder(folder, helpers).macros(WORKS)

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
    ) -> str:
        """Write a work in full, with the place that `item` cites, or else its own pages.

        `address` is where the title links to, as `page.md#fragment`. With
        `is_shortened_later` the style may introduce the abbreviation that later citations use.
        """
        work = _Work(entry, address, self.phrases)
        work.is_shortened_later = is_shortened_later
        text = self._macros[entry.kind](work, self.locator(item, entry.page))
        return _with_affixes(text, item)

    def address(self, entry: Entry) -> str:
        """Write where a work can be found: "at: …", or nothing."""
        return self._macros["address"](_Work(entry, "", self.phrases)).strip()

    def later_citation(self, entry: Entry, item: CitationItem, citation: LaterCitation) -> str:
        """Write a work that was given in full before."""
        work = _Work(entry, "", self.phrases)
        if not work.title_short:
            work.title_short = escape(entry.title.partition(":")[0])
        text = self._macros["later_citation"](work, self.locator(item), citation)
        return _with_affixes(text, item)

    def locator(self, item: CitationItem | None, pages: str = "") -> str:
        """Write the place in a work: "p. 53", "pp. 9-12, 31-42", "ch. 3"."""
        place, label = (item.locator, item.label) if item and item.locator else (pages, "page")
        if not place:
            return ""
        one, several = self.phrases.locators[label]
        place = place.replace("–", "-").replace("--", "-")
        return f"{several if is_several(place) else one} {escape(place)}"

    def _join_parts(self, *parts: object) -> str:
        text = ""
        for part in (str(part).strip() for part in parts if part):
            if not part:
                continue
            separators = self.phrases.separators
            glue = separators.question if ends_as_question(text) else separators.parts
            text += (glue if text else "") + part
        return text

    def _join_names(
        self, names: tuple[SimpleNamespace, ...], *, short: bool = False, introduce: bool = False
    ) -> str:
        named = [name for name in names if not name.others]
        shown = [name.short if short else name.full for name in named]
        if introduce:
            shown = [
                f"{text} ({name.abbreviation})" if name.abbreviation else text
                for text, name in zip(shown, named, strict=True)
            ]
        others = f" {self.phrases.others}" if len(named) < len(names) else ""
        return self.phrases.separators.names.join(shown) + others

    def _editor_mark(self, names: tuple[SimpleNamespace, ...]) -> str:
        return self.phrases.editors[len(names) > 1]

    def _quote(self, text: str) -> str:
        opening, closing = self.phrases.quotation_marks
        return f"{opening}{self._with_inner_quotes(text)}{closing}" if text else ""

    def _with_inner_quotes(self, text: str) -> str:
        """Change the quotation marks within a title that stands in quotation marks itself."""
        inner, straight = self.phrases.inner_quotation_marks, re.compile(r'"([^"<>]*)"')
        text = straight.sub(rf"{inner[0]}\1{inner[1]}", text)
        return text.translate(str.maketrans("“”", "".join(inner)))

    def _edition(self, text: str) -> str:
        """Write an edition: its number in words of the style, other words as they stand."""
        return self.phrases.edition.format(ordinal(int(text))) if text.isdecimal() else text

    def _volume(self, number: str) -> str:
        return self.locator(CitationItem("", number, "volume")) if number else ""


def _italic(text: str) -> str:
    return f"*{text}*" if text else ""


def _link_to_work(text: str, work: SimpleNamespace) -> str:
    return link(text, work.address)


def _link_to_note(note: FirstNote, word: str) -> str:
    return link(f"{word} {note.number}", note.address, note.reference)


def _with_affixes(text: str, item: CitationItem | None) -> str:
    if item is None:
        return text
    prefix, suffix = item.prefix.strip(), item.suffix.strip()
    space = " " if suffix[:1].isalnum() or suffix.startswith(("(", "[", "“")) else ""
    return f"{prefix} {text}{space}{suffix}" if prefix else f"{text}{space}{suffix}"


class _Work:
    """An entry ready for templates: each text escaped for Markdown when it is first asked for."""

    def __init__(self, entry: Entry, address: str, phrases: Phrases) -> None:
        self.address = address
        self.is_shortened_later = False
        self.title_short = escape(entry.title_short)
        self.url = entry.url
        self.doi_url = entry.doi_url
        self.genre = phrases.genres.get(entry.genre, escape(entry.genre))
        self.status = phrases.status.get(entry.status, escape(entry.status))
        self.date = _known_date(entry.issued)
        self.year = entry.issued.year if entry.issued else ""
        self.accessed = _known_date(entry.accessed)
        self.original_year = entry.original_date.year if entry.original_date else ""
        self._entry = entry

    def __getattr__(self, name: str) -> Any:
        value = _ready(getattr(self._entry, name))
        setattr(self, name, value)
        return value


def _ready(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_ready(part) for part in value)
    if isinstance(value, Name):
        forms = {"full": value.full, "short": value.short, "abbreviation": value.abbreviation}
        escaped = {form: escape(text) for form, text in forms.items()}
        return SimpleNamespace(**escaped, others=value.others)
    return escape(value) if isinstance(value, str) else value


def _known_date(date: EdtfDate | None) -> str:
    """Leave out a date that is only a limit, as `/2020`: not after 2020."""
    return date_in_words(date) if date and all(date.ends) else ""
