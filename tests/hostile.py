"""A site whose bibliography, data files, titles and settings try to break out of every place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from tests.tiny_site import build_site, copy_site

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    '<script>alert(1)</script> "><img src=x onerror=alert(2)> [go](javascript:alert(3)) {{ 7*7 }} '
    "{% raw %} &lt;b&gt; ]]> --> <!-- `code` *a* _b_ |c| </script> {: onclick=alert(4) } "
    "<https://x.example/> ~~d~~ ==e== ^f^ $g$ [^1] ![h](https://x.example/i.png) :smile: #j \\k"
)
# Within LaTeX some signs mean something else; these are shown as they are.
HOSTILE_LATEX = (
    '<script>alert(1)</script> "><img src=x onerror=alert(2)> [go](javascript:alert(3)) '
    "&lt;b&gt; ]]> --> <!-- `code` *a* |c| </script> <https://x.example/> ==e== [^1] :smile: "
)
NAME = HOSTILE_LATEX.replace("--> <!-- ", "")
BIB_FIELDS = """
title subtitle titleaddon shorttitle series number volume volumes edition version eventtitle venue
institution publisher location library note annotation howpublished pubstate type langid
organization booktitle maintitle issue
"""
TYPES = "book article incollection report online misc thesis inproceedings unpublished dataset"


def bibliography() -> str:
    fields = dict.fromkeys(BIB_FIELDS.split(), HOSTILE_LATEX)
    fields |= {"author": f"{{{NAME}}}", "editor": f"{{{NAME}}}", "translator": f"{{{NAME}}}"}
    fields |= {"journaltitle": HOSTILE_LATEX, "eprinttype": "arxiv", "eprint": '"><img src=y>'}
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return "\n".join(f"@{name}{{{name},\n{lines},\n  date = {{2011}}}}" for name in TYPES.split())


DATA: dict[str, Any] = {
    "events": {
        "dimensions": [HOSTILE],
        "periods": [{"id": "early", "title": HOSTILE, "from": "1990"}],
        "events": [
            {
                "id": "treaty",
                "date": "1992",
                "certainty": "reported",
                "actors": [HOSTILE],
                "dimension": [HOSTILE],
                **dict.fromkeys(("title", "wording", "text", "certainty_remark"), HOSTILE),
            }
        ],
    },
    "terms": {
        "terms": [
            {
                "id": "union",
                "kind": "person",
                "abbreviation": "P<i>U",
                **dict.fromkeys(("name", "office", "text"), HOSTILE),
            }
        ]
    },
    "paper": {
        "key": "book",
        "first_page": 1,
        "last_page": 4,
        "companion": {
            "title": HOSTILE,
            "author": HOSTILE,
            "version": HOSTILE,
            "date": "2026",
            "cite_chapters": True,
        },
    },
}
TITLE = 'T </title><script>alert(5)</script> <img src=x onerror=alert(6)> "q"'
HEADING = "`</title><img src=x onerror=alert(7)>` \\<b\\>x\\</b\\> & <q"
PAGE = f"# Works {HEADING}\n\nThe P<i>U.\n{{: #works }}\n\n" + "\n".join(
    f'A{{{{ note(cite("{name}", "6")) }}}}{{{{ note(cite("{name}")) }}}} '
    f'{{{{ mention("{name}", "b") }}}} {{{{ reference("{name}") }}}}'
    for name in TYPES.split()
)


def build_hostile_site(folder: Path) -> None:
    """Build it, from sites/harbours."""
    copy_site("harbours", folder)
    (folder / "bibliography.bib").write_text(bibliography(), encoding="utf-8")
    for name, data in DATA.items():
        _write(folder / "data" / f"{name}.yml", data)
    docs = folder / "docs"
    (docs / "z-harbours.md").write_text(PAGE, encoding="utf-8")
    front = yaml.safe_dump({"title": TITLE, "description": TITLE}, width=10**6)
    (docs / "part" / "a-ships.md").write_text(f"---\n{front}---\n# Ships\n", encoding="utf-8")
    (docs / "index.md").write_text("# Whole\n\n{{ companion_reference() }}\n\n{{ contents() }}\n")
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
    settings |= {"strict": False, "site_name": TITLE, "site_description": TITLE}
    settings["nav"] = [
        "index.md",
        {TITLE: ["z-harbours.md", "part/a-ships.md"]},
        {TITLE: "notes.md"},
        "works.md",
        "timeline.md",
        "glossary.md",
    ]
    _write(folder / "mkdocs.yml", settings)
    outcome = build_site(folder)
    assert outcome.code == 0, outcome.output


def _write(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, width=10**6), encoding="utf-8")
