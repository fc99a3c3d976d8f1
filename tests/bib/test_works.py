"""From .bib files to entries; whole files stand in cases/broken-bib.yml and sound-bib.yml."""

from __future__ import annotations

from typing import Any

import pytest

from macros.bib.biblatex import KINDS as KINDS_OF_TYPES
from macros.bib.biblatex import SOURCES, SUBTYPES, source_of
from macros.bib.entries import Entry, Name
from macros.bib.works import Bibliography
from macros.dates import parse_date
from tests.golden import cases


def read(fields: str, entry_type: str = "book") -> Entry:
    if entry_type == "article" and "journal" not in fields:
        fields += ", journal = {Letters}"
    bibliography = Bibliography(f"@{entry_type}{{a, title = {{Rivers}}, {fields}}}", "b.bib")
    assert all(problem.severity == "hint" for problem in bibliography.problems)
    return bibliography["a"]


@pytest.mark.parametrize("case", cases("broken-bib.yml"))
def test_broken(case: dict[str, Any]) -> None:
    problems = Bibliography(case["bib"], "b.bib").problems
    assert [f"{problem.line}: {problem.message}" for problem in problems] == case["problems"]
    assert {problem.source for problem in problems} == {"b.bib"}


@pytest.mark.parametrize("case", cases("sound-bib.yml"))
def test_sound(case: dict[str, Any]) -> None:
    bibliography = Bibliography(case["bib"], "b.bib")
    assert bibliography.problems == []
    found = [f"{entry.key} {entry.line} {entry.title}" for entry in bibliography.values()]
    assert found == case["entries"]


def test_every_field() -> None:
    bib = r"""@incollection{okoro,
        author = {Okoro, Ada}, editor = {{Port Union}}, title = {Tolls}, subtitle = {A Survey},
        shorttitle = {T}, booktitle = {Rivers}, series = {Waters}, number = {7}, volume = {2},
        type = {Paper}, location = {Oslo}, publisher = {North Press}, date = {2011-05},
        pages = {1--9}, doi = {https://doi.org/10.1000/182}, isbn = {978-3}, note = {N},
        url = {https://rivers.example/a_b%20c~d?e=f&g#h}, annotation = {Seen}, langid = {english},
        xref = {rivers}
    }"""
    assert Bibliography(bib, "b.bib")["okoro"] == Entry(
        key="okoro",
        kind="chapter",
        line=1,
        title="Tolls: A Survey",
        title_short="T",
        author=(Name(family="Okoro", given="Ada"),),
        editor=(Name(literal="Port Union"),),
        container_title="Rivers",
        collection_title="Waters",
        collection_number="7",
        genre="Paper",
        number="7",
        volume="2",
        page="1-9",
        publisher=("North Press",),
        publisher_place=("Oslo",),
        issued=parse_date("2011-05"),
        doi="10.1000/182",
        isbn="978-3",
        url="https://rivers.example/a_b%20c~d?e=f&g#h",
        note="N",
        annotation="Seen",
        language="english",
    )


NAMES = {
    "Okoro, Ada": "Ada Okoro | Okoro",
    "Ada Okoro": "Ada Okoro | Okoro",
    "Okoro, Ada and Lind, Per": "Ada Okoro | Okoro ; Per Lind | Lind",
    "Okoro, Ada\n  AND Lind, Per": "Ada Okoro | Okoro ; Per Lind | Lind",
    "van der Veer, Jan": "Jan van der Veer | van der Veer",
    "Jan van der Veer": "Jan van der Veer | van der Veer",
    "{van Gogh}, Vincent": "Vincent van Gogh | van Gogh",
    "Lind, Jr., Per": "Per Lind Jr. | Lind",
    r"Lind, P{\"a}r": "Pär Lind | Lind",
    "Zambrana-Tévar, Nicolás": "Nicolás Zambrana-Tévar | Zambrana-Tévar",
    "Plato": "Plato | Plato",
    "Alexander, Anderson": "Anderson Alexander | Alexander",
    "{OSCE}": "=OSCE | OSCE",
    "{OSCE} and {UNECE}": "=OSCE | OSCE ; =UNECE | UNECE",
    "{Ports and Rails; a Union}": "=Ports and Rails; a Union | Ports and Rails; a Union",
    "{Union of {OSCE} Ports}": "=Union of OSCE Ports | Union of OSCE Ports",
    "{{OSCE}}": "=OSCE | OSCE",
    r"{Statens Arkiver \& Co}": "=Statens Arkiver & Co | Statens Arkiver & Co",
}


