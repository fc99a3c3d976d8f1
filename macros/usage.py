"""Which works of the bibliography a companion uses: cited, named, or the volumes they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from macros.bib.entries import Entry
    from macros.manuscript import Manuscript


def used_works(
    bibliography: Mapping[str, Entry], manuscript: Manuscript, subject: str = ""
) -> dict[str, Entry]:
    """Return the works in use, in the order of the bibliography; others are not even decoded.

    `subject` is the cite key of the paper itself.
    """
    keys = {item.cite_key for note in manuscript.notes for item in note.items}
    keys |= {mention.cite_key for mention in manuscript.mentions}
    keys |= manuscript.referenced | {subject}
    pending = [key for key in keys if key in bibliography]
    used: dict[str, Entry] = {}
    while pending:
        entry = bibliography[pending.pop()]
        used[entry.key] = entry
        if entry.parent in bibliography and entry.parent not in used:
            pending.append(entry.parent)
    return {key: used[key] for key in bibliography if key in used}
