"""Works and names."""

from __future__ import annotations

from macros.bib.entries import Entry, Name

OKORO = Name(family="Okoro", given="Ada")
UNION = Name(literal="Port Union")


def test_name_of_a_person() -> None:
    name = Name(family="Veer", given="Jan", particle="van der", suffix="Jr.")
    assert name.full == "Jan van der Veer Jr."
    assert name.short == "van der Veer"


def test_name_of_a_body() -> None:
    assert (UNION.full, UNION.short) == ("Port Union", "Port Union")


def test_creators_are_the_authors_or_else_the_editors() -> None:
    both = Entry("a", "book", 1, author=(OKORO,), editor=(UNION,))
    assert both.creators == (OKORO,)
    assert Entry("a", "book", 1, editor=(UNION,)).creators == (UNION,)
    assert Entry("a", "book", 1).creators == ()


def test_personal_creators() -> None:
    assert Entry("a", "book", 1, author=(UNION, OKORO)).has_personal_creators
    assert not Entry("a", "book", 1, author=(UNION,), editor=(OKORO,)).has_personal_creators
    assert not Entry("a", "book", 1).has_personal_creators
