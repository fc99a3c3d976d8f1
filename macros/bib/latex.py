"""LaTeX in the text of a bibliography, turned into plain Unicode by pylatexenc.

Emphasis is kept, between the signs of `richtext`.
"""

from __future__ import annotations

import re
from functools import cache, partial
from logging import CRITICAL, getLogger
from typing import TYPE_CHECKING, Any

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_syntax
from pylatexenc.macrospec import std_macro

from macros.text import CLOSE, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_UNESCAPED = re.compile(r"(?<!\\)([%&#])")
_COMMAND = re.compile(r"\\(?:\\|([A-Za-z]+))")
# A backslash before what is no command: pylatexenc would drop the sign with it.
_NO_COMMAND = re.compile(r"(?<!\\)\\(?=[^\x00-\x7f]|[)*+<>?@|\d])")
_ANY_COMMAND = re.compile(r"\\(?:[A-Za-z]+\s*|(.)|$)")
_SPACES = re.compile(r"[ \t\n]+")
_EMPHASIS = f"{OPEN}%s{CLOSE}"

# What reference managers write, and pylatexenc's table does not have, or renders as less.
_ONE_ARGUMENT = {
    "emph": _EMPHASIS,
    "textit": _EMPHASIS,
    "textsl": _EMPHASIS,
    "mkbibemph": _EMPHASIS,
    "mkbibitalic": _EMPHASIS,
    "enquote": "“%s”",
    "mkbibquote": "“%s”",
    "mkbibparens": "(%s)",
    "mkbibbold": "%s",
    "mkbibacro": "%s",
    "url": "%s",
    "path": "%s",
    "uppercase": "%s",
    "ensuremath": "%s",
    "texttt": "%s",
    "textsf": "%s",
    "mbox": "%s",
    "acro": "%s",
    "noopsort": "",
}
_SIGNS = {
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textunderscore": "_",
    "textquotedbl": '"',
    "S": "§",
    "pounds": "£",
    "euro": "€",
    "slash": "/",
    "nobreakspace": "\xa0",
    "bibrangedash": "–",
    "newblock": "",
    "adddot": ".",
    "isdot": "",
    "thinspace": "\u2009",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "sf": "",
    "protect": "",
    "relax": "",
    "bf": "",
    "sc": "",
    "rm": "",
    "tt": "",
}
# "{\em Rivers}", "{\it Rivers}": the old form of \emph{Rivers}.
_SWITCH = re.compile(r"\{\\(?:em|it|sl|itshape)\b\s*((?:[^{}]|\{[^{}]*\})*)\}")
# Dollars that enclose maths; two sums of money do so only by chance.
_MATHS = re.compile(r"(?<!\\)\$((?=[^$]*[\\^_{}=<>+])[^$]+|[A-Za-z])\$|\\\((.+?)\\\)")
_RAISED = re.compile(r"(?<!\\)([\^_])(?:\{([^{}]*)\}|(\w))")
_RAISED_TEXT = re.compile(r"\\text(super|sub)script\{([^{}]*)\}")
_LINK = re.compile(r"\\href\{([^{}]*)\}\{((?:[^{}]|\{[^{}]*\})*)\}")
_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Commands that pylatexenc's table has, but stumbles over, or renders as nothing a reader can use.
_UNFIT = re.compile(
    "(auto|c|C|eq)?ref|braket|ketbra|(sub)*section|chapter|cite[pt]?|f?colorbox|textcolor"
    "|footnote|(nice|text)?frac|href|include(graphics)?|input|item|verb"
)


@cache  # pylatexenc takes its time to start, and many bibliographies need it not at all
def _table() -> Any:
    table = get_default_latex_context_db()
    more = _ONE_ARGUMENT | _SIGNS
    forms = {name: partial(_fill, form) if "%s" in form else form for name, form in more.items()}
    specs = [MacroTextSpec(name, simplify_repl=form) for name, form in forms.items()]
    table.add_context_category("more-signs", macros=specs, prepend=True)
    return table


def _fill(form: str, node: Any, l2tobj: Any) -> str:
    """Put the argument of a command into its form; one without an argument gives nothing."""
    arguments = node.nodeargd.argnlist if node.nodeargd else []
    text = str(l2tobj.nodelist_to_text([argument for argument in arguments if argument]))
    return form % text if text else ""


