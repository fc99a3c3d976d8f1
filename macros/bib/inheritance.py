"""Fields that an entry takes from others: `crossref` and `xdata`.

Source: the biblatex manual, section 2.4.1 and appendix B, "Default Inheritance Setup".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from macros.bib.reading import RawEntry, RawField
from macros.problems import Problem, did_you_mean

# What belongs to one entry alone.
_OWN_FIELDS = """
abstract annotation annote crossref entryset entrysubtype execute file ids keywords label options
presort related relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand
shorttitle sortkey xdata xref
"""
_OWN = frozenset(_OWN_FIELDS.split())
_TITLES = {"title", "subtitle", "titleaddon"}
_VOLUMES = {"mvbook", "mvcollection", "mvproceedings", "mvreference"}
# What the titles of a parent are called in a child of this type: "title" → "booktitle".
_PREFIXES = {
    **dict.fromkeys(("inbook", "bookinbook", "suppbook"), "book"),
    **dict.fromkeys(("incollection", "suppcollection", "inreference"), "book"),
    **dict.fromkeys(("inproceedings", "conference"), "book"),
    **dict.fromkeys(("article", "suppperiodical", "review"), "journal"),
}


def inherit(
    entries: Mapping[str, RawEntry], source: str, other_names: Mapping[str, Sequence[str]]
) -> tuple[dict[str, RawEntry], list[tuple[str, Problem]]]:
    """Complete entries by what they inherit; with key and problem of each that names no other.

    `other_names` are the keys of entries by those that biblatex's "ids" give them.
    """
    heirs = _Heirs(entries, source, other_names)
    return {key: heirs.complete(key) for key in entries}, heirs.problems


class _Heirs:
    def __init__(
        self,
        entries: Mapping[str, RawEntry],
        source: str,
        other_names: Mapping[str, Sequence[str]],
    ) -> None:
        self._entries = entries
        self._other_names = other_names
        self._source = source
        self._complete: dict[str, RawEntry] = {}
        self._under_way: list[str] = []
        self.problems: list[tuple[str, Problem]] = []

    def complete(self, key: str) -> RawEntry:
        if key in self._complete:
            return self._complete[key]
        entry = self._entries[key]
        self._under_way.append(key)
        for name in ("xdata", "crossref", "xref"):
            for other in entry.keys_in(name):
                if (
                    other not in self._entries
                    and len(named := self._other_names.get(other, ())) == 1
                ):
                    other = named[0]
                    own = replace(entry.fields[name], value=other)
                    entry = replace(entry, fields={**entry.fields, name: own})
                if self._can_be_named(entry, name, other) and name != "xref":
                    parent = self.complete(other)
                    taken = _lend(parent) if name == "xdata" else _bequeath(parent, entry)
                    entry = replace(entry, fields=taken | dict(entry.fields))
        self._under_way.pop()
        return self._complete.setdefault(key, entry)

    def _can_be_named(self, entry: RawEntry, name: str, key: str) -> bool:
        if key == entry.key:
            message = f'"{key}" refers to itself by {name}; name the volume, or take it out'
        elif key in self._under_way and name != "xref":
            message = f'"{entry.key}" and "{key}" refer to each other by {name}; take one out'
        elif key in self._entries:
            return True
        else:
            near = did_you_mean(key, self._entries)
            message = f'"{entry.key}" names an unknown entry "{key}" in {name}{near}'
        problem = Problem(self._source, entry.fields[name].line, message)
        self.problems.append((entry.key, problem))
        return False


def _lend(data: RawEntry) -> dict[str, RawField]:
    return {name: field for name, field in data.fields.items() if name not in _OWN}


def _bequeath(parent: RawEntry, child: RawEntry) -> dict[str, RawField]:
    """Return what a child takes from its parent, under the names it has there."""
    taken = {}
    has_date = not child.fields.keys().isdisjoint({"date", "year"})
    for name, field in _lend(parent).items():
        for new in _names_in_child(name, parent.entry_type, child.entry_type):
            is_there_already = new != name and new in parent.fields  # BibTeX's way: a "booktitle"
            if not is_there_already and not (has_date and new in {"date", "year"}):
                taken[new] = field
    return taken


def _names_in_child(name: str, parent: str, child: str) -> tuple[str, ...]:
    prefix = "main" if parent in _VOLUMES else _PREFIXES.get(child, "")
    if name in _TITLES:  # without a prefix, none: no work has its own title from another
        return (f"{prefix}{name}",) if prefix else ()
    if name == "author" and _PREFIXES.get(child) == "book" and parent in {"book", "mvbook"}:
        return ("bookauthor", "author") if child == "inbook" else ("bookauthor",)
    return () if name == "pages" else (name,)  # those of the volume are not those of a part
