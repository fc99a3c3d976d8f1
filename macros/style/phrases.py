"""The words and signs of a house style, as its phrases.yml holds them."""

from __future__ import annotations

from typing import Annotated, Literal

from markupsafe import Markup
from msgspec import field

from macros.data.records import Record, read_by
from macros.text import trusted

PHRASES = "phrases.yml"

Phrase = Annotated[Markup, read_by(trusted)]
"""Words and signs as a style writes them, in HTML."""


class Separators(Record, frozen=True, kw_only=True):
    """What stands between parts, names and works; `question` replaces `parts` after "?" or "!".

    `two_names` stands between two, `last_name` before the last of several; both are as `names`
    unless said otherwise. `others` stands before "et al." where several names are shown.
    """

    parts: Phrase
    question: Phrase
    names: Phrase
    two_names: Phrase | None = None
    last_name: Phrase | None = None
    others: Phrase = Markup(" ")
    works: Phrase


class Dates(Record, frozen=True, kw_only=True):
    """A style's own order of a day, of an interval, and its signs for uncertain dates.

    In references an interval with an open end is written with nothing behind the sign.
    """

    day: str | None = None
    interval: str | None = None
    about: str | None = None
    perhaps: str | None = None


class Role(Record, frozen=True, kw_only=True):
    """What somebody did for a work: behind names that come first, (one, several); before others."""

    mark: tuple[Phrase, Phrase] = (Markup(""), Markup(""))
    by: Phrase


class Ranges(Record, frozen=True, kw_only=True):
    """The sign in ranges of numbers, and whether those of pages are shortened ("201-20")."""

    sign: str = "-"
    pages: Literal["as-written", "chicago"] = "as-written"


class EtAl(Record, frozen=True, kw_only=True):
    """From how many names on only some are shown, and how many: (7, 3)."""

    full: tuple[int, int] | None = None
    later: tuple[int, int] | None = None


class Group(Record, frozen=True, kw_only=True):
    """A group of the bibliography page: the kinds of work in it, by persons, bodies or anyone."""

    title: Phrase
    kinds: tuple[str, ...]
    creators: Literal["anyone", "persons", "bodies"] = "anyone"


class Phrases(Record, frozen=True, kw_only=True):
    """The words and signs of a style; pairs are (one, several), locators by CSL's names.

    `roles` are biblatex's values of "editortype", and its fields for further people. `edition` has
    "{}" where the number stands, or what is among `revisions` ("rev."); `journal_series` has words
    for "newseries" and "oldseries", and "{}" in that of a `number`. `genres` and `status` have
    words for biblatex's values of "type" and "pubstate"; what is not among them is shown as it
    stands. With `punctuation_in_quotes` commas and full stops go inside closing quotation marks. A
    style may have a form of its own for a page of a volume, `page_in_volume`. `closing` are the
    signs after which a reference takes no full stop. `left_out` are the fields of biblatex that a
    style leaves out of a kind of work on purpose; of others `make lint` says so.
    """

    separators: Separators
    punctuation_in_quotes: bool = False
    closing: str = "."
    quotation_marks: tuple[Phrase, Phrase]
    inner_quotation_marks: tuple[Phrase, Phrase]
    editors: tuple[Phrase, Phrase]
    edited_by: Phrase
    translated_by: Phrase
    roles: dict[str, Role]
    others: Phrase
    et_al: EtAl = EtAl()
    edition: Phrase
    revisions: dict[str, Phrase]
    journal_series: dict[str, Phrase]
    accessed: Phrase
    dates: Dates = Dates()
    ranges: Ranges = Ranges()
    genres: dict[str, Phrase]
    status: dict[str, Phrase]
    locators: dict[str, tuple[Phrase, Phrase]]
    page_in_volume: Phrase = Markup("")
    always_in_full: tuple[str, ...]
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    groups: tuple[Group, ...]

    def __post_init__(self) -> None:
        """Ask for the signs without which no reference could end."""
        if not self.closing:
            raise ValueError('"closing" needs a sign, such as a full stop')
