"""MkDocs' links between pages, each target looked up once on a page.

MkDocs takes each link apart by some ten functions. Notes, and the list of works, have thousands of
links, all alike: to an anchor of a page.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAME = "relpath"  # of MkDocs' own processor, of priority 0
_PLAIN = re.compile(r"((?:[\w.-]+/)*[\w.-]+\.md)?#([\w:.-]+)")  # nothing to decode


class QuickLinks(Treeprocessor):
    """Resolves such links for MkDocs' processor, which must come next: with priority 1."""

    def run(self, root: Element) -> None:
        """Change nothing in the tree."""
        if self.md is not None and NAME in self.md.treeprocessors:
            _resolve_quickly(self.md.treeprocessors[NAME])


def _resolve_quickly(processor: Any) -> None:
    """Do what MkDocs does with links to anchors of pages; all others are left to it.

    It collects the anchors that lead to each file, and checks them in the end.
    """
    resolve = processor.path_to_url
    folder = posixpath.dirname(processor.file.src_uri)
    known: dict[str, tuple[dict[str, str], str]] = {}  # target → its anchors, its address

    def path_to_url(url: str) -> str:
        link = _PLAIN.fullmatch(url)
        if not link:
            return str(resolve(url))
        target, anchor = link[1] or "", link[2]
        if target not in known:
            path = posixpath.normpath(posixpath.join(folder, target))
            file = processor.files.src_uris.get(path) if target else processor.file
            if file is None or file.inclusion.is_excluded():
                return str(resolve(url))  # and MkDocs warns, every time
            address = file.url_relative_to(processor.file) if target else ""
            known[target] = processor.links_to_anchors.setdefault(file, {}), address
        anchors, address = known[target]
        anchors.setdefault(anchor, url)
        return f"{address}#{anchor}"

    processor.path_to_url = path_to_url
