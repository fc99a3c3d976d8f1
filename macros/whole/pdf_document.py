"""What Chromium prints, made a document: metadata, outline, tags, the same bytes each time.

Loading pikepdf takes a while; no other module imports this one before it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from msgspec import Struct

if TYPE_CHECKING:
    _Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.S)
_NOT_IN_TITLE = re.compile(r'<a class="headerlink".*?</a>|<[^>]+>', re.S)
# Some faces draw an apostrophe and a letter of Hawaiian, or two quotation marks, with one glyph,
# and Chromium names the letter: whoever searches or copies means the other.
_GLYPHS = {b"<02BC>": b"<2019>", b"<02BB>": b"<2018>"}
_KNOWN = {"’", "‘", "\xa0"}  # and a space that ties reads as any other
_NODE = re.compile(rb"node\d+$")

# What shows something in a content stream, and the operators between which it stands.
_PAINT = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"}
_SHOW = {"ET", "Do", "sh", *_PAINT}
_ENDS = {"BT": {"ET"}, "m": {*_PAINT, "n"}, "re": {*_PAINT, "n"}}
_BEGIN_ARTIFACT = pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
_END = pikepdf.ContentStreamInstruction([], pikepdf.Operator("EMC"))


class Edition(Struct, frozen=True):
    """What a PDF says about itself; `date` is ISO 8601, "2026-11-23" or less exact.

    `address` is that of the page it is printed from, empty where that is not known.
    """

    title: str
    author: str
    subject: str
    date: str
    language: str
    address: str = ""


def pages_of_ids(printed: Path) -> dict[str, int]:
    """Return on which page, from 1, each id stands to which a link leads."""
    with pikepdf.open(printed) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = pdf.Root.get("/Dests", pikepdf.Dictionary())
        return {name.removeprefix("/"): pages[place[0].objgen] for name, place in places.items()}


def headings_of(html: str) -> list[str]:
    """Return the headings of a page as plain text, in their order."""
    titles = (_NOT_IN_TITLE.sub("", heading[2]) for heading in _HEADING.finditer(html))
    return [" ".join(unescape(title).split()) for title in titles]


def complete_pdf(printed: Path, target: Path, edition: Edition, headings: list[str]) -> None:
    """Make the document of what Chromium printed: the same each time, and fit for a screen reader.

    It says what it is, and not when and with which browser it was printed. Its outline gets the
    `headings` of the page.
    """
    with pikepdf.open(printed) as pdf:
        _describe(pdf, edition)
        _name_headings(pdf, headings)
        _name_characters(pdf)
        _renumber_nodes(pdf)
        _complete_tags(pdf)
        target.parent.mkdir(parents=True, exist_ok=True)
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            linearize=True,
        )


def _describe(pdf: pikepdf.Pdf, edition: Edition) -> None:
    del pdf.docinfo
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        xmp["dc:title"] = edition.title
        xmp["dc:creator"] = [edition.author] if edition.author else []
        xmp["dc:description"] = edition.subject
        xmp["dc:language"] = [edition.language]
        xmp["xmp:CreateDate"] = edition.date
        xmp["pdf:Producer"] = "Chromium (Skia/PDF)"
    digits = re.sub(r"\D", "", edition.date)
    pdf.docinfo["/Title"] = edition.title
    pdf.docinfo["/Author"] = edition.author
    pdf.docinfo["/Subject"] = edition.subject
    pdf.docinfo["/CreationDate"] = f"D:{digits}"
    pdf.Root.Lang = edition.language
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    pdf.Root.PageMode = pikepdf.Name.UseOutlines


def _name_headings(pdf: pikepdf.Pdf, headings: list[str]) -> None:
    """Write the outline's titles anew: Chromium loses spaces, and says some words twice.

    It opens down to the parts.
    """
    with pdf.open_outline() as outline:
        items = list(_walk(outline.root))
        titles = whole_titles([str(item.title) for item in items], headings)
        for item, title in zip(items, titles, strict=True):
            item.title = title
        for top in outline.root:
            for part in top.children:
                part.is_closed = True


def whole_titles(printed: Sequence[str], headings: Sequence[str]) -> list[str]:
    """Return the titles of an outline as the page has them: ["Oldrivers"], ["Old rivers"] → these.

    Chromium leaves out headings that are empty or hidden. What is like no heading stays as printed.
    """
    titles = list(printed)
    ours, theirs = ([re.sub(r"\W", "", t) for t in each] for each in (headings, printed))
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        if end - start == last - first:
            pairs = zip(headings[first:last], printed[start:end], strict=True)
            titles[start:end] = [heading or title for heading, title in pairs]
            continue
        for at in range(start, end):
            like = (n for n in range(first, last) if ours[n] and theirs[at].startswith(ours[n]))
            if (found := next(like, None)) is not None:
                titles[at], first = headings[found], found + 1
    return titles


def _walk(items: Iterable[pikepdf.OutlineItem]) -> Iterable[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _walk(item.children)


def _complete_tags(pdf: pikepdf.Pdf) -> None:
    """Mend the tags as far as they can be seen from outside Chromium.

    Source: ISO 32000-1, 14.8.2.2 (running heads and page numbers are artifacts), 14.7.3 (role map),
    14.9.3 (a link says where it leads).
    """
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(
        Em=pikepdf.Name.Span, Strong=pikepdf.Name.Span
    )
    for page in pdf.pages:
        tagged = list(_without_substitutes(pikepdf.parse_content_stream(page)))
        content = pikepdf.unparse_content_stream(list(_with_artifacts(tagged)))
        page.Contents = pdf.make_stream(content)
        for link in page.get("/Annots", pikepdf.Array()):
            if "/A" in link and "/URI" in link.A:
                link.Contents = link.A.URI


def _without_substitutes(instructions: Iterable[_Instruction]) -> Iterator[_Instruction]:
    """Leave out spans that name a character which its font names too: not all readers know them."""
    kept: list[bool] = []
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            kept.append(not _names_a_known_character(instruction))
        if operator in {"BDC", "BMC", "EMC"} and kept and not kept[-1]:
            if operator == "EMC":
                kept.pop()
            continue
        if operator == "EMC" and kept:
            kept.pop()
        yield instruction


def _names_a_known_character(instruction: _Instruction) -> bool:
    properties = instruction.operands[-1]
    named = isinstance(properties, pikepdf.Dictionary) and properties.get("/ActualText")
    return named is not None and str(named) in _KNOWN


def _with_artifacts(instructions: Sequence[_Instruction]) -> Iterator[_Instruction]:
    """Mark what is shown outside the tags; what only sets up or clips stays as it is."""
    depth = at = 0
    while at < len(instructions):
        operator = str(instructions[at].operator)
        depth += (operator in {"BDC", "BMC"}) - (operator == "EMC")
        end = at if depth else _end_of_shown(instructions, at)
        shown = instructions[at : end + 1]
        if depth or str(shown[-1].operator) not in _SHOW:
            yield instructions[at]
            at += 1
        else:
            yield from (_BEGIN_ARTIFACT, *shown, _END)
            at = end + 1


def _end_of_shown(instructions: Sequence[_Instruction], at: int) -> int:
    """Return where the text or path that begins here ends; here, if none does."""
    ends = _ENDS.get(str(instructions[at].operator), set())
    for end in range(at + 1, len(instructions)) if ends else ():
        operator = str(instructions[end].operator)
        if operator in {"BDC", "BMC"}:
            return at
        if operator in ends:
            return end
    return at


def _name_characters(pdf: pikepdf.Pdf) -> None:
    for font in pdf.objects:
        if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
            table = font.ToUnicode.read_bytes()
            for wrong, right in _GLYPHS.items():
                table = table.replace(wrong, right)
            font.ToUnicode.write(table)


def _renumber_nodes(pdf: pikepdf.Pdf) -> None:
    """Give the tagged table cells new numbers: Chromium's differ from print to print."""
    found: list[tuple[pikepdf.Object, int | str]] = []
    for each in pdf.objects:
        _find_nodes(each, found)
    names = sorted({bytes(holder[key]) for holder, key in found})
    new = {name: f"node{number:08}" for number, name in enumerate(names, 1)}
    for holder, key in found:
        holder[key] = pikepdf.String(new[bytes(holder[key])])


def _find_nodes(holder: pikepdf.Object, found: list[tuple[pikepdf.Object, int | str]]) -> None:
    """Note where the names of nodes stand, in what is part of an object itself."""
    items: Iterable[tuple[int | str, pikepdf.Object]] = ()
    if isinstance(holder, pikepdf.Dictionary):
        items = list(holder.items())
    elif isinstance(holder, pikepdf.Array):
        items = list(enumerate(holder))
    for key, value in items:
        if isinstance(value, pikepdf.String) and _NODE.match(bytes(value)):
            found.append((holder, key))
        elif isinstance(value, pikepdf.Object) and not value.is_indirect:
            _find_nodes(value, found)
