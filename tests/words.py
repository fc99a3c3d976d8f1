"""The words of a language, for tests that build no site."""

from __future__ import annotations

from macros.data.reading import read_data
from macros.data.words import Words
from macros.sources import WORDS


def words_of(language: str) -> Words:
    path = WORDS / f"{language}.yml"
    words, _, problems = read_data(path.read_text(encoding="utf-8"), path.name, Words)
    assert words is not None
    assert problems == []
    return words


ENGLISH = words_of("en")
GERMAN = words_of("de")
