"""The browser for the tests: an installed Chromium or Chrome, or one that is fetched.

`python -m tests.chromium` makes sure that there is one and says which; the tests themselves only
look. The environment variable CHROMIUM names one explicitly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from macros.browser import find_chromium


def find_browser() -> str | None:
    """Return the path of a browser that the tests can drive, if there is one."""
    installed = find_chromium()
    if installed or os.environ.get("CHROMIUM"):
        return installed
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def _run(*command: str) -> bool:
    print("  $", " ".join(command), flush=True)
    try:
        return subprocess.run(command, check=False, timeout=900).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        print("   ", error)
        return False


def _fetch() -> None:
    print("There is no Chromium or Chrome here. Trying Playwright's own download:", flush=True)
    _run(sys.executable, "-m", "playwright", "install", "chromium")
    if find_browser() or not shutil.which("apt-get"):
        return
    if os.geteuid() != 0:
        print("That failed. Install Chromium, for example with: sudo apt-get install chromium")
        return
    print("That failed. Trying the system's packages:", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", "chromium")


def main() -> int:
    if not find_browser():
        _fetch()
    path = find_browser()
    print(f"Browser for the tests: {path}" if path else "No browser for the tests was found.")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
