"""The notes of joined chapters: moved to the page that lists them all, with its page marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement


def list_in_one(
    sections: Sequence[HtmlElement], listing: HtmlElement | None, last: HtmlElement
) -> None:
    """Move the notes of all chapters into one list: in `listing`, if there is one, or `last`."""
    joined, *others = sections
    for section in others:
        _list_of(joined).extend(_list_of(section))
        section.drop_tree()
    if listing is None:
        last.append(joined)
        return
    _mark_pages(listing, _list_of(joined))
    for heading in joined.findall("h3"):
        joined.remove(heading)
    joined.tag = "div"  # a section wants a heading of its own
    for heading in listing.findall("h2")[:1]:
        joined.set("aria-labelledby", heading.get("id", ""))
    _fill(listing, [joined])


def list_by_chapter(sections: Iterable[tuple[str, HtmlElement]], listing: HtmlElement) -> None:
    """Move the notes of each chapter, under its title, into `listing`."""
    moved = []
    for title, section in sections:
        _mark_pages(listing, _list_of(section))
        for heading in section.findall("h3"):
            heading.text = title
        moved.append(section)
    _fill(listing, moved)


def _list_of(section: HtmlElement) -> HtmlElement:
    notes = section.find("ol")
    assert notes is not None
    return notes


def _fill(listing: HtmlElement, content: Sequence[HtmlElement]) -> None:
    listing[:] = [*listing.findall("h2")[:1], *content]


def _mark_pages(listing: HtmlElement, notes: Iterable[HtmlElement]) -> None:
    marks = {note.get("id"): note.xpath(".//*[@class='page-mark']") for note in listing.iter("li")}
    for note in notes:
        for mark in marks.get(note.get("id"), ()):
            _put_first(mark, note)


def _put_first(mark: HtmlElement, note: HtmlElement) -> None:
    paragraph = note.find("p")
    place = note if paragraph is None else paragraph
    mark.tail, place.text = f" {place.text or ''}", None
    place.insert(0, mark)
