"""What `make addresses` runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.addresses.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PAGE = '<article class="md-content__inner"><p id="rivers">{}</p></article>'


def test_paragraphs_get_addresses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chapter = tmp_path / "ships.md"
    chapter.write_text("{{ pagemark(1) }}\n\nRivers are old roads.\n", encoding="utf-8")
    assert main(["paragraphs", str(chapter)]) == 0
    assert chapter.read_text(encoding="utf-8").endswith(
        "Rivers are old roads.\n{: #rivers-roads }\n"
    )
    assert capsys.readouterr().out == f"{chapter}: addresses added\n"
    assert main(["paragraphs", str(chapter)]) == 0
    assert capsys.readouterr().out == ""


def test_the_ledger_follows_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "site" / "index.html"
    page.parent.mkdir()
    page.write_text(PAGE.format("Rivers were roads long before bridges"), encoding="utf-8")
    assert main(["ledger", "site"]) == 0
    assert capsys.readouterr().out == "2 addresses in addresses.tsv, 2 of them new\n"
    page.write_text(PAGE.format("Tolls collected after sunset"), encoding="utf-8")
    assert main(["ledger", "site"]) == 1
    assert 'addresses.tsv: "#rivers" reads quite differently' in capsys.readouterr().out
    assert main(["ledger", "site", "#rivers"]) == 0
    assert capsys.readouterr().out == "2 addresses in addresses.tsv, 0 of them new\n"


def test_anything_else_gets_an_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == main(["ledger"]) == 2
    assert "python -m macros.addresses paragraphs FILES" in capsys.readouterr().err
