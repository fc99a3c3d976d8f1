"""Dates; the cases stand in cases/dates.yml."""

from __future__ import annotations

import re
from typing import Any

import pytest
from edtf import parse_edtf

from macros.dates import EDTF_PATTERN, as_edtf, parse_date, sort_key
from macros.style.dates import DatesInWords
from macros.style.phrases import Dates
from tests.golden import cases
from tests.words import ENGLISH

DATES = DatesInWords(ENGLISH, Dates())

# By first day (of an open start, that of the end); of two that begin together the shorter comes
# first; the same days by the text.
ORDER = [
    "1970",
    "197X",
    "1975",
    "1975-01-01/1975-12-31",
    "1975-08-01",
    "1975-08",
    "1975-08-01/2010",
    "../1989",
    "2014-12/2015",
    "2015",
]


@pytest.mark.parametrize("case", cases("dates.yml", "read"))
def test_date(case: dict[str, Any]) -> None:
    date = parse_date(case["edtf"])
    assert DATES.write(date) == case["words"]
    assert date.first == tuple(map(int, case["first"]))
    assert date.last == tuple(map(int, case["last"]))
    assert DATES.year(date) == case["year"]
    assert DATES.ends(date) == [tuple(end) for end in case["html"]]
    assert re.search(EDTF_PATTERN, case["edtf"])


PLAIN = ["1984", "0004", "1984-02", "1984-02-29", "1985-12-31", "197X", "000X", "19XX", "00XX"]
PARTS = [f"2016-{part}" for part in range(33, 42)]


@pytest.mark.parametrize("text", PLAIN + PARTS)
def test_bounds_are_those_of_the_library(text: str) -> None:
    date, found = parse_edtf(text), parse_date(text)
    assert (found.first, found.last) == (date.lower_strict()[:3], date.upper_strict()[:3])


@pytest.mark.parametrize("text", cases("dates.yml", "refused"))
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an EDTF date that exists; write ") as e:
        parse_date(text)
    assert str(e.value).startswith(f'"{text}" ')


@pytest.mark.parametrize("case", cases("dates.yml", "meant"))
def test_remedy(case: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=f'; write "{case["edtf"]}"$'):
        parse_date(case["text"])


@pytest.mark.parametrize("text", cases("dates.yml", "unclear"))
def test_no_remedy_where_several_could_be_meant(text: str) -> None:
    assert as_edtf(text) == ""


@pytest.mark.parametrize("text", ["2009/2006", "2019-07-09/2019-07-08", "2019-06/2019-05"])
def test_interval_that_ends_before_it_begins(text: str) -> None:
    with pytest.raises(ValueError, match=f'^the interval "{text}" ends before it begins$'):
        parse_date(text)


def test_order() -> None:
    shuffled = ORDER[1::2] + ORDER[::2]
    assert sorted(shuffled, key=lambda text: sort_key(parse_date(text))) == ORDER


def test_ends() -> None:
    assert parse_date("2019").ends == ("2019",)
    assert parse_date("2014/..").ends == ("2014", "..")
    assert parse_date("/2020").ends == ("", "2020")
