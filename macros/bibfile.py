"""A .bib file as entries: the only room that imports bibtexparser.

The file is parsed once; an entry's names and LaTeX are decoded when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    InvalidNameError,
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, String

from macros import biblatex
from macros.bibsyntax import read_syntax
from macros.dates import parse_date
from macros.entries import Entry, Name
from macros.latex import decode_latex, unknown_commands
from macros.problems import Problem

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry as Block
    from bibtexparser.model import Field

    from macros.dates import EdtfDate

_KEY = re.compile(r"(?m)^[ \t]*@?\s*\w+\s*[{(]\s*([^\s,{}()]+)")


class Bibliography(Mapping[str, Entry]):
    """The entries of one .bib file by cite key, in file order.

    `problems` has what was found when the file was read, and grows as entries are decoded.
    """

    def __init__(self, text: str, source: str) -> None:
        """Parse a .bib file's text; `source` is its path, as problems should name it."""
        self._source = source
        self._entries: dict[str, Entry] = {}
        self._blocks: dict[str, Block] = {}
        self._text = text
        text, self.problems = read_syntax(text, source)
        if not self.problems:
            library = parse_string(text)
            self._blocks = library.entries_dict
            self.problems += _lost_blocks(library, source) + _similar_keys(library, source)

    def __getitem__(self, key: str) -> Entry:
        if key not in self._entries:
            reader = _EntryReader(self._blocks[key], self._source)
            self._entries[key] = reader.read()
            self.problems += reader.problems
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._blocks

    def __iter__(self) -> Iterator[str]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def stand_ins(self) -> dict[str, Entry]:
        """Return a bare entry for every cite key that the text appears to have.

        With them the pages can be checked while the file itself has problems.
        """
        keys = _KEY.findall(self._text)
        return {key: Entry(key, "document", 0, title=key) for key in [*self._blocks, *keys]}

    def check(self) -> list[Problem]:
        """Decode every entry and return all problems of the file, the volumes they name too."""
        keys = {key: self[key].parent for key in self}
        unknown = [
            Problem(self._source, self[key].line, f'"{key}" stands in an unknown volume "{parent}"')
            for key, parent in keys.items()
            if parent and parent not in self
        ]
        return sorted([*self.problems, *unknown])


def _lost_blocks(library: Library, source: str) -> list[Problem]:
    problems = []
    for block in library.failed_blocks:
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(block.previous_block, String):
            message = f'the @string "{block.key}" is defined twice; keep one'
        elif isinstance(block, DuplicateBlockKeyBlock):
            message = f'the cite key "{block.key}" is used twice; give one of the works another'
        elif isinstance(block, DuplicateFieldKeyBlock):
            names = ", ".join(sorted(block.duplicate_keys))
            message = f"this entry has a field twice ({names}); keep one"
        else:
            reason = getattr(block.error, "abort_reason", block.error)
            message = f"this entry cannot be read: {reason}"
        problems.append(Problem(source, (block.start_line or 0) + 1, message))
    return problems


def _similar_keys(library: Library, source: str) -> list[Problem]:
    seen: dict[str, str] = {}
    problems = []
    for entry in library.entries:
        first = seen.setdefault(entry.key.casefold(), entry.key)
        if first != entry.key:
            message = f'the cite key "{entry.key}" differs from "{first}" only in letter case'
            problems.append(Problem(source, (entry.start_line or 0) + 1, message))
    return problems


