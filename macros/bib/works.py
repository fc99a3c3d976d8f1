"""A .bib file as works: read and checked at once, each decoded when it is first asked for."""

from __future__ import annotations

import re
from collections import ChainMap, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, starmap
from typing import Any
from urllib.parse import quote

from macros.bib import biblatex, identifiers
from macros.bib.checks import check_entry, check_name_forms
from macros.bib.dates import publication_state, read_date
from macros.bib.entries import AIDS, Contribution, Entry, Name
from macros.bib.garbled import mend_names
from macros.bib.inheritance import inherit
from macros.bib.latex import decode_latex
from macros.bib.names import read_bodies, read_names
from macros.bib.published import published, unpublished, without_junk
from macros.bib.reading import RawEntry, read_bib
from macros.dates import EdtfDate
from macros.problems import Problem

_KEY = re.compile(r"(?m)^[ \t]*@?\s*\w+\s*[{(]\s*([^\s,{}()]+)")
_COUNTRY = re.compile(r"\bcountry([a-z]{2})\b")  # biblatex's keys for countries of patents
_IN_EPRINT = "/:;()._-~%?=&"
# Where e-prints are kept (biblatex manual, section 3.14.7).
_EPRINTS = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
    "hdl": "https://hdl.handle.net/",
    "googlebooks": "https://books.google.com/books?id=",
}

# Fields of an `Entry` by the fields that say it; the first that says anything counts.
_TEXTS = {
    "title_short": ["shorttitle"],
    "collection_title": ["series"],
    "volume": ["volume"],
    "number_of_volumes": ["volumes"],
    "version": ["version"],
    "part": ["part"],
    "chapter": ["chapter"],
    "number_of_pages": ["pagetotal"],
    "event_place": ["venue"],
    "archive": ["library"],
    "original_title": ["origtitle"],
    "addendum": ["addendum"],
    "annotation": ["annotation"],
}
_AS_WRITTEN = {
    "language": ["langid", "language", "hyphenation"],
    "eprint_type": ["eprinttype", "archiveprefix"],
    "eprint_class": ["eprintclass", "primaryclass"],
    "presort": ["presort"],
    "sort_key": ["sortkey", "key"],
    "sort_title": ["sorttitle"],
    "sort_year": ["sortyear"],
}
_LISTS = {
    "publisher_place": ["location", "address"],
    "original_publisher": ["origpublisher"],
    "original_publisher_place": ["origlocation"],
}
_NAMES = {  # and the field that has what bodies are known by
    "author": ["author", "shortauthor"],
    "container_author": ["bookauthor"],
    "sort_name": ["sortname"],
}
_DATES = {
    "issued": "date",
    "original_date": "origdate",
    "event_date": "eventdate",
    "accessed": "urldate",
}
_TITLES = ("title", "subtitle", "maintitle", "mainsubtitle", "booktitle", "booksubtitle")
# A command, or a word of which a part stands in braces: "{NATO}", "{E}urope", "{\\"O}stersund".
_IN_BRACES = re.compile(r"\\[A-Za-z]+\s*\{|(\w*\{(?:[^{}]|\{[^{}]*\})*\}\w*)")
_EDITORS = ("editor", "editora", "editorb", "editorc")
# biblatex's values of "bookpagination" that count other than pages; CSL calls them alike.
_PAGINATIONS = {name: name for name in ("column", "line", "paragraph", "section", "verse")}
_NUMBERS = {"volume", "volumes", "part", "chapter", "pagetotal"}
_ISSUES = {"number", "issue"}
# Kinds whose "number" counts the issues of a journal, rather than a series or reports.
_IN_JOURNALS = {"article", "newspaper", "periodical", "reprinted_document"}