@pytest.mark.parametrize("names", NAMES)
def test_names(names: str) -> None:
    """Each name in full and shortened; a body's begins with "="."""
    found = read(f"author = {{{names}}}").author
    shown = [f"{'=' if name.literal else ''}{name.full} | {name.short}" for name in found]
    assert " ; ".join(shown) == NAMES[names]


KINDS = {
    "book": "book",
    "Collection": "book",
    "proceedings": "book",
    "book/report": "report",
    "article": "article",
    "article/newspaper": "newspaper",
    "article/blog": "newspaper",
    "article/document": "reprinted_document",
    "incollection": "chapter",
    "inbook": "chapter",
    "inproceedings": "chapter",
    "incollection/yearbook": "yearbook_chapter",
    "report": "report",
    "techreport": "report",
    "report/document": "document",
    "online": "webpage",
    "online/blog": "newspaper",
    "misc": "document",
    "misc/document": "document",
    "misc/interview": "interview",
    "misc/webpage": "webpage",
    "misc/website": "website",
}


@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: str) -> None:
    entry_type, _, subtype = kind.partition("/")
    fields = f"booktitle = {{Waters}}, journaltitle = {{X}}, entrysubtype = {{{subtype}}}"
    assert read(fields, entry_type).kind == KINDS[kind]


def test_each_kind_is_one_of_source() -> None:
    found = [kind for kinds in SOURCES.values() for kind in kinds.split()]
    subtypes = (kind for kinds in SUBTYPES.values() for kind in kinds.values())
    assert sorted(found) == sorted({*KINDS_OF_TYPES.values(), *subtypes, "presentation"})


@pytest.mark.parametrize(
    ("kind", "has_persons", "source"),
    [
        ("report", True, "research"),
        ("report", False, "document"),
        ("book", False, "research"),
        ("document", True, "document"),
        ("website", False, "web"),
    ],
)
def test_source(kind: str, has_persons: bool, source: str) -> None:
    assert source_of(kind, has_persons=has_persons) == source


@pytest.mark.parametrize(
    ("entry_type", "fields", "number", "issue", "in_series"),
    [
        ("article", "number = 3", "", "3", ""),
        ("article", "number = 3, issue = {Fall}", "", "3 (Fall)", ""),
        ("article", "issue = {Fall}", "", "Fall", ""),
        ("article", "number = 3, issue = 3", "", "3", ""),
        ("article", "number = 3, entrysubtype = {document}", "", "3", ""),
        ("article", "number = 3, entrysubtype = {newspaper}", "", "3", ""),
        ("report", r"number = {\#62}", "#62", "", ""),
        ("report", "number = {MC.DOC/1/03}, entrysubtype = {document}", "MC.DOC/1/03", "", ""),
        ("book", "number = 3, series = {Waters}", "3", "", "3"),
    ],
)
def test_number(entry_type: str, fields: str, number: str, issue: str, in_series: str) -> None:
    entry = read(fields, entry_type)
    assert (entry.number, entry.issue, entry.collection_number) == (number, issue, in_series)


