"""The words that the engine prints, in the language of a site: macros/words/*.yml.

The words within references are the house style's.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Annotated

from markupsafe import Markup
from msgspec import field

from macros.data.records import Record, read_by
from macros.text import escape, sort_form

if TYPE_CHECKING:
    from collections.abc import Iterable

    import msgspec

ENGLISH = "en"


def _with(*names: str) -> msgspec.Meta:
    """Annotate a text with the names that must stand in it in braces, each at least once."""
    wanted = " and ".join(f"{{{name}}}" for name in names) or "no braces"

    def read(text: str) -> str:
        try:
            pieces = list(Formatter().parse(text))
        except ValueError as error:
            raise ValueError(f"write {wanted} here ({error})") from None
        found = {name for _, name, _, _ in pieces if name is not None}
        if found != {*names} or any(form or sign for _, _, form, sign in pieces):
            raise ValueError(f'write {wanted} here, as macros/words/en.yml does, not "{text}"')
        return text

    return read_by(read)


Text = Annotated[str, _with()]
Number = Annotated[str, _with("number")]
Year = Annotated[str, _with("year")]
Date = Annotated[str, _with("date")]
List = Annotated[str, _with("list")]
Pages = Annotated[str, _with("pages")]
Place = Annotated[str, _with("place")]


class Lists(Record, frozen=True, kw_only=True):
    """What stands between the items of a list, and before its last one."""

    between: Text
    last: Text

    def join(self, items: Iterable[str]) -> Markup:
        """Join HTML, or text, as in a sentence: "a", "a and b", "a, b and c"."""
        *first, last = [escape(item) for item in items] or [Markup("")]
        return self.chain(first) + self.last + last if first else last

    def chain(self, items: Iterable[str]) -> Markup:
        """Join HTML, or text, as a mere list: "a, b, c"."""
        return escape(self.between).join(escape(item) for item in items)


class Sorting(Record, frozen=True, kw_only=True):
    """The alphabetical order of a language (BCP 47), and articles that do not count in front."""

    language: Text
    articles: tuple[Text, ...] = ()

    def key(self, *fields: str) -> bytes:
        """Return what texts sort by; of names, each part is one: "López", "M. E."."""
        return sort_form(*fields, language=self.language)

    def without_article(self, text: str) -> str:
        """Take off a leading article: "The Royal Society" → "Royal Society"."""
        bare = text.lstrip(" “”‘’«»\"'")
        for article in self.articles:
            if bare[: len(article)].casefold() == article and bare[len(article) :].lstrip():
                return bare[len(article) :].lstrip()
        return text


class Dates(Record, frozen=True, kw_only=True):
    """Dates in words. The lists begin with January, spring, and the first part of a year."""

    months: tuple[Text, ...]
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
    interval: Annotated[str, _with("start", "end")]

    def __post_init__(self) -> None:
        """Ask for as many words as a year has parts."""
        counts = {"months": 12, "seasons": 4, "quarters": 4, "thirds": 3, "halves": 2}
        for name, count in counts.items():
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
    item: Place
    table: Place
    figure: Place
    code: Place
    definition: Place
    all_chapters: Text
    retelling: Annotated[str, _with("original")]
    the_original: Text
    moved: Place
    moved_paragraph: Number
    moved_passage: Text
    moved_page: Place


class Notes(Record, frozen=True, kw_only=True):
    """Notes in chapters, and the page that lists all."""

    heading: Text
    note: Number
    listed: tuple[List, List]
    of_chapter: Annotated[str, _with("note", "chapter")]
    back: Number
    back_to_place: Annotated[str, _with("number", "place")]
    next: Annotated[str, _with("note")]
    original: Pages
    is_set: Annotated[str, _with("link")] = field(name="set")
    in_text: Text
    again: Text


class BibliographyPage(Record, frozen=True, kw_only=True):
    """What stands below a work; and the groups that no house style names."""

    subject: Text
    others: Text
    contains: Annotated[str, _with("works")]
    stands_in: Annotated[str, _with("work")]
    cited_in: Annotated[str, _with("notes")]
    passages: Annotated[str, _with("passages")]
    named_in_text: Annotated[str, _with("passages")]
    remark: Text


class Timeline(Record, frozen=True, kw_only=True):
    """The timeline; `dimensions` are one and several."""

    before: Text
    reported: Text
    inferred: Text
    dimensions: tuple[Annotated[str, _with("names")], Annotated[str, _with("names")]]


class Glossary(Record, frozen=True, kw_only=True):
    """The headings of the glossary, and of its table."""

    abbreviations: Text
    abbreviation: Text
    stands_for: Text
    bodies: Text
    people: Text
    terms: Text
    name_added: Text


class Citing(Record, frozen=True, kw_only=True):
    """How to cite a chapter, in the page and in files.

    `kinds` are words for biblatex's values of "type" and "pubstate" in CSL-JSON.
    """

    chapter: Text
    which: Text
    companion: Text
    original: Text
    files: Text
    house_style: Text
    version: Annotated[str, _with("version")]
    edition: Annotated[str, _with("version")]
    paragraph: Number
    own_pages: Pages
    cited: Pages
    cited_in_volume: Annotated[str, _with("volume", "pages")]
    kinds: dict[str, Text]


class Cover(Record, frozen=True, kw_only=True):
    """The cover of the whole paper, its contents, and what the PDF says of itself."""

    authors: Annotated[str, _with("authors")]
    original: Text
    quote: Text
    quote_without_pages: Text
    companion: Text
    edition: Annotated[str, _with("version", "date")]
    pdf: Text
    contents: Text
    subject: Annotated[str, _with("reference")]
    sheet: Annotated[str, _with("page", "pages")]


class MissingPage(Record, frozen=True, kw_only=True):
    """The page 404.html."""

    title: Text
    text: Text


class Script(Record, frozen=True, kw_only=True):
    """What docs/assets/companion.js says."""

    menu: Text
    note_in_full: Number
    go_to: Place
    copy_address: Number
    paragraph: Number
    page: Annotated[str, _with("page")]
    section: Text
    address_copied: Place
    address_shown: Place
    cite: Text
    cite_paragraph: Number
    cited_paragraph: Number
    cited_pages: Pages
    what: Text
    companion: Text
    original: Text
    form: Text
    citation: Text
    copy: Text
    download: Text
    close: Text
    copied: Text
    not_copied: Text


class Words(Record, frozen=True, kw_only=True):
    """All words of a language; pairs are one and several, braces hold what is filled in.

    `ordinals` go by the last digits of a number, the longest that fit; "others" are the rest.
    """

    lists: Lists
    sorting: Sorting
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
        form = next((ending for ending in endings if ending in self.ordinals), "others")
        return self.ordinals[form].format(number=number)
