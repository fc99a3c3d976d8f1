"""Escaping, links between pages, and questions."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from macros.markdown_text import (
    begins_a_block,
    ends_a_block,
    ends_as_question,
    escape,
    link,
    localize,
    plain_text,
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
    assert link("Note 4", "a.md#fn:4") == "[Note 4](doc:a.md#fn:4)"
    assert link("Rivers", "") == "Rivers"


@pytest.mark.parametrize(
    ("address", "page", "relative"),
    [
        ("works.md#ref-a", "a.md", "works.md#ref-a"),
        ("a.md#fn:4", "a.md", "#fn:4"),
        ("a.md", "a.md", "a.md"),
        ("part/a.md", "part/a.md", "a.md"),
        ("works.md#ref-a", "part/a.md", "../works.md#ref-a"),
        ("part/b.md", "part/a.md", "b.md"),
        ("part/b.md#x", "a.md", "part/b.md#x"),
        ("one/b.md#x", "two/deep/a.md", "../../one/b.md#x"),
    ],
)
def test_localize(address: str, page: str, relative: str) -> None:
    assert localize(f"See [it](doc:{address}).", page) == f"See [it]({relative})."


def test_localize_leaves_other_links_alone() -> None:
    text = "[a](b.md#c) [doc](https://doc.example) <https://rivers.example> (doc:a.md)"
    assert localize(text, "part/a.md") == text


def test_localize_several_on_a_line() -> None:
    text = "[a](doc:a.md#x) and [b](doc:b.md)"
    assert localize(text, "a.md") == "[a](#x) and [b](b.md)"


@pytest.mark.parametrize(
    "text",
    [
        "Who pays?",
        "Save them!",
        "*Who pays?*",
        "“Who pays?”",
        "[*Who pays?*](doc:works.md#ref-a)",
        "[“Who pays?”](doc:works.md#ref-a)",
        "Rails (and rivers?)",
    ],
)
def test_question(text: str) -> None:
    assert ends_as_question(text)


@pytest.mark.parametrize(
    "text", ["", "Rivers", "Who pays? Rivers", "[x?](y) z", "*?* a", "at: <https://a.example/?>"]
)
def test_no_question(text: str) -> None:
    assert not ends_as_question(text)


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("Okoro, [*Rivers*](doc:w.md#ref-r), 2011", "Okoro, Rivers, 2011"),
        ("at: <https://a.example/b_c>", "at: https://a.example/b_c"),
        ("at: <@ADDRESS@>", "at: @ADDRESS@"),
        ("A&#42;B &#60;i&#62;", "A*B <i>"),
    ],
)
def test_plain_text(markdown: str, plain: str) -> None:
    assert plain_text(markdown) == plain


def test_title_of_a_link() -> None:
    assert (
        link("Note 4", "a.md#fn:4", 'A "title"') == '[Note 4](doc:a.md#fn:4 "A &quot;title&quot;")'
    )
    assert localize('[N](doc:b/a.md#fn:4 "(so)")', "b/c.md") == '[N](a.md#fn:4 "(so)")'


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("Words.", False, False),
        ("Words.\n\n- item", False, False),
        ("- item", True, False),
        ("12. item", True, False),
        ("12.5 per cent", False, False),
        ("*Rivers* and - more", False, False),
        ("> Quoted.", True, False),
        ("```\na\n```", True, True),
        ("Words:\n\n~~~~\na\n~~~~\n", False, True),
        ("| a |\n|---|\n| b |", True, True),
        ("As `a` says", False, False),
    ],
)
def test_blocks_at_the_ends_of_a_text(text: str, begins: bool, ends: bool) -> None:
    assert (begins_a_block(text), ends_a_block(text)) == (begins, ends)
