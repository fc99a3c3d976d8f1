"""The addresses of a built site, and what stands at each."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from macros.addresses.ledger import Fingerprint, fingerprint, opening
from macros.text import VOID, is_aside

if TYPE_CHECKING:
    from pathlib import Path

_WHOLE = '<div class="whole">'
_SECOND_MARKER = re.compile(r"fnref\d+:")  # not published: it leads to no other place for long
_WITH_MEANING = {"p", "li"}


def published_addresses(site: Path) -> dict[str, Fingerprint]:
    """Return every address of a built site, "2-concept/#definition" → what stands there."""
    found: dict[str, Fingerprint] = {}
    for file in sorted(site.rglob("index.html")):
        page = file.parent.relative_to(site).as_posix()
        prefix = "" if page == "." else f"{page}/"
        found[prefix or "./"] = Fingerprint()
        html = file.read_text(encoding="utf-8")
        # What stands on one page with the whole paper has its lasting addresses in the chapters.
        ids = {} if _WHOLE in html else read_page(html)
        found |= {f"{prefix}#{name}": entry for name, entry in ids.items()}
    return found


def read_page(html: str) -> dict[str, Fingerprint]:
    """Find every address in the content of a page: id → what stands there."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Fingerprint] = {}
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._in_content = False
        self._waiting: dict[str, int] = {}  # empty anchors → the depth of what is around them

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "md-content__inner" in (values.get("class") or ""):
            self._in_content = True
        if self._in_content and tag not in VOID:
            self._open.append((tag, values, []))

    def handle_data(self, data: str) -> None:
        if not any(is_aside(values) for _, values, _ in self._open):
            for _, _, words in self._open:
                words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or tag in VOID:
            return
        opened, values, words = self._open.pop()
        text = " ".join("".join(words).split())
        address = values.get("id")
        if address and not _SECOND_MARKER.match(address) and opened != "script":
            has_meaning = opened in _WITH_MEANING and "moved" not in (values.get("class") or "")
            self.found[address] = fingerprint(text) if has_meaning else Fingerprint(opening(text))
            if opened == "span" and not text:
                self._waiting[address] = len(self._open)
        if opened in _WITH_MEANING:
            inside = [name for name, depth in self._waiting.items() if depth > len(self._open)]
            for name in inside:
                self.found[name] = fingerprint(text)
                del self._waiting[name]
        self._in_content = bool(self._open)
