"""The bibliography page: every work in its group, in full, with where it is cited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from markupsafe import Markup

from macros.bib.entries import Entry, Name
from macros.data.words import Sorting, Words
from macros.dates import Day
from macros.pages.checks import used_works
from macros.pages.notes import citations_of
from macros.parts.context import Context
from macros.style.phrases import Group
from macros.text import escape, fill, link, quoted, web_link

UNDATED = (0, 1, 1)


def write_bibliography(context: Context) -> str:
    """Write the works in use, grouped as the house style says."""
    sources, works = context.sources, _Works(context)
    groups = group_works(
        works.used, sources.style.phrases.groups, context.words, subject=sources.paper.key
    )
    return context.render(
        "bibliography.md.jinja",
        groups=[
            {"title": title, "works": [works.describe(entry) for entry in entries]}
            for title, entries in groups.items()
        ],
    )


class _Works:
    """Describes works for the template: the reference, and lines of HTML below it."""

    def __init__(self, context: Context) -> None:
        self.used = used_works(context.manuscript)
        self._context = context
        self._manuscript = context.manuscript
        self._style = context.sources.style
        self._words = context.words.bibliography
        self._contents = volumes(self.used.values(), context.words.sorting)
        self._citations = citations_of(context.manuscript.notes)

    def describe(self, entry: Entry) -> dict[str, object]:
        reference = self._style.reference(entry, is_listed=True)
        if not reference.endswith(("?", "!")):
            reference = self._style.close(reference)
        citations = self._citations.get(entry.key, ())
        cited = [(note, self._style.locator(item)) for note, item in citations]
        passages = chain.from_iterable(self._manuscript.passages_of(note) for note, _ in citations)
        mentions = self._manuscript.mentions.get(entry.key, ())
        named_in = [self._manuscript.passage_of.get(mention) for mention in mentions]
        volume = [self.used[entry.parent]] if entry.parent else []
        words, link_passages = self._words, self._context.link_passages
        lines = [
            self._identifiers(entry, reference),
            _filled(words.stands_in, work=self._link_all(volume)),
            _filled(words.contains, works=self._link_all(self._contents.get(entry.key, ()))),
            _filled(words.cited_in, notes=self._context.cited_in(cited)),
            _filled(words.passages, passages=link_passages(dict.fromkeys(passages))),
            _filled(words.named_in_text, passages=link_passages(filter(None, named_in))),
        ]
        return {
            "key": entry.key,
            "reference": reference,
            "lines": [line for line in lines if line],
            "remark": entry.annotation,
        }

    def _identifiers(self, entry: Entry, reference: Markup) -> Markup:
        addresses = [url for url in (entry.doi_url, entry.url) if url]
        links = [web_link(url) for url in addresses if quoted(url) not in reference]
        isbn = f"ISBN {entry.isbn}" if entry.isbn else ""
        return escape(" · ").join(filter(None, [*links, escape(isbn), escape(entry.note)]))

    def _link_all(self, works: Iterable[Entry]) -> Markup:
        address = self._manuscript.work_address
        links = (link(entry.title, address(entry.key)) for entry in works)
        return self._context.words.lists.join(links)


def _filled(form: str, **values: Markup) -> Markup:
    return fill(form, **values) if all(values.values()) else Markup("")


def sort_key(entry: Entry, sorting: Sorting) -> tuple[str, bytes, Day, bytes]:
    """Sort by the creators' names, part by part, or the title without any; then by date and title.

    A work stands at the last day that its date allows: one "not after 2020" among those of 2020;
    or at the first, if its end is open. What authors say of the order goes before.
    Source: the biblatex manual, section 4.5.6 and appendix C, "nyt".
    """
    title = entry.sort_title or sorting.without_article(entry.title)
    names = entry.sort_name or entry.creators
    parts = [part for name in names for part in _parts_to_sort(name, entry, sorting)]
    main = [entry.sort_key] if entry.sort_key else parts or [title]
    return entry.presort or "mm", sorting.key(*main), _day(entry), sorting.key(title)


def _parts_to_sort(name: Name, entry: Entry, sorting: Sorting) -> tuple[str, ...]:
    """Return the parts of a name in order: "Veer", "Jan van der", "" – or what a body is called."""
    if name.literal:
        return (sorting.without_article(name.literal), "", "")
    if entry.use_prefix:
        return (name.surname, name.given, name.suffix)
    return (name.family, f"{name.given} {name.particle}".strip(), name.suffix)


def _day(entry: Entry) -> Day:
    if entry.sort_year[:4].isdecimal():
        return (int(entry.sort_year[:4]), 1, 1)
    if not entry.issued:
        return UNDATED
    return entry.issued.first if entry.issued.ends[-1] in {"", ".."} else entry.issued.last


def group_works(
    bibliography: Mapping[str, Entry], groups: Sequence[Group], words: Words, *, subject: str = ""
) -> dict[str, list[Entry]]:
    """Sort works under the headings of the house style; none is lost, empty headings are left out.

    `subject` is the paper itself, which comes first, together with the volume it stands in.
    """
    own = words.bibliography
    titles = [own.subject, *(group.title for group in groups), own.others]
    found: dict[str, list[Entry]] = {title: [] for title in titles}
    first = {subject, bibliography[subject].parent} if subject in bibliography else set()
    for entry in _in_order(bibliography.values(), words.sorting, subject):
        title = next((group.title for group in groups if takes(group, entry)), own.others)
        found[own.subject if entry.key in first else title].append(entry)
    return {title: works for title, works in found.items() if works}


def takes(group: Group, entry: Entry) -> bool:
    """Whether a group is for works of this kind and these creators."""
    by = {"anyone": True, "persons": entry.has_personal_creators}
    return entry.kind in group.kinds and by.get(group.creators, not entry.has_personal_creators)


def _in_order(entries: Iterable[Entry], sorting: Sorting, subject: str = "") -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.key != subject, sort_key(entry, sorting)))


def volumes(entries: Iterable[Entry], sorting: Sorting) -> dict[str, list[Entry]]:
    """For each volume's key, the works that stand in it, sorted."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in _in_order(entries, sorting):
        if entry.parent:
            found[entry.parent].append(entry)
    return found
