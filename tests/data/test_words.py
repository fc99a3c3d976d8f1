"""The words of the engine in other languages; a German site stands in german/site, in whole pages.

`python -m tests.data.test_words` writes the pages in german/golden anew.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from lxml import html
from msgspec.structs import asdict

from macros.data.reading import read_data
from macros.data.settings import Settings
from macros.dates import parse_date
from macros.sources import WORDS, load_sources
from macros.style.dates import DatesInWords
from macros.style.phrases import Dates
from tests.conftest import PROJECT
from tests.frozen import described
from tests.tiny_site import build_site, copy_site
from tests.words import ENGLISH, GERMAN, MODEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from macros.data.words import Words

GOLDEN = Path(__file__).parent / "german" / "golden"
SCRIPTS = [PROJECT / "docs" / "assets" / f"{name}.js" for name in ("companion", "cite")]
WORD = re.compile(r"[^\W\d_]{2,}")
# The references of a German house style, as far as the site has any.
STYLE = {
    'page: ["p.", "pp."]': 'page: ["S.", "S."]',
    'paragraph: ["para.", "paras."]': 'paragraph: ["Abs.", "Abs."]',
    'editors: ["(ed.)", "(eds.)"]': 'editors: ["(Hg.)", "(Hg.)"]',
    'edition: "{} ed."': 'edition: "{} Aufl."',
    "Books and chapters": "Bücher und Kapitel",
    "Articles": "Artikel",
    '"at: "': '"unter: "',
    "}at: {": "}unter: {",
    '"Note"': '"Anm."',
    "cited above": "siehe oben",
    "Link to this section": "Verweis hierher",  # of the theme, in mkdocs.yml
}


def build(folder: Path) -> Path:
    project = copy_site("../data/german/site", folder / "haefen")
    shutil.copytree(PROJECT / "overrides", project / "overrides")
    (project / "docs" / "assets").mkdir()
    for script in SCRIPTS:
        shutil.copy(script, project / "docs" / "assets")
    style = project / "macros" / "style" / "german"
    shutil.copytree(project / "macros" / "style" / "osce-insights", style)
    for file in [*style.glob("*.*"), project / "engine.yml"]:
        text = file.read_text(encoding="utf-8")
        for english, german in STYLE.items():
            text = text.replace(english, german)
        file.write_text(text, encoding="utf-8")
    outcome = build_site(project)
    assert outcome.code == 0, outcome.output
    return project


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("german"))


def test_pages_are_german(german: Path) -> None:
    golden = {path.name: path.read_text(encoding="utf-8") for path in GOLDEN.glob("*.txt")}
    found = described(german)
    assert {name.rpartition("/")[2]: text for name, text in found.items()} == golden


def _texts(page: Path) -> Iterator[str]:
    """Every text that a page shows or says, apart from the theme's own around it."""
    root = html.document_fromstring(page.read_text(encoding="utf-8"))
    yield root.findtext("head/title") or ""
    for element in root.xpath(".//article/descendant-or-self::*[not(self::script)]"):
        if isinstance(element.tag, str):
            yield from (element.text or "", element.tail or "")
            names = ("title", "aria-label", "data-note", "data-original", "summary")
            yield from (element.get(name, "") for name in names)


def _values(data: Any) -> Iterator[str]:
    if isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _values(each)
    else:
        yield str(data)


def _words_of_sources(project: Path) -> set[str]:
    """Every word that authors, the house style and the German words have."""
    files = [*(project / "data").iterdir(), WORDS / "de.yml"]
    texts = [*_values([yaml.safe_load(file.read_text("utf-8")) for file in files])]
    texts += [(project / name).read_text("utf-8") for name in ("mkdocs.yml", "bibliography.bib")]
    pages = [page.read_text("utf-8") for page in (project / "docs").glob("*.md")]
    macros = re.compile(r"\w+\(|\w+=")
    texts += [*STYLE.values(), *(macros.sub(" ", page) for page in pages)]
    return set(WORD.findall(" ".join(texts)))


