"""The works of a bibliography, in CSL's terms for their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

if TYPE_CHECKING:
    from macros.dates import EdtfDate


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
        """Given name before surname: "Robert O. Keohane"."""
        return self.literal or " ".join(filter(None, (self.given, self.surname, self.suffix)))

    @property
    def short(self) -> str:
        """What a later citation shows: "Keohane", "van der Veer", "UN"."""
        return self.abbreviation or self.literal or self.surname

    @property
    def surname(self) -> str:
        """A person's surname with its particle: "van der Veer"."""
        return " ".join(filter(None, (self.particle, self.family)))


class Entry(Struct, frozen=True):
    """One work, its text in Unicode without BibTeX or Markdown; emphasis stands in OPEN and CLOSE.

    `kind` names the rule of the house style that the work follows, `line` is where its entry begins
    in the .bib file. `parent` is the key of the volume it stands in, and `whole_title` the title of
    all volumes, where `title` or `container_title` is that of one. `status` is what an unpublished
    work waits for ("forthcoming").
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
    container_title: str = ""
    whole_title: str = ""
    collection_title: str = ""
    collection_number: str = ""
    genre: str = ""
    number: str = ""
    volume: str = ""
    number_of_volumes: str = ""
    issue: str = ""
    page: str = ""
    edition: str = ""
    version: str = ""
    medium: str = ""
    event_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    archive: str = ""
    issued: EdtfDate | None = None
    original_date: EdtfDate | None = None
    accessed: EdtfDate | None = None
    status: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    url: str = ""
    note: str = ""
    annotation: str = ""
    language: str = ""
    parent: str = ""

    @property
    def doi_url(self) -> str:
        """The DOI as an https address (DOI Handbook, section 3.8), or nothing."""
        return f"https://doi.org/{quote(self.doi, safe='/:;()._-')}" if self.doi else ""

    @property
    def creators(self) -> tuple[Name, ...]:
        """The authors, or the editors of a work that has none."""
        return self.author or self.editor

    @property
    def has_personal_creators(self) -> bool:
        """Whether a person, not only bodies, wrote or edited the work."""
        return any(not name.literal for name in self.creators)
