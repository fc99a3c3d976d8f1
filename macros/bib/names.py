"""Names as BibTeX and biblatex write them, cut into parts by bibtexparser."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import (
    InvalidNameError,
    NameParts,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from macros.bib.entries import Name

if TYPE_CHECKING:
    from collections.abc import Callable

OTHERS = Name(others=True)
# A brace that has slipped into a name, or out of it: "P{ort of Oslo}", "{Port of Oslo }and".
_SLIPPED_BRACE = re.compile(
    r"(?!.*\\[A-Za-z]{2})(?:"
    r".*\w\{\S[^{}\\]*\s[^{}\\]*\}|.*\{\S[^{}\\]*\s[^{}\\]*\}\w|\w\{[^{}\\]{2,}\}$)"
)
_NOT_ONE_NAME = re.compile(r";|(?i:(?<!\S)and(?!\S))")
_BY_PARTS = re.compile(r"(?i)\s*(?:family|given|prefix|suffix)(?:-i)?\s*=")


@lru_cache(maxsize=65536)
def split_names(names: str) -> tuple[str, ...]:
    """Split "Okoro, Ada and Lind, Per" at "and"s outside braces."""
    return tuple(name for name in split_multiple_persons_names(names) if name)


def read_names(
    names: str, decode: Callable[[str], str], abbreviations: str = ""
) -> tuple[Name, ...]:
    """Read a list of names; `decode` turns the LaTeX of each part into text.

    `abbreviations` is a list alike (biblatex's "shortauthor") that says what bodies are known by.
    """
    read = [_read_name(name, decode) for name in split_names(names)]
    short = [_read_name(name, decode) for name in split_names(abbreviations)]
    if len(short) == len(read):
        read = [
            Name(literal=name.literal, abbreviation=other.full) if name.literal else name
            for name, other in zip(read, short, strict=True)
        ]
    return tuple(read)


@lru_cache(maxsize=65536)
def _read_name(name: str, decode: Callable[[str], str]) -> Name:
    if name == "others":
        return OTHERS
    if is_in_braces(name):
        return Name(literal=decode(name))
    family, given, particle, suffix = map(decode, _parts(name))
    return Name(family=family, given=given, particle=particle, suffix=suffix)


@lru_cache(maxsize=65536)
def _parts(name: str) -> tuple[str, str, str, str]:
    """Return family name, given name, particle and suffix, as written; empty if it has none."""
    if _BY_PARTS.match(name):
        return _named_parts(name)
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:
        parts = NameParts()
    family, given, particle, suffix = (
        " ".join(words) for words in (parts.last, parts.first, parts.von, parts.jr)
    )
    return family, given, particle, suffix


def _named_parts(name: str) -> tuple[str, str, str, str]:
    """Read biblatex's extended format (manual, section 3.4): "family=Veer, prefix=van der"."""
    found = {}
    for piece in re.split(r",(?![^{]*\})", name):
        part, _, value = piece.partition("=")
        found[part.strip().lower()] = value.strip().strip('"')
    return (
        found.get("family", ""),
        found.get("given", ""),
        found.get("prefix", ""),
        found.get("suffix", ""),
    )


@lru_cache(maxsize=65536)
def check_names(names: str) -> str:
    """Say what is wrong with a list of names, the first name that cannot be read."""
    for name in split_names(names):
        if name == "others" or (is_in_braces(name) and re.search(r"\w", name)):
            continue
        bare = _without_groups(name)
        is_torn = _SLIPPED_BRACE.match(name) or not all(map(str.strip, bare.split(",")))
        if is_torn or not re.search(r"\w", _parts(name)[0]) or _NOT_ONE_NAME.search(bare):
            return f'the name "{name}" cannot be read; write "Surname, Given" or "{{Body}}"'
    return ""


def forget_names() -> None:
    """Let go of the names that were split and checked."""
    for remembered in (split_names, _read_name, _parts, check_names):
        remembered.cache_clear()


def is_turned(name: str) -> bool | None:
    """Whether a person stands as "Surname, Given", not as "Given Surname"; None for a body."""
    bare = _without_groups(name)
    if name == "others" or is_in_braces(name) or "=" in name or len(bare.split()) < 2:
        return None
    return "," in bare


def _without_groups(name: str) -> str:
    while "{" in name and (shorter := re.sub(r"\{[^{}]*\}", "x", name)) != name:
        name = shorter
    return name


def is_in_braces(text: str) -> bool:
    """Tell one group, "{A {B} C}", from several, "{A} B {C}"."""
    if not text.startswith("{"):
        return False
    depth = 0
    for position, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return position > 0 and position == len(text) - 1
    return False
