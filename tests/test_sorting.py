"""Alphabetical order."""

from __future__ import annotations

from macros.sorting import plain


def test_accents_and_case_do_not_count() -> None:
    words = ["Zola", "école", "Ähre", "apfel", "Šk", "sl"]
    assert sorted(words, key=plain) == ["Ähre", "apfel", "école", "Šk", "sl", "Zola"]


def test_plain() -> None:
    assert plain("Tévar Straße") == "tevar strasse"
