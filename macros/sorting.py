"""Alphabetical order for readers."""

from __future__ import annotations

import unicodedata

from macros.richtext import without_emphasis


def plain(text: str) -> str:
    """Drop accents and letter case, so that É sorts with e."""
    decomposed = unicodedata.normalize("NFKD", without_emphasis(text))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
