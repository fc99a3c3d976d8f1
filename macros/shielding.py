"""Code in a page that shows the author's language instead of using it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = re.compile(
    r"(?ms)^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^[ \t]*(?P=fence)[`~]*[ \t]*$"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)"
)


def shield_code(text: str, shield: Callable[[str], str]) -> str:
    """Put what `shield` returns in the place of each piece of code that shows macros.

    Fenced and inline code count; a comment in Jinja's terms keeps the number of lines.
    """

    def replace(match: re.Match[str]) -> str:
        code = match[0]
        if "{{" not in code and "{%" not in code:
            return code
        lines = code.count("\n")
        return shield(code) + ("{##" + "\n" * lines + "##}" if lines else "")

    return CODE.sub(replace, text)