# The same in all languages; and addresses, as a printed page shows them.
SAME = {"BibTeX", "RIS", "CSL", "CSV", "JSON", "Schema", "iCalendar", "TimelineJS", "YAML"}
ADDRESS = re.compile(r"<https?:[^<>]*>")


def test_no_other_words_are_on_german_pages(german: Path) -> None:
    known = _words_of_sources(german) | SAME
    pages = list((german / "site").rglob("*.html"))
    assert len(pages) == 9
    texts = {page.parent.name: ADDRESS.sub("", " ".join(_texts(page))) for page in pages}
    found = {page: set(WORD.findall(text)) for page, text in texts.items()}
    assert {page: words - known for page, words in found.items() if words - known} == {}


def test_citations_in_files_are_german(german: Path) -> None:
    text = (german / "site" / "cite" / "gebuehren.bib").read_text(encoding="utf-8")
    assert "note         = {Version 1.0}" in text
    assert "note         = {Zitiert: S. 59-60 im Sammelband, S. 1-2 in eigener Zählung}" in text


def test_the_theme_has_german_words(german: Path) -> None:
    page = (german / "site" / "404.html").read_text(encoding="utf-8")
    assert "<title>Seite nicht gefunden - Häfen</title>" in page
    assert re.search(r'<div class="md-search"[^>]* aria-label="Suche"', page)
    heads = (german / "site" / "assets" / "running-heads.css").read_text(encoding="utf-8")
    assert 'counter(page) " von " counter(pages)' in heads
    words = html.document_fromstring(page).get_element_by_id("companion-words").text
    assert json.loads(words or "") == asdict(GERMAN.script)


def test_finished_markdown_keeps_the_words_of_templates(german: Path) -> None:
    settings = german / "dist" / "prerendered" / "mkdocs.yml"
    data = yaml.safe_load(settings.read_text(encoding="utf-8"))
    assert data["extra"]["words"]["script"] == asdict(GERMAN.script)


def test_the_script_uses_all_its_words_and_has_none() -> None:
    scripts = "".join(script.read_text(encoding="utf-8") for script in SCRIPTS)
    script = re.sub(r"/\*.*?\*/|//[^\n]*", "", scripts, flags=re.S)
    calls = re.findall(r"words\(([^{})]*)", script)
    used = {name for call in calls for name in re.findall(r'"(\w+)"', call)}
    said_by = asdict(ENGLISH.script).keys() | asdict(ENGLISH.dialog).keys()
    assert used | {"companion", "original"} == said_by
    quoted = re.findall(
        r'"[^"\n]*"|`[^`]*`', re.sub(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", script)
    )
    said = {text[1:-1] for text in quoted if re.search(r"[A-Z][a-z]|[a-z] [a-z]+ [a-z]", text)}
    assert said == {"Escape", "Tab"}


def test_the_engine_uses_all_its_words() -> None:
    files = [*(PROJECT / "macros").rglob("*.py"), *(PROJECT / "macros").rglob("*.jinja"), *SCRIPTS]
    files += (PROJECT / "overrides").rglob("*.html")
    used = set(re.findall(r"\w+", " ".join(file.read_text("utf-8") for file in files)))
    groups = yaml.safe_load((WORDS / "en.yml").read_text(encoding="utf-8"))
    names = {name for group in groups.values() for name in group if isinstance(name, str)}
    assert {*groups, *names - groups["citing"]["kinds"].keys()} <= used


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2019-07-09", "9. Juli 2019"),
        ("2019-03~", "etwa März 2019"),
        ("2019-21", "Frühjahr 2019"),
        ("2018-34", "2. Quartal 2018"),
        ("2018-38", "Mitte 2018"),
        ("2018-40", "1. Halbjahr 2018"),
        ("197X", "1970er-Jahre"),
        ("18XX", "19. Jahrhundert"),
        ("-0043-03-15", "15. März 44 v. Chr."),
        ("2014/..", "ab 2014"),
        ("../2014-03-02", "bis 2. März 2014"),
        ("2006/2009", "2006 bis 2009"),
    ],
)
def test_dates_in_german(edtf: str, words: str) -> None:
    assert DatesInWords(GERMAN, Dates()).write(parse_date(edtf)) == words


