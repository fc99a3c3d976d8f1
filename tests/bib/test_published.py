"""What is published of a bibliography: what is bibliographic, nothing of its author's own."""

from __future__ import annotations

import pytest

from macros.bib.published import without_junk
from macros.bib.reading import read_bib
from macros.bib.works import Bibliography
from macros.problems import Problem

LIBRARY = r"""
% exported from /home/anna/library; ask B. about the letters
@comment{jabref-meta: fileDirectory:/home/anna/papers;}
@string{north = {North Press}}
@Article{okoro_tolls_2011,
  title = {Tolls, {{EU}} and "others"}, % read twice
  author = {Okoro, Ada and Lind, P{\"a}r},
  journal = {Transport Letters},
  publisher = north # { Oslo},
  year = 2011,
  month = jun,
  url = {https://rivers.example/a},
  file = {Full Text:/home/anna/Zotero/storage/ABCD/okoro.pdf:application/pdf},
  abstract = {We ask.},
  keywords = {tolls, for Anna},
  annote = {Weak.},
  note = {Citation Key: okoro2011
    Publisher: North
    With a map},
  owner = {anna},
  timestamp = {2020-01-01},
  mendeley-tags = {x},
  local-url = {file:///home/anna/a.pdf},
  bdsk-file-1 = {YnBsaXN0},
  groups = {mine},
  pmid = {123},
}
These are free words.
@misc{b, title = {B}, howpublished = {C:\Users\anna\b.doc}, library = {~/b.pdf},
  location = {\\server\papers}, addendum = {On /Volumes/Disk/b}, month = jun # " 3", year = 2001}
"""


def test_published() -> None:
    text = Bibliography(LIBRARY, "b.bib").published()
    assert text == (
        "@article{okoro_tolls_2011,\n"
        '  title        = {Tolls, {{EU}} and "others"},\n'
        '  author       = {Okoro, Ada and Lind, P{\\"a}r},\n'
        "  journal      = {Transport Letters},\n"
        "  publisher    = {North Press Oslo},\n"
        "  year         = {2011},\n"
        "  month        = jun,\n"
        "  url          = {https://rivers.example/a},\n"
        "  note         = {With a map},\n"
        "  pmid         = {123},\n"
        "}\n"
        "\n"
        "@misc{b,\n"
        "  title        = {B},\n"
        "  month        = {June 3},\n"
        "  year         = {2001},\n"
        "}\n"
    )


def test_what_is_left_out_is_told() -> None:
    hint = Bibliography(LIBRARY, "b.bib").hints_of_privacy("b.bib")
    names = (
        "abstract (1), addendum (1), annote (1), bdsk-file-1 (1), file (1), groups (1), "
        "howpublished (1), keywords (1), library (1), local-url (1), location (1), "
        "mendeley-tags (1), note (1), owner (1), timestamp (1)"
    )
    message = f"the published file leaves out, or shortens, {names}"
    assert hint == [Problem("b.bib", 0, message, "hint")]
    assert Bibliography("@book{a, title = {A}}", "b.bib").hints_of_privacy("b.bib") == []


@pytest.mark.parametrize(
    "value",
    ["{50 % {a}}", '"a {"} b"', "{a} # { b}", "{@book{x, y = {z}}}", "{}"],
)
def test_values_stay_as_they_stand(value: str) -> None:
    bib = f"@book{{a, title = {value}, date = 2011}}"
    before, problems = read_bib(bib, "b.bib")
    assert problems == []
    after = read_bib(Bibliography(bib, "b.bib").published(), "b.bib")[0]
    kept = {name: field.value for name, field in before[0].fields.items() if field.value}
    assert {name: field.value for name, field in after[0].fields.items()} == kept


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("With a map", "With a map"),
        ("Online edition: ISBN 978-3-7489-2233-9", "Online edition: ISBN 978-3-7489-2233-9"),
        ("Citation Key: a", ""),
        ("Publisher: Routledge\n\\_eprint: https://doi.org/10.1/a", ""),
        ("Accessed 2020-05-03\nWith a map", "With a map"),
        ("tex.ids= a, b", ""),
        ("The publisher: a portrait", "The publisher: a portrait"),
    ],
)
def test_junk_in_notes(note: str, left: str) -> None:
    assert without_junk(note) == left
    assert Bibliography(f"@book{{a, title = {{A}}, note = {{{note}}}}}", "b")["a"].note == left
