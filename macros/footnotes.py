"""Notes of a single paragraph, taken from the end of a page before its blocks are parsed.

Python-Markdown tries every kind of block on each of them, and then again on what it says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.footnotes import (
    FN_BACKLINK_TEXT,
    NBSP_PLACEHOLDER,
    FootnoteExtension,
)
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from macros.markdown_text import is_paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

_DEFINITION = re.compile(r"\[\^([\w-]+)\]: *(\S.*)")
_ANYWHERE = re.compile(r"(?m)^.*\[\^[^\]]*\]:")
_ABBREVIATION = "*["
# HTML other than marks within a line; and signs that Python-Markdown leaves out.
_OTHER_HTML = re.compile(r"<(?!https?://[^\s<>]+>|/?(?:i|bdi|em|span|sub|sup)>)|[\x00-\x1f]")
# Where block processors and preprocessors come from that make nothing of a paragraph.
_KNOWN = {
    *("markdown.blockprocessors", "markdown.preprocessors", "mkdocs.structure.pages"),
    *(f"markdown.extensions.{name}" for name in ("abbr", "admonition", "def_list", "footnotes")),
    *(f"markdown.extensions.{name}" for name in ("md_in_html", "sane_lists", "tables")),
    *(f"pymdownx.{name}" for name in ("details", "superfences", "tabbed")),
    __name__,
}


def register(md: Markdown) -> None:
    """Register behind code in fences (25) and before HTML (20); `md` has its other extensions."""
    extensions = (e for e in md.registeredExtensions if isinstance(e, FootnoteExtension))
    readers = [*md.preprocessors, *md.parser.blockprocessors]
    footnotes = next(extensions, None)
    if footnotes and {type(reader).__module__ for reader in readers} <= _KNOWN:
        taking = _Taking(md, footnotes)
        md.preprocessors.register(taking, "taken_notes", 22)
        md.treeprocessors.register(_Giving(md, footnotes, taking.texts), "given_notes", 49)


class _Taking(Preprocessor):
    """Takes the notes out; in their places among the others, `footnotes` gets empty ones."""

    def __init__(self, md: Markdown, footnotes: FootnoteExtension) -> None:
        super().__init__(md)
        self._footnotes = footnotes
        self.texts: dict[str, str] = {}

    def run(self, lines: list[str]) -> list[str]:
        self.texts.clear()
        names, taken = _notes_at_the_end(lines)
        if not taken:
            return lines
        for name in names:
            self._footnotes.setFootnote(name, "")
        self.texts.update(dict(taken.values()))
        return [line for at, line in enumerate(lines) if at not in taken]


def _notes_at_the_end(lines: Sequence[str]) -> tuple[list[str], dict[int, tuple[str, str]]]:
    """Return the names of all notes, and by their lines those to take, with their texts.

    None are taken where notes are defined before the end too, or twice: their order matters.
    """
    names: list[str] = []
    taken = {}
    goes_on = False  # whether there is more to the note above
    at = len(lines)
    while at:
        line, before = lines[at - 1], lines[at - 2] if at > 1 else ""
        definition = _DEFINITION.fullmatch(line)
        if definition:
            name, text = definition.groups()
            names.append(name)
            is_alone = not before.strip() or before.startswith("[^")
            if not goes_on and is_alone and is_paragraph(text) and not _OTHER_HTML.search(text):
                taken[at - 1] = name, text.rstrip()
            goes_on = False
        elif line.startswith(_ABBREVIATION):
            goes_on = bool(before.strip())
        elif line.startswith("    "):
            goes_on = True
        elif line.strip():
            break
        at -= 1
    first_is_apart = not at or at == len(lines) or not lines[at].strip()
    is_orderly = len(names) == len(set(names)) and not _ANYWHERE.search("\n".join(lines[:at]))
    return names[::-1], taken if first_is_apart and is_orderly else {}


class _Giving(Treeprocessor):
    """Makes paragraphs of the notes, before inline patterns are tried, as `footnotes` would."""

    def __init__(self, md: Markdown, footnotes: FootnoteExtension, texts: dict[str, str]) -> None:
        super().__init__(md)
        self._footnotes = footnotes
        self._texts = texts

    def run(self, root: Element) -> None:
        names = list(self._footnotes.footnotes) if self._texts else []
        items = root.findall(".//div[@class='footnote']/ol/li")
        for number, (name, item) in enumerate(zip(names, items, strict=False), 1):
            if name in self._texts:
                paragraph = SubElement(item, "p")
                paragraph.text = self._texts[name] + NBSP_PLACEHOLDER
                attributes = {
                    "href": f"#{self._footnotes.makeFootnoteRefId(name)}",
                    "class": "footnote-backref",
                    "title": self._footnotes.getConfig("BACKLINK_TITLE").format(number),
                }
                SubElement(paragraph, "a", attributes).text = FN_BACKLINK_TEXT
