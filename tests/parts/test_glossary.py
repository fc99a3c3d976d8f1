"""The glossary: data/terms.yml, groups, abbreviations."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from macros.data.reading import read_data
from macros.data.terms import Term, Terms
from macros.parts.glossary import Abbreviations, abbreviations, by_kind, by_letter
from tests.golden import record_of
from tests.words import ENGLISH


def term(name: str, kind: str = "term", **fields: str) -> Term:
    office = "Minister" if kind == "person" else ""
    data = {"id": "a", "kind": kind, "name": name, "text": "x", "office": office, **fields}
    return record_of(data, Term)


PU = term("Port Union", "body", abbreviation="PU")
US = term("United States", "body", abbreviation="U.S.")
ECU = term("Étoile Customs Union", "body", abbreviation="ECU")
TERMS = [
    term("toll"),
    PU,
    term("Per Lind", "person", sort_as="Lind, Per"),
    term("Zoé Abel", "person", sort_as="Abel, Zoé"),
    ECU,
    term("The Accord", sort_as="Accord"),
]


def test_by_kind() -> None:
    groups = by_kind(TERMS, ENGLISH.sorting)
    assert {kind: [term.name for term in terms] for kind, terms in groups.items()} == {
        "bodies": ["Étoile Customs Union", "Port Union"],
        "people": ["Zoé Abel", "Per Lind"],
        "terms": ["The Accord", "toll"],
    }
    assert list(groups) == ["bodies", "people", "terms"]


def test_empty_kinds_are_left_out() -> None:
    assert list(by_kind([term("toll")], ENGLISH.sorting)) == ["terms"]
    assert by_kind([], ENGLISH.sorting) == {}


def test_letters_lead_to_the_first_term_of_each() -> None:
    terms = [*by_kind([*TERMS, term("tax"), term("9 lives")], ENGLISH.sorting)["terms"]]
    letters = by_letter(terms, ENGLISH.sorting)
    assert {letter: term.name for letter, term in letters.items()} == {
        "…": "9 lives",
        "A": "The Accord",
        "T": "tax",
    }
    swedish = replace(ENGLISH.sorting, language="sv")
    assert [*by_letter([term("Åland"), term("Étoile")], swedish)] == ["Å", "E"]


def test_abbreviations() -> None:
    assert abbreviations(TERMS, ENGLISH.sorting) == [ECU, PU]


@pytest.mark.parametrize(
    ("text", "definitions"),
    [
        ("The PU met.", "*[PU]: Port Union"),
        ("The PU and the ECU.", "*[PU]: Port Union\n*[ECU]: Étoile Customs Union"),
        ("(PU’s)", "*[PU]: Port Union"),
        ("PU-led", "*[PU]: Port Union"),
        ("The PUs, IPU, pu and P.U.", ""),
        ("The U.S. and", "*[U.S.]: United States"),
        ("", ""),
    ],
)
def test_abbreviations_are_defined_in_markdown(text: str, definitions: str) -> None:
    assert Abbreviations([*TERMS, US]).definitions(text) == definitions


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<svg><text>PU</text></svg>", "<svg><text>PU</text></svg>"),
        ("<p>The PU’s", '<p>The <abbr title="Port Union">PU</abbr>’s'),
        (
            '<a title="PU" href="PU">PU</a>',
            '<a title="PU" href="PU"><abbr title="Port Union">PU</abbr></a>',
        ),
        ("IPU, PUs, pu", "IPU, PUs, pu"),
        ("<code>PU</code><script>PU</script>", "<code>PU</code><script>PU</script>"),
        (
            '<a href="https://PU.org/">https://PU.org/</a>',
            '<a href="https://PU.org/">https://PU.org/</a>',
        ),
    ],
)
def test_abbreviations_are_marked_in_html(html: str, marked: str) -> None:
    assert Abbreviations(TERMS).marks("")(html) == marked


def test_abbreviations_of_a_page_s_author_are_marked_too() -> None:
    explain = Abbreviations(TERMS).marks("The PX.\n\n*[PX]: Port Exchange\n")
    html = '<abbr title="Port Exchange">PX</abbr>, <abbr title="Port Union">PU</abbr>'
    assert explain("PX, PU") == html


def test_quotation_marks_in_names_stay_within_titles() -> None:
    ship = term('The "Ship" & Co', "body", abbreviation="SC")
    explain = Abbreviations([ship]).marks('*[PX]: Port "X" &amp; Y\n')
    assert explain("SC, PX") == (
        '<abbr title="The &quot;Ship&quot; &amp; Co">SC</abbr>, '
        '<abbr title="Port &quot;X&quot; &amp; Y">PX</abbr>'
    )


def test_abbreviations_sort_without_regard_to_case() -> None:
    terms = [term("Z", abbreviation="ZU"), term("E", abbreviation="eU")]
    assert [found.abbreviation for found in abbreviations(terms, ENGLISH.sorting)] == ["eU", "ZU"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("kind: body", None),
        ("kind: person\n    office: Minister", None),
        ("kind: person", '2: terms: a person needs an "office": the one held at the time'),
        ("kind: place", '5: kind: write body, person or term, not "place"'),
        ("kind: term\n    name_added: true", None),
    ],
)
def test_term(fields: str, problem: str | None) -> None:
    text = f"terms:\n  - id: a\n    name: A\n    text: x\n    {fields}\n"
    _, _, problems = read_data(text, "terms.yml", Terms)
    assert [f"{p.line}: {p.message}" for p in problems] == ([problem] if problem else [])
