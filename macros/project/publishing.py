"""A folder is replaced as a whole, or not at all: what is published stays if a build fails."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def unpublished(site: Path) -> Path:
    """Name the folder, beside the site, in which the next one is built."""
    return site.with_name(f".{site.name}-building")


def publish(site: Path) -> None:
    """Put what was built in the place of the site.

    Raises FileNotFoundError, with the site as it was, where nothing was built.
    """
    built, former = unpublished(site), site.with_name(f".{site.name}-former")
    built.stat()
    shutil.rmtree(former, ignore_errors=True)
    if site.exists():
        site.rename(former)
    built.rename(site)
    shutil.rmtree(former, ignore_errors=True)


def publish_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files, path → content, in the place of all that a folder holds."""
    discard(folder)
    for path, content in files.items():
        file = unpublished(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    publish(folder)


def discard(site: Path) -> None:
    """Remove what was built and not published."""
    shutil.rmtree(unpublished(site), ignore_errors=True)
