"""LaTeX to Unicode."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from macros.bib.latex import decode_latex, unknown_commands
from macros.text import CLOSE, OPEN

DECODED = {
    "HTML's references": (r"A \&amp; B &amp; C &#8211; &uuml;&lt;i&gt;", "A & B & C – ü<i>"),
    "what only looks like one": ("A &b; C& D; &#57360; &#8;", "A &b; C& D; &#57360; &#8;"),
    "plain": ("Rivers & Rails, 50 % #1 <a> *b* _c_ ^d", "Rivers & Rails, 50 % #1 <a> *b* _c_ ^d"),
    "accent in braces": (r"Ren{\'e}", "René"),
    "accent without braces": (r"\'Etude", "Étude"),
    "caron": (r"\v{S}koda", "Škoda"),
    "Polish": (r"{\L}\'od\'z", "Łódź"),
    "dotless i": (r"{\i}", "ı"),
    "braces": ("The {OSCE} in {K}iel", "The OSCE in Kiel"),
    "dashes": ("1--2 --- 3", "1–2 — 3"),
    "quotation marks": ("``New wine''", "“New wine”"),
    "tie": ("Note~4", "Note\xa04"),
    "escaped signs": (r"R\&D, 50\%, \#62, a\_b, 5~\$", "R&D, 50%, #62, a_b, 5\xa0$"),
    "unescaped signs beside LaTeX": (r"{R}&D, 50% of C#", "R&D, 50% of C#"),
    "dollars": ("{A} loan of $5 or $6", "A loan of $5 or $6"),
    "signs by name": (r"a \textless{} b \textgreater{} c", "a < b > c"),
    "section sign": (r"\S~4", "§\xa04"),
    "emphasis": (r"\emph{Rivers} and {\em Rails}", f"{OPEN}Rivers{CLOSE} and {OPEN}Rails{CLOSE}"),
    "quotation": (r"\enquote{Rivers} and \mkbibquote{Rails}", "“Rivers” and “Rails”"),
    "quotations by turns": (
        r"\enquote{a \enquote*{b} \enquote{c \enquote{d}}} \enquote*{e}",
        "“a ‘b’ ‘c “d”’” “e”",
    ),
    "chemistry": (r"CO$_2$, H\textsubscript{2}O, x\textsuperscript{2}", "CO₂, H₂O, x²"),
    "no such superscript": (r"19\textsuperscript{th}", "19th"),
    "maths": (r"$\alpha$-decay and $E = mc^{2}$, \(x_1\)", "α-decay and E = mc², x₁"),
    "link": (r"See \href{https://rivers.example/a}{here}", "See here (https://rivers.example/a)"),
    "small capitals and sorting": (r"\noopsort{a}\textsc{Rivers}", "Rivers"),
    "Danish and Icelandic": (r"\O{}ystein {\AA}s, {\TH}\'or, \ae{}on", "Øystein Ås, Þór, æon"),
    "nested braces": (r"{T}he {{OSCE}} {\textit{in {K}iel}}", f"The OSCE {OPEN}in Kiel{CLOSE}"),
    "line break": (r"Rivers \\ Rails", "Rivers Rails"),
    "address": (r"See \url{https://rivers.example/a_b}", "See https://rivers.example/a_b"),
    "ellipsis": (r"and so on\ldots", "and so on…"),
    "already Unicode": ("É{É}", "ÉÉ"),
    "a backslash before no command": (r"Rivers\É, 5\*6 \<a\>", "RiversÉ, 5*6 <a>"),
    "an argument missing": (r"Rivers \emph", "Rivers"),
    "logos and typewriter": (r"{\LaTeX} in \texttt{rivers}", "LaTeX in rivers"),
}


@pytest.mark.parametrize("name", DECODED)
def test_decode(name: str) -> None:
    text, decoded = DECODED[name]
    assert unknown_commands(text) == []
    assert decode_latex(text) == decoded


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        (r"\foo{x} \baz", ["\\foo", "\\baz"]),
        (r"\emph{\foo{x}}", ["\\foo"]),
        (r"\href{https://rivers.example}{x} $\alpha$ {\em x}", []),
        (r"\cite{x}", ["\\cite"]),
        (r"\textcolor{red}{x}", ["\\textcolor"]),
        (r"line\\break", []),
        (r"\%\&\'e", []),
    ],
)
def test_unknown_commands(text: str, commands: list[str]) -> None:
    assert unknown_commands(text) == commands


PIECES = [
    *("\\", "{", "}", " ", "a", "i", "ij", "Z", "{e}", "\\i", "\\j", "{\\i}", "\\o", "\\ss ", "~"),
    *(f"\\{accent}" for accent in "\"'`^~=.bcdkrtuvH"),
]


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=8))
def test_single_accents_mean_the_same_as_in_a_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    assume(not re.search(r"\\.[\s{]{2,}\\", text))  # an accent over an accent, or over nothing
    quick = decode_latex(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("macros.bib.latex._ACCENT", re.compile(r"(?!)"))
        assert quick == decode_latex(text)