@pytest.mark.parametrize(
    ("fields", "publisher"),
    [
        ("publisher = {North Press}", "North Press"),
        ("institution = {{OSCE} and {UNECE}}", "OSCE|UNECE"),
        ("institution = {OSCE and UNECE}", "OSCE|UNECE"),
        ("institution = {{Ports and Rails}}", "Ports and Rails"),
        ("institution = {Organization for Security and Co-operation in Europe}", None),
        ("publisher = {Simon and Shore}", None),
        ("publisher = {Rand, Lind and Company}", None),
        ("school = {Department of Ports and Rails, University of Oslo}", None),
        ("institution = {Centre for Press and University Studies}", None),
        (
            "publisher = {North Press and South University Press}",
            "North Press|South University Press",
        ),
        (
            "school = {University of Oslo and University of Bergen}",
            "University of Oslo|University of Bergen",
        ),
        ("publisher = {North Press and others}", "North Press|others"),
        ("publisher = {North Press}, institution = {OSCE}", "North Press|OSCE"),
        (r"publisher = {Little, Brown \& Co}", "Little, Brown & Co"),
    ],
)
def test_publisher(fields: str, publisher: str | None) -> None:
    written = fields.partition("{")[2][:-1]
    assert "|".join(read(fields).publisher) == (publisher or written)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("London and New York", ("London and New York",)),
        ("{London} and {New York}", ("London", "New York")),
        ("{Ports and Rails}", ("Ports and Rails",)),
        ("Trinidad and Tobago", ("Trinidad and Tobago",)),
        ("Sarajevo, Bosnia and Herzegovina", ("Sarajevo, Bosnia and Herzegovina",)),
        ("Oslo and others", ("Oslo", "others")),
    ],
)
def test_places(places: str, expected: tuple[str, ...]) -> None:
    entry = read(f"location = {{{places}}}, origlocation = {{{places}}}")
    assert (entry.publisher_place, entry.original_publisher_place) == (expected, expected)


PEOPLE = """editor = {Lind, Per}, editora = {Okoro, Ada and Moreau, Zoé}, editoratype = {compiler},
editorb = {Roe, Al}, editorbtype = {Compiler}, editorc = {Doe, Jo}, translator = {Veer, Jan},
foreword = {Doe, Jo}, holder = {{Port Union}}"""


def test_who_did_what() -> None:
    entry = read(PEOPLE)
    assert [name.full for name in (*entry.editor, *entry.translator)] == [
        "Per Lind",
        "Jo Doe",
        "Jan Veer",
    ]
    found = {each.role: [name.full for name in each.names] for each in entry.contributions}
    assert found == {
        "compiler": ["Ada Okoro", "Zoé Moreau", "Al Roe"],
        "foreword": ["Jo Doe"],
        "holder": ["Port Union"],
    }


