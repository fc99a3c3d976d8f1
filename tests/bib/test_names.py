"""Names, and lists of them that are garbled; how they are shown: test_works.py."""

from __future__ import annotations

import pytest

from macros.bib.entries import Name
from macros.bib.garbled import doubtful_names, encoded_twice, garbled_names, mend_names
from macros.bib.names import check_names, is_in_braces, read_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{OSCE}", True),
        ("{A {B} C}", True),
        ("{A} {B}", False),
        ("{A} of {B}", False),
        ("OSCE", False),
        ("{OSCE", False),
        ("", False),
    ],
)
def test_is_in_braces(text: str, expected: bool) -> None:
    assert is_in_braces(text) is expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("van der Veer, Jan", [Name(family="Veer", given="Jan", particle="van der")]),
        ("López de Molina, Ana", [Name(family="López de Molina", given="Ana")]),
        ("Jan van der Veer", [Name(family="Veer", given="Jan", particle="van der")]),
        ("de la Vall{\\'e}e Poussin, J.", [Name("Vall{\\'e}e Poussin", "J.", "de la")]),
        ("Lind, Jr., Per", [Name(family="Lind", given="Per", suffix="Jr.")]),
        ("家田修", [Name(family="家田修")]),
        ("محفوظ, نجيب", [Name(family="محفوظ", given="نجيب")]),
        ("{Port Union}", [Name(literal="Port Union")]),
        ("Okoro, Ada and others", [Name(family="Okoro", given="Ada"), Name(others=True)]),
        ("family=Veer, given=Jan, prefix=van der", [Name("Veer", "Jan", "van der")]),
        ("family=Lind, given=Per, given-i=P, suffix=Jr.", [Name("Lind", "Per", suffix="Jr.")]),
        ("{Little, Brown and Co}", [Name(literal="Little, Brown and Co")]),
        ("de la Cruz, Maria, III", [Name("Cruz", "Maria", "de la", "III")]),
        ("King, Jr., Martin Luther", [Name("King", "Martin Luther", suffix="Jr.")]),
        ("毛 泽东", [Name("毛", "泽东")]),
        ("毛, 泽东", [Name("毛", "泽东")]),
        ("Mao, Zedong 毛泽东", [Name("Mao", "Zedong 毛泽东")]),
    ],
)
def test_read(names: str, expected: list[Name]) -> None:
    strip_braces = str.maketrans("", "", "{}")
    found = read_names(names, lambda text: text if "\\" in text else text.translate(strip_braces))
    assert list(found) == expected
    assert check_names(names) == ""


def test_bodies_known_by_an_abbreviation() -> None:
    def undo(text: str) -> str:
        return text.strip("{}")

    union = Name(literal="Port Union", abbreviation="PU")
    assert read_names("{Port Union}", undo, "{PU}") == (union,)
    assert read_names("{Port Union}", undo, "PU") == (union,)
    assert read_names("{Port Union} and Okoro, Ada", undo, "PU") == (
        Name(literal="Port Union"),
        Name(family="Okoro", given="Ada"),
    )
    assert (union.full, union.short) == ("Port Union", "PU")


@pytest.mark.parametrize(
    "names",
    [
        "Okoro, Ada and",
        "Okoro; Ada",
        ", Ada",
        "{}",
        "given=Ada",
    ],
)
def test_unreadable(names: str) -> None:
    assert "cannot be read" in check_names(names)


def test_only_what_is_outside_braces_splits() -> None:
    assert check_names("{Ports; and Rails}, Ada") == ""


# ---- lists that are garbled ----

