"""Alphabetical order."""

from __future__ import annotations

from macros.text import sort_form


def test_accents_and_case_do_not_count() -> None:
    words = ["Zola", "école", "Ähre", "apfel", "Šk", "sl"]
    assert sorted(words, key=sort_form) == ["Ähre", "apfel", "école", "Šk", "sl", "Zola"]


def test_plain() -> None:
    assert sort_form("Tévar Straße") == "tevar strasse"
