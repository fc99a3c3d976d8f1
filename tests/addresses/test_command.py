"""What `make addresses` runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from macros.addresses.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path


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


def test_files_are_left_as_editors_save_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter = tmp_path / "part" / "old ships.md"
    chapter.parent.mkdir()
    chapter.write_bytes("\ufeff{{ pagemark(1) }}Rivers are.\r\n".encode())
    assert main(["paragraphs", str(tmp_path)]) == 0
    added = "\ufeff{{ pagemark(1) }}Rivers are.\r\n{: #rivers }\r\n"
    assert chapter.read_bytes() == added.encode()
    assert capsys.readouterr().out == f"{chapter}: addresses added\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{{ pagemark(1) }}\n\nZo\xeb.\n", "ships.md: this file is not UTF-8; save it as UTF-8\n"),
        (
            b"{{ pagemark(1) }}\n\n<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> b\n",
            "ships.md:3: two branches differ here, and git could not merge them; keep what",
        ),
    ],
    ids=["another encoding", "a conflict"],
)
def test_files_that_cannot_be_addressed(
    content: bytes, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapter = tmp_path / "ships.md"
    chapter.write_bytes(content)
    assert main(["paragraphs", str(chapter)]) == 1
    assert told in capsys.readouterr().out
    assert chapter.read_bytes() == content


def test_a_ledger_that_cannot_be_read_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    ledger = tmp_path / "addresses.tsv"
    ledger.write_bytes(b"a/#fees\t0253\tZo\xeb\n<<<<<<< HEAD\n")
    before = ledger.read_bytes()
    assert main(["ledger", "site"]) == 1
    assert capsys.readouterr().out.startswith("addresses.tsv:2: two branches differ here")
    assert ledger.read_bytes() == before


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
    assert 'addresses.tsv:3: "#rivers" reads quite differently' in capsys.readouterr().out
    assert main(["ledger", "site", "#rivers"]) == 0
    assert capsys.readouterr().out == "2 addresses in addresses.tsv, 0 of them new\n"


def test_anything_else_gets_an_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == main(["ledger"]) == 2
    assert "python -m macros.addresses paragraphs PATHS" in capsys.readouterr().err
