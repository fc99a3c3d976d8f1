"""Problems, as people read them."""

from __future__ import annotations

import sys
from io import BytesIO, TextIOWrapper

import pytest

from macros.problems import Problem, did_you_mean, grouped, in_order, say


def test_problem_in_a_line() -> None:
    assert str(Problem("docs/a.md", 7, "unknown")) == "docs/a.md:7: unknown"


def test_problem_of_a_whole_file() -> None:
    assert str(Problem("data/paper.yml", 0, "missing")) == "data/paper.yml: missing"


def test_problems_sort_by_file_and_line() -> None:
    problems = [Problem("b", 1, "x"), Problem("a", 10, "x"), Problem("a", 9, "z")]
    assert sorted(problems) == [Problem("a", 9, "z"), Problem("a", 10, "x"), Problem("b", 1, "x")]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("wolf2018", '; did you mean "Wolff2018"?'),
        ("WOLFF2018", '; did you mean "Wolff2018"?'),
        ("okoro2014", '; did you mean "okoro2011"?'),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_did_you_mean(word: str, hint: str) -> None:
    assert did_you_mean(word, ["Wolff2018", "okoro2011", "lind1999"]) == hint


def test_did_you_mean_of_nothing() -> None:
    assert did_you_mean("wolff2018", {}) == ""


def test_what_a_terminal_cannot_show_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(shown, encoding="latin-1"))
    say("Zoé “so”")
    sys.stdout.flush()
    assert shown.getvalue() == "Zoé \\u201cso\\u201d\n".encode("latin-1")


def test_order_and_groups() -> None:
    hints = [
        Problem("b.bib", line, f'"w{line}" is cited nowhere', "hint") for line in range(9, 0, -1)
    ]
    others = [
        Problem("b.bib", 30, '"y" is read by nothing', "hint"),
        Problem("b.bib", 20, "x", "warning"),
        Problem("b.bib", 21, "x", "warning"),
        Problem("b.bib", 22, "x"),
        Problem("b.bib", 22, "x"),
    ]
    found = in_order([*hints, *others])
    assert [each.line for each in found] == [22, 20, 21, *range(1, 10), 30]
    assert [str(each) for each in grouped(found)] == [
        "b.bib:22: x",
        "b.bib:20: x",
        "b.bib:21: x",
        'b.bib:30: "y" is read by nothing',
        'b.bib:1: "w1" is cited nowhere (so, too, lines 2, 3, 4 and 5 more)',
    ]
    assert grouped(hints[:3]) == hints[:3]
