"""What `make addresses` runs, before and after the site is built.

`python -m macros.addresses paragraphs PATHS` gives addresses to paragraphs that have none, and
`python -m macros.addresses ledger SITE [ACCEPTED …]` brings addresses.tsv up to date with a site.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from macros.addresses.ledger import LEDGER, published_addresses, read_ledger, update, write_ledger
from macros.addresses.paragraphs import address_paragraphs
from macros.problems import conflicts_in, say


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns 1 if published addresses are gone or changed, 2 for no command."""
    match arguments:
        case ["paragraphs", *paths]:
            files = [file for path in map(Path, paths) for file in _pages(path)]
            return max(map(_address, files), default=0)
        case ["ledger", site, *accepted]:
            return _keep_ledger(Path(site), accepted)
    print(__doc__, file=sys.stderr)
    return 2


def _pages(path: Path) -> list[Path]:
    return sorted(path.rglob("*.md")) if path.is_dir() else [path]


def _address(file: Path) -> int:
    """Give a file's paragraphs addresses; all else in it stays, also how its lines end."""
    try:
        before = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        say(f"{file}: this file is not UTF-8; save it as UTF-8")
        return 1
    if problems := conflicts_in(before, str(file)):
        say("\n".join(map(str, problems)))
        return 1
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    end = "\r\n" if "\r\n" in before else "\n"
    text = before.removeprefix(mark).replace("\r\n", "\n")
    after = address_paragraphs(text)
    if after != text:
        file.write_bytes((mark + after.replace("\n", end)).encode("utf-8"))
        say(f"{file}: addresses added")
    return 0


def _keep_ledger(site: Path, accepted: Sequence[str]) -> int:
    text = LEDGER.read_text(encoding="utf-8-sig", errors="replace") if LEDGER.exists() else ""
    today = published_addresses(site, read_ledger(text)[0])
    ledger, lines, problems = read_ledger(text, today)
    new = ""
    if not problems:  # else lines would be lost
        entries, problems = update(ledger, today, accepted, lines)
        LEDGER.write_text(write_ledger(entries), encoding="utf-8")
        added = len(entries.keys() - ledger.keys())
        new = f"{len(entries)} addresses in {LEDGER}, {added} of them new"
    say("\n".join(filter(None, [*map(str, problems), new])))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
