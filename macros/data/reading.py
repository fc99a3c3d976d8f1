"""Data files in YAML: read as plain strings, checked by a model, every mistake with its line.

And written, for what other programs read.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from macros.data.records import Model, Place, field_names, read_record
from macros.problems import Problem, Severity, conflicts_in, did_you_mean, must_stop, unreadable

_NOTICED_LATE = ("found unexpected end", "could not find expected ':'", "expected ','")
_GAP = re.compile(r"\S {3,}\S")
_BLOCK_MARK = re.compile(r"([-+>|]+)(?:\s|$)")
_CLOSE_COMMENT = re.compile(r" #(?=\S)")
_COMMENT = re.compile(r"[ \t]+#.*")
_REMARK = re.compile(r"(?m)^[ \t]*#.*\n?|[ \t]+#.*")
_MODELINE = re.compile(r"\A# yaml-language-server:.*\n+")  # where an editor finds the schema
_HEAD = re.compile(r"(?:[ \t]*(?:#.*)?\n)*")
_FIELD = re.compile(r"([\w-]+):(?:\s|$)")
_FIELD_BEHIND_GAP = re.compile(rf"\s{{2,}}{_FIELD.pattern}")


class Lines:
    """On which line (from 1) each value of a YAML file stands, by its path of keys and indexes."""

    def __init__(self, lines: dict[Place, int]) -> None:
        self._lines = lines

    def of(self, *place: str | int) -> int:
        """Return the line of a value, or of the nearest value around it, or 0 for the file."""
        while place not in self._lines and place:
            place = place[:-1]
        return self._lines.get(place, 0)


def read_data(
    text: str, source: str, model: type[Model]
) -> tuple[Model | None, Lines, list[Problem]]:
    """Read a YAML file as `model`; without a result where there are problems.

    Every scalar is read as text, so that a date such as 2004-11-30 or a bare `no` stays what it
    says; the model turns text into what its fields ask for.
    """
    data, lines, problems = read_plain(text, source, set(field_names(model)))
    if data is None:
        return None, lines, problems
    result, mistakes = read_record(data, model)
    problems += [Problem(source, lines.of(*place), message) for place, message in mistakes]
    return (None if must_stop(problems, strict=False) else result), lines, problems


def read_plain(
    text: str, source: str, names: Collection[str] = ()
) -> tuple[Any, Lines, list[Problem]]:
    """Read a YAML file as texts, lists and dictionaries; `names` are those of known fields."""
    try:
        root, data = _load(text)
        values = list(_values(root)) if root else []
    except yaml.YAMLError as error:
        return None, Lines({}), [_syntax_problem(error, text, source)]
    except RecursionError:
        message = "brackets or dashes stand within each other here a hundredfold; take some out"
        return None, Lines({}), [Problem(source, 0, message)]
    problems = []
    for _, _, node in values:
        if isinstance(node, yaml.MappingNode):
            problems += _doubled_fields(node, source)
        elif isinstance(node, yaml.ScalarNode):
            problems += _torn_text(node, names, text, source)
    return data or {}, Lines({place: line for place, line, _ in values}), problems


def _load(text: str) -> tuple[yaml.Node | None, object]:
    try:
        return _compose(getattr(yaml, "CBaseLoader", yaml.BaseLoader), text)
    except yaml.YAMLError:  # libyaml is ten times as fast, but its errors have other words
        return _compose(yaml.BaseLoader, text)


def _compose(loader_class: type[yaml.BaseLoader], text: str) -> tuple[yaml.Node | None, object]:
    loader = loader_class(text)
    try:
        node = loader.get_single_node()
        return node, loader.construct_document(node) if node else None
    finally:
        loader.dispose()


def _syntax_problem(error: yaml.YAMLError, text: str, source: str) -> Problem:
    if conflicts := conflicts_in(text, source):
        return conflicts[0]
    if not isinstance(error, yaml.MarkedYAMLError):  # a character that YAML does not allow
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return Problem(source, line, "this line has a control character in it; delete it")
    what = " ".join(filter(None, (error.problem, error.context)))
    hint = "check indentation, colons and quotation marks here and on the line above"
    return Problem(source, _line_of(error, text), f"this is not valid YAML ({what}); {hint}")


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """Return the line of a mistake, which is noticed further down, or 0."""
    mark = error.problem_mark
    if mark is None or (error.problem or "").startswith(_NOTICED_LATE):
        mark = error.context_mark or mark  # where the bracket, quotation mark or key stands
    elif (error.problem or "").endswith("found '<scalar>'"):
        return _line_of_quotation(text, mark.line) + 1
    elif (error.problem or "").endswith("found '<block sequence start>'"):
        before = "\n".join(text.splitlines()[: mark.line]).rstrip()
        return before.count("\n") + 1  # the record before it has gone wrong
    elif (error.problem or "").startswith("expected '<document start>'"):
        return _line_before(text, mark.line) or mark.line + 1
    elif (error.problem or "").startswith("mapping values"):
        line = _line_before(text, mark.line)
        is_prose = line and not re.match(r"\s*(?:-|[\w-]+:)", text.splitlines()[line - 1])
        return line if is_prose else mark.line + 1
    return mark.line + 1 if mark else 0


def _line_before(text: str, line: int) -> int:
    """Return the line before one, blank lines and comments aside, if it is indented further.

    So stands a comment that has lost its sign. Lines are counted from 0 where they are given.
    """
    lines = text.splitlines()
    said = [at for at, words in enumerate(lines[:line], 1) if words.strip()[:1] not in ("", "#")]
    if not said:
        return 0
    before, here = (len(each) - len(each.lstrip()) for each in (lines[said[-1] - 1], lines[line]))
    return said[-1] if before > here else 0


def _line_of_quotation(text: str, end: int) -> int:
    """Return where a quotation of several lines begins that ends on a line; else that line."""
    try:
        for token in yaml.scan(text, Loader=yaml.BaseLoader):
            is_quoted = isinstance(token, yaml.ScalarToken) and token.style in ("'", '"')
            if is_quoted and token.start_mark.line < end == token.end_mark.line:
                return int(token.start_mark.line)
    except yaml.YAMLError:
        pass  # the mistake itself, or another one below it
    return end


def _values(
    node: yaml.Node, place: Place = (), line: int = 0
) -> Iterator[tuple[Place, int, yaml.Node]]:
    """Go through a file: each value with its path and its line; 0 is that of the whole file."""
    yield place, line, node
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _values(item, (*place, index), item.start_mark.line + 1)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _values(value, (*place, str(key.value)), key.start_mark.line + 1)


def _doubled_fields(node: yaml.MappingNode, source: str) -> list[Problem]:
    first: dict[str, yaml.Node] = {}
    return [
        Problem(source, key.start_mark.line + 1, f'"{key.value}" stands here twice; keep one')
        for key, _ in node.value
        if first.setdefault(str(key.value), key) is not key
    ]


def _torn_text(
    node: yaml.ScalarNode, names: Collection[str], text: str, source: str
) -> list[Problem]:
    """Say that a text holds more or less than its author can have meant.

    It has taken in the field on the line below it, or the sign for a text on several lines, or its
    end is a comment; or the comment behind it has taken in that field.
    """
    message, end = "", node.end_mark.index
    severity: Severity = "warning"
    if swallowed := _field_in_text(node.value, names):
        message = f'this text goes on with "{swallowed}:"; is a line break missing before it?'
        severity = "error"
    elif swallowed := _field_in_comment(text, end, names):
        message = f'a comment ends in "{swallowed}:"; is a line break missing before it?'
    elif node.style:
        return []  # in quotation marks, or on several lines
    elif mark := _BLOCK_MARK.match(node.value):
        message = f'this text begins with "{mark[1]}"; write ">-" for a text on several lines'
    elif _GAP.search(node.value):
        message = 'this text has a gap of several spaces; is a line break or "#" missing there?'
    elif _CLOSE_COMMENT.match(text, end):
        message = 'what stands behind "#" here is a comment; put the text into quotation marks'
    return [Problem(source, node.start_mark.line + 1, message, severity)] if message else []


def _field_in_text(value: str, names: Collection[str]) -> str:
    found = _FIELD_BEHIND_GAP.finditer(value) if ":" in value else ()
    return next((field[1] for field in found if field[1] in names), "")


def _field_in_comment(text: str, end: int, names: Collection[str]) -> str:
    """Return the field at the end of a word in the comment behind a value that ends at `end`."""
    comment = _COMMENT.match(text, end)
    words = (field[1] for field in _FIELD.finditer(comment[0] if comment else ""))
    endings = (word[at:] for word in words for at in range(len(word)))
    return next((ending for ending in endings if ending in names), "")


def write_data(values: Mapping[str, object]) -> str:
    """Write values as YAML, in their order."""
    return yaml.dump(dict(values), allow_unicode=True, sort_keys=False, width=100)


def without_comments(text: str) -> str:
    """Leave out the comments of a YAML file but those at its head, which explain its fields.

    A file that is no YAML, which stops the build later, is returned as it is.
    """
    text = _MODELINE.sub("", text)
    head = _HEAD.match(text)
    at = head.end() if head else 0
    comments: list[re.Match[str]] = []
    try:
        tokens = list(yaml.scan(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
    except yaml.YAMLError:
        return text
    for token in tokens:
        comments += _REMARK.finditer(text, at, max(at, token.start_mark.index))
        at = max(at, token.end_mark.index)
    for comment in reversed([*comments, *_REMARK.finditer(text, at)]):
        text = text[: comment.start()] + text[comment.end() :]
    return text


def check_unique(
    names: Sequence[str], section: str, lines: Lines, source: str, field: str = "id"
) -> list[Problem]:
    """Return a problem for each name in a list of records that an earlier record already has."""
    first: dict[str, int] = {}
    return [
        Problem(source, lines.of(section, index, field), f'the {field} "{name}" is used twice')
        for index, name in enumerate(names)
        if first.setdefault(name, index) < index
    ]


def check_known(
    word: str, known: Sequence[str], what: str, source: str, line: int
) -> list[Problem]:
    """Return a problem, with the nearest known word, if `word` is not known."""
    if word in known:
        return []
    return [Problem(source, line, f'unknown {what} "{word}"{did_you_mean(word, known)}')]


# Control characters, halves of surrogate pairs, and of the private use what the engine marks with.
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ue000-\ue0ff\ufffe\uffff]")


def clean(text: str, source: str, first_line: int = 1) -> tuple[str, list[Problem]]:
    """Take out characters that are not for reading, with a problem for each line that has any.

    `first_line` is the line of the source on which the text begins.
    """
    if not _UNFIT.search(text):
        return text, []
    lines = {first_line + text.count("\n", 0, found.start()) for found in _UNFIT.finditer(text)}
    message = "this line has a control character in it; delete it"
    problems = [Problem(source, line, message) for line in sorted(lines)]
    return _UNFIT.sub("\ufffd", text), problems


def check_settings(path: str = "mkdocs.yml") -> list[Problem]:
    """Return what keeps MkDocs from reading its settings, which it would tell without a remedy."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return [unreadable(path, error)]
    if not _REMARK.sub("", text).strip():
        return [Problem(path, 0, "this file is empty; copy one that builds, such as the first")]
    return read_plain(text, path)[2]


if __name__ == "__main__":
    sys.exit("\n".join(map(str, check_settings())) or 0)
