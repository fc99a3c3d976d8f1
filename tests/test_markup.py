"""HTML that the engine wrote, set in a page; and what is done to finished HTML."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from macros.project.extension import HeldHtml, finish_page, markdown_writer
from macros.text import ids_in

MARKER = '<sup id="fnref:3" data-search-exclude=""><a class="footnote-ref" href="#fn:3">3</a></sup>'


def token(number: int) -> str:
    return f"\ue000{number}\ue001"


def render(text: str, **html: str) -> Markdown:
    held = HeldHtml()
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
    ],
)
def test_html_is_set_in_the_place_of_its_token(text: str, expected: str) -> None:
    assert shown(text, t1="<b>*x*</b>") == expected


def test_blocks_stand_by_themselves() -> None:
    assert shown(f"A\n\n{token(2)}\n\nB", t2="<ul>\n<li>x</li>\n</ul>") == (
        "<p>A</p>\n<ul>\n<li>x</li>\n</ul>\n<p>B</p>"
    )


def test_the_contents_leave_markers_out() -> None:
    markdown = render(f"# Title{token(3)}\n\n| a{token(3)} |\n|---|\n| b |", t3=MARKER)
    assert markdown.toc_tokens[0]["name"] == "Title"  # type: ignore[attr-defined]
    assert markdown.toc_tokens[0]["id"] == "title"  # type: ignore[attr-defined]
    page = BeautifulSoup(markdown.shown, "html.parser")  # type: ignore[attr-defined]
    assert [sup["id"] for sup in page.select("sup[data-search-exclude]")] == ["fnref:3"] * 2
    assert page.select_one("h1 > sup > a.footnote-ref") is not None


def test_notes_are_read_as_pages_are() -> None:
    to_html = markdown_writer(["toc", "attr_list", HeldHtml()], {"toc": {"permalink": "#"}})
    assert to_html("*A*{: .x }") == '<p><em class="x">A</em></p>'
    assert to_html("## A") == "<h2>A</h2>"


@pytest.mark.parametrize(
    ("html", "tied"),
    [
        ("<p>See p. 53.", "<p>See p.~53."),
        ("pp. 9-12, 31-42", "pp.~9-12, 31-42"),
        ("<em>Tolls</em>, vol. 3, no. 4", "<em>Tolls</em>, vol.~3, no.~4"),
        ("p. 3 (61) and 2 (a)", "p.~3~(61) and 2 (a)"),
        ("It ended there. 12 states", "It ended there. 12 states"),
        ('<a href="#x" title="p. 3">p. 3</a> p. 4', '<a href="#x" title="p. 3">p.~3</a> p.~4'),
        ('<a href="https://a.org">p. 3</a>', '<a href="https://a.org" data-outside="">p.~3</a>'),
        ("<code>p. 5</code><pre>p. 5</pre>", "<code>p. 5</code><pre>p. 5</pre>"),
        ("<script>p. 5</script>", "<script>p. 5</script>"),
    ],
)
def test_numbers_stay_with_what_they_belong_to(html: str, tied: str) -> None:
    assert finish_page(html).replace("\xa0", "~") == tied


def test_outside_addresses_are_marked_once_where_the_text_does_not_give_them() -> None:
    b = "https://b.org/?x=1&amp;y=2"
    page = finish_page(
        f'<a href="https://a.org/">A</a> <a href="https://a.org/">again</a> <a href="{b}">{b}</a> '
        f'<a href="{b}">B</a> <a href="c.md">C</a> <a class="x" href="http://d.org"><em>D</em></a>'
    )
    marked = BeautifulSoup(page, "html.parser").select("a[data-outside]")
    assert [link.get_text() for link in marked] == ["A", "D"]


def test_ids() -> None:
    assert ids_in('<p id="a"><b class="x" id="b"></b> id="c" data-id="d"') == {"a", "b"}
