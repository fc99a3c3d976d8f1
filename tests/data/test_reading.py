"""Data files; broken ones stand in cases/data-files.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from msgspec import field

from macros.data.reading import (
    Lines,
    check_known,
    check_settings,
    check_unique,
    read_data,
    without_comments,
)
from macros.data.records import Record, Slug
from macros.problems import Problem, must_stop
from tests.golden import cases


class Work(Record, frozen=True, kw_only=True):
    id: Slug
    pages: int = 1
    kinds: tuple[Literal["book", "report"], ...] = ()

    def __post_init__(self) -> None:
        if not self.pages:
            raise ValueError("a work of no pages")


class Shelf(Record, frozen=True, kw_only=True):
    title: str
    works: tuple[Work, ...] = ()
    pair: tuple[str, str] = ("", "")
    lent: bool = False
    weight: int | None = None
    marks: dict[str, tuple[str, str]] = field(default_factory=dict)


@pytest.mark.parametrize("case", cases("data-files.yml"))
def test_broken(case: dict[str, Any]) -> None:
    result, _, problems = read_data(case["yaml"], "data/shelf.yml", Shelf)
    assert (result is None) == must_stop(problems, strict=False)
    assert [f"{problem.line}: {problem.message}" for problem in problems] == case["problems"]
    assert {problem.source for problem in problems} == {"data/shelf.yml"}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("title: Rivers", "Rivers"),
        ("title: 2004-11-30", "2004-11-30"),
        ("title: 0.10", "0.10"),
        ("title: no", "no"),
        ("title: ~", "~"),
        ("title:", ""),
        ("title: >-\n  two\n  lines\n", "two lines"),
        ("title: '197X'", "197X"),
    ],
)
def test_scalars_stay_text(text: str, title: str) -> None:
    assert read_data(text, "d.yml", Shelf)[0] == Shelf(title=title)


def test_lines() -> None:
    text = "# shelf\n\ntitle: Shelf\nworks:\n  - id: a\n\n  -\n    id: b\n    pages: 5\n"
    result, lines, problems = read_data(text, "d.yml", Shelf)
    assert result == Shelf(
        title="Shelf",
        works=(
            Work(id="a"),
            Work(id="b", pages=5),
        ),
    )
    assert problems == []
    places: list[tuple[str | int, ...]] = [
        ("title",),
        ("works",),
        ("works", 0),
        ("works", 0, "id"),
        ("works", 1, "pages"),
    ]
    assert [lines.of(*place) for place in places] == [3, 4, 5, 5, 9]
    assert lines.of("works", 1, "kinds", 2) == 8  # the record, for want of the field
    assert lines.of("works", 7) == 4
    assert lines.of("nothing") == lines.of() == 0


def test_check_unique() -> None:
    lines = Lines({("works", 0, "id"): 3, ("works", 1, "id"): 5, ("works", 2, "id"): 7})
    assert check_unique(["a", "b", "a"], "works", lines, "d.yml") == [
        Problem("d.yml", 7, 'the id "a" is used twice')
    ]
    assert check_unique(["a", "b", "c"], "works", lines, "d.yml") == []


def test_check_known() -> None:
    assert check_known("fees", ["fees", "tolls"], "note id", "d.yml", 3) == []
    assert check_known("toll", ["fees", "tolls"], "note id", "d.yml", 3) == [
        Problem("d.yml", 3, 'unknown note id "toll"; did you mean "tolls"?')
    ]


@pytest.mark.parametrize("word", ["true", "Yes", "on", "1", "false", "no", "OFF", "0"])
def test_words_for_truth_values(word: str) -> None:
    shelf = read_data(f"title: a\nlent: {word}", "d.yml", Shelf)[0]
    assert shelf == Shelf(title="a", lent=word.lower() in {"true", "yes", "on", "1"})


@pytest.mark.parametrize(("written", "weight"), [("5", 5), ("", None), ("~", None), ("null", None)])
def test_a_number_that_may_be_missing(written: str, weight: int | None) -> None:
    shelf = read_data(f"title: a\nweight: {written}", "d.yml", Shelf)[0]
    assert shelf == Shelf(title="a", weight=weight)


def test_comments_are_left_out_but_for_the_head() -> None:
    head = "# What the fields mean.\n\n# id: an address\n\n"
    text = (
        f'{head}events:\n  # ask B.\n  - id: a # sure?\n    title: "A # b"\n    text: >-\n'
        "      # no comment\n      B # c\n\n    # later\n  - id: b#c\n# end\n"
    )
    assert without_comments(text) == (
        f'{head}events:\n  - id: a\n    title: "A # b"\n    text: >-\n'
        "      # no comment\n      B # c\n\n  - id: b#c\n"
    )
    modeline = "# yaml-language-server: $schema=../a.json\n\n"
    assert without_comments(modeline + text) == without_comments(text)
    assert without_comments("") == ""
    assert without_comments(head) == head


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (b"site_name: A\nnav: [a.md]\nextra: {companion: {}, path: !ENV [A, b]}\n", ""),
        (None, ": this file cannot be read: Is a directory"),
        (b"site_name: A\nnav:\n\t- a.md\n", ":3: this is not valid YAML (found character"),
        (b"a: Caf\xe9\n", ":1: this file is not UTF-8; save it as UTF-8"),
        (b"a: 1\nnav: []\nnav: []\n", ':3: "nav" stands here twice; keep one'),
        (b"# nothing\n", ": this file is empty"),
    ],
)
def test_settings(tmp_path: Path, written: bytes | None, problem: str) -> None:
    file = tmp_path / "mkdocs.yml"
    file.mkdir() if written is None else file.write_bytes(written)
    told = "".join(map(str, check_settings(str(file))))
    assert told.startswith(f"{file}{problem}") if problem else not told
