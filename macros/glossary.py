"""The glossary: abbreviations, terms, people and bodies, from data/terms.yml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from macros.fields import Slug
from macros.markdown_text import escape
from macros.records import Record
from macros.sorting import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


class Term(Record, frozen=True, kw_only=True):
    """An entry of the glossary. `name_added`: the companion spells the name out, not the paper."""

    id: Slug
    kind: Literal["body", "person", "term"]
    name: str
    abbreviation: str = ""
    name_added: bool = False
    office: str = ""
    sort_as: str = ""
    text: str
    passages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Ask for a person's office."""
        if self.kind == "person" and not self.office:
            raise ValueError('a person needs an "office": the one held at the time')


class Terms(Record, frozen=True, kw_only=True):
    """The whole of data/terms.yml."""

    terms: tuple[Term, ...] = ()


KINDS = {"body": "Bodies", "person": "People", "term": "Terms"}


def by_kind(terms: Iterable[Term]) -> dict[str, list[Term]]:
    """Sort terms alphabetically under "Bodies", "People" and "Terms"; empty kinds are left out."""
    found: dict[str, list[Term]] = {title: [] for title in KINDS.values()}
    for term in sorted(terms, key=lambda term: plain(term.sort_as or term.name)):
        found[KINDS[term.kind]].append(term)
    return {title: group for title, group in found.items() if group}


def abbreviations(terms: Iterable[Term]) -> list[Term]:
    """Return the terms that have an abbreviation, in alphabetical order of it."""
    return sorted(
        (term for term in terms if term.abbreviation), key=lambda t: plain(t.abbreviation)
    )


def abbreviation_definitions(terms: Iterable[Term], text: str) -> str:
    """Define, in Markdown's `*[ABC]: …` syntax, the abbreviations that occur in a text."""
    lines = [
        f"*[{term.abbreviation}]: {escape(term.name)}"
        for term in abbreviations(terms)
        if re.search(rf"(?<!\w){re.escape(term.abbreviation)}(?!\w)", text)
    ]
    return "\n".join(lines)
