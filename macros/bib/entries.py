"""The works of a bibliography, in CSL's terms for their fields."""

from __future__ import annotations

import re
from urllib.parse import quote

from msgspec import Struct

from macros.dates import EdtfDate

# Scripts in which the family name comes first, without a space: Han, Hangul and kana.
FAMILY_FIRST = re.compile(
    "[\u1100-\u11ff\u3005\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U000323af]+"
)
# Fields of biblatex for people who come after the authors and editors of a work.
AIDS = ("annotator", "commentator", "introduction", "foreword", "afterword", "holder")


class Name(Struct, frozen=True):
    """A person by the parts of their name, or a body by its `literal` name and an abbreviation.

    `others` stands for further people whom the bibliography does not name ("and others").
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""
    abbreviation: str = ""
    others: bool = False

    @property
    def full(self) -> str:
        """Given name before surname: "Robert O. Keohane"; in Han, Hangul and kana "毛泽东".

        A name in both scripts, "Mao, Zedong 毛泽东", has the second one last.
        """
        if self.given and FAMILY_FIRST.fullmatch(self.family + self.given):
            return f"{self.family}{self.given}"
        given, _, whole = self.given.rpartition(" ")
        if given and FAMILY_FIRST.fullmatch(whole):
            return " ".join(filter(None, (given, self.surname, self.suffix, whole)))
        return self.literal or " ".join(filter(None, (self.given, self.surname, self.suffix)))

    def inverted(self, *, with_prefix: bool = False) -> str:
        """Put the surname in front, as lists do: "King, Martin, Jr.", "Veer, Jan van der".

        `with_prefix` is biblatex's "useprefix": "van der Veer, Jan".
        """
        if self.literal or self.full == f"{self.family}{self.given}":
            return self.full
        first, rest = self.family, " ".join(filter(None, (self.given, self.particle)))
        if with_prefix:
            first, rest = self.surname, self.given
        return ", ".join(filter(None, (first, rest, self.suffix)))

    @property
    def short(self) -> str:
        """What a later citation shows: "Keohane", "van der Veer", "UN"."""
        return self.abbreviation or self.literal or self.surname

    @property
    def surname(self) -> str:
        """A person's surname with its particle: "van der Veer"."""
        return " ".join(filter(None, (self.particle, self.family)))


class Contribution(Struct, frozen=True):
    """What people did for a work, beside writing, editing and translating it.

    `role` is a value of biblatex's "editortype" ("director", "compiler", "founder" …), one of an
    author's own, or a field of biblatex that names people: annotator, commentator, introduction,
    foreword, afterword, holder.
    """

    role: str
    names: tuple[Name, ...]


class Entry(Struct, frozen=True, cache_hash=True):
    """One work, its text in Unicode without BibTeX or Markdown; emphasis stands in OPEN and CLOSE.

    `kind` names the rule of the house style that the work follows, `line` is where its entry begins
    in the .bib file. `parent` is the key of the volume it stands in, and `whole_title` the title of
    all volumes, where `title` or `container_title` is that of one; `issue_title` is that of an
    issue of a journal. `status` is the state of a work ("forthcoming"), with or without a date.
    The last of `publisher` and `publisher_place` may be "others". `page_label` is what `page`
    counts, if not pages, in CSL's terms. `eprint` stands in the archive `eprint_type` ("arxiv").
    `protected` are the words in titles whose capitals stand in braces.
    An original is what a reprint or translation is of. Bibliographies are sorted by the fields
    `sort_key` and so on where a work has them, and by `presort` before all.
    """

    key: str
    kind: str
    line: int
    title: str = ""
    title_short: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    translator: tuple[Name, ...] = ()
    container_author: tuple[Name, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    container_title: str = ""
    whole_title: str = ""
    issue_title: str = ""
    collection_title: str = ""
    collection_number: str = ""
    genre: str = ""
    number: str = ""
    volume: str = ""
    number_of_volumes: str = ""
    issue: str = ""
    part: str = ""
    chapter: str = ""
    page: str = ""
    page_label: str = ""
    number_of_pages: str = ""
    edition: str = ""
    version: str = ""
    medium: str = ""
    event_title: str = ""
    event_place: str = ""
    event_date: EdtfDate | None = None
    publisher: tuple[str, ...] = ()
    publisher_place: tuple[str, ...] = ()
    archive: str = ""
    issued: EdtfDate | None = None
    original_date: EdtfDate | None = None
    original_title: str = ""
    original_publisher: tuple[str, ...] = ()
    original_publisher_place: tuple[str, ...] = ()
    accessed: EdtfDate | None = None
    status: str = ""
    eprint: str = ""
    eprint_type: str = ""
    eprint_class: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    url: str = ""
    note: str = ""
    addendum: str = ""
    annotation: str = ""
    language: str = ""
    parent: str = ""
    presort: str = ""
    sort_key: str = ""
    sort_name: tuple[Name, ...] = ()
    sort_title: str = ""
    sort_year: str = ""
    use_prefix: bool = False
    protected: tuple[str, ...] = ()

    @property
    def doi_url(self) -> str:
        """The DOI as an https address (DOI Handbook, section 3.8), or nothing."""
        return f"https://doi.org/{quote(self.doi, safe='/:;()._-')}" if self.doi else ""

    @property
    def creators(self) -> tuple[Name, ...]:
        """The authors, or the editors, directors, … of a work that has none."""
        leading = (each.names for each in self.contributions if each.role not in AIDS)
        return self.author or self.editor or next(leading, ())

    @property
    def has_personal_creators(self) -> bool:
        """Whether a person, not only bodies, wrote or edited the work."""
        return any(not name.literal for name in self.creators)
