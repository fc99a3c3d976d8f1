"""What pages, data files and bibliography say of each other, and ids; once all have been read.

Ids are checked as far as the text of a page tells. What macros and the theme give is known when a
page is finished: see `project.reading.check_ids`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from msgspec.structs import replace

from macros.bib.biblatex import IN_REFERENCES
from macros.bib.dates import says_no_date
from macros.bib.entries import Entry
from macros.bib.reading import RawEntry
from macros.data.events import check_actors
from macros.data.reading import check_known
from macros.pages.former import check_former
from macros.pages.manuscript import Manuscript
from macros.pages.passages import Mention, stem
from macros.pages.source import TAG, PageSource, blank_code, line_of
from macros.problems import Problem
from macros.style.phrases import PHRASES

_TRIED = 9  # of the works that have a field; if the style shows it for none, it does for no other


def cross_check(manuscript: Manuscript) -> list[Problem]:
    """Return all that points at nothing, stands out of order, is missing, or is used nowhere."""
    return [
        *check_former(manuscript),
        *_check_events(manuscript),
        *_check_terms(manuscript),
        *_check_figures(manuscript),
        *_check_paper(manuscript),
        *_check_page_marks(manuscript),
        *_check_left_out(manuscript),
        *_check_unused_works(manuscript),
        *_check_lost_fields(manuscript),
        *_check_roles(manuscript),
    ]


def _check_events(manuscript: Manuscript) -> Iterator[Problem]:
    sources, path = manuscript.sources, manuscript.sources.settings.events
    events, lines = sources.events, sources.event_lines
    passages, notes = list(manuscript.passages_by_name), list(manuscript.notes_by_id)
    latest = None
    for index, event in enumerate(events.events):
        place = ("events", index)
        for at, name in enumerate(event.passages):
            line = lines.of(*place, "passages", at)
            yield from check_known(name, passages, "passage", path, line)
        for at, name in enumerate(event.notes):
            yield from check_known(name, notes, "note id", path, lines.of(*place, "notes", at))
        if event.date and latest and latest.date and event.date.place < latest.date.place:
            message = f'"{event.id}" stands behind "{latest.id}", which begins later; move it up'
            yield Problem(path, lines.of(*place, "date"), message, "warning")
        elif event.date:
            latest = event
    names = {name for term in sources.terms.terms for name in (term.name, term.abbreviation)}
    yield from check_actors(events, names, lines, path)


def _check_terms(manuscript: Manuscript) -> Iterator[Problem]:
    sources, path = manuscript.sources, manuscript.sources.settings.terms
    lines, passages = sources.term_lines, list(manuscript.passages_by_name)
    last: dict[str, bytes] = {}
    for index, term in enumerate(sources.terms.terms):
        for at, name in enumerate(term.passages):
            line = lines.of("terms", index, "passages", at)
            yield from check_known(name, passages, "passage", path, line)
        key = sources.words.sorting.key(term.sort_as or term.name)
        if key < last.get(term.kind, b""):
            message = (
                f'"{term.id}" is out of alphabetical order among those of its kind '
                f'("{term.kind}"); move it up, or give its surname in "sort_as"'
            )
            yield Problem(path, lines.of("terms", index, "id"), message, "warning")
        else:
            last[term.kind] = key


def _check_figures(manuscript: Manuscript) -> Iterator[Problem]:
    passages = list(manuscript.passages_by_name)
    for figure in manuscript.figures.values():
        if not (figure.data and figure.lines):
            continue
        path = f"{manuscript.sources.settings.figures}/{figure.data_name}.yml"
        for index, row in enumerate(figure.data.rows):
            for column in figure.data.passages:
                line = figure.lines.of("rows", index, column)
                for name in row[column].split():
                    yield from check_known(name, passages, "passage", path, line)


def _check_paper(manuscript: Manuscript) -> Iterator[Problem]:
    sources, path = manuscript.sources, manuscript.sources.settings.paper
    known = list(manuscript.notes_by_id)
    for index, stretch in enumerate(sources.paper.notes_on_pages):
        for end, name in (("first", stretch.first), ("last", stretch.last)):
            line = sources.paper_lines.of("notes_on_pages", index, end)
            yield from check_known(name, known, "note id", path, line)


def _check_page_marks(manuscript: Manuscript) -> Iterator[Problem]:
    """Check that each page of the original begins somewhere, if any is said to."""
    sources, paper, marks = manuscript.sources, manuscript.sources.paper, manuscript.marks
    line = sources.paper_lines.of("last_page")
    if not line or not marks or not paper.last_page:  # without a line the file is broken
        return
    begun = {*marks, paper.first_page, *(each.page for each in paper.notes_on_pages)}
    for page in sorted({*range(paper.first_page, paper.last_page + 1)} - begun):
        message = (
            f"page {page} of the original begins nowhere; write {{{{ pagemark({page}) }}}} "
            "where it does"
        )
        yield Problem(sources.settings.paper, line, message, "warning")


def _check_left_out(manuscript: Manuscript) -> Iterator[Problem]:
    """Name pages that look like chapters and are none, unless they hold a part, or say so.

    They stand between chapters, or are numbered as all of these are: "3-rails.md".
    """
    pages, chapters = list(manuscript.texts), {each.page for each in manuscript.chapters}
    places = [place for place, page in enumerate(pages) if page in chapters]
    between = {*pages[places[0] : places[-1]]} if places else set()
    if chapters and all(map(_is_numbered, chapters)):
        between |= {*filter(_is_numbered, pages)}
    for page in between - chapters - manuscript.told - {*manuscript.parts.values()}:
        message = (
            "this page stands among the chapters and is none, since it has no note and no page "
            'mark; write "chapter: true" into its front matter, or "chapter: false"'
        )
        yield Problem(manuscript.page_sources[page], 0, message, "warning")


def _is_numbered(page: str) -> bool:
    return page.rpartition("/")[2][:1].isdecimal()


def _check_unused_works(manuscript: Manuscript) -> Iterator[Problem]:
    sources, used = manuscript.sources, used_works(manuscript)
    for key, raw in sources.raw_works.items():
        if key not in used:
            message = f'"{key}" is cited nowhere; cite or mention it, or take it out'
            yield Problem(sources.settings.bibliography, raw.line, message, "hint")


def _check_lost_fields(manuscript: Manuscript) -> Iterator[Problem]:
    """Name each field once that the house style shows nowhere for a kind of work."""
    sources, left_out, meant = manuscript.sources, manuscript.sources.style.phrases.left_out, []
    for (kind, name), works in _by_field(manuscript).items():
        is_meant = name in left_out.get(kind, ())  # which the first work tells
        if any(sources.style.shows(name, *work) for work in works[: 1 if is_meant else _TRIED]):
            continue
        if is_meant:
            meant.append(f'"{name}" of "{kind}"')
        else:
            first, _ = works[0]
            count = f"{len(works)} works have" if len(works) > 1 else f'"{first.key}" has'
            message = (
                f'the house style does not show "{name}" for works of the kind "{kind}", and '
                f'{count} one; put what readers need of it into "addendum"'
            )
            line = first.fields[name].line
            yield Problem(sources.settings.bibliography, line, message, "hint")
    if meant:
        message = "the house style leaves out on purpose what works have (left_out in its "
        named = f"{PHRASES}): {', '.join(sorted(meant))}"
        yield Problem(sources.settings.bibliography, 0, f"{message}{named}", "hint")


def _by_field(manuscript: Manuscript) -> Mapping[tuple[str, str], list[tuple[RawEntry, Entry]]]:
    found: defaultdict[tuple[str, str], list[tuple[RawEntry, Entry]]] = defaultdict(list)
    for key, entry in used_works(manuscript).items():
        problems = manuscript.sources.work_problems.get(key, ())
        faulty = {each.line for each in problems if each.severity == "error"}
        if raw := manuscript.sources.raw_works.get(key):
            for name in raw.given & IN_REFERENCES:
                text = raw.text(name)
                is_undated = text.startswith("/") or (name == "year" and says_no_date(text))
                if not is_undated and raw.fields[name].line not in faulty:
                    found[entry.kind, name].append((raw, entry))
    return found


def _check_roles(manuscript: Manuscript) -> Iterator[Problem]:
    sources, told = manuscript.sources, set[str]()
    for key, entry in used_works(manuscript).items():
        for role in [made.role for made in entry.contributions]:
            if role in told or role in sources.style.phrases.roles:
                continue
            told.add(role)
            fields = sources.raw_works[key].fields
            line = next((f.line for f in fields.values() if f.value.strip().lower() == role), 0)
            message = (
                f'the house style has no word for the role "{role}", which is shown as it stands; '
                f'write one of biblatex’s, or give it a word in "roles" of the style’s {PHRASES}'
            )
            yield Problem(sources.settings.bibliography, line, message, "hint")


def check_works(manuscript: Manuscript) -> list[Problem]:
    """Return what is wrong with works; with one that nothing uses it stops no build."""
    sources, used = manuscript.sources, used_works(manuscript)
    return [
        problem if key in used else replace(problem, severity="hint")
        for key, problems in sources.work_problems.items()
        for problem in problems
    ]


def used_works(manuscript: Manuscript) -> dict[str, Entry]:
    """Return the works in use, with their volumes; others are not even decoded.

    The paper itself is one of them. They stand in the order of the bibliography.
    """
    bibliography = manuscript.sources.bibliography
    keys = {item.cite_key for note in manuscript.notes for item in note.items}
    keys |= manuscript.mentions.keys() | manuscript.referenced | {manuscript.sources.paper.key}
    pending = [key for key in keys if key in bibliography]
    used: dict[str, Entry] = {}
    while pending:
        entry = bibliography[pending.pop()]
        used[entry.key] = entry
        if entry.parent in bibliography and entry.parent not in used:
            pending.append(entry.parent)
    return {key: used[key] for key in bibliography if key in used}


# Attributes, on a line of their own, at its end or behind emphasis, links, images and code.
_ATTRIBUTES = re.compile(
    r"(?m)(?:^[ \t>]*|[ \t](?=\{[^{}\n]*\}[ \t]*$)|(?<=[*)\]`>])|(?<=_)(?=\{:))"
    r"\{:?(?![{%#]{2}|[{%])([^{}\n]*)\}"
)
_HTML_ID = re.compile(r"""<[a-zA-Z][^<>]*?\s[iI][dD]=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HEADING = re.compile(r"(?m)^[ \t>]*#{1,6}[ \t]+([^\n{]+)$")
_VALUE = re.compile(r"""([\w:-]+)=("[^"]*"|'[^']*'|[^\s"']*)""")
_RESERVED = re.compile(r"__|fn(?:ref\d*)?:|page-\d+$|(?:cite-this-chapter|companion-words)$")
# Attributes of HTML that need no value; those with a hyphen, such as "data-search-exclude", too.
_NEED_NO_VALUE = {"autoplay", "controls", "download", "hidden", "loop", "markdown", "muted", "open"}


