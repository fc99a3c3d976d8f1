"""Identifiers and pages of works: DOIs, addresses, ISBNs, ISSNs; read and checked.

Checks say what is wrong, in words, or nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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
