"""What is wrong, where, and what to do about it: collected by every room, printed by the door."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from traceback import extract_tb
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

_CONFLICT = re.compile(r"(?m)^(?:(?:<{7}|\|{7}|>{7})(?: .*)?|={7})\r?$")  # what git leaves

Severity = Literal["error", "warning", "hint"]
_SEVERITIES = get_args(Severity)
_QUOTED = re.compile(r'"[^"]*"')


class Problem(Struct, frozen=True, order=True):
    """A mistake in a source file, worded for the person who can mend it.

    `source` is the file's path as its author knows it; `line` counts from 1, and 0 means the
    file as a whole. An error stops every build, a warning one under `strict`, a hint none.
    """

    source: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.message}"


def must_stop(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Whether any of the problems keeps a site from being built."""
    stopping = {"error", "warning"} if strict else {"error"}
    return any(problem.severity in stopping for problem in problems)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems, each once: errors before warnings and hints, then by file and line."""
    return sorted(set(problems), key=lambda each: (_SEVERITIES.index(each.severity), each))


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Put hints that say the same of several places into one, which names the first; they go last.

    Hints are of one kind if they differ only in what stands in quotation marks. So those of a
    library of a thousand works do not bury what matters.
    """
    alike: defaultdict[tuple[object, ...], list[Problem]] = defaultdict(list)
    for each in problems:
        is_hint = each.severity == "hint"
        key = (each.source, _QUOTED.sub("", each.message)) if is_hint else (each,)
        alike[key].append(each)
    groups = sorted(alike.values(), key=_is_general)
    return [one for many in groups for one in (_joined(many) if many[3:] else many)]


def _is_general(many: list[Problem]) -> bool:
    """Whether hints are about many places or a whole file: they come after all others."""
    return many[0].severity == "hint" and (len(many) > 3 or not many[0].line)


def _joined(many: list[Problem]) -> list[Problem]:
    first, *others = many
    lines = ", ".join(str(each.line) for each in others[:3])
    more = f" and {len(others) - 3} more" if others[3:] else ""
    return [replace(first, message=f"{first.message} (so, too, lines {lines}{more})")]


def count_problems(problems: Iterable[Problem]) -> str:
    """Count problems by severity: "2 errors, 1 warning"; or nothing."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(f"{n} {word}{'s' * (n != 1)}" for word in _SEVERITIES if (n := counts[word]))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "…"?` for the nearest of the known words, or nothing."""
    candidates = {name.casefold(): name for name in known}
    nearest = get_close_matches(word.casefold(), candidates, n=1, cutoff=0.6)
    return f'; did you mean "{candidates[nearest[0]]}"?' if nearest else ""


def line_starting_with(words: str, text: str) -> int:
    """Find the first line that starts with these words, quotation marks aside; else the first."""
    lines = (line.replace('"', "").replace("'", "") for line in text.splitlines())
    return next((number for number, line in enumerate(lines, 1) if line.startswith(words)), 1)


def line_in_trace(error: Exception, ending: str) -> str:
    """Name the innermost line of a file with this ending on the way to an error, or nothing."""
    frames = [f for f in extract_tb(error.__traceback__) if f.filename.endswith(ending)]
    return f"{os.path.relpath(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""


def unreadable(source: str, error: OSError | UnicodeDecodeError) -> Problem:
    """Say why a file cannot be read; of one in another encoding, where it stops being UTF-8."""
    if isinstance(error, UnicodeDecodeError):
        line = error.object[: error.start].count(b"\n") + 1
        return Problem(source, line, "this file is not UTF-8; save it as UTF-8")
    if isinstance(error, FileNotFoundError):
        return Problem(source, 0, "this file is missing")
    return Problem(source, 0, f"this file cannot be read: {error.strerror}")


def is_conflict(line: str) -> bool:
    """Whether git has written a line, between two versions that it could not merge."""
    return _CONFLICT.fullmatch(line) is not None


def conflicts_in(text: str, source: str) -> list[Problem]:
    """Return a problem for each conflict that a merge of branches has left in a file."""
    message = (
        "two branches differ here, and git could not merge them; keep what is right, and delete "
        'the lines that begin with "<<<<<<<", "=======" and ">>>>>>>"'
    )
    return [
        Problem(source, text.count("\n", 0, found.start()) + 1, message)
        for found in _CONFLICT.finditer(text)
        if found[0].startswith("<")
    ]


def say(text: str) -> None:
    r"""Print a text on any terminal; signs that it cannot show are named, as in "\u2026"."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))
