"""Notes in HTML: numbers, names and roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import markdown

from macros.markup import Next, NoteMarkup, Ways

if TYPE_CHECKING:
    from markdown.extensions import Extension

TEXT = """\
# Title[^3]

Rivers[^4] and rails[^5].

| a[^6] |
|-------|
| b     |

[^3]: Third.
[^4]: Fourth, *in italics*.
[^5]: Fifth.

    Its second paragraph.
[^6]: Sixth.
"""


# Notes without and with what `begin_page` adds to the first: the HTML is the same.
NEXTS = (Next("5", "b.md#fn:5", "Next: 5"), Next("6 of Chapter 2", "a.md#fn:6", "Next: 6"))
LEFT_OUT = {
    "Text.": '<span id="note-x"></span>Text.',
    "*Text*": '<span id="note-x"></span>*Text*',
    "A <https://a.org/b>": '<span id="note-x"></span>A <https://a.org/b>',
    "“A”, *b*.": '<span id="note-x"></span>“A”, *b*.',
}
WRITTEN = (
    ' [](b.md#fn:5){: .note-next data-note="5" aria-label="Next: 5" }'
    ' [](#fn:6){: .note-next data-note="6 of Chapter 2" aria-label="Next: 6" }'
)


@pytest.mark.parametrize("nexts", [(), NEXTS[:1], NEXTS], ids=len)
@pytest.mark.parametrize("text", LEFT_OUT)
def test_ways_are_added_as_they_would_be_written(text: str, nexts: tuple[Next, ...]) -> None:
    markup = NoteMarkup()

    def html(note: str) -> str:
        return markdown(f"A[^3]\n\n[^3]: {note}", extensions=["footnotes", "attr_list", markup])

    links = {0: "", 1: WRITTEN.partition(" [](#")[0], 2: WRITTEN}[len(nexts)]
    written = html(LEFT_OUT[text] + links)
    markup.begin_page("a.md", {"3": Ways("x", nexts)})
    assert html(text) == written
    markup.begin_page("a.md", {"4": Ways("x", nexts)})
    assert "note-x" not in html(text)


def render(text: str, heading: str = "Notes") -> BeautifulSoup:
    settings = {"footnotes": {"BACKLINK_TEXT": "↩", "SEPARATOR": ":"}}
    extensions: list[str | Extension] = ["footnotes", "tables", NoteMarkup(heading)]
    html = markdown(text, extensions=extensions, extension_configs=settings)
    return BeautifulSoup(html, "html.parser")


PAGE = render(TEXT)


def one(page: BeautifulSoup, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("number", ["3", "4", "5", "6"])
def test_marker(number: str) -> None:
    marker = one(PAGE, f'a[href="#fn:{number}"]')
    assert marker.get_text() == number
    assert marker["role"] == "doc-noteref"
    assert marker["aria-label"] == f"Note {number}"
    assert one(PAGE, f'sup[id="fnref:{number}"]')["data-search-exclude"] == ""


@pytest.mark.parametrize("number", ["3", "4", "5", "6"])
def test_back_link(number: str) -> None:
    link = one(PAGE, f'li[id="fn:{number}"] a[href="#fnref:{number}"]')
    assert link.get_text() == "↩"
    assert link["role"] == "doc-backlink"
    assert link["title"] == link["aria-label"] == f"Back to Note {number} in the text"


def test_list_of_notes() -> None:
    section = one(PAGE, "section.footnote")
    assert section["role"] == "doc-endnotes"
    heading = one(PAGE, "section.footnote > h2")
    assert heading.get_text() == "Notes"
    assert section["aria-labelledby"] == heading["id"] == "notes"
    assert one(PAGE, "section.footnote > ol")["start"] == "3"
    assert section.find("hr") is None


def test_heading_in_another_language() -> None:
    assert one(render(TEXT, "Anmerkungen"), "section.footnote > h2").get_text() == "Anmerkungen"


def test_page_without_notes() -> None:
    page = render("# Title\n\nRivers and [rails](#x).\n\n---\n")
    assert [tag.name for tag in page.find_all()] == ["h1", "p", "a", "hr"]
    assert one(page, "a").attrs == {"href": "#x"}


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("See p. 53.", "See p.~53."),
        ("pp. 9-12, 31-42", "pp.~9-12, 31-42"),
        ("*Tolls*, vol. 3, no. 4", "Tolls, vol.~3, no.~4"),
        ("p. 3 (61) and 2 (a)", "p.~3~(61) and 2 (a)"),
        ("It ended there. 12 states", "It ended there. 12 states"),
        ("[p. 3](#x) p. 4", "p.~3 p.~4"),
        ("`p. 5`", "p. 5"),
    ],
)
def test_numbers_stay_with_what_they_belong_to(text: str, tied: str) -> None:
    assert render(text).get_text().replace("\xa0", "~") == tied


@pytest.mark.parametrize("end", ["?", "!", "…", "–", "/"])
def test_a_marker_stays_on_its_line(end: str) -> None:
    page = render(f"*Rivers{end}*[^3]{end}[^4] rails[^5].\n\n[^3]: A\n[^4]: B\n[^5]: C")
    assert page.select("p")[0].get_text() == f"Rivers{end}\u20603{end}\u20604 rails5."


def test_outside_addresses_are_marked_once_where_the_text_does_not_give_them() -> None:
    page = render(
        "[A](https://a.org/) [again](https://a.org/) <https://b.org/?x=1&y=2> "
        "[B](https://b.org/?x=1&y=2) [C](c.md) [D](http://d.org)"
    )
    assert [link.get_text() for link in page.select("a[data-outside]")] == ["A", "D"]


def test_passage_shows_its_number_and_keeps_former_addresses() -> None:
    text = 'Rivers *and* rails.\n{: #claim .passage data-number="2.1" data-was="old older" }\n'
    html = markdown(text, extensions=["attr_list", NoteMarkup()])
    passage = one(BeautifulSoup(html, "html.parser"), "p#claim")
    assert passage.get_text() == "2.1Rivers and rails."
    assert [alias["id"] for alias in passage.select("span.alias")] == ["old", "older"]
    number = one(BeautifulSoup(html, "html.parser"), "a.passage-number")
    assert number.get_text() == "2.1"
    assert number["href"] == "#claim"
    assert "data-was" not in passage.attrs


def test_a_note_that_is_read_as_something_else_gets_nothing_added() -> None:
    markup = NoteMarkup()
    markup.begin_page("a.md", {"3": Ways("x", NEXTS)})
    text = "A ABC[^3]\n\n[^3]: *[ABC]: long"
    assert "fn:3" in markdown(text, extensions=["footnotes", "abbr", markup])
