"""Citation items: one place or several."""

from __future__ import annotations

import pytest

from macros.style.citations import LABELS, CitationItem, is_several

ONE = [
    "",
    "53",
    "53a",
    "iv",
    "A-4",
    "1.2",
    "12v",
    "3f",
    "passim",
    "53, note 4",
    "53, l. 4",
    "41 (nos. 5, 6)",
    "53, n. 5",
    "M",
    "XIV",
    "A",
    "12r",
]
SEVERAL = [
    "9-12",
    "9–12",
    "9--12",
    "9 - 12",
    "9, 12",
    "9-12, 31-42",
    "9; 12",
    "9 and 12",
    "9 & 12",
    "9 to 12",
    "53 f.",
    "53f.",
    "53 ff.",
    "53ff",
    "iv-vi",
    "xii–xv",
    "iv, vi",
    "A-4, A-7",
    "A4 and B2",
    "1.2-1.4",
    "53a-c",
    "IV-VI",
    "I, III",
    "A and C",
    "A, B",
    "12r–13v",
    "53 et seq.",
    "53 sqq.",
    "41 (no. 58), 163 (no. 201)",
    "41 (no. 58)-45",
    "0:03:10-0:04:00",
    "xii-xv, 3, 7 ff.",
    "5, and 9",
    "41, esp. 43",
    "41, see also 50",
]


@pytest.mark.parametrize("locator", ONE)
def test_one(locator: str) -> None:
    assert not is_several(locator)


@pytest.mark.parametrize("locator", SEVERAL)
def test_several(locator: str) -> None:
    assert is_several(locator)


def test_item_counts_pages_unless_told() -> None:
    assert CitationItem("a", "5").label == "page"
    assert CitationItem("a", "5", "chapter").label == "chapter"


def test_labels_are_csl_s() -> None:
    assert len(LABELS) == len(set(LABELS)) == 28
    assert sorted(LABELS) == LABELS
