"""The text of notes; the cases stand in cases/note-writer.yml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import Markup
from msgspec.structs import replace

from macros.bib.entries import Entry, Name
from macros.bib.works import Bibliography
from macros.data.events import Events
from macros.data.reading import Lines
from macros.data.settings import Settings
from macros.data.terms import Terms
from macros.pages.manuscript import Manuscript
from macros.pages.notes import Note, NoteWriter
from macros.pages.tokens import Tokens, set_html
from macros.project.extension import markdown_writer
from macros.sources import STAND_IN_PAPER, Sources
from macros.style.citations import CitationItem
from macros.style.house_style import HouseStyle
from macros.text import trusted
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


def read_notes(case: dict[str, Any]) -> tuple[list[Note], bool]:
    per_chapter = "per_chapter" in case
    notes: list[Note] = []
    for data in case["notes"]:
        note = read_note(0, data)
        same = [other for other in notes if not per_chapter or other.page == note.page]
        notes.append(replace(note, number=len(same) + 1))
    return notes, per_chapter


def manuscript_of(
    notes: Sequence[Note],
    works: Mapping[str, Entry] = BIBLIOGRAPHY,
    *,
    style: HouseStyle = STYLE,
    works_page: str = "",
    per_chapter: bool = False,
) -> Manuscript:
    nothing = Lines({})
    data = (STAND_IN_PAPER, nothing, Events(), nothing, Terms(), nothing)
    settings = Settings(numbering="chapter" if per_chapter else "site")
    manuscript = Manuscript(
        Sources(settings, works, {}, {}, *data, style, ENGLISH), {}, markdown_writer([], {})
    )
    for note in notes:
        manuscript.add_note(note)
    if works_page:
        manuscript.parts["bibliography"] = works_page
    return manuscript


def writer_of(*args: Any, **options: Any) -> NoteWriter:
    tokens, to_html = Tokens(), markdown_writer([], {})

    def note_to_html(pieces: Sequence[str], page: str, line: int) -> Markup:
        held = (tokens.hold(piece) if isinstance(piece, Markup) else piece for piece in pieces)
        text = "".join(held)
        filled = tokens.fill(text, lambda value, _: trusted(str(value)))
        return trusted(set_html(to_html(text, page), filled[1]))

    return NoteWriter(manuscript_of(*args, **options), note_to_html)


@pytest.mark.parametrize("case", cases("note-writer.yml"))
def test_notes(case: dict[str, Any]) -> None:
    assert WORKS.problems == []
    notes, per_chapter = read_notes(case)
    writer = writer_of(notes, works_page=case.get("works_page", ""), per_chapter=per_chapter)
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
    notes, per_chapter = read_notes(case)
    writer = writer_of(notes, style=style, per_chapter=per_chapter)
    assert [noted(writer.write(note)) for note in notes] == case["texts"]


@pytest.mark.parametrize("case", [*cases("note-writer.yml"), *cases("positions.yml")])
def test_a_later_citation_never_points_forward(case: dict[str, Any]) -> None:
    notes, per_chapter = read_notes(case)
    writer = writer_of(notes, per_chapter=per_chapter)
    for note in notes:
        for page, number in re.findall(r'"doc:([\w.]+)#fn:(\d+)"', writer.write(note)):
            assert int(number) < note.number
            assert page == note.page or not per_chapter


def test_inserting_a_note_moves_the_numbers() -> None:
    cited = [Note(2, "b.md", 1, (CitationItem("bridges"),))]
    cited.append(Note(3, "c.md", 1, (CitationItem("bridges", "9"),)))
    writer = writer_of([Note(1, "a.md", 1, ("New.",)), *cited])
    full = "Zoé Moreau, Who Pays for Bridges? 2015"
    text = f'Moreau, cited above ([Note 2](b.md#fn:2 "{full}")), p. 9.'
    assert noted(writer.write(cited[1])) == text


def test_work_address() -> None:
    assert manuscript_of([], works_page="works.md").work_address("rivers") == "works.md#ref-rivers"
    assert manuscript_of([]).work_address("rivers") == ""
