"""One style sheet, without rules that nothing needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from macros.project.theme import (
    combine,
    is_foreign,
    join_files,
    names_in_page,
    names_in_script,
    without_comments,
    without_unused_variables,
)

if TYPE_CHECKING:
    from pathlib import Path

NAMES = frozenset({"a", "b", "ltr", "main", "--used-by-script"})


def joined(css: str, path: str = "assets/one.css") -> str:
    return without_unused_variables(combine(((path, css),), NAMES, "assets/site.css"), NAMES)


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("p{margin:0}", "p{margin:0}"),
        (".a{margin:0}", ".a{margin:0}"),
        (".unknown{margin:0}", ""),
        ("#main .b{margin:0}", "#main .b{margin:0}"),
        ("#other .b{margin:0}", "#other .b{margin:0}"),
        ("#other .z{margin:0}", ""),
        (".a,.unknown,.b>p{margin:0}", ".a,.b>p{margin:0}"),
        (".a:not(.unknown){margin:0}", ".a:not(.unknown){margin:0}"),
        (":is(.a,.unknown) p{margin:0}", ":is(.a,.unknown) p{margin:0}"),
        (":is(.a:not(.x,.y),p),.z{margin:0}", ":is(.a:not(.x,.y),p){margin:0}"),
        ('[dir="ltr"] .a{margin:0}', '[dir="ltr"] .a{margin:0}'),
        ("[dir=rtl] .a{margin:0}", ""),
        ("p[role=main]{margin:0}", "p[role=main]{margin:0}"),
        ("p[role=grid]{margin:0}", ""),
        ("[data-md-color-scheme=slate] .a{margin:0}", ""),
        ('a[href$=".pdf"]{margin:0}', 'a[href$=".pdf"]{margin:0}'),
        ("/* why */ .a { margin : 0 }", ".a{margin : 0}"),
        ('.a::before{content:"} .b {"}', '.a::before{content:"} .b {"}'),
        ("@media print{.a{margin:0}.z{margin:0}}", "@media print{.a{margin:0}}"),
        ("@media print{.z{margin:0}}", ""),
        (
            "@supports (a:b){@media print{.a{margin:0}}}",
            "@supports (a:b){@media print{.a{margin:0}}}",
        ),
        ("@page{margin:0}", "@page{margin:0}"),
        ("@keyframes z{to{margin:0}}", "@keyframes z{to{margin:0}}"),
    ],
)
def test_rules(css: str, kept: str) -> None:
    assert joined(css) == kept


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("p{--x:1px;margin:var(--x)}", "p{--x:1px;margin:var(--x)}"),
        ("p{--x:1px;margin:0}", "p{margin:0}"),
        ("p{--x:1px;--y:var(--x)}", "p{}"),
        ("p{--used-by-script:1px}", "p{--used-by-script:1px}"),
        ("""p{--x:url("data:x,<a b='c;d}'>");margin:0}""", "p{margin:0}"),
        ("p{--x:a(b(c;d),e);margin:0}", "p{margin:0}"),
        (".z{margin:var(--x)}p{--x:1px}", "p{}"),
    ],
)
def test_variables(css: str, kept: str) -> None:
    assert joined(css) == kept


@pytest.mark.parametrize(
    ("path", "address", "moved"),
    [
        ("assets/one.css", "fonts/a.woff2", '"fonts/a.woff2"'),
        ("one.css", "'fonts/a.woff2'", '"../fonts/a.woff2"'),
        ("assets/deep/one.css", "a.svg#b", '"deep/a.svg#b"'),
        ("one.css", "/a.svg", "/a.svg"),
        ("one.css", "#mask", "#mask"),
        ("one.css", '"data:image/svg+xml,x"', '"data:image/svg+xml,x"'),
    ],
)
def test_addresses_move_along(path: str, address: str, moved: str) -> None:
    assert joined(f"p{{mask:url({address})}}", path) == f"p{{mask:url({moved})}}"


def test_sheets_keep_their_order() -> None:
    sheets = (("b.css", "p{margin:0}"), ("a.css", "p{margin:1px}"))
    assert combine(sheets, frozenset(), "site.css") == "p{margin:0}p{margin:1px}"


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("tabbed-set", ".tabbed-labels{margin:0}"),
        ("rtl", "[dir=rtl] p{margin:0}"),
        ("mermaid", ":root{--md-mermaid-edge:red}"),
        ("highlight", ".md-code__button{margin:0}"),
        ("highlight", ".highlight .k{margin:0}"),
        ("content.tooltips", ".md-tooltip2{margin:0}"),
    ],
)
@pytest.mark.parametrize("asks", [True, False])
def test_what_the_theme_builds_on_demand_is_kept_for_pages_that_ask(
    tmp_path: Path, page: str, rule: str, asks: bool
) -> None:
    (tmp_path / "assets" / "stylesheets").mkdir(parents=True)
    theme = tmp_path / "assets" / "stylesheets" / "main.1.min.css"
    theme.write_text(f"{rule}.md-top{{margin:0}}.z{{margin:0}}", encoding="utf-8")
    script = tmp_path / "own.js"
    written = (
        "add('tabbed-labels md-top rtl --md-mermaid-edge md-code__button highlight k md-tooltip2')"
    )
    script.write_text(written, encoding="utf-8")
    own = tmp_path / "own.css"
    own.write_text("p{margin:0}", encoding="utf-8")
    join_files(tmp_path, [own, script], {page} if asks else set(), tmp_path / "cache")
    joined = (tmp_path / "assets" / "site.css").read_text(encoding="utf-8")
    assert (rule in joined) is asks
    assert joined.endswith(".md-top{margin:0}p{margin:0}")
    assert not theme.exists()


def test_a_sheet_apart_loses_rules_and_remarks_and_keeps_variables(tmp_path: Path) -> None:
    sheet = built(tmp_path, "p{margin:0}")
    printed = tmp_path / "assets" / "print.css"
    printed.write_text("/* On paper */\n:root {\n  --sans: a;\n}\n.x{margin:0}", encoding="utf-8")
    join_files(tmp_path, [sheet], set(), tmp_path / "cache")
    assert re.sub(r"\s", "", printed.read_text(encoding="utf-8")) == ":root{--sans:a;}"


def built(folder: Path, css: str) -> Path:
    """A site with one style sheet of its own, before sheets are joined."""
    (folder / "assets").mkdir(parents=True)
    sheet = folder / "own.css"
    sheet.write_text(css, encoding="utf-8")
    return sheet


@pytest.mark.parametrize("damage", ["", "cut", "changed", "unreadable", "a folder"])
def test_a_sheet_is_combined_once_for_all_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    css, kept = "p{color:red}.a{margin:0}", tmp_path / "cache" / "site.css"

    def join(name: str, css: str, names: set[str]) -> str:
        sheet = built(tmp_path / name, css)
        join_files(sheet.parent, [sheet], names, kept.parent)
        return (sheet.parent / "assets" / "site.css").read_text(encoding="utf-8")

    assert join("one", css, {"a"}) == css
    before = kept.read_bytes()
    if damage == "a folder":
        kept.unlink()
        kept.mkdir()
    elif damage:
        damaged = {
            "cut": before[:-1],
            "changed": before[:-1] + b" ",
            "unreadable": b"\xff" + before,
        }
        kept.write_bytes(damaged[damage])
    combined: list[object] = []

    def combine_and_note(*args: Any, **options: Any) -> str:
        combined.append(args)
        return combine(*args, **options)

    monkeypatch.setattr("macros.project.theme.combine", combine_and_note)
    assert join("two", css, {"a"}) == css
    assert bool(combined) is bool(damage)
    assert join("three", css, set()) == "p{color:red}"
    assert join("four", f"{css}.a{{margin:1px}}", {"a"}) == f"{css}.a{{margin:1px}}"


def test_names() -> None:
    html = '<html class="no-js"><p class="a b" id=c data-id="d"><body dir="ltr">'
    html += '<script>add("js")</script><script id="__config">{"features": ["a.b", "c"]}</script>'
    assert names_in_page(html) == {"no-js", "a", "b", "ltr", "add", "js", "a.b", "c"}
    assert names_in_script('$(".md-x").add("b")') == {"md-x", "add", "b"}


@pytest.mark.parametrize(
    ("path", "foreign"),
    [("a.css", False), ("a/b:c.css", False), ("/a.css", True), ("https://a.org/b.css", True)],
)
def test_is_foreign(path: str, foreign: bool) -> None:
    assert is_foreign(path) is foreign


@pytest.mark.parametrize(
    ("script", "kept"),
    [
        ("// a\nlet a = 1; // one\n  // b\n/* c */\nb();\n", "let a = 1; // one\nb();\n"),
        ("/* a\n   b */\na(); /* c */\n/* d */ b(); /* e */\n", None),
        ("a(`one\n// two\n`);\n// three\n", None),
        ("a('one \\\n// two');\n", None),
        ("a(`one`, `// two`);\n// three\n", "a(`one`, `// two`);\n"),
    ],
)
def test_lines_that_are_comments_are_left_out_of_scripts(script: str, kept: str | None) -> None:
    assert without_comments(script) == (script if kept is None else kept)
