"""Puts parts, names and places together with the words and signs of a house style."""

from __future__ import annotations

import re
from posixpath import commonprefix
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup
from markupsafe import escape as as_html
from msgspec import Struct

from macros.style.citations import CitationItem, is_several
from macros.style.dates import DatesInWords
from macros.text import ends_as_question, escape, trusted, without_tags

if TYPE_CHECKING:
    from types import SimpleNamespace

    from macros.data.words import Words
    from macros.dates import EdtfDate
    from macros.style.phrases import Phrases, Ranges

Html = TypeVar("Html", str, Markup)  # or an author's Markdown
_END_TAGS = r"(?:</\w+>)*"
_CLOSING_MARKS = r"[”’\"'»\]]*$"
_STRAIGHT_QUOTES = re.compile(r'"([^"<>]*)"')
_NUMBER = r"(?:\d[\w.]*|[ivxlcdm]+|[IVXLCDM]+)"
_RANGE = re.compile(rf"\b({_NUMBER})\s*(?:--?|–)\s*({_NUMBER})(?!\w)")


class Wording:
    """Writes HTML by the phrases of a style; most of it is what templates call."""

    def __init__(self, phrases: Phrases, words: Words) -> None:
        """Take the phrases, and make ready what is looked for in texts."""
        self._phrases = phrases
        self._ordinal = words.ordinal
        self.dates = DatesInWords(words, phrases.dates)
        inner, outer = phrases.inner_quotation_marks[1], phrases.quotation_marks[1]
        self._quote = re.compile(rf"{re.escape(outer)}{_END_TAGS}$")
        self._quotes = re.compile(rf"(?:{re.escape(inner)})?{self._quote.pattern}")
        self._closed = re.compile(rf"[{re.escape(phrases.closing)}]{_CLOSING_MARKS}")

    def join_parts(self, *parts: object) -> Markup:
        """Join what is not empty by the separator of parts."""
        text = Markup("")
        for part in (as_html(part).strip() for part in parts if part):
            if part:
                text = self._separate(text) + part if text else part
        return text

    def _separate(self, text: Markup) -> Markup:
        separators = self._phrases.separators
        glue = separators.question if ends_as_question(text) else separators.parts
        quote = self._closing_quote(text)
        if not quote:
            return text + glue
        before = text[: quote.start()]
        sign = "" if ends_as_question(before) else glue.rstrip()
        return before + sign + text[quote.start() :] + " "

    def _closing_quote(self, text: str) -> re.Match[str] | None:
        """Find the quotation marks at the end of a text that a comma or full stop goes inside."""
        if not self._phrases.punctuation_in_quotes:
            return None
        # The inner closing mark may be an apostrophe, where none is open.
        is_open = self._phrases.inner_quotation_marks[0] in text
        return (self._quotes if is_open else self._quote).search(text)

    def close(self, text: Html) -> Html:
        """End a reference in a full stop, unless it is closed already."""
        if text[-1:].isalnum():
            return text + "."  # as most are
        if self._closed.search(without_tags(text)):
            return text
        quote = self._closing_quote(text)
        return text[: quote.start()] + "." + text[quote.start() :] if quote else text + "."

    def join_names(
        self, names: tuple[SimpleNamespace, ...], *, short: bool = False, introduce: bool = False
    ) -> Markup:
        """List names in full or short; `introduce` adds what bodies are later called."""
        shown = []
        for name in names:
            if not name.others:
                text = name.short if short else name.full
                introduces = introduce and name.abbreviation
                shown.append(text + " (" + name.abbreviation + ")" if introduces else text)
        et_al = self._phrases.et_al.later if short else self._phrases.et_al.full
        if et_al and len(names) >= et_al[0]:
            shown = shown[: et_al[1]]
        return self._enumerate(shown, with_others=len(shown) < len(names))

    def join_bodies(self, names: tuple[str, ...]) -> Markup:
        """List publishers or places as names are listed; the last may be "others"."""
        shown = [escape(name) for name in names if name != "others"]
        return self._enumerate(shown, with_others=len(shown) < len(names))

    def _enumerate(self, names: list[Markup], *, with_others: bool) -> Markup:
        separators = self._phrases.separators
        glue = as_html(separators.names)
        if with_others:
            before = separators.others if len(names) > 1 else " "
            return glue.join(names) + before + self._phrases.others
        special = separators.two_names if len(names) == 2 else separators.last_name
        if len(names) < 2 or special is None:
            return glue.join(names)
        return glue.join(names[:-1]) + special + names[-1]

    def editor_mark(self, names: tuple[SimpleNamespace, ...]) -> str:
        """Return the mark of one or several editors: "(ed.)"."""
        return self._phrases.editors[len(names) > 1]

    def quote(self, text: Markup) -> Markup:
        """Put a title in quotation marks, and change those within it to inner ones."""
        if not text:
            return text
        (opening, closing), inner = (
            self._phrases.quotation_marks,
            self._phrases.inner_quotation_marks,
        )
        levelled = _STRAIGHT_QUOTES.sub(r"“\1”", text)
        text = trusted(levelled.translate(str.maketrans("“”", "".join(inner))))
        return as_html(opening) + text + closing

    def edition(self, text: str) -> str:
        """Write an edition: its number in words of the style, other words as they stand."""
        return self._phrases.edition.format(self._ordinal(int(text))) if text.isdecimal() else text

    def volume(self, number: str) -> Markup:
        """Write the number of a volume: "vol. 2"."""
        return self.locator(CitationItem("", number, "volume")).text

    def locator(self, item: CitationItem | None, pages: str = "") -> Locator:
        """Write the place that an item cites, or else the pages of the whole work."""
        is_cited = bool(item and item.locator)
        place, label = (item.locator, item.label) if item and item.locator else (pages, "page")
        if not place:
            return Locator()
        one, several = self._phrases.locators[label]
        are_several = is_several(place)
        number = escape(write_ranges(place, self._phrases.ranges, label))
        text = (as_html(several if are_several else one) + " " + number).strip()
        return Locator(text, label, is_cited, are_several)

    def date(self, date: EdtfDate | None) -> str:
        """Put a date into words; not one that is only a limit, as `/2020`: not after 2020."""
        return self.dates.write(date) if date and all(date.ends) else ""

    def year(self, date: EdtfDate | None) -> str:
        """Write the year of a date, or both years of an interval."""
        return self.dates.year(date).replace("-", self._phrases.ranges.sign) if date else ""


