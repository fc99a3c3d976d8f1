"""The text of notes; the cases stand in cases/note-writer.yml."""

from __future__ import annotations

from typing import Any

import pytest

from macros.bibfile import Bibliography
from macros.citations import CitationItem
from macros.note_writer import NoteWriter
from macros.notes import Note
from tests.golden import cases
from tests.test_style import STYLE

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
    """,
    "works.bib",
)


def read_part(part: Any) -> str | CitationItem:
    if isinstance(part, str):
        return part
    return CitationItem(*part) if isinstance(part, list) else CitationItem(**part)


def read_note(number: int, data: Any) -> Note:
    parts = data["parts"] if isinstance(data, dict) else data
    prefix = data["prefix"] if isinstance(data, dict) else ""
    return Note(number, "a.md", number, tuple(map(read_part, parts)), prefix=prefix)


@pytest.mark.parametrize("case", cases("note-writer.yml"))
def test_notes(case: dict[str, Any]) -> None:
    assert WORKS.problems == []
    notes = [read_note(number, data) for number, data in enumerate(case["notes"], 1)]
    writer = NoteWriter(notes, WORKS, STYLE, case.get("works_page", ""))
    assert [writer.write(note) for note in notes] == case["texts"]


def test_inserting_a_note_moves_the_numbers() -> None:
    cited = [Note(2, "b.md", 1, (CitationItem("bridges"),))]
    cited.append(Note(3, "c.md", 1, (CitationItem("bridges", "9"),)))
    writer = NoteWriter([Note(1, "a.md", 1, ("New.",)), *cited], WORKS, STYLE)
    full = "Zoé Moreau, Who Pays for Bridges? 2015"
    text = f'Moreau, cited above ([Note 2](doc:b.md#fn:2 "{full}")), p. 9.'
    assert writer.write(cited[1]) == text


def test_work_address() -> None:
    assert NoteWriter([], WORKS, STYLE, "works.md").work_address("rivers") == "works.md#ref-rivers"
    assert NoteWriter([], WORKS, STYLE).work_address("rivers") == ""
