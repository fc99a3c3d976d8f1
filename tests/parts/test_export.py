"""Works in the formats of reference managers."""

from __future__ import annotations

import json

import pytest
import rispy
from msgspec.structs import replace

from macros.bib.biblatex import KINDS, SUBTYPES
from macros.bib.works import Bibliography
from macros.parts.export import TYPES, csl_json, to_biblatex, to_csl, to_ris
from tests.words import ENGLISH

BIB = r"""
@incollection{okoro,
  author = {Okoro, Ada and van der Veer, Jan}, title = {Tolls}, editor = {{Port Union}},
  booktitle = {Rivers}, series = {Waters}, number = {7}, location = {Oslo},
  publisher = {North Press}, date = {2011-05}, pages = {1-9}, doi = {10.1000/182},
  isbn = {978-3-658-31633-4}, url = {https://rivers.example/}, note = {N}, langid = {english},
}
@article{night, author = {Lind, Per}, title = {Night}, journaltitle = {Letters}, number = {3},
  date = {2014}, pages = {5}}
@online{page, author = {{Port Union}}, title = {Open harbours}, url = {https://port.example/},
  date = {/2020}}
@report{span, author = {Lind, Per}, title = {Span}, type = {R}, institution = {North},
  date = {2006/2009}}
"""
WORKS = Bibliography(BIB, "b.bib")


def test_biblatex() -> None:
    assert to_biblatex(WORKS["okoro"]) == (
        "@incollection{okoro,\n"
        "  author       = {Okoro, Ada and van der Veer, Jan},\n"
        "  title        = {Tolls},\n"
        "  editor       = {{Port Union}},\n"
        "  booktitle    = {Rivers},\n"
        "  series       = {Waters},\n"
        "  number       = {7},\n"
        "  location     = {Oslo},\n"
        "  publisher    = {North Press},\n"
        "  date         = {2011-05},\n"
        "  pages        = {1--9},\n"
        "  doi          = {10.1000/182},\n"
        "  isbn         = {978-3-658-31633-4},\n"
        "  url          = {https://rivers.example/},\n"
        "  note         = {N},\n"
        "  langid       = {english},\n"
        "}\n"
    )


def test_biblatex_reads_back_as_it_was() -> None:
    for key in ("okoro", "night", "page"):
        again = Bibliography(to_biblatex(WORKS[key]), "b.bib")
        assert again.problems == []
        assert (again[key].title, again[key].author) == (WORKS[key].title, WORKS[key].author)
        assert again[key].issued == WORKS[key].issued


def test_ris() -> None:
    text = to_ris(WORKS["okoro"])
    assert text.startswith("TY  - CHAP\n")
    assert text.endswith("\nER  -\n")
    [record] = rispy.loads(text)
    assert record["authors"] == ["Okoro, Ada", "van der Veer, Jan"]
    assert record["secondary_title"] == "Rivers"
    assert (record["start_page"], record["end_page"]) == ("1", "9")
    assert record["doi"] == "10.1000/182"
    assert record["year"] == "2011"


def test_csl() -> None:
    assert to_csl(WORKS["okoro"], ENGLISH.citing.kinds) == {
        "id": "okoro",
        "type": "chapter",
        "title": "Tolls",
        "author": [
            {"family": "Okoro", "given": "Ada"},
            {"family": "Veer", "given": "Jan", "non-dropping-particle": "van der"},
        ],
        "editor": [{"literal": "Port Union"}],
        "container-title": "Rivers",
        "collection-title": "Waters",
        "collection-number": "7",
        "page": "1-9",
        "publisher": "North Press",
        "publisher-place": "Oslo",
        "issued": {"date-parts": [[2011, 5]]},
        "DOI": "10.1000/182",
        "ISBN": "978-3-658-31633-4",
        "URL": "https://rivers.example/",
        "note": "N",
    }


def test_csl_dates() -> None:
    assert to_csl(WORKS["span"], ENGLISH.citing.kinds)["issued"] == {"date-parts": [[2006], [2009]]}
    assert "issued" not in to_csl(WORKS["page"], ENGLISH.citing.kinds)


def test_emphasis_others_and_further_fields_in_every_format() -> None:
    bib = r"""@book{a, title = {The \emph{Sea Hen}}, author = {Okoro, Ada and others},
        edition = {2}, translator = {Lind, Per}, urldate = {2020-05-03},
        volume = {3}, pubstate = {inpress}}"""
    entry = Bibliography(bib, "b.bib")["a"]
    assert Bibliography(to_biblatex(entry), "b.bib")["a"] == replace(entry, line=1)
    csl = to_csl(entry, ENGLISH.citing.kinds)
    assert csl["title"] == "The <i>Sea Hen</i>"
    assert csl["author"] == [{"family": "Okoro", "given": "Ada"}, {"literal": "others"}]
    assert (csl["edition"], csl["volume"], csl["status"]) == ("2", "3", "in press")
    assert csl["accessed"] == {"date-parts": [[2020, 5, 3]]}
    [record] = rispy.loads(to_ris(entry))
    assert (record["title"], record["authors"]) == ("The Sea Hen", ["Okoro, Ada"])
    assert record["subsidiary_authors"] == ["Lind, Per"]


@pytest.mark.parametrize(
    ("bib", "expected"),
    [
        ("@thesis{a, type = {phdthesis}, author = {Lind, Per}}", {"genre": "PhD thesis"}),
        ("@thesis{a, type = {PhD diss.}, author = {Lind, Per}}", {"genre": "PhD diss."}),
        ("@book{a, title = {Rivers: A Life}, shorttitle = {Rivers}}", {"title-short": "Rivers"}),
        (
            "@book{a, maintitle = {Seas}, title = {Tides}, volume = 2}",
            {"title": "Seas", "volume-title": "Tides", "volume": "2"},
        ),
        (
            "@inbook{a, maintitle = {Seas}, booktitle = {Tides}, title = {Ebb}, volume = 2}",
            {"title": "Ebb", "container-title": "Seas", "volume-title": "Tides"},
        ),
        (
            "@letter{a, library = {Record Office}, location = {Oslo}, number = {Box 4}}",
            {"archive": "Record Office", "archive-place": "Oslo", "archive_location": "Box 4"},
        ),
        (
            "@unpublished{a, eventtitle = {Congress}, venue = {Aarhus}}",
            {"event-title": "Congress", "event-place": "Aarhus"},
        ),
        (
            "@unpublished{a, author = {Lind, Per}, howpublished = {Typescript}}",
            {"genre": "Typescript", "medium": ""},
        ),
        ("@audio{a, howpublished = {Vinyl}}", {"genre": "", "medium": "Vinyl"}),
        ("@jurisdiction{a, author = {{High Court}}}", {"authority": "High Court", "author": ""}),
        (
            "@periodical{a, title = {Letters}, issuetitle = {Mud}}",
            {"title": "Mud", "container-title": "Letters"},
        ),
    ],
)
def test_csl_says_what_its_styles_ask_for(bib: str, expected: dict[str, str]) -> None:
    csl = to_csl(Bibliography(bib, "b.bib")["a"], ENGLISH.citing.kinds)
    assert {name: csl.get(name, "") for name in expected} == expected


def test_csl_file() -> None:
    works = [WORKS["night"], WORKS["page"]]
    assert json.loads(csl_json(works, ENGLISH.citing.kinds)) == [
        to_csl(work, ENGLISH.citing.kinds) for work in works
    ]


def test_every_kind_of_work_has_its_types() -> None:
    kinds = {*KINDS.values(), *(kind for kinds in SUBTYPES.values() for kind in kinds.values())}
    assert kinds <= TYPES.keys()
