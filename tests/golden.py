"""Tables of cases: a YAML file of tests/cases/ that maps the name of each case to what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from macros.data.records import read_record

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

    from macros.data.records import Model

CASES = Path(__file__).parent / "cases"


def cases(file: str, section: str = "") -> list[ParameterSet]:
    """Read the cases of a file, or of one section of it; each has its name as its id.

    Every scalar is text, so that dates and numbers stay as written.
    """
    data: dict[str, Any] = yaml.load(
        (CASES / file).read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    table: dict[str, Any] = data[section] if section else data
    return [pytest.param(case, id=str(name)) for name, case in table.items()]


def record_of(data: object, model: type[Model]) -> Model:
    """Read what a test writes down; it is sound."""
    record, mistakes = read_record(data, model)
    assert record is not None, mistakes
    return record