class Locator(Struct, frozen=True):
    """A place in a work, for templates: as text it is "pp. 9-12", and false if there is none.

    `label` is what it counts, in CSL's terms. `is_cited` tells a place that the author cites from
    the pages of a whole work, `is_several` "9-12" from "9".
    """

    text: Markup = Markup("")
    label: str = "page"
    is_cited: bool = False
    is_several: bool = False

    def __str__(self) -> Markup:
        return self.text

    __html__ = __str__

    def __bool__(self) -> bool:
        return bool(self.text)


def write_ranges(place: str, ranges: Ranges, label: str = "page") -> str:
    """Write the ranges in a place, "9-12, 201-220", with the sign of a style, maybe shortened."""
    shorten = ranges.pages == "chicago" and label == "page"

    def write(match: re.Match[str]) -> str:
        last = shorten_last(match[1], match[2]) if shorten else match[2]
        return f"{match[1]}{ranges.sign}{last}"

    return _RANGE.sub(write, place)


def shorten_last(first: str, last: str) -> str:
    """Leave out the digits of the last page that the first one has: "201", "220" give "20".

    Source: The Chicago Manual of Style, "Abbreviating, or condensing, inclusive numbers"; all
    digits after numbers up to 100 and hundreds, the changed ones after 101 to 109 and the like,
    else two or more.
    """
    if not (first.isdecimal() and last.isdecimal() and len(first) == len(last)):
        return last
    number = int(first)
    if number < 100 or number % 100 == 0:
        return last
    fewest = 1 if number % 100 < 10 else 2
    return last[min(len(commonprefix([first, last])), len(last) - fewest) :]
