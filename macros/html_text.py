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


def is_aside(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is no part of the text around it: marks, and links that lead back."""
    link = attributes.get("role") == "doc-backlink" or attributes.get("class") == "headerlink"
    return link or "data-search-exclude" in attributes


def page_name(path: str) -> str:
    """Turn a page's path in the docs folder into an id: "part/a-ships.md" → "part-a-ships"."""
    return re.sub(r"[^\w-]+", "-", path.removesuffix(".md"))
