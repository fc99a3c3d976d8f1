"""Fields that several data files have."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from macros.dates import parse_date
from macros.fields import Date, Slug


class Record(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    id: Slug
    date: Date


@pytest.mark.parametrize("slug", ["a", "helsinki-final-act", "2019", "a-1-b"])
def test_good_slug(slug: str) -> None:
    assert Record.model_validate({"id": slug, "date": "2019"}).id == slug


@pytest.mark.parametrize("slug", ["", "A", "a b", "a_b", "-a", "a-", "a--b", "é", "a#b"])
def test_bad_slug(slug: str) -> None:
    message = f'"{slug}" cannot be an address; write small letters, digits, hyphens'
    with pytest.raises(ValidationError, match=message):
        Record.model_validate({"id": slug, "date": "2019"})


def test_date() -> None:
    assert Record.model_validate({"id": "a", "date": "2019-07"}).date == parse_date("2019-07")
    with pytest.raises(ValidationError, match='"July" is not an EDTF date'):
        Record.model_validate({"id": "a", "date": "July"})
