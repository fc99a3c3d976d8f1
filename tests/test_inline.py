"""Fewer patterns are tried, or none, and the HTML is that of Python-Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown import Markdown, markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor

from macros.inline import NAME, PRIORITY, QuickInlineProcessor

if TYPE_CHECKING:
    from collections.abc import Sequence


class Quick(Extension):
    """Registers the processor, and nothing else."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.treeprocessors.register(QuickInlineProcessor(md), NAME, PRIORITY)


USUAL = ("footnotes", "attr_list", "md_in_html", "tables", "abbr")
OTHERS = ("smarty", "nl2br", "wikilinks", "legacy_em", "sane_lists")
PYMDOWNX = ("pymdownx.betterem", "pymdownx.caret", "pymdownx.tilde", "pymdownx.mark")
PIECES = st.sampled_from(
    [
        *"`\\[]!<>&*_()^~=:\"'|#{} \n",
        *("a word", "p. 3", "**", "__", "  \n", "\n\n", "[^1]", "\n\n[^1]: Note *x*", "&amp;"),
        *("[a](b.md)", "[a][r]", "\n\n[r]: c.md", "![i](j.png)", "<i>", "</i>", "<a@b.org>"),
        *("<https://a.org/b_c>", "--", "...", "[[wiki]]", "ä—ö", "&#95;", "\\*", "``", "{: #id }"),
    ]
)


# What a house style writes; most lists of these are texts that no pattern is tried on.
SIMPLE = st.sampled_from(
    [
        *("Words ", "p. 3", " & ", "! ", "?", "\n", " \n", "“x” ", "'", '"', "(", ") ", "{: .x }"),
        *("a", "*in italics*", "*a [b](c.md) d*", "*[a](b.md)*", "<i>", "</i>", "&#95;", "&amp;"),
        *("*", " "),
        *("[a](b.md)", "[*a* &#91;b](c.md#d)", '[Note 4](a.md#fn:4 "A, *B*_c, at: d&e; (f) ‘g’.")'),
        *("[x](y.md \"O'Brien's\")", "[x](y.md \"a 'b') c\")", '[x](y.md "a")', "[](#a)"),
        *("<https://a.org/b_c*d(e)&f>", "[<span>p. 3</span>](#page-3)", "[^1]", "[^two]", "[^3]"),
        *("[^1.2](19)", "[^a b](c)", "[^1](2)", "<http>", "<https>", "<http://>", "[^", "]"),
    ]
)
NOTES = "\n\n[^1]: One, *a*.\n\n[^two]: Two, <https://a.org>.\n\n[^1.2]: Three.\n\n[^a b]: Four."


def both(text: str, extensions: Sequence[str]) -> tuple[str, str]:
    """The HTML of a text as Python-Markdown writes it, and as this processor does."""
    return markdown(text, extensions=[*extensions]), markdown(
        text, extensions=[*extensions, Quick()]
    )


@pytest.mark.parametrize("extensions", [(), USUAL, OTHERS, PYMDOWNX], ids=str)
@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(pieces=st.lists(PIECES, max_size=20))
def test_the_html_is_the_same(extensions: tuple[str, ...], pieces: list[str]) -> None:
    plain, quick = both("".join(pieces), extensions)
    assert quick == plain


@settings(max_examples=500, derandomize=True, database=None, deadline=None)
@given(pieces=st.lists(SIMPLE, max_size=9), others=st.lists(SIMPLE, max_size=5))
def test_the_html_of_simple_texts_is_the_same(pieces: list[str], others: list[str]) -> None:
    text = f"{''.join(pieces)}\n\n- {''.join(others)}{NOTES}"
    plain, quick = both(text, USUAL)
    assume("zzwxh" not in plain)  # Python-Markdown 3.11.3 loses the parts of `*a**b*[c](d)`
    assert quick == plain


