"""The values of biblatex's fields; kinds and problems within a file: test_bibfile.py."""

from __future__ import annotations

import pytest

from macros import biblatex


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
    assert biblatex.is_in_braces(text) is expected


@pytest.mark.parametrize(
    "doi", ["", "10.1000/182", "10.5771/9783748922339-04", "10.1002/(A)<1>3;2"]
)
def test_good_doi(doi: str) -> None:
    assert biblatex.check_doi(doi) == ""


@pytest.mark.parametrize("doi", ["182", "doi:10.1000/182", "10.1000", "10.1000/1 82", "10/182"])
def test_bad_doi(doi: str) -> None:
    assert biblatex.check_doi(doi) == f'"{doi}" is not a DOI; write it as in "10.1000/182"'


@pytest.mark.parametrize(
    "url", ["", "https://a.example", "http://a.example/b_c?d=e&f=%20#g(h)", "https://ä.example/~b"]
)
def test_good_url(url: str) -> None:
    assert biblatex.check_url(url) == ""


@pytest.mark.parametrize(
    "url", ["a.example", "//a.example", "https://a b", "https://a.example/<b>", "ftp://a.example"]
)
def test_bad_url(url: str) -> None:
    message = f'"{url}" is not an address; copy it whole, from "https://" on'
    assert biblatex.check_url(url) == message


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
    assert (biblatex.check_isbn(isbn) == "") == is_right


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("location", ""),
        ("Title", ""),
        ("lccn", ""),
        ("mendeley-tags", ""),
        ("loction", 'biblatex knows no field "loction"; did you mean "location"?'),
        ("titel", 'biblatex knows no field "titel"; did you mean "title"?'),
    ],
)
def test_field(field: str, problem: str) -> None:
    assert biblatex.check_field(field) == problem
