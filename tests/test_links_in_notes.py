"""Links that authors write into notes: where they lead, and those that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from tests.tiny_site import build_site, copy_site

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "docs/part/a-ships.md"


def build_with(note: str, folder: Path) -> tuple[int, list[str], Path]:
    project = copy_site("harbours", folder / "harbours")
    page = project / PAGE
    text = page.read_text(encoding="utf-8").rstrip()
    page.write_text(f'{text}\n\nMore.{{{{ note("{note}") }}}}\n', encoding="utf-8")
    outcome = build_site(project, "--strict")
    warnings = [
        line.partition("companion: ")[2]
        for line in outcome.output.splitlines()
        if line.startswith(("WARNING", "ERROR"))
    ]
    return outcome.code, [line for line in warnings if line.startswith("docs/")], project / "site"


def test_links_lead_to_their_pages_from_every_page_that_has_the_note(tmp_path: Path) -> None:
    note = (
        "See [harbours](../z-harbours.md#claim), [here](#ships), [*x*](https://x.example/), "
        "[asked](../z-harbours%2Emd?a=1#claim), [m](mailto:m@x.example), [t](tel:+47), [y][]."
        '") }}\n\n[y]: https://y.example/\n\n{{ note("z'
    )
    code, problems, site = build_with(note, tmp_path)
    assert (code, problems) == (0, [])
    for page, expected in {
        "part/a-ships": ("../../z-harbours/", "#ships"),
        "notes": ("../z-harbours/", "../part/a-ships/#ships"),
    }.items():
        html = BeautifulSoup((site / page / "index.html").read_text("utf-8"), "html.parser")
        item = html.select("li[id^='fn:'], ol.notes > li")[-2]
        assert [str(link["href"]) for link in item.select("p:first-child > a")][:7] == [
            *(f"{expected[0]}#claim", expected[1], "https://x.example/"),
            *(f"{expected[0]}?a=1#claim", "mailto:m@x.example", "tel:+47"),
            "https://y.example/",
        ]


def test_links_that_lead_nowhere_are_named_with_their_line(tmp_path: Path) -> None:
    note = "See [a](../z-harbour.md), [b](../z-harbours.md#clam) and [c](#no)."
    code, problems, _ = build_with(note, tmp_path)
    assert code != 0
    assert problems == [
        'docs/part/a-ships.md:21: "part/a-ships.md" has no address "no", to which a link here '
        "leads; mend it, or leave it out",
        'docs/part/a-ships.md:21: "z-harbours.md" has no address "clam", to which a link here '
        'leads; did you mean "claim"?',
        'docs/part/a-ships.md:21: there is no "z-harbour.md", to which a link here leads; did you '
        'mean "z-harbours.md"?',
    ]
