"""The words that the engine prints, in the language of a site: macros/words/*.yml.

The words within references are the house style's.
"""

from __future__ import annotations

from functools import partial
from string import Formatter
from typing import TYPE_CHECKING, Annotated

from macros.data.records import Record, named, read_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import msgspec

ENGLISH = "en"


def _with(*places: str) -> msgspec.Meta:
    """Annotate a text with the names that must stand in it in braces, each at least once."""
    return read_by(partial(_read, places))


def _read(places: Sequence[str], text: str) -> str:
    wanted = " and ".join(f"{{{name}}}" for name in places) or "no braces"
    try:
        pieces = list(Formatter().parse(text))
    except ValueError as error:
        raise ValueError(f"write {wanted} here ({error})") from None
    found = {name for _, name, _, _ in pieces if name is not None}
    if found != {*places} or any(form or sign for _, _, form, sign in pieces):
        raise ValueError(f'write {wanted} here, as macros/words/en.yml does, not "{text}"')
    return text


Plain = Annotated[str, _with()]
Number = Annotated[str, _with("number")]
Year = Annotated[str, _with("year")]
Date = Annotated[str, _with("date")]
Ends = Annotated[str, _with("start", "end")]
List = Annotated[str, _with("list")]
Pages = Annotated[str, _with("pages")]
Place = Annotated[str, _with("place")]
Note = Annotated[str, _with("note")]
Reference = Annotated[str, _with("reference")]


class Lists(Record, frozen=True, kw_only=True):
    """What stands between the items of a list, and before its last one."""

    between: Plain
    last: Plain

    def join(self, items: Iterable[str]) -> str:
        """Join as in a sentence: "a", "a and b", "a, b and c"."""
        *first, last = list(items) or [""]
        return f"{self.between.join(first)}{self.last}{last}" if first else last


class Dates(Record, frozen=True, kw_only=True):
    """Dates in words. The lists begin with January, spring, and the first part of a year."""

    months: tuple[Plain, ...]
    day: Annotated[str, _with("day", "month", "year")]
    month: Annotated[str, _with("month", "year")]
    seasons: tuple[Year, ...]
    quarters: tuple[Year, ...]
    thirds: tuple[Year, ...]
    halves: tuple[Year, ...]
    decade: Year
    century: Number
    before_christ: Year
    about: Date
    perhaps: Date
    perhaps_about: Date
    since: Date
    until: Date
    interval: Ends

    def __post_init__(self) -> None:
        """Ask for as many words as a year has parts."""
        for name, count in {
            "months": 12,
            "seasons": 4,
            "quarters": 4,
            "thirds": 3,
            "halves": 2,
        }.items():
            if len(getattr(self, name)) != count:
                raise ValueError(f'"{name}" needs {count} texts')


class OriginalPages(Record, frozen=True, kw_only=True):
    """Pages of the original, one and several; with those of the volume in brackets."""

    label: tuple[Pages, Pages]
    range: Annotated[str, _with("first", "last")]
    in_volume: Annotated[str, _with("pages", "volume")]
    of_original: Pages
    begins: Annotated[str, _with("page")]
    begins_in_volume: Annotated[str, _with("page", "volume")]


class Places(Record, frozen=True, kw_only=True):
    """Chapters and paragraphs, as links and signposts name them."""

    chapter: Number
    chapter_of: Annotated[str, _with("number", "count")]
    paragraph: Number
    address: Number
    whole_paper: Plain
    moved: Place
    moved_paragraph: Number
    moved_passage: Plain


class Notes(Record, frozen=True, kw_only=True):
    """Notes in chapters, and the page that lists all."""

    heading: Plain
    note: Number
    listed: tuple[List, List]
    of_chapter: Annotated[str, _with("note", "chapter")]
    back: Number
    back_to_place: Annotated[str, _with("number", "place")]
    next: Note
    original: Pages
    is_set: Annotated[str, _with("link")] = named("set")
    in_text: Plain
    again: Plain


class BibliographyPage(Record, frozen=True, kw_only=True):
    """What stands below a work; and the groups that no house style names."""

    subject: Plain
    others: Plain
    contains: Annotated[str, _with("works")]
    stands_in: Annotated[str, _with("work")]
    cited_in: Annotated[str, _with("notes")]
    passages: Annotated[str, _with("passages")]
    named_in_text: Annotated[str, _with("passages")]
    remark: Plain


class Timeline(Record, frozen=True, kw_only=True):
    """The timeline; `dimensions` are one and several."""

    before: Plain
    reported: Plain
    inferred: Plain
    dimensions: tuple[Annotated[str, _with("names")], Annotated[str, _with("names")]]


class Glossary(Record, frozen=True, kw_only=True):
    """The headings of the glossary, and of its table."""

    abbreviations: Plain
    abbreviation: Plain
    stands_for: Plain
    bodies: Plain
    people: Plain
    terms: Plain
    name_added: Plain


class Citing(Record, frozen=True, kw_only=True):
    """How to cite a chapter, in the page and in files.

    `kinds` are words for biblatex's values of "type" and "pubstate" in CSL-JSON.
    """

    chapter: Plain
    companion: Plain
    original: Plain
    files: Plain
    house_style: Plain
    version: Annotated[str, _with("version")]
    edition: Annotated[str, _with("version")]
    paragraph: Number
    own_pages: Pages
    cited: Pages
    cited_in_volume: Annotated[str, _with("volume", "pages")]
    kinds: dict[str, Plain]


class Cover(Record, frozen=True, kw_only=True):
    """The cover of the whole paper, its contents, and what the PDF says of itself."""

    authors: Annotated[str, _with("authors")]
    original: Plain
    quote: Plain
    companion: Plain
    edition: Annotated[str, _with("version", "date")]
    pdf: Plain
    contents: Plain
    subject: Reference
    sheet: Annotated[str, _with("page", "pages")]


class MissingPage(Record, frozen=True, kw_only=True):
    """The page 404.html."""

    title: Plain
    text: Plain


class Script(Record, frozen=True, kw_only=True):
    """What docs/assets/companion.js says."""

    menu: Plain
    note_in_full: Number
    go_to: Place
    copy_address: Number
    paragraph: Number
    page: Annotated[str, _with("page")]
    section: Plain
    address_copied: Place
    address_shown: Place
    cite: Plain
    cite_paragraph: Number
    cited_paragraph: Number
    cited_pages: Pages
    what: Plain
    companion: Plain
    original: Plain
    form: Plain
    citation: Plain
    copy: Plain
    download: Plain
    close: Plain
    copied: Plain
    not_copied: Plain


class Words(Record, frozen=True, kw_only=True):
    """All words of a language; pairs are one and several, braces hold what is filled in.

    `ordinals` go by the last digits of a number, the longest that fit; "others" are the rest.
    """

    lists: Lists
    ordinals: dict[str, Number]
    dates: Dates
    pages: OriginalPages
    places: Places
    notes: Notes
    bibliography: BibliographyPage
    timeline: Timeline
    glossary: Glossary
    citing: Citing
    cover: Cover
    missing_page: MissingPage
    script: Script

    def __post_init__(self) -> None:
        """Ask for the ordinal of all numbers that have none of their own."""
        if "others" not in self.ordinals:
            raise ValueError('"ordinals" need "others"')

    def ordinal(self, number: int) -> str:
        """Count: 2 → "2nd"."""
        endings = (str(number)[at:] for at in range(len(str(number))))
        form = next((self.ordinals[each] for each in endings if each in self.ordinals), "")
        return (form or self.ordinals["others"]).format(number=number)
