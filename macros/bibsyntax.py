"""Is a .bib file well-formed? bibtexparser guesses its way through mistakes; this reader tells.

It walks the file by BibTeX's grammar (Oren Patashnik, BibTeXing, 1988, section 2) and keeps
nothing but problems: a brace never closed, a missing comma, text outside every entry.
"""

from __future__ import annotations

import re
from typing import NoReturn

from macros.problems import Problem

_SPACE = re.compile(r"(?:\s|(?m:^[ \t]*%.*$))*")
_ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*\{")
_NEXT_ENTRY = re.compile(r"(?m)^[ \t]*@\s*[A-Za-z]+\s*[{(]")
_KEY = re.compile(r"\s*([^\s,{}\"#%'()=\\]+)\s*")
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=\s*")
_BARE = re.compile(r"\d+|[A-Za-z][\w:.-]*")


class _MalformedError(Exception):
    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


def check_syntax(text: str, source: str) -> list[Problem]:
    """Return every place where a .bib file breaks BibTeX's grammar; no result means none does."""
    return _Reader(text, source).read()


class _Reader:
    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self.position = 0
        self.entry = ""

    def read(self) -> list[Problem]:
        problems = []
        while self._skip_space() < len(self.text):
            try:
                self._read_block()
            except _MalformedError as error:
                line = self.text.count("\n", 0, error.position) + 1
                problems.append(Problem(self.source, line, str(error)))
                following = _NEXT_ENTRY.search(self.text, max(self.position, error.position + 1))
                self.position = following.start() if following else len(self.text)
        return problems

    def _skip_space(self) -> int:
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position
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
            self._read_field()
        else:
            self._read_entry(start)
        self._expect_end(start)

    def _fail_outside(self, start: int) -> NoReturn:
        words = self.text[start:].split("\n", 1)[0].strip()
        raise _MalformedError(
            start,
            f'"{words[:40]}" stands outside every entry; is an "@" missing before it, or is there '
            'a "}" too many above it? A comment begins with "%"',
        )

    def _read_entry(self, start: int) -> None:
        key = _KEY.match(self.text, self.position)
        if not key:
            raise _MalformedError(start, 'this entry has no cite key; write "@book{key,"')
        self.entry = f' in entry "{key[1]}"'
        self.position = key.end()
        while self._skip_comma():
            if self._skip_space() < len(self.text) and self.text[self.position] != "}":
                self._read_field()

    def _skip_comma(self) -> bool:
        self._skip_space()
        if self.text.startswith(",", self.position):
            self.position += 1
            return True
        return False

    def _read_field(self) -> None:
        field = _FIELD.match(self.text, self.position)
        if not field:
            words = self.text[self.position :].split("\n", 1)[0].strip()
            message = f'expected a field such as "title = {{…}}"{self.entry}, found "{words[:40]}"'
            raise _MalformedError(self.position, message)
        self.position = field.end()
        self._read_value()

    def _read_value(self) -> None:
        while True:
            self._read_piece()
            self._skip_space()
            if not self.text.startswith("#", self.position):
                return
            self.position += 1
            self._skip_space()

    def _read_piece(self) -> None:
        start = self._skip_space()
        if self.text.startswith("{", start):
            self.position = self._end_of_braces(start)
        elif self.text.startswith('"', start):
            self.position = self._end_of_quotes(start)
        elif bare := _BARE.match(self.text, start):
            self.position = bare.end()
        else:
            raise _MalformedError(
                start, f"a value is missing here{self.entry}; write {{…}} or a number"
            )

    def _end_of_braces(self, start: int) -> int:
        depth = 0
        limit = self._next_entry_after(start)
        for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(self.text, start, limit):
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if depth == 0:
                return match.end()
        raise _MalformedError(start, f'the "{{" that opens here{self.entry} is never closed')

    def _end_of_quotes(self, start: int) -> int:
        depth = 0
        limit = self._next_entry_after(start)
        for match in re.compile(r"\\.|[{}\"]", re.DOTALL).finditer(self.text, start + 1, limit):
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
        self._skip_space()
        if self.text.startswith("}", self.position):
            self.position += 1
            return
        if self.position >= len(self.text) or _NEXT_ENTRY.match(self.text, self.position):
            raise _MalformedError(
                start, f'the entry that begins here{self.entry} has no closing "}}"'
            )
        words = self.text[self.position :].split("\n", 1)[0].strip()
        raise _MalformedError(
            self.position, f'a comma is missing before "{words[:40]}"{self.entry}, or a brace'
        )
