"""The site as a folder that needs nothing of this engine: `make prerender`.

It holds finished Markdown, with every macro resolved and every number written out, and settings
without hooks. Plain MkDocs builds it, and so does its successor Zensical, which knows no hooks.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Mapping, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown.extensions.toc import slugify
from mkdocs.structure.files import InclusionLevel
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load
from msgspec.structs import replace

from macros.companion import Rendered, Written
from macros.data.reading import write_data
from macros.pages.notes import MARKER, NOTES_SECTION
from macros.pages.source import CODE
from macros.pages.tokens import TOKEN, set_html
from macros.parts.cover import PLACEHOLDER
from macros.project.extension import AS_WRITTEN, OUTSIDE, TIED
from macros.project.reading import is_backup
from macros.project.theme import CHAPTER_META
from macros.templates import TemplateFolder
from macros.text import localize, plain_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

FOLDER = "dist/prerendered"

_OVERRIDES = "overrides"
_TEMPLATES = Path(__file__).parent / "templates"
_LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
_THIS_ENGINES = ("hooks", "watch", "docs_dir", "site_dir", "config_file_path")


def prerender(
    config: MkDocsConfig, nav: Navigation, files: Files, rendered: Rendered, joined: str
) -> dict[str, bytes]:
    """Return the files of the folder, path → content, once the site has been built.

    `joined` is the HTML that joins all pages.
    """
    settings = _plain_settings(config, nav)
    static = settings["theme"].pop("static_templates", [])
    readme = TemplateFolder(_TEMPLATES, {}).render(
        "prerendered.md.jinja", site_name=settings["site_name"]
    )
    texts = {"README.md": readme, "mkdocs.yml": write_data(settings)}
    urls = {file.src_uri: file.url for file in files}
    texts |= {
        f"docs/{page.file.src_uri}": _page(page, rendered, joined, urls)
        for file in files.documentation_pages()
        if (page := file.page)
    }
    # What the project's static templates wrote: they may want this engine's filters.
    written = {name: Path(config.site_dir, name) for name in static}
    return {
        **_data_and_assets(files, config.docs_dir),
        **{f"docs/{name}": file.read_bytes() for name, file in written.items() if file.exists()},
        **_overrides(config.theme.custom_dir, static),
        **{path: text.encode() for path, text in texts.items()},
    }


def _nav_item(item: Any) -> dict[str, object]:
    if isinstance(item, Section):
        return {str(item.title): [_nav_item(child) for child in item.children]}
    return {str(item.title): item.file.src_uri if isinstance(item, Page) else item.url}


def _plain_settings(config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Return the project's settings less what is for this engine alone, and what is empty."""
    # Read again: MkDocs has changed those that it keeps.
    with Path(config.config_file_path).open("rb") as file:
        settings = yaml_load(file)
    settings["nav"] = [_nav_item(item) for item in nav.items]
    settings["use_directory_urls"] = config.use_directory_urls
    # No hook is there to give templates their words.
    settings["extra"] = settings.get("extra", {}) | {"words": config.extra["words"]}
    plain = {
        key: value
        for key, value in settings.items()
        if key not in _THIS_ENGINES and value not in (None, "")
    }
    plain["extra"] = {k: v for k, v in plain.get("extra", {}).items() if k != "companion"}
    theme = plain.get("theme", "mkdocs")
    theme = {"name": theme} if isinstance(theme, str) else dict(theme)
    if theme.get("custom_dir"):
        theme["custom_dir"] = _OVERRIDES
    theme.setdefault("variant", "classic")  # how Zensical looks like Material, which ignores it
    return {**plain, "theme": theme}


def _page(page: Page, rendered: Rendered, joined: str, urls: Mapping[str, str]) -> str:
    path = page.file.src_uri
    meta = {**(CHAPTER_META if path in rendered.chapters else {}), **page.meta}
    # HTML is a type of text that YAML would name.
    meta = {name: str(value) if isinstance(value, str) else value for name, value in meta.items()}
    front_matter = f"---\n{write_data(meta)}---\n" if meta else ""
    # Drawings stay as they are, with links that count from the address of the page.
    html = {
        token: _DRAWING.sub(lambda drawn: localize(drawn[0], page.url, urls), each)
        for token, each in rendered.pages[path].html.items()
    }
    written = replace(rendered.pages[path], html=html)
    return front_matter + make_plain(written, path).replace(PLACEHOLDER, joined)


