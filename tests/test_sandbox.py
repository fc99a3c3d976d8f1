"""The sandbox of all templates, its bounds, and what it keeps of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, FileSystemLoader
from jinja2.exceptions import SecurityError, UndefinedError

from macros import sandbox as sandboxes
from macros.sandbox import Sandbox, keep_compiled, keep_templates_in
from macros.templates import BrokenTemplateError, TemplateFolder, calling_line, render_page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    [
        "{{ text.__class__ }}",
        "{{ macro.__globals__ }}",
        "{{ ().__class__.__mro__ }}",
        "{{ text | attr('__class__') }}",
        "{{ '{0.__class__}'.format(text) }}",
        "{{ make().gi_frame }}",
        "{{ macro.__code__.co_consts }}",
    ],
)
def test_no_way_out_of_the_sandbox_however_often_one_asks(text: str) -> None:
    sandbox = Sandbox(loader=DictLoader({"a": text}))
    sandbox.globals.update(macro=lambda: "", make=lambda: (sign for sign in "ab"))
    for _ in range(2):
        with pytest.raises((SecurityError, UndefinedError)):
            sandbox.get_template("a").render(text="a")


@pytest.fixture(autouse=True)
def _another_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxes, "_folder", None)


LARGE = 1_000_000_000
TOO_MUCH = (
    r"^docs/x\.md:4: .*(would give too much here; write|takes no width from a value here; write"
    r"|is a loop without end\?|let it call none)"
)
# A value that holds the same one twice, sixty times over; and texts that grow as fast.
DOUBLED = (
    "{{% set n = namespace(x={start}) %}}{{% for i in range(99) %}}{{% set n.x = {twice} %}}"
    "{{% endfor %}}{{{{ n.x }}}}"
)


def run(text: str) -> tuple[str, list[str]]:
    """Render a page whose text begins on its third line."""
    shown, problems = render_page(text, source="docs/x.md", first_line=3, macros={})
    return shown, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "expression",
    [
        f"'a' * {LARGE}",
        f"[1] * {LARGE}",
        "10 ** 10 ** 10",
        f"'%0{LARGE}d' % 1",
        f"'%.{LARGE}f' % 1.0",
        f"'%*d' % ({LARGE}, 1)",
        f"'%0{LARGE}d' | format(1)",
        f"'%*d' | format({LARGE}, 1)",
        f"'{{:>{LARGE}}}'.format('a')",
        f"'{{:.{LARGE}f}}'.format(1.0)",
        f"'{{:>{{}}}}'.format('a', {LARGE})",
        f"'{{a:>{{w}}}}'.format(a='a', w='{LARGE}')",
        f"'{{0[a]:>{{0[w]}}}}'.format({{'a': 1, 'w': {LARGE}}})",
        f"'{{0:>{{1.w}}}}'.format('a', namespace(w={LARGE}))",
        f"'{{x:>{LARGE}}}'.format_map({{'x': 1}})",
        f"'{{x:>{{w}}}}'.format_map({{'x': 1, 'w': {LARGE}}})",
        f"'a' | center({LARGE})",
        f"'a' | center(width={LARGE})",
        f"['a'] | map('center', {LARGE}) | list",
        f"'a' | indent({LARGE})",
        f"['a'] | batch({LARGE}, 'b') | list",
        f"['a'] | slice({LARGE}) | list",
        f"['a'] | tojson(indent={LARGE})",
        f"'a'.ljust({LARGE})",
        f"'a'.rjust({LARGE})",
        f"'a'.zfill({LARGE})",
        f"'\t'.expandtabs({LARGE})",
        f"(1).to_bytes({LARGE}, 'big')",
        "('a' * 10000) | replace('a', 'b' * 10000)",
        "('a' * 10000).replace('', 'b' * 10000)",
        "('a' * 10000).translate({97: 'b' * 10000})",
        "('a ' * 10000) | wordwrap(1, wrapstring='b' * 10000)",
        "('http://a.b ' * 10000) | urlize(rel='b' * 10000)",
        "([1] * 10000) | join('b' * 10000)",
        "('b' * 10000).join(['a'] * 10000)",
        "(range(99999) | map('string')) | join('b' * 10000)",
        "(['a' * 10000] * 10000) | join",
        "range(99999) | map('string') | map('center', 99999) | list",
        "([[1] * 3000] * 3000) | sum(start=[])",
        "(['a'] * 2000000) | pprint",
        f"range({LARGE}) | sum",
        "range(10 * 99999)",
    ],
)
def test_nothing_fills_the_memory(expression: str) -> None:
    shown, (problem,) = run(f"\n{{{{ {expression} }}}}")
    assert re.search(TOO_MUCH, problem), problem
    assert not shown


@pytest.mark.parametrize(
    "text",
    [
        "{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}",
        "{% for x in range(99999) if x < 0 %}{% endfor %}" * 9,
        "{% for x in range(99999) %}{% set y = range(99999) | sum %}{% endfor %}",
        "{% for x in range(9999) recursive %}{{ loop(range(9999)) if loop.depth < 4 }}{% endfor %}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro a(n) %}{% if n %}{{ a(n - 1) ~ a(n - 1) }}{% endif %}{% endmacro %}{{ a(60) }}",
        "{% block a %}{{ self.a() }}{% endblock %}",
        "{% set c = cycler(1, 2) %}{% for x in range(99999) %}{{ c.next() }}{% endfor %}",
        "{% set x %}{% for x in range(9) %}{{ 'ab' * 99999 }}{% endfor %}{% endset %}",
        "{% set x = 'ab' * 99999 %}{% for y in range(9999) %}{{ x }}{% endfor %}",
        "{% set x = 'ab' * 99999 %}{% macro a() %}{% for y in range(99) %}{{ x }}{% endfor %}"
        "{% endmacro %}{{ a() }}",
        DOUBLED.format(start="'a'", twice="n.x ~ n.x"),
        DOUBLED.format(start="'a'", twice="n.x + n.x"),
        DOUBLED.format(start="[1]", twice="n.x + n.x"),
        DOUBLED.format(start="1", twice="(n.x, n.x)"),
        DOUBLED.format(start="1", twice="[n.x, n.x]"),
        DOUBLED.format(start="1", twice="{1: n.x, 2: n.x}"),
        DOUBLED.format(start="9", twice="n.x * n.x"),
    ],
)
def test_nothing_goes_on_for_ever(text: str) -> None:
    shown, (problem,) = run(f"\n{text}")
    assert re.search(TOO_MUCH, problem), problem
    assert not shown


def test_few_slow_steps_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxes, "_SECONDS", 0.05)
    slow = "{% set a = 'a' * 99999 %}{% for x in range(99999) %}{% set y = 'b' in a %}{% endfor %}"
    assert re.search(TOO_MUCH, run(f"\n{slow}")[1][0])


@pytest.mark.parametrize("method", ["append(1)", "extend(x)", "insert(0, 1)", "pop()"])
def test_lists_stay_as_they_were_made(method: str) -> None:
    _, (problem,) = run(
        f"\n{{% set x = [1] %}}{{% for y in x %}}{{{{ x.{method} }}}}{{% endfor %}}"
    )
    assert re.search("docs/x.md:4: .*is unsafe", problem)


@pytest.mark.parametrize("name", ["config", "environment", "context", "lipsum", "request", "open"])
def test_pages_know_nothing_of_what_runs_them(name: str) -> None:
    assert f'docs/x.md:4: "{name}" is not a macro' in run(f"\n{{{{ {name} }}}}")[1][0]


def test_house_styles_and_parts_have_an_end(tmp_path: Path) -> None:
    loop = "{% for x in range(99999) %}" * 4 + "{% endfor %}" * 4
    (tmp_path / "works.jinja").write_text(f"{{% macro book() %}}\n{loop}{{% endmacro %}}")
    book = TemplateFolder(tmp_path, {}).macros("works.jinja")["book"]
    with pytest.raises(BrokenTemplateError, match=r"works\.jinja:2: .*is a loop without end\?"):
        book()


def test_each_call_of_a_house_style_counts_anew(tmp_path: Path) -> None:
    loop = "{% for x in range(50000) %}{% endfor %}"
    (tmp_path / "works.jinja").write_text(f"{{% macro book() %}}{loop}A{{% endmacro %}}")
    book = TemplateFolder(tmp_path, {}).macros("works.jinja")["book"]
    assert [book() for _ in range(6)] == ["A"] * 6


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'-' * 80", "-" * 80),
        ("7 % 4 * 2", "6"),
        ("'%s: %d' % ('a', 7)", "a: 7"),
        ("'%s, p. %d' | format('a', 7)", "a, p. 7"),
        ("'{} {:>3}'.format('a', 7)", "a   7"),
        ("['a', 'b'] | join(', ')", "a, b"),
        ("'a-b' | replace('-', '–')", "a–b"),
        ("'a' | center(5) | indent(2)", "  a  "),
        ("'%d' | format(20000000)", "20000000"),
        ("'%05.1f%%' % 2.5", "002.5%"),
        ("'Box 20000000: %s, %3d' | format('a', 1)", "Box 20000000: a,   1"),
        ("'Box 20000000: {}'.format('a')", "Box 20000000: a"),
        ("'{a}: {b!r:>4}'.format(a=1, b='c')", "1:  'c'"),
        ("('word ' * 5000).replace('word', 'longer') | length", "35000"),
        ("('word ' * 5000) | wordwrap(79) | length", "24999"),
        ("('word ' * 5000) | center(80) | length", "25000"),
        ("(['words'] * 5000) | join('; ') | length", "34998"),
        ("range(3) | map('string') | join('-')", "0-1-2"),
        ("5000000 | filesizeformat", "5.0 MB"),
        ("[3, 1] | sort | first + 4000000", "4000001"),
        ("{'a': [1, 2]}['a'][1] ~ (1, 2)[0]", "21"),
    ],
)
def test_what_is_small_goes_through(expression: str, value: str) -> None:
    assert Sandbox().from_string(f"{{{{ {expression} }}}}").render() == value


def test_macros_know_whether_to_escape() -> None:
    text = '{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{% autoescape true %}{{ m("<i>") }}'
    sandbox = Sandbox(loader=DictLoader({"a": f"{text}{{% endautoescape %}}"}))
    assert sandbox.get_template("a").render() == "<b><i></b>"


def render(templates: Path, cache: Path) -> str:
    sandbox = Sandbox(loader=FileSystemLoader(templates))
    keep_templates_in(cache)
    keep_compiled(sandbox)
    return sandbox.get_template("page.html").render()


@pytest.mark.parametrize("changed", ["page.html", "part.html"])
def test_a_kept_template_is_compiled_again_when_it_changes(tmp_path: Path, changed: str) -> None:
    (tmp_path / "page.html").write_text("A{% include 'part.html' %}", encoding="utf-8")
    (tmp_path / "part.html").write_text("B", encoding="utf-8")
    cache = tmp_path / "cache"
    assert render(tmp_path, cache) == render(tmp_path, cache) == "AB"
    assert len(list(cache.iterdir())) == 2
    (tmp_path / changed).write_text("C", encoding="utf-8")
    assert "C" in render(tmp_path, cache)


@pytest.mark.parametrize("content", [None, b"", b"nonsense"])
def test_templates_do_without_what_is_kept(tmp_path: Path, content: bytes | None) -> None:
    """The folder for it cannot be made, or what lies in it is cut off, or something else."""
    (tmp_path / "page.html").write_text("A", encoding="utf-8")
    cache = tmp_path / "cache"
    if content is None:
        cache.write_text("a file")
    else:
        render(tmp_path, cache)
        for file in cache.iterdir():
            file.write_bytes(content)
    assert render(tmp_path, cache) == "A"


def test_a_kept_template_cut_off_anywhere_is_compiled_again(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("A", encoding="utf-8")
    render(tmp_path, tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    whole = kept.read_bytes()
    for length in range(len(whole)):
        kept.write_bytes(whole[:length])
        assert render(tmp_path, tmp_path / "cache") == "A"


def test_a_kept_template_is_compiled_again_when_its_helpers_change(tmp_path: Path) -> None:
    """Jinja runs filters on constants while it compiles."""
    (tmp_path / "page.html").write_text("{{ 'A' | quoted }}", encoding="utf-8")
    for opening, closing in ("“”", "«»", "“”"):

        def quote(text: str, signs: str = opening + closing) -> str:
            return signs[0] + text + signs[1]

        folder = TemplateFolder(tmp_path, {"quoted": quote}, opening + closing)
        assert folder.render("page.html") == f"{opening}A{closing}"


def test_pages_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept knows the lines of its calls; a page that has changed is compiled again."""
    keep_templates_in(tmp_path)
    macros = {"line": lambda *_: str(calling_line())}
    compiled: list[str] = []

    def note(environment: Sandbox, source: str, *rest: object, **options: object) -> object:
        compiled.append(source)
        return super(Sandbox, environment).compile(source, *rest, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Sandbox, "compile", note)
    for text, lines in ("a {{ line() }}", "a 4"), ("b {{ line(\n line()) }}\n", "b 4\n"):
        for times in 1, 2:
            page = render_page(text, source="docs/a.md", first_line=4, macros=macros)
            assert page == (lines, [])
            assert len(compiled) == 1, times
        compiled.clear()
    assert len(list(tmp_path.iterdir())) == 1
