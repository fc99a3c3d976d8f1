"""Entries of a .bib file as written: text, nothing decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class RawField:
    """The text of a field as written, `@string`s put in and joined; `line` is where it begins."""

    value: str
    line: int


@dataclass(frozen=True)
class RawEntry:
    """An entry as written; type and names of fields in small letters."""

    entry_type: str
    key: str
    line: int
    fields: Mapping[str, RawField]
