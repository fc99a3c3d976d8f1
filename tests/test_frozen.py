"""Readers get the same sites as before: whatever differs is meant, and frozen anew."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING

import pytest

from tests.frozen import FROZEN, NAMES, REAL, described

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHOWN = 40  # lines of a difference


@pytest.mark.paper
@pytest.mark.parametrize("name", NAMES)
def test_site_is_as_it_was_frozen(
    name: str, request: pytest.FixtureRequest, tiny: Callable[[str], Path]
) -> None:
    real = request.getfixturevalue("published") if name == REAL else None
    today = described(real.folder.parent if real else tiny(name))
    folder = FROZEN / name
    former = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.txt")
    }
    assert today.keys() == former.keys()
    changed = [
        line for path, text in today.items() for line in _difference(path, former[path], text)
    ]
    assert not changed, "\n".join([*changed[:SHOWN], "meant so? python -m tests.frozen"])


def _difference(path: str, former: str, today: str) -> list[str]:
    if former == today:
        return []
    lines = former.splitlines(), today.splitlines()
    return list(unified_diff(*lines, f"frozen/{path}", path, lineterm="", n=0))
