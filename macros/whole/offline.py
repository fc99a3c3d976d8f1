"""The site as one zip, to be opened from a folder without server or network.

Browsers let no page on a disk start a worker or fetch a file. So the search index also becomes a
script, and docs/assets/offline-worker.js runs the search beside the page.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WORKER = "assets/offline-worker.js"
SUMS = "SHA256SUMS"

_FOR_SERVERS = {"404.html", "sitemap.xml", "sitemap.xml.gz"}
_NOT_IN_NAMES = re.compile(r"[^\w.+-]+")
_PAGE_FILE = re.compile(r"(?:(?<=^)|(?<=/))index\.html$|\.html$")


def online_url(url: str) -> str:
    """Turn the address of a page's file into the one it has on a server: "a/b.html" → "a/b/"."""
    return _PAGE_FILE.sub(lambda end: "" if end[0] == "index.html" else "/", url)


def inline_search_index(site: Path) -> None:
    """Write the search index, if there is one, as a script: so the theme loads it from a disk."""
    index = site / "search" / "search_index.json"
    if index.exists():
        script = f"var __index = {index.read_text(encoding='utf-8')}"
        index.with_suffix(".js").write_text(script, encoding="utf-8")


def pack(site: Path, version: str) -> Path:
    """Write companion-VERSION.zip beside the folder of the site, and return its path.

    It holds a folder of that name, with the site and the SHA-256 sums of its files. The same files
    give the same bytes. Of a version such as "2026/1" the name has what names of files may have.
    """
    folder = f"companion-{_NOT_IN_NAMES.sub('-', version)}"
    target = site.with_name(f"{folder}.zip")
    names = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*"))}
    files = {
        name: path.read_bytes()
        for name, path in names.items()
        if path.is_file() and path.suffix != ".map" and name not in _FOR_SERVERS
    }
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    with ZipFile(target, "w") as archive:
        for path, data in {SUMS: sums.encode(), **files}.items():
            # Without a date it is that of 1980, the first that zip knows.
            entry = ZipInfo(f"{folder}/{path}")
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, ZIP_DEFLATED, 9)
    return target
