"""The outline of a PDF: titles as the page has them, where Chromium has others."""

from __future__ import annotations

import pytest

from macros.whole.pdf_document import whole_titles

HEADINGS = ["Whole", "Old rivers", "", "Hidden", "New rivers", "Old rivers", "Last"]
OUTLINES = [
    ("Whole|Oldrivers|New rivers New|Old rivers|Last", [0, 1, 4, 5, 6]),
    ("Whole|Old rivers|Hidden Hid|Newrivers|Oldrivers|Last", [0, 1, 3, 4, 5, 6]),
    ("Oldrivers|Oldrivers", [1, 5]),
]


@pytest.mark.parametrize(("printed", "headings"), OUTLINES)
def test_titles(printed: str, headings: list[int]) -> None:
    assert whole_titles(printed.split("|"), HEADINGS) == [HEADINGS[at] for at in headings]


def test_a_title_that_is_like_no_heading_stays() -> None:
    assert whole_titles(["Whole", "#", "Last"], HEADINGS) == ["Whole", "#", "Last"]
