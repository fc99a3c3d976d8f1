"""Identifiers and pages of a work: what they must look like.

Checks say what is wrong, in words, or nothing.
"""

from __future__ import annotations

import re

_HOST = r"[\w-]+(?:\.[\w-]+)+"
_ADDRESS = re.compile(rf"https?://{_HOST}(?::\d+)?(?:[/?#](?:[^\s<>{{}}\\\"]*[^\s<>{{}}\\\",;])?)?")
_URL_COMMAND = re.compile(r"\\url\s*\{([^{}]*)\}")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[^\s/](?:\S*[^\s.,;])?|10/(?=\d*[a-z])[a-z\d]{3,}")
_DOI_PREFIX = re.compile(r"(?i)(?:https?://(?:dx\.)?doi\.org/|doi:\s*)")
_PAGE = r"(?:(?:[A-Za-z]{1,4}[.:-]?|\d+:)?\d+[A-Za-z*]?|[ivxlcdmIVXLCDM]+)"
_PAGES = re.compile(rf"{_PAGE}(?:-{_PAGE}|\+|ff?\.?)?|[ivxlc]+ ?\+ ?\d+")
_ISBN = re.compile(r"[\dXx]+(?:[- ][\dXx]+)*")
_ISSN = re.compile(r"\d{4}[-–]?\d{3}[\dXx]")
_REMARK = re.compile(r"\s*\([^()]*\)")  # "0001-0782 (print), 1557-7317 (electronic)"
_BETWEEN = re.compile(r"\s*[,;/]\s*")


def bare_doi(text: str) -> str:
    """Return a DOI without the address or the "doi:" that often stands before it."""
    return _DOI_PREFIX.sub("", text, count=1)


def bare_url(text: str) -> str:
    r"""Return an address without the LaTeX around it or in it: "\url{…}", "\_", "\%"."""
    bare = re.sub(r"^\\url\{(.*)\}$", r"\1", text.strip())
    bare = re.sub(r"\{\\?([_%&#~])\}", r"\1", bare)
    return re.sub(r"\\([_%&#~])(?:\{\})?", r"\1", bare)


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


def check_isbn(isbn: str) -> str:
    """Say what is wrong with an ISBN: its length, hyphens or check digit (ISO 2108)."""
    wrong = next((one for one in _each(isbn) if not _is_isbn(one)), "")
    if not wrong:
        return ""
    digits = re.sub(r"[-\s]", "", wrong).upper()
    if _is_isbn_10(digits) or _is_isbn_13(digits):
        return f'a hyphen is missing in the ISBN "{wrong}", or there is one too many; copy it anew'
    return (
        f'"{wrong}" is not an ISBN: its length or its last, checking digit is wrong; copy it anew'
    )


def _each(numbers: str) -> list[str]:
    return [one for one in _BETWEEN.split(_REMARK.sub("", numbers).strip()) if one]


def _is_isbn(isbn: str) -> bool:
    """Check an ISBN; of its five or four parts some write none, or only the first, apart."""
    digits = re.sub(r"[- ]", "", isbn).upper()
    parts = len(re.split(r"[- ]", isbn))
    if not _ISBN.fullmatch(isbn):
        return False
    return (_is_isbn_13(digits) and parts in {1, 2, 5}) or (_is_isbn_10(digits) and parts in {1, 4})


def _is_isbn_13(digits: str) -> bool:
    if not re.fullmatch(r"97[89]\d{10}", digits):
        return False
    return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10 == 0


def _is_isbn_10(digits: str) -> bool:
    return bool(re.fullmatch(r"\d{9}[\dX]", digits)) and _weighted_sum(digits) % 11 == 0


def check_issn(issn: str) -> str:
    """Say what is wrong with an ISSN: its form or check digit (ISO 3297)."""
    wrong = next((one for one in _each(issn) if not _is_issn(one)), "")
    if not wrong:
        return ""
    return (
        f'"{wrong}" is not an ISSN: its length or its last, checking digit is wrong; copy it anew'
    )


def _is_issn(issn: str) -> bool:
    return bool(_ISSN.fullmatch(issn)) and _weighted_sum(re.sub("[-–]", "", issn).upper()) % 11 == 0


def _weighted_sum(digits: str) -> int:
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum((len(values) - at) * value for at, value in enumerate(values))


def plain_pages(pages: str) -> str:
    """Write page ranges with single hyphens, as the rest of the engine reads them."""
    return re.sub(r"\s*(?:[–—‐‑‒−]|-{1,3})\s*", "-", pages)


def check_pages(pages: str) -> str:
    """Say what is wrong with the pages of a work: "10-19", "A-4", "iv-xi, 3", "12+"."""
    parts = re.split(r"\s*[,;]\s*|\s+and\s+", plain_pages(pages).strip())
    if not pages or not any(sign.isdigit() for sign in pages):
        return ""
    for part in parts:
        if not _PAGES.fullmatch(part):
            return f'"{pages}" are no pages; write them as in "10-19" or "3, 5-8"'
        if any(first > last for first, last in page_ranges(part)):
            return f'the pages "{part}" end before they begin; mend one of the numbers'
    return ""


def page_ranges(pages: str) -> list[tuple[int, int]]:
    """Return the ranges of arabic page numbers in "10-19, 25"; "391-8" means 391 to 398."""
    found = []
    for part in re.findall(r"(?<![\w.-])\d+(?:-\d+)?(?![\w.])", plain_pages(pages)):
        first, _, last = part.partition("-")
        last = first[: len(first) - len(last)] + last if last else first
        found.append((int(first), int(last)))
    return found


def pages_outside(cited: str, pages: str) -> str:
    """Return the first cited page, or range, that is not among the pages of a work, or nothing."""
    known = page_ranges(pages)
    for first, last in page_ranges(cited) if known else ():
        if not any(start <= first and last <= end for start, end in known):
            return str(first) if first == last else f"{first}-{last}"
    return ""
