"""BibTeX's grammar; whole files stand in cases/broken-bib.yml and sound-bib.yml (test_bibfile)."""

from __future__ import annotations

from typing import Any

import pytest

from macros.bibsyntax import check_syntax, read_syntax
from macros.problems import Problem
from tests.golden import cases


@pytest.mark.parametrize("case", cases("sound-bib.yml"))
def test_sound(case: dict[str, Any]) -> None:
    assert check_syntax(case["bib"], "b.bib") == []


def test_problem_names_source_and_line() -> None:
    assert check_syntax("\n\n@book{, }", "refs/b.bib") == [
        Problem("refs/b.bib", 3, 'this entry has no cite key; write "@book{key,"')
    ]


def test_comments_are_blanked_line_for_line() -> None:
    text = "% x\n@book{a, % y\n  title = {5 % z\n% z}, }% x\r\n"
    kept = "\n@book{a, \n  title = {5 % z\n% z}, }\n"
    assert read_syntax(text, "b.bib") == (kept, [])
