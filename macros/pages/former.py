"""Former addresses: of passages that have moved, and of pages that are no more."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from markupsafe import Markup
from msgspec import Struct

from macros.data.words import Group
from macros.pages.manuscript import Manuscript
from macros.pages.notes import Note
from macros.pages.passages import Mention, PageMark, Passage, stem
from macros.pages.source import line_of
from macros.problems import Problem, did_you_mean
from macros.text import fill, link, markup


class FormerPage(Struct, frozen=True):
    """A page that is no more.

    `pages` continue it: first the one that its own address leads to, then all others that have
    parts of it. `moved` are new addresses by former ids, `{"claim": "part/b.md#claim"}`.
    """

    pages: list[str]
    moved: dict[str, str]


def _key(name: str) -> str:
    """Name a page by what its address shows: `part/index` → `part`."""
    return name.removesuffix("/index")


def former_pages(manuscript: Manuscript) -> dict[str, FormerPage]:
    """Return the pages that are no more, by path, as front matter (`was`) and aliases tell."""
    former: dict[str, FormerPage] = {}
    for page in manuscript.pages.values():
        for path in page.was:
            former.setdefault(path, FormerPage([], {})).pages.append(page.page)
    by_key = {_key(stem(path)): each for path, each in former.items()}
    for passage in manuscript.readdressed:
        for alias in passage.aliases:
            name, _, old = alias.partition("#")
            if old and (each := by_key.get(_key(name))):
                each.moved[old] = passage.address
                if passage.page not in each.pages:
                    each.pages.append(passage.page)
    return former


def signposts(page: str, manuscript: Manuscript) -> Markup:
    """Write the signposts of a page to passages that have moved to other pages."""
    words, posts, set_down = manuscript.sources.words.places, [], set[str]()
    for passage in manuscript.readdressed:
        for alias in passage.aliases:
            former, _, old = alias.partition("#")
            if old and _key(former) == _key(stem(page)):
                along = [name for name in _moved_along(passage, manuscript) if name not in set_down]
                set_down.update(along)
                posts.append(_signpost(old, along, passage, words))
    return Markup("\n").join(posts)


def _signpost(old: str, along: Iterable[str], passage: Passage, words: Group) -> Markup:
    now = words.moved_paragraph if passage.number else words.moved_passage
    target = link(now.format(number=passage.number), passage.address)
    anchors = Markup("").join(map(Markup('<span class="alias" id="{}"></span>').format, along))
    text = fill(words.moved, place=target)
    return markup('<p class="moved" id="{}">{}{}</p>', old, anchors, text)


def _moved_along(passage: Passage, manuscript: Manuscript) -> Iterator[str]:
    """Return the ids that have moved with a passage: of notes, mentions and page marks in it."""
    for value, place in manuscript.passage_of.items():
        if place is passage and isinstance(value, Note) and value.name:
            yield f"note-{value.name}"
        elif place is passage and isinstance(value, Mention | PageMark):
            yield value.id


def check_former(manuscript: Manuscript) -> Iterator[Problem]:
    """Return the former addresses that cannot work: of pages that are there, or never were."""
    there = {_key(stem(page)): page for page in manuscript.pages}
    for page in manuscript.pages.values():
        for path in page.was:
            if known := there.get(_key(stem(path))):
                message = (
                    f'was: "{known}" is still a page of its own; delete it, or name what has moved '
                    f'from it: {{: #id was="{stem(known)}#id" }}'
                )
                yield Problem(page.source, page.was_line, message)
    gone = {_key(stem(path)) for page in manuscript.pages.values() for path in page.was}
    taken = {passage.names[0] for passage in manuscript.passages}
    for passage in manuscript.passages:
        for alias in passage.names[1:]:
            if message := _fault(alias, there.keys() | gone, taken):
                page = manuscript.pages[passage.page]
                place = re.search(rf"\{{:?[^}}\n]*#{re.escape(passage.id)}(?![\w-])", page.text)
                line = line_of(page, place.start()) if place else 0
                yield Problem(page.source, line, f"#{passage.id}: {message}")
            taken.add(alias)


def _fault(alias: str, pages: Collection[str], taken: Collection[str]) -> str:
    page = _key(alias.partition("#")[0])
    if page not in pages:
        near = did_you_mean(page, pages)
        near = near or f"; if it is no more, the page that continues it says `was: {page}.md`"
        return f'the alias "{alias}" is on an unknown page{near}'
    if alias in taken:
        return f'the alias "{alias}" is the address of another passage; leave it out'
    return ""
