"""The sandbox of all templates, and what it keeps of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, FileSystemLoader
from jinja2.exceptions import SecurityError, UndefinedError

from macros.sandbox import keep_compiled, open_sandbox
from macros.templates import TemplateFolder

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
    sandbox = open_sandbox(loader=DictLoader({"a": text}))
    sandbox.globals.update(macro=lambda: "", make=lambda: (sign for sign in "ab"))
    for _ in range(2):
        with pytest.raises((SecurityError, UndefinedError)):
            sandbox.get_template("a").render(text="a")


def test_macros_know_whether_to_escape() -> None:
    text = '{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{% autoescape true %}{{ m("<i>") }}'
    sandbox = open_sandbox(loader=DictLoader({"a": f"{text}{{% endautoescape %}}"}))
    assert sandbox.get_template("a").render() == "<b><i></b>"


def render(templates: Path, cache: Path) -> str:
    sandbox = open_sandbox(loader=FileSystemLoader(templates))
    keep_compiled(sandbox, cache)
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
