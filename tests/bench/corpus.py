"""Corpora for the benchmark: a companion, and the same site without the engine.

`python -m tests.bench.corpus FOLDER NAME…` writes corpora into a folder: `engine/` with notes and
citations in the author's language, `plain/` with the same notes written out by hand,
`mkdocs-bibtex/` with the works cited as that plugin reads them.
"""

from __future__ import annotations

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import yaml
from mkdocs.utils.yaml import get_yaml_loader

from macros.companion import render_companion
from macros.data.settings import Settings
from macros.pages.source import PageSource
from macros.project.extension import markdown_writer
from macros.sources import load_sources
from tests.bench.words import Prose, Work, invent_work
from tests.notation import noted_page

PROJECT = Path(__file__).parent.parent.parent
REAL = "real"
_PAGES_IN_SECTION = 40
_NOTES_IN_PARAGRAPH = 2


@dataclass(frozen=True)
class Corpus:
    """How large a corpus is, and whether it is `bare`.

    A bare one has notes and nothing else of the engine's; by hand, one would not link its notes.
    Others are what the companion at hand is: paragraphs with addresses, ids of notes, pages of the
    original, a bibliography, citations of chapters, the site's own style and theme.
    """

    name: str
    pages: int
    notes: int  # a page
    works: int
    bare: bool = False

    def __str__(self) -> str:
        return f"{self.pages:,} pages x {self.notes} notes x {self.works:,} works"


_SIZES = {"small": (10, 10, 50), "medium": (100, 40, 1_000), "large": (1_000, 40, 10_000)}
CORPORA = {
    name: Corpus(name, *size, bare=bare)
    for bare in (False, True)
    for name, size in ((f"{size}{'-bare' * bare}", numbers) for size, numbers in _SIZES.items())
}


def write_real_site(folder: Path) -> str:
    """Write the companion at hand, with the engine and by hand; returns what to call it."""
    shutil.rmtree(folder, ignore_errors=True)
    with (PROJECT / "mkdocs.yml").open(encoding="utf-8") as file:
        settings = yaml.load(file, get_yaml_loader())
    docs = PROJECT / "docs"
    files = sorted(docs.rglob("*.md"), key=lambda path: _in_menu(path, docs, settings["nav"]))
    pages = {path.relative_to(docs).as_posix(): path.read_text("utf-8") for path in files}
    sources = [PROJECT / "bibliography.bib", *(PROJECT / "data").rglob("*.yml")]
    data = {path.relative_to(PROJECT).as_posix(): path.read_text("utf-8") for path in sources}
    corpus = Corpus("real", pages=len(pages), notes=0, works=0)
    by_hand = {name: _by_hand(text, corpus) for name, text in _rendered(pages, data).items()}
    settings.pop("hooks")
    settings.pop("watch")
    hooks = {"hooks": [str(PROJECT / "macros" / "hooks.py")]}
    _write_site(folder / "engine", pages, settings | hooks, data)
    _write_site(folder / "plain", by_hand, _without_engine(settings), data)
    return f"the real site, {len(pages)} pages"


def _in_menu(path: Path, docs: Path, nav: object) -> int:
    return repr(nav).find(f"'{path.relative_to(docs).as_posix()}'")


