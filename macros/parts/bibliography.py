"""The bibliography page: every work in its group, in full, with where it is cited."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from macros.pages.checks import used_works
from macros.pages.notes import citations_of
from macros.text import escape, link, quoted, sort_form, web_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from macros.bib.entries import Entry
    from macros.data.words import BibliographyPage
    from macros.dates import Day
    from macros.pages.notes import Note
    from macros.parts.context import Context
    from macros.style.citations import CitationItem
    from macros.style.phrases import Group

    Citations = Sequence[tuple[Note, CitationItem]]

UNDATED = (0, 1, 1)


def write_bibliography(context: Context) -> str:
    """Write the works in use, grouped as the house style says."""
    subject, manuscript = context.sources.paper.key, context.manuscript
    entries = used_works(context.sources.bibliography, manuscript, subject)
    own, words = context.sources.style.phrases.groups, context.sources.words.bibliography
    groups = group_works(entries, own, words, subject=subject)
    cited = citations_of(manuscript.notes)
    contents = volumes(entries.values())
    work = _WorkWriter(context)
    return context.render(
        "bibliography.md.jinja",
        groups=[
            {
                "title": group.title,
                "works": [
                    work.describe(entry, cited.get(entry.key, ()), contents.get(entry.key, ()))
                    for entry in group.works
                ],
            }
            for group in groups
        ],
    )


class _WorkWriter:
    """Describes works for the template: the reference, and lines of HTML below it."""

    def __init__(self, context: Context) -> None:
        self._style = context.sources.style
        self._bibliography = context.sources.bibliography
        self._manuscript = context.manuscript
        self._address = context.writer.work_address
        self._places = context.places
        self._words = context.sources.words.bibliography
        self._join = context.sources.words.lists.join

    def describe(
        self, entry: Entry, citations: Citations, contents: Sequence[Entry]
    ) -> dict[str, object]:
        reference = self._style.reference(entry)
        if not reference.endswith(("?", "!")):
            reference = self._style.close(reference)
        lines = [
            self._identifiers(entry, reference),
            self._volume(entry),
            self._contents(contents),
            self._citations(citations),
            self._passages(citations),
            self._mentions(entry.key),
        ]
        return {
            "key": entry.key,
            "reference": reference,
            "lines": [line for line in lines if line],
            "remark": escape(entry.annotation),
        }

    def _identifiers(self, entry: Entry, reference: str) -> str:
        addresses = [url for url in (entry.doi_url, entry.url) if url]
        links = [web_link(url) for url in addresses if quoted(url) not in reference]
        isbn = [f"ISBN {entry.isbn}"] if entry.isbn else []
        return " · ".join([*links, *isbn, *([escape(entry.note)] if entry.note else [])])

    def _volume(self, entry: Entry) -> str:
        if not entry.parent:
            return ""
        return self._words.stands_in.format(work=self._link(self._bibliography[entry.parent]))

    def _contents(self, works: Sequence[Entry]) -> str:
        links = self._join(map(self._link, works))
        return self._words.contains.format(works=links) if works else ""

    def _link(self, entry: Entry) -> str:
        return link(escape(entry.title), self._address(entry.key))

    def _citations(self, citations: Citations) -> str:
        cited = ((note, self._style.locator(item)) for note, item in citations)
        if not citations:
            return ""
        return self._words.cited_in.format(notes=self._places.cited_in(cited))

    def _passages(self, citations: Citations) -> str:
        found = (self._manuscript.places_of(note) for note, _ in citations)
        passages = list(dict.fromkeys(chain.from_iterable(found)))
        links = self._places.link_all(passages)
        return self._words.passages.format(passages=links) if passages else ""

    def _mentions(self, cite_key: str) -> str:
        mentions = [m for m in self._manuscript.mentions if m.cite_key == cite_key]
        places = [self._manuscript.places[m] for m in mentions if m in self._manuscript.places]
        links = self._places.link_all(places)
        return self._words.named_in_text.format(passages=links) if places else ""


def sort_key(entry: Entry) -> tuple[str, Day, str]:
    """Sort by the creators' surnames, or the title without any; then by date and title.

    A work stands at the last day that its date allows: one "not after 2020" among those of 2020.
    """
    names = " ".join(f"{name.short} {name.given}" for name in entry.creators) or entry.title
    date = entry.issued.last if entry.issued else UNDATED
    return sort_form(names), date, sort_form(entry.title)


class WorkGroup(Struct, frozen=True):
    """A heading of the bibliography page and the works under it, sorted."""

    title: str
    works: tuple[Entry, ...]


def group_works(
    bibliography: Mapping[str, Entry],
    groups: Sequence[Group],
    words: BibliographyPage,
    *,
    subject: str = "",
) -> list[WorkGroup]:
    """Sort works into the groups of the house style; none is lost, and empty groups are left out.

    `subject` is the paper itself, which comes first, together with the volume it stands in.
    """
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    first = {subject, bibliography[subject].parent} if subject in bibliography else set()
    for key, entry in bibliography.items():
        title = next((group.title for group in groups if takes(group, entry)), words.others)
        found[words.subject if key in first else title].append(entry)
    titles = dict.fromkeys([words.subject, *(group.title for group in groups), words.others])
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
