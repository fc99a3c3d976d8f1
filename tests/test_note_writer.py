"""The text of notes; the cases stand in cases/note-writer.yml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from macros.bib.entries import Entry, Name
from macros.bib.works import Bibliography
from macros.data.settings import Numbering
from macros.pages.manuscript import Manuscript
from macros.pages.notes import Note
from macros.pages.writing import NoteWriter
from macros.project.extension import markdown_writer
from macros.style.citations import CitationItem
from macros.style.house_style import HouseStyle
from macros.text import set_html
from tests.golden import cases
from tests.notation import noted
from tests.style.test_house_style import PHRASES, STYLE
from tests.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

WORKS = Bibliography(
    """
    @book{rivers, author = {Okoro, Ada and Lind, Per}, title = {Rivers and Rails}, date = {2011}}
    @article{tolls, author = {Okoro, Ada and Lind, Per}, title = {Tolls at Night: A Survey},
      journaltitle = {Transport Letters}, number = 3, date = 2014}
    @book{bridges, author = {Moreau, Zoé}, title = {Who Pays for Bridges?}, date = {2015}}
    @misc{pilot, title = {Interview with a harbour pilot}, date = {2019-05},
      entrysubtype = {interview}}
    @online{portal, author = {{Port Union}}, title = {Open harbours},
      url = {https://port.example/open}}
    @online{question, author = {Moreau, Zoé}, title = {Who pays?}}
    @book{seas, author = {Lind, Anna}, title = {Seas}, date = {2001}}
    @book{lakes, author = {Lind, Per}, title = {Lakes}, date = {2002}}
    @book{ponds, author = {Lind, Per}, title = {Ponds: A Survey}, date = {2003}}
    """,
    "works.bib",
)

UNION = Name(literal="Union of Ports", abbreviation="UP")
SURVEY = Entry("survey", "document", 1, title="Survey", author=(UNION,))
TARIFF = Entry("tariff", "document", 1, title="Tariff", author=(UNION,))
BIBLIOGRAPHY = {**WORKS, "survey": SURVEY, "tariff": TARIFF}


def read_part(part: Any) -> str | CitationItem:
    if isinstance(part, str):
        return part
    return CitationItem(*part) if isinstance(part, list) else CitationItem(**part)


def read_note(number: int, data: Any) -> Note:
    parts = data["parts"] if isinstance(data, dict) else data
    prefix = data.get("prefix", "") if isinstance(data, dict) else ""
    page = data.get("page", "a.md") if isinstance(data, dict) else "a.md"
    return Note(number, page, number, tuple(map(read_part, parts)), prefix=prefix)


def read_notes(case: dict[str, Any]) -> tuple[list[Note], Numbering]:
    numbering = Numbering(per_chapter="per_chapter" in case)
    notes: list[Note] = []
    for data in case["notes"]:
        note = read_note(0, data)
        same = [other for other in notes if not numbering.per_chapter or other.page == note.page]
        notes.append(replace(note, number=len(same) + 1))
    return notes, numbering


def _as_held(value: object, _: str) -> str:
    return value if isinstance(value, str) else str(value)


def writer_of(
    notes: Sequence[Note],
    works: Mapping[str, Entry] = BIBLIOGRAPHY,
    *,
    style: HouseStyle = STYLE,
    works_page: str = "",
    numbering: Numbering | None = None,
) -> NoteWriter:
    manuscript, to_html = Manuscript(ENGLISH), markdown_writer([], {})

    def from_markdown(text: str, page: str, line: int) -> str:
        return set_html(to_html(text), manuscript.fill(text, _as_held)[1])

    return NoteWriter(
        notes,
        works,
        style,
        works_page=works_page,
        numbering=numbering,
        hold=manuscript.hold,
        from_markdown=from_markdown,
    )


@pytest.mark.parametrize("case", cases("note-writer.yml"))
def test_notes(case: dict[str, Any]) -> None:
    assert WORKS.problems == []
    notes, numbering = read_notes(case)
    writer = writer_of(notes, works_page=case.get("works_page", ""), numbering=numbering)
    assert [noted(writer.write(note)) for note in notes] == case["texts"]


POSITIONS = """
{%- macro book(work, locator) -%} {{ work.key }} {%- endmacro %}
{%- macro document(work, locator) -%} {{ work.key }} {%- endmacro %}
{%- macro later_citation(work, locator, citation) -%}
{{ citation.position }}{{ " near" if citation.is_near }}{{ " same" if not citation.first_note }}
{%- endmacro %}"""


@pytest.mark.parametrize("case", cases("positions.yml"))
def test_positions(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "works.jinja").write_text(POSITIONS, encoding="utf-8")
    style = HouseStyle(tmp_path, PHRASES, ENGLISH)
    notes, numbering = read_notes(case)
    writer = writer_of(notes, style=style, numbering=numbering)
    assert [noted(writer.write(note)) for note in notes] == case["texts"]


@pytest.mark.parametrize("case", [*cases("note-writer.yml"), *cases("positions.yml")])
def test_a_later_citation_never_points_forward(case: dict[str, Any]) -> None:
    notes, numbering = read_notes(case)
    writer = writer_of(notes, numbering=numbering)
    for note in notes:
        for page, number in re.findall(r'"doc:([\w.]+)#fn:(\d+)"', writer.write(note)):
            assert int(number) < note.number
            assert page == note.page or not numbering.per_chapter


def test_inserting_a_note_moves_the_numbers() -> None:
    cited = [Note(2, "b.md", 1, (CitationItem("bridges"),))]
    cited.append(Note(3, "c.md", 1, (CitationItem("bridges", "9"),)))
    writer = writer_of([Note(1, "a.md", 1, ("New.",)), *cited])
    full = "Zoé Moreau, Who Pays for Bridges? 2015"
    text = f'Moreau, cited above ([Note 2](b.md#fn:2 "{full}")), p. 9.'
    assert noted(writer.write(cited[1])) == text


def test_work_address() -> None:
    assert writer_of([], works_page="works.md").work_address("rivers") == "works.md#ref-rivers"
    assert writer_of([]).work_address("rivers") == ""
