"""The words that the engine prints, in the language of a site: macros/words/*.yml.

English is the model of all languages, and German that of English: each must have the words that its
model has, as many in each list, with the same names in braces. So no word is named here. The words
within references are the house style's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from string import Formatter
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any

from markupsafe import Markup
from msgspec import defstruct

from macros.data.records import Record, read_by
from macros.text import escape, index_letter, sort_form

ENGLISH, MODEL_OF_ENGLISH = "en", "de"


class Group(Record, frozen=True):
    """Words by their names in the file: `words.notes.heading`; pairs are one and several."""

    if TYPE_CHECKING:  # what is no single text
        months: tuple[str, ...]
        seasons: tuple[str, ...]
        quarters: tuple[str, ...]
        thirds: tuple[str, ...]
        halves: tuple[str, ...]
        label: tuple[str, str]
        listed: tuple[str, str]
        dimensions: tuple[str, str]
        kinds: Mapping[str, str]

        def __getattr__(self, name: str) -> str: ...


class Lists(Group, frozen=True):
    """What stands between the items of a list, and before its last one."""

    def join(self, items: Iterable[str]) -> Markup:
        """Join HTML, or text, as in a sentence: "a", "a and b", "a, b and c"."""
        *first, last = [escape(item) for item in items] or [Markup("")]
        return self.chain(first) + self.last + last if first else last

    def chain(self, items: Iterable[str]) -> Markup:
        """Join HTML, or text, as a mere list: "a, b, c"."""
        return escape(self.between).join(escape(item) for item in items)


class Sorting(Group, frozen=True):
    """The alphabetical order of a language (BCP 47), and articles that do not count in front."""

    if TYPE_CHECKING:
        articles: tuple[str, ...]

    def key(self, *fields: str) -> bytes:
        """Return what texts sort by; of names, each part is one: "López", "M. E."."""
        return sort_form(*fields, language=self.language)

    def letter(self, text: str) -> str:
        """Return the letter under which an index lists a text."""
        return index_letter(text, language=self.language)

    def without_article(self, text: str) -> str:
        """Take off a leading article: "The Royal Society" → "Royal Society"."""
        bare = text.lstrip(" “”‘’«»\"'")
        for article in self.articles:
            if bare[: len(article)].casefold() == article and bare[len(article) :].lstrip():
                return bare[len(article) :].lstrip()
        return text


class Words(Record, frozen=True):
    """All words of a language, in the groups of its file."""

    if TYPE_CHECKING:
        lists: Lists
        sorting: Sorting
        ordinals: Mapping[str, str]

        def __getattr__(self, name: str) -> Group: ...

    def __post_init__(self) -> None:
        """Ask for the ordinal of all numbers that have none of their own."""
        if "others" not in self.ordinals:
            raise ValueError('"ordinals" need "others"')

    def ordinal(self, number: int) -> str:
        """Count, by the last digits of a number, the longest that fit: 2 → "2nd"."""
        endings = (str(number)[at:] for at in range(len(str(number))))
        form = next((ending for ending in endings if ending in self.ordinals), "others")
        return self.ordinals[form].format(number=number)


def model_of(words: Mapping[str, Any]) -> type[Words]:
    """Return what every language must have, of the words of one."""
    model: type[Words] = _record("words", words, Words)
    return model


def _record(name: str, words: Mapping[str, Any], base: type[Record]) -> Any:
    fields = [(each, _type_of(each, value)) for each, value in words.items()]
    return defstruct(name, fields, bases=(base,), frozen=True, kw_only=True)


def _type_of(name: str, words: Any) -> Any:
    if name in _OF_EACH_LANGUAGE:
        return _OF_EACH_LANGUAGE[name]
    if isinstance(words, dict):
        return _record(name, words, _WITH_METHODS.get(name, Group))
    if isinstance(words, list):
        return GenericAlias(tuple, tuple(_type_of(name, each) for each in words))
    return _text(*re.findall(r"\{(\w+)\}", str(words)))


def _text(*names: str) -> Any:
    """Return the type of a text in which these names must stand in braces, each at least once."""
    wanted = " and ".join(f"{{{name}}}" for name in dict.fromkeys(names)) or "no braces"

    def read(text: str) -> str:
        try:
            pieces = list(Formatter().parse(text))
        except ValueError as error:
            raise ValueError(f"write {wanted} here ({error})") from None
        found = {name for _, name, _, _ in pieces if name is not None}
        if found != {*names} or any(form or sign for _, _, form, sign in pieces):
            raise ValueError(f'write {wanted} here, as macros/words/en.yml does, not "{text}"')
        return text

    return Annotated[str, read_by(read)]


_WITH_METHODS: dict[str, type[Record]] = {"lists": Lists, "sorting": Sorting}
# Ordinals go by the last digits of numbers, articles are as many as a language has, and kinds are
# biblatex's values of "type" and "pubstate".
_OF_EACH_LANGUAGE = {
    "ordinals": GenericAlias(dict, (str, _text("number"))),
    "articles": GenericAlias(tuple, (_text(), ...)),
    "kinds": GenericAlias(dict, (str, _text())),
}
