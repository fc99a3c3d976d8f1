"""Links that authors write: where each leads, and the lines of those that lead nowhere.

MkDocs names no lines, and does not check links in HTML and in notes. Otherwise, what it checks is
checked here: github.com/mkdocs/mkdocs/blob/master/mkdocs/structure/pages.py (path_to_url).
"""

from __future__ import annotations

import logging
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from macros.companion import FoundLink
from macros.pages.source import blank_code
from macros.pages.tokens import TOKEN
from macros.problems import Problem, Severity, did_you_mean
from macros.text import composed, ids_in, relative_url

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

_TARGETS = {"href", "src", "poster", "data"}
# What stands before an address in Markdown, inline or in a definition, and in HTML.
_IN_MARKDOWN = r"(?:\]\(\s*<?|^[ \t>]*\[[^\]\n]+\]:\s*<?)"
_IN_HTML = r"=\s*[\"']?"
_ANYWHERE = r"(?<![\w./#-])"
_END = r"(?=[\s)>\"',]|$)"
_ANY_ID = re.compile(r"""=(?<=\s[iI][dD]=)("[^"]*"|'[^']*'|[^\s>"']+)""")  # in text, too
_TOP = re.compile(r"top|:~:.*", re.S)  # HTML Living Standard, "Scrolling to a fragment"
_WRITTEN_LATER = {"404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"}


class Fault(NamedTuple):
    """Why a link leads nowhere, and how grave that is, in levels of `logging`."""

    level: int
    message: str


class Site(NamedTuple):
    """What links lead to: the files, the HTML of pages by path, and the theme's folders.

    `name` names a file as problems do, and `others` returns the sources, by name, whose texts are
    shown on pages. With `drafts` these can be read, as in a preview. What else will stand on the
    page `joined` is not known yet. `former` are pages that are no more, and which continues each.
    """

    files: Files
    contents: Mapping[str, str]
    theme: Iterable[str]
    name: Callable[[File], str]
    others: Callable[[], Mapping[str, str]] = dict
    drafts: bool = False
    joined: str = ""
    former: Mapping[str, str] = {}


def is_left_out(file: File) -> bool:
    """Whether a file is not published: `draft_docs` or `exclude_docs` in mkdocs.yml name it."""
    return file.inclusion.name in ("EXCLUDED", "DRAFT")


