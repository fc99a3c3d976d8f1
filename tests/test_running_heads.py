"""Running heads: one named page for each title."""

from __future__ import annotations

import pytest

from macros.running_heads import running_heads


def test_each_page_has_its_title_outside_on_both_sides() -> None:
    css = running_heads({"a": "Ships", "b": "Ports"})
    assert '[data-page="a"]{page:of-a}' in css
    assert '@page of-a:left{@top-left{content:"Ships"}}' in css
    assert '@page of-b:right{@top-right{content:"Ports"}}' in css


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ('The "right" way', r"The \22 right\22  way"),
        ("back\\slash", r"back\5c slash"),
        ("two\nlines", r"two\a lines"),
        ("</style>", r"\3c /style>"),
        ("Kazakhstan’s “aims”", "Kazakhstan’s “aims”"),
    ],
)
def test_titles_are_css_strings(title: str, written: str) -> None:
    assert f'content:"{written}"' in running_heads({"a": title})
