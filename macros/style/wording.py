"""Puts parts, names and places together with the words and signs of a house style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import commonprefix
from types import SimpleNamespace
from typing import TypeVar

from markupsafe import Markup
from markupsafe import escape as as_html
from msgspec import Struct

from macros.bib.entries import Entry
from macros.data.words import Words
from macros.dates import EdtfDate
from macros.style.citations import CitationItem, is_several
from macros.style.dates import DatesInWords
from macros.style.phrases import Phrases, Ranges
from macros.text import ends_as_question, escape, trusted, without_tags

Html = TypeVar("Html", str, Markup)  # or an author's Markdown
_END_TAGS = r"(?:</\w+>)*"
_CLOSING_MARKS = r"[”’\"'»\]]*$"
_STRAIGHT_QUOTES = re.compile(r'"([^"<>]*)"')
_NUMBER = r"(?:[A-Za-z]{0,3}\d[\w.]*|[ivxlcdm]+|[IVXLCDM]+)"
_EDITION_NUMBER = re.compile(r"(\d+)(?:st|nd|rd|th|e|ème|er|ª|º)?")
_DOUBTFUL_DATE = re.compile(r"(?:^|, |/)(?:c\w?\. )?(?:\d\d? )?(?:[^\W\d]+ )?\d{1,4}\?$")
_LOWER_WORD = re.compile(r"^[a-z]{2,}(?=[., ]|$)")
_WORDS = re.compile(r"(?![ivxlcdmIVXLCDM]+\b)[^\W\d_]{2,}")
_RANGE = re.compile(rf"\b({_NUMBER})\s*(?:--?|–)\s*({_NUMBER})(?!\w)")


class Wording:
    """Writes HTML by the phrases of a style; most of it is what templates call."""

    def __init__(self, phrases: Phrases, words: Words) -> None:
        """Take the phrases, and make ready what is looked for in texts."""
        self._phrases = phrases
        self._ordinal = words.ordinal
        self.dates = DatesInWords(words, phrases.dates)
        self._dates = DatesInWords(words, phrases.dates, in_references=True)
        pairs = (phrases.inner_quotation_marks, phrases.quotation_marks)
        inner, outer = (re.escape(str(closing)) for _, closing in pairs)
        self._quotes = re.compile(rf"(?:(?:{outer}|{inner}){_END_TAGS})*{outer}{_END_TAGS}$")
        self._closed = re.compile(rf"[{re.escape(phrases.closing)}]{_CLOSING_MARKS}")

    def join_parts(self, *parts: object) -> Markup:
        """Join what is not empty, also in lists, by the separator of parts."""
        separators = self._phrases.separators
        text = Markup("")
        for part in _not_empty(parts):
            is_question = ends_as_question(text) and not _DOUBTFUL_DATE.search(text)
            glue = separators.question if is_question else separators.parts
            text = trusted(f"{self._separate(text, glue)}{part}") if text else part
        return text

    def join_sentences(self, *parts: object) -> Markup:
        """Join what is not empty, also in lists, by full stops; none follows another sign.

        A word in small letters gets a capital behind it: "vol. 2" → "Vol. 2", but not "arXiv".
        """
        text = Markup("")
        for part in _not_empty(parts):
            if text:
                glue = " " if self._closed.search(without_tags(text)) else ". "
                part = trusted(_LOWER_WORD.sub(lambda word: word[0].capitalize(), part))
                text = self._separate(text, glue) + part
            else:
                text = part
        return text

    def _separate(self, text: Markup, glue: str) -> Markup:
        quote = self._closing_quote(text)
        if not quote:
            return trusted(f"{text}{as_html(glue)}")
        before = text[: quote.start()]
        sign = "" if ends_as_question(before) else glue.rstrip()
        return before + sign + text[quote.start() :] + " "

    def _closing_quote(self, text: str) -> re.Match[str] | None:
        """Find the quotation marks at the end of a text that a comma or full stop goes inside."""
        if not self._phrases.punctuation_in_quotes:
            return None
        opening, closing = self._phrases.inner_quotation_marks
        found = self._quotes.search(text)
        if not found or not found[0].startswith(closing):
            return found
        # The inner closing mark may be an apostrophe, where none is open.
        closed = re.findall(rf"{re.escape(closing)}(?!\w)", text[: found.start()])
        is_mark = text.count(opening) > len(closed)
        return found if is_mark else self._quotes.search(text, found.start() + 1)

    def close(self, text: Html) -> Html:
        """End a reference in a full stop, unless it is closed already."""
        if text[-1:].isalnum():
            return text + "."  # as most are
        if self._closed.search(without_tags(text)):
            return text
        quote = self._closing_quote(text)
        return text[: quote.start()] + "." + text[quote.start() :] if quote else text + "."

    def join_names(
        self,
        names: tuple[SimpleNamespace, ...],
        *,
        short: bool = False,
        introduce: bool = False,
        inverted: bool = False,
    ) -> Markup:
        """List names in full or short; `introduce` adds what bodies are later called.

        With `inverted` the first has its surname in front, as in an alphabetical list.
        """
        shown: list[Markup] = []
        for name in names:
            if not name.others:
                text = name.short if short else name.full
                text = name.inverted if inverted and not shown else text
                introduces = introduce and name.abbreviation
                shown.append(text + " (" + name.abbreviation + ")" if introduces else text)
        et_al = self._phrases.et_al.later if short else self._phrases.et_al.full
        if et_al and len(names) >= et_al[0]:
            shown = shown[: et_al[1]]
        return self._enumerate(shown, len(shown) < len(names), inverted=inverted)

    def join_bodies(self, names: tuple[str, ...]) -> Markup:
        """List publishers or places as names are listed; the last may be "others"."""
        if not names:
            return Markup("")  # as most are
        shown = [escape(name) for name in names if name != "others"]
        return self._enumerate(shown, len(shown) < len(names))

    def _enumerate(
        self, names: list[Markup], with_others: bool, *, inverted: bool = False
    ) -> Markup:
        separators = self._phrases.separators
        glue = as_html(separators.names)
        if with_others:
            before = separators.others if len(names) > 1 else " "
            return glue.join(names) + before + self._phrases.others
        is_pair = len(names) == 2 and not inverted  # "Lind, Per, and Ada Okoro"
        special = separators.two_names if is_pair else separators.last_name
        if len(names) < 2 or special is None:
            return glue.join(names)
        return glue.join(names[:-1]) + special + names[-1]

    def editor_mark(self, names: tuple[SimpleNamespace, ...]) -> str:
        """Return the mark of one or several editors: "(ed.)"."""
        return self._phrases.editors[len(names) > 1]

    def role_mark(self, made: SimpleNamespace) -> Markup:
        """Return the mark of a role: "(dir.)", or the role's own name where it has no word."""
        role = self._phrases.roles.get(made.role)
        if role:
            return role.mark[len(made.names) > 1]
        return as_html(f"({made.role})" if self._phrases.editors[0].startswith("(") else made.role)

    def by(self, made: SimpleNamespace) -> Markup:
        """Say what people did: "directed by Per Lind"."""
        role, names = self._phrases.roles.get(made.role), self.join_names(made.names)
        if role:
            return role.by + " " + names
        mark = self.role_mark(made)
        return names + " " + mark if mark.startswith("(") else self.join_parts(names, mark)

    def quote(self, text: Markup) -> Markup:
        """Put a title in quotation marks; those within it are inner and outer ones, by turns."""
        if not text:
            return text
        outer, inner = self._phrases.quotation_marks, self._phrases.inner_quotation_marks
        levelled = alternate_quotes(_STRAIGHT_QUOTES.sub(r"“\1”", str(text)), (inner, outer))
        return outer[0] + trusted(levelled) + outer[1]

    def edition(self, text: Markup) -> Markup:
        """Write an edition: "4" → "4th ed.", "2nd, revised" → "2nd, rev. ed.".

        Words that the style does not know stay as they are.
        """
        words = [self._word_of_edition(word) for word in re.findall(r"[^\s,]+,?", text)]
        if not text or None in words:
            return text
        return self._phrases.edition.format(trusted(" ".join(filter(None, words))).rstrip(","))

    def _word_of_edition(self, word: str) -> str | None:
        bare = word.rstrip(",.").casefold()
        if number := _EDITION_NUMBER.fullmatch(bare):
            found = self._ordinal(int(number[1]))
        elif bare in {"ed", "edn", "edition", "edited"}:
            return ""
        elif bare in self._phrases.revisions:
            found = self._phrases.revisions[bare]
        else:
            return None
        return found + word[len(word.rstrip(",")) :]

    def journal_series(self, text: Markup) -> Markup:
        """Write the series of a journal: "2nd ser.", "n.s."; other words as they stand."""
        words = self._phrases.journal_series
        return (
            words["number"].format(self._ordinal(int(text)))
            if text.isdecimal()
            else words.get(text, text)
        )

    def counted(self, label: str, number: Markup) -> Markup:
        """Write a number with the word for what it counts, in CSL's terms: "vol. 2".

        What is words alone stays so: "Supplement".
        """
        return number if _WORDS.match(number) else self._place(label, number)

    def locator(self, item: CitationItem | None, pages: str = "", label: str = "page") -> Locator:
        """Write the place that an item cites, or else the pages of the whole work.

        `label` is what these count: "columns 3-9" of a work whose pages have columns.
        """
        if not item or not item.locator:
            return Locator(self._place(label, pages), label, False, is_several(pages))
        (label, place), *others = [*item.within, (item.label, item.locator)]
        form = self._phrases.page_in_volume
        if form and label == "volume" and others and others[0][0] == "page":
            page = self._number(*others.pop(0))
            texts = [form.format(volume=self._number(label, place), page=page)]
        else:
            texts = [self._place(label, place)]
        texts += [self._place(*other) for other in others]
        text = self._phrases.separators.parts.join(texts)
        return Locator(text, label, True, is_several(place))

    def _place(self, label: str, place: str) -> Markup:
        one, several = self._phrases.locators[label]
        word = several if is_several(place) else one
        return (word + " " + self._number(label, place)).strip() if place else Markup("")

    def _number(self, label: str, place: str) -> Markup:
        return escape(write_ranges(place, self._phrases.ranges, label))

    def dated(self, entry: Entry) -> dict[str, object]:
        """Put the dates of a work into words, with its state, and those of its event."""
        date, year = self.date(entry.issued), self.year(entry.issued)
        status = self._phrases.status.get(entry.status, escape(entry.status))
        event_date = self.date(entry.event_date)
        return {
            "date": date,
            "year": year,
            "status": status,
            "dated": self.join_parts(date, status),
            "dated_by_year": self.join_parts(year, status),
            "event_date": event_date,
            "event": self.join_parts(
                escape(entry.event_title), escape(entry.event_place), event_date
            ),
        }

    def date(self, date: EdtfDate | None) -> str:
        """Put a date into words; not one that is only a limit, as `/2020`: not after 2020."""
        return self._dates.write(date) if date and date.first[0] > -9999 else ""

    def year(self, date: EdtfDate | None) -> str:
        """Write the year of a date, both years of an interval, or "1987-" of one that is open."""
        return self._dates.year(date, self._phrases.ranges.sign) if date else ""


