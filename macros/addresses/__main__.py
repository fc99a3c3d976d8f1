"""What `make addresses` runs, before and after the site is built.

`python -m macros.addresses paragraphs FILES` gives addresses to paragraphs that have none, and
`python -m macros.addresses ledger SITE [ACCEPTED …]` brings addresses.tsv up to date with a site.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from macros.addresses.ledger import LEDGER, published_addresses, read_ledger, update, write_ledger
from macros.addresses.paragraphs import address_paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run a command; returns 1 if published addresses are gone or changed, 2 for no command."""
    match arguments:
        case ["paragraphs", *files]:
            return _address([Path(file) for file in files])
        case ["ledger", site, *accepted]:
            return _keep_ledger(Path(site), accepted)
    print(__doc__, file=sys.stderr)
    return 2


def _address(files: Sequence[Path]) -> int:
    for file in files:
        before = file.read_text(encoding="utf-8")
        after = address_paragraphs(before)
        if after != before:
            file.write_text(after, encoding="utf-8")
            print(f"{file}: addresses added")
    return 0


def _keep_ledger(site: Path, accepted: Sequence[str]) -> int:
    ledger, _ = read_ledger(LEDGER.read_text(encoding="utf-8")) if LEDGER.exists() else ({}, {})
    entries, problems = update(ledger, published_addresses(site), accepted)
    LEDGER.write_text(write_ledger(entries), encoding="utf-8")
    for problem in problems:
        print(problem)
    print(
        f"{len(entries)} addresses in {LEDGER}, {len(entries.keys() - ledger.keys())} of them new"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
