"""Running heads: one named page for each title."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import Environment

from macros.text import page_name
from tests.conftest import PROJECT


def running_heads(titles: dict[str, str]) -> str:
    """Render the template with pages, path → title, as MkDocs does; the first is the home page."""
    environment = Environment()
    environment.filters["page_name"] = page_name
    source = (PROJECT / "overrides/assets/running-heads.css").read_text(encoding="utf-8")
    pages = [
        SimpleNamespace(
            src_uri=path, name=path, page=SimpleNamespace(title=title, is_homepage=number == 0)
        )
        for number, (path, title) in enumerate(titles.items())
    ]
    words = {"sheet": "{page} of {pages}"}
    site = SimpleNamespace(site_name="The Harbours", extra={"words": words})
    return environment.from_string(source).render(pages=pages, config=site)


def test_each_page_has_its_title_outside_on_both_sides() -> None:
    css = running_heads({"index.md": "Home", "part/a.md": "Ships", "b.md": "Ports"})
    assert '[data-page="part-a"]{page:of-part-a}' in css
    assert '@page of-part-a:left{@top-left{content:"Ships"}}' in css
    assert '@page of-b:right{@top-right{content:"Ports"}}' in css


def test_sheets_are_numbered_in_the_words_of_the_site() -> None:
    content = '"" counter(page) " of " counter(pages) ""'
    css = running_heads({"index.md": "Home"})
    assert f"@page:left{{@bottom-left{{content:{content}}}}}" in css
    assert f"@page:right{{@bottom-right{{content:{content}}}}}" in css


def test_the_home_page_runs_under_the_name_of_the_site() -> None:
    css = running_heads({"index.md": "Home"})
    assert '@page of-index:left{@top-left{content:"The Harbours"}}' in css
    assert "Home" not in css


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ('The "right" way', r"The \22 right\22  way"),
        ("back\\slash", r"back\5c slash"),
        ("two\nlines", r"two\a lines"),
        ("two\r\nlines\f", r"two\d \a lines\c "),
        ("</style>", r"\3c /style>"),
        ("Kazakhstan’s “aims”", "Kazakhstan’s “aims”"),
    ],
)
def test_titles_are_css_strings(title: str, written: str) -> None:
    assert f'content:"{written}"' in running_heads({"index.md": "", "a.md": title})
