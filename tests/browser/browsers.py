"""The browsers for the tests: those that are installed, or else fetched.

`python -m tests.browser.browsers` makes sure that there is a Chromium or Chrome, tries for a
Firefox, and says which; the tests themselves only look. The environment variables CHROMIUM and
FIREFOX name one explicitly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from macros.whole.pdf import find_chromium

MACOS_FIREFOX = "/Applications/Firefox.app/Contents/MacOS/firefox"


def find_browser() -> str | None:
    """Return the path of a Chromium that the tests can drive, if there is one."""
    installed = find_chromium()
    if installed or os.environ.get("CHROMIUM"):
        return installed
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def find_firefox() -> str | None:
    """Return the path of a Firefox, if there is one: a stock one, as readers have it."""
    names = [os.environ.get("FIREFOX") or "", "firefox", "firefox-esr", MACOS_FIREFOX]
    return next((path for name in names if name and (path := shutil.which(name))), None)


def _run(*command: str) -> bool:
    print("  $", " ".join(command), flush=True)
    try:
        return subprocess.run(command, check=False, timeout=900).returncode == 0
    except (OSError, subprocess.TimeoutExpired) as error:
        print("   ", error)
        return False


def _install(package: str) -> None:
    """Try the system's packages, where there are any that this user may install."""
    if not shutil.which("apt-get"):
        return
    if os.geteuid() != 0:
        print(f"Install it, for example with: sudo apt-get install {package}")
        return
    print("Trying the system's packages:", flush=True)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", package)


def main() -> int:
    if not find_browser():
        print("There is no Chromium or Chrome here. Trying Playwright's own download:", flush=True)
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    if not find_browser():
        _install("chromium")
    if not find_firefox():
        print("There is no Firefox here.", flush=True)
        _install("firefox-esr")
    chromium = find_browser()
    print(f"Chromium for the tests: {chromium or 'none was found'}")
    print(f"Firefox for the tests: {find_firefox() or 'none was found, its tests are skipped'}")
    return 0 if chromium else 1


if __name__ == "__main__":
    sys.exit(main())
