"""The whole paper on one page, put together from the finished chapters.

Nothing is rendered a second time: the HTML of the pages is joined, ids are made unique, and every
link leads to its place on the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from lxml import html
from lxml.html.builder import E
from msgspec import Struct

from macros.text import fit_for_xml, relative_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Stands for the site's address, while links are worked out.
_SITE = "https://companion.invalid/"
_UNIQUE_ID = re.compile(r"page-\d+$|ref-")  # one of each in a whole companion
_NOTE_ID = re.compile(r"(fn|fnref\d*):")
_NOTE_IN_LISTING = re.compile(r".*--note-(?:([\w-]+):)?(\d+)$")
_HEADING = re.compile(r"h([1-5])$")
_REFERRING = ("aria-labelledby", "aria-describedby", "for")
_LEFT_OUT = " | ".join(
    (
        ".//a[contains(@class, 'headerlink')]",
        ".//a[contains(@class, 'to-whole')]",
        ".//details[contains(@class, 'cite')]",
        ".//*[contains(@class, 'moved') or contains(@class, 'retelling')]",
        ".//script",
    )
)
_TO_ITSELF = ".//a[contains(@class, 'passage-number') or contains(@class, 'page-mark')]"
_ENDNOTES = ".//section[@role='doc-endnotes']"


class FinishedPage(Struct, frozen=True):
    """A page as it stands on the site.

    `name` is unique and fit for an id, `url` is its address in the site ("2-concept/"), `title`
    what the menu calls it, and `content` its HTML without the theme's frame.
    """

    name: str
    url: str
    title: str
    content: str


class _Part(Struct, frozen=True):
    page: FinishedPage
    root: HtmlElement
    ids: Mapping[str, str]  # on the page → on the whole page; "" is the page itself


def assemble(
    pages: Sequence[FinishedPage],
    url: str,
    notes_page: str = "",
    site: str = "",
    *,
    per_chapter: bool = False,
    heading: str = "",
) -> str:
    """Join pages in their order: contents, then a section for each, all notes in one list.

    `url` is the address of the joined page, `heading` stands above its contents. The notes stand on
    the page named `notes_page`, in place of what it says, or after the last page that has any;
    those that are numbered `per_chapter` there in a list for each, or after their chapters. In
    print, links to what is not joined give its address below `site`, where that is known.
    """
    parts = [
        _read(page, lists_notes=page.name == notes_page, per_chapter=per_chapter) for page in pages
    ]
    targets = {part.page.url: part for part in parts}
    for part in parts:
        _fit(part, url)
        for link in part.root.iterfind(".//a[@href]"):
            _retarget(link, part.page.url, targets, url, site)
    _join_notes(parts, notes_page, per_chapter=per_chapter)
    _print_addresses_once(part.root for part in parts)
    whole = E.div({"class": "whole"}, _contents(pages, heading), *(part.root for part in parts))
    return str(html.tostring(whole, encoding="unicode"))


def _read(page: FinishedPage, *, lists_notes: bool, per_chapter: bool) -> _Part:
    root = html.fragment_fromstring(fit_for_xml(page.content), create_parent="section")
    for element in root.xpath(_LEFT_OUT):
        element.drop_tree()
    for link in root.xpath(_TO_ITSELF):
        link.tag = "span"
        del link.attrib["href"]
        if "passage-number" in link.get("class"):
            link.attrib.pop("title", "")
    for passage in root.iterfind(".//*[@data-original]"):
        _write_pages(passage)
    ids = {name: _new_id(page.name, name, per_chapter) for name in root.xpath(".//@id")}
    if lists_notes:  # notes are known by where the chapters set them
        ids = {name: _NOTE_IN_LISTING.sub(_id_in_chapter, new) for name, new in ids.items()}
    return _Part(page, root, {**ids, "": page.name})


def _new_id(page: str, name: str, per_chapter: bool) -> str:
    if note := _NOTE_ID.match(name):
        return f"{note[0]}{page}:{name[note.end() :]}" if per_chapter else name
    return name if _UNIQUE_ID.match(name) else f"{page}--{name}"


def _id_in_chapter(note: re.Match[str]) -> str:
    return ":".join(filter(None, ["fn", *note.groups()]))


def _write_pages(passage: HtmlElement) -> None:
    """Write out the pages of the original, which style sheets show: a PDF has but text for all."""
    pages = E.span({"class": "passage-pages"}, passage.attrib.pop("data-original"))
    number = passage.find("span[@class='passage-number']")
    if number is None:
        pages.tail, passage.text = f" {passage.text or ''}", None
        passage.insert(0, pages)
    else:
        pages.tail, number.tail = f" {number.tail or ''}", " "
        passage.insert(passage.index(number) + 1, pages)


def _fit(part: _Part, url: str) -> None:
    """Fit a part into the whole: its ids, the depth of its headings, what it embeds."""
    for element in part.root.iterdescendants():
        for name in ("id", *_REFERRING):
            if value := element.get(name):
                element.set(name, " ".join(part.ids.get(each, each) for each in value.split()))
        if source := element.get("src"):
            target = urljoin(_SITE + part.page.url, source)
            if target.startswith(_SITE):
                element.set("src", relative_url(target.removeprefix(_SITE), url))
        if heading := _HEADING.match(str(element.tag)):
            element.tag = f"h{int(heading[1]) + 1}"
    part.root.attrib.update({"class": "part", "id": part.page.name, "data-page": part.page.name})


def _retarget(
    link: HtmlElement, url: str, targets: Mapping[str, _Part], whole_url: str, site: str
) -> None:
    """Let a link of the page at `url` lead to its target on the whole page."""
    address, fragment = urldefrag(urljoin(_SITE + url, link.get("href")))
    if not address.startswith(_SITE):
        return
    path = address.removeprefix(_SITE)
    if part := targets.get(path):
        link.set("href", f"#{part.ids.get(fragment, part.page.name)}")
        return
    ending = f"#{fragment}" if fragment else ""
    link.set("href", relative_url(path, whole_url) + ending)
    if site:
        link.set("data-outside", urljoin(site, path) + ending)


def _join_notes(parts: Sequence[_Part], notes_page: str, *, per_chapter: bool) -> None:
    sections = [(part, section) for part in parts for section in part.root.xpath(_ENDNOTES)]
    listing = next((part.root for part in parts if part.page.name == notes_page), None)
    if per_chapter and listing is not None:
        _list_notes_by_chapter(sections, listing)
    elif sections and not per_chapter:
        _list_notes_in_one(sections, listing)


def _list_notes_in_one(
    sections: Sequence[tuple[_Part, HtmlElement]], listing: HtmlElement | None
) -> None:
    """Move the notes of all chapters into one list: in `listing`, or behind the last chapter's."""
    (_, joined), *others = sections
    for _, section in others:
        _notes_of(joined).extend(_notes_of(section))
        section.drop_tree()
    if listing is None:
        sections[-1][0].root.append(joined)
        return
    for heading in joined.findall("h3"):
        joined.remove(heading)
    joined.tag = "div"  # a section wants a heading of its own
    for heading in listing.findall("h2")[:1]:
        joined.set("aria-labelledby", heading.get("id", ""))
    _fill(listing, [joined])


