"""Escaping, links between pages, questions, and alphabetical order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from macros.project.links import doubled_ids
from macros.text import (
    CLOSE,
    OPEN,
    ends_a_block,
    ends_as_question,
    escape,
    is_plain,
    link,
    localize,
    plain_text,
    point_from,
    sort_form,
    web_link,
)

TEXTS = [
    "*Rivers* **and** _rails_",
    r"back\slash and \*",
    "`code` ``x``",
    "[Rails](https://rivers.example) ![x](y) [^1]",
    "<b>bold</b> <https://rivers.example> a < b > c",
    "R&D &amp; &lt;",
    "a | b",
    "# Heading #",
    "{: .attributes } {#id}",
    "~~~ ^2^ ~2~ ==x==",
    "$x^2$ for $5",
    "1. One",
    "12) Twelve",
    "- One",
    "+ One",
    "* One",
    "1.5 rivers",
    "+",
    "A-4 – “quoted” 'and' \"straight\"",
    "{{ note() }} {% x %}",
    "É\xa0ß",
]


@pytest.mark.parametrize("text", TEXTS)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    extensions = ["abbr", "attr_list", "footnotes", "md_in_html", "tables"]
    html = BeautifulSoup(markdown(escape(text), extensions=extensions), "html.parser")
    assert html.get_text() == text
    assert [tag.name for tag in html.find_all()] == ["p"]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Rivers, rails: a survey (2nd ed.)!", "Rivers, rails: a survey (2nd ed.)!"),
        ("a*b_c", "a&#42;b&#95;c"),
        ("&#42;", "&#38;&#35;42;"),
        ("2020. A year", "2020&#46; A year"),
        ("1.5 rivers", "1.5 rivers"),
        ("in 2020. A year", "in 2020. A year"),
        ("", ""),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_link() -> None:
    assert link("Note 4", "a.md#fn:4") == '<a href="doc:a.md#fn:4">Note 4</a>'
    assert link("Rivers", "") == "Rivers"
    assert link("4", "a.md#fn:4", 'A "title" & <b>', class_="x", data_note="") == (
        '<a href="doc:a.md#fn:4" title="A &quot;title&quot; &amp; &lt;b&gt;" '
        'class="x" data-note="">4</a>'
    )


def test_web_link() -> None:
    assert web_link('https://a.org/?b=1&c="') == (
        '<a href="https://a.org/?b=1&amp;c=&quot;">https://a.org/?b=1&amp;c=&quot;</a>'
    )


FILES = {"index.md": "./", "a.md": "a/", "part/b.md": "part/b/", "part/index.md": "part/"}


@pytest.mark.parametrize(
    ("address", "page", "relative"),
    [
        ("a.md#fn:4", "a.md", "#fn:4"),
        ("a.md", "a.md", "./"),
        ("index.md#x", "a.md", "../#x"),
        ("index.md", "index.md", "./"),
        ("a.md#x", "index.md", "a/#x"),
        ("a.md#ref-a", "part/b.md", "../../a/#ref-a"),
        ("part/b.md#x", "a.md", "../part/b/#x"),
        ("part/index.md", "part/b.md", "../"),
        ("cite/a.bib", "a.md", "../cite/a.bib"),
        ("cite/a.bib", "index.md", "cite/a.bib"),
    ],
)
def test_localize(address: str, page: str, relative: str) -> None:
    html = f'See <a class="x" href="doc:{address}">it</a>.'
    assert localize(html, FILES[page], FILES) == f'See <a class="x" href="{relative}">it</a>.'


def test_localize_where_pages_are_files() -> None:
    files = {"a.md": "a.html", "part/b.md": "part/b.html"}
    html = '<a href="doc:a.md#x">a</a><img src="doc:b.png"><a href="doc:part/b.md">b</a>'
    assert localize(html, "part/b.html", files) == (
        '<a href="../a.html#x">a</a><img src="../b.png"><a href="b.html">b</a>'
    )


def test_localize_leaves_other_links_alone() -> None:
    text = '<a href="b.md#c">b</a> <a href="https://doc.example">doc:a.md</a> "doc:a.md"'
    assert localize(text, "a/", FILES) == text


@pytest.mark.parametrize(
    ("address", "pointed"),
    [
        ("b.md#x", "doc:part/b.md#x"),
        ("../a.md", "doc:a.md"),
        ("#x", "doc:part/a.md#x"),
        ("b.png", "doc:part/b.png"),
        ("b%20c.md", "doc:part/b c.md"),
        ("b.md?x=1#y", "doc:part/b.md?x=1#y"),
        ("https://a.org/b", "https://a.org/b"),
        ("//a.org/b", "//a.org/b"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("/a/", "/a/"),
        ("doc:c.md#x", "doc:c.md#x"),
    ],
)
def test_point_from(address: str, pointed: str) -> None:
    assert point_from("part/a.md", address) == pointed


@pytest.mark.parametrize(
    "text",
    [
        "Who pays?",
        "Save them!",
        "<em>Who pays?</em>",
        "“Who pays?”",
        '<a href="doc:works.md#ref-a"><em>Who pays?</em></a>',
        '<a href="doc:works.md#ref-a">“Who pays?”</a>',
        "Rails (and rivers?)",
    ],
)
def test_question(text: str) -> None:
    assert ends_as_question(text)


@pytest.mark.parametrize(
    "text", ["", "Rivers", "Who pays? Rivers", '<a href="y">x?</a> z', "<em>?</em> a", "a<b?>"]
)
def test_no_question(text: str) -> None:
    assert not ends_as_question(text)


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ('Okoro, <a href="doc:w.md#ref-r"><em>Rivers</em></a>, 2011', "Okoro, Rivers, 2011"),
        ('at: <a href="@ADDRESS@">@ADDRESS@</a>', "at: @ADDRESS@"),
        ("A&#42;B &#60;i&#62;", "A*B <i>"),
        ("<bdi>a</bdi> &amp; b", "a & b"),
    ],
)
def test_plain_text(html: str, plain: str) -> None:
    assert plain_text(html) == plain


@pytest.mark.parametrize(
    "text", ["", "Cf.", "See also Ärger, pp. 5–7 (“x”; 12 % of it)?", "E.g.", "As we’ll see "]
)
def test_plain_words(text: str) -> None:
    assert is_plain(text)


@pytest.mark.parametrize(
    "text",
    ["*a*", "a_b", "`a`", "a\nb", "- a", "1) [a]", "a...", ":a:", "<a>", "a&b", "a@b", "a/b"],
)
def test_words_of_which_markdown_may_make_something(text: str) -> None:
    assert not is_plain(text)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Words.", False),
        ("Words.\n\n- item", False),
        ("```\na\n```", True),
        ("Words:\n\n~~~~\na\n~~~~\n", True),
        ("| a |\n|---|\n| b |", True),
        ("As `a` says", False),
    ],
)
def test_blocks_at_the_end_of_a_text(text: str, ends: bool) -> None:
    assert ends_a_block(text) is ends


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["Ähre", "apfel", "école", "Ehre", "Šk", "sl", "Zola"]),
        ("en", ["O’Brien", "Ozawa", "Strand", "Straße", "Strata", "Zola", "Ωmega", "Жук", "木"]),
        ("en", ["Bell", f"{OPEN}Berg{CLOSE}", "Bern", "O'Hara", "Ohm", "O’Neill"]),
        ("sv", ["apfel", "Zola", "Ångström", "Ähre", "Öst"]),
        ("de", ["Ähre", "apfel", "Öst", "Zola"]),
    ],
)
def test_texts_stand_in_the_order_of_their_language(language: str, ordered: list[str]) -> None:
    shuffled = ordered[1::2] + ordered[::2]
    assert sorted(shuffled, key=lambda text: sort_form(text, language=language)) == ordered


SORTING = """
import sys
from pathlib import Path
from macros.text import keeping_order, sort_form
with keeping_order(Path(sys.argv[1])):
    print(sort_form("Öst", "Åsa", language="sv").hex(), "icu" in sys.modules)