def written_ids(page: PageSource) -> list[tuple[str, int]]:
    """Return the ids of a page with their lines: of attributes, HTML, and headings without one."""
    prose = _prose(page)
    found = [(name, at) for name, at, _ in _ids_in(prose)]
    for heading in _HEADING.finditer(prose):
        words = re.sub(r"[^\w\s-]", "", heading[1].lower()).split()  # as Python-Markdown does
        found.append(("-".join(words), heading.start()))
    return sorted((name, line_of(page, at)) for name, at in found)


def check_ids(pages: Iterable[PageSource], manuscript: Manuscript) -> Iterator[Problem]:
    """Name the ids that a page has twice, that the engine gives itself, or that are badly written.

    Both places are named, where they are known.
    """
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for each in chain.from_iterable(manuscript.mentions.values()):
        mentions[each.page].append(each)
    for page in pages:
        taken = _given_by_macros(page, mentions[page.page], manuscript)
        found = [*_ids_in(page.text)]
        names = {name for name, _, _ in found}
        is_sound = len(names) == len(found) and not any(fault for _, _, fault in found)
        if is_sound and names.isdisjoint(taken) and not any(map(_RESERVED.match, names)):
            continue
        for name, at, fault in _ids_in(_prose(page)):
            line = line_of(page, at)
            if not fault and _RESERVED.match(name):
                fault = f'the engine or the theme gives the address "{name}" itself; choose another'
            elif not fault and name in taken:
                fault = (
                    f'the address "{name}" is on this page already, {taken[name]}; choose another'
                )
            taken.setdefault(name, f"in {page.source}:{line}")
            if fault:
                yield Problem(page.source, line, fault)


