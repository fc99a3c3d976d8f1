"""Search results for single passages and notes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from macros.project.search import (
    SearchedPages,
    Section,
    headings_only,
    sections,
    with_sections,
)
from tests.words import ENGLISH

CHAPTER = """
<h1 id="ships">Ships<a class="headerlink" href="#ships">#</a></h1>
<p class="chapter-line">Chapter 2</p>
<p class="passage" data-number="2.1" id="claim"><span id="old"></span><a class="passage-number"
  data-search-exclude="" href="#claim">2.1</a>Rivers &amp; <em>rails</em>.<br>
  <sup data-search-exclude="" id="fnref:4"><a href="#fn:4">4</a></sup> More <abbr>PU</abbr>.</p>
<p>An aside.</p>
<details data-search-exclude=""><summary>Cite</summary><p>Unfound.</p></details>
<script type="application/json">{"unfound": 1}</script>
<section class="footnote"><h2 id="notes">Notes</h2><ol>
<li id="fn:4"><span id="note-fees"></span><p>Okoro, <a href="x">Tolls</a>.
  <a role="doc-backlink" href="#fnref:4">↩</a></p><p>Second.</p></li>
</ol></section>
"""
FOUND = [
    Section("", "", "Chapter 2 An aside."),
    Section("claim", "Paragraph 2.1", "Rivers & rails. More PU."),
    Section("fn:4", "Note 4", "Okoro, Tolls. Second."),
]


def test_sections_of_a_chapter() -> None:
    assert sections(CHAPTER, ENGLISH) == FOUND


def test_a_page_without_passages_has_none() -> None:
    assert sections("<h1>About</h1><p id='who'>Us.</p>", ENGLISH) == [Section("", "", "Us.")]


def test_the_search_plugin_reads_the_headings_of_a_chapter() -> None:
    link = '<a class="headerlink" href="#ships">#</a>'
    assert headings_only(CHAPTER) == f'<h1 id="ships">Ships{link}</h1><h2 id="notes">Notes</h2>'


@pytest.mark.parametrize(
    "html", ["<p>Before</p><h1>Ships</h1><p>A</p>", '<h1>A</h1><p data-search-exclude="x">B</p>']
)
def test_the_search_plugin_reads_all_where_headings_are_not_enough(html: str) -> None:
    assert headings_only(html) == html


def test_the_index_gets_a_record_for_each_section() -> None:
    records: list[dict[str, Any]] = [
        {"location": "ships/", "title": "Ships", "text": "<p>All</p>", "tags": ["a"]},
        {"location": "ships/#costs", "title": "Costs", "text": "<p>An aside.</p>"},
        {"location": "ships/#notes", "title": "Notes", "text": "<p>All</p>"},
    ]
    page = {"title": "Ships", "text": "<p>Chapter 2 An aside.</p>", "tags": ["a"]}
    passage = {"title": "Paragraph 2.1", "text": "<p>Rivers &amp; rails. More PU.</p>"}
    note = {"title": "Note 4", "text": "<p>Okoro, Tolls. Second.</p>"}
    assert with_sections(records, "ships/", FOUND) == [
        {"location": "ships/", **page},
        {"location": "ships/#claim", **passage},
        {"location": "ships/#fn:4", **note},
        {"location": "ships/#costs", "title": "Costs", "text": ""},
    ]


def test_a_page_that_is_kept_out_of_the_index_stays_out() -> None:
    assert with_sections([], "ships/", FOUND) == []


@pytest.mark.parametrize("records", [[], None])
def test_a_page_is_whole_again_once_it_has_been_searched(records: list[object] | None) -> None:
    searched, page = SearchedPages(), SimpleNamespace(url="ships/", content="")
    index = SimpleNamespace(entries=records)
    config: Any = SimpleNamespace(plugins={"search": SimpleNamespace(search_index=index)})
    page.content = searched.hide(page, CHAPTER, config, ENGLISH)  # type: ignore[arg-type]
    assert page.content == (CHAPTER if records is None else headings_only(CHAPTER))
    assert searched.content(page) == CHAPTER  # type: ignore[arg-type]
    searched.fill(page, "An aside.", "A harbour.")  # type: ignore[arg-type]
    if records is not None:
        records.append({"location": "ships/", "title": "Ships", "text": "All"})
    searched.show(page, config)  # type: ignore[arg-type]
    assert page.content == CHAPTER.replace("An aside.", "A harbour.")
    assert len(records or []) == (0 if records is None else 3)


def test_works_are_found_one_by_one() -> None:
    long = "Ada Okoro, Rivers and Rails: " + "A Study of Ports and Their Tolls, " * 3
    html = f"""<h1 id="works">Works</h1><p>All works.</p><h2 id="books">Books</h2>
    <ul class="works"><li class="work" id="ref-rivers"><p>Okoro, <em>Rivers</em>, 2011.</p>
    <p>Cited in note 1.</p></li>
    <li class="work" id="ref-long"><p>{long}</p></li></ul>"""
    rest, rivers, other = sections(html, ENGLISH)
    assert rest == Section("", "", "All works.")
    assert rivers == Section(
        "ref-rivers", "Okoro, Rivers, 2011.", "Okoro, Rivers, 2011. Cited in note 1."
    )
    assert (other.id, other.text) == ("ref-long", long.strip())
    assert len(other.title) <= 90
    assert long.startswith(other.title.removesuffix(" …"))


@pytest.mark.parametrize("sign", ["\x0c", "\x01", "&#12;", "&#x1;", "&#xFFFE;", "\ufffe"])
def test_signs_that_are_none_are_spaces(sign: str) -> None:
    """A form feed, say, as a text copied from a PDF has it: the parser would take it, and fail."""
    html = f'<p data-number="1" id="a"><a data-search-exclude="">1</a>A page{sign}break.</p>'
    assert sections(html, ENGLISH)[1] == Section("a", "Paragraph 1", "A page break.")