def _not_empty(parts: Iterable[object]) -> Iterator[Markup]:
    for part in parts:
        if isinstance(part, list | tuple):
            yield from _not_empty(part)
        elif part and (text := part if isinstance(part, Markup) else as_html(part)):
            if text[0].isspace() or text[-1].isspace():
                text = text.strip()
            if text:
                yield text


class Locator(Struct, frozen=True):
    """A place in a work, for templates: as text it is "pp. 9-12", and false if there is none.

    `label` is what it counts, or the widest of several, in CSL's terms. `is_cited` tells a place
    that the author cites from the pages of a whole work, `is_several` "9-12" from "9".
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


_PAIRS = {"“": "”", "‘": "’", "„": "“", "‚": "‘"}
# Behind a word, and not behind an s that another one follows: "‘the millers’ song’".
_CLOSING_SINGLE = re.compile(r"’(?!\w)(?!(?<=s’)\s\w[^‘]*’(?!\w))")


def alternate_quotes(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Write quotation marks by how deep they stand, with `pairs` by turns; apostrophes stay.

    With ‘…’ and “…”: "a “b ‘c’ d”" → "a ‘b “c” d’".
    """
    awaited: list[str] = []  # the closing marks of those that are open
    written = ""
    for at, sign in enumerate(text):
        if sign in awaited and (sign != "’" or _CLOSING_SINGLE.match(text, at)):
            del awaited[len(awaited) - 1 - awaited[::-1].index(sign) :]
            written += str(pairs[len(awaited) % len(pairs)][1])  # else what is written is escaped
        elif sign in _PAIRS and _is_closed(text, at):
            written += str(pairs[len(awaited) % len(pairs)][0])
            awaited.append(_PAIRS[sign])
        else:
            written += sign
    return written


def _is_closed(text: str, at: int) -> bool:
    closing = _PAIRS[text[at]]
    return bool(_CLOSING_SINGLE.search(text, at)) if closing == "’" else closing in text[at + 1 :]


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
