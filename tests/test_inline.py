"""Fewer patterns are tried, and the HTML is that of Python-Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
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
