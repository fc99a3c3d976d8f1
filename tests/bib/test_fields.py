"""Names, identifiers and pages; how they are shown: test_works.py."""

from __future__ import annotations

import pytest

from macros.bib import fields
from macros.bib.entries import Name
from macros.bib.fields import check_names, is_in_braces, read_names

# ---- names ----


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


# ---- identifiers and pages ----


@pytest.mark.parametrize(
    "doi", ["", "10.1000/182", "10.5771/9783748922339-04", "10.1002/(A)<1>3;2"]
)
def test_good_doi(doi: str) -> None:
    assert fields.check_doi(doi) == ""


@pytest.mark.parametrize("doi", ["182", "doi:10.1000/182", "10.1000", "10.1000/1 82", "10/182"])
def test_bad_doi(doi: str) -> None:
    assert fields.check_doi(doi) == f'"{doi}" is not a DOI; write it as in "10.1000/182"'


@pytest.mark.parametrize(
    "url", ["", "https://a.example", "http://a.example/b_c?d=e&f=%20#g(h)", "https://ä.example/~b"]
)
def test_good_url(url: str) -> None:
    assert fields.check_url(url) == ""


@pytest.mark.parametrize(
    "url", ["a.example", "//a.example", "https://a b", "https://a.example/<b>", "ftp://a.example"]
)
def test_bad_url(url: str) -> None:
    message = f'"{url}" is not an address; copy it whole, from "https://" on'
    assert fields.check_url(url) == message


@pytest.mark.parametrize(
    ("isbn", "is_right"),
    [
        ("", True),
        ("978-3-658-31633-4", True),
        ("9783658316334", True),
        ("978-3-658-31633-5", False),
        ("978-3-658-31633", False),
        ("0-306-40615-2", True),
        ("0-8044-2957-X", True),
        ("0-306-40615-3", False),
        ("977-3-658-31633-4", False),
        ("x", False),
    ],
)
def test_isbn(isbn: str, is_right: bool) -> None:
    assert (fields.check_isbn(isbn) == "") == is_right


@pytest.mark.parametrize(
    ("issn", "is_right"),
    [
        ("", True),
        ("0378-5955", True),
        ("2434-561X", True),
        ("03785955", True),
        ("0378-5954", False),
    ],
)
def test_issn(issn: str, is_right: bool) -> None:
    assert (fields.check_issn(issn) == "") == is_right


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI: 10.1000/182", "10.1000/182"),
    ],
)
def test_bare_doi(written: str, bare: str) -> None:
    assert fields.bare_doi(written) == bare


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("https://a.example/b", "https://a.example/b"),
        (r"https://a.example/b\_c\%20d\&e\#f", "https://a.example/b_c%20d&e#f"),
        (r"https://a.example/\~{}b", "https://a.example/~b"),
        (r"\url{https://a.example/b}", "https://a.example/b"),
    ],
)
def test_bare_url(written: str, bare: str) -> None:
    assert fields.bare_url(written) == bare


@pytest.mark.parametrize(
    "pages",
    [
        "",
        "5",
        "10-19",
        "10--19",
        "10–19",
        "3, 5-8",
        "iv-xi",
        "xi, 3-5",
        "A-4",
        "S12-S19",
        "391-8",
        "12+",
        "5ff",
        "5 and 7",
        "in press",
        "e0123",
        "1:1--1:24",
    ],
)
def test_good_pages(pages: str) -> None:
    assert fields.check_pages(pages) == ""


@pytest.mark.parametrize("pages", ["10-", "-19", "10--19--21", "65-56", "10 19", "p. 5", "5,,7"])
def test_bad_pages(pages: str) -> None:
    assert "pages" in fields.check_pages(pages)


@pytest.mark.parametrize(
    ("pages", "ranges"),
    [
        ("", []),
        ("5", [(5, 5)]),
        ("10–19, 25", [(10, 19), (25, 25)]),
        ("391-8", [(391, 398)]),
        ("iv-xi, A-4, 12a", []),
    ],
)
def test_page_ranges(pages: str, ranges: list[tuple[int, int]]) -> None:
    assert fields.page_ranges(pages) == ranges
