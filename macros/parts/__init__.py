"""The generated parts, by the names of their macros, each with a template in `templates/`.

Each has its module; the list of chapters stands beside the `cover`. `context` is what they are
written from. `figures` draws data by the templates in `drawings/`, with what `drawing` and
`chronology` work out. `citing` tells how to cite a chapter; `export` and `events` write works and
events in the formats of other programs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from macros.parts.bibliography import write_bibliography
from macros.parts.context import Context
from macros.parts.cover import write_contents, write_whole_paper
from macros.parts.figures import write_list
from macros.parts.glossary import write_glossary
from macros.parts.notes import write_notes
from macros.parts.timeline import write_timeline

WRITERS: Mapping[str, Callable[[Context], str]] = {
    "bibliography": write_bibliography,
    "timeline": write_timeline,
    "glossary": write_glossary,
    "listing_of_notes": write_notes,
    "listing_of_figures": write_list,
    "contents": write_contents,
    "whole_paper": write_whole_paper,
}
