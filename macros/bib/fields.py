"""What stands in the fields of an entry: names, identifiers and pages, read and checked.

Checks say what is wrong, in words, or nothing. Names are cut into parts by bibtexparser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from macros.bib.entries import Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# ---- names ----

# A brace that has slipped into a name, or out of it: "P{ort of Oslo}", "{Port of Oslo }and".
_SLIPPED_BRACE = re.compile(
    r"(?!.*\\[A-Za-z]{2})(?:"
    r".*\w\{\S[^{}\\]*\s[^{}\\]*\}|.*\{\S[^{}\\]*\s[^{}\\]*\}\w|\w\{[^{}\\]{2,}\}$)"
)
_AND = re.compile(r"(?i)\band\b")
_NOT_ONE_NAME = re.compile(r";|(?i:(?<!\S)and(?!\S))")
_SURNAME_FIRST = re.compile(r"\w[\w.’' -]*, \w[\w.’' -]*")  # sound at sight, as most names
_BY_PARTS = re.compile(r"(?i)\s*(?:family|given|prefix|suffix)(?:-i)?\s*=")


def split_names(names: str) -> tuple[str, ...]:
    """Split names at each "and" outside braces: "Okoro, Ada and Lind, Per" → two."""
    if not _AND.search(names):  # most have one name, and bibtexparser goes through it sign by sign
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
    family, given, particle, suffix = map(decode, _parts(name))
    return Name(family, given, particle, suffix)


def _parts(name: str) -> tuple[str, str, str, str]:
    """Return family name, given name, particle and suffix, as written; empty if it has none."""
    if _BY_PARTS.match(name):  # biblatex's extended format (manual, section 3.4)
        pieces = [piece.partition("=") for piece in re.split(r",(?![^{]*\})", name)]
        found = {part.strip().lower(): text.strip().strip('"') for part, _, text in pieces}
        family, given, particle, suffix = (
            found.get(part, "") for part in ("family", "given", "prefix", "suffix")
        )
        return family, given, particle, suffix
    try:
        parts = parse_single_name_into_parts(name)
    except InvalidNameError:
        return "", "", "", ""
    return " ".join(parts.last), " ".join(parts.first), " ".join(parts.von), " ".join(parts.jr)


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
    bare = _without_groups(name)
    is_torn = _SLIPPED_BRACE.match(name) or not all(map(str.strip, bare.split(",")))
    return not (is_torn or _NOT_ONE_NAME.search(bare)) and bool(re.search(r"\w", _parts(name)[0]))


def family_comes_first(name: str) -> bool | None:
    """Whether a person stands as "Surname, Given", not as "Given Surname"; None for a body."""
    bare = _without_groups(name)
    return None if "=" in name or len(bare.split()) < 2 else "," in bare


def is_in_braces(name: str) -> bool:
    """Tell one group, "{A {B} C}", from several, "{A} B {C}"."""
    return name.startswith("{") and _without_groups(name) == "x"


def _without_groups(name: str) -> str:
    """Put "x" in the place of what stands in braces: "{A {B}} and {C}" → "x and x"."""
    while "{" in name and (shorter := re.sub(r"\{[^{}]*\}", "x", name)) != name:
        name = shorter
    return name


# ---- identifiers and pages ----

_HOST = r"[\w-]+(?:\.[\w-]+)+"
_ADDRESS = re.compile(rf"https?://{_HOST}(?::\d+)?(?:[/?#](?:[^\s<>{{}}\\\"]*[^\s<>{{}}\\\",;])?)?")
_ESCAPED = re.compile(r"\{\\?([_%&#~])\}|\\([_%&#~])(?:\{\})?")
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s/](?:\S*[^\s.,;])?|10/(?=\d*[a-z])[a-z\d]{3,}")
_DOI_PREFIX = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")
_PAGE = r"(?:(?:[A-Za-z]{1,4}[.:-]?|\d+:)?\d+[A-Za-z*]?|[ivxlcdmIVXLCDM]+)"
_PAGES = re.compile(rf"{_PAGE}(?:-{_PAGE}|\+|ff?\.?)?|[ivxlc]+ ?\+ ?\d+")
_ISBN_10 = re.compile(r"\d{9}[\dX]")
_ISBN_13 = re.compile(r"97[89]\d{10}")
_ISSN = re.compile(r"\d{4}[-–]?\d{3}[\dXx]")
_WRONG_DIGITS = "its length or its last, checking digit is wrong; copy it anew"
_REMARK = re.compile(r"\s*\([^()]*\)")  # "0001-0782 (print), 1557-7317 (electronic)"


def bare_doi(text: str) -> str:
    """Take off what often stands before a DOI: "https://doi.org/10.1000/182" → "10.1000/182"."""
    return _DOI_PREFIX.sub("", text, count=1)


def bare_url(text: str) -> str:
    r"""Take the LaTeX off an address: "\url{https://a.example/b\_c}" → "https://a.example/b_c"."""
    bare = re.sub(r"^\\url\{(.*)\}$", r"\1", text.strip())
    return _ESCAPED.sub(r"\1\2", bare)


def url_in(text: str) -> str:
    r"""Return the address that a text has in "\url{…}", or nothing."""
    found = _URL_COMMAND.search(text)
    return bare_url(found[1]) if found else ""


def without_url(text: str) -> str:
    r"""Return a text without the "\url{…}" in it."""
    return _URL_COMMAND.sub("", text)


def check_doi(doi: str) -> str:
    """Say what is wrong with a DOI (DOI Handbook, section 2.2)."""
    if not doi or _DOI.fullmatch(doi):
        return ""
    return f'"{doi}" is not a DOI; write it as in "10.1000/182"'


def check_url(url: str) -> str:
    """Say what is wrong with an address."""
    if not url or _ADDRESS.fullmatch(url):
        return ""
    return f'"{url}" is not an address; copy it whole, from "https://" on'


def check_isbn(isbns: str) -> str:
    """Say what is wrong with an ISBN: its length, hyphens or check digit (ISO 2108)."""
    return next(filter(None, map(_check_one_isbn, _each(isbns))), "")


def _each(numbers: str) -> Iterator[str]:
    return filter(None, re.split(r"\s*[,;/]\s*", _REMARK.sub("", numbers).strip()))


def _check_one_isbn(isbn: str) -> str:
    parts = re.split(r"[- ]", isbn)
    digits = "".join(parts).upper()
    if _ISBN_13.fullmatch(digits) and sum(map(int, digits + digits[1::2] * 2)) % 10 == 0:
        usual = {1, 2, 5}  # parts; some write only the first apart, or none
    elif _ISBN_10.fullmatch(digits) and _weighted_sum(digits) % 11 == 0:
        usual = {1, 4}
    else:
        return f'"{isbn}" is not an ISBN: {_WRONG_DIGITS}'
    if all(parts) and len(parts) in usual:
        return ""
    return f'a hyphen is missing in the ISBN "{isbn}", or there is one too many; copy it anew'


def check_issn(issns: str) -> str:
    """Say what is wrong with an ISSN: its form or check digit (ISO 3297)."""
    for issn in _each(issns):
        digits = re.sub("[-–]", "", issn).upper()
        if not _ISSN.fullmatch(issn) or _weighted_sum(digits) % 11:
            return f'"{issn}" is not an ISSN: {_WRONG_DIGITS}'
    return ""


def _weighted_sum(digits: str) -> int:
    """Weigh the last digit once, the one before it twice, …; X stands for 10."""
    values = [10 if digit == "X" else int(digit) for digit in reversed(digits)]
    return sum(weight * value for weight, value in enumerate(values, 1))


def with_hyphens(pages: str) -> str:
    """Write page ranges with single hyphens: "10–19, 21 -- 25" → "10-19, 21-25"."""
    return re.sub(r"\s*(?:[–—‐‑‒−]|-{1,3})\s*", "-", pages)


def check_pages(pages: str) -> str:
    """Say what is wrong with the pages of a work: "10-19", "A-4", "iv-xi, 3", "12+"."""
    if not any(sign.isdigit() for sign in pages):
        return ""
    for part in re.split(r"\s*[,;]\s*|\s+and\s+", with_hyphens(pages).strip()):
        if not _PAGES.fullmatch(part):
            return f'"{pages}" are no pages; write them as in "10-19" or "3, 5-8"'
        if any(first > last for first, last in page_ranges(part)):
            return f'the pages "{part}" end before they begin; mend one of the numbers'
    return ""


def page_ranges(pages: str) -> list[tuple[int, int]]:
    """Return the ranges of arabic page numbers: "391-8, 25, iv" → (391, 398), (25, 25)."""
    found = []
    for part in re.findall(r"(?<![\w.-])\d+(?:-\d+)?(?![\w.])", with_hyphens(pages)):
        first, _, last = part.partition("-")
        last = first[: len(first) - len(last)] + last if last else first
        found.append((int(first), int(last)))
    return found


def pages_outside(cited: str, pages: str) -> str:
    """Return the first cited page or range that is not on the pages of a work: "5, 21", "1-9" → 21.

    Nothing where all are, or where the work has no page numbers.
    """
    known = page_ranges(pages)
    for first, last in page_ranges(cited) if known else ():
        if not any(start <= first and last <= end for start, end in known):
            return str(first) if first == last else f"{first}-{last}"
    return ""
