"""Paragraphs without an address get one, and nothing else does."""

from __future__ import annotations

import pytest

from macros.addresses.__main__ import address_paragraphs
from tests.conftest import PROJECT

BEGIN = "# Ships\n\n{{ pagemark(1) }}\n{: #begin }\n\n"


@pytest.mark.parametrize(
    ("text", "addressed"),
    [
        ("Rivers are old roads.\n", "Rivers are old roads.\n{: #rivers-roads }\n"),
        (
            "Rivers are\nold.{% call note() %}\n\nOne.\n\n- two\n{% endcall %} So.\n",
            "Rivers are\nold.{% call note() %}\n\nOne.\n\n- two\n{% endcall %} So.\n{: #rivers }\n",
        ),
        (
            '*Élan* of [rivers](x.md).{{ note("text") }}\n\nElan of rivers.\n',
            '*Élan* of [rivers](x.md).{{ note("text") }}\n{: #elan-rivers }\n\n'
            "Elan of rivers.\n{: #elan-rivers-2 }\n",
        ),
        ("To be.\n", "To be.\n{: #passage }\n"),
        (
            "Rivers[^old] bend.\n[^old]: Long.\n\n    More.\n\n[^new]: Road.\n",
            "Rivers[^old] bend.\n{: #rivers-bend }\n[^old]: Long.\n\n    More.\n\n[^new]: Road.\n",
        ),
    ],
)
def test_addresses_are_added(text: str, addressed: str) -> None:
    assert address_paragraphs(BEGIN + text) == BEGIN + addressed


@pytest.mark.parametrize(
    "text",
    [
        "Rivers are old.\n{: #old .wide }\n",
        "## Rivers\n",
        "- Rivers\n",
        "1. Rivers\n",
        "> Rivers\n",
        "| Rivers |\n|---|\n",
        '!!! remark "Rivers"\n    Words.\n\n    More.\n',
        "```\nRivers\n\nroads\n```\n",
        "    code\n",
        "<div>\n",
        "{{ timeline() }}\n",
        '{{ figure("a",\n    caption="Rivers, and roads") }}\n',
        '{% call table("a", caption="Rivers") %}\n| a |\n\n{% endcall %}\n',
    ],
)
def test_other_blocks_stay(text: str) -> None:
    assert address_paragraphs(BEGIN + text) == BEGIN + text


def test_pages_that_are_no_chapters_stay() -> None:
    told = "---\nchapter: false\n---\nRivers are old.[^1]\n\n[^1]: Words.\n"
    assert address_paragraphs(told) == told
    assert address_paragraphs("# About\n\nRivers are old.\n") == "# About\n\nRivers are old.\n"


@pytest.mark.parametrize(
    "page", ["Rivers[^1].\n\n[^1]: Old.\n", "---\nchapter: true\n---\nRivers.\n"]
)
def test_footnotes_and_front_matter_make_a_chapter(page: str) -> None:
    assert "{: #rivers }" in address_paragraphs(page)


def test_every_paragraph_of_the_companion_has_an_address() -> None:
    for file in sorted((PROJECT / "docs").rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        assert address_paragraphs(text) == text, f"{file.name}: run `make addresses`"
