"""Ranges of numbers in places, as a style writes them."""

from __future__ import annotations

import pytest

from macros.style.phrases import Ranges
from macros.style.wording import alternate_quotes, write_ranges


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("3-10", "3–10"),
        ("71--72", "71–72"),
        ("96 – 117", "96–117"),
        ("100-104", "100–104"),
        ("1100-1113", "1100–1113"),
        ("101-108", "101–8"),
        ("808-833", "808–33"),
        ("1103-1104", "1103–4"),
        ("321-328", "321–28"),
        ("498-532", "498–532"),
        ("1087-1089", "1087–89"),
        ("1496-1500", "1496–500"),
        ("11564-11615", "11564–615"),
        ("12991-13001", "12991–3001"),
        ("321-28", "321–28"),
        ("998-1002", "998–1002"),
        ("xii-xvi", "xii–xvi"),
        ("A-4", "A-4"),
        ("9, 101-103 and 7a-7b", "9, 101–3 and 7a–7b"),
        ("5 ff.", "5 ff."),
    ],
)
def test_ranges_of_pages_by_chicago(place: str, written: str) -> None:
    assert write_ranges(place, Ranges(sign="–", pages="chicago")) == written


def test_only_ranges_of_pages_are_shortened() -> None:
    chicago = Ranges(sign="–", pages="chicago")
    assert write_ranges("101-108", chicago, "paragraph") == "101–108"
    assert write_ranges("101–108", Ranges()) == "101-108"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("“Tolls” and “Fees”", "‘Tolls’ and ‘Fees’"),
        ("On ‘Tales of the “Crisis” at Sea’", "On ‘Tales of the “Crisis” at Sea’"),
        ("On “Tales of the ‘Crisis’ at Sea”", "On ‘Tales of the “Crisis” at Sea’"),
        ("‘a “b ‘c “d” c’ b” a’", "‘a “b ‘c “d” c’ b” a’"),
        ("“a ‘b “c” d’ e”", "‘a “b ‘c’ d” e’"),
        ("The Miller’s “Millers’ Song”", "The Miller’s ‘Millers’ Song’"),
        ("‘The Millers’ Song’ of ‘Quays’", "‘The Millers’ Song’ of ‘Quays’"),
        ("“The ’90s” and rock ’n’ roll", "‘The ’90s’ and rock ’n’ roll"),
        ("The ‘90s of “Tolls", "The ‘90s of “Tolls"),
        ("„Krise“ und «Ruhe»", "‘Krise’ und «Ruhe»"),
    ],
)
def test_quotation_marks_alternate(text: str, written: str) -> None:
    assert alternate_quotes(text, [("‘", "’"), ("“", "”")]) == written
