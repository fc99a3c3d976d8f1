"""The paper and how its pages are counted."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from macros.data.paper import Paper
from macros.data.reading import read_data
from tests.words import ENGLISH

TEXT = """\
key: rivers
first_page: 1
last_page: 12
first_page_in_volume: 59
notes_on_pages:
  - {page: 10, first: one, last: nine}
  - {page: 11, first: nine, last: last}
companion: {title: A Companion, version: 0.10, date: 2026-01-31}
"""


def read(text: str) -> Paper:
    paper, _, problems = read_data(text, "data/paper.yml", Paper)
    assert paper
    assert problems == []
    return paper


PAPER = read(TEXT)
ALONE = read(TEXT.replace("first_page_in_volume: 59\n", ""))


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (1, 1, "p. 1 (59)"),
        (2, 2, "p. 2 (60)"),
        (2, 3, "pp. 2-3 (60-61)"),
        (9, 12, "pp. 9-12 (67-70)"),
    ],
)
def test_pages(first: int, last: int, shown: str) -> None:
    assert PAPER.pages(first, last, ENGLISH.pages) == shown


def test_pages_without_a_volume() -> None:
    assert ALONE.pages(2, 2, ENGLISH.pages) == "p. 2"
    assert ALONE.pages(2, 3, ENGLISH.pages) == "pp. 2-3"


def test_pages_of_a_paper_that_does_not_begin_on_page_1() -> None:
    paper = replace(PAPER, first_page=101, last_page=112, first_page_in_volume=59)
    assert paper.pages(102, 103, ENGLISH.pages) == "pp. 102-103 (60-61)"


def test_pages_in_volume() -> None:
    assert PAPER.pages_in_volume(1, 12) == "59-70"
    assert PAPER.pages_in_volume(7, 7) == "65"


@pytest.mark.parametrize(
    ("note", "pages"), [(1, [10]), (8, [10]), (9, [10, 11]), (10, [11]), (28, [11]), (29, [])]
)
def test_pages_of_note(note: int, pages: list[int]) -> None:
    numbers = {"one": 1, "nine": 9, "last": 28}
    assert PAPER.pages_of_note(note, numbers) == pages
    assert PAPER.pages_of_note(note, {}) == []


def test_version_stays_as_written() -> None:
    assert PAPER.companion.version == "0.10"
    assert PAPER.companion.date.text == "2026-01-31"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", ""),
        ("first_page: 3", '"last_page" is missing; add it, or leave out both'),
        ("last_page: 3", '"first_page" is missing; add it, or leave out both'),
        ("first_page: 3\nlast_page: 2", '"last_page" comes before "first_page"; mend one'),
        ("first_page_in_volume: 3", '"first_page_in_volume" needs "first_page" and "last_page"'),
        ("notes_on_pages: [{page: 1, first: a, last: a}]", '"notes_on_pages" needs "first_page"'),
    ],
)
def test_pages_belong_together(lines: str, message: str) -> None:
    edition = "companion: {title: A Companion, version: 0.10, date: 2026-01-31}"
    paper, _, problems = read_data(f"key: rivers\n{lines}\n{edition}\n", "data/paper.yml", Paper)
    assert bool(paper) == (not message)
    assert [message in str(problem) for problem in problems] == [True] * bool(message)
