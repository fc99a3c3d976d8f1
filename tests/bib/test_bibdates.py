"""Dates of works, as biblatex and BibTeX write them."""

from __future__ import annotations

import pytest

from macros.bib.bibdates import read_date, state_of


@pytest.mark.parametrize(
    ("fields", "edtf"),
    [
        ({}, None),
        ({"date": "2019-07-09"}, "2019-07-09"),
        ({"date": "1998/1999", "year": "2000"}, "1998/1999"),
        ({"date": "forthcoming"}, None),
        ({"year": "2019"}, "2019"),
        ({"year": "2019", "month": "7"}, "2019-07"),
        ({"year": "2019", "month": "July"}, "2019-07"),
        ({"year": "2019", "month": "jul."}, "2019-07"),
        ({"year": "2019", "month": "July", "day": "9"}, "2019-07-09"),
        ({"year": "2019", "month": "9~July"}, "2019-07-09"),
        ({"year": "2019", "month": "July 9"}, "2019-07-09"),
        ({"year": "2019", "month": "July--August"}, "2019-07/2019-08"),
        ({"year": "2019", "month": "07", "day": "09"}, "2019-07-09"),
        ({"year": "1998--1999"}, "1998/1999"),
        ({"year": "1998/99"}, "1998/1999"),
        ({"year": "[1998]"}, "1998"),
        ({"year": "c. 1998"}, "1998~"),
        ({"year": "ca. 1998"}, "1998~"),
        ({"year": "[c. 1998]"}, "1998~"),
        ({"year": "1998?"}, "1998?"),
        ({"year": "©1998"}, "1998"),
        ({"year": "n.d."}, None),
        ({"year": "no date"}, None),
        ({"year": "in press"}, None),
        ({"year": "To appear."}, None),
    ],
)
def test_date(fields: dict[str, str], edtf: str | None) -> None:
    date = read_date(fields)
    assert (date.text if date else None) == edtf


def test_other_dates() -> None:
    fields = {"urldate": "2020-05-03", "origdate": "1867", "eventyear": "2018", "eventmonth": "12"}
    texts = [read_date(fields, name) for name in ("urldate", "origdate", "eventdate", "date")]
    assert [date.text if date else None for date in texts] == [
        "2020-05-03",
        "1867",
        "2018-12",
        None,
    ]


@pytest.mark.parametrize(
    "fields", [{"year": "soon"}, {"date": "1998-13"}, {"year": "1998", "month": "13"}]
)
def test_no_date(fields: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not a"):
        read_date(fields)


@pytest.mark.parametrize(
    ("text", "state"),
    [("forthcoming", "forthcoming"), ("(In Press)", "inpress"), ("2019", ""), ("", "")],
)
def test_state(text: str, state: str) -> None:
    assert state_of(text) == state
