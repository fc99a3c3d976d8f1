"""Calls of macros: each knows its line; a page of nothing but calls needs no template engine.

To compile a page for Jinja takes longer than all that the engine does with it afterwards, and
nearly every page holds no more than `{{ name("text", other("text"), option="text") }}`.
"""

from __future__ import annotations

import ast
import re
from contextvars import ContextVar
from typing import TYPE_CHECKING

from macros.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_line: ContextVar[int] = ContextVar("line", default=0)


def calling_line() -> int:
    """Return the line of the page whose macro is being called; 0 outside a page."""
    return _line.get()


def at_line(macro: Callable[..., str], line: int) -> Callable[..., str]:
    """Let a macro know the line that it is called on."""

    def call(*values: object, **options: object) -> str:
        outer = _line.set(line)
        try:
            texts = [_as_text(value) for value in values]
            named = {name: _as_text(value, name) for name, value in options.items()}
            return macro(*texts, **named)
        finally:
            _line.reset(outer)

    return call


def _as_text(value: object, name: str = "") -> object:
    """Return what macros take: text, numbers as text, and the body of a call block."""
    if isinstance(value, str) or name == "caller":
        return value
    shown = str(value)  # which fails for a name that means nothing
    if isinstance(value, int | float):
        return shown
    raise TypeError(f"{shown[:40]} is no text; write texts and cite keys in quotation marks")


def shown_value(value: object) -> object:
    """Return what stands in double braces, to be put into the page; macros must be called."""
    if callable(value) and str(value):  # which fails for a name that means nothing
        raise TypeError('a macro needs brackets behind its name, as in "timeline()"')
    return value


# A call on one line: names, brackets, commas, numbers; text in plain quotation marks, without
# escapes. Everything else is left to Jinja.
_CALL = re.compile(
    r"""(?<!\{)\{\{[ \t]*"""
    r"""(\w+\((?:[\w \t,()=]|(?<!\w)"[^"\\\n]*"|(?<!\w)'[^'\\\n]*')*\))[ \t]*\}\}"""
)
_OTHER = re.compile(r"\{\{|\{%|\{##|\r")


class CallError(Exception):
    """A macro failed on a line of a page."""

    def __init__(self, line: int, cause: Exception) -> None:
        super().__init__(str(cause))
        self.line = line
        self.cause = cause


class PlainPage(Plain, frozen=True):
    """A page cut at its calls: texts, and between each two of them a call and its line."""

    texts: tuple[str, ...]
    calls: tuple[tuple[ast.Call, int], ...]

    def run(self, macros: Mapping[str, Callable[..., str]]) -> str:
        """Put what the macros return into the text; raises CallError if one fails."""
        pieces = [self.texts[0]]
        for (node, line), text in zip(self.calls, self.texts[1:], strict=True):
            try:
                pieces += [str(_call(node, line, macros)), text]
            except Exception as error:
                raise CallError(line, error) from error
        return "".join(pieces)


def _call(node: ast.expr, line: int, macros: Mapping[str, Callable[..., str]]) -> object:
    if isinstance(node, ast.Constant):
        return node.value
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    values = [_call(each, line, macros) for each in node.args]
    options = {str(each.arg): _call(each.value, line, macros) for each in node.keywords}
    return at_line(macros[node.func.id], line)(*values, **options)


def read_plain(text: str, first_line: int, macros: Mapping[str, object]) -> PlainPage | None:
    """Read a page that does nothing but call `macros` with text and numbers; of others, None."""
    texts = _CALL.split(text)
    sources, texts = texts[1::2], texts[::2]
    if any(_OTHER.search(piece) for piece in texts):
        return None
    nodes = _read_calls(sources, macros)
    if nodes is None:
        return None
    calls, line = [], first_line
    for before, node in zip(texts, nodes, strict=False):
        line += before.count("\n")
        calls.append((node, line))
    return PlainPage(tuple(texts), tuple(calls))


def _read_calls(sources: Sequence[str], macros: Mapping[str, object]) -> list[ast.Call] | None:
    """Read all calls of a page at once: each is an item of a list, and there are no others."""
    try:
        listed = ast.parse(f"[{''.join(f'({source}),' for source in sources)}]", mode="eval").body
    except SyntaxError:
        return None
    assert isinstance(listed, ast.List)
    nodes = [node for node in listed.elts if isinstance(node, ast.Call)]
    is_plain = len(nodes) == len(listed.elts) == len(sources)
    return nodes if is_plain and all(_is_plain(node, macros) for node in nodes) else None


def _is_plain(node: ast.expr, macros: Mapping[str, object]) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) in (str, int, bool)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    options = [keyword.arg for keyword in node.keywords]
    inner = [*node.args, *(keyword.value for keyword in node.keywords)]
    return (
        node.func.id in macros
        and None not in options
        and len(set(options)) == len(options)
        and all(_is_plain(each, macros) for each in inner)
    )
