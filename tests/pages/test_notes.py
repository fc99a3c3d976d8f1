"""Notes and what they cite."""

from __future__ import annotations

import pytest

from macros.bib.entries import Entry, Name
from macros.pages.notes import (
    Distinction,
    Note,
    citations_of,
    position,
    tell_apart,
)
from macros.style.citations import CitationItem

A, B, A5 = CitationItem("a"), CitationItem("b"), CitationItem("a", "5")
FIRST = Note(1, "one.md", 3, ("See ", A, " and ", B, "."))
SECOND = Note(2, "part/two.md", 9, (A5, A))


def test_note() -> None:
    assert FIRST.items == [A, B]
    assert Note(1, "one.md", 3, ("Text alone.",)).items == []
    assert SECOND.address == "part/two.md#fn:2"


def test_citations_of() -> None:
    assert citations_of([FIRST, SECOND]) == {
        "a": [(FIRST, A), (SECOND, A5), (SECOND, A)],
        "b": [(FIRST, B)],
    }


def work(key: str, author: str = "", editor: str = "") -> Entry:
    """A work by "Given Family" or "Family", several with "/" between them."""

    def names(text: str) -> tuple[Name, ...]:
        split = [name.rpartition(" ") for name in text.split("/") if name]
        return tuple(Name(family=family, given=given) for given, _, family in split)

    return Entry(key, "book", 1, author=names(author), editor=names(editor))


NOTHING = Distinction()
TITLE, GIVEN, BOTH = Distinction(True), Distinction(False, True), Distinction(True, True)


@pytest.mark.parametrize(
    ("works", "needed"),
    [
        ([work("a", "Okoro"), work("b", "Lind")], [NOTHING, NOTHING]),
        ([work("a", "Okoro"), work("b", "Lind"), work("c", "Okoro")], [TITLE, NOTHING, TITLE]),
        ([work("a", "Okoro"), work("b", "Okoro/Lind")], [NOTHING, NOTHING]),
        ([work("a", "Okoro/Lind"), work("b", "Lind/Okoro")], [NOTHING, NOTHING]),
        ([work("a", "Okoro"), work("b", editor="Okoro")], [TITLE, TITLE]),
        ([work("a", "Okoro", "Lind"), work("b", "Lind")], [NOTHING, NOTHING]),
        ([work("a", "Anna Lind"), work("b", "Per Lind")], [GIVEN, GIVEN]),
        ([work("a", "Ada Okoro/Anna Lind"), work("b", "Ada Okoro/Per Lind")], [GIVEN, GIVEN]),
        ([work("a", "J. Nye"), work("b", "Joseph Nye")], [GIVEN, GIVEN]),
        ([work("a", "Nye"), work("b", "Joseph Nye")], [GIVEN, GIVEN]),
        (
            [work("a", "Anna Lind"), work("b", "Per Lind"), work("c", "Anna Lind")],
            [BOTH, GIVEN, BOTH],
        ),
        ([work("a"), work("b")], [TITLE, TITLE]),
        ([], []),
    ],
)
def test_tell_apart(works: list[Entry], needed: list[Distinction]) -> None:
    assert list(tell_apart(works).values()) == needed


def test_bodies_are_told_apart_by_their_full_names() -> None:
    def document(key: str, name: str) -> Entry:
        return Entry(key, "document", 1, author=(Name(literal=name, abbreviation="UP"),))

    ports = document("a", "Union of Ports"), document("b", "Union of Ports")
    assert tell_apart(ports) == {"a": TITLE, "b": TITLE}
    others = document("a", "Union of Ports"), document("b", "Union of Pilots")
    assert tell_apart(others) == {"a": GIVEN, "b": GIVEN}


@pytest.mark.parametrize(
    ("item", "before", "expected"),
    [
        (A, None, "subsequent"),
        (A, B, "subsequent"),
        (A, A, "ibid"),
        (A5, A5, "ibid"),
        (A5, A, "ibid-with-locator"),
        (CitationItem("a", "6"), A5, "ibid-with-locator"),
        (CitationItem("a", "5", "chapter"), A5, "ibid-with-locator"),
        (A, A5, "subsequent"),
    ],
)
def test_position(item: CitationItem, before: CitationItem | None, expected: str) -> None:
    assert position(item, before) == expected
