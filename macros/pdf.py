"""The whole paper as a PDF: printed by Chromium, completed by pikepdf.

Chromium cannot print on which page a chapter begins (CSS Generated Content, `target-counter`). So
the page is printed twice: once to see where its parts come to stand, and again with these numbers
in its table of contents.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SCRIPT = re.compile(r"<script\b.*?</script>", re.S)
_CONTENTS_LINE = re.compile(
    r'(<a href="#([^"]+)"><span class="contents-title">[^<]*</span><span class="contents-page">)'
)
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h\1>", re.S)
_NOT_IN_TITLE = re.compile(r'<a class="headerlink".*?</a>|<[^>]+>', re.S)
# Some faces draw an apostrophe and a letter of Hawaiian, or two quotation marks, with one glyph,
# and Chromium names the letter: whoever searches or copies means the other.
_GLYPHS = {b"<02BC>": b"<2019>", b"<02BB>": b"<2018>"}
_NODE = re.compile(rb"node\d+$")
_SECONDS = 120
_PASSES = 4


class NoPdfError(Exception):
    """Chromium made no PDF, or none whose contents name the right pages."""


@dataclass(frozen=True)
class Edition:
    """What a PDF says about itself; `date` is ISO 8601, "2026-11-23" or less exact."""

    title: str
    author: str
    subject: str
    date: str
    language: str


def print_pdf(chromium: str, page: Path, target: Path, edition: Edition) -> None:
    """Print the HTML file `page` to `target`, with the page numbers in its contents.

    `chromium` is the browser's path. Raises NoPdfError with what it said if it printed nothing.
    """
    html = _SCRIPT.sub("", page.read_text(encoding="utf-8"))
    numbers: Mapping[str, int] = {}
    copy = page.with_name(f"{page.stem}-to-print.html")
    with TemporaryDirectory() as folder:
        printed = Path(folder) / "printed.pdf"
        try:
            for _ in range(_PASSES):
                copy.write_text(_with_numbers(html, numbers), encoding="utf-8")
                _run(chromium, copy, printed, Path(folder) / "profile")
                before, numbers = numbers, _pages_of_parts(printed, html)
                if numbers == before:
                    return _complete(printed, target, edition, _headings(html))
        finally:
            copy.unlink(missing_ok=True)
    raise NoPdfError("the page numbers in the contents do not come to rest")


def _with_numbers(html: str, numbers: Mapping[str, int]) -> str:
    return _CONTENTS_LINE.sub(lambda line: f"{line[1]}{numbers.get(line[2], '')}", html)


def _run(chromium: str, page: Path, target: Path, profile: Path) -> None:
    command = [chromium, *_OPTIONS, f"--user-data-dir={profile}", f"--print-to-pdf={target}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium has none for root
    try:
        done = subprocess.run(
            [*command, page.as_uri()], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPdfError(f"{chromium}: {error}") from None
    if done.returncode or not target.exists():
        raise NoPdfError(f"{chromium} printed nothing: {done.stderr.strip()[-300:]}")


def _pages_of_parts(printed: Path, html: str) -> dict[str, int]:
    """Return the number of the page, from 1, on which each line of the contents leads."""
    with pikepdf.open(printed) as pdf:
        sheets = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages, 1)}
        places = pdf.Root.get("/Dests", pikepdf.Dictionary())
        return {
            line[2]: sheets[places[f"/{line[2]}"][0].objgen]
            for line in _CONTENTS_LINE.finditer(html)
            if f"/{line[2]}" in places
        }


def _headings(html: str) -> list[str]:
    titles = (_NOT_IN_TITLE.sub("", heading[2]) for heading in _HEADING.finditer(html))
    return [" ".join(unescape(title).split()) for title in titles]


def _complete(printed: Path, target: Path, edition: Edition, headings: list[str]) -> None:
    """Say what the document is, and leave out when and with which browser it was printed."""
    digits = re.sub(r"\D", "", edition.date)
    with pikepdf.open(printed) as pdf:
        del pdf.docinfo
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            xmp["dc:title"] = edition.title
            xmp["dc:creator"] = [edition.author] if edition.author else []
            xmp["dc:description"] = edition.subject
            xmp["dc:language"] = [edition.language]
            xmp["xmp:CreateDate"] = edition.date
            xmp["pdf:Producer"] = "Chromium (Skia/PDF)"
        pdf.docinfo["/Title"] = edition.title
        pdf.docinfo["/Author"] = edition.author
        pdf.docinfo["/Subject"] = edition.subject
        pdf.docinfo["/CreationDate"] = f"D:{digits}"
        _name_headings(pdf, headings)
        _name_characters(pdf)
        _renumber_nodes(pdf)
        pdf.Root.Lang = edition.language
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            linearize=True,
        )


def _name_headings(pdf: pikepdf.Pdf, headings: list[str]) -> None:
    """Write the outline's titles anew: Chromium loses spaces, and says some words twice."""
    with pdf.open_outline() as outline:
        items = list(_walk(outline.root))
        if len(items) != len(headings):
            raise NoPdfError(f"the outline has {len(items)} items for {len(headings)} headings")
        for item, title in zip(items, headings, strict=True):
            item.title = title


def _walk(items: Iterable[pikepdf.OutlineItem]) -> Iterable[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _walk(item.children)


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
