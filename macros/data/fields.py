"""Kinds of fields that several data files have: dates and addresses."""

from __future__ import annotations

import re
from typing import Annotated

from macros.data.records import read_by
from macros.dates import EdtfDate, parse_date


def _check_slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError(f'"{value}" cannot be an address; write small letters, digits, hyphens')
    return value


Slug = Annotated[str, read_by(_check_slug)]
"""An address within a page, such as `helsinki-final-act`."""

Date = Annotated[EdtfDate, read_by(parse_date)]
"""An EDTF date, written as text."""
