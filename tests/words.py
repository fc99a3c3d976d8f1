"""The words of a language, for tests that build no site."""

from __future__ import annotations

import yaml

from macros.data.reading import read_data
from macros.data.words import Words, model_of
from macros.sources import WORDS

MODEL = model_of(yaml.safe_load((WORDS / "de.yml").read_text(encoding="utf-8")))


def words_of(language: str) -> Words:
    path = WORDS / f"{language}.yml"
    words, _, problems = read_data(path.read_text(encoding="utf-8"), path.name, MODEL)
    assert words is not None
    assert problems == []
    return words


ENGLISH = words_of("en")
GERMAN = words_of("de")
