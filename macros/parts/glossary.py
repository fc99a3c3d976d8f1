"""The glossary page, and abbreviations explained wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape

from markupsafe import Markup
from msgspec.structs import asdict

from macros.data.terms import Term
from macros.data.words import Sorting
from macros.parts.context import Context
from macros.text import escape, plain_text, quoted, trusted

# Source: Python-Markdown marks no `AtomicString`, which code and shown addresses are
# (github.com/Python-Markdown/markdown/blob/master/markdown/extensions/abbr.py).
_NO_TEXT = r"<(?P<code>code|pre|script|abbr|svg)\b.*?</(?P=code)>|<a [^>]*>https?://[^<]*</a>|<[^>]*>|&#?\w+;"
_KINDS = {"body": "bodies", "person": "people", "term": "terms"}  # kind → its heading and its id
_DEFINITION = re.compile(r"(?m)^\*\[([^\]\n]+)\]: *(.*\S)")


def write_glossary(context: Context) -> str:
    """Write kinds and letters that lead to all, abbreviations, then bodies, people and terms."""
    terms, sorting = context.sources.terms.terms, context.words.sorting
    groups = by_kind(terms, sorting)
    return context.render(
        "glossary.md.jinja",
        abbreviations=abbreviations(terms, sorting),
        letters={kind: by_letter(group, sorting) for kind, group in groups.items()},
        groups={
            kind: [{**asdict(term), "passages": context.told_in(term.passages)} for term in group]
            for kind, group in groups.items()
        },
    )


def by_kind(terms: Iterable[Term], sorting: Sorting) -> dict[str, list[Term]]:
    """Sort terms alphabetically into "bodies", "people" and "terms"; empty kinds are left out."""
    found: dict[str, list[Term]] = {kind: [] for kind in _KINDS.values()}
    for term in sorted(terms, key=lambda term: sorting.key(term.sort_as or term.name)):
        found[_KINDS[term.kind]].append(term)
    return {kind: group for kind, group in found.items() if group}


def by_letter(terms: Iterable[Term], sorting: Sorting) -> dict[str, Term]:
    """Return the first of sorted terms for each letter: "Étoile Customs Union" for E."""
    found: dict[str, Term] = {}
    for term in terms:
        found.setdefault(sorting.letter(term.sort_as or term.name), term)
    return found


def abbreviations(terms: Iterable[Term], sorting: Sorting) -> list[Term]:
    """Return the terms that have an abbreviation, in alphabetical order of it."""
    shortened = (term for term in terms if term.abbreviation)
    return sorted(shortened, key=lambda term: sorting.key(term.abbreviation))


class Abbreviations:
    """Explains abbreviations where they occur: in Markdown by definitions, in HTML by `<abbr>`."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._names = {term.abbreviation: escape(term.name) for term in terms if term.abbreviation}
        self._titles = {short: quoted(plain_text(name)) for short, name in self._names.items()}
        self._marks = _marks(self._titles)

    def definitions(self, text: str) -> str:
        """Define, in Markdown's `*[ABC]: …` syntax, the abbreviations that occur in a text."""
        lines = [
            f"*[{short}]: {name}"
            for short, name in self._names.items()
            if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text)
        ]
        return "\n".join(lines)

    def marks(self, text: str) -> Callable[[str], Markup]:
        """Return what puts `<abbr>` into HTML, for these and for those that `text` defines."""
        own = {short: quoted(unescape(title)) for short, title in _DEFINITION.findall(text)}
        return _marks(self._titles | own) if own.keys() - self._titles.keys() else self._marks


def _marks(titles: Mapping[str, Markup]) -> Callable[[str], Markup]:
    longest = sorted(map(re.escape, titles), key=len, reverse=True)
    known = re.compile(rf"\b(?:{'|'.join(longest) or '(?!)'})\b")
    pattern = re.compile(rf"{_NO_TEXT}|(?P<found>{known.pattern})", re.S)

    def explain(match: re.Match[str]) -> str:
        found = match["found"]
        return f'<abbr title="{titles[found]}">{found}</abbr>' if found else match[0]

    return lambda html: trusted(pattern.sub(explain, html) if known.search(html) else html)