def _prose(page: PageSource) -> str:
    return TAG.sub(lambda tag: re.sub(r"[^\n]", " ", tag[0]), blank_code(page.text))


def _ids_in(text: str) -> Iterator[tuple[str, int, str]]:
    """Find ids: each with its place in the text, and what is wrong with the way it is written."""
    for found in _ATTRIBUTES.finditer(text) if "{" in text else ():
        bare = _VALUE.sub("", found[1]).split()
        names = [word[1:] for word in bare if word.startswith("#")]
        names += [value.strip("\"'") for key, value in _VALUE.findall(found[1]) if key == "id"]
        odd = [word for word in bare if word[0] not in ".#" and "-" not in word]
        odd = [word for word in odd if word not in _NEED_NO_VALUE and (names or word == "id")]
        if names or odd:
            yield names[-1] if names else "id", found.start(1), _fault(names, odd)
        elif "was" in dict(_VALUE.findall(found[1])):
            fault = (
                '"was" names a former address, and here is none of today; write {: #new was="old" }'
            )
            yield "", found.start(1), fault
    for found in _HTML_ID.finditer(text) if "<" in text else ():
        yield found[1] or found[2] or found[3] or "", found.start(), ""


def _fault(names: list[str], odd: list[str]) -> str:
    if names and odd:
        whole = " ".join([names[0], *odd])
        return f'the address "#{whole}" has blanks; write "#{"-".join(whole.split())}"'
    if odd:
        return '"id" says no address here; write one as in {: #rivers }'
    if len(names) > 1:
        both = " and ".join(f'"#{name}"' for name in names)
        return f'here are the addresses {both}; keep one, as in {{: #new was="old" }}'
    if not _RESERVED.match(names[0]) and not re.fullmatch(r"[\w-]+", names[0]):
        return f'the address "#{names[0]}" has other signs than letters, digits, "-" and "_"'
    return ""


