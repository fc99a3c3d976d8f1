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

# What each drawing reads; the rest of the columns, and what stands in the rows, is hostile.
DRAWINGS = {
    "bars": "label value given",
    "board": "column label title detail told mark certainty",
    "ladder": "label level step title detail told mark certainty",
    "map": "label group access route x y outline bend frame",
    "matrix": "body dimension mark says",
    "path": "when at place occasion form who mark certainty event",
    "stacks": "label value",
}
NUMBERS = ["value", "level", "route", "x", "y", "frame", "at"]


def dataset(columns: str) -> dict[str, Any]:
    """Return rows with numbers and marks where they must be, and attacks everywhere else."""
    names = [*columns.split(), "more"]
    sound = dict.fromkeys(NUMBERS, "1") | {"mark": "full", "told": "z-harbours#works"}
    rows = [{name: sound.get(name, f"{sign}{HOSTILE}") for name in names} for sign in ("", "=")]
    return {
        "columns": dict.fromkeys(names, HOSTILE),
        "numbers": [name for name in NUMBERS if name in names],
        "rows": rows,
    }


def figures() -> str:
    """Return a page with each drawing, an image and a table."""
    text = HOSTILE.replace("[^1] ", "").replace("\\", "\\\\").replace('"', '\\"')
    told = f'caption="c | d", alt="{text}"'
    calls = [f'figure("{name}", drawing="{name}", data="{name}", {told})' for name in DRAWINGS]
    calls += [
        f'figure("image", image="i.png", {told}, source="s")',
        'table("rows", data="bars", caption="t")',
        *(f'samefigure("{name}")' for name in ("image", "bars")),
        "listing_of_figures()",
    ]
    return "# Figures\n\n" + "\n\n".join(f"{{{{ {call} }}}}" for call in calls)


def build_hostile_site(folder: Path) -> None:
    """Build it, from sites/harbours."""
    copy_site("harbours", folder)
    (folder / "bibliography.bib").write_text(bibliography(), encoding="utf-8")
    for name, data in DATA.items():
        _write(folder / "data" / f"{name}.yml", data)
    (folder / "data" / "figures").mkdir(exist_ok=True)
    for name, columns in DRAWINGS.items():
        _write(folder / "data" / "figures" / f"{name}.yml", dataset(columns))
    docs = folder / "docs"
    (docs / "i.png").write_bytes(b"")
    (docs / "figures.md").write_text(figures(), encoding="utf-8")
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
        "figures.md",
    ]
    _write(folder / "mkdocs.yml", settings)
    outcome = build_site(folder)
    assert outcome.code == 0, outcome.output


def _write(path: Path, data: Any) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, width=10**6), encoding="utf-8")
