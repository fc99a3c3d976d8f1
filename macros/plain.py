"""Plain data: the base of the engine's own small classes.

They are msgspec's structs, not dataclasses: making two score of those took a twentieth of a short
build, and each instance of them several times the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    Data = TypeVar("Data", bound="Plain")


class Plain(msgspec.Struct, frozen=True):
    """Values by name; two are equal if all of their values are."""


def changed(data: Data, **values: Any) -> Data:
    """Return the same data with other values."""
    return msgspec.structs.replace(data, **values)


def made_by(factory: Callable[[], object]) -> Any:
    """Let a field be made anew for each instance where it is not given."""
    return msgspec.field(default_factory=factory)
