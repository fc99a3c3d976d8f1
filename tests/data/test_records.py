"""Fields that several data files have."""

from __future__ import annotations

import pytest

from macros.data.records import Date, Record, Slug, read_record
from macros.dates import parse_date


class Dated(Record, frozen=True, kw_only=True):
    id: Slug
    date: Date


@pytest.mark.parametrize("slug", ["a", "helsinki-final-act", "2019", "a-1-b"])
def test_good_slug(slug: str) -> None:
    record, mistakes = read_record({"id": slug, "date": "2019"}, Dated)
    assert not mistakes
    assert record
    assert record.id == slug


@pytest.mark.parametrize("slug", ["", "A", "a b", "a_b", "-a", "a-", "a--b", "é", "a#b"])
def test_bad_slug(slug: str) -> None:
    message = f'id: "{slug}" cannot be an address; write small letters, digits, hyphens'
    assert read_record({"id": slug, "date": "2019"}, Dated) == (None, [(("id",), message)])


def test_date() -> None:
    record, _ = read_record({"id": "a", "date": "2019-07"}, Dated)
    assert record == Dated(id="a", date=parse_date("2019-07"))
    _, mistakes = read_record({"id": "a", "date": "July"}, Dated)
    assert [place for place, _ in mistakes] == [("date",)]
    assert '"July" is not an EDTF date' in mistakes[0][1]
