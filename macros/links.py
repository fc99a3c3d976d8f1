"""MkDocs' links between pages, resolved once for each target on a page.

MkDocs takes each link apart and looks its target up by some ten functions; notes, and the list of
works, lead to the same few pages hundreds of times.
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
    """Lets MkDocs' processor remember where it was led; it comes next, if this one has priority 1."""

    def run(self, root: Element) -> None:
        """Change nothing in the tree."""
        if self.md is not None and NAME in self.md.treeprocessors:
            _remember_targets(self.md.treeprocessors[NAME])


def _remember_targets(processor: Any) -> None:
    """Resolve the first link to each file as MkDocs does, and others to anchors of it likewise.

    MkDocs collects the anchors that lead to each file, to check them in the end.
    """
    resolve = processor.path_to_url
    known: dict[str, tuple[dict[str, str], str]] = {}  # target → its anchors, its address

    def path_to_url(url: str) -> str:
        link = _PLAIN.fullmatch(url)
        if not link:
            return str(resolve(url))
        target, anchor = link[1] or "", link[2]
        if target in known:
            anchors, address = known[target]
            anchors.setdefault(anchor, url)
            return f"{address}#{anchor}"
        resolved = str(resolve(url))
        file = _file(processor, target)
        if file and not file.inclusion.is_excluded():  # else MkDocs warns, every time
            address = resolved.removesuffix(f"#{anchor}")
            known[target] = processor.links_to_anchors[file], address
        return resolved

    processor.path_to_url = path_to_url


def _file(processor: Any, target: str) -> Any:
    if not target:
        return processor.file
    folder = posixpath.dirname(processor.file.src_uri)
    return processor.files.get_file_from_path(posixpath.normpath(posixpath.join(folder, target)))
