"""Works in the formats of reference managers."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pypandoc
import pytest
import rispy
from msgspec.structs import replace

from macros.bib.biblatex import KINDS, SUBTYPES
from macros.bib.entries import Contribution, Entry, Name
from macros.bib.works import Bibliography
from macros.dates import parse_date
from macros.parts.bibtex import KINDS as IN_BIBLATEX
from macros.parts.bibtex import to_biblatex
from macros.parts.export import TYPES, csl_json, to_csl, to_ris
from tests.words import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path

WORDS = {**ENGLISH.citing.kinds, "director": "directed by"}
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
    assert to_biblatex(WORKS["okoro"], WORDS) == (
        "@incollection{okoro,\n"
        "  author       = {Okoro, Ada and van der Veer, Jan},\n"
        "  editor       = {{Port Union}},\n"
        "  title        = {Tolls},\n"
        "  booktitle    = {Rivers},\n"
        "  number       = {7},\n"
        "  series       = {Waters},\n"
        "  note         = {N},\n"
        "  isbn         = {978-3-658-31633-4},\n"
        "  langid       = {english},\n"
        "  location     = {Oslo},\n"
        "  publisher    = {North Press},\n"
        "  date         = {2011-05},\n"
        "  pages        = {1--9},\n"
        "  doi          = {10.1000/182},\n"
        "  url          = {https://rivers.example/},\n"
        "}\n"
    )


def test_biblatex_reads_back_as_it_was() -> None:
    for key in ("okoro", "night", "page"):
        again = Bibliography(to_biblatex(WORKS[key], WORDS), "b.bib")
        assert again.problems == []
        assert (again[key].title, again[key].author) == (WORKS[key].title, WORKS[key].author)
        assert again[key].issued == WORKS[key].issued


def test_ris() -> None:
    text = to_ris(WORKS["okoro"], WORDS)
    assert text.startswith("TY  - CHAP\n")
    assert text.endswith("\nER  -\n")
    [record] = rispy.loads(text)
    assert record["authors"] == ["Okoro, Ada", "van der Veer, Jan"]
    assert record["secondary_title"] == "Rivers"
    assert (record["start_page"], record["end_page"]) == ("1", "9")
    assert record["doi"] == "10.1000/182"
    assert (record["year"], record["date"]) == ("2011", "2011/05//")


def test_csl() -> None:
    assert to_csl(WORKS["okoro"], WORDS) == {
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
        "language": "en",
        "note": "N",
    }


def test_csl_dates() -> None:
    assert to_csl(WORKS["span"], WORDS)["issued"] == {"date-parts": [[2006], [2009]]}
    assert "issued" not in to_csl(WORKS["page"], WORDS)


def test_emphasis_others_and_further_fields_in_every_format() -> None:
    bib = r"""@book{a, title = {The \emph{Sea Hen}}, author = {Okoro, Ada and others},
        edition = {2}, translator = {Lind, Per}, urldate = {2020-05-03},
        volume = {3}, pubstate = {inpress}}"""
    entry = Bibliography(bib, "b.bib")["a"]
    again = Bibliography(to_biblatex(entry, WORDS), "b.bib")["a"]
    assert again == replace(entry, line=1, protected=("Sea", "Hen"))
    csl = to_csl(entry, WORDS)
    assert csl["title"] == "The <i>Sea Hen</i>"
    assert csl["author"] == [{"family": "Okoro", "given": "Ada"}, {"literal": "others"}]
    assert (csl["edition"], csl["volume"], csl["status"]) == ("2", "3", "in press")
    assert csl["accessed"] == {"date-parts": [[2020, 5, 3]]}
    [record] = rispy.loads(to_ris(entry, WORDS))
    assert (record["title"], record["authors"]) == ("The Sea Hen", ["Okoro, Ada", "et al."])
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
    csl = to_csl(Bibliography(bib, "b.bib")["a"], WORDS)
    assert {name: csl.get(name, "") for name in expected} == expected


def test_csl_file() -> None:
    works = [WORKS["night"], WORKS["page"]]
    assert json.loads(csl_json(works, WORDS)) == [to_csl(work, WORDS) for work in works]


def test_every_kind_of_work_has_its_types() -> None:
    kinds = {*KINDS.values(), *(kind for kinds in SUBTYPES.values() for kind in kinds.values())}
    assert kinds <= TYPES.keys() == IN_BIBLATEX


# ---- what biblatex, LaTeX and reference managers take ----

# One work of each kind, as a bibliography has them, all that its type knows and more.
ALL = r"""
  author = {Doe, Jo and {Simon and Shore}}, title = {Tolls \& ``gains'': 50\% of \emph{A\_b}},
  editor = {Roe, Al}, journaltitle = {Port \& Sea}, booktitle = {The Book}, date = {2019-07-09},
  volume = {12}, number = {3}, issue = {Summer}, pages = {5--9}, issn = {0378-5955}, edition = {2},
  publisher = {{Simon and Shore} and North Press}, location = {Oslo and Bergen}, series = {Seas},
  isbn = {978-0-226-53254-7 978-0-226-53255-4}, type = {phdthesis}, eventtitle = {Congress},
  venue = {Aarhus}, eventdate = {2019-07-08}, howpublished = {Leaflet}, library = {Record Office},
  url = {https://a.example/b_c%20d#e}, doi = {10.1007/978-3-642-00958-7\_50}, langid = {ngerman},
  urldate = {2020-01-02}, version = {4}, holder = {Acme, A}, note = {N}, addendum = {A},
"""
FORMS = [(entry_type, "") for entry_type in KINDS]
FORMS += [(entry_type, subtype) for entry_type, found in SUBTYPES.items() for subtype in found]
EVERY_KIND = Bibliography(
    "\n".join(f"@{t}{{{t}{s},{ALL}  entrysubtype = {{{s}}},\n}}\n" for t, s in FORMS), "b.bib"
)
LATEX = "\n".join(to_biblatex(entry, WORDS) for entry in EVERY_KIND.values())


def test_every_kind_reads_back_as_what_it_is() -> None:
    again = Bibliography(LATEX, "b.bib")
    assert again.problems == []
    for key, work in EVERY_KIND.items():
        found = again[key]
        assert (found.kind, found.title, found.doi) == (work.kind, work.title, work.doi), key
        assert (found.issued, found.url) == (work.issued, work.url), key
        written = to_biblatex(work, WORDS)  # nothing is lost, whatever field it stands in
        for word in (
            "Roe, Al",
            "Oslo",
            "Bergen",
            "Simon and Shore",
            "53254-7",
            "53255-4",
            "Leaflet",
        ):
            assert word in written, (key, word)


def test_pandoc_reads_every_kind() -> None:
    read = pypandoc.convert_text(LATEX, "csljson", format="biblatex")
    records = {record["id"]: record for record in json.loads(read)}
    for key, work in EVERY_KIND.items():
        record = records[key]
        assert record["title"] in {"Tolls & “gains”: 50% of <i>A_b</i>", "Port & Sea"}, key
        assert record["issued"] == {"date-parts": [[2019, 7, 9]]}, key
        assert (record["URL"], record["DOI"]) == (work.url, work.doi)
        if work.kind != "periodical":
            assert record["author"] == [
                {"family": "Doe", "given": "Jo"},
                {"literal": "Simon and Shore"},
            ], key


@pytest.mark.skipif(not shutil.which("biber"), reason="biber is not on this machine")
def test_biber_accepts_every_kind(tmp_path: Path) -> None:
    (tmp_path / "works.bib").write_text(LATEX, encoding="utf-8")
    command = ["biber", "--tool", "--validate-datamodel", "works.bib"]
    outcome = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [line for line in outcome.stdout.splitlines() if "INFO" not in line] == []


def test_a_thesis_is_of_an_institution() -> None:
    bib = (
        "@thesis{a, author = {Doe, Jo}, title = {On A\\_b}, institution = {University of X and Y}, "
    )
    written = to_biblatex(
        Bibliography(f"{bib} type = {{phdthesis}}, date = 2019}}", "b.bib")["a"], WORDS
    )
    assert "  institution  = {{University of X and Y}},\n" in written
    assert "publisher" not in written
    assert r"title        = {On {A\_b}}," in written


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50 % of A_b & c #4 $5", r"50 \% of A\_b \& c \#4 \$5"),
        ("{a} b}", r"\textbraceleft{}a\textbraceright{} b\textbraceright{}"),
        (r"a \ b ^ c ~ d", r"a \textbackslash{} b \textasciicircum{} c \textasciitilde{} d"),
        ("p < q > r | s", r"p \textless{} q \textgreater{} r \textbar{} s"),
        ("a -- b", "a -{}- b"),
        ("“É” ‘ß’ – 毛 « x »", "“É” ‘ß’ – 毛 « x »"),
        ("a\xa0b", "a~b"),
    ],
)
def test_signs_of_latex(text: str, latex: str) -> None:
    entry = Entry("a", "misc", 0, title="x", note=text, publisher=(text,), status=text)
    written = to_biblatex(replace(entry, kind="document"), WORDS)
    assert f"  note         = {{{latex}}},\n" in written
    again = Bibliography(written, "b.bib")["a"]
    assert (again.note, again.publisher, again.status) == (text, (text,), text)


def test_nothing_is_escaped_in_addresses() -> None:
    entry = Entry("a", "webpage", 0, title="x", url="https://a.example/b_c%20#d&e~f{g}")
    assert "{https://a.example/b_c%20#d&e~f%7Bg%7D}" in to_biblatex(entry, WORDS)
    entry = Entry("a", "article", 0, title="x", doi="10.1002/(SICI)1<1::AID>3.0.CO;2-#")
    assert "{10.1002/(SICI)1<1::AID>3.0.CO;2-#}" in to_biblatex(entry, WORDS)


@pytest.mark.parametrize(
    ("name", "latex", "ris"),
    [
        (Name("Veer", "Jan", "van der"), "van der Veer, Jan", "van der Veer, Jan"),
        (Name("Gaulle", "Charles", "De"), "family=Gaulle, given=Charles, prefix=De", ""),
        (Name("de la Cruz", "Juana"), "{de la Cruz}, Juana", "de la Cruz, Juana"),
        (Name("King", "Martin", suffix="Jr."), "King, Jr., Martin", "King, Martin, Jr."),
        (Name("Sukarno"), "Sukarno", "Sukarno"),
        (Name("Bin Laden"), "family=Bin Laden", "Bin Laden"),
        (Name("毛", "泽东"), "毛, 泽东", "毛, 泽东"),
        (Name("And", "Rew and"), "{And}, {Rew and}", "And, Rew and"),
        (Name(literal="Simon and Shore, Ltd."), "{Simon and Shore, Ltd.}", "Simon and Shore, Ltd."),
        (Name(literal="Co_ & {x}"), r"{Co\_ \& \textbraceleft{}x\textbraceright{}}", "Co_ & {x}"),
    ],
)
def test_names(name: Name, latex: str, ris: str) -> None:
    entry = Entry("a", "book", 0, title="x", author=(name, Name("Lind", "Per")))
    written = to_biblatex(entry, WORDS)
    assert f"  author       = {{{latex} and Lind, Per}},\n" in written
    assert Bibliography(written, "b.bib")["a"].author == entry.author
    [record] = rispy.loads(to_ris(entry, WORDS))
    assert record["authors"][0] == ris or not ris


@pytest.mark.parametrize(
    ("title", "protected", "latex"),
    [
        ("What role for the OSCE?", (), "What role for the {OSCE}?"),
        ("Ports of northern Norway: An essay", (), "Ports of northern {Norway}: An essay"),
        ("The Ports of the Baltic Sea", (), "The Ports of the Baltic Sea"),
        ("The Ports of the Baltic Sea", ("Baltic Sea",), "The Ports of the {Baltic Sea}"),
        ("The Ports of the Sea", ("The Ports of the Sea",), "{The Ports of the Sea}"),
        ("A “NATO’s” Post-Soviet Affair", (), "A “{NATO’s}” {Post-Soviet} Affair"),
    ],
)
def test_capitals_that_no_style_may_make_small(
    title: str, protected: tuple[str, ...], latex: str
) -> None:
    entry = Entry("a", "book", 0, title=title, protected=protected)
    assert f"  title        = {{{latex}}},\n" in to_biblatex(entry, WORDS)
    german = Entry("a", "book", 0, title="Die Kurze Geschichte Der Nordsee", language="ngerman")
    assert "{Die {Kurze} {Geschichte} {Der} {Nordsee}}" in to_biblatex(german, WORDS)


def test_braces_of_the_bibliography_stay() -> None:
    bib = r"@book{a, title = {The {P}orts of the {Baltic Sea} and {\"O}stersund: \emph{Mud}}}"
    assert Bibliography(bib, "b.bib")["a"].protected == ("Ports", "Baltic Sea", "Östersund")
    assert Bibliography("@book{a, title = {{The Ports}}}", "b.bib")["a"].protected == ("The Ports",)


@pytest.mark.parametrize(
    ("date", "latex", "ris", "csl"),
    [
        ("2019", "2019", ("2019", "2019///"), {"date-parts": [[2019]]}),
        ("2019-07-09", "2019-07-09", ("2019", "2019/07/09/"), {"date-parts": [[2019, 7, 9]]}),
        ("1987/..", "1987/", ("1987", "1987///1987-.."), {"date-parts": [[1987], [0]]}),
        ("1987/", "1987/", ("1987", "1987///1987-"), {"date-parts": [[1987], [0]]}),
        ("/2020", "/2020", ("", ""), {}),
        ("2006/2009", "2006/2009", ("2006", "2006///2006-2009"), {"date-parts": [[2006], [2009]]}),
        ("2019~", "2019~", ("2019", "2019///2019~"), {"date-parts": [[2019]], "circa": True}),
        ("2019-21", "2019-21", ("2019", "2019///spring"), {"date-parts": [[2019]], "season": 1}),
        ("199X", "199X", ("", "///199X"), {"raw": "199X"}),
        ("1999-XX", "1999", ("1999", "1999///"), {"date-parts": [[1999]]}),
        ("0843", "0843", ("0843", "0843///"), {"date-parts": [[843]]}),
        ("-0043", "-0043", ("", "///-0043"), {"date-parts": [[-44]]}),
    ],
)
def test_dates(date: str, latex: str, ris: tuple[str, str], csl: dict[str, Any]) -> None:
    entry = Entry("a", "book", 0, title="x", issued=parse_date(date))
    assert f"  date         = {{{latex}}},\n" in to_biblatex(entry, WORDS)
    [record] = rispy.loads(to_ris(entry, WORDS))
    assert (record.get("year", ""), record.get("date", "")) == ris
    assert to_csl(entry, WORDS).get("issued", {}) == csl


def test_pandoc_reads_an_open_range() -> None:
    entry = Entry("a", "book", 0, title="Acts", issued=parse_date("1987/.."))
    text = f"---\nreferences: {csl_json([entry], WORDS)}\nnocite: '@*'\n---\n"
    assert "1987–" in pypandoc.convert_text(text, "plain", "markdown", ["--citeproc"])


def test_people_by_what_they_did() -> None:
    hands = (Contribution("director", (Name("Hitch", "Al"),)), Contribution("cook", (Name("Q"),)))
    film = Entry("a", "recording", 0, title="The Quay", contributions=hands)
    assert "  editor       = {Hitch, Al},\n  editortype   = {director},\n" in to_biblatex(
        film, WORDS
    )
    assert "  addendum     = {cook: Q},\n" in to_biblatex(film, WORDS)
    article = replace(film, kind="article", genre="mathesis", contributions=hands[:1] * 5)
    assert "addendum     = {directed by Al Hitch, MA thesis}" in to_biblatex(article, WORDS)
    book = replace(film, kind="book", editor=(Name("Lind", "Per"),))
    again = Bibliography(to_biblatex(book, WORDS), "b.bib")["a"]
    assert (again.editor, again.contributions) == (book.editor, hands)
    csl = to_csl(film, WORDS)
    assert csl["director"] == [{"family": "Hitch", "given": "Al"}]
    assert csl["contributor"] == [{"family": "Q"}]
    [record] = rispy.loads(to_ris(film, WORDS))
    assert record["authors"] == ["Hitch, Al"]
    assert record["notes"] == ["directed by Al Hitch", "cook: Q"]


def test_ris_says_what_a_thesis_is_and_gives_several_isbns() -> None:
    work = replace(EVERY_KIND["thesis"], issue="", number="")
    [record] = rispy.loads(to_ris(work, WORDS))
    assert (record["type_of_reference"], record["type_of_work"]) == ("THES", "PhD thesis")
    assert record["issn"] == "978-0-226-53254-7 978-0-226-53255-4"
    assert (record["language"], record["access_date"]) == ("de", "2020/01/02/")
    assert to_csl(work, {})["ISBN"] == "978-0-226-53254-7 978-0-226-53255-4"
