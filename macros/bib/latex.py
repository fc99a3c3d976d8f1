"""LaTeX in the text of a bibliography, turned into Unicode by pylatexenc.

Emphasis is kept, between the signs OPEN and CLOSE of `macros.text`.
"""

from __future__ import annotations

import re
from functools import cache, partial
from html import unescape
from logging import CRITICAL, getLogger
from typing import Any

from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_syntax
from pylatexenc.macrospec import std_macro

from macros.text import CLOSE, OPEN

_LATEX = re.compile(r"[\\{}$~]|--|``|''")
_UNESCAPED = re.compile(r"(?<!\\)([%&#])")
_COMMAND = re.compile(r"\\(?:\\|([A-Za-z]+))")
# A backslash before what is no command: pylatexenc would drop the sign with it.
_NO_COMMAND = re.compile(r"(?<!\\)\\(?=[^\x00-\x7f]|[)*+<>?@|\d])")
_ANY_COMMAND = re.compile(r"\\(?:[A-Za-z]+\s*|(.)|$)")
_ENTITY = re.compile(
    r"&(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos|nbsp|hellip|[mn]dash|[lr][sd]quo|szlig"
    r"|[A-Za-z]+(?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron|lig));"
)
_SPACES = re.compile(r"[ \t\n]+")

