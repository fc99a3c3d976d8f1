"""What is done to finished HTML, and markers that did not come out as they were set."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from macros.project.checks import IN_LINK, LOST, ORDER, check_markers
from macros.project.extension import TokenExtension, finish_page


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
    held = TokenExtension()
    held.html = {str(number): f'<sup id="fnref:{number}">{number}</sup>' for number in notes}
    text = re.sub(r"\[\^(\d)\]", "\ue000\\1\ue001", text)
    html = markdown(text, extensions=["def_list", "md_in_html", held])
    found = check_markers(html, notes, "docs/a.md")
    assert [(problem.line, problem.message) for problem in found] == problems
    assert {problem.source for problem in found} <= {"docs/a.md"}


@pytest.mark.parametrize(
    ("html", "tied"),
    [
        ("<p>See p. 53.", "<p>See p.~53."),
        ("pp. 9-12, 31-42", "pp.~9-12, 31-42"),
        ("<em>Tolls</em>, vol. 3, no. 4", "<em>Tolls</em>, vol.~3, no.~4"),
        ("p. 3 (61) and 2 (a)", "p.~3~(61) and 2 (a)"),
        ("It ended there. 12 states", "It ended there. 12 states"),
        ('<a href="#x" title="p. 3">p. 3</a> p. 4', '<a href="#x" title="p. 3">p.~3</a> p.~4'),
        ('<a href="https://a.org">p. 3</a>', '<a href="https://a.org" data-outside="">p.~3</a>'),
        ("<code>p. 5</code><pre>p. 5</pre>", "<code>p. 5</code><pre>p. 5</pre>"),
        ("<script>p. 5</script>", "<script>p. 5</script>"),
    ],
)
def test_numbers_stay_with_what_they_belong_to(html: str, tied: str) -> None:
    assert finish_page(html).replace("\xa0", "~") == tied


def test_outside_addresses_are_marked_once_where_the_text_does_not_give_them() -> None:
    b = "https://b.org/?x=1&amp;y=2"
    page = finish_page(
        f'<a href="https://a.org/">A</a> <a href="https://a.org/">again</a> <a href="{b}">{b}</a> '
        f'<a href="{b}">B</a> <a href="c.md">C</a> <a class="x" href="http://d.org"><em>D</em></a>'
    )
    marked = BeautifulSoup(page, "html.parser").select("a[data-outside]")
    assert [link.get_text() for link in marked] == ["A", "D"]
