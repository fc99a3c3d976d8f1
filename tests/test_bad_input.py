"""What authors are told when a build stops, and that it leaves the published site alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

import pytest

from macros.project.checks import LOST
from tests.tiny_site import PROJECT, build_site, files_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

STYLE = "macros/style/osce-insights"


@dataclass(frozen=True)
class Change:
    """A mistake made in a file: `old` is replaced by `new`, or all of it, or it is removed."""

    path: str
    old: str = ""
    new: str = ""
    encoding: str = "utf-8"

    def make(self, folder: Path) -> None:
        file = folder / self.path
        if not self.old and not self.new:
            file.unlink()
            return
        text = file.read_text(encoding="utf-8") if self.old else ""
        assert text.count(self.old) == 1, f"{self.old!r} in {self.path}"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace(self.old, self.new), encoding=self.encoding)


BAD_PAGES = [
    Change("docs/z-harbours.md", 'cite("rivers", "6")', 'cite("river", "6")'),
    Change("docs/part/a-ships.md", 'noteref("fees")', 'noteref("fee")'),
    Change("data/events.yml", "z-harbours#claim", "z-harbours#clam"),
    Change("data/terms.yml", "a-ships#ships", "a-ship#ships"),
]
BAD_SOURCES = [
    Change("bibliography.bib", "{Rivers and Rails},", "{Rivers and Rails}"),
    Change("data/events.yml", '"1992-07-10"', '"2017-02-30"'),
    Change("data/terms.yml"),
    Change("data/paper.yml", "last_page: 4", "last_page: 4: 10"),
]
BAD_INPUT = [
    pytest.param(
        BAD_PAGES,
        [
            'data/events.yml:8: unknown passage "z-harbours#clam"; '
            'did you mean "z-harbours#claim"?',
            'data/terms.yml:7: unknown passage "part/a-ship#ships"; '
            'did you mean "part/a-ships#ships"?',
            'docs/part/a-ships.md:3: there is no note with the id "fee"; did you mean "fees"?',
            'docs/z-harbours.md:7: unknown cite key "river"; did you mean "rivers"?',
        ],
        id="pages and their data",
    ),
    pytest.param(
        BAD_SOURCES,
        [
            "bibliography.bib:4: a comma is missing …",
            'data/events.yml:5: date: "2017-02-30" is not an EDTF date that exists; …',
            "data/paper.yml:3: this is not valid YAML …",
            "data/terms.yml: this file is missing",
        ],
        id="bibliography and data",
    ),
    pytest.param(
        [*BAD_PAGES[:2], *BAD_SOURCES],
        [
            "bibliography.bib:4: a comma is missing …",
            'data/events.yml:5: date: "2017-02-30" is not an EDTF date that exists; …',
            "data/paper.yml:3: this is not valid YAML …",
            "data/terms.yml: this file is missing",
            'docs/part/a-ships.md:3: there is no note with the id "fee"; did you mean "fees"?',
            'docs/z-harbours.md:7: unknown cite key "river"; did you mean "rivers"?',
        ],
        id="sources and pages together",
    ),
    pytest.param(
        [
            Change("bibliography.bib", "Moreau, Zoé", "Moreau, Zoë", encoding="latin-1"),
            Change("mkdocs.yml", "site_name:", "extra: {companion: {style: mla}}\nsite_name:"),
        ],
        [
            "bibliography.bib:28: this file is not UTF-8; save it as UTF-8",
            'mkdocs.yml: extra: companion: style: there is no folder "mla" in macros/style; '
            "there is chicago-notes, osce-insights",
        ],
        id="another encoding, and a style that is not there",
    ),
    pytest.param(
        [Change(f"{STYLE}/works.jinja")],
        [f'{STYLE}/works.jinja: there is no template "works.jinja"'],
        id="no template in the style",
    ),
    pytest.param(
        [Change(f"{STYLE}/works.jinja", "{% macro later_citation", "{% macro latter_citation")],
        [f'{STYLE}/works.jinja: the macro "later_citation" is missing; later citations need it'],
        id="no rule for later citations",
    ),
    pytest.param(
        [Change("macros/parts/templates/timeline.md.jinja")],
        ['macros/parts/templates/timeline.md.jinja: there is no template "timeline.md.jinja"'],
        id="no template of a generated part",
    ),
    pytest.param(
        [
            Change(
                "macros/parts/templates/timeline.md.jinja", "{{ event.title }}", "{{ evnt.title }}"
            )
        ],
        ["macros/parts/templates/timeline.md.jinja:17: 'evnt' is undefined"],
        id="template of a generated part",
    ),
    pytest.param(
        [Change("docs/part/a-ships.md", "The end.", "The end of Zoé.", encoding="latin-1")],
        ["docs/part/a-ships.md:10: this file is not UTF-8; save it as UTF-8"],
        id="page in another encoding",
    ),
    pytest.param(
        [Change("docs/z-harbours.md", "About harbours", "About harbours: a page")],
        ['docs/z-harbours.md:1: the front matter between the lines "---" is not valid YAML…'],
        id="front matter",
    ),
    pytest.param(
        [
            Change("docs/z-harbours.md", "description:", "template: nope.html\ndescription:"),
            Change(
                "overrides/main.html",
                '{% extends "base.html" %}',
                '{% extends "base.html" %}\n{% block footer %}\n'
                '{% include "partials/nope.html" %}\n{% endblock %}',
            ),
            Change("overrides/more.html", new="{# one #}\n<p>Zoé</p>\n", encoding="latin-1"),
        ],
        [
            'docs/z-harbours.md:2: there is no template "nope.html"',
            'overrides/main.html:3: there is no template "partials/nope.html"',
            "overrides/more.html:2: this file is not UTF-8; save it as UTF-8",
        ],
        id="theme templates",
    ),
    pytest.param(
        [
            Change(
                "docs/z-harbours.md",
                "Write `{{",
                '## Old rivers\n\n<p id="old-rivers">\n\nWrite `{{',
            ),
            Change(
                "docs/part/a-ships.md",
                "The end.",
                '{% for ship in ("a", "b") %}\nShip {{ ship }}.\n{: #ship }\n{% endfor %}\n',
            ),
        ],
        [
            'docs/part/a-ships.md:12: the address "ship" is more than once on the finished page, '
            "also given by a macro, the engine or the theme; choose another",
            'docs/z-harbours.md:22: the address "old-rivers" is more than once on the finished '
            "page, in docs/z-harbours.md:20, too; choose another",
        ],
        id="addresses that are there twice, as only finished pages show",
    ),
    pytest.param(
        [
            Change("docs/ink.css", new="p {}\n/* Zoé */\n", encoding="latin-1"),
            Change("mkdocs.yml", "nav:", "extra_css: [ink.css, inc.css]\nnav:"),
        ],
        [
            "docs/ink.css:2: this file is not UTF-8; save it as UTF-8",
            'mkdocs.yml:3: there is no "inc.css" in the docs folder; did you mean "ink.css"?',
        ],
        id="style sheets",
    ),
]


@pytest.fixture
def broken(harbours: Path) -> Iterator[Path]:
    """Give a copy of a built site to break; its published files must stay as they are."""
    before, around = files_in(harbours / "site"), {path.name for path in harbours.iterdir()}
    yield harbours
    assert files_in(harbours / "site") == before
    assert {path.name for path in harbours.iterdir()} == around


def _cut(line: str | None, like: str | None) -> str | None:
    """Cut a line where the expected one says "…": the rest is for the tests of its module."""
    return f"{line[: len(like) - 1]}…" if line and like and like.endswith("…") else line


@pytest.mark.parametrize(("changes", "expected"), BAD_INPUT)
def test_bad_input_stops_the_build(
    broken: Path, changes: list[Change], expected: list[str]
) -> None:
    for change in changes:
        change.make(broken)
    outcome = build_site(broken)
    assert outcome.code != 0
    assert "Traceback" not in outcome.output
    count = f"{len(expected)} error{'s' if len(expected) > 1 else ''}"
    lines = [*expected, f"{count} in the sources; nothing was built"]
    assert [_cut(line, like) for line, like in zip_longest(outcome.errors, lines)] == lines


STOPPED = [
    pytest.param(
        Change("mkdocs.yml", "site_name:", "extra: {companion: {bib: a.bib}}\nsite_name:"),
        "mkdocs.yml: extra: companion: cannot use bib; known are bibliography, paper, events, "
        "terms, figures, style, numbering, first_note, pdf, offline, prerender, each with a path "
        "or name as text, but numbering with site or chapter, first_note with a number from 1 on, "
        "pdf, offline and prerender with true or false",
        id="unknown setting",
    ),
    pytest.param(
        Change("mkdocs.yml", "nav:", "extra: {polyfills: 1, companion: {offline: true}}\nnav:"),
        "Error: AttributeError: 'int' object has no attribute 'append'; if nothing is wrong in the "
        "sources, the engine or a plugin has failed: `mkdocs build --verbose` says where",
        id="anything else",
    ),
    pytest.param(
        Change("docs/z-harbours.md", "Write `{{", '<div>A{{ note("Lost.") }}</div>\n\nWrite `{{'),
        f"docs/z-harbours.md:20: {LOST}",
        id="a note in HTML that is not read as Markdown",
    ),
    pytest.param(
        Change(
            "overrides/main.html",
            '{% extends "base.html" %}',
            '{% extends "base.html" %}\n{% block footer %}\n{{ nope.nope }}\n{% endblock %}',
        ),
        "overrides/main.html:3: 'nope' is undefined",
        id="theme template that fails on a page",
    ),
]


@pytest.mark.parametrize(("change", "expected"), STOPPED)
def test_build_stops_at_the_first_such_mistake(broken: Path, change: Change, expected: str) -> None:
    change.make(broken)
    outcome = build_site(broken)
    assert outcome.code != 0
    assert "Traceback" not in outcome.output
    assert any(line.endswith(expected) for line in outcome.output.splitlines()), outcome.output


def test_a_site_without_a_start_page_is_not_published(broken: Path) -> None:
    (broken / "docs" / "index.md").rename(broken / "docs" / "start.md")
    Change("mkdocs.yml", "index.md", "start.md").make(broken)
    assert build_site(broken).errors == [
        "the site has no index.html, so it was not published; write a docs/index.md"
    ]


def test_nothing_is_replaced_before_all_is_there(broken: Path) -> None:
    """The folder of the finished Markdown cannot be written, and so the site stays too."""
    Change("mkdocs.yml", "nav:", "extra: {companion: {prerender: true}}\nnav:").make(broken)
    (broken / "dist").touch()
    outcome = build_site(broken)
    (broken / "dist").unlink()
    assert outcome.output.endswith("Error: dist: File exists; the former site is as it was\n")


def test_the_engine_of_another_folder_is_refused(broken: Path) -> None:
    (broken / "macros").rename(broken / "copied")
    Change("engine.yml", "macros/hooks.py", "copied/hooks.py").make(broken)
    outcome = build_site(broken)
    (broken / "copied").rename(broken / "macros")
    assert outcome.output.startswith(f"Error: the engine of {PROJECT} runs, and that of this")


def test_partial_builds_are_refused(broken: Path) -> None:
    outcome = build_site(broken, "--dirty")
    assert outcome.code != 0
    assert outcome.output.splitlines() == [
        "Error: --dirty would number notes wrongly; build without it"
    ]


@pytest.mark.parametrize("options", [(), ("--quiet",)])
def test_broken_links_stop_a_strict_build(broken: Path, options: Sequence[str]) -> None:
    Change("docs/index.md", "{{ contents() }}", "[Here](nowhere.md), [there](notes.md#x)").make(
        broken
    )
    outcome = build_site(broken, *options)
    assert outcome.code != 0
    assert "Traceback" not in outcome.output
    warnings = [line for line in outcome.output.splitlines() if line.startswith("WARNING")]
    assert [line.partition("companion: ")[2] for line in warnings] == [
        'docs/index.md:3: "notes.md" has no address "x", to which a link here leads; mend it, or '
        "leave it out",
        'docs/index.md:3: there is no "nowhere.md", to which a link here leads; write the way to a '
        "file in the docs folder",
    ]


def test_one_mistake_in_one_page_of_many_is_named_once(broken: Path) -> None:
    """The notes page shows every note again, which is no reason to complain twice."""
    Change("docs/z-harbours.md", '{{ cite("rivers", "6") }}', '{{ noteref("shps") }}').make(broken)
    assert build_site(broken).errors[:-1] == [
        'docs/z-harbours.md:7: there is no note with the id "shps"; did you mean "ships"?'
    ]


@pytest.mark.parametrize("mistake", ["{{ config | nope }}", "{{ config.nope.nope }}"])
def test_a_mistake_in_a_template_of_a_file_names_its_line(broken: Path, mistake: str) -> None:
    template = broken / "overrides" / "assets" / "heads.css"
    template.parent.mkdir()
    template.write_text(f"p{{}}\n{mistake}\n", encoding="utf-8")
    Change(
        "mkdocs.yml",
        "custom_dir: overrides",
        "custom_dir: overrides, static_templates: [assets/heads.css]",
    ).make(broken)
    outcome = build_site(broken)
    assert outcome.code != 0
    assert "Traceback" not in outcome.output
    assert "overrides/assets/heads.css:2: " in outcome.output
