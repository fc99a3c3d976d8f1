"""A .bib file as raw entries: bibtexparser reads it, an audit sees that nothing is lost in silence.

bibtexparser cuts a file into blocks and goes on where it can; a comma, brace or "@" that is missing
then costs a field or an entry, and nobody learns of it. The audit lays the blocks on the file
again: between two of them stand only words, and within an entry only its key, names of fields and
values (BibTeX's grammar: Oren Patashnik, BibTeXing, 1988, section 2). Where a block ends, and
which one fails: github.com/sciunto-org/python-bibtexparser, bibtexparser/splitter.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from logging import CRITICAL, getLogger
from typing import TYPE_CHECKING

from bibtexparser.model import Entry, ImplicitComment, ParsingFailedBlock, Preamble, String
from bibtexparser.splitter import Splitter
from msgspec import Struct

from macros.dates import MONTHS
from macros.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bibtexparser.model import Block, Field

getLogger("bibtexparser").setLevel(CRITICAL)  # it warns of failed blocks, which the audit names

_OPENING = re.compile(r"@([A-Za-z]+)[ \t]*[{(]")
_KEY = re.compile(r"[\w.:/+-]+")
_KEY_AS_WRITTEN = re.compile(r"\s*([^\s,{}=]++)(?!\s*=)")
_UNFIT_IN_KEY = re.compile(r"[^\w.:/+-]")
_NAME = re.compile(r"[A-Za-z_][\w.:+/*-]*")  # of a field or an @string; BibTeX hardly limits it
_WORDS = re.compile(r"[^@{}=,]*|,")  # no entry has ever been among these, or is behind that comma
_RIS = re.compile(r"(?m)^[A-Z][A-Z\d]  - ")
_SIMPLE_VALUE = re.compile(r"\{([^{}\\]*)\}|\d+")  # most are so
_BARE = re.compile(rf"(?:(?P<number>\d+)|(?P<name>{_NAME.pattern}))(?=[\s#]|\Z)")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")
_SPACE = re.compile(r"\s*")
_REST_OF_LINE = re.compile(r"[^\n]*")
_LINE_WITH_OPENING = re.compile(r"(?m)^(?=[ \t]*@\w*[ \t]*[{(])")
_MARK = re.compile(r"%|(?<!\\)[{}\")]|@(?P<kind>\w*)[ \t]*(?P<brace>[{(])")
_IS_TAKEN = re.compile(r"(?:comment|preamble|string)\w+")  # for what its name begins with
_CLOSING = {"{": "}", "(": ")"}
_MONTHS = {month[:3].lower(): month for month in MONTHS}


class RawField(Struct, frozen=True):
    """The text of a field as written, its pieces and `@string`s joined, and its line."""

    value: str
    line: int


class RawEntry(Struct, frozen=True):
    """An entry as written; type and names of fields in small letters."""

    entry_type: str
    key: str
    line: int
    fields: Mapping[str, RawField]

    def text(self, name: str) -> str:
        """Return the text of a field on one line, or nothing where there is none."""
        field = self.fields.get(name)
        return " ".join(field.value.split()) if field else ""

    @property
    def given(self) -> set[str]:
        """The names of the fields that say anything."""
        return {name for name, field in self.fields.items() if field.value.strip()}


class _MalformedError(Exception):
    """What is wrong, at an index into the text."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at


def read_bib(text: str, source: str) -> tuple[list[RawEntry], list[Problem]]:
    """Read a .bib file: its entries in file order, but those that are broken, and all problems."""
    audit = _Audit(text, source)
    audit.run()
    return audit.entries, audit.problems


