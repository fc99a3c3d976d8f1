"""The corpora of `make bench`: the same each time, and the same to readers with and without us."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.bench.corpus import Corpus, write_corpus
from tests.bench.words import Prose, invent_work
from tests.tiny_site import build_site, files_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module", params=[False, True], ids=["", "bare"])
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(Corpus("tiny", pages=3, notes=4, works=6, bare=request.param), folder)
    return folder


def notes_in(site: Path, page: str) -> dict[str, str]:
    """The notes of a page by their ids, as their readers see them."""
    html = (site / page / "index.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    notes = soup.select("li[id^='fn:']")
    for added in soup.select(".footnote-backref, .note-next"):
        added.decompose()
    return {str(note["id"]): " ".join(note.get_text().split()) for note in notes}


def text_of(site: Path, page: str) -> str:
    html = (site / page / "index.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    paragraphs = soup.select("article > p:not(.chapter-line)")
    for added in soup.select(".passage-number, .page-mark, sup"):
        added.decompose()
    return " ".join(" ".join(paragraph.get_text().split()) for paragraph in paragraphs)


def test_both_variants_say_the_same(corpus: Path) -> None:
    for variant in ("engine", "plain"):
        outcome = build_site(corpus / variant)
        assert outcome.code == 0, outcome.output
    engine, plain = corpus / "engine" / "site", corpus / "plain" / "site"
    pages = [path for path in files_in(plain) if path.endswith("index.html")]
    assert pages == [path for path in files_in(engine) if path.endswith("index.html")]
    for number in (1, 2, 3):
        page = f"chapter-{number}"
        assert notes_in(engine, page) == notes_in(plain, page)
        assert text_of(engine, page) == text_of(plain, page)
    assert list(notes_in(plain, "chapter-3")) == ["fn:9", "fn:10", "fn:11", "fn:12"]


@pytest.mark.parametrize("bare", [False, True])
def test_a_corpus_is_the_same_each_time(tmp_path: Path, *, bare: bool) -> None:
    tiny = Corpus("tiny", pages=2, notes=4, works=6, bare=bare)
    for name in ("once", "again"):
        write_corpus(tiny, tmp_path / name)
    assert files_in(tmp_path / "once") == files_in(tmp_path / "again")


def test_subjects_are_unlike_each_other() -> None:
    texts = [
        set(re.findall(r"\w+", Prose(f"chapter {n}").paragraph(40).casefold())) for n in (1, 2)
    ]
    shared, all_words = texts[0] & texts[1], texts[0] | texts[1]
    assert 0 < len(shared) < len(all_words) / 2


def test_works_have_accents_and_a_third_have_abstracts() -> None:
    works = [invent_work(number).bib for number in range(30)]
    assert sum("abstract = " in work for work in works) == 10
    letters = {letter for work in works for letter in work if unicodedata.decomposition(letter)}
    assert len(letters) > 5
    assert any(r"{\'e}" in work for work in works)
