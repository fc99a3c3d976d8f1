"""Fields that an entry takes from others: `crossref` and `xdata`.

Source: the biblatex manual, section 2.4.1 and appendix B, "Default Inheritance Setup".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from macros.problems import Problem, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from macros.bib.reading import RawEntry, RawField

# What belongs to one entry alone.
_OWN_FIELDS = """
abstract annotation annote crossref entryset entrysubtype execute file ids keywords label options
presort related relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand
shorttitle sortkey xdata xref
"""
_OWN = frozenset(_OWN_FIELDS.split())
_TITLES = ("title", "subtitle", "titleaddon")
_IN_BOOK = {"inbook", "bookinbook", "suppbook"}
_IN_COLLECTION = {
    "incollection",
    "suppcollection",
    "inproceedings",
    "conference",
    "inreference",
}
_IN_PERIODICAL = {"article", "suppperiodical", "review"}
_VOLUMES = {"mvbook", "mvcollection", "mvproceedings", "mvreference"}


def inherit(
    entries: Mapping[str, RawEntry], source: str
) -> tuple[dict[str, RawEntry], list[Problem]]:
    """Complete entries by what they inherit; with a problem for each that names an unknown one."""
    heirs = _Heirs(entries, source)
    complete = {key: heirs.complete(key) for key in entries}
    return complete, heirs.problems


class _Heirs:
    def __init__(self, entries: Mapping[str, RawEntry], source: str) -> None:
        self._entries = entries
        self._source = source
        self._complete: dict[str, RawEntry] = {}
        self._under_way: list[str] = []
        self.problems: list[Problem] = []

    def complete(self, key: str) -> RawEntry:
        if key in self._complete:
            return self._complete[key]
        entry = self._entries[key]
        self._under_way.append(key)
        for name in ("xdata", "crossref", "xref"):
            field = entry.fields.get(name)
            for other in _keys(field):
                parent = self._parent(entry, name, other)
                if parent and name == "xdata":
                    entry = replace(entry, fields=_lend(parent) | dict(entry.fields))
                elif parent and name == "crossref":
                    entry = replace(entry, fields=_bequeath(parent, entry) | dict(entry.fields))
        self._under_way.pop()
        return self._complete.setdefault(key, entry)

    def _parent(self, entry: RawEntry, name: str, key: str) -> RawEntry | None:
        line = entry.fields[name].line
        if key in self._under_way:
            message = f'"{entry.key}" and "{key}" refer to each other by {name}; take one out'
            if key == entry.key:
                message = f'"{key}" refers to itself by {name}; name the volume, or take it out'
            self.problems.append(Problem(self._source, line, message))
        elif key in self._entries:
            return self.complete(key) if name != "xref" else None
        else:
            near = did_you_mean(key, self._entries)
            message = f'"{entry.key}" names an unknown entry "{key}" in {name}{near}'
            self.problems.append(Problem(self._source, line, message))
        return None


def _keys(field: RawField | None) -> list[str]:
    return [key.strip() for key in field.value.split(",") if key.strip()] if field else []


def _lend(data: RawEntry) -> dict[str, RawField]:
    return {name: field for name, field in data.fields.items() if name not in _OWN}


def _bequeath(parent: RawEntry, child: RawEntry) -> dict[str, RawField]:
    """Return what a child takes from its parent, under the names it has there."""
    moved: dict[str, RawField] = {}
    whole = parent.entry_type in _VOLUMES
    for name, field in parent.fields.items():
        if name in _OWN:
            continue
        for new in _names_in_child(name, parent.entry_type, child.entry_type, is_whole=whole):
            if new == name or new not in parent.fields:  # a volume may have a "booktitle" already
                moved[new] = field
    if "date" in child.fields or "year" in child.fields:
        moved = {name: field for name, field in moved.items() if name not in {"date", "year"}}
    return moved


def _names_in_child(name: str, parent: str, child: str, *, is_whole: bool) -> list[str]:
    in_part = child in _IN_BOOK | _IN_COLLECTION
    if name in _TITLES:
        if is_whole:
            return [f"main{name}"]
        if in_part:
            return [f"book{name}"]
        if child in _IN_PERIODICAL:
            return [f"journal{name}"]
        return []  # no work has its title from another
    if name == "author" and in_part and parent in {"book", "mvbook"}:
        return ["bookauthor", "author"] if child == "inbook" else ["bookauthor"]
    if name == "pages":  # those of the volume are not those of a part
        return []
    return [name]
