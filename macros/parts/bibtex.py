"""Works for LaTeX: entries that biber takes without a warning, and pdfLaTeX without an error.

Types, their fields and those that must be there: biblatex's data model (blx-dm.def; manual,
sections 2.1 and 2.2). The types that it names, but gives no fields (jurisdiction, letter, video …),
are @misc to biblatex's own styles (section 2.1.3), and so they are here; `entrysubtype` says more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from macros.bib.entries import AIDS, Contribution, Entry, Name
from macros.dates import EdtfDate
from macros.text import mark_emphasis

# Kinds of work of a house style → the types that they may be, and their subtypes.
_TYPES = {
    "archival_item": "unpublished/archive misc/archive",
    "article": "article",
    "book": "book collection",
    "case": "misc/case",
    "chapter": "incollection inbook inproceedings",
    "companion_chapter": "online misc",
    "dataset": "dataset",
    "document": "report/document misc/document",
    "interview": "misc/interview unpublished/interview",
    "legislation": "misc/legislation",
    "letter": "misc/letter unpublished/letter",
    "manuscript": "unpublished misc/manuscript",
    "newspaper": "article/newspaper online/blog",
    "patent": "patent",
    "periodical": "periodical",
    "presentation": "unpublished/presentation misc/presentation",
    "recording": "misc/recording",
    "reference_entry": "inreference",
    "report": "report book/report",
    "reprinted_document": "article/document",
    "thesis": "thesis",
    "treaty": "article/treaty misc/treaty",
    "webpage": "online misc/webpage",
    "website": "online/website misc/website",
    "yearbook_chapter": "incollection/yearbook",
}
KINDS = _TYPES.keys()

_HANDS = "editor editora editorb editorc editortype editoratype editorbtype editorctype"
_AIDED = f"annotator commentator translator {_HANDS}"
_BOOK = (
    f"{_AIDED} afterword chapter foreword introduction edition isbn location maintitle number "
    "pages part publisher series volume volumes"
)
_EVENT = "eventdate eventtitle location venue"
_ANY = (
    "addendum bookpagination date doi eprint eprintclass eprinttype langid language library note "
    "options origdate origlocation origpublisher origtitle presort pubstate shortauthor "
    "shorteditor shorttitle sortkey sortname sorttitle sortyear title url urldate"
)
# The fields of a type beside those of all types; first those that must be there.
_MODEL = {
    "article": f"author journaltitle date | {_AIDED} issn issue issuetitle number pages series "
    "version volume",
    "book": f"author date | {_BOOK} pagetotal",
    "collection": f"editor date | {_BOOK} pagetotal",
    "dataset": "| author edition editor editortype location number organization publisher series "
    "type version",
    "inbook": f"author booktitle date | {_BOOK} bookauthor",
    "incollection": f"author editor booktitle date | {_BOOK}",
    "inproceedings": f"author booktitle date | {_EVENT} chapter editor editortype isbn maintitle "
    "number organization pages part publisher series volume volumes",
    "inreference": f"author editor booktitle date | {_BOOK}",
    "misc": "date | author editor editortype howpublished location organization type version",
    "online": "url date | author editor editortype organization version",
    "patent": "author number date | holder location type version",
    "periodical": f"editor date | {_HANDS} issn issue issuetitle number series volume",
    "report": "author institution type date | chapter location number pages pagetotal version",
    "thesis": "author institution type date | chapter location pages pagetotal",
    "unpublished": f"author date | {_EVENT} howpublished type",
}
# What needs no name when it stands where its type has no field for it.
_PLAIN = {
    *("booktitle", "eventtitle", "howpublished", "institution", "issuetitle", "journaltitle"),
    *("location", "maintitle", "number", "organization", "publisher", "series", "type", "venue"),
}


class _Value(NamedTuple):
    """LaTeX, and the fields for it, of which the first counts that a type has and that is free."""

    fields: tuple[str, ...]
    latex: str
    role: str = ""  # of people, where a type has a field for it
    told: str = ""  # what it says without a field of its own


def to_biblatex(entry: Entry, words: Mapping[str, str]) -> str:
    """Write an entry for biblatex, in UTF-8; "addendum" has what its type has no field for.

    `words` are those for biblatex's values of "type", "pubstate" and "editortype" there.
    """
    values = [value for value in _values(entry, words) if value.latex]
    forms = [_placed(values, form) for form in _TYPES[entry.kind].split()]
    form, fields, _ = min(forms, key=lambda placed: placed[2])
    lines = [f"  {name:<12} = {{{value}}},\n" for name, value in fields.items()]
    return f"@{form.partition('/')[0]}{{{entry.key},\n{''.join(lines)}}}\n"


def _placed(values: Iterable[_Value], form: str) -> tuple[str, dict[str, str], int]:
    """Return a type, the fields that it has for these values, and how badly it fits."""
    entry_type, _, subtype = form.partition("/")
    needed, _, more = _MODEL[entry_type].partition("|")
    known = {*f"{_ANY} {needed} {more}".split()}
    fields: dict[str, str] = {}
    left = []
    for value in values:
        name = next((f for f in value.fields if f in known and f not in fields), "")
        if name:
            fields[name] = value.latex
            if value.role and f"{name}type" in known:
                fields[f"{name}type"] = value.role
        else:
            left.append(_named(value))
    missing = {*needed.split(), "title"} - fields.keys()
    if left:
        fields["addendum"] = ", ".join(filter(None, (fields.get("addendum", ""), *left)))
    if subtype:
        fields["entrysubtype"] = subtype
    return form, fields, len(missing) + len(left)


def _named(value: _Value) -> str:
    name = value.role or value.fields[0]
    if value.told:
        return value.told
    if name in _PLAIN:
        return value.latex
    return f"ISBN {value.latex}" if name == "isbn" else f"{name}: {value.latex}"


# Fields by the parts of an entry whose text they have.
_TEXTS = {
    "series": "collection_title",
    "type": "genre",
    "edition": "edition",
    "volume": "volume",
    "volumes": "number_of_volumes",
    "part": "part",
    "chapter": "chapter",
    "version": "version",
    "eventtitle": "event_title",
    "venue": "event_place",
    "howpublished": "medium",
    "library": "archive",
    "pubstate": "status",
    "pagetotal": "number_of_pages",
    "bookpagination": "page_label",
    "eprint": "eprint",
    "eprinttype": "eprint_type",
    "eprintclass": "eprint_class",
    "origtitle": "original_title",
    "issn": "issn",
    "note": "note",
    "addendum": "addendum",
    "shorttitle": "title_short",
    "presort": "presort",
    "sortkey": "sort_key",
    "sorttitle": "sort_title",
    "sortyear": "sort_year",
}
_LISTS = {
    "location": "publisher_place",
    "publisher institution organization": "publisher",
    "origlocation": "original_publisher_place",
    "origpublisher": "original_publisher",
}
_DATES = {
    "date": "issued",
    "origdate": "original_date",
    "eventdate": "event_date",
    "urldate": "accessed",
}
_VERBATIM = ("doi", "url")
_IN_JOURNALS = {"article", "newspaper", "periodical", "reprinted_document"}


def _values(entry: Entry, words: Mapping[str, str]) -> Iterable[_Value]:
    """Return all that an entry says, in the order of writing."""
    yield from _people(entry, words)
    yield from _titles(entry)
    number, issue = _numbers(entry)
    first, *isbns = entry.isbn.split(", ")
    texts = {"number": number, "issue": issue}
    texts |= {name: str(getattr(entry, part)) for name, part in _TEXTS.items()}
    texts |= {"isbn": first, "langid" if is_babel(entry.language) else "language": entry.language}
    for name, text in texts.items():
        yield _Value((name,), to_latex(text), told=to_latex(words.get(text, "")))
    for names, part in _LISTS.items():
        yield _Value((*names.split(),), _list(getattr(entry, part)))
    for name, part in _DATES.items():
        yield _Value((name,), _edtf(getattr(entry, part)))
    yield _Value(("pages",), to_latex(entry.page).replace("-", "--"))
    yield from (_Value((name,), _verbatim(getattr(entry, name))) for name in _VERBATIM)
    yield _Value(("options",), "useprefix=true" if entry.use_prefix else "")
    yield from (_Value(("isbn",), isbn) for isbn in isbns)  # biber takes one in the field


def _people(entry: Entry, words: Mapping[str, str]) -> Iterable[_Value]:
    """Return who did what; biblatex has four fields for editors, and a type for each."""
    editors = ("editor", "editora", "editorb", "editorc")
    yield _Value(("author",), _names(entry.author))
    yield _Value(("bookauthor",), _names(entry.container_author))
    yield _Value(("editor",), _names(entry.editor))
    yield _Value(("translator", "editor"), _names(entry.translator), "translator")
    for each in entry.contributions:
        fields = (each.role,) if each.role in AIDS else editors
        yield _Value(fields, _names(each.names), each.role, to_latex(told(each, words)))
    yield _Value(("sortname",), _names(entry.sort_name))
    for name, people in (("shortauthor", entry.author), ("shorteditor", entry.editor)):
        short = any(person.abbreviation for person in people)
        yield _Value((name,), _names(people, short=True) if short else "")


def _titles(entry: Entry) -> Iterable[_Value]:
    """Return the titles; that of an issue stands beside that of its journal."""
    title, container, issue = entry.title, entry.container_title, entry.issue_title
    if entry.kind == "periodical" and container:
        title, container, issue = container, "", title
    yield _Value(("title",), _title(title, entry))
    yield _Value(("maintitle",), _title(entry.whole_title, entry))
    yield _Value(("journaltitle", "booktitle", "organization"), _title(container, entry))
    yield _Value(("issuetitle",), to_latex(issue if issue != title else ""))


def _numbers(entry: Entry) -> tuple[str, str]:
    """Return what is for "number" and for "issue": "4 (Summer)" → 4, Summer."""
    in_journal = entry.kind in _IN_JOURNALS
    number, issue = entry.collection_number or entry.number, entry.issue
    if in_journal or not number:
        both = re.fullmatch(r"(\S+) \((.+)\)", issue)
        return (both[1], both[2]) if both else (issue or number, "")
    return number, issue if issue != number else ""


def told(made: Contribution, words: Mapping[str, str]) -> str:
    """Say what people did: "directed by Per Lind", or "gaffer: Per Lind" without a word for it."""
    names = ", ".join("et al." if name.others else name.full for name in made.names)
    return f"{words[made.role]} {names}" if made.role in words else f"{made.role}: {names}"


# ---- values ----

_SIGNS = {
    **{sign: f"\\{sign}" for sign in "_#%&$"},
    **{"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    **{"^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "\xa0": "~"},
    **{"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"},
}
_ESCAPES = str.maketrans(_SIGNS)
_WORD = re.compile(r"[^\W_][\w’'‑-]*")
_AFTER_STOP = re.compile(r"(?:^|[.:?!]|[–—]\s)[^\w]*$")
_LOWER = re.compile(r"(?<![^\s])[^\W\d_A-Z]")
# babel's names of languages (babel manual, section 1.5), and their codes (BCP 47).
_BABEL = """
acadian fr-CA, american en-US, arabic ar, australian en-AU, austrian de-AT, basque eu,
brazilian pt-BR, british en-GB, bulgarian bg, canadian en-CA, catalan ca, chinese zh, croatian hr,
czech cs, danish da, dutch nl, english en, esperanto eo, estonian et, finnish fi, french fr,
galician gl, german de, greek el, hebrew he, hindi hi, hungarian hu, icelandic is, indonesian id,
irish ga, italian it, japanese ja, korean ko, latin la, latvian lv, lithuanian lt, magyar hu,
naustrian de-AT, newzealand en-NZ, ngerman de, norsk nb, norwegian no, nswissgerman de-CH,
nynorsk nn, persian fa, polish pl, portuguese pt, romanian ro, russian ru, serbian sr, slovak sk,
slovene sl, slovenian sl, spanish es, swedish sv, swissgerman de-CH, thai th, turkish tr,
ukenglish en-GB, ukrainian uk, usenglish en-US, vietnamese vi, welsh cy
"""
_LANGUAGES: Mapping[str, str] = dict(pair.split() for pair in _BABEL.split(","))


def is_babel(language: str) -> bool:
    """Whether babel knows a language by this name, as "langid" must be: "ngerman", not "de"."""
    return language.lower() in _LANGUAGES


def language_code(language: str) -> str:
    """Return the code of a language for CSL and RIS (BCP 47): "ngerman" → de; "de" stays."""
    return _LANGUAGES.get(language.lower(), language)


def to_latex(text: str) -> str:
    r"""Write plain text as LaTeX: "50 % of A_b" → "50 \% of A\_b"; a brace is always paired."""
    escaped = text.translate(_ESCAPES).replace("--", "-{}-")
    return mark_emphasis(escaped, "\\emph{", "}")


def _verbatim(text: str) -> str:
    """Write a DOI or an address, in which nothing is escaped; braces only would end the field."""
    return text.replace("{", "%7B").replace("}", "%7D")


def _title(text: str, entry: Entry) -> str:
    """Write a title, with braces around capitals that no style may make small.

    They are those that stand in braces in the bibliography, and words such as "NATO"; in a title
    that is not in English headline style also all words with a capital: names, and German nouns.
    """
    if text in entry.protected:
        return f"{{{to_latex(text)}}}"
    words = [word[0] for word in _WORD.finditer(text)]
    kept = {word for word in words if word[1:] != word[1:].lower()}
    if not _is_headline(words[1:], entry.language):
        inner = (
            word for word in _WORD.finditer(text) if not _AFTER_STOP.search(text[: word.start()])
        )
        kept |= {word[0] for word in inner if word[0][0].isupper()}
    phrases = sorted({*kept, *entry.protected}, key=len, reverse=True)
    if not phrases:
        return to_latex(text)
    pattern = rf"(?<!\w)({'|'.join(map(re.escape, phrases))})(?!\w)"
    parts = re.split(pattern, text)
    return "".join(f"{{{to_latex(p)}}}" if i % 2 else to_latex(p) for i, p in enumerate(parts))


def _is_headline(words: list[str], language: str) -> bool:
    long = [word for word in words if len(word) > 3]
    is_english = language_code(language)[:2] in {"", "en"}
    return is_english and sum(word[0].isupper() for word in long) * 2 > len(long)


def _edtf(date: EdtfDate | None) -> str:
    """Write a date as biber reads it: an open end with no dots, a year for its unknown months."""
    return re.sub(r"\.\.|(?:-XX)+(?=/|$)", "", date.text) if date else ""


def _list(names: tuple[str, ...]) -> str:
    """Write publishers or places; "and" and a comma within one mean nothing in braces."""
    return " and ".join(_in_braces(to_latex(name)) for name in names)


def _names(names: tuple[Name, ...], *, short: bool = False) -> str:
    return " and ".join(_name(name, short=short) for name in names)


def _name(name: Name, *, short: bool) -> str:
    if name.others:
        return "others"
    if name.literal:
        return f"{{{to_latex(name.abbreviation if short and name.abbreviation else name.literal)}}}"
    family, given = _family(to_latex(name.family)), _in_braces(to_latex(name.given))
    particle, suffix = to_latex(name.particle), _in_braces(to_latex(name.suffix))
    if given and (not particle or all(word[0].islower() for word in particle.split())):
        return ", ".join(filter(None, (f"{particle} {family}".strip(), suffix, given)))
    if not (particle or suffix or " " in family):
        return family  # known by one name
    parts = {"family": family, "given": given, "prefix": particle, "suffix": suffix}
    return ", ".join(f"{part}={value}" for part, value in parts.items() if value)


def _family(name: str) -> str:
    """Keep "de la Cruz" together, which BibTeX would take for a particle and a name."""
    return f"{{{name}}}" if _LOWER.search(name) and " " in name else _in_braces(name)


def _in_braces(text: str) -> str:
    return f"{{{text}}}" if re.search(r",|(?i:\band\b)", text) else text