class _Audit:
    def __init__(self, text: str, source: str) -> None:
        self.entries: list[RawEntry] = []
        self.problems: list[Problem] = []
        self._source = source
        self._written = text
        self._text = _without_comments(text)
        self._entry = ""  # " in entry …", for messages
        self._strings = dict(_MONTHS)
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def run(self) -> None:
        at, has_failed = 0, False
        for block in Splitter(self._text).split().blocks:
            raw = str(block.raw)
            start = self._text.index(raw, max(at, self._line_starts[block.start_line or 0]))
            at = start + (1 if type(block) is ParsingFailedBlock else len(raw))
            if has_failed and isinstance(block, ImplicitComment):  # the rest of what failed
                continue
            has_failed = False
            try:
                self._read_block(block, start)
            except _MalformedError as error:
                self._report(error.at, str(error))
                has_failed = True

    def _line(self, at: int) -> int:
        return bisect_right(self._line_starts, at)

    def _report(self, at: int, message: str) -> None:
        self.problems.append(Problem(self._source, self._line(at), message))

    def _after_space(self, at: int) -> int:
        return _end(_SPACE, self._text, at)

    def _words(self, at: int) -> str:
        end = self._written.find("\n", at)
        return self._written[at : end if end >= 0 else None].strip()[:40]

    def _read_block(self, block: Block, start: int) -> None:
        if isinstance(block, ImplicitComment):
            self._check_words(block.comment, start)
            return
        opening = _OPENING.match(self._text, start)
        if not opening:
            raise self._no_opening(start)
        kind, self._entry = opening[1].lower(), ""
        block = _as_entry(block, kind) if _IS_TAKEN.fullmatch(kind) else block
        block = getattr(block, "ignore_error_block", None) or block  # of a duplicate
        if isinstance(block, ParsingFailedBlock):
            self._fail(opening, start + len(str(block.raw)))
        elif isinstance(block, Entry):
            self._read_entry(block, kind, opening)
        elif isinstance(block, String):
            self._read_string(block, opening.end())
        elif isinstance(block, Preamble):
            self._read_value(block.value.strip(), self._after_space(opening.end()))

    def _check_words(self, words: str, start: int) -> None:
        before, sign, _ = words.partition("@")
        if not _WORDS.fullmatch(before) or _RIS.search(before):
            raise _MalformedError(
                start,
                f'"{self._words(start)}" stands outside every entry; is an "@" missing before it, '
                'or is there a "}" too many above it? A comment begins with "%"',
            )
        if sign:
            raise self._no_opening(start + len(before))

    def _no_opening(self, at: int) -> _MalformedError:
        message = 'an entry begins with its type and a brace, as in "@book{"; found '
        return _MalformedError(at, f'{message}"{self._words(at)}"')

    def _read_string(self, string: String, at: int) -> None:
        at = self._after_space(at)
        self._check_name(string.key, at)
        at = self._text.index("=", at + len(string.key)) + 1
        value = self._read_value(string.value, self._after_space(at))
        name = string.key.lower()
        if self._strings.get(name, value) != value and name not in _MONTHS:
            self._report(at, f'the @string "{name}" is defined twice; keep one')
        self._strings[name] = value

    def _read_entry(self, entry: Entry, kind: str, opening: re.Match[str]) -> None:
        if not _KEY.fullmatch(entry.key):
            self._fail_at_key(opening)
        self._entry = f' in entry "{entry.key}"'
        fields: dict[str, RawField] = {}
        for field, name_at, value_at in _places(entry, self._text, opening.end()):
            self._check_name(field.key, name_at)
            read = RawField(self._read_value(field.value, value_at), self._line(name_at))
            name = field.key.lower()
            if fields.setdefault(name, read) is not read:
                self._report(name_at, f'this entry has the field "{name}" twice; keep one')
        self.entries.append(RawEntry(kind, entry.key, self._line(opening.start()), fields))

    def _check_name(self, name: str, at: int) -> None:
        if not _NAME.fullmatch(name):
            raise self._no_field(at)

    def _no_field(self, at: int) -> _MalformedError:
        message = f'expected a field such as "title = {{…}}"{self._entry}, found '
        return _MalformedError(at, f'{message}"{self._words(at)}"')

    def _no_comma(self, at: int) -> _MalformedError:
        words = self._words(at)
        return _MalformedError(at, f'a comma is missing before "{words}"{self._entry}, or a brace')

    # ---- values ----

    def _read_value(self, value: str, at: int) -> str:
        """Join a value's pieces, `{a} # b`; `at` is where it stands in the text."""
        if simple := _SIMPLE_VALUE.fullmatch(value):
            return str(value if simple[1] is None else simple[1])
        joined, place = "", 0
        while True:
            piece, place = self._read_piece(value, place, at)
            joined += piece
            place = _end(_SPACE, value, place)
            if place == len(value):
                return joined
            if value[place] != "#":
                raise self._no_comma(at + place)
            place = _end(_SPACE, value, place + 1)

    def _read_piece(self, value: str, start: int, at: int) -> tuple[str, int]:
        """Read one piece of a value; return it, and where it ends."""
        if value.startswith(("{", '"'), start):
            if end := _end_of_group(value, start):
                return value[start + 1 : end - 1], end
            raise self._not_closed(at + start)
        if bare := _BARE.match(value, start):
            return self._meaning(bare, at), bare.end()
        message = f"a value is missing here{self._entry}; write {{…}} or a number"
        if value[start : start + 1].isalnum():
            message = f"only a whole number may stand without braces{self._entry}; write {{…}}"
        raise _MalformedError(at + start, message)

    def _meaning(self, bare: re.Match[str], at: int) -> str:
        """Return a number as it is, and what an @string stands for."""
        name = (bare["name"] or "").lower()
        if name and name not in self._strings:
            near = did_you_mean(name, self._strings.keys() - _MONTHS) or "; write {…} around text"
            self._report(at + bare.start(), f'no @string above says what "{bare[0]}" means{near}')
        return self._strings.get(name, bare[0])

    def _not_closed(self, at: int) -> _MalformedError:
        sign, remedy = f'"{self._text[at]}"', ""
        if sign == '"""':  # bibtexparser ends at the next one, `{"}` aside, BibTeX not in braces
            sign, remedy = "quotation mark", "; write {…} around the value"
        message = f"the {sign} that opens here{self._entry} is never closed{remedy}"
        return _MalformedError(at, message)

    # ---- what bibtexparser could not read ----

    def _fail(self, opening: re.Match[str], end: int) -> None:
        """Say why a block could not be read."""
        after = self._after_space(end)
        is_over = self._text[after : after + 1] in ("", "@")
        if opening[1].lower() in {"comment", "preamble", "string"}:
            raise self._not_closed(opening.end() - 1) if is_over else self._no_field(opening.end())
        self._fail_at_key(opening)
        raw = self._text[opening.start() : end]
        if is_over:
            self._fail_at_end(opening, raw)
        comma = raw.rindex(",")
        self._check_values(opening, raw[:comma])
        raise self._no_field(self._after_space(opening.start() + comma + 1))

    def _fail_at_key(self, opening: re.Match[str]) -> None:
        closing = _CLOSING[opening[0][-1]]
        key = _KEY_AS_WRITTEN.match(self._text, opening.end())
        word = key[1].rstrip(closing) if key else ""
        if not (key and word):
            message = 'this entry has no cite key; write "@book{key,"'
            raise _MalformedError(opening.start(), message)
        if unfit := _UNFIT_IN_KEY.search(word):
            message = f'the cite key "{word}" has a "{unfit[0]}" in it; '
            raise _MalformedError(key.start(1), f"{message}use letters, digits and . : / + - _")
        self._entry = f' in entry "{word}"'
        after = self._after_space(key.start(1) + len(word))
        if self._text[after : after + 1] in ("", "@"):
            raise self._no_end(opening)
        if self._text[after] not in (",", closing):
            raise self._no_comma(after)

    def _no_end(self, opening: re.Match[str]) -> _MalformedError:
        closing = _CLOSING[opening[0][-1]]
        message = f'the entry that begins here{self._entry} has no closing "{closing}"'
        return _MalformedError(opening.start(), message)

    def _fail_at_end(self, opening: re.Match[str], raw: str) -> None:
        """Find what is open at the end of an entry, by closing it: `@book{a, title = {Rivers`."""
        braces = _BRACE.finditer(raw, len(opening[0]))
        open_braces = sum(1 if brace[0] == "{" else -1 for brace in braces)
        if any(self._check_values(opening, raw, end) for end in ("", '"', "}" * open_braces)):
            raise self._no_end(opening)

    def _check_values(self, opening: re.Match[str], raw: str, end: str = "") -> bool:
        """Read an entry's values, if it is one with its last value closed by `end`."""
        closed = raw + end + _CLOSING[opening[0][-1]]
        entry = Splitter(closed).split().blocks[0]
        entry = getattr(entry, "ignore_error_block", None) or entry
        if not isinstance(entry, Entry):
            return False
        if entry.fields:
            entry.fields[-1].value = entry.fields[-1].value.removesuffix(end)
        for field, _, at in _places(entry, closed, len(opening[0])):
            self._read_value(field.value, opening.start() + at)
        return True