def near_file(path: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?` for the nearest of known files of this kind, or nothing."""
    name, kind = posixpath.splitext(path)
    near = did_you_mean(name, (each.removesuffix(kind) for each in known if each.endswith(kind)))
    return near and near.replace('"?', f'{kind}"?')


def links_in_html(html: str) -> list[FoundLink]:
    """Find where HTML leads, and what it shows: `<img src="a.png">` → `a.png`."""
    return [FoundLink(each, in_html=True) for each in _read(html).addresses] if "=" in html else []


def doubled_ids(html: str) -> list[str]:
    """Return the ids that a page has more than once: `<p id="a"></p><p id="a"></p>` → ["a"].

    `__toc` does not count: Material writes it twice, where the menu holds the contents of a page.
    """
    found = _ANY_ID.findall(html)
    if len(found) == len({value.strip("\"'") for value in found}):
        return []  # as nearly all pages
    counts = Counter(name for name in _read(html).ids if name != "__toc")
    return [name for name, count in counts.items() if count > 1]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in _TARGETS:
                self.addresses.append(value)
            elif value and name == "id":
                self.ids.append(value)
            elif value and name == "name" and tag == "a":
                self.names.append(value)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


class LinkCheck:
    """Follows the links of a site whose pages have all been read; `levels` say how grave one is."""

    def __init__(self, site: Site, levels: MkDocsConfig.Validation.LinksValidation) -> None:
        self._site = site
        self._levels = levels
        self._theme = [Path(folder) for folder in site.theme]
        self._ids = cache(lambda page: ids_in(site.contents[page]))
        self._others = cache(site.others)
        self._text = cache(lambda page: blank_code(composed(page.content_string)))
        self._addresses = {posixpath.normpath(unquote(file.url)): file for file in site.files}
        self._addresses |= {file.dest_uri: file for file in site.files}

    def check(self, page: File, links: Iterable[FoundLink]) -> Iterator[Problem]:
        """Return a problem for each line of a page on which one of the links leads nowhere."""
        for link in dict.fromkeys(links):
            if fault := self._follow(page, link):
                is_draft = is_left_out(page)
                severity = severity_of(min(fault.level, logging.INFO) if is_draft else fault.level)
                if severity:
                    for source, line in self._places(page, link):
                        yield Problem(source, line, fault.message, severity)

    def _follow(self, page: File, link: FoundLink) -> Fault | None:
        """Return why a link leads nowhere, and how grave that is; nothing if it leads somewhere."""
        try:
            scheme, host, path, _, fragment = urlsplit(link.address)
        except ValueError:
            return Fault(self._levels.not_found, f'"{link.address}" is no address; mend it')
        if (message := _unusable(link.address, scheme, host)) and not TOKEN.search(link.address):
            return Fault(self._levels.not_found, message)
        is_page = scheme == "doc" and not link.in_html  # else it is the engine's, and sound
        if (scheme and not is_page) or host or TOKEN.search(link.address):
            return None
        target: File | Fault | None = page
        if link.in_html:
            target = self._find_in_site(page, unquote(path)) if path else page
        elif path.startswith(("/", "\\")) and self._levels.absolute_links >= 0:
            told = "begins at the top of the server, not of the site; write the way from this page"
            target = Fault(self._levels.absolute_links, f'"{link.address}" {told}')
        elif path:
            folder = "" if scheme or path.startswith("/") else posixpath.dirname(page.src_uri)
            target = self._find_in_docs(posixpath.join(folder, unquote(path).lstrip("/")))
        if target is None or isinstance(target, Fault):
            return target
        return self._follow_fragment(target, fragment)

    def _find_in_docs(self, path: str) -> File | Fault | None:
        """Find what Markdown names by its path in the docs folder; nothing for a theme's file."""
        uri, files = posixpath.normpath(path), self._site.files
        file = files.get_file_from_path(uri)
        if not file:
            is_file = posixpath.splitext(path)[1]
            level = self._levels.not_found if is_file else self._levels.unrecognized_links
            near = near_file(uri if is_file else f"{uri}.md", files.src_uris)
            near = near or "; write the way to a file in the docs folder"
            if uri in self._site.former:
                near = f'; that page is "{self._site.former[uri]}" today'
            fault = Fault(level, f'there is no "{uri}", to which a link here leads{near}')
            return None if self._is_of_theme(uri) else fault
        if is_left_out(file) and not self._site.drafts:
            message = (
                f'"{uri}", to which a link here leads, is not published, as mkdocs.yml says '
                "(draft_docs, exclude_docs); publish it, or take the link out"
            )
            return Fault(self._levels.not_found, message)
        return file

    def _find_in_site(self, page: File, path: str) -> File | Fault | None:
        """Find what HTML names by its path from a page; nothing where that cannot be known."""
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(unquote(page.url)), path))
        if path.startswith(("/", "\\")) or uri.startswith("..") or self._is_of_theme(uri):
            return None
        if file := self._addresses.get(uri):
            return file
        folder = posixpath.dirname(page.src_uri)
        meant = self._site.files.get_file_from_path(
            posixpath.normpath(posixpath.join(folder, path))
        )
        remedy = f'write "{relative_url(meant.url, page.url)}"' if meant else "mend it"
        message = (
            f'"{path}" leads nowhere; in HTML an address counts from that of the page in the site: '
            f"{remedy}, or write a link in Markdown"
        )
        return Fault(self._levels.not_found, message)

    def _is_of_theme(self, uri: str) -> bool:
        return uri in _WRITTEN_LATER or any((folder / uri).is_file() for folder in self._theme)

    def _follow_fragment(self, target: File, fragment: str) -> Fault | None:
        content, page = self._site.contents.get(target.src_uri), target.src_uri
        names = {fragment, composed(unquote(fragment))}
        if not fragment or content is None or _TOP.fullmatch(fragment) or page == self._site.joined:
            return None
        if names & self._ids(page):
            return None
        reader = _read(content)  # slower, and exact
        known = {*reader.ids, *reader.names}
        if names & known:
            return None
        near = did_you_mean(fragment, known) or "; mend it, or leave it out"
        message = f'"{page}" has no address "{fragment}", to which a link here leads{near}'
        return Fault(self._levels.anchors, message)

    def _places(self, page: File, link: FoundLink) -> list[tuple[str, int]]:
        """Find where a link is written: on its page, or in the data that the page shows."""
        name, lines = self._site.name(page), _lines_of(link, self._text(page))
        if link.line:
            return [(name, next((line for line in lines if line >= link.line), link.line))]
        places = [(name, line) for line in lines]
        for other, text in self._others().items() if not places else ():
            places += [(other, line) for line in _lines_of(link, text)]
        return places or [(name, 0)]


def _unusable(address: str, scheme: str, host: str) -> str:
    """Say why an address can be none on the web, or return nothing."""
    if scheme == "file" or len(scheme) == 1:
        return f'"{address}" is on your own disk; put the file into the docs folder, and link to it'
    if scheme in ("http", "https", "mailto") and not (
        host or address[len(scheme) + 1 :].strip("/")
    ):
        return f'"{address}" is no address; mend it'
    return ""


def severity_of(level: int) -> Severity | None:
    """Tell the severity of problems by a level of `logging`; nothing for what is ignored."""
    severities: tuple[tuple[int, Severity], ...] = (
        (logging.ERROR, "error"),
        (logging.WARNING, "warning"),
        (logging.INFO, "hint"),
    )
    return next((severity for least, severity in severities if level >= least), None)


def _lines_of(link: FoundLink, text: str) -> list[int]:
    """Find the lines on which an address is written as a link; else those on which it stands."""
    written = "".join(c if c.isalnum() else rf"\\?{re.escape(c)}" for c in link.address)
    if link.address.startswith("doc:"):  # counted from elsewhere: the last part is as it was
        path, sign, fragment = link.address.removeprefix("doc:").partition("#")
        name = re.escape(posixpath.basename(path))
        written = rf"[^\s()<>#]*{name if not sign else f'(?:{name})?'}{sign}{re.escape(fragment)}"
    forms = f"(?:{written}|{re.escape(escape(link.address))})"
    for before in (_IN_HTML if link.in_html else _IN_MARKDOWN, _ANYWHERE):
        found = re.finditer(rf"(?m){before}({forms}){_END}", text)
        if lines := sorted({text.count("\n", 0, each.start(1)) + 1 for each in found}):
            return lines
    return []
