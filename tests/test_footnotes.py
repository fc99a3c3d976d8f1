"""Notes at the end of a page are read in fewer steps, and the HTML is that of Python-Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown
from markdown.extensions import Extension

from macros.footnotes import register

if TYPE_CHECKING:
    from markdown import Markdown


class Quick(Extension):
    """Registers what takes notes from the end of a page, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.left: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        register(md)
        for reader in md.preprocessors:
            if type(reader).__module__ == "macros.footnotes":
                self._watch(reader)

    def _watch(self, reader: object) -> None:
        run = reader.run  # type: ignore[attr-defined]

        def note(lines: list[str]) -> list[str]:
            self.left = list(filter(None, run(lines)))
            return run(lines)  # type: ignore[no-any-return]

        reader.run = note  # type: ignore[attr-defined]


USUAL = ("footnotes", "attr_list", "md_in_html", "tables", "abbr", "admonition", "sane_lists")
PYMDOWNX = ("footnotes", "md_in_html", "pymdownx.superfences", "pymdownx.details", "smarty")
BLOCKS = st.sampled_from(
    [
        *("Text[^1].\n", "Text[^2] and[^a].\n", "- item[^1]\n", "> quoted[^a]\n", "# Title[^2]\n"),
        *("| a |\n|---|\n| b[^1] |\n", "```\n[^1]: code\n```\n", "    [^1]: code\n", "a\n: b\n"),
        *("<div>\n[^1]: x\n</div>\n", '<div markdown="1">\n\n[^2]: y\n\n</div>\n', "\n", "\n\n"),
        *("[^1]: One.\n", "[^2]: Two, *b* [c](d.md), at: <https://a.org>.\n", "[^a]: A[^1].\n"),
        *("[^1]: 1. a list\n", "[^2]: - a list\n", "[^a]: # Heading\n", "[^b]: > quoted\n"),
        *("    More of it.\n", "lazy\n", "\n    | a |\n    |---|\n", "\n    ```\n    x\n    ```\n"),
        *("[^1]: *[AB]: long\n", "[^2]: [x]: y\n", "[^a]: <div>x</div>\n", "[^b]: `x` \\* AB\n"),
        *("*[AB]: long\n", "\n*[AB]: long\n", "[x]: y.md\n", "/// Footnotes Go Here ///\n"),
        *("[^1]:   spaces  \n", "[^2]:\n", "[^2]: !!! note\n", "[^c d]: Named.\n", "  [^1]: In.\n"),
    ]
)


@pytest.mark.parametrize("extensions", [USUAL, PYMDOWNX, ("footnotes",)], ids=str)
@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(blocks=st.lists(BLOCKS, max_size=10))
def test_the_html_is_the_same(extensions: tuple[str, ...], blocks: list[str]) -> None:
    text = "".join(blocks)
    try:
        plain = markdown(text, extensions=[*extensions])
    except RuntimeError:  # Python-Markdown fails at a note that defines another one
        return
    assert markdown(text, extensions=[*extensions, Quick()]) == plain


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A[^1]\n\n[^1]: One.\n", ["A[^1]"]),
        ("A[^1][^2]\n\n[^1]: One.\n[^2]: *Two*.\n\n*[AB]: long\n", ["A[^1][^2]", "*[AB]: long"]),
        ("A[^1][^2]\n\n[^1]: One.\n\n    More.\n\n[^2]: Two.\n", None),
        ("A[^1]\n[^1]: One.\n", None),
        ("A[^1]\n\n[^1]: One.\n\n[^1]: Two.\n", None),
        ("[^2]: Two.\n\nA[^1][^2]\n\n[^1]: One.\n", None),
        ("A[^1]\n\n[^1]: - a list\n", None),
        ("A[^1]\n\n[^1]: <b>bold</b>\n", None),
        ("A[^1]\n\n[^1]: One.\n*[AB]: long\n", None),
    ],
)
def test_what_is_taken(text: str, left: list[str] | None) -> None:
    quick = Quick()
    html = markdown(text, extensions=["footnotes", "abbr", quick])
    assert html == markdown(text, extensions=["footnotes", "abbr"])
    if left is not None:
        assert quick.left == left
    elif "More" not in text:
        assert quick.left == list(filter(None, text.split("\n")))


def test_settings_of_the_extension_hold() -> None:
    text = "A[^b][^a]\n\n[^a]: A.\n\n[^b]: B.\n"
    own = {"BACKLINK_TITLE": "To {}", "BACKLINK_TEXT": "^", "SEPARATOR": "-", "UNIQUE_IDS": True}
    for order in (True, False):
        given_settings = {"footnotes": {**own, "USE_DEFINITION_ORDER": order}}
        plain = markdown(text, extensions=["footnotes"], extension_configs=given_settings)
        extensions: list[str | Extension] = ["footnotes", Quick()]
        assert markdown(text, extensions=extensions, extension_configs=given_settings) == plain


def test_nothing_is_taken_where_an_extension_is_not_known() -> None:
    quick = Quick()
    markdown("A[^1]\n\n[^1]: One.", extensions=["footnotes", "pymdownx.critic", quick])
    assert quick.left == []
