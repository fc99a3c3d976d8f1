"""The glossary: abbreviations, terms, people and bodies, from data/terms.yml."""

from __future__ import annotations

from typing import Literal

from macros.data.reading import Lines, check_unique
from macros.data.records import Record, Slug
from macros.problems import Problem


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


def check_terms(data: Terms, lines: Lines, source: str) -> list[Problem]:
    """Return a problem for each id and abbreviation that an earlier term already has."""
    short = [term.abbreviation or term.id for term in data.terms]
    twice = check_unique([term.id for term in data.terms], "terms", lines, source)
    return twice + check_unique(short, "terms", lines, source, "abbreviation")
