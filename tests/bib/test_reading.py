"""BibTeX's grammar; broken and sound files stand in cases/ (test_works)."""

from __future__ import annotations

from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string

from macros.bib.reading import RawEntry, RawField, read_bib
from macros.problems import Problem
from tests.conftest import PROJECT
from tests.golden import cases


@pytest.mark.parametrize("case", cases("sound-bib.yml"))
def test_sound(case: dict[str, Any]) -> None:
    assert read_bib(case["bib"], "b.bib")[1] == []


def test_problem_names_source_and_line() -> None:
    assert read_bib("\n\n@book{, }", "refs/b.bib")[1] == [
        Problem("refs/b.bib", 3, 'this entry has no cite key; write "@book{key,"')
    ]


def test_entry() -> None:
    text = '% x\n@Book{a, % y\n  Title = {5 % z\n% z}, year = 2011, month = jan # " 3" }% x\r\n'
    fields = {
        "title": RawField("5 % z\n% z", 3),
        "year": RawField("2011", 4),
        "month": RawField("January 3", 4),
    }
    assert read_bib(text, "b.bib") == ([RawEntry("book", "a", 2, fields)], [])


def test_reads_the_same_as_bibtexparser_where_that_reads_well() -> None:
    text = (PROJECT / "bibliography.bib").read_text(encoding="utf-8")
    theirs = {
        entry.key: {field.key: field.value for field in entry.fields}
        for entry in parse_string(text).entries
    }
    ours = {
        entry.key: {name: field.value for name, field in entry.fields.items()}
        for entry in read_bib(text, "b.bib")[0]
    }
    assert ours == theirs
