"""Names of fields; other problems within a file: test_works.py."""

from __future__ import annotations

import pytest

from macros.bib.checks import check_field


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("location", ""),
        ("Title", ""),
        ("lccn", ""),
        ("mendeley-tags", ""),
        ("loction", 'biblatex knows no field "loction"; did you mean "location"?'),
        ("edtor", 'biblatex knows no field "edtor"; did you mean "editor"?'),
        ("fjournal", ""),  # a program's own, beside the field that it resembles
        ("publisherurl", ""),
    ],
)
def test_field(field: str, problem: str) -> None:
    assert check_field(field, {"title", "journal"}) == problem