@pytest.mark.parametrize(
    ("text", "is_simple"),
    [
        ("plain words, & more! – “so”", True),
        ("two\nlines\n{: #id .class }", True),
        ('[*in italics*](a.md "all of it"), *more*, at: <https://a.org/b_c*d>.', True),
        ("a note[^1] and[^two] [<span>p. 3</span>](#p)&#93;", True),
        ("`code`", False),
        ("*a [link](b.md)*", False),
        ("**strong**", False),
        ("_underlined_", False),
        ("a * b", False),
        ("*a* b*", False),
        ("![image](a.png)", False),
        ("[a][b]", False),
        ("[a](b (c))", False),
        ("<a href='b'>c</a>", False),
        ("<a@b.org>", False),
        ("an unknown[^note]", False),
        ("twice[^1][^1]", False),
        ("AT&T", False),
        ("a  \nb", False),
    ],
)
def test_no_pattern_is_tried_on_simple_texts(
    monkeypatch: pytest.MonkeyPatch, text: str, is_simple: bool
) -> None:
    read: list[str] = []
    handle = QuickInlineProcessor._InlineProcessor__handleInline

    def note(self: QuickInlineProcessor, data: str, *place: int) -> object:
        read.append(data)
        return handle(self, data, *place)

    monkeypatch.setattr(QuickInlineProcessor, "_InlineProcessor__handleInline", note)
    plain, quick = both(text + NOTES, USUAL)
    assert quick == plain
    assert (text not in read) is is_simple


@pytest.mark.parametrize("extension", ["nl2br", "smarty", "wikilinks", "pymdownx.mark"])
def test_texts_are_not_simple_where_more_is_made_of_them(extension: str) -> None:
    text = "a -- *b* [c](d.md)\n==e== [[f]]"
    plain, quick = both(text, [extension])
    assert quick == plain
    assert plain != markdown(text)


class Changed(Extension):
    """Takes a pattern away, or changes what stars do."""

    def __init__(self, change: str) -> None:
        super().__init__()
        self._change = change

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        assert md.delimiters
        if self._change == "smart":
            md.delimiters.add("*", "strong,em", smart=True)
        elif self._change == "other tags":
            md.delimiters.add("*", "b,i")
        elif self._change == "no star":
            md.delimiters.remove("*")
        else:
            md.inlinePatterns.deregister(self._change)


@pytest.mark.parametrize(
    "change",
    ["html", "link", "autolink", "em_strong", "smart", "other tags", "no star"],
)
def test_texts_are_not_simple_where_less_or_else_is_made_of_them(change: str) -> None:
    text = "a <i>b</i> [c](d) <https://a.org> *e* f*g*h &amp;"
    plain = markdown(text, extensions=[Changed(change)])
    assert markdown(text, extensions=[Changed(change), Quick()]) == plain
    assert plain != markdown(text)


def test_markers_behind_elements_are_counted() -> None:
    paragraphs = '<p markdown="span">one[^1]</p> tail[^1] <p>two</p>'
    text = f'<div markdown="span">\n{paragraphs}\n</div>{NOTES}'
    plain, quick = both(text, ["footnotes", "md_in_html"])
    assert quick == plain


def test_notes_in_the_order_of_their_markers() -> None:
    settings = {"footnotes": {"USE_DEFINITION_ORDER": False}}
    text = "`a`[^two]\n\nb[^1]" + NOTES
    plain = markdown(text, extensions=["footnotes"], extension_configs=settings)
    assert markdown(text, extensions=["footnotes", Quick()], extension_configs=settings) == plain


@pytest.mark.parametrize(
    "text", ["a", "*a ", "[a", "[a](b", "*[a](b.md) ", "<i>", "&a", "[^1]", "! ", "a\n"]
)
def test_long_texts_take_no_longer_than_they_must(text: str) -> None:
    """With quantifiers that are not possessive, these would take years."""
    assert markdown(text * 500 + "_", extensions=["footnotes", Quick()])


def test_patterns_are_tried_only_where_their_sign_is(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    apply = InlineProcessor._InlineProcessor__applyPattern  # type: ignore[attr-defined]

    def note(self: InlineProcessor, pattern: Any, *values: object) -> object:
        tried.append(type(pattern).__name__)
        return apply(self, pattern, *values)

    monkeypatch.setattr(InlineProcessor, "_InlineProcessor__applyPattern", note)
    markdown("plain words", extensions=[*USUAL, Quick()])
    assert tried == []
    markdown("plain & `code`", extensions=[*USUAL, Quick()])
    assert set(tried) == {"BacktickInlineProcessor", "HtmlInlineProcessor"}
    tried.clear()
    markdown("plain words", extensions=["wikilinks", Quick()])
    assert tried == ["WikiLinksInlineProcessor"]