def _list_notes_by_chapter(
    sections: Sequence[tuple[_Part, HtmlElement]], listing: HtmlElement
) -> None:
    """Move the notes of each chapter, under its title, into `listing`."""
    for part, section in sections:
        for heading in section.findall("h3"):
            heading.text = part.page.title
    _fill(listing, [section for _, section in sections])


def _notes_of(section: HtmlElement) -> HtmlElement:
    notes = section.find("ol")
    assert notes is not None
    return notes


def _fill(listing: HtmlElement, sections: Sequence[HtmlElement]) -> None:
    """Let `listing` hold its heading, its figures and these notes, with page marks of its own."""
    marks = {note.get("id"): note.xpath(".//*[@class='page-mark']") for note in listing.iter("li")}
    for note in (note for section in sections for note in _notes_of(section)):
        for mark in marks.get(note.get("id"), ()):
            paragraph = note.find("p")
            start = note if paragraph is None else paragraph
            mark.tail, start.text = f" {start.text or ''}", None
            start.insert(0, mark)
    listing[:] = [*listing.findall("h2")[:1], *listing.findall("figure"), *sections]


def _print_addresses_once(roots: Iterable[HtmlElement]) -> None:
    """Write out an outside address, for print, behind the first link to it alone."""
    seen = set()
    for root in roots:
        for link in root.iterfind(".//a[@data-outside]"):
            address = link.attrib.pop("data-outside") or link.get("href")
            if address not in seen:
                link.append(E.span({"class": "printed-address"}, f" <{address}>"))
            seen.add(address)


def _contents(pages: Sequence[FinishedPage], heading: str) -> HtmlElement:
    number = {"class": "contents-page"}  # where `print_pdf` writes one
    lines = [
        E.a(E.span({"class": "contents-title"}, page.title), E.span(number), href=f"#{page.name}")
        for page in pages
    ]
    title = E.h2({"id": "contents"}, heading)
    return E.nav(
        {"class": "contents", "aria-labelledby": "contents"}, title, E.ul(*map(E.li, lines))
    )
