"""Entries of a .bib file as written: text, nothing decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Mapping


class RawField(Plain, frozen=True):
    """The text of a field as written, `@string`s put in and joined; `line` is where it begins."""

    value: str
    line: int


class RawEntry(Plain, frozen=True):
    """An entry as written; type and names of fields in small letters."""

    entry_type: str
    key: str
    line: int
    fields: Mapping[str, RawField]
