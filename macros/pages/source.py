"""A page as its author wrote it; and the code in it that shows the author’s language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile

from msgspec import Struct

from macros.data.reading import clean
from macros.problems import Problem, did_you_mean, line_starting_with

_MEANT = {"chapter", "was"}  # in front matter, by the engine
_MISPLACED = re.compile(r"\s+---[ \t]*\n[\w-]+:|\+{3}\n")  # or that of another tool


class PageSource(Struct, frozen=True):
    """A page without its front matter.

    `page` is its path in the docs folder, `source` the path that problems name, and `first_line`
    the line of that file on which `text` begins: after the front matter, which may say a `title`,
    and whether the page is a `chapter`. `was` names pages that it continues, on a line.
    """

    page: str
    source: str
    text: str
    first_line: int = 1
    title: str = ""
    chapter: bool | None = None
    was: tuple[str, ...] = ()
    was_line: int = 0


def without_front_matter(
    page: str, source: str, whole: str, text: str, meta: Mapping[str, object] | None = None
) -> tuple[PageSource, list[Problem]]:
    """Make a page of a file's `whole` text and its `text` after the front matter, `meta`."""
    problems, meta = [], meta or {}
    chapter = {"true": True, "false": False}.get(str(meta.get("chapter")).lower())
    if chapter is None and "chapter" in meta:
        line = line_starting_with("chapter", whole)
        message = f'chapter: "{meta["chapter"]}" is neither true nor false; write one of the two'
        problems.append(Problem(source, line, message))
    was, was_line = _paths(meta.get("was", [])), line_starting_with("was", whole)
    if was is None:
        message = "was: write the former path of the page, such as part/old.md, or a list of them"
        problems.append(Problem(source, was_line, message))
    first_line = whole[: len(whole) - len(text)].count("\n") + 1
    problems += _odd_front_matter(source, whole, first_line, meta)
    text, unfit = clean(text, source, first_line)
    title = str(meta.get("title", ""))
    former = (tuple(was or ()), was_line)
    read = PageSource(page, source, text, first_line, title, chapter, *former)
    return read, problems + unfit


def _odd_front_matter(
    source: str, whole: str, first_line: int, meta: Mapping[str, object]
) -> Iterator[Problem]:
    """Name front matter that is none, names that it does not know, and macros in it."""
    if (whole.startswith("---\n") and first_line == 1) or _MISPLACED.match(whole):
        message = 'the front matter between the lines "---" is not valid YAML, or not at the top'
        yield Problem(source, 1, message)
    for name in map(str, meta.keys() - _MEANT):
        if near := did_you_mean(name, _MEANT):
            message = f'the front matter says "{name}", which means nothing here{near}'
            yield Problem(source, line_starting_with(name, whole), message, "warning")
    for line, front in enumerate(whole.split("\n")[: first_line - 1], 1):
        if "{{" in front or "{%" in front:
            message = "macros are not run in front matter; write the words themselves"
            yield Problem(source, line, message)


def _paths(value: object) -> list[str] | None:
    """Read the path of a page, or several: `old`, `[part/a.md, b]`; nothing if it is no such."""
    values = value if isinstance(value, list) else [value]
    names = [each.strip(" /") for each in values if isinstance(each, str)]
    if len(names) < len(values) or not all(re.fullmatch(r"[^#?:]+", name) for name in names):
        return None
    return [f"{name.removesuffix('.md')}.md" for name in names]


_CODE = (
    r"^[ \t>]*(?:(?:[-*+]|\d+\.)[ \t]+)*(?P<fence>`{3,}(?![^\n]*`)|~{3,})[^\n]*\n"
    r".*?^[ \t>]*(?P=fence)[`~]*[ \t]*$"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|<(?P<tag>pre|code)\b[^>]*>.*?</(?P=tag)>"
)
_APART = r"(?P<apart>\{%[-+]?\s*raw\b.*?\{%[-+]?\s*endraw\b.*?%\}|\{##.*?##\})"
_SIGNS = ("`", "~~~", "<pre", "<code")  # most pages have none, which is quickly seen
CODE = re.compile(f"(?ms){_CODE}")
_CODE_OR_APART = re.compile(f"(?ms){_APART}|{_CODE}")
_STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
# A macro, or what Jinja does.
TAG = re.compile(rf"(?s)\{{\{{(?>{_STRING}|(?!\}}\}}).)*\}}\}}|\{{%(?>{_STRING}|(?!%\}}).)*%\}}")
_NO_PROSE = re.compile(f"(?ms){_APART}|{_CODE}|<!--.*?-->")
_BLOCK = re.compile(r"(?m)(?:^[ \t]*\S[^\n]*(?:\n|\Z))+")
# What an indented block behind it belongs to: items, admonitions, tabs, definitions, notes.
_OPENING = re.compile(
    r"(?m)^[ \t]*(?:[-*+:]|\d+[.)]|!!!|\?\?\?\+?|===|///|\[\^[^\]]+\]:)(?:[ \t]|$)"
)
_CLOSED_HTML = re.compile(r"(?:/|--|</[\w-]+)>\s*\Z")
INDENT = 4


