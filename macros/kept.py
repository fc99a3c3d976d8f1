"""Texts that one build leaves to the next, in files that may be gone, cut off or out of date."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from pathlib import Path


def read_kept(file: Path, made_from: str) -> str | None:
    """Return what is kept, if it was made from the same; its first line says, with its own digest.

    The file may have been cut off or changed: then that digest is another.
    """
    with suppress(OSError, ValueError):
        digests, _, text = file.read_text("utf-8").partition("\n")
        if digests == f"{made_from} {sha256(text.encode()).hexdigest()}":
            return text
    return None


def keep(file: Path, made_from: str, text: str) -> None:
    """Keep a text, and what it was made from, in a word; where that cannot be, do without."""
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{made_from} {sha256(text.encode()).hexdigest()}\n{text}", "utf-8")
