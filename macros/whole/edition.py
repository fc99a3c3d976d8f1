"""What a PDF says about itself, and that there is none: without the library that writes it."""

from __future__ import annotations

from macros.plain import Plain


class NoPdfError(Exception):
    """Chromium made no PDF, or none whose contents name the right pages."""


class Edition(Plain, frozen=True):
    """What a PDF says about itself; `date` is ISO 8601, "2026-11-23" or less exact.

    `address` is that of the page it is printed from, empty where that is not known.
    """

    title: str
    author: str
    subject: str
    date: str
    language: str
    address: str = ""
