"""Emphasis within the text of a bibliography: two signs of Unicode's private use area."""

from __future__ import annotations

OPEN, CLOSE = "\ue010", "\ue011"


def without_emphasis(text: str) -> str:
    """Return the text as it reads without its emphasis."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def mark_emphasis(text: str, opening: str, closing: str) -> str:
    """Write emphasis in the signs of some format, such as `<i>` and `</i>`."""
    return text.replace(OPEN, opening).replace(CLOSE, closing)
