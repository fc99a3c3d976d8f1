"""Pages that are renamed, merged and split: every published address leads on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from macros.addresses.ledger import published_addresses, update
from tests.tiny_site import build_site

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = re.compile(r"#(fn|fnref|note|chapter)[:-]\d+$")
HARBOURS, SHIPS = "docs/z-harbours.md", "docs/part/a-ships.md"


def change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")


def rename(project: Path, to: str, was: str = "was: z-harbours.md") -> None:
    """Call a page otherwise, also where nav and data name it."""
    (project / HARBOURS).rename(project / f"docs/{to}.md")
    change(project / "mkdocs.yml", ("z-harbours.md", f"{to}.md"))
    change(project / "data/events.yml", ("z-harbours#", f"{to}#"))
    if was:
        change(project / f"docs/{to}.md", ("description:", f"{was}\ndescription:"))


def merge(project: Path) -> None:
    """Put all of one page into another, where one of its addresses is taken."""
    harbours = (project / HARBOURS).read_text(encoding="utf-8").partition("# Harbours\n")[2]
    text = (project / SHIPS).read_text(encoding="utf-8")
    moved = re.sub(r"\{\{ pagemark\(\d\) \}\}", "", harbours)
    former = "z-harbours#claim z-harbours#harbours"
    moved = moved.replace("{: #claim }", f'{{: #fees-claim was="{former}" }}')
    before = "---\nwas: [z-harbours]\n---\n# Ships\n\n{{ pagemark(1) }}{{ pagemark(2) }}"
    (project / SHIPS).write_text(text.replace("# Ships\n\n", f"{before}{moved}\n"), "utf-8")
    (project / HARBOURS).unlink()
    change(project / "mkdocs.yml", ("  - Harbours: z-harbours.md", "  # merged:"))
    change(project / "data/events.yml", ("z-harbours#claim", "part/a-ships#fees-claim"))


def split(project: Path) -> None:
    """Make two pages of one."""
    rename(project, "fees")
    text = (project / "docs/fees.md").read_text(encoding="utf-8")
    first, heading, second = text.partition("## Costs")
    (project / "docs/fees.md").write_text(first, encoding="utf-8")
    costs = f"---\nwas: z-harbours.md\n---\n# Costs of harbours\n\n{heading}{second}"
    (project / "docs/costs.md").write_text(costs, encoding="utf-8")
    change(project / "mkdocs.yml", ("fees.md", "fees.md\n  - Costs: costs.md"))


@pytest.mark.parametrize("how", [lambda p: rename(p, "part/old-harbours"), merge, split])
def test_every_address_leads_on(how: object, harbours: Path) -> None:
    ledger = published_addresses(harbours / "site")
    assert callable(how)
    how(harbours)
    outcome = build_site(harbours)
    assert outcome.code == 0, outcome.output
    today = published_addresses(harbours / "site", ledger)
    kept, problems = update(ledger, today, ["numbers"])
    assert [problem.message for problem in problems] == []
    assert kept.keys() >= {name for name in ledger if not NUMBER.search(name)}


def test_what_stands_where_a_page_was(harbours: Path) -> None:
    split(harbours)
    change(harbours / "docs/fees.md", ("# Harbours\n", ""))
    change(harbours / "mkdocs.yml", ("site_name:", "site_url: https://a.example/b/\nsite_name:"))
    assert build_site(harbours).code == 0
    page = BeautifulSoup(
        (harbours / "site/z-harbours/index.html").read_text("utf-8"), "html.parser"
    )
    heads = {str(tag.get("http-equiv") or tag.get("name")): tag for tag in page.select("meta")}
    assert heads["refresh"]["content"] == "0; url=../fees/"
    assert heads["robots"]["content"] == "noindex"
    assert [str(link["href"]) for link in page.select("link")] == ["https://a.example/b/fees/"]
    first, *links = page.select("a")
    assert page.select("title")[0].text == first.text == "1. Harbours"  # as in the menu
    assert first["href"] == "../fees/"
    assert {str(link["id"]): str(link["href"]) for link in links}["named"] == "../costs/#named"
    assert "location.replace" in str(page.script)
    for file in ("sitemap.xml", "search/search_index.json", "index.html"):
        assert "z-harbours" not in (harbours / "site" / file).read_text(encoding="utf-8")


def test_what_the_ledger_advises_is_what_a_build_accepts(harbours: Path) -> None:
    ledger = published_addresses(harbours / "site")
    rename(harbours, "harbours", was="")
    assert build_site(harbours).code == 0
    _, problems = update(ledger, published_addresses(harbours / "site", ledger), [])
    assert [problem.message for problem in problems] == [
        '"z-harbours/" is gone, and what stood there stands on "harbours/" today; into the front '
        'matter of each page that continues it write "was: z-harbours.md", and all its addresses '
        "lead on"
    ]
    change(harbours / "docs/harbours.md", ("description:", "was: z-harbours.md\ndescription:"))
    assert build_site(harbours).code == 0
    assert update(ledger, published_addresses(harbours / "site", ledger), [])[1] == []


def test_a_former_page_that_is_there_and_one_that_is_no_path(harbours: Path) -> None:
    change(harbours / HARBOURS, ("description:", "was: [part/a-ships]\ndescription:"))
    change(harbours / SHIPS, ("# Ships", "---\nwas: 7\n---\n# Ships"))
    change(harbours / SHIPS, ("{: #ships }", "{: #ships }\n\n[Old](../harbour.md)"))
    assert [line for line in build_site(harbours).errors if line.startswith("docs")] == [
        "docs/part/a-ships.md:2: was: write the former path of the page, such as part/old.md, or a "
        "list of them",
    ]
    change(harbours / SHIPS, ("was: 7", "was: harbour"))
    errors = build_site(harbours).output
    assert (
        'docs/z-harbours.md:2: was: "part/a-ships.md" is still a page of its own; delete it, or '
        'name what has moved from it: {: #id was="part/a-ships#id" }'
    ) in errors
    assert (
        'docs/part/a-ships.md:9: there is no "harbour.md", to which a link here leads; that page '
        'is "part/a-ships.md" today'
    ) in errors
