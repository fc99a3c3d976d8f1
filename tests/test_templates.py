"""Jinja: pages in the author's language, folders of templates, checks of theme templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, Environment

from macros.pages.source import shield_code
from macros.templates import (
    BrokenTemplateError,
    TemplateFolder,
    calling_line,
    check_templates,
    render_page,
    template_exists,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def shout(text: str) -> str:
    return text.upper()


def fail() -> str:
    raise ValueError("no such work")


MACROS: dict[str, Callable[..., str]] = {
    "shout": shout,
    "line": lambda: str(calling_line()),
    "fail": fail,
    "join": lambda *texts, **more: " ".join([*texts, *more.values()]),
    "body": lambda text, caller: f"{calling_line()} {text} {caller()} ",
}


def shield(code: str) -> str:
    return f"<{len(code)}>"


def render(text: str, first_line: int = 1) -> tuple[str, list[str]]:
    rendered, problems = render_page(
        shield_code(text, shield), source="docs/a.md", first_line=first_line, macros=MACROS
    )
    return rendered, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("Rivers.\n\n", "Rivers.\n\n"),
        ('{{ shout("rivers") }} run', "RIVERS run"),
        ("## Rivers {#rivers}\n", "## Rivers {#rivers}\n"),
        ("## Rivers {: #rivers .x }\n", "## Rivers {: #rivers .x }\n"),
        ("a {## not shown ##}b", "a b"),
        ("<b>&amp;</b> {{ shout('<i>') }}", "<b>&amp;</b> <I>"),
        ("{{ line() }}\n\n{{ line() }}", "1\n\n3"),
        ("{{ shout(\n  line()) }}", "2"),
        ("{{ join(\n  line(),\n  line(), b=join(\n\n  line())) }}\n{{ line() }}", "2 3 5\n6"),
        ("{{ join('a\nb\n', line()) }}{{ line() }}", "a\nb\n 33"),
        ("{% for x in [1, 2] %}\n{{ line() }}{% endfor %} {{ line() }}", "\n2\n2 2"),
        ("{% if line() == '1'\n  and line() == '2' %}{{ line() }}{% endif %}", "2"),
        ("{% set x =\n  line() %}\n{{ x ~\n  line() | upper }}", "\n24"),
        ("{% call body(\n  line()) %}\n{{ line()\n}}{% endcall %}{{ line() }}", "1 2 \n3 4"),
        ("{% macro m(x) %}\n{{ line() }}{% endmacro %}\n{{ m(\n  line()) }}", "\n\n2"),
        ("`{{ x }}` and ``{% y %}``", "<9> and <11>"),
        ("`code` {#x}", "`code` {#x}"),
        ("```\n{{ x }}\n```\n{{ line() }}", "<15>\n4"),
    ],
)
def test_page(text: str, rendered: str) -> None:
    assert render(text) == (rendered, [])


def test_lines_count_from_the_top_of_the_file() -> None:
    assert render("a\n{{ line() }}\n", first_line=10) == ("a\n11\n", [])
    assert render("a\n{{ fail() }}\n", first_line=10)[1] == ["docs/a.md:11: no such work"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a\n{{ fail() }}", "docs/a.md:2: no such work"),
        ("a\n{{ cite }}", "docs/a.md:2: "),
        ("a\n\n{{ shout( }}", "docs/a.md:3: "),
        ("a\n\n{{ shout() }}", "docs/a.md:3: "),
        ("{% if x %}\n\n", "docs/a.md:1: "),
        ("a\n{{ ().__class__.__base__ }}", "docs/a.md:2: "),
        ("a\n{{ shout }}", "docs/a.md:2: a macro needs brackets behind its name"),
        ("a\n{{ shout(none) }}", "docs/a.md:2: None is no text; write texts and"),
        ('a\n{{ "a" * 1000000000 }}', 'docs/a.md:2: "*" would give too much'),
        ("a\n{{ shout(\n'a',\nfail()) }}", "docs/a.md:4: no such work"),
        ("a\n{{ shout(\nshout(none)) }}", "docs/a.md:3: None is no text; write texts and"),
        ("{% call body(\n'a') %}\n\n{{ fail() }}{% endcall %}", "docs/a.md:4: no such work"),
        ("a\n{{ nothing('a') }}", 'docs/a.md:2: "nothing" is not a macro'),
        ("a\n{% include 'b.md' %}", 'docs/a.md:2: there is no template "b.md"'),
        (
            "a\n{% macro b() %}\n{{ b() }}{% endmacro %}{{ b() }}",
            "docs/a.md:3: a macro calls itself",
        ),
        ("a\n{{ 10 ** 10 ** 10 }}", 'docs/a.md:2: "**" would give too much'),
    ],
)
def test_broken_page(text: str, place: str) -> None:
    rendered, problems = render(text)
    assert rendered == ""
    assert len(problems) == 1
    assert problems[0].startswith(place)


def test_calling_line_outside_a_page() -> None:
    assert calling_line() == 0


def test_folder(tmp_path: Path) -> None:
    (tmp_path / "a.jinja").write_text("{% for x in xs %}\n{{ x | shout }} <&>\n{% endfor %}\n")
    folder = TemplateFolder(tmp_path, {"shout": shout})
    assert folder.render("a.jinja", xs=["a", "b"]) == "A <&>\nB <&>\n"


def test_macros_of_a_folder(tmp_path: Path) -> None:
    template = "{% macro one(x) %}{{ shout(x) }}{% endmacro %}{% set two = 2 %}"
    (tmp_path / "a.jinja").write_text(template)
    macros = TemplateFolder(tmp_path, {"shout": shout}).macros("a.jinja")
    assert list(macros) == ["one"]
    assert macros["one"]("a") == "A"


def test_broken_macro(tmp_path: Path) -> None:
    (tmp_path / "a.jinja").write_text("{% macro one(x) %}\n{{ x.year }}{% endmacro %}")
    macros = TemplateFolder(tmp_path, {}).macros("a.jinja")
    with pytest.raises(BrokenTemplateError) as error:
        macros["one"]("a")
    assert error.value.problem.source == f"{tmp_path.as_posix()}/a.jinja"
    assert error.value.problem.line == 2


BROKEN_FOLDERS = [
    (
        "{% macro one() %}\n{{ one() }}{% endmacro %}",
        "utf-8",
        "2: a macro calls itself, or another",
    ),
    (
        "{# a #}\n{# é #}{% macro one() %}{% endmacro %}",
        "latin-1",
        "2: this file is not UTF-8; save",
    ),
]


@pytest.mark.parametrize(("template", "encoding", "problem"), BROKEN_FOLDERS)
def test_broken_folder(tmp_path: Path, template: str, encoding: str, problem: str) -> None:
    (tmp_path / "a.jinja").write_text(template, encoding=encoding)
    with pytest.raises(BrokenTemplateError, match=rf"/a\.jinja:{problem}"):
        TemplateFolder(tmp_path, {}).macros("a.jinja")["one"]()


THEME = {
    "good.html": "{% extends 'base.html' %}",
    "base.html": "{% block a %}{% endblock %}",
    "orphan.html": "\n{% extends 'bas.html' %}",
    "open.html": "a\n{% block a %}",
}


def test_check_templates() -> None:
    environment = Environment(loader=DictLoader(THEME), autoescape=True)
    problems = check_templates(environment, [*THEME, "none.html"], "overrides")
    assert [f"{problem.source}:{problem.line}" for problem in problems] == [
        "overrides/orphan.html:2",
        "overrides/open.html:2",
        "overrides/none.html:0",
    ]
    assert problems[0].message == 'there is no template "bas.html"'


def test_template_exists() -> None:
    environment = Environment(loader=DictLoader(THEME), autoescape=True)
    assert template_exists(environment, "good.html")
    assert template_exists(environment, "open.html")
    assert not template_exists(environment, "none.html")
