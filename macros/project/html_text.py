"""Small rules of HTML that those who read finished pages share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# Elements without an end tag (HTML Living Standard, "Void elements"), as far as pages have them.
VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
# Where the whole paper comes to stand on its page.
PLACEHOLDER = '<div class="whole" id="whole-paper"></div>'


# What XML, and so lxml, takes for no character (XML 1.0, section 2.2), and any by its number.
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BY_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));?")


_ID = re.compile(r'<[^>]*\bid="([^"]+)"')


def fit_for_xml(html: str) -> str:
    """Put spaces in the place of control characters, such as the form feeds of text from a PDF."""

    def mend(reference: re.Match[str]) -> str:
        number = int(reference[1], 16) if reference[1] else int(reference[2])
        is_none = number <= 0x10FFFF and _NO_CHARACTER.match(chr(number))
        return " " if is_none else reference[0]

    return _BY_NUMBER.sub(mend, _NO_CHARACTER.sub(" ", html))


def is_aside(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is no part of the text around it: marks, and links that lead back."""
    link = attributes.get("role") == "doc-backlink" or attributes.get("class") == "headerlink"
    return link or "data-search-exclude" in attributes


def page_name(path: str) -> str:
    """Turn a page's path in the docs folder into an id: "part/a-ships.md" → "part-a-ships"."""
    return re.sub(r"[^\w-]+", "-", path.removesuffix(".md"))


def ids_in(html: str) -> set[str]:
    """Return all ids of HTML: `<p id="a">` → {"a"}."""
    return set(_ID.findall(html))
