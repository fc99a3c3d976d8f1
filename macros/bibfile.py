"""A .bib file as entries: the only room that imports bibtexparser.

The file is parsed once; an entry's names and LaTeX are decoded when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock
from pylatexenc.latex2text import LatexNodes2Text

from macros.bibsyntax import check_syntax
from macros.dates import parse_date
from macros.entries import Entry, Name
from macros.problems import Problem

if TYPE_CHECKING:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry as Block

    from macros.dates import EdtfDate

# biblatex entry types (and entrysubtypes) → kinds of work of a house style.
KINDS = {
    "article": "article",
    "book": "book",
    "collection": "book",
    "proceedings": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "chapter",
    "report": "report",
    "techreport": "report",
    "online": "webpage",
    "misc": "document",
}
SUBTYPES = {
    "article": {"newspaper": "newspaper", "blog": "newspaper", "document": "reprinted_document"},
    "book": {"report": "report"},
    "incollection": {"yearbook": "yearbook_chapter"},
    "report": {"document": "document"},
    "online": {"blog": "newspaper"},
    "misc": {
        "document": "document",
        "interview": "interview",
        "webpage": "webpage",
        "website": "website",
    },
}
_JOURNALS = {"article", "reprinted_document", "newspaper"}
_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_UNESCAPED = re.compile(r"(?<!\\)([%&#])")
_decoder = LatexNodes2Text(math_mode="verbatim")


class Bibliography(Mapping[str, Entry]):
    """The entries of one .bib file by cite key, in file order.

    `problems` has what was found when the file was read, and grows as entries are decoded.
    """

    def __init__(self, text: str, source: str) -> None:
        """Parse a .bib file's text; `source` is its path, as problems should name it."""
        self._source = source
        self._entries: dict[str, Entry] = {}
        self._blocks: dict[str, Block] = {}
        self.problems = check_syntax(text, source)
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
        if isinstance(block, DuplicateBlockKeyBlock):
            message = f'the cite key "{block.key}" is used twice; give one of the works another'
        elif isinstance(block, DuplicateFieldKeyBlock):
            names = ", ".join(sorted(block.duplicate_keys))
            message = f"this entry has a field twice ({names}); keep one"
        else:
            message = f"this entry cannot be read: {block.error}"
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
        self._line = (block.start_line or 0) + 1
        self.problems: list[Problem] = []

    def read(self) -> Entry:
        kind = self._kind()
        journal = kind in _JOURNALS or self._block.entry_type == "article"
        number = self._text("number")
        return Entry(
            key=self._block.key,
            kind=kind,
            line=self._line,
            title=self._required("title"),
            title_short=self._text("shorttitle"),
            subtitle=self._text("subtitle"),
            author=self._names("author"),
            editor=self._names("editor"),
            container_title=self._text("journaltitle", "journal", "booktitle", "organization"),
            collection_title=self._text("series"),
            collection_number=number if self._raw("series") else "",
            genre=self._text("type"),
            number="" if journal else number,
            volume=self._text("volume"),
            issue=self._text("issue") or (number if journal else ""),
            page=self._raw("pages").replace("–", "-").replace("--", "-"),
            publisher=self._bodies("publisher", "institution"),
            publisher_place=self._text("location", "address"),
            issued=self._date(),
            doi=self._raw("doi").removeprefix("https://doi.org/"),
            isbn=self._raw("isbn"),
            url=self._raw("url"),
            note=self._text("note"),
            annotation=self._text("annotation"),
            language=self._raw("langid"),
            parent=self._raw("xref") or self._raw("crossref"),
        )

    def _problem(self, field: str, message: str) -> None:
        known = self._block.fields_dict.get(field)
        line = known.start_line + 1 if known and known.start_line is not None else self._line
        self.problems.append(Problem(self._source, line, message))

    def _kind(self) -> str:
        entry_type = self._block.entry_type.lower()
        subtype = self._raw("entrysubtype")
        subtypes = SUBTYPES.get(entry_type, {})
        if subtype and subtype not in subtypes:
            known = ", ".join(sorted(subtypes)) or "none"
            message = f'@{entry_type} has no entrysubtype "{subtype}"; known: {known}'
            self._problem("entrysubtype", message)
        if entry_type not in KINDS:
            known = ", ".join(sorted(KINDS))
            self._problem("", f'no rule for the entry type "@{entry_type}"; known: {known}')
        return subtypes.get(subtype) or KINDS.get(entry_type, "document")

    def _raw(self, field: str) -> str:
        value = self._block.fields_dict.get(field)
        return " ".join(str(value.value).split()) if value else ""

    def _text(self, *fields: str) -> str:
        return next((decode_latex(self._raw(field)) for field in fields if self._raw(field)), "")

    def _required(self, field: str) -> str:
        if not self._raw(field):
            self._problem(field, f'"{self._block.key}" has no {field}; add one')
        return self._text(field)

    def _bodies(self, *fields: str) -> str:
        raw = next((self._raw(field) for field in fields if self._raw(field)), "")
        return "/".join(decode_latex(body) for body in split_multiple_persons_names(raw))

    def _names(self, field: str) -> tuple[Name, ...]:
        persons = split_multiple_persons_names(self._raw(field))
        return tuple(self._name(person, field) for person in persons if person)

    def _name(self, person: str, field: str) -> Name:
        if person.startswith("{") and person.endswith("}") and person.count("{") == 1:
            return Name(literal=decode_latex(person))
        try:
            parts = parse_single_name_into_parts(person)
        except InvalidNameError:
            message = f'the name "{person}" cannot be read; write "Surname, Given" or "{{Body}}"'
            self._problem(field, message)
            return Name(literal=decode_latex(person))
        family, given, particle, suffix = (
            decode_latex(" ".join(part)) for part in (parts.last, parts.first, parts.von, parts.jr)
        )
        return Name(family=family, given=given, particle=particle, suffix=suffix)

    def _date(self) -> EdtfDate | None:
        field = "date" if self._raw("date") else "year"
        text = self._raw(field)
        if not text:
            return None
        try:
            return parse_date(text)
        except ValueError as error:
            self._problem(field, str(error))
            return None


def decode_latex(text: str) -> str:
    """Turn LaTeX accents, dashes, quotes and braces into Unicode; other text passes unchanged."""
    if not _LATEX.search(text):
        return text.replace(r"\%", "%")
    return str(_decoder.latex_to_text(_UNESCAPED.sub(r"\\\1", text)))
