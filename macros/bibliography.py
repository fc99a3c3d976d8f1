"""The bibliography page: every work in its group, with where it is cited."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from macros.plain import Plain
from macros.sorting import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from macros.bib.entries import Entry
    from macros.dates import Day
    from macros.phrases import Group


UNDATED = (0, 1, 1)


def sort_key(entry: Entry) -> tuple[str, Day, str]:
    """Sort by the creators' surnames, or the title without any; then by date and title.

    A work stands at the last day that its date allows: one "not after 2020" among those of 2020.
    """
    names = " ".join(f"{name.short} {name.given}" for name in entry.creators) or entry.title
    date = entry.issued.last if entry.issued else UNDATED
    return plain(names), date, plain(entry.title)


class WorkGroup(Plain, frozen=True):
    """A heading of the bibliography page and the works under it, sorted."""

    title: str
    works: tuple[Entry, ...]


def group_works(
    bibliography: Mapping[str, Entry],
    groups: Sequence[Group],
    *,
    subject: str = "",
    subject_title: str = "The paper and its volume",
) -> list[WorkGroup]:
    """Sort works into the groups of the house style; none is lost, and empty groups are left out.

    `subject` is the paper itself, which comes first, together with the volume it stands in.
    """
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    first = {subject, bibliography[subject].parent} if subject in bibliography else set()
    for key, entry in bibliography.items():
        title = next((group.title for group in groups if takes(group, entry)), "Other works")
        found[subject_title if key in first else title].append(entry)
    titles = dict.fromkeys([subject_title, *(group.title for group in groups), "Other works"])
    return [
        WorkGroup(title, tuple(sorted(found[title], key=lambda e: (e.key != subject, sort_key(e)))))
        for title in titles
        if found[title]
    ]


def takes(group: Group, entry: Entry) -> bool:
    """Whether a group is for works of this kind and these creators."""
    by = {"anyone": True, "persons": entry.has_personal_creators}
    return entry.kind in group.kinds and by.get(group.creators, not entry.has_personal_creators)


def volumes(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """For each volume's key, the works that stand in it, sorted."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.parent:
            found[entry.parent].append(entry)
    return {key: sorted(works, key=sort_key) for key, works in found.items()}
