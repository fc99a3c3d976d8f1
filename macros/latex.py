"""LaTeX in the text of a bibliography, turned into plain Unicode by pylatexenc."""

from __future__ import annotations

import re
from typing import Any

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_UNESCAPED = re.compile(r"(?<!\\)([%&#])")
_COMMAND = re.compile(r"\\(?:\\|([A-Za-z]+))")
_SPACES = re.compile(r"[ \t\n]+")

# What reference managers write, and pylatexenc's table does not have.
_MORE_SIGNS = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "textquotedbl": '"',
    "S": "§",
    "pounds": "£",
    "euro": "€",
    "slash": "/",
    "url": "%s",
    "em": "",
    "it": "",
    "bf": "",
    "sc": "",
}
# Commands that pylatexenc's table has, but stumbles over, or renders as nothing a reader can use.
_UNFIT = re.compile(
    "(auto|c|C|eq)?ref|braket|ketbra|(sub)*section|chapter|cite[pt]?|f?colorbox|textcolor"
    "|footnote|(nice|text)?frac|href|includegraphics|item"
)


def _context() -> Any:
    context = get_default_latex_context_db()
    signs = [MacroTextSpec(name, simplify_repl=sign) for name, sign in _MORE_SIGNS.items()]
    context.add_context_category("more-signs", macros=signs, prepend=True)
    return context


_table = _context()
_decoder = LatexNodes2Text(math_mode="verbatim", latex_context=_table)


def decode_latex(text: str) -> str:
    """Turn LaTeX accents, dashes, quotes and braces into Unicode; other text passes unchanged."""
    if not _LATEX.search(text):
        return text
    decoded = str(_decoder.latex_to_text(_UNESCAPED.sub(r"\\\1", text)))
    return _SPACES.sub(" ", decoded).strip(" ")


def unknown_commands(text: str) -> list[str]:
    r"""Return the LaTeX commands that `decode_latex` would drop, such as "\foo"."""
    names = [match[1] for match in _COMMAND.finditer(text) if match[1]]
    return [
        f"\\{name}" for name in names if _UNFIT.fullmatch(name) or not _table.get_macro_spec(name)
    ]
