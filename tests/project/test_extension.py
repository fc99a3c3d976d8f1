"""HTML that the engine wrote, set in a page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from macros.project.extension import TokenExtension, markdown_writer
from macros.text import ids_in

MARKER = '<sup id="fnref:3" data-search-exclude=""><a class="footnote-ref" href="#fn:3">3</a></sup>'


def token(number: int) -> str:
    return f"\ue000{number}\ue001"


def render(text: str, **html: str) -> Markdown:
    held = TokenExtension()
    held.html = {name.removeprefix("t"): value for name, value in html.items()}
    markdown = Markdown(extensions=["toc", "tables", held])
    markdown.shown = markdown.convert(text)  # type: ignore[attr-defined]
    return markdown


def shown(text: str, **html: str) -> str:
    return str(render(text, **html).shown)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"A{token(1)} b", "<p>A<b>*x*</b> b</p>"),
        (f"*A{token(1)}*", "<p><em>A<b>*x*</b></em></p>"),
        (f"[A{token(1)}](b)", '<p><a href="b">A<b>*x*</b></a></p>'),
        (f"- A{token(1)}", "<ul>\n<li>A<b>*x*</b></li>\n</ul>"),
        (f"A{token(7)}", f"<p>A{token(7)}</p>"),
        (f"![A{token(1)}](b.png)", '<p><img alt="A*x*" src="b.png" /></p>'),
        (f'[A](b "c{token(1)}")', '<p><a href="b" title="c*x*">A</a></p>'),
        (f'<div title="{token(1)}">\n{token(1)}\n</div>', '<div title="*x*">\n<b>*x*</b>\n</div>'),
    ],
)
def test_html_is_set_in_the_place_of_its_token(text: str, expected: str) -> None:
    assert shown(text, t1="<b>*x*</b>") == expected


def test_blocks_stand_by_themselves() -> None:
    assert shown(f"A\n\n{token(2)}\n\nB", t2="<ul>\n<li>x</li>\n</ul>") == (
        "<p>A</p>\n<ul>\n<li>x</li>\n</ul>\n<p>B</p>"
    )


@pytest.mark.parametrize("end", ["A.", "<div>\nA.", "<details>\n<summary>A", "```\nA.", "<!-- A"])
def test_notes_stand_at_the_end_whatever_comes_before(end: str) -> None:
    held = TokenExtension()
    held.notes = ("Notes", '<ol>\n<li id="fn:1">*x*</li>\n</ol>')
    html = Markdown(extensions=["toc", "md_in_html", held]).convert(f"# T\n\n{end}")
    assert html.endswith(
        '<section aria-labelledby="notes" class="footnote" role="doc-endnotes">\n'
        '<h2 id="notes">Notes</h2>\n<ol>\n<li id="fn:1">*x*</li>\n</ol>\n</section>'
    )


def test_the_contents_leave_markers_out() -> None:
    markdown = render(f"# Title{token(3)}\n\n| a{token(3)} |\n|---|\n| b |", t3=MARKER)
    assert markdown.toc_tokens[0]["name"] == "Title"  # type: ignore[attr-defined]
    assert markdown.toc_tokens[0]["id"] == "title"  # type: ignore[attr-defined]
    page = BeautifulSoup(markdown.shown, "html.parser")  # type: ignore[attr-defined]
    assert [sup["id"] for sup in page.select("sup[data-search-exclude]")] == ["fnref:3"] * 2
    assert page.select_one("h1 > sup > a.footnote-ref") is not None


def test_notes_are_read_as_pages_are() -> None:
    to_html = markdown_writer(["toc", "attr_list", TokenExtension()], {"toc": {"permalink": "#"}})
    assert to_html("*A*{: .x }", "a.md") == '<p><em class="x">A</em></p>'
    assert to_html("## A", "a.md") == "<h2>A</h2>"


def test_ids() -> None:
    assert ids_in('<p id="a"><b class="x" id="b"></b> id="c" data-id="d"') == {"a", "b"}