def _data_and_assets(files: Files, docs: str) -> dict[str, bytes]:
    """Return what stands in the docs folder, or was generated for it, and is no page."""
    found = {}
    for file in files:
        is_own = file.generated_by or file.src_dir == docs
        if is_own and not file.is_documentation_page() and file.inclusion not in _LEFT_OUT:
            built = Path(file.abs_dest_path)  # a PDF, say, has been printed meanwhile
            content = built.read_bytes() if built.exists() else file.content_bytes
            found[f"docs/{file.src_uri}"] = content
    return found


def _overrides(folder: str | None, left_out: Container[str]) -> dict[str, bytes]:
    found = sorted(Path(folder).rglob("*")) if folder else []
    files = [file for file in found if file.is_file() and not is_backup(file.name)]
    return {
        f"{_OVERRIDES}/{name}": file.read_bytes()
        for file in files
        if (name := file.relative_to(folder or "").as_posix()) not in left_out
    }


_HELD = re.compile("\ue020(\\d+)\ue021")
_AS_WRITTEN = re.compile(f"{CODE.pattern}|{AS_WRITTEN}")
_DRAWN = r'\A<div class="timeline".*</div>\Z|<div class="figure-drawing"[^>]*>.*?</div>'
_DRAWING = re.compile(f"(?s){_DRAWN}")
_CODE_IN_HTML = re.compile(f"(?s){_DRAWN}|{AS_WRITTEN}")
_HEADING = re.compile(r"(?m)^(#{1,6} +)(.*?)(?: +\{:?([^{}]*)\})?[ #]*$")
_ATTRIBUTES = re.compile(r"\{:[^}\n]*\}")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()\"]|\"[^\"]*\")*\)")
_LINK_TO_PAGE = re.compile(
    r'<a(?P<before>[^>]*?) href="doc:(?P<address>[^"]*)"(?P<more>[^>]*)>(?P<text>.*?)</a>', re.S
)
_IMAGE = re.compile(
    r'<img alt="(?P<text>[^"]*)"(?P<before>[^>]*?) src="doc:(?P<address>[^"]*)"'
    r"(?P<more>[^>]*?) ?/?>"
)
# Links to the web in Markdown, with their address shown, and in HTML.
_LINK = re.compile(
    r'(?s)\[(?P<words>[^\[\]]*)\]\((?P<to>https?:[^\s)]*)(?: "[^"\n]*")?\)(?P<more>\{:)?'
    rf"|<(?P<shown>https?:[^<>\s]*)>|{OUTSIDE}"
)
# What is no text of the page: tags, attributes, addresses and titles of links, abbreviations.
_NOT_TEXT = re.compile(
    r'(<[^<>]*>|\{:[^}\n]*\}|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: "[^"\n]*")?\)'
    r"|^\*\[[^\]\n]*\]:.*$)",
    re.M,
)
_ABBREVIATION = re.compile(r'<abbr title="([^"]*)">([^<]*)</abbr>')
_TAGS = re.compile(r"(<[^<>]*>)")
_SIGN = re.compile(r"[\\`*\[\]{}|~^$]|(?<!\w)_|_(?!\w)")  # that Markdown or its extensions read
_VALUE = re.compile(r'(?<==")[^"]*')  # of an attribute
_HOLDS_BLOCKS = re.compile(
    r"<(section|ol|ul|details|div|blockquote|figure|table|thead|tbody|tr)\b"
    r"|<(li)\b(?=[^>]*>\s*<(?:p|ul|ol|div|pre|table)\b)"
)
_HOLDS_WORDS = re.compile(r"<(p|td|th|dt|dd|figcaption|li)\b(?![^>]* markdown=)")


