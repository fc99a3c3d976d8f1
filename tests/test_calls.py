"""Pages of nothing but calls: read without Jinja, and with the result that Jinja would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.calls import calling_line, read_plain
from macros.templates import render_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from macros.problems import Problem


def fail(*values: object) -> str:
    raise ValueError(f"no {values}")


MACROS: dict[str, Callable[..., str]] = {
    "show": lambda *values, **options: f"<{values} {options} {calling_line()}>",
    "fail": fail,
    "narrow": lambda one: f"{one}",
}

PLAIN = [
    "",
    "no macros, } } { {",
    "{{ show() }}",
    "{{show( )}} and {{\tshow()\t}}",
    'one\n\n{{ show(\'a\', "it\'s", 3, x="{{ }} %} # ü") }}\n{{ show() }}\n',
    "{{ show(show(1, show()), a=show(b=True)) }}",
    "{{ show('a' 'b') }} { {{ show() }} }",
    "{{ show(x='a',) }}",
    "line\n{{ show(fail(1)) }}",
    "{{ narrow() }}",
    "{{ narrow(1, two=2) }}",
]
NOT_PLAIN = [
    "{{- show() }}",
    "{{ show() -}}\n",
    "{{ show('a\\n') }}",
    "{{ show('a\nb') }}",
    "{{ show(\n'a') }}",
    "{{ show() | upper }}",
    "{{ show() ~ 'a' }}",
    "{{ show(*[1]) }}",
    "{{ show(1.5) }}",
    "{{ show(r'a') }}",
    "{{ show(-1) }}",
    "{{ unknown() }}",
    "{{ show(unknown) }}",
    "{{ show }}",
    "{{{ show() }}}",
    "{% if 1 %}{{ show() }}{% endif %}",
    "{## a comment ##}{{ show() }}",
    "{{ show() }}\r\n",
    "{{ show( }}",
    "{{ show(x='a', x='b') }}",
]


def render(text: str) -> tuple[str, list[Problem]]:
    return render_page(
        text, source="docs/a.md", first_line=4, macros=MACROS, shield=lambda code: code
    )


@pytest.mark.parametrize("text", PLAIN)
def test_plain_calls_give_what_jinja_gives(text: str) -> None:
    assert read_plain(text, 4, MACROS) is not None
    assert render(text) == render("{## for Jinja ##}" + text)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_all_else_is_left_to_jinja(text: str) -> None:
    assert read_plain(text, 4, MACROS) is None
