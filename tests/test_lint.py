"""`make lint`: the mistakes of a project, without a build."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest

from macros.project.checks import IN_LINK, LOST
from tests.commands import run
from tests.conftest import PROJECT
from tests.tiny_site import build_site, copy_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Once

NOWHERE = 'there is no "{}", to which a link here leads'
NO_ADDRESS = '"{}" has no address "{}", to which a link here leads'
IN_HTML = '"{}" leads nowhere; in HTML an address counts from that of the page in the site: '
UNBOUND = 'the address "#{}" names nothing here'
TOP = '"{}" begins at the top of the server, not of the site'

# A paragraph each of one page, and the beginnings of what is said of its last line.
PARAGRAPHS = [
    ("[a](gone.md)", [NOWHERE.format("gone.md")]),
    ('[a]( <far gone.md> "b")', [NOWHERE.format("far gone.md")]),
    ("[a](gone\\_here.md)", [NOWHERE.format("gone_here.md")]),
    ("[a](./gone%20too.md?b=1#c)", [NOWHERE.format("gone too.md")]),
    ("[a](z-harbour.md)", [NOWHERE.format("z-harbour.md") + '; did you mean "z-harbours.md"?']),
    ("![a](gone.png)", [NOWHERE.format("gone.png")]),
    ("[a](z-harbours/)", [NOWHERE.format("z-harbours") + '; did you mean "z-harbours.md"?']),
    ("[a](/z-harbours/)", [TOP.format("/z-harbours/")]),
    ("[a][b]\n\n[b]: gone-b.md", [NOWHERE.format("gone-b.md")]),
    ("[c]\n\n[c]: <z-harbours.md#gone>", [NO_ADDRESS.format("z-harbours.md", "gone")]),
    ("[a](z-harbours.md#clam)", [NO_ADDRESS.format("z-harbours.md", "clam") + "; did you mean"]),
    ("[a](#gone)", [NO_ADDRESS.format("extra.md", "gone")]),
    ("[a](part/a-ships.md#fn:99)", [NO_ADDRESS.format("part/a-ships.md", "fn:99")]),
    ("[a](works.md#ref-riverz)", [NO_ADDRESS.format("works.md", "ref-riverz")]),
    ('<a href="../gone/">a</a>', [IN_HTML.format("../gone/")]),
    ('<a href="z-harbours.md">a</a>', [IN_HTML.format("z-harbours.md") + 'write "../z-harbours/"']),
    ("<a href='../z-harbours/#clam2'>a</a>", [NO_ADDRESS.format("z-harbours.md", "clam2")]),
    ('<figure markdown>\n<img src="gone-c.png" alt="">', [IN_HTML.format("gone-c.png")]),
    ('</figure>\n\n{{ note("[a](gone-d.md), [b](/c)") }}', [TOP.format("/c"), NOWHERE]),
    ("{% call note() %}\nA.\n\n[a](gone-e.md)", [NOWHERE]),
    ("{% endcall %}\n\n[a](gone-f.md)", [NOWHERE]),
    ('[a {{ note("b") }}](z-harbours.md)', [IN_LINK]),
    ('![a {{ note("b") }}](../quay.svg)', [LOST, NOWHERE]),
    ('[a](z-harbours.md "b {{ note("c") }}")', [LOST]),
    ('<p>{{ note("a") }}</p>', [LOST]),
    ('## A {#b{{ note("c") }}}', [UNBOUND.format("b")]),
    ("A.\n\n{: #unbound }", ['"{: #unbound }" belongs to nothing']),
    ("A {: #within } b.", [UNBOUND.format("within")]),
    (
        "[a](#extra), [b](z-harbours.md?c=1#claim), [d](z-harbours%2Emd), [e](#top), [f](#here) "
        '<a id="here"></a> [g](#named) <a name="named"></a> [h](part/a-ships.md#note-ships), '
        "[i](z-harbours.md#page-2), [j](works.md#ref-rivers), [k](notes.md#note-1), "
        "[l](data/events.yml), [m](mailto:a@a.example), <b@b.example>, [n](https://c.example/d), "
        '<a href="../z-harbours/#claim">o</a>, <a href="../part/a-ships/index.html">p</a>, '
        "[q](#r), [s](timeline.md#treaty), [t](glossary.md#port-union), [u](#s-t)",
        [],
    ),
    ("[a](file:///a.md)", ['"file:///a.md" is on your own disk']),
    ("[a](C:a.md)", ['"C:a.md" is on your own disk']),
    ("[a](mailto:)", ['"mailto:" is no address']),
    ("## R {#r}", []),
    ("### S t", []),
    ("`[a](gone.md)`, <!-- [a](gone.md) -->, \\[a](no.md)", []),
    ("~~~\n[a](gone.md){: #b }\n~~~", []),
]


def lint(folder: Path) -> tuple[int, list[str]]:
    outcome = run(folder, "macros.lint")
    assert "Traceback" not in outcome.output
    return outcome.code, outcome.output.splitlines()


@pytest.mark.paper
def test_the_real_site_has_no_mistakes() -> None:
    code, [left_out, count] = lint(PROJECT)
    assert (code, count) == (0, "1 hint")
    assert left_out.startswith("bibliography.bib: hint: the house style leaves out on purpose")


def problems(lines: list[str]) -> list[str]:
    """Take what stands around problems away, in a build and here."""
    found = [line.partition("companion: ")[2] or line for line in lines]
    found = [line.replace(": warning: ", ": ", 1) for line in found]
    return sorted(line for line in found if line.startswith(("docs/", "mkdocs.yml:", "data/")))


@pytest.fixture(scope="module")
def extra(once: Once) -> tuple[list[str], list[str]]:
    """What lint and build say of a page that has all PARAGRAPHS."""

    def make(folder: Path) -> None:
        page = copy_site("harbours", folder) / "docs/extra.md"
        text = "\n\n".join(["---\ntitle: Extra\n---\n# Extra", *(text for text, _ in PARAGRAPHS)])
        page.write_text(text + "\n", encoding="utf-8")
        settings = (folder / "mkdocs.yml").read_text("utf-8")
        (folder / "mkdocs.yml").write_text(settings + "not_in_nav: /extra.md\n", "utf-8")
        (folder / "lint.txt").write_text("\n".join(lint(folder)[1]), "utf-8")
        (folder / "build.txt").write_text(build_site(folder).output, "utf-8")

    folder = once("mistakes-in-pages", make)
    linted, built = (
        problems((folder / name).read_text("utf-8").splitlines())
        for name in ("lint.txt", "build.txt")
    )
    return linted, built


def test_what_a_build_refuses_lint_names_with_the_same_line(
    extra: tuple[list[str], list[str]],
) -> None:
    linted, built = extra
    assert linted == built
    assert {line.partition(":")[0] for line in linted} == {"docs/extra.md"}


@pytest.mark.parametrize("number", range(len(PARAGRAPHS)), ids=[text for text, _ in PARAGRAPHS])
def test_mistakes_in_pages(number: int, extra: tuple[list[str], list[str]]) -> None:
    text, expected = PARAGRAPHS[number]
    before = sum(each.count("\n") + 2 for each, _ in PARAGRAPHS[:number])
    first, last = 6 + before, 6 + before + text.count("\n")
    found = [line.split(":", 2) for line in extra[0]]
    here = [(int(line), told[1:]) for _, line, told in found if first <= int(line) <= last]
    assert [line for line, _ in here] == [last] * len(expected)
    for (_, told), beginning in zip(here, expected, strict=True):
        assert told.startswith(beginning.partition("{")[0] if beginning == NOWHERE else beginning)


def test_all_mistakes_in_one_run_each_with_its_severity(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    page = folder / "docs/part/a-ships.md"
    notes = '\n{{ note(cite("tols")) }}\n{{ note(cite("locks")) }}\n'
    page.write_text(page.read_text(encoding="utf-8") + notes, "utf-8")
    works = folder / "bibliography.bib"
    before = works.read_text(encoding="utf-8").count("\n")
    with works.open("a", encoding="utf-8") as file:
        file.write("@book{locks, title = {Locks}, pubisher = {North}, doi = {x}}\n")
        file.write("@book{weirs, title = {Weirs}, doi = {y}}\n")
    line = page.read_text(encoding="utf-8").count("\n") - 1
    code, lines = lint(folder)
    assert code == 1
    assert f'docs/part/a-ships.md:{line}: unknown cite key "tols"; did you mean "tolls"?' in lines
    place = f"bibliography.bib:{before + 1}"
    assert f'{place}: "x" is not a DOI; write it as in "10.1000/182"' in lines
    misspelt = 'biblatex knows no field "pubisher"; did you mean "publisher"?'
    assert f"{place}: warning: {misspelt}" in lines
    place = f"bibliography.bib:{before + 2}"
    unused = '"weirs" is cited nowhere; cite or mention it, or take it out'
    assert f"{place}: hint: {unused}" in lines
    assert f'{place}: hint: "y" is not a DOI; write it as in "10.1000/182"' in lines
    severities = [re.findall(r": (warning|hint): ", line) for line in lines[:-1]]
    assert severities == sorted(severities, key=[[], ["warning"], ["hint"]].index)
    assert lines[-1].startswith("2 errors, 1 warning, ")
    assert not (folder / "site").exists()


def test_warnings_count_under_strict_and_hints_never(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    assert lint(folder)[0] == 0
    works = folder / "bibliography.bib"
    sound = works.read_text(encoding="utf-8")
    works.write_text(sound + "@book{locks, title = {Locks}}\n", "utf-8")
    assert lint(folder)[0] == 0
    works.write_text(sound + "@book{locks, title = {Locks}, pubisher = {North}}\n", "utf-8")
    assert lint(folder)[0] == 0  # nothing uses it
    page = folder / "docs/part/a-ships.md"
    page.write_text(page.read_text(encoding="utf-8") + '\n{{ note(cite("locks")) }}\n', "utf-8")
    assert lint(folder)[0] == 1
    settings = folder / "engine.yml"
    loose = settings.read_text(encoding="utf-8").replace("strict: true", "strict: false")
    settings.write_text(loose, encoding="utf-8")
    assert lint(folder)[0] == 0


def test_dead_links_are_named_where_macros_cannot_be_run(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    page = folder / "docs/z-harbours.md"
    text = '\n{{ note("a }}\n\n[b](gone.md), [c](#note-fees) and `{{ d }}`\n'
    page.write_text(page.read_text("utf-8") + text, "utf-8")
    found = problems(lint(folder)[1])
    assert [line.partition('"')[0] for line in found if "docs/z" in line][-1:] == [
        "docs/z-harbours.md:24: there is no "
    ]


def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    settings = folder / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "\nextra: {companion: {stile: x}}\n", "utf-8")
    code, lines = lint(folder)
    assert code == 2
    assert any("cannot use stile" in line for line in lines)
    settings.write_bytes(settings.read_bytes() + "# Zoé\n".encode("latin-1"))
    line = settings.read_bytes().count(b"\n")
    assert lint(folder) == (2, [f"mkdocs.yml:{line}: this file is not UTF-8; save it as UTF-8"])


def test_addresses_that_only_finished_pages_have_twice(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    page = folder / "docs/part/a-ships.md"
    text = page.read_text(encoding="utf-8")
    loop = "{% for a in (1, 2) %}\nShip {{ a }}.\n{: #ship }\n{% endfor %}\n"
    page.write_text(f"{text}\n{loop}\nShips again.\n{{: #ships }}\n", encoding="utf-8")
    errors = [line for line in lint(folder)[1] if "the address" in line]
    at = text.count("\n")
    assert [error.partition(",")[0] for error in errors] == [
        f'docs/part/a-ships.md:{at + 4}: the address "ship" is more than once on the finished page',
        f'docs/part/a-ships.md:{at + 8}: the address "ships" is on this page already',
    ]


def test_an_empty_list_is_written_as_one(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    for text, warnings in (("", 1), ("# events\n\n", 1), ("events: []\n", 0)):
        (folder / "data/events.yml").write_text(text, encoding="utf-8")
        warning = 'data/events.yml: hint: this file is empty; write "events: []"'
        assert sum(line.startswith(warning) for line in lint(folder)[1]) == warnings


def test_names_are_found_whether_their_letters_are_composed_or_not(tmp_path: Path) -> None:
    """What a keyboard writes and what macOS makes of it: pages, ids and cite keys."""
    folder = copy_site("harbours", tmp_path / "site")

    def apart(text: str) -> str:
        return normalize("NFD", text)

    def change(path: str, *changes: tuple[str, str]) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (folder / path).write_text(text, encoding="utf-8")

    links = f"[a](schïffé.md#{apart('fährt')}), [b]({apart('schïffé.md#fährt')}), [c](#f%C3%A4hrt)"
    change("docs/part/a-ships.md", ("{: #ships }", f"{{: #fährt }}\n\n{links}, [d](schöffé.md)"))
    (folder / "docs/part/a-ships.md").rename(folder / "docs/part" / apart("schïffé.md"))
    change("mkdocs.yml", ("a-ships", "schïffé"))
    change("data/terms.yml", ("a-ships#ships", f"schïffé#{apart('fährt')}"))
    change("bibliography.bib", ("{tolls,", apart("{tölls,")))
    change("docs/z-harbours.md", ('"tolls"', '"tölls"'))
    change(f"docs/part/{apart('schïffé.md')}", ('"tolls"', '"tölls"'))
    expected = [
        'docs/part/schïffé.md:6: there is no "part/schöffé.md", to which a link here leads; did '
        'you mean "part/schïffé.md"?'
    ]
    assert problems(lint(folder)[1]) == expected
    assert problems(build_site(folder).output.splitlines()) == expected


@pytest.mark.parametrize("strict", ["warn", "info", "ignore"])
def test_dead_links_and_entries_are_as_grave_as_settings_say(tmp_path: Path, strict: str) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    page = folder / "docs/z-harbours.md"
    text = '\n[a](gone.md) {{ note("[b](#gone)") }} [c](draft.md) <a href="gone/">d</a>\n'
    page.write_text(page.read_text("utf-8") + text, "utf-8")
    (folder / "docs/draft.md").write_text("# Draft\n\n[x](gone.md)\n", "utf-8")
    (folder / "docs/more.md").write_text("# More\n", "utf-8")
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    kinds = {"nav": ("omitted_files", "not_found"), "links": ("not_found", "anchors")}
    levels = {name: dict.fromkeys(each, strict) for name, each in kinds.items()}
    more = f"draft_docs: draft.md\nvalidation: {json.dumps(levels)}\n"
    entries = "nav:\n  - Gone: gone.md\n  - Draft: draft.md"
    (folder / "mkdocs.yml").write_text(settings.replace("nav:", entries, 1) + more, "utf-8")
    code, lines = lint(folder)
    found = [line for line in lines if not line.startswith(("biblio", "data")) and ":" in line]
    kind = {"warn": ": warning: ", "info": ": hint: "}.get(strict, "")
    assert code == (strict == "warn")
    assert len(found) == (7 if kind else 0)
    assert all(kind in line for line in found)
    assert (build_site(folder).code == 0) == (strict != "warn")


def test_templates_empty_pages_and_a_broken_paper_as_in_a_build(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    settings = (folder / "mkdocs.yml").read_text("utf-8")
    entries = "nav:\n  - Empty: empty.md\n  - Odd:odd.md"
    (folder / "mkdocs.yml").write_text(settings.replace("nav:", entries, 1), "utf-8")
    (folder / "docs/empty.md").write_text("", "utf-8")
    (folder / "docs/odd.md").write_text("---\ntemplate: nope.html\nWas: x\n---\n# Odd\n", "utf-8")
    (folder / "overrides").mkdir(exist_ok=True)
    (folder / "overrides/broken.html").write_text("{{ a. }}\n", "utf-8")
    expected = [
        'docs/odd.md:2: there is no template "nope.html"',
        'docs/odd.md:3: the front matter says "Was", which means nothing here; did you mean "was"?',
        "docs/odd.md: this page is not in nav; add it there, or name it under not_in_nav",
    ]
    linted = problems(lint(folder)[1])
    assert linted == problems(build_site(folder).output.splitlines())
    assert set(expected) <= {*linted}
    (folder / "data/paper.yml").write_text("", "utf-8")
    assert not any("jinja" in line for line in lint(folder)[1])
