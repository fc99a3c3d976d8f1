"""The whole paper as a PDF, printed by the Chromium or Chrome of this machine.

Chromium cannot print on which page a chapter begins (CSS Generated Content, `target-counter`). So
the page is printed twice: once to see where its parts come to stand, and again with these numbers
in its table of contents.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from macros.sources import Sources
from macros.text import plain_text

if TYPE_CHECKING:
    from macros.whole.pdf_document import Edition

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

# Scripts are not needed; and with this role Chromium tags the marker of a note as no link.
_NOT_PRINTED = re.compile(r'<script\b.*?</script>| role="doc-noteref"', re.S)
_LINK = re.compile(r'(<a\b[^>]*?) href="(?!#|[\w+.-]+:)([^"]*)"')
_CONTENTS_LINE = re.compile(
    r'(<a href="#([^"]+)"><span class="contents-title">[^<]*</span><span class="contents-page">)'
)
_OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_SECONDS = 120
_PASSES = 4


class NoPdfError(Exception):
    """Chromium made no PDF, or none whose contents name the right pages."""


def find_chromium() -> str | None:
    """Return the path of an installed browser; the environment variable CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    installed = [path for name in _NAMES if (path := shutil.which(name))]
    installed += [path for path in _APPLICATIONS if Path(path).exists()]
    return installed[0] if installed else None


def edition_of(sources: Sources, language: str, address: str) -> Edition:
    """Return what the PDF says about itself.

    `language` is a BCP 47 tag, `address` that of the page with the whole paper, or empty.
    """
    from macros.whole.pdf_document import Edition

    edition, original = sources.paper.companion, sources.original
    reference = plain_text(sources.style.reference(original)) if original else ""
    return Edition(
        title=edition.title,
        author=edition.author,
        subject=sources.words.cover.subject.format(reference=reference) if original else "",
        date=edition.date.ends[0],
        language=language,
        address=address,
    )


def print_pdf(chromium: str, page: Path, target: Path, edition: Edition) -> None:
    """Print the HTML file `page` to `target`, with the page numbers in its contents.

    `chromium` is the browser's path. Raises NoPdfError with what it said if it printed nothing.
    """
    from macros.whole.pdf_document import complete_pdf, headings_of, pages_of_ids

    html = _NOT_PRINTED.sub("", page.read_text(encoding="utf-8"))
    html = _LINK.sub(lambda link: link[1] + _absolute(link[2], edition.address), html)
    numbers: Mapping[str, int] = {}
    copy = page.with_name(f"{page.stem}-to-print.html")
    with TemporaryDirectory() as folder:
        printed = Path(folder) / "printed.pdf"
        try:
            for _ in range(_PASSES):
                copy.write_text(_with_numbers(html, numbers), encoding="utf-8")
                _run(chromium, copy, printed, Path(folder) / "profile")
                before, numbers = numbers, pages_of_ids(printed)
                if numbers == before:
                    return complete_pdf(printed, target, edition, headings_of(html))
        except ValueError as error:
            raise NoPdfError(str(error)) from None
        finally:
            copy.unlink(missing_ok=True)
    raise NoPdfError("the page numbers in the contents do not come to rest")


def _absolute(href: str, page: str) -> str:
    """Write a link as it works away from the site; as plain text where the site has no address."""
    return f' href="{urljoin(page, href)}"' if page else ""


def _with_numbers(html: str, numbers: Mapping[str, int]) -> str:
    return _CONTENTS_LINE.sub(lambda line: f"{line[1]}{numbers.get(line[2], '')}", html)


def _run(chromium: str, page: Path, target: Path, profile: Path) -> None:
    command = [chromium, *_OPTIONS, f"--user-data-dir={profile}", f"--print-to-pdf={target}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")  # Chromium has none for root
    target.unlink(missing_ok=True)
    try:
        done = subprocess.run(
            [*command, page.as_uri()], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPdfError(f"{chromium}: {error}") from None
    if done.returncode or not target.exists():
        raise NoPdfError(f"{chromium} printed nothing: {done.stderr.strip()[-300:]}")
