"""The types and fields of BibTeX and biblatex, and what they mean here.

Source: the biblatex manual, sections 2.1 (entry types) and 2.2 (fields).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from macros.bib.reading import RawEntry

# Kinds of work of a house style, and the entry types that are such.
_TYPES = {
    "article": "article review suppperiodical",
    "book": "book booklet collection commentary mvbook mvcollection mvproceedings mvreference "
    "proceedings reference",
    "case": "jurisdiction",
    "chapter": "bookinbook conference inbook incollection inproceedings suppbook suppcollection",
    "dataset": "dataset software",
    "document": "custom customa customb customc customd custome customf misc standard",
    "legislation": "legislation",
    "letter": "letter",
    "manuscript": "unpublished",
    "patent": "patent",
    "periodical": "periodical",
    "recording": "artwork audio image movie music performance video",
    "reference_entry": "inreference",
    "report": "manual report techreport",
    "thesis": "mastersthesis phdthesis thesis",
    "treaty": "legal",
    "webpage": "electronic online www",
}
KINDS = {entry_type: kind for kind, types in _TYPES.items() for entry_type in types.split()}
_ALIKE = (
    "case dataset document interview legislation letter manuscript presentation recording treaty "
    "webpage website"
)
# The kinds of a type where an "entrysubtype" says more.
SUBTYPES = {
    "article": {
        **dict.fromkeys(("newspaper", "magazine", "blog"), "newspaper"),
        "document": "reprinted_document",
        "treaty": "treaty",
    },
    "book": {"report": "report"},
    "incollection": {"yearbook": "yearbook_chapter"},
    "report": {"document": "document"},
    "online": {"blog": "newspaper", "website": "website", "document": "document"},
    "misc": {
        "archive": "archival_item",
        **{name: name for name in _ALIKE.split()},
    },
    "unpublished": {
        "archive": "archival_item",
        **{name: name for name in ("interview", "letter", "presentation")},
    },
}
# Kinds of source, and the kinds of work that are such; a report by a body is a document.
SOURCES = {
    "document": "archival_item case dataset document legislation letter patent recording "
    "reprinted_document treaty",
    "research": "article book chapter manuscript periodical presentation reference_entry report "
    "thesis yearbook_chapter",
    "press": "newspaper",
    "web": "webpage website",
    "interview": "interview",
}
_SOURCE_OF = {kind: source for source, kinds in SOURCES.items() for kind in kinds.split()}
# Types that biblatex has for other ends than works.
NO_WORKS = {"bibnote", "set", "xdata"}
# What the older types say of themselves (manual, section 2.1.2), and people in `type`, by
# biblatex's keys for `type` (section 4.9.2.13).
GENRES = {
    **dict.fromkeys(("mastersthesis", "masterthesis", "master thesis"), "mathesis"),
    **dict.fromkeys(("bachelorsthesis", "bachelorthesis", "bachelor thesis"), "bathesis"),
    **{name: name for name in ("phdthesis", "techreport")},
}
# The fields of the manual's section 2.2, and those that Zotero, Better BibTeX and JabRef add.
_FIELDS = """
abstract addendum address afterword annotation annotator annote archiveprefix author authortype
bookauthor bookpagination booksubtitle booktitle booktitleaddon chapter commentator crossref date
day doi edition editor editora editoratype editorb editorbtype editorc editorctype editortype eid
entryset entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon
execute file foreword gender groups holder howpublished hyphenation ids indextitle institution
introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon iswc
journal journalsubtitle journaltitle journaltitleaddon key keyword keywords label langid langidopts
language library location mainsubtitle maintitle maintitleaddon month nameaddon note number
options organization origdate origlanguage origlocation origpublisher origtitle owner pages
pagetotal pagination part pdf presort primaryclass publisher pubstate related relatedoptions
relatedstring relatedtype reprinttitle school series shortauthor shorteditor shorthand
shorthandintro shortjournal shortseries shorttitle sortkey sortname sortshorthand sorttitle
sortyear subtitle timestamp title titleaddon translator type url urldate urlday urlmonth urlyear
venue version volume volumes xdata xref year
"""
FIELDS = frozenset(_FIELDS.split())
# Of these, what is for programs, is a part of another, or stands beside the reference of a work: on
# the bibliography page, in later citations.
_ASIDE = """
abstract annotation annote archiveprefix authortype bookpagination crossref day doi editoratype
editorbtype editorctype editortype entryset entrysubtype eprintclass eprinttype execute file gender
groups hyphenation ids indextitle isan isbn ismn isrn issn iswc key keyword keywords label langid
langidopts language month note options owner pagination pdf presort primaryclass related
relatedoptions relatedstring relatedtype shortauthor shorteditor shorthand shorthandintro
shortjournal shortseries shorttitle sortkey sortname sortshorthand sorttitle sortyear timestamp url
urlday urlmonth urlyear xdata xref
"""
IN_REFERENCES = FIELDS.difference(_ASIDE.split())


def kind_of(entry: RawEntry) -> str:
    """Return the kind of work: `@misc` with the subtype "letter" → "letter"; else "document".

    An @inbook without a book's title is BibTeX's "part of the book with this title", and an
    @inproceedings without one a paper that was read.
    """
    entry_type, given = entry.entry_type, entry.given
    if kind := SUBTYPES.get(entry_type, {}).get(entry.text("entrysubtype")):
        return kind
    if "booktitle" not in given:
        if entry_type == "inbook" and given and given.isdisjoint({"crossref", "xref"}):
            return "book"
        if entry_type in {"inproceedings", "conference"} and "eventtitle" in given:
            return "presentation"
    return KINDS.get(entry_type, "document")


def source_of(kind: str, *, has_persons: bool) -> str:
    """Return what a work is as a source: "press"; `has_persons` if not only bodies made it."""
    return _SOURCE_OF[kind] if has_persons or kind != "report" else "document"