@cache
def _decoder() -> Callable[[str], str]:
    syntax = get_default_syntax()
    arguments = [std_macro(name, None, 1) for name in _ONE_ARGUMENT]
    syntax.add_context_category("more-signs", macros=arguments, prepend=True)
    text = LatexNodes2Text(math_mode="verbatim", latex_context=_table())
    getLogger("pylatexenc").setLevel(CRITICAL)  # it warns of commands that lack their arguments

    def decode(source: str) -> str:
        try:
            return str(text.latex_to_text(source, latex_context=syntax))
        except Exception:  # whatever it stumbles over: an argument missing, too many braces
            return _plain(_ANY_COMMAND.sub(r"\1", source))

    return decode


# One accent over one letter, \'{e} or \c c or \v{\i}; not over or under another accent.
_ACCENT = re.compile(
    r"(?<!\\)(?<!\\.)(?<!\\.\s)(?<!\\.\{)\\(?:[\"'`^~=.]|[bcdkrtuvH](?=[\s{]))"
    r"\s*(?:\{(?:\\[ij]|[A-Za-z])\}|[A-Za-z])"
)


@cache
def _decode_accent(command: str) -> str:
    return f"{{{_decoder()(command)}}}"  # else it could lengthen the name of a command before it


def decode_latex(text: str) -> str:
    """Turn LaTeX accents, dashes, quotes, maths and braces into Unicode, keeping emphasis."""
    if not _LATEX.search(text):
        return text
    if "\\" in text or "$" in text:
        text = _MATHS.sub(lambda maths: _decode_maths(maths[1] or maths[2]), text)
        text = _RAISED_TEXT.sub(_raise_text, text)
        text = _LINK.sub(r"\2 (\1)", text)
        text = _SWITCH.sub(r"\\emph{\1}", text)
        text = _NO_COMMAND.sub("", text)
        text = _ACCENT.sub(lambda accent: _decode_accent(accent[0]), text)
    decoded = _plain(text) if "\\" not in text else _decoder()(_UNESCAPED.sub(r"\\\1", text))
    return _SPACES.sub(" ", decoded).strip(" ")


def _plain(text: str) -> str:
    """Decode what is not a command: braces, ties, dashes, quotation marks."""
    text = text.replace("{", "").replace("}", "").replace("~", "\xa0")
    return text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")


def _decode_maths(maths: str) -> str:
    raised = _RAISED.sub(_raise, maths)
    if "\\" in raised:
        converter = LatexNodes2Text(math_mode="text", latex_context=_table())
        try:
            raised = str(converter.latex_to_text(f"${raised}$"))
        except Exception:  # as in _decoder
            raised = _ANY_COMMAND.sub(r"\1", raised)
    return raised.replace("{", "").replace("}", "").strip()


def _raise(script: re.Match[str]) -> str:
    text = script[2] or script[3] or ""
    return _raised(text, is_above=script[1] == "^") or f"{script[1]}{text}"


def _raise_text(script: re.Match[str]) -> str:
    return _raised(script[2], is_above=script[1] == "super") or script[2]


def _raised(text: str, *, is_above: bool) -> str:
    """Return the text in Unicode's superscripts or subscripts, or nothing if they lack a sign."""
    table = _SUPERSCRIPT if is_above else _SUBSCRIPT
    return text.translate(table) if all(ord(sign) in table for sign in text) else ""


def unknown_commands(text: str) -> list[str]:
    r"""Return the LaTeX commands that `decode_latex` would drop, such as "\foo"."""
    if "\\" not in text:
        return []
    for understood in (_MATHS, _RAISED_TEXT, _LINK, _SWITCH):
        text = understood.sub(lambda match: " ".join(filter(None, match.groups()[-1:])), text)
    names = [match[1] for match in _COMMAND.finditer(text) if match[1]]
    return [f"\\{name}" for name in names if not is_known(name)]


@cache
def is_known(command: str) -> bool:
    """Whether a LaTeX command, without its backslash, leaves a text that readers can use."""
    return not _UNFIT.fullmatch(command) and _table().get_macro_spec(command) is not None
