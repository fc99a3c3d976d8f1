"""Pages in the author's language → finished pages or problems; cases stand in cases/pages/*.yml.

A case gives pages in nav order and, for the pages that matter, the whole page expected, in the
notation of `notation`, or the problems expected as the author reads them. Runs of blank lines count
as one.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from msgspec import field

from macros.companion import render_companion
from macros.data.records import Record
from macros.data.settings import Settings, read_settings
from macros.pages.source import PageSource
from macros.parts.cover import Publication
from macros.project.extension import markdown_writer
from macros.sources import STYLES, load_sources
from tests.golden import record_of
from tests.notation import noted_page

if TYPE_CHECKING:
    from collections.abc import Iterator

TO_HTML = markdown_writer(["abbr", "attr_list", "fenced_code", "tables"], {})
_DRAWING = re.compile(r"(?:<svg.*?</svg>\s*)+(?=\n)", re.S)
CASES = Path(__file__).parent / "cases" / "pages"
WORKS = (CASES / "works.bib").read_text(encoding="utf-8")
PAPER = """\
key: rivers
first_page: 1
last_page: 9
companion: {title: A Companion, version: "1.0", date: "2026-01-31"}
"""


class Case(Record, frozen=True, kw_only=True):
    """What a case of the YAML files may say."""

    pages: dict[str, str]
    first_lines: dict[str, int] = field(default_factory=dict)
    chapters: dict[str, bool] = field(default_factory=dict)  # what the front matter says
    works: str = WORKS
    paper: str = PAPER
    events: str = ""
    terms: str = ""
    data: dict[str, str] = field(default_factory=dict)  # of figures, by name
    address: str = ""
    settings: dict[str, str | int] = field(default_factory=dict)
    markdown: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()  # errors
    doubts: tuple[str, ...] = ()  # warnings and hints, where the case is about them

    def __post_init__(self) -> None:
        assert bool(self.markdown) + bool(self.problems) + bool(self.doubts) == 1


def _cases() -> Iterator[object]:
    for file in sorted(CASES.glob("*.yml")):
        for name, case in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            yield pytest.param(record_of(case, Case), id=f"{file.stem}-{name}")


def _render(case: Case) -> tuple[dict[str, str], list[str]]:
    settings = read_settings(case.settings)
    files = {
        settings.bibliography: case.works,
        settings.paper: case.paper,
        settings.events: case.events,
        settings.terms: case.terms,
        **{f"{settings.figures}/{name}.yml": text for name, text in case.data.items()},
    }

    def read(path: str) -> str:
        if path not in files:
            raise FileNotFoundError(2, "No such file or directory", path)
        return files[path]

    sources, problems = load_sources(settings, read)
    assert sources, problems
    pages = [
        PageSource(
            page,
            f"docs/{page}",
            text,
            case.first_lines.get(page, 1),
            chapter=case.chapters.get(page),
        )
        for page, text in case.pages.items()
    ]
    rendered, problems = render_companion(sources, pages, TO_HTML, Publication(case.address))
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    doubts = [f"{p.severity}: {p}" for p in problems if p.severity != "error"]
    if case.doubts:
        assert doubts == list(case.doubts)
    pages_shown = {page: noted_page(written) for page, written in rendered.pages.items()}
    return {page: _DRAWING.sub("DRAWING", text) for page, text in pages_shown.items()}, errors


def _tidy(markdown: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", markdown).strip("\n")


@pytest.mark.parametrize("case", list(_cases()))
def test_pages(case: Case) -> None:
    texts, problems = _render(case)
    assert problems == list(case.problems)
    for page, expected in case.markdown.items():
        assert _tidy(texts[page]) == _tidy(expected)


def test_every_page_ends_in_one_newline() -> None:
    texts, _ = _render(Case(pages={"a.md": "Text.\n\n\n"}, problems=("unused",)))
    assert texts == {"a.md": "Text.\n"}


STYLE = "osce-insights"
BROKEN_STYLES = [
    pytest.param(
        "works.jinja",
        "hands(work), journal(work), locator",
        "hands(work), journal(work) | uper, locator",
        ["{place}/works.jinja:{line}: No filter named 'uper'"],
        id="unknown filter",
    ),
    pytest.param(
        "works.jinja",
        "{% macro later_citation",
        "{% macro latter_citation",
        ['{place}/works.jinja: the macro "later_citation" is missing; later citations need it'],
        id="no rule for later citations",
    ),
    pytest.param(
        "phrases.yml",
        '  chapter: ["ch.", "chs."]\n',
        "",
        ['{place}/phrases.yml:96: locators: "chapter" is missing; add it'],
        id="no word for a locator",
    ),
    pytest.param(
        "phrases.yml",
        'editors: ["(ed.)", "(eds.)"]',
        'editers: ["(ed.)", "(eds.)"]',
        [
            '{place}/phrases.yml: "editors" is missing; add it',
            '{place}/phrases.yml:12: "editers" is not a field that is known here; '
            'did you mean "editors"?',
        ],
        id="misspelt field",
    ),
    pytest.param(
        "phrases.yml", None, None, ["{place}/phrases.yml: this file is missing"], id="no phrases"
    ),
    pytest.param(
        "works.jinja",
        None,
        None,
        ['{place}/works.jinja: there is no template "works.jinja"'],
        id="no template",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN_STYLES)
def test_broken_style(
    tmp_path: Path, file: str, old: str | None, new: str | None, expected: list[str]
) -> None:
    folder = tmp_path / STYLE
    shutil.copytree(STYLES / STYLE, folder)
    before = (folder / file).read_text(encoding="utf-8").partition(old or "\0")[0]
    _change(folder / file, old, new)
    _, problems = load_sources(Settings(), _read_plain, tmp_path)
    assert [str(problem) for problem in problems] == [
        message.format(place=folder.as_posix(), line=before.count("\n") + 1) for message in expected
    ]


def test_name_unknown_to_a_style_is_found_when_it_is_used(tmp_path: Path) -> None:
    folder = tmp_path / STYLE
    shutil.copytree(STYLES / STYLE, folder)
    text = (folder / "works.jinja").read_text(encoding="utf-8")
    rule = "{{ parts(names(work.author), work.title | linked(work), hands(work), container(work)"
    line = text[: text.index(rule)].count("\n") + 1
    _change(folder / "works.jinja", rule, rule.replace("hands(work)", "wrok.date"))
    sources, _ = load_sources(Settings(), _read_plain, tmp_path)
    assert sources
    for text in ('{{ note(cite("pilot")) }}', '{{ reference("pilot") }}'):
        _, problems = render_companion(sources, [PageSource("a.md", "docs/a.md", text)], TO_HTML)
        assert [str(problem) for problem in problems] == [
            f"{folder.as_posix()}/works.jinja:{line}: 'wrok' is undefined"
        ]


def test_a_kind_without_a_rule_is_named_once_for_each_work(tmp_path: Path) -> None:
    folder = tmp_path / STYLE
    shutil.copytree(STYLES / STYLE, folder)
    _change(folder / "works.jinja", "{% macro interview(", "{% macro talk(")
    sources, problems = load_sources(Settings(), _read_plain, tmp_path)
    assert sources is None
    assert [str(problem) for problem in problems] == [
        'bibliography.bib:34: the house style "osce-insights" has no rule for the kind '
        '"interview"; add a macro of that name to its works.jinja'
    ]


def test_unknown_style_names_those_there_are() -> None:
    _, problems = load_sources(Settings(style="osce-insight"), _read_plain)
    assert [str(problem) for problem in problems] == [
        'mkdocs.yml: extra: companion: style: there is no folder "osce-insight" in macros/style; '
        'did you mean "osce-insights"?'
    ]


def _change(file: Path, old: str | None, new: str | None) -> None:
    if old is None or new is None:
        file.unlink()
        return
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _read_plain(path: str) -> str:
    return {"bibliography.bib": WORKS, "data/paper.yml": PAPER}.get(path, "")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"numbering": "page"}, "cannot use numbering; "),
        ({"first_note": 0}, "cannot use first_note; "),
        ({"first_note": "one"}, "cannot use first_note; "),
        ({"first_note": True}, "cannot use first_note; "),
        ({"numbering": 1, "notes": 2}, "cannot use numbering, notes; "),
        ({"pdf": "perhaps"}, "cannot use pdf; "),
        ([1], "write settings here, each with its name and a colon"),
        ("yes", "write settings here, each with its name and a colon"),
    ],
)
def test_settings_that_cannot_be_used(settings: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_settings(settings)


@pytest.mark.parametrize(
    ("value", "expected"), [(1, True), ("yes", True), ("true", True), (0, False), ("off", False)]
)
def test_settings_are_switched_as_shells_and_yaml_do(value: object, expected: bool) -> None:
    assert read_settings({"pdf": value}).pdf is expected


def test_html_in_a_style_s_words_stays_out_of_citations_as_text(tmp_path: Path) -> None:
    folder = tmp_path / STYLE
    shutil.copytree(STYLES / STYLE, folder)
    _change(
        folder / "phrases.yml",
        'page: ["p.", "pp."]',
        'page: ["<em>p.</em>&nbsp;", "<em>pp.</em>&nbsp;"]',
    )
    paper = PAPER.replace("{title", "{cite_chapters: true, title")
    sources, _ = load_sources(
        Settings(), lambda path: paper if path == "data/paper.yml" else _read_plain(path), tmp_path
    )
    assert sources
    text = '# A\n\n{{ pagemark(1) }}Text.{{ note(cite("rivers")) }}\n{: #here }\n'
    rendered, _ = render_companion(sources, [PageSource("a.md", "docs/a.md", text)], TO_HTML)
    data = rendered.files["cite/a.js"].removeprefix("window.citationForms = ")
    assert json.loads(data.removesuffix(";\n"))["passages"]["here"]["pages"] == "p.\xa0 1"
    assert ", p.\xa0 1" in rendered.files["cite/a.txt"]
    assert all("<em>" not in file and "&nbsp;" not in file for file in rendered.files.values())
