"""Citation items and their locators, in CSL's terms."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

# CSL 1.0.2, "Locators"
LABELS = [
    "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation", "equation",
    "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph", "part", "rule",
    "scene", "section", "sub-verbo", "supplement", "table", "timestamp", "title-locator", "verse",
    "version", "volume",
]  # fmt: skip

# Those that hold pages, the widest first.
_WIDER = ("volume", "book", "part", "supplement", "issue", "title-locator", "chapter", "section")

_ROMAN = r"(?:[ivxlcdm]+|[IVXLCDM]+)\b(?!\.)"
_NUMBER = rf"(?:[A-Za-z]{{0,3}}[-.]?\d[\w.]*|{_ROMAN}|[A-Z]\b(?![-.]))"
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_SEVERAL = re.compile(
    rf"\d[\w.]*\s*[-–—]+\s*\w|\b{_ROMAN}\s*[-–—]+\s*{_ROMAN}"
    rf"|\b{_NUMBER}\s*(?:[,;&]|\b(?:and|to)\b)\s*(?:(?:and|see|also|esp\.|especially)\s+)*{_NUMBER}"
    r"|(?:\b|\d)(?:ff\b|f\.)|\bf\b|\b(?:et seqq?|sqq?)\b"
)

# CSL 1.0.2, "Choose", says when which of them holds; "first" never comes to a later citation.
Position = Literal["subsequent", "ibid", "ibid-with-locator"]


class CitationItem(Struct, frozen=True):
    """One work in a citation, by its cite key, with the place in it that is meant.

    `label` is what the locator counts, in CSL's terms. `within` are the wider places around it, as
    pairs of label and locator, the widest first: page 89 within volume 8.
    """

    cite_key: str
    locator: str = ""
    label: str = "page"
    prefix: str = ""
    suffix: str = ""
    within: tuple[tuple[str, str], ...] = ()


Citation = tuple["str | CitationItem", ...]
"""What a note holds: the author's text and citation items, in order."""


def widest_first(label: str) -> int:
    """Sort the labels of one citation item: volumes before pages, pages before their notes."""
    return _WIDER.index(label) if label in _WIDER else len(_WIDER) + (label != "page")


def is_several(locator: str) -> bool:
    """Tell a range or a list ("9-12, 31-42", "53 ff.", "4 (no. 1), 6") from one ("53", "A-4")."""
    if locator.isdecimal():
        return False  # as most are
    return bool(_SEVERAL.search(_IN_BRACKETS.sub("", locator)))