class Bibliography(Mapping[str, Entry]):
    """The works of a .bib file by cite key, in file order.

    `broken` are the problems of the file, `of_works` those of each work that can be read all the
    same: they matter where it is cited.
    """

    def __init__(self, text: str, source: str) -> None:
        """Read the text of a .bib file; problems call the file `source`."""
        raw, self.broken = read_bib(text, source)
        found, unlike = _by_key(raw, source)
        self.other_names, twice = _other_names(found, source)
        complete, unknown = inherit(found, source, self.other_names)
        self._written = raw
        self._raw = {key: e for key, e in complete.items() if e.entry_type not in biblatex.NO_WORKS}
        self._entries: dict[str, Entry] = {}
        self._lost = set(_KEY.findall(text)) - complete.keys() if self.broken else set()
        self.of_works: defaultdict[str, list[Problem]] = defaultdict(list)
        named = check_name_forms(self._raw.values(), source)
        checked = ((key, each) for key, e in complete.items() for each in check_entry(e, source))
        for key, problem in chain(unlike, twice, unknown, named, checked):
            self.of_works[key].append(problem)

    @property
    def problems(self) -> list[Problem]:
        """All problems, by line."""
        return sorted({*self.broken, *chain.from_iterable(self.of_works.values())})

    def published(self) -> str:
        """Return the file without what is its author's own; raises ValueError, as `published`."""
        return published(self._written)

    def hints_of_privacy(self, source: str) -> list[Problem]:
        """Say which fields are left out of the published file."""
        counts = sorted(unpublished(self._written).items())
        named = ", ".join(f"{name} ({count})" for name, count in counts)
        message = f"the published file leaves out, or shortens, {named}"
        return [Problem(source, 0, message, "hint")] if counts else []

    def __getitem__(self, key: str) -> Entry:
        if key not in self._entries:
            self._entries[key] = _EntryReader(self._raw[key], self._raw).read()
        return self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)

    def with_stand_ins(self) -> Mapping[str, Entry]:
        """Return the works, and a bare one for each that is too broken to be read.

        So the pages can be checked while the file has problems.
        """
        if not self._lost:
            return self
        stand_ins = {key: Entry(key, "document", 0, title=key) for key in self._lost}
        return ChainMap(stand_ins, self)  # type: ignore[arg-type]

    @property
    def raw(self) -> Mapping[str, RawEntry]:
        """The works as written, each with what it inherits."""
        return self._raw


def read_entry(raw: RawEntry) -> Entry:
    """Read a work by itself; what is malformed is left empty."""
    return _EntryReader(raw, ()).read()


def _by_key(
    entries: Iterable[RawEntry], source: str
) -> tuple[dict[str, RawEntry], list[tuple[str, Problem]]]:
    found: dict[str, RawEntry] = {}
    spelt: dict[str, str] = {}
    problems = []
    for entry in entries:
        first = spelt.setdefault(entry.key.casefold(), entry.key)
        if entry.key in found:
            message = f'the cite key "{entry.key}" is used twice; give one of the works another'
            problems.append((entry.key, Problem(source, entry.line, message)))
        elif first != entry.key:
            message = f'the cite key "{entry.key}" differs from "{first}" only in letter case'
            problem = Problem(source, entry.line, f"{message}; rename one")
            problems += [(key, problem) for key in (first, entry.key)]
        found.setdefault(entry.key, entry)
    return found, problems


def _other_names(
    entries: Mapping[str, RawEntry], source: str
) -> tuple[dict[str, list[str]], list[tuple[str, Problem]]]:
    """Return the works that other keys stand for: biblatex's "ids", or the key of a set.

    With key and problem of each work whose "ids" name another.
    """
    found: dict[str, list[str]] = {}
    problems = []
    for key, entry in entries.items():
        for name in entry.keys_in("ids"):
            if name in entries or name in found:
                message = f'"{name}" in "ids" of "{key}" is another work, too; take it out of one'
                problem = Problem(source, entry.fields["ids"].line, message, "warning")
                problems.append((key, problem))
            found.setdefault(name, [key])
        if entry.entry_type == "set":
            found[key] = entry.keys_in("entryset")
    return found, problems