@pytest.mark.parametrize(
    ("number", "english", "german"),
    [(1, "1st", "1."), (2, "2nd", "2."), (3, "3rd", "3."), (4, "4th", "4."), (11, "11th", "11."),
     (13, "13th", "13."), (21, "21st", "21."), (112, "112th", "112."), (122, "122nd", "122.")],
)  # fmt: skip
def test_ordinals(number: int, english: str, german: str) -> None:
    assert (ENGLISH.ordinal(number), GERMAN.ordinal(number)) == (english, german)


@pytest.mark.parametrize("file", sorted(WORDS.glob("*.yml")), ids=lambda path: path.stem)
def test_every_language_has_all_words(file: Path) -> None:
    words, _, problems = read_data(file.read_text(encoding="utf-8"), file.name, MODEL)
    assert (words is not None, problems) == (True, [])


BROKEN = [
    ('note: "Note {number}"', 'note: "Note {nummer}"',
     'note: write {number} here, as macros/words/en.yml does, not "Note {nummer}"'),
    ('note: "Note {number}"', 'note: "Note {number"',
     "note: write {number} here (expected '}' before end of string)"),
    ('note: "Note {number}"', 'note: "Note {number:>9}"',
     'note: write {number} here, as macros/words/en.yml does, not "Note {number:>9}"'),
    ("  heading: Notes", "  heading: Notes {number}",
     'heading: write no braces here, as macros/words/en.yml does, not "Notes {number}"'),
    ("  heading: Notes", "  headin: Notes",
     '"headin" is not a field that is known here; did you mean "heading"?'),
    ('["note {list}", "notes {list}"]', '["note {list}"]', "listed: write a list of 2"),
    ('["note {list}", "notes {list}"]', '["note {list}", "notes"]',
     'listed: write {list} here, as macros/words/en.yml does, not "notes"'),
    ("[January, ", "[", "months: write a list of 12"),
    ("others: \"{number}th\", 1", "1", 'the file: "ordinals" need "others"'),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong", "message"), BROKEN)
def test_mistakes_are_named_with_their_lines(right: str, wrong: str, message: str) -> None:
    text = (WORDS / "en.yml").read_text(encoding="utf-8")
    line = text[: text.index(right)].count("\n") + 1
    words, _, problems = read_data(text.replace(right, wrong, 1), "en.yml", MODEL)
    assert words is None
    shown = [str(problem) for problem in problems]
    assert any(each.startswith("en.yml:") and each.endswith(message) for each in shown) or (
        shown == [f"en.yml: {message}"]
    )
    assert any(abs(problem.line - line) <= 1 for problem in problems) or "file" in message


@pytest.mark.parametrize(
    ("language", "words", "hints"),
    [
        ("en", ENGLISH, []),
        ("de", GERMAN, []),
        ("de-CH", GERMAN, []),
        ("fr", ENGLISH, [
            'mkdocs.yml: theme: language: there are no words for "fr", so the engine speaks '
            "English; copy macros/words/en.yml to fr.yml beside it, and translate it"
        ]),
    ],
)  # fmt: skip
def test_language_chooses_the_words(language: str, words: Words, hints: list[str]) -> None:
    sources, problems = load_sources(
        Settings(), lambda path: (PROJECT / path).read_text(encoding="utf-8"), language=language
    )
    assert sources is not None
    assert repr(sources.words) == repr(words)
    assert [str(problem) for problem in problems if problem.severity == "hint"] == hints


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        shutil.rmtree(GOLDEN, ignore_errors=True)
        GOLDEN.mkdir(parents=True)
        for name, text in described(build(Path(folder))).items():
            (GOLDEN / name.rpartition("/")[2]).write_text(text, encoding="utf-8")
