"""Identifiers and pages; how they are shown: test_works.py."""

from __future__ import annotations

import pytest

from macros.bib import identifiers


@pytest.mark.parametrize(
    "doi", ["", "10.1000/182", "10.5771/9783748922339-04", "10.1002/(A)<1>3;2"]
)
def test_good_doi(doi: str) -> None:
    assert identifiers.check_doi(doi) == ""


@pytest.mark.parametrize("doi", ["182", "10.1000", "10.1000/1 82", "10/182"])
def test_bad_doi(doi: str) -> None:
    assert identifiers.check_doi(doi) == f'"{doi}" is not a DOI; write it as in "10.1000/182"'


@pytest.mark.parametrize(
    "url", ["", "https://a.example", "http://a.example/b_c?d=e&f=%20#g(h)", "https://ä.example/~b"]
)
def test_good_url(url: str) -> None:
    assert identifiers.check_url(url) == ""


@pytest.mark.parametrize(
    "url", ["a.example", "//a.example", "https://a b", "https://a.example/<b>", "file:///a/b"]
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
        ("0378 5955", True),
        ("p-0378‐5955", True),
        ("0378-5954", False),
    ],
)
def test_issn(issn: str, is_right: bool) -> None:
    assert (identifiers.check_issn(issn) == "") == is_right


SEVERAL = {
    "978-0-226-53254-7 978-0-226-53255-4": "978-0-226-53254-7|978-0-226-53255-4",
    "978 0 226 53254 7": "978 0 226 53254 7",
    "978 0 226 53254 7 0 306 40615 2": "978 0 226 53254 7|0 306 40615 2",
    "9780226532547 (pbk.) 9780226532554 hbk": "9780226532547|9780226532554",
    "ISBN-13: 978-0-226-53254-7; ISBN-10: 0-306-40615-2": "978-0-226-53254-7|0-306-40615-2",
    "978-0-226-53254-7/978-0-226-53255-4": "978-0-226-53254-7|978-0-226-53255-4",
    "e-ISBN 978-0-226-53254-7, ISBN 0306406152": "978-0-226-53254-7|0306406152",
    "978–0–226–53254–7": "978–0–226–53254–7",
    "978‑0‑226‑53254‑7": "978‑0‑226‑53254‑7",
    "(978-0-226-53254-7)": "978-0-226-53254-7",
    "pbk: 978-0-226-53254-7. 978-0-226-53255-4": "978-0-226-53254-7|978-0-226-53255-4",
    r"978-0-226-53254-7 : 978-0-226-53255-4\\0306406152~0-306-40615-2": (
        "978-0-226-53254-7|978-0-226-53255-4|0306406152|0-306-40615-2"
    ),
    "e978-0-226-53254-7": "978-0-226-53254-7",
}


@pytest.mark.parametrize("written", SEVERAL)
def test_several_isbns(written: str) -> None:
    assert "|".join(identifiers.read_numbers(written)) == SEVERAL[written]
    assert identifiers.check_isbn(written) == ""


def test_several_issns() -> None:
    written = "ISSN: 0378-5955 (print) 1557-7317; e-ISSN 2434-561X"
    assert identifiers.read_numbers(written) == ["0378-5955", "1557-7317", "2434-561X"]
    assert identifiers.check_issn(written) == ""