class _EntryReader:
    """Turns a raw entry into an `Entry`; what is malformed is left empty."""

    def __init__(self, raw: RawEntry, works: Collection[str]) -> None:
        self._entry, self._works = raw, works
        self._kind = biblatex.kind_of(raw)
        self._in_journal = raw.entry_type == "article" or self._kind in _IN_JOURNALS
        self._values = raw.texts()
        for name in self._numbers_with_words():
            self._values[name] = identifiers.bare_number(name, self._values[name])

    def read(self) -> Entry:
        title, container_title = self._titles()
        number, in_journal = self._text("number"), self._in_journal
        more: dict[str, Any] = {name: self._text(*names) for name, names in _TEXTS.items()}
        more |= {name: self._raw(*names) for name, names in _AS_WRITTEN.items()}
        more |= {name: self._bodies(*names) for name, names in _LISTS.items()}
        more |= {name: self._names(*names) for name, names in _NAMES.items()}
        more |= self._hands()
        more |= {name: self._date(field) for name, field in _DATES.items()}
        more |= self._nature() | self._identifiers()
        return Entry(
            key=self._entry.key,
            kind=self._kind,
            line=self._entry.line,
            title=title,
            container_title=container_title,
            whole_title=self._title("maintitle"),
            issue_title=self._title("issuetitle"),
            event_title=self._title("eventtitle"),
            collection_number=number if self._raw("series") and not in_journal else "",
            number="" if in_journal else number,
            issue=self._issue(number) if in_journal else self._text("issue"),
            publisher=self._publisher(),
            status=self._status(),
            **more,
        )

    def _numbers_with_words(self) -> set[str]:
        """Return the fields that are given, and that styles put a word before, or a series."""
        if self._kind in {"archival_item", "letter"}:
            return set()
        has_word = self._in_journal or self._kind == "report" or "series" in self._values
        return self._values.keys() & (_NUMBERS | (_ISSUES if has_word else set()))

    def _identifiers(self) -> dict[str, str]:
        in_volume, place = map(identifiers.read_pages, (self._raw("pages"), self._text("eid")))
        label, pages = in_volume if in_volume[1] else place
        pagination = _PAGINATIONS.get(self._raw("bookpagination").lower())
        return {
            "doi": identifiers.bare_doi(self._raw("doi")),
            "isbn": self._numbers("isbn"),
            "issn": self._numbers("issn"),
            "eprint": identifiers.bare_identifier(self._raw("eprint")),
            "url": self._url(),
            "page": pages,
            "page_label": pagination or label.removeprefix("page"),
            "edition": identifiers.read_edition(self._text("edition")),
            "note": self._note(),
        }

    def _numbers(self, name: str) -> str:
        return identifiers.with_hyphens(", ".join(identifiers.read_numbers(self._raw(name))))

    def _note(self) -> str:
        note = self._entry.fields.get("note")
        return decode_latex(" ".join(without_junk(note.value).split())) if note else ""

    def _issue(self, number: str) -> str:
        """Return the number of an issue, with what it is called beside: "4 (Summer)"."""
        name = self._text("issue")
        return f"{number} ({name})" if number and name and name != number else name or number

    def _raw(self, *names: str) -> str:
        """Return the first of these fields that says anything, as written."""
        for name in names:  # asked for a hundred times by each work: a generator takes longer
            if value := self._values.get(name):
                return value
        return ""

    def _text(self, *names: str) -> str:
        text = self._raw(*names)
        return decode_latex(text) if text else ""  # as most are

    def _title(self, name: str) -> str:
        """Join a title, its subtitle and its addition."""
        title = self._text(name)
        subtitle = self._text(f"{name.removesuffix('title')}subtitle")
        if title and subtitle:
            title += f"{' ' if title.endswith(('?', '!', ':')) else ': '}{subtitle}"
        addition = self._text(f"{name}addon")
        return f"{title} ({addition.strip('()')})" if title and addition else title

    def _titles(self) -> tuple[str, str]:
        """Return the titles of the work and of what it stands in.

        An issue that has one beside that of its journal stands in the journal.
        """
        title, issue = self._title("title"), self._title("issuetitle")
        journal = self._title("journaltitle") or self._title("journal")
        if self._kind == "periodical" and issue and title:
            title, journal = issue, title
        return title or issue or journal, journal or self._title("booktitle") or self._website()

    def _website(self) -> str:
        """Return the organization whose page or paper this is; elsewhere it publishes."""
        in_whole = self._kind in {"newspaper", "webpage", "website"}
        is_named = self._raw("journaltitle", "journal", "booktitle")
        return self._text("organization") if in_whole and not is_named else ""

    def _publisher(self) -> tuple[str, ...]:
        """Return who published the work: also the organization, if the work is not its page."""
        organization = () if self._website() else self._bodies("organization")
        seat = self._bodies("institution", "school")
        bodies = (*self._bodies("publisher"), *seat, *organization)
        return tuple(dict.fromkeys(bodies))

    def _bodies(self, *names: str) -> tuple[str, ...]:
        written = self._raw(*names)
        if not written:
            return ()  # as most are
        listed = _COUNTRY.sub(lambda country: country[1].upper(), written)
        return tuple(map(decode_latex, read_bodies(listed)))

    def _nature(self) -> dict[str, Any]:
        """Return what the work is, what it stands in, and what its names and pages are."""
        volumes = map(self._raw, ("xref", "crossref"))
        genre = self._text("type")
        return {
            "genre": biblatex.GENRES.get((genre or self._entry.entry_type).lower(), genre),
            "medium": decode_latex(identifiers.without_url(self._raw("howpublished"))),
            "parent": next(filter(self._works.__contains__, volumes), ""),
            "protected": self._protected(),
            "use_prefix": "useprefix" in self._raw("options").replace("useprefix=false", ""),
        }

    def _protected(self) -> tuple[str, ...]:
        groups = [found for name in _TITLES for found in _IN_BRACES.findall(self._raw(name))]
        phrases = (decode_latex(group) for group in groups if group)
        return tuple(phrase for phrase in phrases if phrase != phrase.lower())

    def _hands(self) -> dict[str, Any]:
        """Return who had which hand in the work: editors, translators, and all others by role."""
        roles = {name: self._raw(f"{name}type").lower() or "editor" for name in _EDITORS}
        roles |= {name: name for name in ("translator", *AIDS)}
        found: dict[str, tuple[Name, ...]] = {"editor": (), "translator": ()}
        for name, role in roles.items():
            if names := self._names(name, "shorteditor" if name == "editor" else ""):
                found[role] = (*found.get(role, ()), *names)
        both = {name: found.pop(name) for name in ("editor", "translator")}
        return both | {"contributions": tuple(starmap(Contribution, found.items()))}

    def _names(self, name: str, abbreviations: str = "") -> tuple[Name, ...]:
        written = self._raw(name)
        if not written:
            return ()  # as most are
        return read_names(mend_names(written), decode_latex, self._raw(abbreviations))

    def _date(self, name: str) -> EdtfDate | None:
        try:
            return read_date(self._values, name)
        except ValueError:  # a problem already
            return None

    def _status(self) -> str:
        words = (self._raw("pubstate"), self._raw("date"), self._raw("year"))
        return next(filter(None, map(publication_state, words)), self._text("pubstate"))

    def _url(self) -> str:
        in_text = map(identifiers.url_in, (self._raw("howpublished"), self._raw("note")))
        url = identifiers.bare_identifier(self._raw("url")) or next(filter(None, in_text), "")
        return self._eprint() if not url or identifiers.check_url(url) else url

    def _eprint(self) -> str:
        archive, given = (
            self._raw("eprinttype", "archiveprefix"),
            identifiers.bare_identifier(self._raw("eprint")),
        )
        if not archive and ":" in given:  # "arXiv:2101.01234"
            archive, _, given = given.partition(":")
        start = _EPRINTS.get(archive.casefold(), "")
        return f"{start}{quote(given, safe=_IN_EPRINT)}" if start and given else ""
