"""One style sheet, without rules that nothing needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.project.theme import (
    combine,
    is_foreign,
    join_files,
    names_in_page,
    names_in_script,
)

if TYPE_CHECKING:
    from pathlib import Path

NAMES = frozenset({"a", "b", "ltr", "main", "--used-by-script"})


def joined(css: str, path: str = "assets/one.css") -> str:
    return combine(((path, css),), NAMES)


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
        ("[data-md-color-scheme=slate] .a{margin:0}", ""),
        ('a[href$=".pdf"]{margin:0}', 'a[href$=".pdf"]{margin:0}'),
        ("/* why */ .a { margin : 0 }", ".a{margin : 0}"),
        ('.a::before{content:"} .b {"}', '.a::before{content:"} .b {"}'),
        ("@media print{.a{margin:0}.z{margin:0}}", "@media print{.a{margin:0}}"),
        ("@media print{.z{margin:0}}", ""),
        ("@media print{.a{margin:0}", "@media print{.a{margin:0}}"),
        ("p{--x:'}';margin:0", "p{margin:0}"),
        (
            "@IMPORT url(b.css?a;b);@layer a,b;.a{margin:0}",
            '@IMPORT url("b.css?a;b");@layer a,b;.a{margin:0}',
        ),
        (".a{\n  margin:0;\n\n  .z{margin:0}\n}", ".a{margin:0; .z{margin:0}}"),
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
    assert combine(sheets, frozenset()) == "p{margin:0}p{margin:1px}"


@pytest.mark.parametrize("page", ["", "tabbed-set"])
def test_what_the_theme_builds_on_demand_is_kept_for_pages_that_ask(
    tmp_path: Path, page: str
) -> None:
    (tmp_path / "assets" / "stylesheets").mkdir(parents=True)
    theme = tmp_path / "assets" / "stylesheets" / "main.1.min.css"
    theme.write_text(".tabbed-labels{margin:0}.md-top{margin:0}.z{margin:0}", encoding="utf-8")
    script = tmp_path / "own.js"
    script.write_text("add('tabbed-labels', 'md-top')", encoding="utf-8")
    own = tmp_path / "own.css"
    own.write_text("p{margin:0}", encoding="utf-8")
    join_files(tmp_path, [own, script], {page})
    joined = (tmp_path / "assets" / "site.css").read_text(encoding="utf-8")
    assert ("tabbed-labels" in joined) is bool(page)
    assert joined.endswith(".md-top{margin:0}p{margin:0}")
    assert not theme.exists()


def test_names() -> None:
    html = '<html class="no-js"><p class="a b" id=c data-id="d"><body dir="ltr">'
    html += '<script>add("js")</script>'
    assert names_in_page(html) == {"no-js", "a", "b", "ltr", "add", "js"}
    assert names_in_script('$(".md-x").add("b")') == {"md-x", "add", "b"}


@pytest.mark.parametrize(
    ("path", "foreign"),
    [("a.css", False), ("a/b:c.css", False), ("/a.css", True), ("https://a.org/b.css", True)],
)
def test_is_foreign(path: str, foreign: bool) -> None:
    assert is_foreign(path) is foreign
