"""Markers that do not come out as they were set."""

from __future__ import annotations

import re

import pytest
from markdown import markdown

from macros.project.extension import HeldHtml
from macros.project.finishing import IN_LINK, LOST, ORDER, check_markers


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("A[^1] B[^2]", []),
        ("A[^1] B[^1] C[^2] D[^1]", []),
        ("Term\n:   A[^1]\n\nOther\n:   B[^2]", []),
        ("A[^1]\n\n<div>B[^2]</div>", [(20, LOST)]),
        ('A[^1]\n\n<div markdown="1">B[^2]</div>', []),
        ("A[^1] <!-- B[^2] -->", [(20, LOST)]),
        ("[A[^1]](https://a.org/) B[^2]", [(10, IN_LINK)]),
        ("[A](https://a.org/)[^1] B[^2]", []),
        ("A[^2] B[^1]", [(10, ORDER)]),
    ],
)
def test_markers(text: str, problems: list[tuple[int, str]]) -> None:
    notes = {1: 10, 2: 20}
    held = HeldHtml()
    held.html = {str(number): f'<sup id="fnref:{number}">{number}</sup>' for number in notes}
    text = re.sub(r"\[\^(\d)\]", "\ue000\\1\ue001", text)
    html = markdown(text, extensions=["def_list", "md_in_html", held])
    found = check_markers(html, notes, "docs/a.md")
    assert [(problem.line, problem.message) for problem in found] == problems
    assert {problem.source for problem in found} <= {"docs/a.md"}
