"""Alphabetical order for readers."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """Drop accents and letter case, so that É sorts with e."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