@pytest.mark.parametrize(
    ("problem", "start"),
    [
        (
            identifiers.check_isbn("978-0-226-53254-7 978-0-226-53255-5"),
            '"978-0-226-53255-5" is not an ISBN',
        ),
        (identifiers.check_isbn("0378-5955"), '"0378-5955" is an ISSN; write it in "issn"'),
        (identifiers.check_issn("0378-5955 1557-7318"), '"1557-7318" is not an ISSN'),
        (identifiers.check_issn("0-306-40615-2"), '"0-306-40615-2" is an ISBN; write it in "isbn"'),
        (identifiers.check_url("10.1000/182"), '"10.1000/182" is a DOI; write it in "doi"'),
        (
            identifiers.check_url("https://a.example https://b.example"),
            '"https://a.example https://b.example" are several addresses',
        ),
        (identifiers.check_pages("xii, 345 p."), '"xii, 345 p." says how many pages there are'),
        (identifiers.check_pages("Bd. 2, S. 12"), '"Bd. 2, S. 12" are no pages; write'),
        (identifiers.further_dois("10.1000/1; 10.1000/2"), "only the first of these DOIs"),
        (identifiers.further_dois("10.1000/1"), ""),
        (identifiers.more_than_volume("12, no. 3"), '"12, no. 3" says more than the volume'),
        (identifiers.more_than_volume("Supplement 3, new series"), ""),
        (
            identifiers.check_doi("https://www.jstor.org/stable/1"),
            '"https://www.jstor.org/stable/1" is not a DOI; write it in "url"',
        ),
        (identifiers.further_dois("DOI: 10.1000/1"), ""),
        (identifiers.check_isbn("N/A"), '"N/A" is not an ISBN'),
        (identifiers.check_doi(r"10.1000/a\unknown b"), r'"10.1000/a\unknown b" is not a DOI'),
        (identifiers.check_doi(r"10.1000/a\unknown{b}"), r'"10.1000/a\unknown{b}" is not a DOI'),
    ],
)
def test_what_is_wrong(problem: str, start: str) -> None:
    assert problem.startswith(start)
    assert problem or not start


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("doi:10.1000/182", "10.1000/182"),
        ("DOI: 10.1000/182", "10.1000/182"),
        ("doi.org/10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000%2F182", "10.1000/182"),
        (r"\url{https://doi.org/10.1000/182}", "10.1000/182"),
        (r"\href{https://doi.org/10.1000/182}{10.1000/182}", "10.1000/182"),
        (r"10.1000/a\_b", "10.1000/a_b"),
        (r"10.1000/a{\_}b", "10.1000/a_b"),
        (r"10.1000/a$\_$b", "10.1000/a_b"),
        (r"10.1000/a\textunderscore b", "10.1000/a_b"),
        (r"10.1000/a{\textunderscore}b", "10.1000/a_b"),
        (r"10.1000/a\%b\#c\&d", "10.1000/a%b#c&d"),
        (r"10.1000/a\textless1\textgreater3", "10.1000/a<1>3"),
        (r"10.1000/a\\_b\string_c\allowbreak d", "10.1000/a_b_cd"),
        (r"\detokenize{10.1000/a_b}", "10.1000/a_b"),
        ("https://doi.org/10.1000/a%5Fb%3C1%3E", "10.1000/a_b<1>"),
        ("info:doi/10.1000/182", "10.1000/182"),
        ("10.1000/a&lt;b&gt;3;2", "10.1000/a<b>3;2"),
        (r"10.1000/a{$<$}b{\textgreater}", "10.1000/a<b>"),
        ("10.1000/1, 10.1000/2", "10.1000/1"),
        ("10.1000/1 https://doi.org/10.1000/2", "10.1000/1"),
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
        (r"https://a.example/?b=1\&amp;c=2&amp;d", "https://a.example/?b=1&c=2&d"),
        ("https://a.example/?b=1&copy=2", "https://a.example/?b=1&copy=2"),
        (r"https://a.example/{\textasciitilde}b{\_}c", "https://a.example/~b_c"),
        (r"https://a.example/$\sim$b", "https://a.example/~b"),
        ("<https://a.example/b>", "https://a.example/b"),
        ("{https://a.example/b}", "https://a.example/b"),
    ],
)
def test_bare_url(written: str, bare: str) -> None:
    assert identifiers.bare_identifier(written) == bare


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
        "1.1--1.20",
        "031021-1--031021-15",
        r"12\,--\,15",
        r"12\textendash{}15",
        "p. 5",
        "pp.~5--9",
        "S. 5, S. 9",
        "Sp. 12",
        "12 bis 15",
    ],
)
def test_good_pages(pages: str) -> None:
    assert identifiers.check_pages(pages) == ""


@pytest.mark.parametrize("pages", ["10-", "-19", "10--19--21", "65-56", "10 19", "no. 5", "5,,7"])
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
