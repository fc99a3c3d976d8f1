"""The sandbox of all templates, its bounds, and what it keeps of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, FileSystemLoader
from jinja2.exceptions import SecurityError, UndefinedError

from macros import sandbox as sandboxes
from macros.sandbox import Sandbox, keep_compiled, keep_templates_in
from macros.templates import TemplateFolder, calling_line, render_page

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


@pytest.mark.parametrize(
    "expression",
    [
        f"'a' * {LARGE}",
        f"[1] * {LARGE}",
        "10 ** 10 ** 10",
        f"'%0{LARGE}d' % 1",
        f"'%*d' % ({LARGE}, 1)",
        f"'%0{LARGE}d' | format(1)",
        f"'{{:>{LARGE}}}'.format('a')",
        f"'{{:>{{}}}}'.format('a', {LARGE})",
        f"'{{x:>{LARGE}}}'.format_map({{'x': 1}})",
        f"'a' | center({LARGE})",
        f"'a' | center(width={LARGE})",
        f"'a\na' | indent({LARGE})",
        f"['a'] | batch({LARGE}, 'b') | list",
        f"['a'] | slice({LARGE}) | list",
        f"['a'] | tojson(indent={LARGE})",
        f"'a'.ljust({LARGE})",
        f"'a'.zfill({LARGE})",
        f"'\t'.expandtabs({LARGE})",
        f"(1).to_bytes({LARGE}, 'big')",
        "('a' * 10000) | replace('a', 'b' * 10000)",
        "('a' * 10000).replace('a', 'b' * 10000)",
        "([1] * 10000) | join('b' * 10000)",
        "(['a' * 10000] * 10000) | join",
        f"range({LARGE})",
    ],
)
def test_nothing_fills_the_memory(expression: str) -> None:
    template = Sandbox(loader=DictLoader({"a": f"{{{{ {expression} }}}}"})).get_template("a")
    with pytest.raises(OverflowError, match=r"would give too much|Range too big"):
        template.render()


def test_output_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxes, "_LONGEST", 10)
    loop = "{% for x in range(6) %}ab{% endfor %}"
    for text in (loop, f"{{% set x %}}{loop}{{% endset %}}"):
        with pytest.raises(OverflowError):
            Sandbox(loader=DictLoader({"a": text})).get_template("a").render()
    assert Sandbox().from_string("{% for x in range(5) %}ab{% endfor %}").render() == "ab" * 5


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
