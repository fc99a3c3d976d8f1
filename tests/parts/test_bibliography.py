"""The bibliography page: groups and order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import Markup

from macros.bib.entries import Entry, Name
from macros.dates import parse_date
from macros.parts.bibliography import group_works, sort_key, takes, volumes
from macros.style.phrases import Group
from tests.golden import record_of
from tests.words import ENGLISH, GERMAN

if TYPE_CHECKING:
    from macros.data.words import Words

UNION = Name(literal="Port Union")
GROUPS = [
    Group(title=Markup("Documents"), kinds=("document",)),
    Group(title=Markup("Documents"), kinds=("report",), creators="bodies"),
    Group(title=Markup("Books"), kinds=("book", "chapter")),
    Group(title=Markup("Papers"), kinds=("report",), creators="persons"),
    Group(title=Markup("Articles"), kinds=("article",)),
]


def work(key: str, kind: str = "book", **fields: object) -> Entry:
    """A work by Okoro, titled like its key."""
    author = (Name(family="Okoro", given="Ada"),)
    return Entry(**{"key": key, "kind": kind, "line": 1, "title": key, "author": author, **fields})  # type: ignore[arg-type]


def in_order(*works: Entry, words: Words = ENGLISH) -> list[Entry]:
    return sorted(works, key=lambda entry: sort_key(entry, words.sorting))


def titles(*works: Entry, subject: str = "") -> list[tuple[str, list[str]]]:
    groups = group_works({entry.key: entry for entry in works}, GROUPS, ENGLISH, subject=subject)
    return [(title, [entry.key for entry in found]) for title, found in groups.items()]


def test_order_within_a_group() -> None:
    ordered = [
        work("anonymous", author=()),  # by title, where nobody is named
        work("editor", author=(), editor=(Name(family="Émile", given="Zoé"),)),
        work("lind-per", author=(Name(family="Lind", given="Per"),)),
        work("first", issued=None),
        work("b", issued=parse_date("2011")),
        work("Ä2", issued=parse_date("2012")),
        work("b2", issued=parse_date("2012")),
        work("ada-okoro-with-lind", author=(*work("x").author, Name(family="Lind", given="Per"))),
        work("body", author=(UNION,)),
        work("veer", author=(Name(family="Veer", given="Jan", particle="van der"),)),
    ]
    shuffled = ordered[1::2] + ordered[::2]
    assert in_order(*shuffled) == ordered


def by(family: str, given: str = "", issued: str = "2011") -> Entry:
    return work(family, author=(Name(family, given),), issued=parse_date(issued))


def of(body: str) -> Entry:
    return work(body, author=(Name(literal=body, abbreviation="AAA"),))


@pytest.mark.parametrize(
    "ordered",
    [
        [by("Oakes"), by("O’Brien"), by("Ozawa")],
        [by("López", "M. E."), by("López", "Zoé"), by("López de Molina", "G."), by("Lopezo")],
        [by("Lopez", "A."), by("López", "B."), by("Lopez", "C.")],
        [of("Rowing Club"), of("The Royal Society"), by("Ruiz"), of("World Health Organization")],
        [of("A. P. Lind"), of("A River"), work("The Sea", author=()), of("Thesis Union")],
        [by("Ark", issued="1987/.."), by("Ark", issued="/1990")],
    ],
)
def test_order_of_creators(ordered: list[Entry]) -> None:
    assert in_order(*reversed(ordered)) == ordered


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({"presort": "ll"}, "", "Adams"),
        ({"presort": "zz", "sort_key": "Aa"}, "Zola", ""),
        ({"sort_key": "Mab"}, "Maa", "Mac"),
        ({"sort_name": (Name("Mab", "A."),)}, "Maa", "Mac"),
        ({"author": (), "sort_title": "Mab"}, "Maa", "Mac"),
        ({"author": (Name("Mab", "Jan", "van"),)}, "Maa", "Mac"),
        ({"author": (Name("Mab", "Jan", "van"),), "use_prefix": True}, "Vaa", "Vao"),
    ],
)
def test_authors_may_say_where_a_work_stands(
    fields: dict[str, Any], before: str, after: str
) -> None:
    one = work("one", **fields)
    others = [by("Adams"), *(by(name) for name in (before, after) if name), by("Zola")]
    place = in_order(one, *others).index(one)
    assert in_order(one, *others)[place - 1].key == before if before else place == 0
    assert not after or in_order(one, *others)[place + 1].key == after


def test_a_year_to_sort_by_goes_before_the_date() -> None:
    works = [work("b", sort_year="1990", issued=parse_date("2015")), by("Okoro", "Ada")]
    assert in_order(*reversed(works)) == works


def test_order_in_another_language() -> None:
    works = [of("Das Amt"), by("Azad"), work("Die Burg", author=())]
    assert in_order(*reversed(works), words=GERMAN) == works


def test_groups_come_in_the_order_of_the_style_and_alike_titles_once() -> None:
    assert titles(
        work("article", "article"),
        work("paper", "report"),
        work("handbook", "report", author=(UNION,)),
        work("book"),
        work("decision", "document", author=(UNION,)),
    ) == [
        ("Documents", ["decision", "handbook"]),
        ("Books", ["book"]),
        ("Papers", ["paper"]),
        ("Articles", ["article"]),
    ]


def test_no_work_is_lost() -> None:
    assert titles(work("x", "webpage"), work("y")) == [("Books", ["y"]), ("Other works", ["x"])]


def test_the_paper_comes_first_with_its_volume() -> None:
    works = [work("b"), work("a"), work("volume"), work("paper", "chapter", parent="volume")]
    assert titles(*works, subject="paper") == [
        ("The paper and its volume", ["paper", "volume"]),
        ("Books", ["a", "b"]),
    ]


def test_the_paper_without_a_volume() -> None:
    assert titles(work("b"), work("paper"), subject="paper") == [
        ("The paper and its volume", ["paper"]),
        ("Books", ["b"]),
    ]


@pytest.mark.parametrize(
    ("creators", "author", "expected"),
    [
        ("anyone", (), True),
        ("anyone", (UNION,), True),
        ("persons", (UNION,), False),
        ("persons", (UNION, Name(family="Lind")), True),
        ("bodies", (UNION,), True),
        ("bodies", (UNION, Name(family="Lind")), False),
        ("bodies", (), True),
    ],
)
def test_takes(creators: str, author: tuple[Name, ...], expected: bool) -> None:
    group = record_of({"title": "x", "kinds": ["book"], "creators": creators}, Group)
    assert takes(group, work("a", author=author)) is expected
    assert not takes(group, work("a", "article", author=author))


def test_volumes() -> None:
    b, a, other = work("b", parent="v"), work("a", parent="v"), work("c", parent="w")
    assert volumes([b, work("v"), a, other], ENGLISH.sorting) == {"v": [a, b], "w": [other]}
