"""Names of persons and bodies; how they are shown: test_bibfile.py."""

from __future__ import annotations

import pytest

from macros.bib.entries import Name
from macros.bib.names import check_names, is_in_braces, read_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{OSCE}", True),
        ("{A {B} C}", True),
        ("{A} {B}", False),
        ("{A} of {B}", False),
        ("OSCE", False),
        ("{OSCE", False),
        ("", False),
    ],
)
def test_is_in_braces(text: str, expected: bool) -> None:
    assert is_in_braces(text) is expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("van der Veer, Jan", [Name(family="Veer", given="Jan", particle="van der")]),
        ("Jan van der Veer", [Name(family="Veer", given="Jan", particle="van der")]),
        ("de la Vall{\\'e}e Poussin, J.", [Name("Vall{\\'e}e Poussin", "J.", "de la")]),
        ("Lind, Jr., Per", [Name(family="Lind", given="Per", suffix="Jr.")]),
        ("家田修", [Name(family="家田修")]),
        ("محفوظ, نجيب", [Name(family="محفوظ", given="نجيب")]),
        ("{Port Union}", [Name(literal="Port Union")]),
        ("Okoro, Ada and others", [Name(family="Okoro", given="Ada"), Name(others=True)]),
        ("family=Veer, given=Jan, prefix=van der", [Name("Veer", "Jan", "van der")]),
        ("family=Lind, given=Per, given-i=P, suffix=Jr.", [Name("Lind", "Per", suffix="Jr.")]),
        ("{Little, Brown and Co}", [Name(literal="Little, Brown and Co")]),
    ],
)
def test_read(names: str, expected: list[Name]) -> None:
    strip_braces = str.maketrans("", "", "{}")
    found = read_names(names, lambda text: text if "\\" in text else text.translate(strip_braces))
    assert list(found) == expected
    assert check_names(names) == ""


def test_bodies_known_by_an_abbreviation() -> None:
    def undo(text: str) -> str:
        return text.strip("{}")

    union = Name(literal="Port Union", abbreviation="PU")
    assert read_names("{Port Union}", undo, "{PU}") == (union,)
    assert read_names("{Port Union}", undo, "PU") == (union,)
    assert read_names("{Port Union} and Okoro, Ada", undo, "PU") == (
        Name(literal="Port Union"),
        Name(family="Okoro", given="Ada"),
    )
    assert (union.full, union.short) == ("Port Union", "PU")


@pytest.mark.parametrize(
    "names",
    [
        "Okoro, Ada, Lind, Per",
        "Okoro, Ada; Lind, Per",
        "Okoro, Ada and",
        ", Ada",
        "{}",
        "given=Ada",
    ],
)
def test_unreadable(names: str) -> None:
    assert "cannot be read" in check_names(names)


def test_only_what_is_outside_braces_splits() -> None:
    assert check_names("{Ports; and Rails}, Ada") == ""
