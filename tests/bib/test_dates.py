"""Dates of works; those of EDTF: tests/test_dates.py."""

from __future__ import annotations

import pytest

from macros.bib.dates import (
    UnreadableDateError,
    dates_differ,
    doubtful_year,
    publication_state,
    read_date,
)


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
    ("written", "edtf"),
    [
        ("May 2001", "2001-05"),
        ("3 June 2001", "2001-06-03"),
        ("3. Juni 2001", "2001-06-03"),
        ("Spring 2001", "2001-21"),
        ("March/April 2001", "2001-03/2001-04"),
        ("1.3.2001", "2001-03-01"),
        (r"$\sim$1850", "1850~"),
        ("~1850", "1850~"),
        ("c.~1850", "1850~"),
        ("ca. 1850--1860", "1850~/1860~"),
        ("1985~/1990", "1985~/1990"),
        ("1987--", "1987/.."),
        ("1987-present", "1987/.."),
        ("1987/open", "1987/.."),
        ("1987/", "1987/"),
        ("/1987", "/1987"),
        ("44 BC", "-0043"),
        (r"1998\textendash 2001", "1998/2001"),
        ("copyright 1998", "1998"),
        ("1998,", "1998"),
        (r"{\noopsort{b}}1973", "1973"),
        ("{1973}", "1973"),
    ],
)
def test_year_that_can_mean_but_one_thing(written: str, edtf: str) -> None:
    date = read_date({"year": written})
    assert date
    assert date.text == edtf


@pytest.mark.parametrize(
    ("month", "edtf"),
    [
        ("June 3", "2001-06-03"),
        ("June 3--5", "2001-06-03/2001-06-05"),
        ("June 28--July 2", "2001-06-28/2001-07-02"),
        ("März", "2001-03"),
        ("déc.", "2001-12"),
        ("Mai und Juni", "2001-05/2001-06"),
        ("Autumn", "2001-23"),
    ],
)
def test_month(month: str, edtf: str) -> None:
    date = read_date({"year": "2001", "month": month})
    assert date
    assert date.text == edtf


def test_a_year_that_may_be_a_month() -> None:
    doubt = '"2001-02" may be two years or a month; write date = {2001/2002} for the years, date = '
    assert doubtful_year({"year": "2001-02"}).startswith(doubt + "{2001-02}")
    for year in ("1998-99", "2011-02", "2001-2003", "2001"):
        assert doubtful_year({"year": year}) == ""


def test_a_month_beside_a_date() -> None:
    date = read_date({"date": "2001", "month": "June"})
    assert date
    assert date.text == "2001-06"


def test_a_state_is_no_date() -> None:
    date = read_date({"date": "forthcoming", "year": "2020"})
    assert date
    assert date.text == "2020"


WRONG = {
    "[1893] 1984": "write origdate = {1893}, date = {1984}",
    "1984 [1893]": "write origdate = {1893}, date = {1984}",
    "{2001}a": "write date = {2001}; a letter is the house style’s business",
    "1850s": "write date = {185X}",
    "800": "write date = {0800}",
    "before 1850": "write date = {/1850}",
    "19th century": "write date = {18XX}",
    "185-": "write date = {185X}",
    "1999, reprinted 2003": "write origdate = {1999}, date = {2003}",
    "between 1850 and 1860": "write date = {1850/1860}",
    "5754 [1994]": 'write for example "2019-07-09"',
    "in print": "write pubstate = {inpress} or {forthcoming} for a work that is still to appear",
    "2001-13-45": "write a month from 01 to 12, and a day that it has",
    "98": 'write the year with four digits, as in "0098" or "1998"',
    "1800s": "write date = {18XX} for the century, date = {180X} for the decade",
    "3/1/2001": "write date = {2001-01-03} or {2001-03-01}",
    "n. d. [1850]": "write date = {1850?}",
    "early 1990s": "write date = {199X}, or the years that are meant",
    "late 19th century": "write date = {18XX}",
    "[198-?]": "write date = {198X?}",
    "c1987": "write date = {1987} for a copyright, date = {1987~} for “circa”",
    "1999 or 2000": "write date = {1999/2000}, or the likelier year, as in {1999?}",
    "1850 or later": "write date = {1850/..}",
    "forthcoming 2020": "write date = {2020}, pubstate = {forthcoming}",
    "1987 [i.e. 1988]": "write date = {1988}",
    "reprint 1988": "write date = {1988}, and the first year in origdate",
    "May ’68": "write the year with four digits, as in 1968",
}


@pytest.mark.parametrize("written", WRONG)
@pytest.mark.parametrize("field", ["year", "date"])
def test_date_with_its_own_remedy(field: str, written: str) -> None:
    with pytest.raises(UnreadableDateError) as error:
        read_date({field: written})
    expected = f'"{written}" is not an EDTF date that exists; {WRONG[written]}'
    assert str(error.value).startswith(expected)
    assert error.value.field == field


@pytest.mark.parametrize(
    ("written", "edtf"),
    [("May 2001", "2001-05"), ("2001--2003", "2001/2003"), ("1998-99", "1998/1999")],
)
def test_biblatex_needs_edtf(written: str, edtf: str) -> None:
    with pytest.raises(UnreadableDateError, match=f"; write date = {{{edtf}}}$"):
        read_date({"date": written})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"year": "1998", "month": "13"}, "month"),
        ({"year": "1998", "month": "Brumaire"}, "month"),
        ({"year": "1998", "month": "June", "day": "31"}, "day"),
        ({"urlyear": "1998", "urlmonth": "x"}, "urlmonth"),
    ],
)
def test_no_month_or_day(fields: dict[str, str], field: str) -> None:
    with pytest.raises(UnreadableDateError) as error:
        read_date(fields, "urldate" if "urlyear" in fields else "date")
    assert error.value.field == field


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"date": "2003", "year": "2001"}, '"date" says 2003, but year and month 2001'),
        ({"date": "2003-05", "month": "jun"}, '"date" says 2003-05, but year and month 2003-06'),
        ({"date": "2003-05-02", "year": "2003"}, ""),
        ({"date": "2003", "year": "2003"}, ""),
        ({"date": "2003/2005", "year": "2004"}, ""),
        ({"date": "2003", "year": "n.d."}, ""),
        ({"year": "2003"}, ""),
    ],
)
def test_date_and_year_that_differ(fields: dict[str, str], shown: str) -> None:
    assert dates_differ(fields).partition(";")[0] == shown


@pytest.mark.parametrize(
    ("text", "state"),
    [("forthcoming", "forthcoming"), ("(In Press)", "inpress"), ("2019", ""), ("", "")],
)
def test_state(text: str, state: str) -> None:
    assert publication_state(text) == state
