"""Kinds of fields that several data files have: dates and addresses."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from macros.dates import EdtfDate, parse_date


def _parse(value: object) -> object:
    return parse_date(value) if isinstance(value, str) else value


def _check_slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError(f'"{value}" cannot be an address; write small letters, digits, hyphens')
    return value


Slug = Annotated[str, AfterValidator(_check_slug)]
"""An address within a page, such as `helsinki-final-act`."""

Date = Annotated[EdtfDate, BeforeValidator(_parse)]
"""An EDTF date, written as text."""
