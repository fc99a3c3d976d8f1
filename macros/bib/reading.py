"""A .bib file as raw entries: bibtexparser reads it, an audit sees that nothing is lost in silence.

bibtexparser cuts a file into blocks and goes on where it can; a comma, brace or "@" that is missing
then costs a field or an entry, and nobody learns of it. So the audit lays the blocks on the file
again. Between two of them only words may stand. An entry must be nothing but its key, names and
values (BibTeX's grammar: Oren Patashnik, BibTeXing, 1988, section 2); one that is not so at first
sight is walked through, and its first fault named. Where bibtexparser ends a block or a value:
github.com/sciunto-org/python-bibtexparser, bibtexparser/splitter.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from logging import CRITICAL, getLogger

from bibtexparser.model import Block, Entry, ImplicitComment, ParsingFailedBlock
from bibtexparser.splitter import Splitter
from msgspec import Struct

from macros.bib.biblatex import KINDS, NO_WORKS
from macros.dates import MONTHS
from macros.problems import Problem, did_you_mean

getLogger("bibtexparser").setLevel(CRITICAL)  # it warns of failed blocks, which the audit names

_OPENING = re.compile(r"@([A-Za-z]+)[ \t]*[{(]")
_KEY = re.compile(r"\s*([^\s,{}=]++)(?!\s*=)")
_UNFIT_IN_KEY = re.compile(r"[^\w.:/+-]")
_NAME = r"[A-Za-z_][\w.:+/*-]*+"  # of a field or an @string; BibTeX hardly limits it
_NAME_AND_EQUALS = re.compile(rf"({_NAME})\s*=")
_BARE = re.compile(rf"(?:\d+|{_NAME})(?=[\s#,}})]|\Z)")
_SIGNS = r"[^{}]++|(?<=\\)[{}]"  # bibtexparser takes a brace behind a backslash for text
# Groups are atomic, "(?>(?:…)*)", and not possessive: Pythons before 3.11.5 get these wrong
# (github.com/python/cpython/issues/106052).
_GROUP = r"\{\}"
for _ in range(10):  # braces within braces, deeper than anybody sets them
    _GROUP = rf"\{{(?>(?:{_SIGNS}|{_GROUP})*)\}}"
_BRACED_OR_QUOTED = rf'{_GROUP}|"(?>(?:[^"{{}}]++|(?<=\\)["{{}}]|{_GROUP})*)"'
_SIMPLE_ENTRY = re.compile(
    rf"@[A-Za-z]+[ \t]*[{{(]\s*[\w.:/+-]++\s*"
    rf'(?>(?:,\s*{_NAME}\s*=\s*(?:{_GROUP}|"[^"{{}}\\]*"|\d++|{_NAME})\s*)*),?\s*[}})]'
)
_COMMENT_OR_VALUE = re.compile(
    rf"(?P<comment>%[^\n]*)|(?:(?i:@comment)[ \t]*|(?<!\\))(?:{_BRACED_OR_QUOTED})"
    r"|(?i:@comment)[ \t]*\([^)]*\)|@\w*[ \t]*[{(]"
)
_WORDS = re.compile(r"[^@{}=,]*|,")  # no entry has ever been among these, or is behind that comma
_RIS = re.compile(r"(?m)^[A-Z][A-Z\d]  - ")
_SPACE = re.compile(r"\s*")
_NEXT_BLOCK = re.compile(r"\s*(?:@|\Z)")
_LINE_WITH_OPENING = re.compile(r"(?m)^(?=[ \t]*@\w*[ \t]*[{(])")
# "@ book {", "@book" and a brace on the next line; in parentheses as well.
_TORN_OPENING = re.compile(r"(?m)^@(\s*)([A-Za-z]+)(\s*)([{(])")
_NO_ENTRIES = {"string", "preamble", "comment", *NO_WORKS}
_CLOSING = {"{": "}", "(": ")"}
_MONTHS = {month[:3].lower(): month for month in MONTHS}


class RawField(Struct, frozen=True):
    """The value of a field and its line: `{Rivers} # { and Rails}` → "Rivers and Rails"."""

    value: str
    line: int


class RawEntry(Struct, frozen=True):
    """An entry as written, its LaTeX not decoded; type and names of fields in small letters.

    `problems` are those of an entry that can be read all the same.
    """

    entry_type: str
    key: str
    line: int
    fields: Mapping[str, RawField]
    problems: tuple[Problem, ...] = ()

    def text(self, name: str) -> str:
        """Return the text of a field on one line, or nothing where there is none."""
        field = self.fields.get(name)
        return " ".join(field.value.split()) if field else ""

    def keys_in(self, name: str) -> list[str]:
        """Return the cite keys that a field lists: `ids = {a, b}` → "a", "b"."""
        return list(filter(None, map(str.strip, self.text(name).split(","))))

    def texts(self) -> dict[str, str]:
        """Return the texts of all fields by their names."""
        return {name: self.text(name) for name in self.fields}

    @property
    def given(self) -> set[str]:
        """The names of the fields that say anything."""
        return {name for name, field in self.fields.items() if field.value.strip()}


class _MalformedError(Exception):
    """What is wrong: an index into the text, and a message."""


def read_bib(text: str, source: str) -> tuple[list[RawEntry], list[Problem]]:
    """Read a .bib file: all entries but the broken ones, in file order, and what is broken."""
    audit = _Audit(text, source)
    audit.run()
    return audit.entries, audit.problems


def is_plain(entry: str) -> bool:
    """Whether an entry that stands alone reads, at first sight, as it is written."""
    is_sound = len(_LINE_WITH_OPENING.split(entry)) == 2 and not re.search(r"%|\\\n", entry)
    return is_sound and _SIMPLE_ENTRY.fullmatch(entry.strip()) is not None


class _Audit:
    def __init__(self, text: str, source: str) -> None:
        self.entries: list[RawEntry] = []
        self.problems: list[Problem] = []
        self._source = source
        self._written = f"{text}\n"
        self._text = _without_comments(text)
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", self._text))]
        self._strings = dict(_MONTHS)
        # The block that is being read, and how far.
        self._start = self._at = self._end = 0
        self._closing = ""
        self._in_entry = ""  # for messages

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
                self._read_block(block, start, start + len(raw))
            except _MalformedError as error:
                at_fault, message = error.args
                self._report(self._line(at_fault), message)
                has_failed = True

    def _line(self, at: int) -> int:
        return bisect_right(self._line_starts, at)

    def _report(self, line: int, message: str) -> None:
        self.problems.append(Problem(self._source, line, message))

    def _read_block(self, block: Block, start: int, end: int) -> None:
        if isinstance(block, ImplicitComment):
            self._check_words(block.comment, start)
            return
        opening = _OPENING.match(self._text, start)
        if not opening:
            raise self._no_opening(start)
        self._start, self._at, self._end = start, opening.end(), end
        self._closing, self._in_entry = _CLOSING[opening[0][-1]], ""
        kind = opening[1].lower()
        if kind == "string":
            self._read_string()
        elif kind == "preamble":
            self._read_value()
            self._check_end()
        elif kind != "comment":
            self._read_entry(getattr(block, "ignore_error_block", None) or block, kind)
        elif isinstance(block, ParsingFailedBlock):
            raise self._not_closed(opening.end() - 1)

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

    def _read_string(self) -> None:
        name, line = self._read_name().lower(), self._line(self._at)
        value = self._read_value()
        self._check_end()
        if self._strings.get(name, value) != value and name not in _MONTHS:
            self._report(line, f'the @string "{name}" is defined twice; keep one')
        self._strings[name] = value

    def _read_entry(self, block: Block, kind: str) -> None:
        before = len(self.problems)
        raw = str(block.raw)  # bibtexparser does not count the end of a line behind a backslash
        if isinstance(block, Entry) and "\\\n" not in raw and _SIMPLE_ENTRY.fullmatch(raw):
            key, found = block.key, self._simple_fields(block)
        else:
            key, found = self._read_key(), self._walk_fields()
        fields: dict[str, RawField] = {}
        for name, value, line in found:
            field = RawField(value, line)
            if fields.setdefault(name.lower(), field) is not field:
                message = f'this entry has the field "{name.lower()}" twice; keep one'
                self._report(line, message)
        own, self.problems = self.problems[before:], self.problems[:before]
        self.entries.append(RawEntry(kind, key, self._line(self._start), fields, tuple(own)))

    def _simple_fields(self, entry: Entry) -> Iterator[tuple[str, str, int]]:
        """Yield name, value and line of each field, as bibtexparser has read them."""
        lines_before = self._line(self._start) - (entry.start_line or 0)
        for field in entry.fields:
            value, line = field.value, lines_before + (field.start_line or 0)
            yield field.key, value[1:-1] if value[0] in '{"' else self._meaning(value, line), line

    # ---- a block, sign by sign ----

    def _next(self) -> str:
        """Pass over space, and return the sign behind it; nothing at the end of the block."""
        self._pass(_SPACE)
        return self._text[self._at : min(self._at + 1, self._end)]

    def _pass(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if found := pattern.match(self._text, self._at, self._end):
            self._at = found.end()
        return found

    def _read_key(self) -> str:
        key = _KEY.match(self._text, self._at)
        word = key[1].rstrip(self._closing) if key else ""
        if not (key and word):
            message = 'this entry has no cite key; write "@book{key,"'
            raise _MalformedError(self._start, message)
        if unfit := _UNFIT_IN_KEY.search(word):
            message = f'the cite key "{word}" has a "{unfit[0]}" in it; '
            line = self._line(key.start(1))
            self._report(line, f"{message}use letters, digits and . : / + - _")
        self._in_entry = f' in entry "{word}"'
        self._at = key.start(1) + len(word)
        if self._next() == "@":
            raise self._no_end()
        return word

    def _walk_fields(self) -> Iterator[tuple[str, str, int]]:
        """Yield name, value and line of each field; raise at the first that is malformed."""
        while self._next() == ",":
            self._at += 1
            if self._next() == self._closing:
                break
            line = self._line(self._at)
            yield self._read_name(), self._read_value(), line
        self._check_end()

    def _check_end(self) -> None:
        if self._next() != self._closing or self._at + 1 != self._end:
            if self._is_over():
                raise self._no_end()
            words = self._words(self._at)
            message = f'a comma is missing before "{words}"{self._in_entry}, or a brace'
            raise _MalformedError(self._at, message)

    def _read_name(self) -> str:
        """Read the name of a field or an @string, and the "=" behind it."""
        self._next()
        if found := self._pass(_NAME_AND_EQUALS):
            return str(found[1])
        if self._is_over():
            raise self._no_end()
        message = f'expected a field such as "title = {{…}}"{self._in_entry}, found '
        raise _MalformedError(self._at, f'{message}"{self._words(self._at)}"')

    def _read_value(self) -> str:
        """Read a value and join its pieces: `{a} # b`."""
        joined = self._read_piece()
        while self._next() == "#":
            self._at += 1
            joined += self._read_piece()
        return joined

    def _read_piece(self) -> str:
        sign, start = self._next(), self._at
        if piece := self._pass(re.compile(_BRACED_OR_QUOTED)):
            return str(piece[0][1:-1])
        if sign in ("{", '"'):
            raise self._not_closed(start)
        if bare := self._pass(_BARE):
            return self._meaning(bare[0], self._line(start))
        message = f"a value is missing here{self._in_entry}; write {{…}} or a number"
        if sign.isalnum():
            message = f"only a whole number may stand without braces{self._in_entry}; write {{…}}"
        raise _MalformedError(start, message)

    def _meaning(self, bare: str, line: int) -> str:
        """Return a number as it is, and what an @string stands for."""
        name = bare.lower()
        if not bare.isdecimal() and name not in self._strings:
            near = did_you_mean(name, self._strings.keys() - _MONTHS) or "; write {…} around text"
            self._report(line, f'no @string above says what "{bare}" means{near}')
        return self._strings.get(name, bare)

    # ---- faults ----

    def _words(self, at: int) -> str:
        return self._written[at : self._written.index("\n", at)].strip()[:40]

    def _is_over(self) -> bool:
        """Whether the block ends here, with the file or before another."""
        return self._at >= self._end and bool(_NEXT_BLOCK.match(self._text, self._at))

    def _no_opening(self, at: int) -> _MalformedError:
        message = 'an entry begins with its type and a brace, as in "@book{"; found '
        return _MalformedError(at, f'{message}"{self._words(at)}"')

    def _no_end(self) -> _MalformedError:
        message = f'the entry that begins here{self._in_entry} has no closing "{self._closing}"'
        return _MalformedError(self._start, message)

    def _not_closed(self, at: int) -> _MalformedError:
        sign, remedy = f'"{self._text[at]}"', ""
        if sign == '"""':  # bibtexparser ends at the next one, `{"}` aside, BibTeX not in braces
            sign, remedy = "quotation mark", "; write {…} around the value"
        message = f"the {sign} that opens here{self._in_entry} is never closed{remedy}"
        return _MalformedError(at, message)


def _as_one_sign(opening: re.Match[str]) -> str:
    """Move the spaces of "@ book {" out of it; each line keeps its place."""
    before, kind, after, brace = opening.groups()
    known = kind.lower() in KINDS or kind.lower() in _NO_ENTRIES
    return f"{before}@{kind}{brace}{after}" if known else opening[0]


def _without_comments(text: str) -> str:
    """Blank out comments, `a, % b` → `a,    `, but no "%" within a value.

    That it begins a comment is biber's rule; BibTeX and bibtexparser do not know it. A block that
    begins a line ends whatever is open before it.
    """
    blocks = _LINE_WITH_OPENING.split(_TORN_OPENING.sub(_as_one_sign, text))
    return "".join(
        _COMMENT_OR_VALUE.sub(_blank_comment, block) if "%" in block else block for block in blocks
    )


def _blank_comment(match: re.Match[str]) -> str:
    return " " * len(match[0]) if match["comment"] else match[0]
