"""Identifiers and pages; how they are shown: test_works.py."""

from __future__ import annotations

import pytest

from macros.bib import identifiers


@pytest.mark.parametrize(
    "doi", ["", "10.1000/182", "10.5771/9783748922339-04", "10.1002/(A)<1>3;2"]
)
def test_good_doi(doi: str) -> None:
    assert identifiers.check_doi(doi) == ""


@pytest.mark.parametrize("doi", ["182", "doi:10.1000/182", "10.1000", "10.1000/1 82", "10/182"])
def test_bad_doi(doi: str) -> None:
    assert identifiers.check_doi(doi) == f'"{doi}" is not a DOI; write it as in "10.1000/182"'


@pytest.mark.parametrize(
    "url", ["", "https://a.example", "http://a.example/b_c?d=e&f=%20#g(h)", "https://ä.example/~b"]
)
def test_good_url(url: str) -> None:
    assert identifiers.check_url(url) == ""


@pytest.mark.parametrize(
    "url", ["a.example", "//a.example", "https://a b", "https://a.example/<b>", "ftp://a.example"]
)
def test_bad_url(url: str) -> None:
    message = f'"{url}" is not an address; copy it whole, from "https://" on'
    assert identifiers.check_url(url) == message


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
    assert (identifiers.check_isbn(isbn) == "") == is_right


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
    assert (identifiers.check_issn(issn) == "") == is_right


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
    assert identifiers.bare_doi(written) == bare


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
    assert identifiers.bare_url(written) == bare


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
    assert identifiers.check_pages(pages) == ""


@pytest.mark.parametrize("pages", ["10-", "-19", "10--19--21", "65-56", "10 19", "p. 5", "5,,7"])
def test_bad_pages(pages: str) -> None:
    assert "pages" in identifiers.check_pages(pages)


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
    assert identifiers.page_ranges(pages) == ranges