def make_plain(written: Written, page: str) -> str:
    """Write out a finished page, whose path in the docs folder is `page`."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue020{len(held) - 1}\ue021"

    text = _AS_WRITTEN.sub(hold, written.text)
    text = _HEADING.sub(partial(_label_heading, html=written.html, held=held), text)
    html = {token: _CODE_IN_HTML.sub(hold, each) for token, each in written.html.items()}
    # Markdown is to read what stands within lines, or has links to pages.
    read = {name: each for name, each in html.items() if "\n" not in each or 'href="doc:' in each}
    html |= {token: _readable(each) for token, each in read.items()}
    text = set_html(text, html)
    if written.notes:
        heading, html_of_notes = written.notes
        listed = _CODE_IN_HTML.sub(hold, html_of_notes)
        read["notes"] = listed
        text = f"{text.rstrip()}\n\n{_notes_section(heading, _readable(listed))}\n"
    text = _define_abbreviations(text, "".join(read.values()))
    text = _IMAGE.sub(lambda image: f"!{_link_to_page(image, page)}", text)
    text = _LINK_TO_PAGE.sub(partial(_link_to_page, page=page), text)
    pieces = _NOT_TEXT.split(_mark_outside_links(text))
    pieces[::2] = (TIED.sub("\xa0", prose) for prose in pieces[::2])
    return _HELD.sub(lambda match: held[int(match[1])], "".join(pieces)).rstrip() + "\n"


def _notes_section(heading: str, listed: str) -> str:
    attributes = " ".join(f'{name}="{value}"' for name, value in NOTES_SECTION.items())
    title = f"## {heading} {{: #{NOTES_SECTION['aria-labelledby']} }}"
    return f'<section {attributes} markdown="block">\n\n{title}\n\n{listed}\n\n</section>'


def _readable(html: str) -> str:
    """Let Markdown be read in HTML, where there are blocks and words; its text stays as it is."""
    pieces = _TAGS.split(_ABBREVIATION.sub(r"\2", html))
    pieces[::2] = map(_by_number, pieces[::2])
    html = "".join(pieces)
    if "\n" in html:
        html = _HOLDS_BLOCKS.sub(lambda tag: f'{tag[0]} markdown="block"', html)
        html = _HOLDS_WORDS.sub(r'<\1 markdown="span"', html)
    return html


def _by_number(text: str) -> str:
    """Write signs that Markdown reads by their numbers: `[a](b)` → `&#91;a&#93;(b)`."""
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _define_abbreviations(text: str, html: str) -> str:
    """Define in Markdown the abbreviations that the HTML in it explained."""
    for title, short in dict.fromkeys(_ABBREVIATION.findall(html)):
        if f"\n*[{short}]:" not in text:
            text = f"{text.rstrip()}\n\n*[{short}]: {title}\n"
    return text


def _link_to_page(link: re.Match[str], page: str) -> str:
    target, further = re.split(r"(?=[?#])|$", link["address"], maxsplit=1)
    path = posixpath.relpath(target, posixpath.dirname(page) or ".") if target != page else ""
    more = _VALUE.sub(lambda value: _by_number(value[0]), link["before"] + link["more"])
    return f"[{link['text']}]({path}{further}){f'{{:{more} }}' if more else ''}"


def _label_heading(match: re.Match[str], html: Mapping[str, str], held: Sequence[str]) -> str:
    """Keep the numbers of notes out of a heading's id, and of what the contents call it."""
    opening, text, attributes = match[1], match[2], (match[3] or "").strip()
    markers = {token: "" for token, each in html.items() if MARKER.fullmatch(each)}
    if markers.keys().isdisjoint(TOKEN.findall(text)):
        return match[0]
    title = _ATTRIBUTES.sub("", set_html(text, {**html, **markers}))
    title = _MARKDOWN_LINK.sub(r"\1", title).replace("*", "")
    title = _HELD.sub(lambda code: held[int(code[1])].strip("` "), plain_text(title)).strip()
    if not re.search(r"(?:^|\s)#\S", attributes):
        attributes = f"#{slugify(title, '-')} {attributes}"
    quote = "'" if '"' in title else '"'
    return f"{opening}{text} {{: {attributes.strip()} data-toc-label={quote}{title}{quote} }}"


def _mark_outside_links(text: str) -> str:
    """Mark links whose address a printed page must add; see `finish_page`."""
    links = list(_LINK.finditer(text))
    seen = {unescape(link["shown"] or link["words"] or link["text"] or "") for link in links}

    def mark(link: re.Match[str]) -> str:
        address = unescape(link["to"] or link["address"] or "")
        if not address or address in seen:
            return link[0]
        seen.add(address)
        if link["address"]:
            return f'<a {link["attributes"]} data-outside="">{link["text"]}</a>'
        whole = link[0].removesuffix("{:")
        return f'{whole}{{: data-outside=""{"" if link["more"] else " }"}'

    return _LINK.sub(mark, text)
