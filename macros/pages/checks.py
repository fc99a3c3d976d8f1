"""What pages, data files and bibliography say of each other, once all have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.data.events import check_actors
from macros.data.reading import check_known
from macros.pages.passages import check_aliases
from macros.problems import Problem
from macros.text import sort_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from macros.bib.entries import Entry
    from macros.data.reading import Lines
    from macros.pages.manuscript import Manuscript
    from macros.sources import Sources


def cross_check(
    sources: Sources, manuscript: Manuscript, page_sources: Mapping[str, str]
) -> list[Problem]:
    """Return all that points at nothing, stands out of order, is missing, or is used nowhere.

    `page_sources` are the paths of pages as problems name them, by their paths in the docs folder.
    """
    checks = _CrossChecks(sources, manuscript)
    return [
        *check_aliases(manuscript.passages.values(), page_sources),
        *checks.events(),
        *checks.terms(),
        *checks.notes_of_paper(),
        *checks.page_marks(),
        *checks.unused_works(),
    ]


class _CrossChecks:
    def __init__(self, sources: Sources, manuscript: Manuscript) -> None:
        self._sources = sources
        self._manuscript = manuscript
        self._note_names = [note.name for note in manuscript.notes if note.name]

    def events(self) -> Iterator[Problem]:
        path, lines = self._sources.settings.events, self._sources.event_lines
        latest = None
        for index, event in enumerate(self._sources.events.events):
            yield from self._check_passages(event.passages, path, lines, ("events", index))
            for at, name in enumerate(event.notes):
                line = lines.of("events", index, "notes", at)
                yield from check_known(name, self._note_names, "note id", path, line)
            if latest and event.date.first < latest.date.first:
                message = (
                    f'"{event.id}" stands behind "{latest.id}", which begins later; move it up'
                )
                line = lines.of("events", index, "date")
                yield Problem(path, line, message, "warning")
            else:
                latest = event
        terms = self._sources.terms.terms
        names = {name for term in terms for name in (term.name, term.abbreviation)}
        yield from check_actors(self._sources.events, names, lines, path)

    def terms(self) -> Iterator[Problem]:
        path, lines = self._sources.settings.terms, self._sources.term_lines
        last: dict[str, str] = {}
        for index, term in enumerate(self._sources.terms.terms):
            yield from self._check_passages(term.passages, path, lines, ("terms", index))
            name = sort_form(term.sort_as or term.name)
            if name < last.get(term.kind, ""):
                message = (
                    f'"{term.id}" is out of alphabetical order among those of its kind '
                    f'("{term.kind}"); move it up, or give its surname in "sort_as"'
                )
                yield Problem(path, lines.of("terms", index, "id"), message, "warning")
            else:
                last[term.kind] = name

    def _check_passages(
        self, names: Sequence[str], path: str, lines: Lines, place: tuple[str, int]
    ) -> Iterator[Problem]:
        for at, name in enumerate(names):
            line = lines.of(*place, "passages", at)
            yield from self._manuscript.find_passage(name, path, line)[1]

    def notes_of_paper(self) -> Iterator[Problem]:
        path, lines = self._sources.settings.paper, self._sources.paper_lines
        for index, stretch in enumerate(self._sources.paper.notes_on_pages):
            for end in ("first", "last"):
                line, name = lines.of("notes_on_pages", index, end), getattr(stretch, end)
                yield from check_known(name, self._note_names, "note id", path, line)

    def page_marks(self) -> Iterator[Problem]:
        """Check that each page of the original begins somewhere, if any is said to."""
        paper, marks = self._sources.paper, self._manuscript.marks
        line = self._sources.paper_lines.of("last_page")
        if not line:  # the file is broken
            return
        begun = {*marks, paper.first_page, *(each.page for each in paper.notes_on_pages)}
        missing = sorted({*range(paper.first_page, paper.last_page + 1)} - begun)
        for page in missing if marks else ():
            message = (
                f"page {page} of the original begins nowhere; write {{{{ pagemark({page}) }}}} "
                "where it does"
            )
            yield Problem(self._sources.settings.paper, line, message, "warning")

    def unused_works(self) -> Iterator[Problem]:
        bibliography = self._sources.bibliography
        used = used_works(bibliography, self._manuscript, self._sources.paper.key)
        lines = self._sources.work_lines
        for key in bibliography:
            if key not in used and key in lines:
                message = f'"{key}" is cited nowhere; cite or mention it, or take it out'
                yield Problem(self._sources.settings.bibliography, lines[key], message, "hint")


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
