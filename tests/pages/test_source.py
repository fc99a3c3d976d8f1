"""Code that shows macros; the cases stand in cases/shielding.yml."""

from __future__ import annotations

from typing import Any

import pytest

from macros.pages.source import shield_code
from tests.golden import cases


@pytest.mark.parametrize("case", cases("shielding.yml"))
def test_code_is_shielded(case: dict[str, Any]) -> None:
    found: list[str] = []

    def shield(code: str) -> str:
        found.append(code)
        return "CODE"

    shielded = shield_code(case["text"], shield)
    assert found == case["code"]
    assert shielded.count("\n") == case["text"].count("\n")