def write_corpus(corpus: Corpus, folder: Path) -> None:
    """Write all variants of a corpus into a folder that is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    works = [invent_work(number) for number in range(corpus.works)]
    chapters = {f"chapter-{n}.md": _chapter(corpus, n, works) for n in range(1, corpus.pages + 1)}
    pages = {"index.md": f"# {Prose('home').title()}\n\n{Prose('home').paragraph(4)}\n"}
    pages |= {name: "".join(blocks) for name, blocks in chapters.items()}
    if not corpus.bare:
        pages["bibliography.md"] = "# Bibliography\n\n{{ bibliography() }}\n"
    bib = "\n".join(work.bib for work in works)
    data = {**_data(corpus, works), "bibliography.bib": bib}
    by_hand = {name: _by_hand(text, corpus) for name, text in _rendered(pages, data).items()}
    settings = _settings(corpus, list(pages))
    hooks = {"hooks": [str(PROJECT / "macros" / "hooks.py")]}
    _write_site(folder / "engine", pages, settings | hooks, data)
    stock = _without_engine(settings)
    _write_site(folder / "plain", by_hand, stock)
    plugin = {"plugins": ["search", {"bibtex": {"bib_file": "bibliography.bib"}}], "strict": False}
    bibtex = {name: _for_bibtex(text) for name, text in pages.items()}
    _write_site(folder / "mkdocs-bibtex", bibtex, stock | plugin, _as_bibtex(bib))


def _chapter(corpus: Corpus, number: int, works: list[Work]) -> list[str]:
    random, prose = Random(f"chapter {number}"), Prose(f"chapter {number}")
    notes = [_note(corpus, prose, random, works, f"note-{number}-{n}") for n in range(corpus.notes)]
    blocks = [f"# {prose.title()}\n\n"]
    for start in range(0, len(notes), _NOTES_IN_PARAGRAPH):
        sentences = [prose.sentence() + note for note in notes[start : start + _NOTES_IN_PARAGRAPH]]
        middle = len(notes) // 2 // _NOTES_IN_PARAGRAPH * _NOTES_IN_PARAGRAPH
        if start in (0, middle) and not corpus.bare:
            sentences.insert(
                0, f"{{{{ pagemark({2 * number - (start == 0)}) }}}}{prose.sentence()}"
            )
        sentences.append(prose.paragraph(2))
        address = "" if corpus.bare else f"{{: #passage-{start} }}\n"
        blocks.append(f"{' '.join(sentences)}\n{address}\n")
    return blocks


def _note(corpus: Corpus, prose: Prose, random: Random, works: list[Work], name: str) -> str:
    def cite() -> str:
        work = random.choice(works)
        return f'cite("{work.key}", "{random.choice(work.pages)}")'

    handle = "" if corpus.bare else f', id="{name}"'
    form = random.randrange(10)
    if form == 0:
        return f'{{{{ note("{prose.sentence()} See ", {cite()}, "."{handle}) }}}}'
    if form == 1:
        return f'{{{{ note({cite()}, {cite()}, prefix="Cf."{handle}) }}}}'
    return f"{{{{ note({cite()}{handle}) }}}}"


def _data(corpus: Corpus, works: list[Work]) -> dict[str, str]:
    companion = {"title": "A Companion", "version": "1.0", "date": "2026-01-31"}
    paper = {
        "key": works[0].key,
        "first_page": 1,
        "last_page": 2 * corpus.pages,
        "companion": companion | {"cite_chapters": not corpus.bare},
    }
    return {
        "data/paper.yml": yaml.safe_dump(paper),
        "data/events.yml": "events: []\n",
        "data/terms.yml": "terms: []\n",
    }


def _settings(corpus: Corpus, pages: list[str]) -> dict[str, Any]:
    """Return those of the real site, without its engine; menus are pruned: large ones are slow.

    For that the sections of a menu must fold: `navigation.sections` keeps the first level open.
    """
    with (PROJECT / "mkdocs.yml").open(encoding="utf-8") as file:
        real = yaml.load(file, get_yaml_loader())
    features = [name for name in real["theme"]["features"] if name != "navigation.sections"]
    features.append("navigation.prune")
    home, *others = pages
    settings = {
        "site_name": corpus.name,
        "theme": real["theme"] | {"features": features, "language": "en"},
        "nav": [
            home,
            *(
                {f"Part {at // _PAGES_IN_SECTION + 1}": others[at : at + _PAGES_IN_SECTION]}
                for at in range(0, len(others), _PAGES_IN_SECTION)
            ),
        ],
        **{key: real[key] for key in ("strict", "plugins", "markdown_extensions", "validation")},
    }
    if corpus.bare:
        bare = {"name": "material", "font": False, "features": ["navigation.prune"]}
        return settings | {"theme": bare}
    extra = real["extra"] | {
        "companion": {}
    }  # the style and numbers of a corpus are the usual ones
    return settings | {"extra": extra} | {k: real[k] for k in ("extra_css", "extra_javascript")}


def _without_engine(settings: dict[str, Any]) -> dict[str, Any]:
    """Return settings for notes by hand: their extension, and no templates that want the engine."""
    ours = ("custom_dir", "static_templates")
    theme = {name: value for name, value in settings["theme"].items() if name not in ours}
    extensions = [*settings["markdown_extensions"], "footnotes"]
    return settings | {"markdown_extensions": extensions, "theme": theme}


def _rendered(pages: dict[str, str], data: dict[str, str]) -> dict[str, str]:
    sources, problems = load_sources(Settings(), data.__getitem__)
    assert sources, problems
    rendered, found = render_companion(
        sources,
        [PageSource(page, f"docs/{page}", text) for page, text in pages.items()],
        markdown_writer(["tables", "attr_list", "md_in_html"], {}),
    )
    doubts = [problem for problem in problems + found if problem.severity != "hint"]
    assert not doubts, doubts
    return {page: noted_page(written) for page, written in rendered.pages.items()}


# What the engine adds to a page, and nobody would write by hand.
_ADDED = re.compile(
    r' \[\]\([^)]*\)\{ class="note-next"[^}]*\}|<span id="note-[^"]*"></span>|‹[^›]*› '
    r'|(?s:\n<details class="cite".*?</script>\n)|\nChapter \d+ of .*\n\{: \.chapter-line \}\n'
    r'|</?ul[^>]*>\n|<p class="work-line">(?P<line>.*)</p>\n'
)
_PASSAGE = re.compile(r"(?m)^\{: (#[\w-]+) \.passage .*\}$")
_WORK = re.compile(
    r'(?s)<li class="work" id="(?P<id>[^"]*)">\n<p>(?P<text>.*?)</p>\n(?P<more>.*?)</li>'
)
_LINK = re.compile(r'\[([^\[\]]*)\]\([^()\s]*(?: "[^"]*")?\)')


def _by_hand(text: str, corpus: Corpus) -> str:
    text = _ADDED.sub(lambda added: f"\n{added['line']}\n" if added["line"] else "", text)
    text = _WORK.sub(r"\g<text>\n{: #\g<id> }\n\g<more>", text)
    text = _PASSAGE.sub(r"{: \1 }", text)
    return _LINK.sub(r"\1", text) if corpus.bare else text


_NOTE = re.compile(r"\{\{ note\((.*?)\) \}\}")
_CITE = re.compile(r'cite\("([^"]*)", "([^"]*)"\)')


def _for_bibtex(text: str) -> str:
    def cite(note: re.Match[str]) -> str:
        return f"[{'; '.join(f'@{key}, p. {page}' for key, page in _CITE.findall(note[1]))}]"

    text = text.replace("{{ bibliography() }}", "\\full_bibliography")
    return re.sub(r"\{\{ \w+\(.*?\) \}\}", "", _NOTE.sub(cite, text))


def _as_bibtex(bib: str) -> dict[str, str]:
    """Rename what biblatex has renamed: mkdocs-bibtex reads the older format."""
    old = {"  date ": "  year ", "  journaltitle ": "  journal ", "@report": "@techreport"}
    for ours, theirs in old.items():
        bib = bib.replace(ours, theirs)
    return {"bibliography.bib": bib}


def _write_site(
    folder: Path,
    pages: dict[str, str],
    settings: dict[str, Any],
    data: dict[str, str] | None = None,
) -> None:
    files = {f"docs/{name}": text for name, text in pages.items()}
    files |= {"mkdocs.yml": yaml.safe_dump(settings, sort_keys=False), **(data or {})}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if "custom_dir" in settings["theme"]:
        shutil.copytree(PROJECT / "overrides", folder / "overrides")
    if "extra_css" in settings:
        shutil.copytree(PROJECT / "docs" / "assets", folder / "docs" / "assets")


if __name__ == "__main__":
    for chosen in sys.argv[2:]:
        if chosen == REAL:
            print(write_real_site(Path(sys.argv[1]) / REAL))
        else:
            write_corpus(CORPORA[chosen], Path(sys.argv[1]) / chosen)
            print(CORPORA[chosen])
