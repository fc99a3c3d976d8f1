"""What readers get from a site, written down line by line, to be compared with what they got.

`python -m tests.frozen` writes it anew; name each intended difference in the commit.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from lxml import html

from tests.conftest import build_published_site
from tests.tiny_site import SITES, build_sound_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

FROZEN = Path(__file__).parent / "frozen"
REAL = "real"
NAMES = (REAL, *sorted(path.name for path in SITES.iterdir()))
PRERENDERED = Path("dist") / "prerendered"

_INLINE = {
    *("a", "abbr", "b", "bdi", "br", "cite", "code", "em", "i", "img", "input", "label", "q"),
    *("small", "span", "strong", "sub", "sup", "time"),
}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SVG = re.compile(r"<svg class=\"drawing.*?</svg>", re.S)
_THEMES = re.compile(r"assets/(images|javascripts|stylesheets)/|sitemap\.xml\.gz$")


def build(name: str, project: Path) -> None:
    """Build a site in a project's folder; the real one with its plain Markdown."""
    if name == REAL:
        build_published_site(project)
    else:
        build_sound_site(name, project)


def described(project: Path) -> dict[str, str]:
    """Return what is frozen of a built project: name of the frozen file → its text."""
    site = project / "site"
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    names = [path.relative_to(site).as_posix() for path in files]
    own = [name for name in names if not _THEMES.match(name)]
    pages = {
        f"pages/{_page_name(name)}.txt": _page((site / name).read_text("utf-8"))
        for name in own
        if name.endswith(".html")
    }
    cited = [name for name in own if name.startswith("cite/")]
    found = {
        "files.txt": "".join(f"{name}\n" for name in own),
        "menu.txt": _menu((site / "index.html").read_text("utf-8")),
        "search.txt": _search((site / "search" / "search_index.json").read_text("utf-8")),
        "cite.txt": _texts(site, cited),
        **pages,
    }
    plain = project / PRERENDERED
    if plain.exists():
        texts = [path.relative_to(plain).as_posix() for path in sorted(plain.rglob("*.md"))]
        # The page with the whole paper holds the HTML that is frozen as a page.
        frozen = _texts(plain, [t for t in texts if "all-chapters" not in t])
        found["prerendered.txt"] = _SVG.sub(lambda svg: "".join(_written(_svg(svg[0]))), frozen)
    return found


def _page_name(path: str) -> str:
    return path.removesuffix("/index.html").removesuffix(".html").replace("/", "-")


def _page(markup: str) -> str:
    """Describe a page: title, address, and its content, each block on a line of its own."""
    page = html.document_fromstring(markup)
    head = [f"title: {_one_line(page.findtext('head/title') or '')}"]
    head += [f"{link.get('rel')}: {link.get('href')}" for link in page.findall("head/link[@rel]")]
    head += [f"{meta.get('name')}: {meta.get('content')}" for meta in page.findall("head/meta")]
    kept = [line for line in head if line.split(":")[0] in {"title", "canonical", "description"}]
    content = page.find(".//article")
    blocks = "" if content is None else "".join(_written(content))
    lines = (line.strip(" ") for line in blocks.split("\n"))
    return "\n".join([*kept, *filter(None, lines), ""])


def _written(element: HtmlElement) -> Iterator[str]:
    """Write an element with its attributes in alphabetical order."""
    if not isinstance(element.tag, str):
        return  # a comment
    if element.tag == "svg" and "drawing" in element.get("class", ""):  # but for where all stands
        words = " | ".join(
            filter(None, map(_one_line, element.xpath(".//text()[normalize-space()]")))
        )
        links = [link.get("href", "") for link in element.iter("a")]
        yield f"\n<svg {element.get('aria-label')!r}: {words}; {' '.join(links)}>\n"
        return
    gap = "" if element.tag in _INLINE else "\n"
    attributes = "".join(f" {name}={value!r}" for name, value in sorted(element.attrib.items()))
    yield f"{gap}<{element.tag}{attributes}>{gap}"
    yield _SPACE.sub(" ", element.text or "") if element.tag != "pre" else repr(element.text)
    for child in element:
        yield from _written(child)
        yield _SPACE.sub(" ", child.tail or "")
    yield f"{gap}</{element.tag}>{gap}"


def _svg(markup: str) -> HtmlElement:
    return html.fragment_fromstring(markup)


def _one_line(text: str) -> str:
    return " ".join(text.split(" ")).strip()


def _menu(markup: str) -> str:
    page = html.document_fromstring(markup)
    links = page.xpath("//nav[contains(@class, 'md-nav--primary')]//a[@href]")
    return "".join(f"{_one_line(link.text_content())}: {link.get('href')}\n" for link in links)


def _search(index: str) -> str:
    found = json.loads(index)
    records = [
        f"{record['location']} | {record['title']} | {record['text']}" for record in found["docs"]
    ]
    return "\n".join([repr(found["config"]), *(_SPACE.sub(" ", record) for record in records), ""])


def _texts(folder: Path, names: list[str]) -> str:
    return "\n".join(f"=== {name}\n{(folder / name).read_text('utf-8')}" for name in names)


def freeze(say: Callable[[str], object] = print) -> None:
    """Write down what all sites give today."""
    with TemporaryDirectory() as folder:
        for name in NAMES:
            target = FROZEN / name
            shutil.rmtree(target, ignore_errors=True)
            project = Path(folder) / name
            build(name, project)
            for path, text in described(project).items():
                file = target / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
            say(f"{target.relative_to(FROZEN.parent.parent)}: written")


if __name__ == "__main__":
    freeze()