class _EntryReader:
    """Turns one block of bibtexparser into an `Entry`, and notes what is wrong with it."""

    def __init__(self, block: Block, source: str) -> None:
        self._block = block
        self._source = source
        self._type = block.entry_type.lower()
        self._line = (block.start_line or 0) + 1
        self.problems: list[Problem] = []
        self._fields: dict[str, Field] = {}
        for field in block.fields:  # their names' case means nothing
            if self._fields.setdefault(field.key.lower(), field) is not field:
                self._problem(field.key, f"this entry has a field twice ({field.key}); keep one")
            self._problem(field.key, biblatex.check_field(field.key))

    def read(self) -> Entry:
        kind = self._kind()
        in_journal = biblatex.is_in_journal(self._type, kind)
        number = self._text("number")
        entry = Entry(
            key=self._block.key,
            kind=kind,
            line=self._line,
            title=self._title(),
            title_short=self._text("shorttitle"),
            author=self._names("author"),
            editor=self._names("editor"),
            container_title=self._container(kind),
            collection_title=self._text("series"),
            collection_number=number if self._raw("series") else "",
            genre=self._text("type"),
            number="" if in_journal else number,
            volume=self._text("volume"),
            issue=self._text("issue") or (number if in_journal else ""),
        )
        return self._with_imprint(entry)

    def _with_imprint(self, entry: Entry) -> Entry:
        return replace(
            entry,
            page=self._raw("pages").replace("–", "-").replace("--", "-"),
            publisher=self._bodies("publisher", "institution"),
            publisher_place=self._text("location", "address"),
            issued=self._date(),
            doi=self._checked("doi", biblatex.check_doi),
            isbn=self._checked("isbn", biblatex.check_isbn),
            url=self._checked("url", biblatex.check_url),
            note=self._text("note"),
            annotation=self._text("annotation"),
            language=self._raw("langid"),
            parent=self._raw("xref") or self._raw("crossref"),
        )

    def _problem(self, field: str, message: str) -> None:
        """Note a problem, if there is a message, on the line of the field, or else the entry."""
        known = self._fields.get(field.lower())
        line = known.start_line + 1 if known and known.start_line is not None else self._line
        if message:
            self.problems.append(Problem(self._source, line, message))

    def _kind(self) -> str:
        subtype = self._raw("entrysubtype")
        self._problem("", biblatex.check_type(self._type))
        self._problem("entrysubtype", biblatex.check_subtype(self._type, subtype))
        return biblatex.kind_of(self._type, subtype)

    def _raw(self, field: str) -> str:
        value = self._fields.get(field)
        return " ".join(str(value.value).split()) if value else ""

    def _text(self, *fields: str) -> str:
        field = next((field for field in fields if self._raw(field)), "")
        return self._decode(self._raw(field), field)

    def _decode(self, text: str, field: str) -> str:
        commands = unknown_commands(text)
        for command in commands:
            message = f'the LaTeX command "{command}" would be lost; write the text without it'
            self._problem(field, message)
        return text if commands else decode_latex(text)

    def _checked(self, field: str, check: Callable[[str], str]) -> str:
        value = self._raw(field).removeprefix("https://doi.org/" if field == "doi" else "")
        self._problem(field, check(value))
        return value

    def _title(self) -> str:
        title, subtitle = self._text("title"), self._text("subtitle")
        if not title:
            self._problem("title", f'"{self._block.key}" has no title; add one')
        if not subtitle:
            return title
        return f"{title}{' ' if title.endswith(('?', '!', ':')) else ': '}{subtitle}"

    def _container(self, kind: str) -> str:
        title = self._text("journaltitle", "journal", "booktitle", "organization")
        if kind in biblatex.CHAPTERS and not title:
            hint = "add one, also where a crossref or xref names the volume"
            self._problem("", f'"{self._block.key}" has no booktitle; {hint}')
        return title

    def _bodies(self, *fields: str) -> str:
        field = next((field for field in fields if self._raw(field)), "")
        bodies = split_multiple_persons_names(self._raw(field))
        return "/".join(self._decode(body, field) for body in bodies)

    def _names(self, field: str) -> tuple[Name, ...]:
        persons = split_multiple_persons_names(self._raw(field))
        return tuple(self._name(person, field) for person in persons if person)

    def _name(self, person: str, field: str) -> Name:
        if biblatex.is_in_braces(person):
            return Name(literal=self._decode(person, field))
        try:
            parts = parse_single_name_into_parts(person)
        except InvalidNameError:
            parts = NameParts()
        family, given, particle, suffix = (
            self._decode(" ".join(part), field)
            for part in (parts.last, parts.first, parts.von, parts.jr)
        )
        self._problem(field, biblatex.check_person(person, family))
        return Name(family=family, given=given, particle=particle, suffix=suffix)

    def _date(self) -> EdtfDate | None:
        field = "date" if self._raw("date") else "year"
        text = self._raw(field)
        if self._raw("month"):
            self._problem("month", 'a "month" is not read; write date = {2019-07}')
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError as error:
            self._problem(field, str(error))
            return None
