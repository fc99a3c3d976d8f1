"""What entries take from others by crossref and xdata."""

from __future__ import annotations

import pytest

from macros.bib.works import Bibliography

VOLUMES = """
@xdata{north, publisher = {North Press}, location = {Oslo}, abstract = {Not mine}}
@collection{waters, title = {Waters}, subtitle = {A Survey}, editor = {Lind, Per}, date = {2011},
  ids = {flow}, xdata = {north}, isbn = {978-3-658-31633-4}, pages = {1-400}, shorttitle = {W}}
@book{rivers, title = {Rivers}, author = {Okoro, Ada}, year = 2009, xdata = {north}}
@mvbook{all, title = {All Waters}, author = {Okoro, Ada}, volumes = 3, xdata = {north}}
@periodical{letters, title = {Transport Letters}, issuetitle = {On Tolls}, number = 3,
  date = {2014}}
@proceedings{old, title = {Proceedings 2012}, booktitle = {Meeting on Tolls}, year = 2012}
"""
CHILDREN: dict[str, tuple[str, dict[str, object]]] = {
    "collection": (
        "@incollection{c, title = {Tolls}, author = {Lind, Per}, crossref = {waters}, pages = {5}}",
        {
            "container_title": "Waters: A Survey",
            "publisher": ("North Press",),
            "publisher_place": ("Oslo",),
            "page": "5",
            "title": "Tolls",
            "title_short": "",
            "parent": "waters",
            "isbn": "978-3-658-31633-4",
        },
    ),
    "by another key": (
        "@incollection{c, title = {T}, crossref = {flow}}",
        {"container_title": "Waters: A Survey", "parent": "waters"},
    ),
    "own fields win": (
        "@incollection{c, title = {T}, crossref = {waters}, publisher = {South}, date = {2013}}",
        {"publisher": ("South",), "page": "", "container_title": "Waters: A Survey"},
    ),
    "book": (
        "@inbook{c, title = {Tolls}, crossref = {rivers}}",
        {"container_title": "Rivers", "kind": "chapter"},
    ),
    "volume of several": (
        "@book{c, title = {Rails}, volume = 2, crossref = {all}}",
        {"whole_title": "All Waters", "title": "Rails", "volume": "2", "number_of_volumes": "3"},
    ),
    "issue of a journal": (
        "@article{c, title = {Tolls}, author = {Moreau, Zoé}, crossref = {letters}}",
        {"container_title": "Transport Letters", "issue": "3"},
    ),
    "BibTeX's way, with a booktitle": (
        "@inproceedings{c, title = {Tolls}, crossref = {old}}",
        {"container_title": "Meeting on Tolls"},
    ),
    "xref names the volume and gives nothing": (
        "@incollection{c, title = {Tolls}, booktitle = {W}, xref = {waters}}",
        {"container_title": "W", "publisher": (), "parent": "waters"},
    ),
    "xdata alone": (
        "@book{c, title = {Tolls}, xdata = {north}}",
        {"publisher": ("North Press",), "parent": ""},
    ),
}


@pytest.mark.parametrize("name", CHILDREN)
@pytest.mark.parametrize("order", ["volumes first", "volumes last"])
def test_inherits(name: str, order: str) -> None:
    child, expected = CHILDREN[name]
    bib = VOLUMES + child if order == "volumes first" else child + VOLUMES
    bibliography = Bibliography(bib, "b.bib")
    assert bibliography.problems == []
    entry = bibliography["c"]
    assert {field: getattr(entry, field) for field in expected} == expected


def test_authors_and_dates() -> None:
    child = "@inbook{c, title = {T}, crossref = {rivers}, date = {2010}}"
    entry = Bibliography(VOLUMES + child, "b.bib")["c"]
    assert [name.full for name in entry.author] == ["Ada Okoro"]
    assert [name.full for name in entry.container_author] == ["Ada Okoro"]
    assert entry.issued is not None
    assert entry.issued.text == "2010"


def test_data_for_others_is_no_work() -> None:
    assert "north" not in Bibliography(VOLUMES, "b.bib")


def test_an_unknown_volume_is_no_parent() -> None:
    for name in ("xref", "crossref"):
        child = f"@incollection{{c, title = {{T}}, booktitle = {{W}}, {name} = {{nowhere}}}}"
        bibliography = Bibliography(child, "b.bib")
        assert [problem.line for problem in bibliography.problems] == [1]
        assert bibliography["c"].parent == ""


def test_works_may_name_each_other_by_xref() -> None:
    each = "@book{{{}, title = {{T}}, xref = {{{}}}}}\n"
    bibliography = Bibliography(each.format("a", "b") + each.format("b", "a"), "b.bib")
    assert bibliography.problems == []
    assert (bibliography["a"].parent, bibliography["b"].parent) == ("b", "a")