def line_of(page: PageSource, at: int) -> int:
    """Return the line of a page's file on which a place in its text stands."""
    return page.first_line + page.text.count("\n", 0, at)


def blank_code(text: str) -> str:
    r"""Put `\x00` in the place of code, comments and what Jinja leaves alone; lines stay."""
    is_prose = not any(sign in text for sign in (*_SIGNS, "<!--", "{##", "endraw"))
    spans = [found.span() for found in (() if is_prose else _NO_PROSE.finditer(text))]
    pieces, end = [], 0
    for start, stop in sorted([*spans, *_indented(text, "")]):
        if start >= end:
            pieces += [text[end:start], re.sub(r"[^\n]", "\x00", text[start:stop])]
            end = stop
    return "".join([*pieces, text[end:]])


def shield_code(text: str, shield: Callable[[str], str]) -> str:
    """Put what `shield` returns in the place of each piece of code that shows macros.

    Fenced, inline and indented code count, and that of HTML; a comment in Jinja's terms keeps the
    number of lines.
    """
    marked = _CODE_OR_APART.finditer(text) if any(sign in text for sign in _SIGNS) else ()
    spans = [found.span() for found in marked if not found["apart"]]
    shielded, end = "", 0
    for start, stop in sorted([*spans, *_indented(text)]):
        code = text[start:stop]
        if start >= end and ("{{" in code or "{%" in code):
            lines = code.count("\n")
            comment = "{##" + "\n" * lines + "##}" if lines else ""
            shielded, end = shielded + text[end:start] + shield(code) + comment, stop
    return shielded + text[end:]


def _indented(text: str, sign: str = "{") -> Iterator[tuple[int, int]]:
    """Find the indented code of a page that has a sign: where it begins and ends.

    Other code is masked first: its blank lines part no blocks, its signs open none.
    """
    if "\n    " not in f"\n{text}" and "\t" not in text:
        return  # as most pages, which is quicker
    masked = _CODE_OR_APART.sub(lambda code: re.sub(r"\S|\n", "x", code[0]), text)
    blocks = list(_BLOCK.finditer(masked))
    for index, block in enumerate(blocks):
        indent = indent_of(block[0])
        if indent < INDENT or sign not in block[0]:
            continue
        margin = _margin(blocks[:index], indent) + INDENT
        if indent >= margin and not _inside_macro(masked[: block.start()]):
            code = _lines_from(block[0], margin)
            yield block.start(), block.start() + len(code.rstrip("\n"))


def _lines_from(block: str, margin: int) -> str:
    lines = block.splitlines(keepends=True)
    return "".join(takewhile(lambda line: indent_of(line) >= margin, lines))


def indent_of(line: str) -> int:
    """Count the blanks that a line begins with."""
    expanded = line.expandtabs(INDENT)
    return len(expanded) - len(expanded.lstrip(" "))


def _margin(before: list[re.Match[str]], indent: int) -> int:
    """Return the indent of running text at a block that is indented itself."""
    for block in reversed(before):
        own = indent_of(block[0])
        if own >= indent:
            continue
        if block[0].startswith("<") and not _CLOSED_HTML.search(block[0]):
            return indent  # HTML goes on
        if _OPENING.search(block[0]):
            return own // INDENT * INDENT + INDENT
        indent = own // INDENT * INDENT
        if not indent:
            break
    return 0


def _inside_macro(before: str) -> bool:
    """Whether a macro is open that a block stands in: its text is indented for looks only."""
    calls = re.findall(r"\{%[-+]?\s*(end)?call\b", before)
    opened = any(before.rfind(a) > before.rfind(b) for a, b in (("{{", "}}"), ("{%", "%}")))
    return opened or calls.count("") > calls.count("end")
