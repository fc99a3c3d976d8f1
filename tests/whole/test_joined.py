"""All chapters on one page: ids, links, notes and headings of joined pages."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from macros.text import page_name
from macros.whole.joined import FinishedPage, assemble

SHIPS = """<h1 id="ships">Ships<a class="headerlink" href="#ships">#</a></h1>
<p class="chapter-line">Chapter 1 <a class="to-whole" href="../whole/">All</a></p>
<p class="passage" id="claim" data-number="1.1"><a class="passage-number" href="#claim">1.1</a>
<a class="page-mark" id="page-1" href="#page-1"><span>p. 1</span></a> Rivers.<sup
id="fnref:1"><a class="footnote-ref" role="doc-noteref" href="#fn:1">1</a></sup></p>
<h2 id="costs">Costs</h2>
<p>See <a href="../part/ports/#claim">ports</a>, <a href="../part/ports/#gone">more</a>,
<a href="../works/#ref-okoro">Okoro</a>, <a href="#claim">above</a>, <a href="../">home</a>,
<a href="../notes/#note-2">Note 2</a>, <a href="../data.bib">data</a>,
<a href="https://a.org/" data-outside="">A</a>. <img src="../assets/ship.png" alt=""></p>
<p id="old" class="moved">Moved.</p>
<section class="footnote" role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">Notes</h2>
<ol start="1"><li id="fn:1"><span id="note-fees"></span><p>Okoro, <a
href="../works/#ref-okoro">T</a>.
<a role="doc-backlink" href="#fnref:1">↩</a></p></li></ol></section>
<details class="cite" id="cite-this-chapter"><p>Cite</p></details>"""
PORTS = """<h1 id="ports">Ports</h1>
<p class="passage" id="claim" data-number="2.1">Ports, <a href="../../ships/#fn:1">Note 1</a>.<sup
id="fnref:2"><a class="footnote-ref" role="doc-noteref" href="#fn:2">2</a></sup>
<a href="https://a.org/" data-outside="">A</a></p>
<section class="footnote" role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">Notes</h2>
<ol start="2"><li id="fn:2"><p>Ibid. <a href="../../ships/#claim">Ships</a></p></li></ol>
</section>"""
NOTES = """<h1 id="notes">Notes</h1><p>All.</p>
<figure id="sources"><figcaption><a href="#sources">Figure 1</a></figcaption></figure>
<h2 id="chapter-1">Ships</h2>
<ol class="notes"><li id="note-1"><p>Okoro.</p></li></ol>
<ol class="notes"><li id="note-2"><p>Ibid.</p><p><a class="page-mark" id="page-2"
href="#page-2"><span>p. 2</span></a> more</p></li></ol>"""
WORKS = """<h1 id="works">Works</h1><ul><li id="ref-okoro"><p>Okoro, Tolls.
<a href="../notes/#note-1">1</a> <a href="../notes/">notes</a></p></li></ul>"""

PAGES = [
    FinishedPage("ships", "ships/", "1. Ships & boats", SHIPS),
    FinishedPage("part-ports", "part/ports/", "2. Ports", PORTS),
    FinishedPage("notes", "notes/", "Notes", NOTES),
    FinishedPage("works", "works/", "Works", WORKS),
]


def joined(site: str = "https://a.org/site/", notes: str = "notes") -> BeautifulSoup:
    pages = [page for page in PAGES if notes or page.name != "notes"]
    return BeautifulSoup(assemble(pages, "whole/", notes, site, heading="Contents"), "html.parser")


def test_ids_are_unique() -> None:
    ids = [str(element["id"]) for element in joined().select("[id]")]
    assert len(ids) == len(set(ids))
    assert {"ships", "part-ports", "ships--claim", "part-ports--claim", "fn:1", "fnref:2"} < {*ids}


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ports", "#part-ports--claim"),
        ("more", "#part-ports"),
        ("Okoro", "#ref-okoro"),
        ("above", "#ships--claim"),
        ("Note 2", "#fn:2"),
        ("Note 1", "#fn:1"),
        ("notes", "#notes"),
        ("Figure 1", "#notes--sources"),
        ("1. Ships & boats", "#ships"),
        ("home", "../"),
        ("data", "../data.bib"),
        ("A", "https://a.org/"),
    ],
)
def test_links(text: str, address: str) -> None:
    texts = {link.find(string=True): link["href"] for link in joined().select("a")}
    assert texts[text] == address  # type: ignore[index]


def test_every_fragment_is_there() -> None:
    page = joined()
    ids = {str(element["id"]) for element in page.select("[id]")}
    assert {str(link["href"])[1:] for link in page.select("a[href^='#']")} <= ids


def test_links_to_other_files_lead_there_from_a_page_in_a_folder() -> None:
    page = BeautifulSoup(assemble(PAGES, "a/b.html"), "html.parser")
    addresses = {link.get_text(): link["href"] for link in page.select("a")}
    assert addresses["home"] == "../"
    assert addresses["data"] == "../data.bib"
    assert [text.get_text() for text in page.select(".printed-address")] == [" <https://a.org/>"]


def test_notes_stand_in_one_list() -> None:
    lists = joined().select("[role=doc-endnotes]")
    assert len(lists) == 1
    notes = lists[0].select("ol[start='1'] > li")
    assert [note["id"] for note in notes] == ["fn:1", "fn:2"]
    part = lists[0].find_parent("section", class_="part")
    assert part is not None
    assert part["id"] == "notes"
    assert lists[0]["aria-labelledby"] == part.h2["id"]  # type: ignore[index]
    assert "All." not in part.get_text()


def test_pages_that_begin_among_the_notes_stay_marked() -> None:
    note = joined().find(id="fn:2")
    assert note is not None
    assert note.get_text().split() == ["p.", "2", "Ibid.", "Ships"]


def test_without_a_page_of_notes_they_follow_the_last_page_that_has_any() -> None:
    page = joined(notes="")
    parents = [part["id"] for part in page.select("section.part") if part.select_one("[id='fn:1']")]
    assert parents == ["part-ports"]
    assert [note["id"] for note in page.select("li[id^=fn]")] == ["fn:1", "fn:2"]


OF_CHAPTERS = [
    FinishedPage(
        page.name,
        page.url,
        page.title,
        page.content.replace("fn:2", "fn:1")
        .replace("fnref:2", "fnref:1")
        .replace("note-1", "note-ships:1")
        .replace("note-2", "note-part-ports:1"),
    )
    for page in PAGES
]


def by_chapter(pages: list[FinishedPage]) -> BeautifulSoup:
    text = assemble(pages, "whole/", "notes", per_chapter=True)
    return BeautifulSoup(text, "html.parser")


def test_notes_that_each_chapter_numbers_stand_in_a_list_for_each() -> None:
    page = by_chapter(OF_CHAPTERS)
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.select("a[href^='#']")} <= {*ids}
    lists = page.select("#notes > section[role=doc-endnotes]")
    assert [notes.h3 and notes.h3.get_text() for notes in lists] == ["1. Ships & boats", "2. Ports"]
    assert [notes["aria-labelledby"] for notes in lists] == ["ships--notes", "part-ports--notes"]
    notes = [note["id"] for notes in lists for note in notes.select("ol > li")]
    assert notes == ["fn:ships:1", "fn:part-ports:1"]
    texts = {link.find(string=True): link["href"] for link in page.select("a")}
    assert texts["Note 2"] == "#fn:part-ports:1"  # type: ignore[index]
    assert texts["Note 1"] == "#fn:ships:1"  # type: ignore[index]
    second = page.find(id="fn:part-ports:1")
    assert second is not None
    assert second.get_text().split() == ["p.", "2", "Ibid.", "Ships"]


def test_notes_that_each_chapter_numbers_follow_it_where_no_page_lists_them() -> None:
    page = by_chapter([page for page in OF_CHAPTERS if page.name != "notes"])
    parents = {str(part["id"]): part.select("li[id]") for part in page.select("section.part")}
    notes = {name: [str(note["id"]) for note in found] for name, found in parents.items()}
    assert notes["ships"] == ["fn:ships:1"]
    assert notes["part-ports"] == ["fn:part-ports:1"]


def test_headings_stand_below_that_of_the_whole() -> None:
    headings = [f"{h.name} {h.get_text()}" for h in joined().select("h1, h2, h3, h4")]
    assert headings == ["h2 Contents", "h2 Ships", "h3 Costs", "h2 Ports", "h2 Notes", "h2 Works"]


def test_what_belongs_to_a_single_page_is_left_out() -> None:
    page = joined()
    assert page.select("script, details, .headerlink, .moved, .to-whole") == []
    assert page.select("a.passage-number, a.page-mark") == []
    assert len(page.select(".passage-number, .page-mark")) == 3


def test_an_outside_address_is_printed_once() -> None:
    assert joined().select("[data-outside]") == []
    written = [str(address.get_text()) for address in joined().select(".printed-address")]
    assert sorted(written) == [
        " <https://a.org/>",
        " <https://a.org/site/>",
        " <https://a.org/site/data.bib>",
    ]


def test_the_pages_of_the_original_are_written_out() -> None:
    page = FinishedPage(
        "ships",
        "ships/",
        "Ships",
        '<h1>Ships</h1><p class="passage" data-original="p. 1 (59)">'
        '<a class="passage-number" href="#a">1.1</a>Rivers.</p>'
        '<p class="passage" data-original="p. 2 (60)">Rails.</p>',
    )
    whole = BeautifulSoup(assemble([page], "whole/"), "html.parser")
    texts = [passage.get_text() for passage in whole.select(".passage")]
    assert texts == ["1.1 p. 1 (59) Rivers.", "p. 2 (60) Rails."]
    assert whole.select("[data-original]") == []


def test_embedded_files_are_found_from_the_whole_page() -> None:
    image = BeautifulSoup(assemble(PAGES, "a/b/whole.html"), "html.parser").img
    assert image is not None
    assert image["src"] == "../../assets/ship.png"


@pytest.mark.parametrize(
    ("path", "name"),
    [("2-concept.md", "2-concept"), ("part/a ships.md", "part-a-ships"), ("", "")],
)
def test_page_name(path: str, name: str) -> None:
    assert page_name(path) == name


def test_no_pages() -> None:
    assert "section" not in assemble([], "whole/")


def test_a_form_feed_is_a_space() -> None:
    html = '<h1 id="a">A</h1><p>A page\x0cbreak&#1;.<a class="headerlink" href="#a">#</a>\x0c</p>'
    assert "A page break ." in assemble([FinishedPage("a", "a/", "A", html)], "whole/")