"""


def test_what_texts_sort_by_is_kept_until_the_file_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "cache" / "order"

    def sort() -> list[str]:
        return subprocess.check_output([sys.executable, "-c", SORTING, file], text=True).split()

    form, is_loaded = sort()
    assert is_loaded == "True"
    assert sort() == [form, "False"]
    file.write_bytes(file.read_bytes()[:-1])
    assert sort() == [form, "True"]


def test_names_are_sorted_part_by_part() -> None:
    names = [("López", "M. E."), ("López", "Zoé"), ("López de Molina", "G."), ("Lopezo", "A.")]
    keys = [sort_form(*name, language="en") for name in names]
    assert keys == sorted(keys)


IDS = [
    ('<p id="a"></p><p id="b"></p><b data-id="a">id="a" id=a</b>', []),
    ('<p id="a"></p><p title=">" ID=\'a\'></p><i id=b></i><i id=b>', ["a", "b"]),
    ('<p id="a"></p><!-- <p id="a"> --><script>"<p id=a>"</script>', []),
    ('<p id="__toc"></p><p id="__toc"></p>', []),
    ('<a id="__codelineno-0-1"></a><a id="__codelineno-0-1"></a>', ["__codelineno-0-1"]),
]


@pytest.mark.parametrize(("html", "ids"), IDS)
def test_doubled_ids(html: str, ids: list[str]) -> None:
    assert doubled_ids(html) == ids
