"""Is a .bib file well-formed? bibtexparser guesses its way through mistakes; this reader tells.

It walks the file by BibTeX's grammar (Oren Patashnik, BibTeXing, 1988, section 2) as far as
bibtexparser follows it, and keeps nothing but problems: a brace never closed, a missing comma, text
outside every entry. As in biber, a comment runs from "%" to the end of the line, outside values.
"""

from __future__ import annotations

import re
from typing import NoReturn

from macros.problems import Problem, did_you_mean

_GAP = re.compile(r"\s+|%[^\n]*")
_ENTRY = re.compile(r"@([A-Za-z]+)[ \t]*\{")
_ENTRY_START = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
_NEXT_ENTRY = re.compile(rf"(?m)^[ \t]*{_ENTRY_START.pattern}")
_KEY = re.compile(r"\s*([^\s,{}\"#%'()=\\]++)(?!\s*=)")
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_BARE = re.compile(r"(?P<number>\d+)|(?P<name>[A-Za-z][\w:.-]*)")
_AFTER_BARE = re.compile(r"[\s,}#%]|\Z")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")
_MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}


class _MalformedError(Exception):
    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


def check_syntax(text: str, source: str) -> list[Problem]:
    """Return every place where a .bib file breaks BibTeX's grammar; no result means none does."""
    return read_syntax(text, source)[1]


def read_syntax(text: str, source: str) -> tuple[str, list[Problem]]:
    """Check a .bib file; returns its text with comments blanked, line for line, and problems."""
    reader = _Reader(text, source)
    problems = reader.read()
    starts = [0, *(end for _, end in reader.comments)]
    ends = [*(start for start, _ in reader.comments), len(text)]
    kept = "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    return kept, problems


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.position = 0
        self.entry = ""
        self.comments: list[tuple[int, int]] = []
        self.strings = set(_MONTHS)

    def read(self) -> list[Problem]:
        problems = []
        while self._skip_space() < len(self.text):
            try:
                self._read_block()
            except _MalformedError as error:
                line = self.text.count("\n", 0, error.position) + 1
                problems.append(Problem(self.source, line, str(error)))
                self._skip_to_next_entry(error.position + 1)
        return problems

    def _skip_to_next_entry(self, start: int) -> None:
        line_start = self.text.rfind("\n", 0, self.position) + 1
        self.position = self._next_entry_after(max(line_start, start))

    def _skip_space(self) -> int:
        while gap := _GAP.match(self.text, self.position):
            if gap[0].startswith("%"):
                self.comments.append(gap.span())
            self.position = gap.end()
        return self.position

    def _read_block(self) -> None:
        start = self.position
        self.entry = ""
        opening = _ENTRY.match(self.text, start)
        if not opening:
            self._fail_outside(start)
        kind = opening[1].lower()
        if kind == "comment":
            self.position = self._end_of_braces(opening.end() - 1)
            return
        self.position = opening.end()
        if kind == "preamble":
            self._read_value()
        elif kind == "string":
            self.strings.add(self._read_field())
        else:
            self._read_entry(start)
        self._expect_end(start)

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

    def _read_entry(self, start: int) -> None:
        key = _KEY.match(self.text, self.position)
        if not key:
            raise _MalformedError(start, 'this entry has no cite key; write "@book{key,"')
        self.entry = f' in entry "{key[1]}"'
        self.position = key.end()
        while self._skip_comma() and not self._is_over():
            self._read_field()

    def _skip_comma(self) -> bool:
        self._skip_space()
        if self.text.startswith(",", self.position):
            self.position += 1
            return True
        return False

    def _is_over(self) -> bool:
        """Whether the entry ends here, or the next one begins, or the file ends."""
        at_end = self._skip_space() >= len(self.text) or self.text[self.position] == "}"
        return at_end or bool(_ENTRY_START.match(self.text, self.position))

    def _read_field(self) -> str:
        field = _FIELD.match(self.text, self.position)
        if not field:
            words = self._words(self.position)
            message = f'expected a field such as "title = {{…}}"{self.entry}, found "{words}"'
            raise _MalformedError(self.position, message)
        self.position = field.end()
        self._read_value()
        return field[1].lower()

    def _read_value(self) -> None:
        self._read_piece()
        self._skip_space()
        if self.text.startswith("#", self.position):
            message = f'values joined by "#" are not read{self.entry}; write the value in one piece'
            raise _MalformedError(self.position, message)

    def _read_piece(self) -> None:
        start = self._skip_space()
        if self.text.startswith("{", start):
            self.position = self._end_of_braces(start)
        elif self.text.startswith('"', start):
            self.position = self._end_of_quotes(start)
        else:
            self.position = self._end_of_bare(start)

    def _end_of_bare(self, start: int) -> int:
        bare = _BARE.match(self.text, start)
        if not bare:
            message = f"a value is missing here{self.entry}; write {{…}} or a number"
            raise _MalformedError(start, message)
        if not _AFTER_BARE.match(self.text, bare.end()):
            message = f"only a whole number may stand without braces{self.entry}; write {{…}}"
            raise _MalformedError(start, message)
        if bare["name"] and bare["name"].lower() not in self.strings:
            near = did_you_mean(bare["name"], self.strings - _MONTHS) or "; write {…} around text"
            raise _MalformedError(start, f'no @string above says what "{bare[0]}" means{near}')
        return bare.end()

    def _end_of_braces(self, start: int) -> int:
        depth = 0
        limit = self._next_entry_after(start)
        for match in _BRACE.finditer(self.text, start, limit):
            depth += 1 if match[0] == "{" else -1
            if depth == 0:
                return match.end()
        raise _MalformedError(start, f'the "{{" that opens here{self.entry} is never closed')

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
        if not self.text.startswith("}", self.position):
            raise _MalformedError(
                start, f'the entry that begins here{self.entry} has no closing "}}"'
            )
        self.position += 1
