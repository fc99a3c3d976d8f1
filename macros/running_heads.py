"""Running heads for print: each page of the site prints its title on top of every sheet.

Chromium prints no text that a page sets by itself (CSS Generated Content for Paged Media,
`string-set`), but it knows named pages (CSS Paged Media Module Level 3, section 8): here is one for
each title.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SHEET = "assets/running-heads.css"

_SPECIAL = re.compile(r'["\\<\x00-\x1f\x7f]')


def running_heads(titles: Mapping[str, str]) -> str:
    """Write the style sheet: the value of `data-page` on the body or a section → its title."""
    return "".join(_rules(name, title) for name, title in titles.items())


def _rules(name: str, title: str) -> str:
    text = _SPECIAL.sub(lambda found: f"\\{ord(found[0]):x} ", title)
    return (
        f'[data-page="{name}"]{{page:of-{name}}}\n'
        f'@page of-{name}:left{{@top-left{{content:"{text}"}}}}\n'
        f'@page of-{name}:right{{@top-right{{content:"{text}"}}}}\n'
    )
