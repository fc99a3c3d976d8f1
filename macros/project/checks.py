"""What is wrong with a menu, and with pages that are HTML: the same for a build and `make lint`."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from macros.companion import FoundLink, Rendered
from macros.problems import Problem
from macros.project.extension import AS_WRITTEN
from macros.project.links import LinkCheck, Site, is_left_out, near_file, severity_of
from macros.text import composed, ids_in

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

_CODE = re.compile(rf"(?s){AS_WRITTEN}")
_LEFT_OVER = re.compile(r"\{:?[^{}<>\n]*#([\w-]+)[^{}<>\n]*\}")


class Validation:
    """What `validation` in mkdocs.yml asks for, taken from MkDocs, which names no lines."""

    def __init__(self, config: MkDocsConfig) -> None:
        self.nav, self.links = deepcopy(config.validation.nav), deepcopy(config.validation.links)
        for kind in (config.validation.nav, config.validation.links):
            for name, level in kind.items():
                if level >= 0:  # else absolute links are counted from the docs folder
                    kind[name] = logging.DEBUG


def check_nav(
    nav: Navigation,
    site: Site,
    chapters: Collection[str],
    validation: Validation,
    settings: tuple[str, str],
) -> list[Problem]:
    """Return what is wrong with the menu; `settings` are the name of mkdocs.yml, and its text."""
    faults = [*_dead_entries(nav, site, validation), *_odd_pages(nav, site, chapters, validation)]
    source, text = settings
    problems = []
    for entry, level, message in faults:
        if severity := severity_of(level):
            lines = _lines_with(entry, composed(text))
            problems += [Problem(source, line, message, severity) for line in lines[-1:] or [0]]
    in_nav = {page.file.src_uri for page in nav.pages}
    severity = severity_of(validation.nav.omitted_files)
    for file in site.files.documentation_pages():
        if severity and file.src_uri not in in_nav and file.inclusion.name == "INCLUDED":
            message = "this page is not in nav; add it there, or name it under not_in_nav"
            problems.append(Problem(site.name(file), 0, message, severity))
    return problems


def _dead_entries(
    nav: Navigation, site: Site, validation: Validation
) -> Iterator[tuple[str, int, str]]:
    pages = [file.src_uri for file in site.files.documentation_pages()]
    for url in _links_of(nav.items):
        scheme, host, *_ = urlsplit(url)
        if url.startswith("/") and validation.nav.absolute_links >= 0:
            message = "begins at the top of the server, not of the site; write the whole address"
            yield url, validation.nav.absolute_links, f'"{url}" {message}'
        elif not host and (not scheme or url.endswith(".md")):  # "Rails:3-rails.md"
            near = near_file(url, pages) or "; mend the entry, or take it out"
            yield url, validation.nav.not_found, f'there is no page "{url}"{near}'


def _odd_pages(
    nav: Navigation, site: Site, chapters: Collection[str], validation: Validation
) -> Iterator[tuple[str, int, str]]:
    counts = Counter(page.file for page in nav.pages)
    for file, count in counts.items():
        if count > 1 and file.src_uri in chapters:
            message = f'the chapter "{file.src_uri}" stands in nav twice; keep one of the entries'
            yield file.src_uri, logging.ERROR, message
        if is_left_out(file) and not site.drafts:
            message = f'"{file.src_uri}" is not published (draft_docs, exclude_docs); take it out'
            yield file.src_uri, validation.nav.not_found, message


def _links_of(items: Iterable[object]) -> Iterator[str]:
    for item in items:
        if getattr(item, "is_link", False):
            yield str(getattr(item, "url", ""))
        yield from _links_of(getattr(item, "children", None) or ())


def _lines_with(entry: str, text: str) -> list[int]:
    """Find the lines of YAML on which an entry stands, comments aside."""
    written = re.compile(
        rf"(?m)^(?:[^#\n]*?[\s\"',:\[{{-])??({re.escape(entry)})(?=[\s\"',\]}}]|$)"
    )
    return [text.count("\n", 0, found.start(1)) + 1 for found in written.finditer(text)]


def check_site(
    rendered: Rendered, site: Site, links: Mapping[str, Iterable[FoundLink]], validation: Validation
) -> list[Problem]:
    """Return what is wrong with pages once they are HTML: lost markers and addresses, dead links.

    `links` are those in the text of each page; of pages without HTML nothing else is checked.
    """
    check = LinkCheck(site, validation.links)
    problems: list[Problem] = []
    retold = {rendered.parts.get(part) for part in ("whole_paper", "listing_of_notes")}
    for page in links:
        file = site.files.get_file_from_path(page)
        assert file
        html, name = site.contents.get(page), site.name(file)
        problems += check.check(file, [*links[page], *rendered.links.get(page, ())])
        if html is None:  # its macros cannot be run
            continue
        problems += check_markers(html, rendered.notes.get(page, {}), name)
        passages = rendered.passages.get(page, ())
        lost = _may_be_lost("" if page in retold else html, passages) - ids_in(html)
        problems += _without_passage(lost, composed(file.content_string), name) if lost else []
    return sorted(set(problems))


def _may_be_lost(html: str, passages: Collection[str]) -> set[str]:
    """Find the addresses that may name nothing: of passages, and those left in the text."""
    left = _LEFT_OVER.findall(_CODE.sub("", html)) if "{:" in html else []
    return {*passages, *left}


def _without_passage(lost: Iterable[str], text: str, source: str) -> Iterator[Problem]:
    for name in lost:
        found = re.search(rf"(\n\n)?\{{:?[^}}\n]*#{re.escape(name)}(?![\w-])", text)
        if found and found[1]:
            continue  # below a blank line: macros/pages/syntax.py says so
        line = text.count("\n", 0, found.start()) + 1 if found else 0
        message = (
            f'the address "#{name}" names nothing here; put {{: #{name} }} on a line of its own, '
            f"directly below its paragraph, or {{ #{name} }} at the end of its heading"
        )
        yield Problem(source, line, message)


LOST = (
    "the marker of this note did not come out; it stands in HTML, or in a text that is not read as "
    'Markdown: give the tag around it markdown="span", or set the note elsewhere, and write '
    "comments as {## … ##}"
)
IN_LINK = "the marker of this note stands inside a link, and is a link itself; put it behind"
ORDER = (
    "the marker of this note stands behind that of a later number; write the note where its marker "
    "stands, not into a variable"
)


_SIGNS = re.compile(r'<(?P<closing>/?)a(?=[\s>])|<sup\b[^>]*\bid="fnref:(?P<number>\d+)"')
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def check_markers(html: str, notes: Mapping[int, int], source: str) -> list[Problem]:
    """Return a problem for each of a page's notes whose marker is missing or out of place.

    `notes` are the numbers of the notes, and the lines of `source` that they stand on.
    """
    numbers, in_links = _markers(html)
    if numbers == list(notes) == sorted(notes) and not in_links:
        return []
    found = ((line, _fault(number, numbers, in_links)) for number, line in notes.items())
    return [Problem(source, line, message) for line, message in found if message]


def _fault(number: int, numbers: Sequence[int], in_links: Container[int]) -> str:
    if number not in numbers:
        return LOST
    if number in in_links:
        return IN_LINK
    before = numbers[: numbers.index(number)]
    return ORDER if any(other > number for other in before) else ""


def _markers(html: str) -> tuple[list[int], set[int]]:
    """Return the numbers of a page's markers in the order of reading, and those within links."""
    numbers: list[int] = []
    in_links: set[int] = set()
    open_links = 0
    for sign in _SIGNS.finditer(_COMMENT.sub("", html) if "<!--" in html else html):
        if sign["number"] is None:
            open_links = max(open_links + (-1 if sign["closing"] else 1), 0)
            continue
        numbers.append(int(sign["number"]))
        if open_links:
            in_links.add(numbers[-1])
    return numbers, in_links
