"""Characters that no source may hold: no reader sees them, and the engine uses some itself."""

from __future__ import annotations

import re

from macros.problems import Problem

# Control characters, halves of surrogate pairs, and of the private use what the engine marks with.
_UNFIT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ue000-\ue0ff\ufffe\uffff]")


def clean(text: str, source: str, first_line: int = 1) -> tuple[str, list[Problem]]:
    """Take out characters that are not for reading, with a problem for each line that has any.

    `first_line` is the line of the source on which the text begins.
    """
    if not _UNFIT.search(text):
        return text, []
    lines = {first_line + text.count("\n", 0, found.start()) for found in _UNFIT.finditer(text)}
    message = "this line has a control character in it; delete it"
    problems = [Problem(source, line, message) for line in sorted(lines)]
    return _UNFIT.sub("\ufffd", text), problems
