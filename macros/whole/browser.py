"""The Chromium or Chrome of this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NOT_FOUND = "no Chromium or Chrome was found"
REMEDY = "install one, or name it in the environment variable CHROMIUM"

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_chromium() -> str | None:
    """Return the path of an installed browser; the environment variable CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    installed = [path for name in _NAMES if (path := shutil.which(name))]
    installed += [path for path in _APPLICATIONS if Path(path).exists()]
    return installed[0] if installed else None
