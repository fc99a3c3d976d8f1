"""Jinja as everywhere in this project: in its sandbox, with its signs, and within bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from jinja2.runtime import Context

_LONGEST = 100_000  # signs or items that a product may have; the sandbox bounds `range` alike


class _Bounded(SandboxedEnvironment):
    """A sandbox in which no sum takes hours, or all memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        text, times = (right, left) if isinstance(left, int) else (left, right)
        repeats = hasattr(text, "__len__") and isinstance(times, int)
        if operator == "**" or (repeats and len(text) * times > _LONGEST):
            raise OverflowError(f'"{operator}" would give too much here; write the result')
        return super().call_binop(context, operator, left, right)


def open_sandbox(**options: Any) -> SandboxedEnvironment:
    """Make an environment; comments are "{##", since "{#" opens `{#id}` in Markdown headings."""
    return _Bounded(
        undefined=StrictUndefined,
        autoescape=False,
        comment_start_string="{##",
        comment_end_string="##}",
        **options,
    )
