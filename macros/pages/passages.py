"""What stands in the authors' pages, apart from notes: passages, page marks, mentions, chapters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from macros.problems import Problem, did_you_mean
from macros.text import link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from macros.data.words import Places
    from macros.style.citations import CitationItem


def stem(page: str) -> str:
    """Name a page as data files and aliases do: without ".md"."""
    return page.removesuffix(".md")


class Cited(Struct, frozen=True):
    """A citation item where its macro stands; outside a note it is a mistake."""

    item: CitationItem
    source: str
    line: int


class PageMark(Struct, frozen=True):
    """Here a page of the original begins."""

    number: int
    source: str
    line: int


class Mention(Struct, frozen=True):
    """A work named in the running text, without a note. `number` tells several of a work apart."""

    page: str
    line: int
    cite_key: str
    text: str
    number: int

    @property
    def id(self) -> str:
        """The fragment that leads to the mention."""
        return f"named-{self.cite_key}-{self.number}"


class Passage(Struct, frozen=True):
    """A paragraph with an address, and the first and last page of the original it stands on.

    `number` is its number for readers, "2.3", empty outside chapters. `aliases` are addresses that
    it had before: ids on its own page, or "file-name#id".
    """

    page: str
    id: str
    first: int
    last: int
    number: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Where the passage stands: page and fragment."""
        return f"{self.page}#{self.id}"

    @property
    def names(self) -> list[str]:
        """All its names, as data files write them: "file-name#id", today's first."""
        own = stem(self.page)
        return [a if "#" in a else f"{own}#{a}" for a in (self.id, *self.aliases)]


class Chapter(Struct, frozen=True):
    """A page that retells a part of the original, from its page `first` to `last`."""

    page: str
    number: int
    title: str
    first: int
    last: int


def moved_passages(page: str, passages: Iterable[Passage], words: Places) -> str:
    """Write, as HTML, the signposts of a page to passages that have moved to other pages."""
    signposts = []
    for passage in passages:
        for alias in passage.aliases:
            former, _, old = alias.partition("#")
            if old and former == stem(page):
                now = words.moved_paragraph if passage.number else words.moved_passage
                target = link(now.format(number=passage.number), passage.address)
                text = words.moved.format(place=target)
                signposts.append(f'<p class="moved" id="{old}">{text}</p>')
    return "\n".join(signposts)


def check_aliases(passages: Collection[Passage], sources: Mapping[str, str]) -> list[Problem]:
    """Return the aliases that cannot work; `sources` maps pages to the paths problems name."""
    problems = []
    taken = {passage.names[0] for passage in passages}
    pages = {stem(page) for page in sources}
    for passage in passages:
        for alias in passage.names[1:]:
            page = alias.partition("#")[0]
            message = ""
            if page not in pages:
                message = f'the alias "{alias}" is on an unknown page{did_you_mean(page, pages)}'
            elif alias in taken:
                message = f'the alias "{alias}" is the address of another passage; leave it out'
            if message:
                problems.append(Problem(sources[passage.page], 0, f"#{passage.id}: {message}"))
            taken.add(alias)
    return problems
