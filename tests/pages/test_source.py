"""Code that shows macros, its cases in cases/shielding.yml; and what snippets bring."""

from __future__ import annotations

from typing import Any

import pytest

from macros.pages.source import PageSource, shield_code
from macros.pages.syntax import check_extensions, check_snippets
from tests.golden import cases


@pytest.mark.parametrize("case", cases("shielding.yml"))
def test_code_is_shielded(case: dict[str, Any]) -> None:
    found: list[str] = []

    def shield(code: str) -> str:
        found.append(code)
        return "CODE"

    shielded = shield_code(case["text"], shield)
    assert found == case["code"]
    assert shielded.count("\n") == case["text"].count("\n")


SNIPPETS = {
    "plain.md": "*[PU]: Port Union, `{{ a }}`",
    "call.md": '{{ note("a") }}',
    "own.md": "A[^1]",
}
RUN = "is put in when macros have been run, and has macros or notes; copy it here"
MISSING = "cannot be put in; is pymdownx.snippets loaded, and its base_path right?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('--8<-- "plain.md"\n', []),
        ('A\n\n--8<-- "call.md"\n', [f'docs/a.md:6: the snippet "call.md" {RUN}']),
        ('> --8<-- "none.md"\n', [f'docs/a.md:4: the snippet "none.md" {MISSING}']),
        ("--8<--\nplain.md\nown.md\n--8<--\n", [f'docs/a.md:4: the snippet "own.md" {RUN}']),
        ('```\n--8<-- "call.md"\n```\n', []),
    ],
)
def test_macros_that_snippets_bring_are_named(text: str, expected: list[str]) -> None:
    page = PageSource("a.md", "docs/a.md", text, first_line=4)
    assert [str(problem) for problem in check_snippets(page, SNIPPETS.get)] == expected


MARKED = (
    'A ==word==, ~~gone~~, a == b == c.\n\n- [ ] to do\n\n=== "Tab"\n\n/// note\n///\n\n??? box\n'
)


@pytest.mark.parametrize(
    ("loaded", "named"),
    [
        ([], {"blocks": 8, "details": 11, "mark": 2, "tabbed": 6, "tasklist": 4, "tilde": 2}),
        (
            ["pymdownx.mark", "pymdownx.tabbed", "pymdownx.tilde", "pymdownx.blocks.tab"],
            {"details": 11, "tasklist": 4},
        ),
    ],
)
def test_syntax_of_extensions_that_are_not_loaded(loaded: list[str], named: dict[str, int]) -> None:
    problems = check_extensions(PageSource("a.md", "docs/a.md", MARKED, 2), loaded)
    found = {
        p.message.partition(" is syntax of pymdownx.")[2].partition(",")[0]: p.line
        for p in problems
    }
    assert found == named


def test_html_that_is_none() -> None:
    text = 'A <name>, <b>bold</b>, <my-box>, a <b <https://a.example>, `<code1>`\n{{ note("<x>") }}'
    found = check_extensions(PageSource("a.md", "docs/a.md", text), ["attr_list"])
    shown = [(p.line, p.message.partition(" is no element")[0]) for p in found]
    assert shown == [(1, '"<name>"'), (2, '"<x>"')]
