"""Names of people and bodies in the fields of an entry, read and checked.

bibtexparser splits lists, and cuts names into parts. `mend_names` tells lists that are written
otherwise than BibTeX reads them, of which it would make other people.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from macros.bib.entries import FAMILY_FIRST, Name

# A brace that has slipped into a name, or out of it: "P{ort of Oslo}", "{Port of Oslo }and".
_SLIPPED_BRACE = re.compile(
    r"(?!.*\\[A-Za-z]{2})(?:"
    r".*\w\{\S[^{}\\]*\s[^{}\\]*\}|.*\{\S[^{}\\]*\s[^{}\\]*\}\w|\w\{[^{}\\]{2,}\}$)"
)
SUFFIX = re.compile(
    r"(?i)(?:jr|sr|junior|senior|filho|neto|ph\.?\s?d|m\.?d|esq|[23](?:nd|rd)|[ivx]{1,4})\.?"
)
_AND = re.compile(r"(?i)\band\b")
_NOT_ONE_NAME = re.compile(r";|(?i:(?<!\S)and(?!\S))")
_SURNAME_FIRST = re.compile(r"\w[\w.’' -]*, \w[\w.’' -]*")  # sound at sight, as most names
_BY_PARTS = re.compile(r"(?i)\s*(?:family|given|prefix|suffix)(?:-i)?\s*=")


def split_names(names: str) -> tuple[str, ...]:
    """Split names at each "and" outside braces: "Okoro, Ada and Lind, Per" → two."""
    if not names or not _AND.search(names):  # bibtexparser goes through all sign by sign
        return (names.strip(),) if names.strip() else ()
    return tuple(filter(None, split_multiple_persons_names(names)))


# What a name of a body ends in, begins with, or is.
_BODY = re.compile(
    r"(?i)(?:(?!\w+ (?:of|for)\b).*\b)?"
    r"(?:press|publishers?|publishing|books|verlag|university|institute|éditions)\.?"
    r"|(?:universi\w+|institut\w*|ministry|department|academy|school|office) "
    r"(?:of|for|at|für|de|di|degli|der|d’|d') ?\S.*|(?-i:[A-Z]{2,})"
)


def read_bodies(names: str) -> tuple[str, ...]:
    """Split publishers or places as biblatex does, but none that lacks its braces.

    "{Simon and Shore} and {North Press}" and "Rail Press and North Press" → two; "Simon and Shore",
    "Organization for Security and Co-operation", "Princeton and Oxford" → one, which reads right
    whatever it is. An "and" parts what stands in braces, or is called a press, a university … on
    both sides. The last of several may be "others".
    """
    parts = split_names(names)
    named = [part for part in parts if part != "others"]
    are_several = any(map(is_in_braces, named)) or all(map(_BODY.fullmatch, named))
    return parts if are_several or len(named) < 2 else (names,)


def read_names(
    names: str, decode: Callable[[str], str], abbreviations: str = ""
) -> tuple[Name, ...]:
    """Read names: "{Port Union} and Lind, Per" → a body and a person.

    `decode` turns the LaTeX of each part into text. `abbreviations` is biblatex's "shortauthor" or
    "shorteditor": what bodies are known by.
    """
    read = tuple(_read_name(name, decode) for name in split_names(names))
    short = [_read_name(name, decode).full for name in split_names(abbreviations)]
    if len(short) != len(read):
        return read
    return tuple(
        Name(literal=name.literal, abbreviation=abbreviation) if name.literal else name
        for name, abbreviation in zip(read, short, strict=True)
    )


def _read_name(name: str, decode: Callable[[str], str]) -> Name:
    if name == "others":
        return Name(others=True)
    if is_in_braces(name):
        return Name(literal=decode(name))
    family, given, particle, suffix = map(decode, name_parts(name))
    return Name(family, given, particle, suffix)


def name_parts(name: str) -> tuple[str, str, str, str]:
    """Return family name, given name, particle and suffix, as written; empty if it has none."""
    if _BY_PARTS.match(name):  # biblatex's extended format (manual, section 3.4)
        pieces = [piece.partition("=") for piece in re.split(r",(?![^{]*\})", name)]
        found = {part.strip().lower(): text.strip().strip('"') for part, _, text in pieces}
        family, given, particle, suffix = (
            found.get(part, "") for part in ("family", "given", "prefix", "suffix")
        )
        return family, given, particle, suffix
    words = name.split()
    if len(words) == 2 and FAMILY_FIRST.fullmatch("".join(words)):  # "毛 泽东"
        return words[0], words[1], "", ""
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:
        return "", "", "", ""
    family, given, particle, suffix = (
        " ".join(map(str, part)) for part in (parts.last, parts.first, parts.von, parts.jr)
    )
    if particle[:1].isupper():  # "López de Molina, Ana": BibTeX takes all up to "de" for a particle
        family, particle = f"{particle} {family}", ""
    if SUFFIX.fullmatch(given) and suffix:  # "Cruz, Maria, III": the wrong way round
        given, suffix = suffix, given
    return family, given, particle, suffix


def check_names(names: str) -> str:
    """Say which of these names is the first that cannot be read."""
    for name in split_names(names):
        if not _can_be_read(name):
            return f'the name "{name}" cannot be read; write "Surname, Given" or "{{Body}}"'
    return ""


def _can_be_read(name: str) -> bool:
    if _SURNAME_FIRST.fullmatch(name) and not _AND.search(name):
        return True
    if name == "others" or is_in_braces(name):
        return bool(re.search(r"\w", name))
    bare = without_groups(name)
    is_torn = _SLIPPED_BRACE.match(name) or not all(map(str.strip, bare.split(",")))
    return not (is_torn or _NOT_ONE_NAME.search(bare)) and bool(
        re.search(r"\w", name_parts(name)[0])
    )


def family_comes_first(name: str) -> bool | None:
    """Whether a person stands as "Surname, Given", not as "Given Surname"; None for a body."""
    bare = without_groups(name)
    return None if "=" in name or len(bare.split()) < 2 else "," in bare


def is_in_braces(name: str) -> bool:
    """Tell one group, "{A {B} C}", from several, "{A} B {C}"."""
    return name.startswith("{") and without_groups(name) == "x"


def without_groups(name: str) -> str:
    """Put "x" in the place of what stands in braces: "{A {B}} and {C}" → "x and x"."""
    while "{" in name and (shorter := re.sub(r"\{[^{}]*\}", "x", name)) != name:
        name = shorter
    return name