# What reference managers write, and pylatexenc's table does not have, or renders as less.
_ONE_ARGUMENT = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"), f"{OPEN}%s{CLOSE}"),
    **dict.fromkeys(("enquote", "mkbibquote"), "\x02%s\x03"),  # by turns, as deep as they stand
    **dict.fromkeys(("mkbibbold", "mkbibacro", "acro", "texttt", "textsf", "mbox"), "%s"),
    **dict.fromkeys(("url", "path", "uppercase", "ensuremath"), "%s"),
    "mkbibparens": "(%s)",
    "noopsort": "",
}
_SIGNS = {
    **dict.fromkeys(("newblock", "isdot", "protect", "relax", "bf", "sc", "sf", "rm", "tt"), ""),
    **{"textbraceleft": "{", "lbrace": "{", "textbraceright": "}", "rbrace": "}"},
    **{"textasciicircum": "^", "textasciitilde": "~", "textbackslash": "\\"},
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
    "adddot": ".",
    "thinspace": "\u2009",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
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
    getLogger("pylatexenc").setLevel(CRITICAL)  # it warns of commands that lack their arguments
    table = get_default_latex_context_db()
    more = _ONE_ARGUMENT | _SIGNS
    forms = {name: partial(_fill, form) if "%s" in form else form for name, form in more.items()}
    specs = [MacroTextSpec(name, simplify_repl=form) for name, form in forms.items()]
    table.add_context_category("more-signs", macros=specs, prepend=True)
    return table


@cache
def _syntax() -> Any:
    syntax = get_default_syntax()
    macros = [std_macro(name, None, 1) for name in _ONE_ARGUMENT]
    syntax.add_context_category("more-signs", macros=macros, prepend=True)
    return syntax


def _fill(form: str, node: Any, l2tobj: Any) -> str:
    """Put the argument of a command into its form; one without an argument gives nothing."""
    arguments = node.nodeargd.argnlist if node.nodeargd else []
    text = str(l2tobj.nodelist_to_text([argument for argument in arguments if argument]))
    return form % text if text else ""


@cache
def _converter(math_mode: str) -> LatexNodes2Text:
    return LatexNodes2Text(math_mode=math_mode, latex_context=_table())


def _convert(latex: str, math_mode: str = "verbatim") -> str:
    try:
        return str(_converter(math_mode).latex_to_text(latex, latex_context=_syntax()))
    except Exception:  # whatever it stumbles over: an argument missing, too many braces
        return _decode_signs(_ANY_COMMAND.sub(r"\1", latex))


# One accent over one letter, \'{e} or \c c or \v{\i}; not over or under another accent.
_ACCENT = re.compile(
    r"(?<!\\)(?<!\\.)(?<!\\.\s)(?<!\\.\{)\\(?:[\"'`^~=.]|[bcdkrtuvH](?=[\s{]))"
    r"\s*(?:\{(?:\\[ij]|[A-Za-z])\}|[A-Za-z])"
)


@cache
def _decode_accent(command: str) -> str:
    return f"{{{_convert(command)}}}"  # else it could lengthen the name of a command before it


def decode_latex(text: str) -> str:
    r"""Turn LaTeX into Unicode, keeping emphasis: "{\'E}tude -- $x^2$" → "Étude – x²"."""
    if not _LATEX.search(text):
        return _without_entities(text)
    if "\\" in text or "$" in text:
        text = _MATHS.sub(lambda maths: _decode_maths(maths[1] or maths[2]), text)
        text = _RAISED_TEXT.sub(_raise, text)
        text = _LINK.sub(r"\2 (\1)", text)
        text = _SWITCH.sub(r"\\emph{\1}", text).replace("quote*{", "quote{")
        text = _NO_COMMAND.sub("", text)
        text = _ACCENT.sub(lambda accent: _decode_accent(accent[0]), text)
    decoded = _decode_signs(text) if "\\" not in text else _convert(_UNESCAPED.sub(r"\\\1", text))
    if "\x02" in decoded:
        decoded = _by_turns(decoded)
    return _without_entities(_SPACES.sub(" ", decoded).strip(" "))


def _by_turns(text: str) -> str:
    r"""Write the marks of \enquote, outer and inner ones by turns."""
    depth, written = 0, []
    for sign in text:
        depth -= sign == "\x03"
        marks = ("“”", "‘’")[depth % 2]
        written.append({"\x02": marks[0], "\x03": marks[1]}.get(sign, sign))
        depth += sign == "\x02"
    return "".join(written)


def _without_entities(text: str) -> str:
    """Decode HTML's character references, which titles taken from the web bring: "&amp;" → "&"."""
    return _ENTITY.sub(_decode_entity, text) if "&" in text else text


def _decode_entity(entity: re.Match[str]) -> str:
    char = unescape(entity[0])
    return char if char and (char.isprintable() or char == "\xa0") else entity[0]


def _decode_signs(text: str) -> str:
    """Decode what is not a command: braces, ties, dashes, quotation marks."""
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return text.replace("{", "").replace("}", "").replace("~", "\xa0")


def _decode_maths(maths: str) -> str:
    raised = _RAISED.sub(_raise, maths)
    if "\\" in raised:
        raised = _convert(f"${raised}$", "text")
    return raised.replace("{", "").replace("}", "").strip(" $")


def _raise(script: re.Match[str]) -> str:
    """Turn "^{2}" into "²"; a text that Unicode cannot raise stays, after its "^" or "_"."""
    sign, text = script[1], next(filter(None, script.groups()[1:]), "")
    table = _SUPERSCRIPT if sign in {"^", "super"} else _SUBSCRIPT
    if all(ord(each) in table for each in text):
        return text.translate(table)
    return f"{sign}{text}" if sign in {"^", "_"} else text


def unknown_commands(text: str) -> list[str]:
    r"""Return the LaTeX commands that `decode_latex` would drop, such as "\foo"."""
    if "\\" not in text:
        return []
    for understood in (_MATHS, _RAISED_TEXT, _LINK, _SWITCH):
        text = understood.sub(lambda match: " ".join(filter(None, match.groups()[-1:])), text)
    names = [match[1] for match in _COMMAND.finditer(text) if match[1]]
    return [f"\\{name}" for name in names if not _is_known(name)]


@cache
def _is_known(command: str) -> bool:
    """Whether a LaTeX command, without its backslash, leaves a text that readers can use."""
    return not _UNFIT.fullmatch(command) and _table().get_macro_spec(command) is not None
