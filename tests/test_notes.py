"""Notes and what they cite."""

from __future__ import annotations

import pytest

from macros.citations import CitationItem
from macros.entries import Entry, Name
from macros.notes import Note, alike_by_name, citations_of, first_citations

A, B, A5 = CitationItem("a"), CitationItem("b"), CitationItem("a", "5")
FIRST = Note(1, "one.md", 3, ("See ", A, " and ", B, "."))
SECOND = Note(2, "part/two.md", 9, (A5, A))


def test_note() -> None:
    assert FIRST.items == [A, B]
    assert Note(1, "one.md", 3, ("Text alone.",)).items == []
    assert SECOND.address == "part/two.md#fn:2"


def test_first_citations() -> None:
    assert first_citations([FIRST, SECOND]) == {"a": FIRST, "b": FIRST}
    assert first_citations([]) == {}


def test_citations_of() -> None:
    assert citations_of([FIRST, SECOND]) == {
        "a": [(FIRST, A), (SECOND, A5), (SECOND, A)],
        "b": [(FIRST, B)],
    }


def work(key: str, author: str = "", editor: str = "") -> Entry:
    def names(text: str) -> tuple[Name, ...]:
        return tuple(Name(family=name) for name in text.split("/") if name)

    return Entry(key, "book", 1, author=names(author), editor=names(editor))


@pytest.mark.parametrize(
    ("works", "alike"),
    [
        ([work("a", "Okoro"), work("b", "Lind")], set()),
        ([work("a", "Okoro"), work("b", "Lind"), work("c", "Okoro")], {"a", "c"}),
        ([work("a", "Okoro"), work("b", "Okoro/Lind")], set()),
        ([work("a", "Okoro/Lind"), work("b", "Lind/Okoro")], set()),
        ([work("a", "Okoro"), work("b", editor="Okoro")], {"a", "b"}),
        ([work("a", "Okoro", "Lind"), work("b", "Lind")], set()),
        ([], set()),
    ],
)
def test_alike_by_name(works: list[Entry], alike: set[str]) -> None:
    assert alike_by_name(works) == alike


def test_namesakes_are_alike_though_their_given_names_differ() -> None:
    stefan = Entry("a", "book", 1, author=(Name(family="Wolff", given="Stefan"),))
    anna = Entry("b", "book", 1, author=(Name(family="Wolff", given="Anna"),))
    assert alike_by_name([stefan, anna]) == {"a", "b"}
