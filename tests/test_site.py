"""The real site, as HTML."""

from __future__ import annotations

import csv
import io
import json
import re
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from icalendar import Calendar
from jsonschema import Draft7Validator
from lxml import html

from macros.bib.reading import read_bib
from tests.conftest import CHAPTERS, PROJECT, SITE_URL, build_real_site
from tests.drawings import misplaced

if TYPE_CHECKING:
    from bs4 import Tag

    from macros.bib.reading import RawEntry
    from tests.conftest import Site

pytestmark = pytest.mark.paper

WORDING: dict[int, str] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "notes.yml").read_text(encoding="utf-8")
)

ORIGINAL = "https://doi.org/10.5771/9783748922339-04"


def text_of(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def without_address(note: str) -> str:
    return re.sub(r",? at: https?://\S+$", ".", note)


def listed_notes(site: Site) -> dict[int, str]:
    items = site.page("notes/").select("ol.notes > li")
    return {
        int(str(item["id"]).removeprefix("note-")): text_of(item.select("p")[0]) for item in items
    }


def test_notes_run_from_1_to_42_through_the_chapters(site: Site) -> None:
    markers = [
        marker.get_text()
        for chapter in CHAPTERS
        for marker in site.page(chapter).select("a.footnote-ref")
    ]
    assert markers == [str(number) for number in range(1, 43)]


def test_each_marker_leads_to_its_note_and_back(site: Site) -> None:
    for chapter in CHAPTERS:
        page = site.page(chapter)
        for marker in page.select("a.footnote-ref"):
            number = marker.get_text()
            note = page.find(id=f"fn:{number}")
            assert marker["href"] == f"#fn:{number}"
            assert marker["role"] == "doc-noteref"
            assert note is not None
            back = note.select_one("a[role=doc-backlink]")
            assert back is not None
            assert back["href"] == f"#fnref:{number}"
            assert page.find(id=f"fnref:{number}") is not None


def test_notes_follow_the_chapters_when_these_change_places(tmp_path: Path) -> None:
    def swap(settings: str) -> str:
        lines = settings.splitlines(keepends=True)
        one, two = (next(i for i, line in enumerate(lines) if f": {n}-" in line) for n in (1, 2))
        lines[one], lines[two] = lines[two], lines[one]
        return "".join(lines)

    swapped = build_real_site(tmp_path / "swapped", swap)
    order = [CHAPTERS[1], CHAPTERS[0], *CHAPTERS[2:]]
    markers = [m.get_text() for page in order for m in swapped.page(page).select("a.footnote-ref")]
    assert markers == [str(number) for number in range(1, 43)]
    line = swapped.page(CHAPTERS[1]).select_one(".chapter-line")
    assert line is not None
    assert text_of(line) == (
        "Chapter 1 of 6 · pp. 2-3 (60-61) of the original All chapters on one page"
    )
    assert "Wolff, cited above (Note 1), pp. 24-27." in listed_notes(swapped)[38]


def test_notes_stand_in_a_section_with_the_right_start(site: Site) -> None:
    for chapter in CHAPTERS:
        page = site.page(chapter)
        section = page.select_one("section[role=doc-endnotes]")
        assert section is not None
        listing = section.select_one("ol")
        assert listing is not None
        assert listing["start"] == page.select("a.footnote-ref")[0].get_text()


@pytest.mark.parametrize("number", WORDING)
def test_bibliographic_notes_read_as_in_the_paper(site: Site, number: int) -> None:
    assert without_address(listed_notes(site)[number]) == WORDING[number]


def test_a_note_reads_alike_in_its_chapter_and_in_the_listing(site: Site) -> None:
    listed = listed_notes(site)
    for chapter in CHAPTERS:
        for note in site.page(chapter).select("section.footnote > ol > li"):
            number = int(str(note["id"]).removeprefix("fn:"))
            assert text_of(note).removesuffix("↩\ufe0e").rstrip() == listed[number]


def test_every_note_ends_in_one_full_stop(site: Site) -> None:
    for note in listed_notes(site).values():
        assert re.search(r"[^.]\.$", note), note


def test_later_citations_lead_to_the_first_one(site: Site) -> None:
    expected = {
        ("2-concept/", 6): "#fn:4",
        ("5-norm-resistance/", 29): "../4-ambitions/#fn:17",
        ("5-norm-resistance/", 31): "../4-ambitions/#fn:19",
        ("5-norm-resistance/", 35): "../4-ambitions/#fn:19",
        ("6-conclusions/", 38): "../2-concept/#fn:3",
    }
    found = {
        (chapter, int(str(note["id"]).removeprefix("fn:"))): str(link["href"])
        for chapter in CHAPTERS
        for note in site.page(chapter).select("section.footnote > ol > li")
        for link in note.select("a")
        if re.fullmatch(r"Note \d+", link.get_text())
    }
    assert found == expected


def test_pages_of_the_original_are_marked_once_each(site: Site) -> None:
    marks = [
        (str(mark["id"]), text_of(mark))
        for chapter in CHAPTERS
        for mark in site.page(chapter).select("a.page-mark")
    ]
    marks += [
        (str(mark["id"]), text_of(mark)) for mark in site.page("notes/").select("a.page-mark")
    ]
    assert marks == [(f"page-{n}", f"p. {n} ({n + 58})") for n in range(1, 13)]


def test_every_paragraph_of_a_chapter_has_an_address_and_a_page(site: Site) -> None:
    for chapter in CHAPTERS:
        paragraphs = site.page(chapter).select("article > p:not(.chapter-line, .retelling)")
        assert len(paragraphs) >= 6
        for paragraph in paragraphs:
            assert paragraph.get("id"), text_of(paragraph)[:60]
            assert re.fullmatch(
                r"pp?\. \d+(-\d+)? \(\d+(-\d+)?\)", str(paragraph.get("data-original"))
            )


def test_every_note_has_a_lasting_address(site: Site) -> None:
    for chapter in CHAPTERS:
        for note in site.page(chapter).select("section.footnote > ol > li"):
            assert note.select_one("span[id^=note-]") is not None, text_of(note)


def test_every_chapter_opens_in_brief(site: Site) -> None:
    for chapter in CHAPTERS:
        line = site.page(chapter).select_one("article > .chapter-line + .retelling")
        assert line is not None
        assert line.select_one(f"a[href='{ORIGINAL}']") is not None
        first = line.find_next_sibling()
        assert first is not None
        assert text_of(first).startswith("In brief")


def test_every_work_of_the_bibliography_file_is_listed(site: Site) -> None:
    text = (PROJECT / "bibliography.bib").read_text(encoding="utf-8")
    keys = re.findall(r"(?m)^@\w+\{([^,]+),", text)
    works = [str(work["id"]) for work in site.page("bibliography/").select("li.work")]
    assert sorted(works) == sorted(f"ref-{key}" for key in keys)
    assert len(keys) == len(set(keys)) == 43


def test_works_tell_where_they_are_cited(site: Site) -> None:
    work = site.page("bibliography/").find(id="ref-wolff2018")
    assert work is not None
    assert "Cited in notes 3 (p. 6) and 38 (pp. 24-27)." in text_of(work)
    passages = "Passages that rest on it: Paragraph 2.1, p. 2 (60) and Paragraph 6.5, p. 9 (67)."
    assert passages in text_of(work)
    links = [str(link["href"]) for link in work.select("a")]
    assert "../2-concept/#fn:3" in links
    assert "../6-conclusions/#fn:38" in links


def test_every_cited_work_is_linked_from_its_notes(site: Site) -> None:
    linked = {
        urlsplit(str(link["href"])).fragment
        for link in site.page("notes/").select("ol.notes a[href*='bibliography/#ref-']")
    }
    cited = {
        str(work["id"])
        for work in site.page("bibliography/").select("li.work")
        if "Cited in note" in work.get_text()
    }
    assert linked == cited
    assert len(cited) == 32


def test_timeline_runs_forward_with_machine_readable_dates(site: Site) -> None:
    data = yaml.safe_load((PROJECT / "data" / "events.yml").read_text(encoding="utf-8"))
    page = site.page("timeline/")
    headings = [str(heading["id"]) for heading in page.select("article.event h3")]
    assert sorted(headings) == sorted(event["id"] for event in data["events"])
    times = [str(time["datetime"]) for time in page.select("time")]
    assert times == [t for t in times if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", t)]
    dates = [event.select("time") for event in page.select("article.event")]
    starts = [str(found[0]["datetime"]) for found in dates if found]
    assert starts == sorted(starts)
    dated = [event.get("date", "X") for event in data["events"]]
    vague = [date for date in dated if "X" in date or date == "2018-38"]
    assert len(dates) - len(starts) == len(vague)


def test_events_for_other_programs_lead_to_places_of_the_site(published: Site) -> None:
    data = yaml.safe_load((PROJECT / "data" / "events.yml").read_text(encoding="utf-8"))
    files = {path.name: path.read_text("utf-8") for path in published.folder.glob("data/events.*")}
    listing = json.loads(files["events.json"])
    Draft7Validator(json.loads(files["events.schema.json"])).validate(listing)
    rows = list(csv.DictReader(io.StringIO(files["events.csv"]), strict=True))
    calendar = Calendar.from_ical(files["events.ics"]).walk("VEVENT")
    slides = json.loads(files["events.timelinejs.json"])["events"]
    ids = {event["id"] for event in data["events"]}
    assert {row["id"] for row in rows} == {event["id"] for event in listing["events"]} == ids
    assert {slide["unique_id"] for slide in slides} == {
        e["id"] for e in data["events"] if "date" in e
    }
    assert ids > {str(event["UID"]).removesuffix("@mayer2020") for event in calendar}
    assert len(calendar) > 30
    for event in listing["events"]:
        addresses = [event["address"], *(p["address"] for p in event["passages"] + event["notes"])]
        for address in addresses:
            page, _, fragment = address.removeprefix(SITE_URL).partition("#")
            assert fragment in published.ids(page), address


def test_events_lead_to_passages_and_notes(site: Site) -> None:
    for event in site.page("timeline/").select("article.event"):
        links = [str(link["href"]) for link in event.select(".event-facts a")]
        assert any(re.match(r"\.\./\d-[a-z-]+/#", link) for link in links), text_of(event)


def test_abbreviations_explain_themselves_in_the_chapters(site: Site) -> None:
    explained = {
        abbreviation.get_text(): abbreviation["title"]
        for chapter in CHAPTERS
        for abbreviation in site.page(chapter).select("p abbr")
    }
    assert explained["OSCE"] == "Organization for Security and Co-operation in Europe"
    assert {"CSC", "BRI", "EAEU", "AIFC", "MC", "OCEEA", "UNECE", "EU"} <= explained.keys()


def test_internal_links_and_fragments_exist(site: Site) -> None:
    broken = []
    for address in site.addresses:
        if address == "404.html":  # its links are made for the address where the site is published
            continue
        for link in site.page(address).select("a[href]"):
            target = urlsplit(urljoin(f"http://site/{address}", str(link["href"])))
            if target.netloc != "site":
                continue
            path = site.folder / unquote(target.path).lstrip("/")
            if not path.exists() or (
                target.fragment
                and path.is_dir()
                and unquote(target.fragment) not in site.ids(target.path.lstrip("/"))
            ):
                broken.append((address, link["href"]))
    assert broken == []


def test_ids_are_unique_on_every_page(site: Site) -> None:
    for address in site.addresses:
        ids = [str(tag["id"]) for tag in site.page(address).select("[id]")]
        assert len(ids) == len(set(ids)), address


def test_the_theme_s_faults_are_mended(site: Site) -> None:
    for address in site.addresses:
        page = site.page(address)
        assert page.select("input:is([type=checkbox], [type=radio])[autocomplete]") == [], address
        assert page.select('[tabindex=""]') == [], address
        assert page.select("[role=dialog]:not([aria-label])") == [], address
        assert page.select("script[src*=bundle]:not([defer])") == [], address
        assert len(page.select("script[src*=bundle]")) == 1, address
        sheets = [str(link["href"]) for link in page.select("link[rel=stylesheet]")]
        assert sheets[0].endswith("assets/site.css"), address
        assert not any("assets/stylesheets/" in sheet for sheet in sheets), address
        name = address.strip("/").replace("/", "-") or "index"
        body = page.select_one("body")
        assert body, address
        names = {None} if address == "404.html" else {name, f"{name}-index"}
        assert body.get("data-page") in names, address


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    for address in site.addresses:
        page = site.page(address)
        fetched = [str(tag["src"]) for tag in page.select("[src]")]
        fetched += [
            str(tag["href"])
            for tag in page.select("link[href]")
            if "canonical" not in (tag.get("rel") or [])
        ]
        assert [url for url in fetched if urlsplit(url).netloc] == [], address


def test_words_of_drawings_keep_apart(site: Site) -> None:
    drawings = {
        f"{address} {drawing.get('class')} {drawing.get('aria-label')}": misplaced(drawing)
        for address in site.addresses
        for drawing in html.fromstring(str(site.page(address))).iter("svg")
        if "drawing" in drawing.get("class", "").split()
    }
    assert drawings
    assert {name: words for name, words in drawings.items() if words} == {}


def test_the_data_can_be_downloaded(site: Site) -> None:
    for name in ("data/events.yml", "data/terms.yml"):
        published, source = (place / name for place in (site.folder, PROJECT))
        assert yaml.safe_load(published.read_text("utf-8")) == yaml.safe_load(
            source.read_text("utf-8")
        )
    works, entries = (
        read_bib((place / "bibliography.bib").read_text("utf-8"), "")[0]
        for place in (site.folder, PROJECT)
    )
    assert [(e.key, texts(e)) for e in works] == [(e.key, texts(e)) for e in entries]


def texts(entry: RawEntry) -> dict[str, str]:
    return {name: field.value for name, field in entry.fields.items()}


def test_chapters_offer_their_citations_as_files(site: Site) -> None:
    for chapter in CHAPTERS:
        details = site.page(chapter).select_one("details#cite-this-chapter")
        assert details is not None
        links = [str(link["href"]) for link in details.select("a[href^='../cite/']")]
        assert [link.rpartition(".")[2] for link in links] == ["txt", "bib", "ris", "json"]
        for link in links:
            text = (site.folder / link.removeprefix("../")).read_text(encoding="utf-8")
            assert "Trade Promotion and Norm Resistance" in text
            assert "A Reading Companion" in text


def test_a_passage_has_what_its_citation_needs(site: Site) -> None:
    script = (site.folder / "cite" / "2-concept.js").read_text(encoding="utf-8")
    forms = json.loads(script.removeprefix("window.citationForms = ").removesuffix(";\n"))
    assert [form["file"] for form in forms["forms"]] == ["txt", "bib", "ris", "json"]
    assert forms["passages"]["after-1989"] == {
        "number": "2.2",
        "pages": "pp. 2-3",
        "volume": "pp. 60-61",
    }
    house = forms["forms"][0]
    assert house["companion"].endswith("27 November 2026, para. @NUMBER@, at: @ADDRESS@.")
    assert (
        "Nomos, 2020, @VOLUME@ (@PAGES@ in its own pagination), at: https://doi.org/"
        in (house["original"])
    )
    for form in forms["forms"]:
        assert "@NUMBER@" in form["companion"]
        assert "@ADDRESS@" in form["companion"]
        assert "@VOLUME@" in form["original"]


def test_versions_agree() -> None:
    paper = yaml.safe_load((PROJECT / "data" / "paper.yml").read_text(encoding="utf-8"))
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    project = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    version = paper["companion"]["version"]
    assert citation["version"] == version
    assert f'version = "{version}"' in project
    assert f"## {version} – {paper['companion']['date']}" in changelog


def test_the_whole_paper_is_reached_from_home_and_every_chapter(site: Site) -> None:
    for page in ("", *CHAPTERS):
        links = site.page(page).select("article a[href]")
        assert [link for link in links if str(link["href"]).endswith("all-chapters/")], page


def text_alone(passage: Tag) -> str:
    """The text of a passage without what stands beside it."""
    alone = copy(passage)
    for beside in alone.select(".passage-pages, .passage-number, .printed-address"):
        beside.extract()
    return text_of(alone)


def test_the_whole_paper_is_whole(site: Site) -> None:
    page = site.page("all-chapters/")
    for chapter in CHAPTERS:
        for passage in site.page(chapter).select(".passage"):
            joined = page.find(id=f"{chapter.rstrip('/')}--{passage['id']}")
            assert joined is not None, passage["id"]
            assert text_alone(joined) == text_alone(passage)
    notes = page.select("[role=doc-endnotes] > ol > li")
    assert [note["id"] for note in notes] == [f"fn:{number}" for number in range(1, 43)]
    for name in ("li.work", "article.event", ".term-passages"):
        single = [
            len(site.page(p).select(name)) for p in ("bibliography/", "timeline/", "glossary/")
        ]
        assert len(page.select(name)) == sum(single) > 0
    cover = page.select_one(".cover")
    assert cover is not None
    for words in ("Sebastian Mayer", "A Reading Companion", "https://doi.org/", "version 0.2.0"):
        assert words in text_of(cover)


def test_every_link_of_the_whole_paper_stays_on_it_or_leads_out(site: Site) -> None:
    page = site.page("all-chapters/")
    links = {str(link["href"]) for link in page.select("article a[href]")}
    assert len(links) > 200
    elsewhere = ("#", "https:", "http:", "../data/figures/", "../#")
    others = {link for link in links if not link.startswith(elsewhere)}
    endings = ("yml", "json", "schema.json", "csv", "ics", "timelinejs.json")
    events = {f"../data/events.{ending}" for ending in endings}
    assert others == {"../bibliography.bib", "../data/terms.yml", *events}


def test_search_and_search_engines_are_sent_to_the_chapters(site: Site, published: Site) -> None:
    index = (site.folder / "search" / "search_index.json").read_text(encoding="utf-8")
    assert '"location":"all-chapters' not in index
    canonical = published.page("all-chapters/").select_one("link[rel=canonical]")
    assert canonical is not None
    assert canonical["href"] == "https://example.org/companion/1-introduction/"
    sitemap = (published.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert "https://example.org/companion/1-introduction/" in sitemap
    assert "all-chapters" not in sitemap
    cover = published.page("all-chapters/").select_one(".cover")
    assert cover is not None
    assert "https://example.org/companion/" in text_of(cover)