def test_a_director_is_no_editor() -> None:
    entry = read("editor = {Hitch, Al}, editortype = {director}, foreword = {Doe, Jo}", "video")
    assert entry.editor == ()
    assert [name.full for name in entry.creators] == ["Al Hitch"]
    assert read("foreword = {Doe, Jo}").creators == ()


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        ("journal = {Asia Policy}", "container_title", "Asia Policy"),
        ("journaltitle = {Asia Policy}, journal = {X}", "container_title", "Asia Policy"),
        ("organization = {Monitor}", "publisher", ("Monitor",)),
        ("address = {Oslo}", "publisher_place", ("Oslo",)),
        ("location = {countryde and countryfr}", "publisher_place", ("DE", "FR")),
        ("pages = {S12--S20}", "page", "S12-S20"),
        ("pages = {pp. 5--9}", "page", "5-9"),
        ("pages = {págs. 5 a 9}", "page", "5-9"),
        ("pages = {Sp. 12}", "page", "12"),
        ("pages = {Sp. 12}", "page_label", "column"),
        ("pages = {in press}", "page", ""),
        ("volume = {Bd. 2}", "volume", "2"),
        ("volume = {Vol. II}", "volume", "II"),
        ("volume = {V}", "volume", "V"),
        ("volume = {т. 2}", "volume", "2"),
        ("volumes = {3 Bde.}", "number_of_volumes", "3"),
        ("chapter = {Kap. 3}", "chapter", "3"),
        ("part = {Part Two}", "part", "Part Two"),
        ("series = {Studies}, number = {Nr. 4}", "collection_number", "4"),
        ("number = {No. 4}", "number", "No. 4"),
        ("pages = {n/a--n/a}", "page", ""),
        ("venue = {Oslo}", "event_place", "Oslo"),
        ("edition = {4}", "edition", "4"),
        ("edition = {4th}", "edition", "4"),
        ("edition = {Fourth}", "edition", "4"),
        ("edition = {2nd ed.}", "edition", "2"),
        (r"edition = {2\textsuperscript{nd}}", "edition", "2"),
        ("edition = {4. Aufl.}", "edition", "4"),
        ("edition = {Zweite Auflage}", "edition", "2"),
        ("edition = {2-е изд.}", "edition", "2"),
        ("edition = {segunda edición}", "edition", "2"),
        ("edition = {Revised edition}", "edition", "Revised edition"),
        ("edition = {2nd rev. ed.}", "edition", "2nd rev. ed."),
        ("type = {mastersthesis}", "genre", "mathesis"),
        ("type = {patentus}", "genre", "patentus"),
        (r"doi = {10.1007/978-3-642-00958-7\_50}", "doi", "10.1007/978-3-642-00958-7_50"),
        (r"eprint = {a{\_}b}", "eprint", "a_b"),
        (
            "isbn = {978-0-226-53254-7 978-0-226-53255-4}",
            "isbn",
            "978-0-226-53254-7, 978-0-226-53255-4",
        ),
        ("issn = {0378-5955 (print) 1557-7317}", "issn", "0378-5955, 1557-7317"),
        ("howpublished = {https://a.example/b}", "url", "https://a.example/b"),
        ("howpublished = {https://a.example/b}", "medium", ""),
        (r"note = {\href{https://a.example/b}{Here}}", "url", "https://a.example/b"),
        ("eventdate = {2011-05}", "event_date", parse_date("2011-05")),
        ("origtitle = {Elver}", "original_title", "Elver"),
        ("pagetotal = {312}", "number_of_pages", "312"),
        ("bookpagination = {column}", "page_label", "column"),
        ("bookpagination = {page}", "page_label", ""),
        ("eprint = {2101.1}, archiveprefix = {arXiv}", "eprint_type", "arXiv"),
        ("options = {useprefix}", "use_prefix", True),
        ("options = {useprefix=false, skipbib}", "use_prefix", False),
        ("sortname = {Veer, Jan}", "sort_name", (Name("Veer", "Jan"),)),
        ("key = {Ocean}", "sort_key", "Ocean"),
        ("pages = {10–19}", "page", "10-19"),
        ("pages = {10--19, 21}", "page", "10-19, 21"),
        ("note = {Citation Key: a}", "note", ""),
        (r"howpublished = {Online at: \url{https://a.example}, seen}", "medium", "seen"),
        (r"howpublished = {Poster, \url{https://a.example}}", "medium", "Poster"),
        (r"howpublished = {See \url{https://a.example}}", "medium", ""),
        ("doi = {10.1000/a(b)c<d>}", "doi", "10.1000/a(b)c<d>"),
        ("date = {}, year = 2011", "issued", parse_date("2011")),
        ("date = {/2020}", "issued", parse_date("/2020")),
        ("note = {}", "issued", None),
        ("Publisher = {North Press}", "publisher", ("North Press",)),
        ("note = {two\n   lines}", "note", "two lines"),
    ],
)
def test_field(fields: str, name: str, value: object) -> None:
    assert getattr(read(fields), name) == value


def test_mapping() -> None:
    bibliography = Bibliography("@book{b, title = {B}}\n@book{a, title = {A}}", "b.bib")
    assert list(bibliography) == ["b", "a"]
    assert len(bibliography) == 2
    assert "a" in bibliography
    assert "A" not in bibliography
    assert bibliography["a"] is bibliography["a"]
    with pytest.raises(KeyError):
        bibliography["c"]


def test_broken_entries_are_stood_in_for() -> None:
    bibliography = Bibliography("@book{a, title = {A}}\n@book{b", "b.bib")
    assert list(bibliography) == ["a"]
    works = bibliography.with_stand_ins()
    assert sorted(works) == ["a", "b"]
    assert (works["a"].title, works["b"].title) == ("A", "b")


def test_only_what_is_asked_for_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[str] = []

    def decode(text: str) -> str:
        decoded.append(text)
        return text

    monkeypatch.setattr("macros.bib.works.decode_latex", decode)
    bibliography = Bibliography("@book{a, title = {Rivers}}\n@book{b, title = {Rails}}", "b.bib")
    assert decoded == []
    assert bibliography["b"].title == "Rails"
    assert "Rivers" not in decoded
