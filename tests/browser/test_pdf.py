"""The PDF of the whole paper, as other programs read it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
import yaml
from pypdf import PdfReader

from macros.whole.pdf import NoPdfError, find_chromium, print_pdf
from macros.whole.pdf_document import Edition
from tests.conftest import CHAPTERS, PROJECT, SITE_URL, Site, build_real_site
from tests.tiny_site import build_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pypdf.generic import Destination

    from tests.conftest import Once

pytestmark = [pytest.mark.browser, pytest.mark.paper]

A4 = (595, 842)
PDF = "download/companion.pdf"


@pytest.fixture(scope="session")
def printed(once: Once) -> Site:
    """The real site as `make pdf` makes it."""
    make = partial(build_real_site, COMPANION_PDF="true", SITE_URL=SITE_URL)
    return Site(once("printed", make) / "site")


@pytest.fixture(scope="session")
def pdf(printed: Site) -> PdfReader:
    return PdfReader(printed.folder / PDF)


@pytest.fixture(scope="session")
def texts(pdf: PdfReader) -> list[str]:
    return [page.extract_text() for page in pdf.pages]


def start(pdf: PdfReader, item: Destination) -> int:
    """On which page, from 0, what an item of the outline names begins."""
    page = pdf.get_destination_page_number(item)
    assert page is not None
    return page


def headings(site: Site) -> list[tuple[int, str]]:
    """Level and text of each heading of the whole page."""
    found = site.page("all-chapters/").select("article :is(h1, h2, h3, h4, h5, h6)")
    return [(int(h.name[1]), " ".join(h.get_text().removesuffix("#").split())) for h in found]


def outline(pdf: PdfReader, items: list[Any] | None = None, level: int = 1) -> Iterator[Any]:
    for item in pdf.outline if items is None else items:
        if isinstance(item, list):
            yield from outline(pdf, item, level + 1)
        else:
            yield level, item


def test_it_says_what_it_is(printed: Site, pdf: PdfReader) -> None:
    about, xmp = pdf.metadata, pdf.xmp_metadata
    assert about is not None
    assert xmp is not None
    title = "Kazakhstan’s OSCE Connectivity Ambitions: A Reading Companion"
    assert about.title == title
    assert xmp.dc_title == {"x-default": title}
    assert [about.author] == xmp.dc_creator == ["The editors of the companion"]
    assert "Sebastian Mayer" in str(about.subject)
    assert xmp.dc_language == ["en"]
    with pikepdf.open(printed.folder / PDF) as root:
        assert root.Root.Lang == "en"
        assert root.Root.ViewerPreferences.DisplayDocTitle


def test_pages_are_a4(pdf: PdfReader) -> None:
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages}
    assert sizes == {A4}


def test_it_is_small(printed: Site) -> None:
    assert (printed.folder / PDF).stat().st_size < 1_500_000


def test_every_font_is_embedded(printed: Site) -> None:
    with pikepdf.open(printed.folder / PDF) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        described = [o for o in fonts if o.get("/Type") == "/FontDescriptor"]
        assert {str(o.FontName).partition("+")[2] for o in described} == {
            "SourceSerif4-Regular",
            "SourceSerif4-Italic",
            "SourceSerif4-SemiBold",
        }
        assert all("/FontFile2" in o or "/FontFile3" in o for o in described)
        assert not [o for o in fonts if o.get("/Subtype") == "/Type3"]


def test_it_is_tagged(printed: Site) -> None:
    with pikepdf.open(printed.folder / PDF) as pdf:
        assert pdf.Root.MarkInfo.Marked
        roles = {str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o}
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Link", "/Table", "/TH", "/TD"} <= roles


def test_what_stands_outside_the_tags_is_marked_as_such(printed: Site) -> None:
    with pikepdf.open(printed.folder / PDF) as pdf:
        for page in pdf.pages[1:]:
            depth, artifacts = 0, 0
            for operands, operator in pikepdf.parse_content_stream(page):  # type: ignore[misc]
                depth += (str(operator) in {"BDC", "BMC"}) - (str(operator) == "EMC")
                artifacts += str(operator) == "BMC" and operands[0] == "/Artifact"
                if str(operator) in {"Tj", "TJ", "f", "S", "Do"}:
                    assert depth > 0
            assert depth == 0
            assert artifacts >= 1  # its number


def test_markers_are_links_and_every_role_is_known(printed: Site) -> None:
    with pikepdf.open(printed.folder / PDF) as pdf:
        roles = Counter(
            str(o.S)
            for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and "/P" in o and "/S" in o
        )
        assert roles["/Link"] > 42
        known = {*pdf.Root.StructTreeRoot.RoleMap.keys()}
        assert {"/Em", "/Strong"} <= known
        languages = {
            str(o.Lang) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Lang" in o
        }
        assert "de" in languages


def test_it_can_be_searched_with_the_readers_own_apostrophe(texts: list[str]) -> None:
    text = "\n".join(texts)
    assert "Kazakhstan’s" in text
    assert "ʼ" not in text


def test_its_outline_is_the_headings(printed: Site, pdf: PdfReader) -> None:
    found = [(level, " ".join(str(item.title).split())) for level, item in outline(pdf)]
    assert found == headings(printed)
    assert len(found) > 100


def test_the_contents_name_the_pages_on_which_chapters_begin(
    pdf: PdfReader, texts: list[str]
) -> None:
    starts = {str(item.title): start(pdf, item) + 1 for level, item in outline(pdf) if level == 2}
    lines = re.findall(r"(?m)^\s*(?:\d\. )?(\D+?)\s*(\d+)\s*$", texts[1])
    named = {title: int(page) for title, page in lines}
    assert named == {t: page for t, page in starts.items() if t != "Contents"}
    assert [*named.values()] == sorted(named.values())
    assert len(named) == 12


def test_links_lead_to_places_or_to_the_web(printed: Site, pdf: PdfReader) -> None:
    inside, outside = 0, set()
    for page in pdf.pages:
        for annotation in page.get("/Annots", []):
            link = annotation.get_object()
            if "/Dest" in link:
                assert str(link["/Dest"]).removeprefix("/") in {
                    name.removeprefix("/") for name in pdf.named_destinations
                }
                inside += 1
            else:
                outside.add(str(link["/A"]["/URI"]))
    hidden = (".note-next", ".footnote-backref", ".to-whole")
    links = printed.page("all-chapters/").select(
        ".whole a[href^='#']" + "".join(f":not({kind})" for kind in hidden)
    )
    not_printed = re.compile("drawing--narrow|filters|figure-data")
    printed_links = [link for link in links if not link.find_parent(class_=not_printed)]
    assert inside >= len(printed_links) > 500  # a link that runs over two lines is two
    assert f"{SITE_URL}data/terms.yml" in outside
    assert all(re.match("https?://(?!localhost|127)", address) for address in outside)


def test_nothing_of_this_machine_is_in_it(printed: Site) -> None:
    with pikepdf.open(printed.folder / PDF) as pdf:
        texts = [bytes(o) for o in pdf.objects if isinstance(o, pikepdf.String)]
        texts += [o.unparse(resolved=False) for o in pdf.objects]
    assert not [text for text in texts if re.search(rb"file:|localhost|127\.0\.0\.1|/tmp/", text)]


def test_every_page_but_the_cover_has_its_number(texts: list[str]) -> None:
    count = len(texts)
    assert f"of {count}" not in texts[0]
    for number, text in enumerate(texts[1:], 2):
        assert f"{number} of {count}" in text


def test_chapters_begin_on_new_pages_and_run_under_their_titles(
    printed: Site, pdf: PdfReader, texts: list[str]
) -> None:
    starts = [start(pdf, o) for level, o in outline(pdf) if level == 2]
    starts = [*starts[1:], len(texts)]  # without the table of contents
    for number, (chapter, (first, after)) in enumerate(
        zip(CHAPTERS, pairwise(starts), strict=False), 1
    ):
        title = printed.page(chapter).select_one("h1").contents[0]  # type: ignore[union-attr]
        for text in texts[first:after]:
            assert f"{number}. {title}" in text


def test_all_notes_stand_behind_the_last_chapter(pdf: PdfReader, texts: list[str]) -> None:
    starts = {str(item.title): start(pdf, item) for _, item in outline(pdf)}
    notes = "\n".join(texts[starts["Notes"] : starts["Bibliography"]])
    found = [re.search(rf"(?m)^\s*{number}\. +\D", notes) for number in range(1, 43)]
    places = [match.start() for match in found if match]
    assert len(places) == 42
    assert places == sorted(places)


def test_no_page_ends_with_a_heading(pdf: PdfReader) -> None:
    """Below each heading there is room for two lines of text."""
    for _, item in outline(pdf):
        assert item.top is None or float(item.top) > 62 + 40, item.title


def test_nothing_of_the_interface_is_printed(texts: list[str]) -> None:
    text = "\n".join(texts)
    for words in ("Cite this", "Copy", "Back to top", "Skip to", "Note in full", "As a PDF", "↩"):
        assert words not in text


def test_the_pages_of_the_original_are_marked(texts: list[str]) -> None:
    text = "\n".join(texts)
    for number in range(1, 13):
        assert f"p. {number} ({number + 58})" in text


def test_the_same_page_makes_the_same_pdf(printed: Site, pdf: PdfReader, tmp_path: Path) -> None:
    chromium, about = find_chromium(), pdf.metadata
    if not chromium:
        pytest.skip("no installed Chromium here")
    assert about is not None
    data = yaml.safe_load((PROJECT / "data" / "paper.yml").read_text(encoding="utf-8"))
    edition = Edition(
        str(about.title),
        str(about.author),
        str(about.subject),
        str(data["companion"]["date"]),
        "en",
        f"{SITE_URL}all-chapters/",
    )
    page = printed.folder / "all-chapters" / "index.html"
    files = sorted(page.parent.iterdir())
    print_pdf(chromium, page, tmp_path / "again.pdf", edition)
    assert (tmp_path / "again.pdf").read_bytes() == (printed.folder / PDF).read_bytes()
    assert sorted(page.parent.iterdir()) == files


def test_a_browser_that_prints_nothing_is_named(printed: Site, tmp_path: Path) -> None:
    edition = Edition("Ships", "", "", "2026", "en")
    page = printed.folder / "all-chapters" / "index.html"
    with pytest.raises(NoPdfError, match="true printed nothing"):
        print_pdf("true", page, tmp_path / "none.pdf", edition)
    with pytest.raises(NoPdfError, match="no-such-browser"):
        print_pdf("no-such-browser", page, tmp_path / "none.pdf", edition)
    assert not (tmp_path / "none.pdf").exists()


@pytest.fixture
def to_print(harbours: Path) -> Path:
    """A tiny project that asks for a PDF."""
    (harbours / "docs" / "whole.md").write_text("{{ whole_paper() }}\n", encoding="utf-8")
    settings = (harbours / "mkdocs.yml").read_text(encoding="utf-8")
    pdf = "extra: {companion: {pdf: true}}\nnav:\n  - Whole: whole.md\n"
    (harbours / "mkdocs.yml").write_text(settings.replace("nav:\n", pdf), encoding="utf-8")
    shutil.rmtree(harbours / "site")
    return harbours


def test_a_failing_browser_stops_the_build_in_one_line(to_print: Path, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no paper >&2; exit 3\n", encoding="utf-8")
    broken.chmod(0o755)
    outcome = build_site(to_print, environment={"CHROMIUM": str(broken)})
    assert outcome.code == 1
    assert f"Error: {broken} printed nothing: no paper" in outcome.output
    assert "Traceback" not in outcome.output
    assert not (to_print / "site").exists()


def test_the_page_leads_to_the_pdf(printed: Site) -> None:
    link = printed.page("all-chapters/").find("a", string=re.compile("As a PDF"))
    assert link["href"] == f"../{PDF}"  # type: ignore[index]


def test_without_a_browser_the_site_is_built_without_it_and_says_so(to_print: Path) -> None:
    outcome = build_site(to_print, environment={"CHROMIUM": "no-such-browser"})
    assert outcome.code == 0
    assert "WARNING" not in outcome.output
    site = Site(to_print / "site")
    assert site.page("whole/").select(".cover")
    assert not (site.folder / "download").exists()
    assert site.page("whole/").find("a", string=re.compile("As a PDF")) is None
    assert "no Chromium or Chrome was found: the site is built without its PDF" in outcome.output
