"""`make lint`: the mistakes of a project, without a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.commands import run
from tests.conftest import PROJECT
from tests.tiny_site import copy_site

if TYPE_CHECKING:
    from pathlib import Path


def lint(folder: Path) -> tuple[int, list[str]]:
    outcome = run(folder, "macros.lint")
    assert "Traceback" not in outcome.output
    return outcome.code, outcome.output.splitlines()


def test_the_real_site_has_no_mistakes() -> None:
    assert lint(PROJECT) == (0, ["no mistakes found"])


def test_all_mistakes_in_one_run_each_with_its_severity(tmp_path: Path) -> None:
    folder = copy_site("harbours", tmp_path / "site")
    page = folder / "docs/part/a-ships.md"
    page.write_text(page.read_text(encoding="utf-8") + '\n{{ note(cite("tols")) }}\n', "utf-8")
    works = folder / "bibliography.bib"
    before = works.read_text(encoding="utf-8").count("\n")
    with works.open("a", encoding="utf-8") as file:
        file.write("@book{locks, title = {Locks}, pubisher = {North}, doi = {x}}\n")
    line = page.read_text(encoding="utf-8").count("\n")
    code, lines = lint(folder)
    assert code == 1
    assert f'docs/part/a-ships.md:{line}: unknown cite key "tols"; did you mean "tolls"?' in lines
    place = f"bibliography.bib:{before + 1}"
    assert f'{place}: "x" is not a DOI; write it as in "10.1000/182"' in lines
    misspelt = 'biblatex knows no field "pubisher"; did you mean "publisher"?'
    assert f"{place}: warning: {misspelt}" in lines
    unused = '"locks" is cited nowhere; cite or mention it, or take it out'
    assert f"{place}: hint: {unused}" in lines
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
    assert lint(folder)[0] == 1
    settings = folder / "engine.yml"
    loose = settings.read_text(encoding="utf-8").replace("strict: true", "strict: false")
    settings.write_text(loose, encoding="utf-8")
    assert lint(folder)[0] == 0


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
