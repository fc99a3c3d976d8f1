"""The ledger of published addresses: none may disappear, or come to mean another passage.

`make addresses` compares the built site with the ledger (addresses.tsv), adds what is new and says
what is wrong. For each address the ledger keeps a print of the
words that stood there: the smallest hashes of its words (Broder, On the resemblance and
containment of documents, 1997), by which two texts can be compared without keeping either.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from macros.html_text import VOID, is_aside
from macros.plain import Plain
from macros.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

Print = tuple[str, ...]
Addresses = dict[str, "Place"]

_HASHES = 24
_SAME, _OTHER = 0.5, 0.15  # shares of words from which on two texts are one, or below which two
_SECOND_MARKER = re.compile(r"fnref\d+:")  # not published: it leads to no other place for long
_WITH_MEANING = {"p", "li"}


class Place(Plain, frozen=True):
    """What stands at an address: the first words, and a print of all of them.

    The print is empty where the id alone says what is meant (a page mark, a marker, a heading).
    """

    opening: str = ""
    words: Print = ()


def read_page(html: str) -> dict[str, Place]:
    """Find every address in the content of a page: id → what stands there."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.places


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.places: dict[str, Place] = {}
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._in_content = False
        self._waiting: dict[str, int] = {}  # empty anchors → the depth of what is around them

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "md-content__inner" in (values.get("class") or ""):
            self._in_content = True
        if self._in_content and tag not in VOID:
            self._open.append((tag, values, []))

    def handle_data(self, data: str) -> None:
        if not any(is_aside(values) for _, values, _ in self._open):
            for _, _, words in self._open:
                words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag in VOID:
            return
        opened, values, words = self._open.pop()
        text = " ".join("".join(words).split())
        address = values.get("id")
        if address and not _SECOND_MARKER.match(address) and opened != "script":
            has_meaning = opened in _WITH_MEANING and "moved" not in (values.get("class") or "")
            self.places[address] = place_of(text) if has_meaning else Place(_opening(text))
            if opened == "span" and not text:
                self._waiting[address] = len(self._open)
        if opened in _WITH_MEANING:
            inside = [name for name, depth in self._waiting.items() if depth > len(self._open)]
            for name in inside:
                self.places[name] = place_of(text)
                del self._waiting[name]
        self._in_content = bool(self._open)


def place_of(text: str) -> Place:
    """Take a print of a text."""
    hashes = {
        blake2b(word.encode(), digest_size=2).hexdigest()
        for word in re.findall(r"\w{4,}", text.casefold())
    }
    return Place(_opening(text), tuple(sorted(hashes)[:_HASHES]))


def _opening(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def likeness(one: Print, other: Print) -> float:
    """Estimate the share of words that two texts have in common, from 0 to 1."""
    smallest = sorted({*one, *other})[:_HASHES]
    both = {*one} & {*other}
    return sum(word in both for word in smallest) / len(smallest) if smallest else 1.0


def compare(
    ledger: Mapping[str, Place], current: Mapping[str, Place], lines: Mapping[str, int], source: str
) -> list[Problem]:
    """Return what has become of published addresses; `lines` says where the ledger has them."""
    problems = []
    for address, former in ledger.items():
        if message := _fate(address, former, current):
            problems.append(Problem(source, lines.get(address, 0), f'"{address}" {message}'))
    return problems


def _fate(address: str, former: Place, current: Mapping[str, Place]) -> str:
    place = current.get(address)
    if place and (not former.words or not place.words):
        return ""
    if place and likeness(former.words, place.words) >= _OTHER:
        return ""
    elsewhere = _find(former, current, address)
    alias = address.replace("/#", "#")
    if place is None and elsewhere:
        return f'is gone; what it meant stands at "{elsewhere}": add was="{alias}" to its address'
    if place is None:
        return (
            f'is gone ("{former.opening}"); bring it back, or add was="{alias}" to the address of '
            "the passage that now says it"
        )
    if is_number(address):
        return (
            f'has become another note ("{place.opening}"), since notes were inserted or moved; '
            "link to notes by #note-ID, and accept the new numbers: make addresses ACCEPT=numbers"
        )
    if elsewhere:
        return (
            f'has come to mean another passage ("{place.opening}"); what it meant stands at '
            f'"{elsewhere}": give the other passage a new address, and this one back to the first'
        )
    return (
        f'reads quite differently ("{former.opening}" before, "{place.opening}" today); if it says '
        f'the same in other words, run: make addresses ACCEPT="{address}"'
    )


def is_number(address: str) -> bool:
    """Whether an address has a note's number, which changes where notes are inserted."""
    return bool(re.search(r"#(fn:|fnref:|note-([\w-]+:)?)\d+$", address))


def _find(former: Place, current: Mapping[str, Place], address: str) -> str:
    if not former.words:
        return ""
    likely = [
        (likeness(former.words, place.words), other)
        for other, place in current.items()
        if other != address and place.words
    ]
    best, other = max(likely, default=(0.0, ""))
    return other if best >= _SAME else ""