MENDED = {
    "Jo Smith, Jane Roe, Ann Poe and Doe, Al": "Smith, Jo and Roe, Jane and Poe, Ann and Doe, Al",
    "Doe, Al & Roe, Jo": "Doe, Al and Roe, Jo",
    r"Doe, Al \& Roe, Jo": "Doe, Al and Roe, Jo",
    "Karl Müller und Eva Schmidt": "Müller, Karl and Schmidt, Eva",
    "Dupont, Jean et Durand, Marie": "Dupont, Jean and Durand, Marie",
    "García, Ana y López, Juan": "García, Ana and López, Juan",
    "Okoro, Ada; Lind, Per": "Okoro, Ada and Lind, Per",
    "Robert Keohane / Joseph Nye": "Keohane, Robert and Nye, Joseph",
    "Doe, Al, et al.": "Doe, Al and others",
    "Doe, Al and {et al.}": "Doe, Al and others",
    "Jane Doe and Al Roe 0001": "Jane Doe and Al Roe",
    "Smith J and van der Veer JP": "Smith, J and van der Veer, JP",
    "Smith J, Roe A": "Smith, J and Roe, A",
    "Smith, J., Roe, A., & Doe, P.": "Smith, J. and Roe, A. and Doe, P.",
    "Doe, A. and Roe, B., and Poe, C.": "Doe, A. and Roe, B. and Poe, C.",
    r"M{\"u}ller, K.; {Rail; and Co}; Lind, P.": r"M{\"u}ller, K. and {Rail; and Co} and Lind, P.",
    "World Health Organization": "{World Health Organization}",
    "Rail Ports AG": "{Rail Ports AG}",
    "United Nations": "{United Nations}",
    "Amnesty International": "{Amnesty International}",
    "Enel S.p.A. and Novo Nordisk A/S": "{Enel S.p.A.} and {Novo Nordisk A/S}",
    "Ministère des Transports": "{Ministère des Transports}",
    "Министерство транспорта": "{Министерство транспорта}",
    "John Smith, Jane Roe and Ann Poe": "Smith, John and Roe, Jane and Ann Poe",
    "Doe, J. and et~al.": "Doe, J. and others",
    "Smith, Jo, Al Roe, and Ann Poe": "Smith, Jo and Roe, Al and Ann Poe",
    "J. Smith, A. Roe and B. Poe": "Smith, J. and Roe, A. and B. Poe",
    "Martin Luther King, Jr.": "King, Jr., Martin Luther",
    "Sammy Lind Jr. and Doe, Al": "Lind, Jr., Sammy and Doe, Al",
    "Lind, Sammy Jr.": "Lind, Jr., Sammy",
    "Doe, Al and Committee on Ports": "Doe, Al and {Committee on Ports}",
    "Organization for Security and Co-operation": "{Organization for Security and Co-operation}",
    "University of Oslo and Ministry of Ports": "{University of Oslo} and {Ministry of Ports}",
}
SOUND = """
Barnes and Noble|{Simon, Roe and Co.}|King, Jr., Martin Luther|de la Cruz, Maria, III|Okoro, Ada
Ortega y Gasset, José|José Ortega y Gasset|Ramón y Cajal, Santiago|Simon & Schuster|AC/DC|Malcolm X
Lind, P{\\"a}r|family=Veer, given=Jan|Thomas of Aquino|St. John of the Cross|Plato|{OSCE} and {UN}
van der Veer, Jan Piet|Smith, J. R. R.|LI, Na|Xi, Jinping|毛 泽东|Doe, Al and others|Ng, Eva
{University of Oslo}|O’Brien, Flann|IBM
Lind, Jr., Per|Lind Jr., Per|Roe, Sir, Al Jo|Lind, Per, Jr.|Russell, Earl, Bertrand
"""


@pytest.mark.parametrize("names", MENDED)
def test_garbled_names(names: str) -> None:
    assert mend_names(names) == MENDED[names]
    assert garbled_names(names).endswith(f'; write "{MENDED[names]}"')
    assert mend_names(MENDED[names]) == MENDED[names]


DOUBTFUL = {
    "Jo Roe III": 'write "{Jo Roe III}" or "Roe, III, Jo"',
    "Ada II": 'write "{Ada II}"',
    r"Doe, Roe \& Poe": "are these several people?",
    "John Smith, Jane Roe": 'write "Smith, John and Roe, Jane"',
}


@pytest.mark.parametrize("names", DOUBTFUL)
def test_doubtful_names(names: str) -> None:
    assert garbled_names(names) == ""
    assert doubtful_names(names).endswith(DOUBTFUL[names])


def test_a_role_among_names() -> None:
    for names in ("Doe, Jo (ed.)", "Doe, Jo [Hrsg.]"):
        assert garbled_names(names).startswith(f'a role stands among the names "{names}"; write')
        assert garbled_names(names).endswith('here "Doe, Jo"')


@pytest.mark.parametrize("names", SOUND.replace("\n", "|").strip("|").split("|"))
def test_sound_names(names: str) -> None:
    assert mend_names(names) == names
    assert garbled_names(names) == ""


@pytest.mark.parametrize(
    ("names", "meant"),
    [
        ("SMITH, JOHN", "Smith, John"),
        ("MÜLLER-ROE, John and Lind, Per", "Müller-Roe, John and Lind, Per"),
        ("SMITH, J.R.", "Smith, J.R."),
    ],
)
def test_names_in_capitals(names: str, meant: str) -> None:
    assert garbled_names(names) == f'the names "{names}" stand in capitals; write "{meant}"'


@pytest.mark.parametrize(
    ("text", "meant"),
    [("JÃ¶rg", "Jörg"), ("1â€“2", "1–2"), ("Ãœber", "Über"), ("Ä°zmir", "İzmir")],
)
def test_text_encoded_twice(text: str, meant: str) -> None:
    assert encoded_twice(text) == f'this text was encoded twice; write "{meant}"'


@pytest.mark.parametrize("text", ["São Paulo", "SÃO PAULO", "naïve", "Łódź", "Ã", "Âge"])
def test_text_encoded_once(text: str) -> None:
    assert encoded_twice(text) == ""


def test_a_lost_character() -> None:
    assert encoded_twice("J\ufffdrg").startswith("a character is lost")


def test_a_name_in_two_scripts() -> None:
    assert Name("Mao", "Zedong 毛泽东").full == "Zedong Mao 毛泽东"