def _places(entry: Entry, text: str, at: int) -> Iterator[tuple[Field, int, int]]:
    """Find where in the text the name and the value of each field begin."""
    at = text.index(entry.key, at) + len(entry.key)
    for field in entry.fields:
        name_at = text.index(field.key, text.index(",", at) + 1)
        value_at = text.index(field.value, text.index("=", name_at + len(field.key)) + 1)
        yield field, name_at, value_at
        at = value_at + len(field.value)


def _as_entry(block: Block, kind: str) -> Block:
    """Read "@commentary{…}" as an entry, which bibtexparser takes for a comment."""
    text = str(block.raw)[len(kind) + 1 :]
    return Splitter("\n" * (block.start_line or 0) + "@" + "x" * len(kind) + text).split().blocks[0]


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _end_of_group(text: str, start: int) -> int:
    """Return where "{…}" or a quotation ends that begins here; 0 where it never does."""
    depth = 0
    is_quotation = text[start] == '"'
    marks = _BRACE_OR_QUOTE if is_quotation else _BRACE
    for mark in marks.finditer(text, start + is_quotation):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0 and (mark[0] == '"') == is_quotation:
            return mark.end()
    return 0


def _without_comments(text: str) -> str:
    """Blank out comments, `a, % b` → `a,    `, but no "%" within a value.

    That it begins a comment is biber's rule; BibTeX and bibtexparser do not know it.
    """
    pieces, kept_from = [], 0
    for start, end in _comments(text) if "%" in text else ():
        pieces += [text[kept_from:start], " " * (end - start)]
        kept_from = end
    return "".join([*pieces, text[kept_from:]])


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield where comments begin and end; a block that begins a line ends all before it."""
    begins = [0, *(found.start() for found in _LINE_WITH_OPENING.finditer(text)), len(text)]
    for start, end in pairwise(begins):
        if text.find("%", start, end) >= 0:
            yield from _comments_in_block(text, start, end)


def _comments_in_block(text: str, at: int, block_end: int) -> Iterator[tuple[int, int]]:
    awaited: list[str] = []  # the signs that close the block, a value, a group in it
    in_value = 2  # so many are awaited there; an @comment is a value as a whole
    while mark := _MARK.search(text, at, block_end):
        at, sign = mark.end(), mark["brace"] or mark[0]
        if mark["brace"] and not awaited:
            awaited = [_CLOSING[sign]]
            in_value = 1 if mark["kind"].lower() == "comment" else 2
        elif sign == "%":
            if len(awaited) < in_value:
                at = _end(_REST_OF_LINE, text, at)
                yield mark.start(), at
        elif awaited and sign == awaited[-1]:
            awaited.pop()
        elif sign == "{" and awaited:
            awaited.append("}")
        elif sign == '"' and awaited and len(awaited) == in_value - 1:
            awaited.append('"')
