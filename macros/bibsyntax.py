"""A .bib file as raw entries: fields as text, nothing decoded, and every mistake of form named.

The reader follows BibTeX's grammar (Oren Patashnik, BibTeXing, 1988, section 2; Nicolas Markey,
Tame the BeaST, part 2). Where BibTeX and its followers guess their way through a mistake, and a
field or an entry is lost, it says so: a brace never closed, a missing comma, text outside every
entry that may have been one. Other words there are a comment; and as in biber, so is what stands
from "%" to the end of a line, outside values.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NoReturn

from macros.dates import MONTHS
from macros.problems import Problem, did_you_mean
from macros.rawentries import RawEntry, RawField

_GAP = re.compile(r"(?:\s+|%[^\n]*)*")
_OPENING = re.compile(r"@\s*([A-Za-z]+)\s*([{(])")
_NEXT_ENTRY = re.compile(rf"(?m)^[ \t]*{_OPENING.pattern}")
_KEY = re.compile(r"\s*([^\s,{}\"#%'()=\\]++)(?!\s*=)")
_WHOLE_KEY = re.compile(r"\s*([^\s,{}=]+)")
_UNFIT_IN_KEY = re.compile(r"[^\w.:/+-]")
_NAME = r"[A-Za-z_][\w.:+/*-]*"  # of a field or an @string, whose own signs BibTeX hardly limits
_FIELD = re.compile(rf"\s*({_NAME})\s*=\s*")
# No entry has ever been among these words; a comma between two does no harm.
_WORDS = re.compile(r"(?:[^@{}=,%]|%[^\n]*)*+(?=@|\Z)|,\s*(?=@|\Z)")
_RIS = re.compile(r"(?m)^[A-Z][A-Z\d]  - ")
# Most fields look like this; the reader takes them in one step, for speed.
_SIMPLE_FIELD = re.compile(
    r"\s*,\s*(?P<name>[A-Za-z][\w-]*)\s*=\s*(?:\{(?P<braced>[^{}\\]*)\}|(?P<number>\d+))(?=\s*[,}])"
)
_BARE = re.compile(rf"(?P<number>\d+)|(?P<name>{_NAME})")
_AFTER_BARE = re.compile(r"[\s,})#%]|\Z")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")
_MONTHS = {month[:3].lower(): month for month in MONTHS}
_CLOSING = {"{": "}", "(": ")"}


class _MalformedError(Exception):
    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


def read_bib(text: str, source: str) -> tuple[list[RawEntry], list[Problem]]:
    """Read a .bib file: its entries in file order, but those that are broken, and all problems."""
    reader = _Reader(text, source)
    reader.read()
    return reader.entries, reader.problems


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.position = 0
        self.entry = ""  # " in entry …", for messages
        self.closing = "}"
        self.strings = dict(_MONTHS)
        self.entries: list[RawEntry] = []
        self.problems: list[Problem] = []
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def read(self) -> None:
        while self._skip_gap() < len(self.text):
            try:
                self._read_block()
            except _MalformedError as error:
                self._report(error.position, str(error))
                self._skip_to_next_entry(error.position + 1)

    def _line(self, position: int) -> int:
        return bisect_right(self._line_starts, position)

    def _report(self, position: int, message: str) -> None:
        self.problems.append(Problem(self.source, self._line(position), message))

    def _skip_to_next_entry(self, start: int) -> None:
        line_start = self.text.rfind("\n", 0, self.position) + 1
        self.position = self._next_entry_after(max(line_start, start))

    def _skip_gap(self) -> int:
        gap = _GAP.match(self.text, self.position)
        self.position = gap.end() if gap else self.position
        return self.position

    def _read_block(self) -> None:
        start = self.position
        self.entry = ""
        opening = _OPENING.match(self.text, start)
        if not opening:
            self._pass_words(start)
            return
        kind, self.closing = opening[1].lower(), _CLOSING[opening[2]]
        if kind == "comment":
            self.position = self._end_of_braces(opening.end() - 1)
            return
        self.position = opening.end()
        if kind == "preamble":
            self._read_value()
        elif kind == "string":
            self._read_string()
        else:
            self._read_entry(kind, start)
        self._expect_end(start)

    def _pass_words(self, start: int) -> None:
        comment = _WORDS.match(self.text, start)
        if not comment or comment.end() == start or _RIS.search(comment[0]):
            self._fail_outside(start)
        self.position = comment.end()

    def _fail_outside(self, start: int) -> NoReturn:
        words = self._words(start)
        if words.startswith("@"):
            message = f'an entry begins with its type and a brace, as in "@book{{"; found "{words}"'
            raise _MalformedError(start, message)
        raise _MalformedError(
            start,
            f'"{words}" stands outside every entry; is an "@" missing before it, or is there '
            'a "}" too many above it? A comment begins with "%"',
        )

    def _words(self, start: int) -> str:
        return self.text[start:].split("\n", 1)[0].strip()[:40]

    def _read_string(self) -> None:
        start = self.position
        name, value = self._read_field()
        if self.strings.get(name, value.value) != value.value and name not in _MONTHS:
            self._report(start, f'the @string "{name}" is defined twice; keep one')
        self.strings[name] = value.value

    def _read_entry(self, kind: str, start: int) -> None:
        key = _KEY.match(self.text, self.position)
        if not key:
            raise _MalformedError(start, 'this entry has no cite key; write "@book{key,"')
        self.entry = f' in entry "{key[1]}"'
        self._check_key()
        self.position = key.end()
        fields: dict[str, RawField] = {}
        while found := self._read_simple_field() or self._read_next_field():
            name, field = found
            if fields.setdefault(name, field) is not field:
                message = f'this entry has the field "{name}" twice; keep one'
                self.problems.append(Problem(self.source, field.line, message))
        if self._is_closed():
            self.entries.append(RawEntry(kind, key[1], self._line(start), fields))

    def _check_key(self) -> None:
        key = _WHOLE_KEY.match(self.text, self.position)
        whole = key[1].rstrip(self.closing) if key else ""
        if key and (unfit := _UNFIT_IN_KEY.search(whole)):
            message = f'the cite key "{whole}" has a "{unfit[0]}" in it; '
            raise _MalformedError(key.start(1), f"{message}use letters, digits and . : / + - _")

    def _read_simple_field(self) -> tuple[str, RawField] | None:
        field = _SIMPLE_FIELD.match(self.text, self.position)
        if not field:
            return None
        self.position = field.end()
        value = field["number"] or field["braced"]
        return field["name"].lower(), RawField(value, self._line(field.start("name")))

    def _read_next_field(self) -> tuple[str, RawField] | None:
        if not self.text.startswith(",", self._skip_gap()):
            return None
        self.position += 1
        return None if self._is_over() else self._read_field()

    def _is_closed(self) -> bool:
        return self.text.startswith(self.closing, self._skip_gap())

    def _is_over(self) -> bool:
        """Whether the entry ends here, or the next one begins, or the file ends."""
        at_end = self._is_closed() or self.position >= len(self.text)
        return at_end or bool(_OPENING.match(self.text, self.position))

    def _read_field(self) -> tuple[str, RawField]:
        field = _FIELD.match(self.text, self._skip_gap())
        if not field:
            words = self._words(self.position)
            message = f'expected a field such as "title = {{…}}"{self.entry}, found "{words}"'
            raise _MalformedError(self.position, message)
        self.position = field.end()
        return field[1].lower(), RawField(self._read_value(), self._line(field.start(1)))

    def _read_value(self) -> str:
        value = self._read_piece()
        while self.text.startswith("#", self._skip_gap()):
            self.position += 1
            value += self._read_piece()
        return value

    def _read_piece(self) -> str:
        start = self._skip_gap()
        if self.text.startswith("{", start):
            self.position = self._end_of_braces(start)
        elif self.text.startswith('"', start):
            self.position = self._end_of_quotes(start)
        else:
            return self._read_bare(start)
        return self.text[start + 1 : self.position - 1]

    def _read_bare(self, start: int) -> str:
        bare = _BARE.match(self.text, start)
        if not bare:
            message = f"a value is missing here{self.entry}; write {{…}} or a number"
            raise _MalformedError(start, message)
        if not _AFTER_BARE.match(self.text, bare.end()):
            message = f"only a whole number may stand without braces{self.entry}; write {{…}}"
            raise _MalformedError(start, message)
        self.position = bare.end()
        name = (bare["name"] or "").lower()
        if name and name not in self.strings:
            near = did_you_mean(name, self.strings.keys() - _MONTHS) or "; write {…} around text"
            self._report(start, f'no @string above says what "{bare[0]}" means{near}')
        return self.strings.get(name, bare[0])

    def _end_of_braces(self, start: int) -> int:
        depth = 0
        pattern = re.compile(r"[()]") if self.text[start] == "(" else _BRACE
        for match in pattern.finditer(self.text, start, self._next_entry_after(start)):
            depth += 1 if match[0] in "{(" else -1
            if depth == 0:
                return match.end()
        raise _MalformedError(
            start, f'the "{self.text[start]}" that opens here{self.entry} is never closed'
        )

    def _end_of_quotes(self, start: int) -> int:
        depth = 0
        limit = self._next_entry_after(start)
        for match in _BRACE_OR_QUOTE.finditer(self.text, start + 1, limit):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if match[0] == '"' and depth == 0:
                return match.end()
        raise _MalformedError(
            start, f"the quotation mark that opens here{self.entry} is never closed"
        )

    def _next_entry_after(self, start: int) -> int:
        following = _NEXT_ENTRY.search(self.text, start)
        return following.start() if following else len(self.text)

    def _expect_end(self, start: int) -> None:
        if not self._is_over():
            words = self._words(self.position)
            raise _MalformedError(
                self.position, f'a comma is missing before "{words}"{self.entry}, or a brace'
            )
        if not self._is_closed():
            raise _MalformedError(
                start, f'the entry that begins here{self.entry} has no closing "{self.closing}"'
            )
        self.position += 1