def _given_by_macros(
    page: PageSource, mentions: Iterable[Mention], manuscript: Manuscript
) -> dict[str, str]:
    """Return the ids that macros give on a page, each with who gives it."""
    given: dict[str, str] = {}
    for note in manuscript.notes_on.get(page.page, ()):
        names = ["notes", *([f"note-{note.name}"] if note.name else [])]
        given |= dict.fromkeys(names, f"given to the note in {page.source}:{note.line}")
    given |= {each.id: f"given to mention(…) in {page.source}:{each.line}" for each in mentions}
    for passage in manuscript.readdressed:
        source = manuscript.page_sources[passage.page]
        for former, _, name in (alias.partition("#") for alias in passage.names[1:]):
            if former == stem(page.page) and not any(
                each.id == name and each.page == page.page for each in manuscript.passages
            ):  # else see `check_aliases`
                given[name] = f'as a former one of "{passage.id}" in {source}'
    for part, at in manuscript.parts.items():
        if at == page.page:
            given |= dict.fromkeys(_given_by_part(part, manuscript), f"given by {part}()")
    return given


def _given_by_part(part: str, manuscript: Manuscript) -> list[str]:
    match part, manuscript.sources:
        case "bibliography", sources:
            return [f"ref-{key}" for key in sources.bibliography]
        case "timeline", sources:
            return [event.id for event in sources.events.events]
        case "glossary", sources:
            return [term.id for term in sources.terms.terms]
        case "listing_of_notes", _:
            return [f"note-{note.number}" for note in manuscript.notes]
    return []
