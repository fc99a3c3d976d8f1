"""Ids that authors give, as far as the text of a page tells: each is there once, and well written.

What macros and the theme give is known when a page is finished: see `project.reading.check_ids`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from macros.pages.manuscript import Manuscript
from macros.pages.passages import Mention, stem
from macros.pages.source import TAG, PageSource, blank_code, line_of
from macros.problems import Problem

# Attributes, on a line of their own, at its end or behind emphasis, links, images and code.
_ATTRIBUTES = re.compile(
    r"(?m)(?:^[ \t>]*|[ \t](?=\{[^{}\n]*\}[ \t]*$)|(?<=[*)\]`>])|(?<=_)(?=\{:))"
    r"\{:?(?![{%#]{2}|[{%])([^{}\n]*)\}"
)
_HTML_ID = re.compile(r"""<[a-zA-Z][^<>]*?\s[iI][dD]=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HEADING = re.compile(r"(?m)^[ \t>]*#{1,6}[ \t]+([^\n{]+)$")
_VALUE = re.compile(r"""([\w:-]+)=("[^"]*"|'[^']*'|[^\s"']*)""")
_RESERVED = re.compile(
    r"__|fn(?:ref\d*)?:|page-\d+$|(?:cite-this-chapter|citation-forms|companion-words)$"
)
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
