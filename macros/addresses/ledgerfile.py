"""addresses.tsv, the file of the ledger, and the command that keeps it: `make addresses`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from macros.addresses.ledger import Place, compare, is_number, read_page

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from macros.problems import Problem

HEADER = """\
# Every address that has been published: a print of the words that stand there, and the first words.
# Written by `make addresses` (see macros/ledger.py); a test holds the site to it.
"""
NUMBERS = "numbers"
WHOLE = '<div class="whole">'
LEDGER = Path("addresses.tsv")


def site_addresses(site: Path) -> dict[str, Place]:
    """Return every address of a built site, "2-concept/#definition" → what stands there."""
    found: dict[str, Place] = {}
    for file in sorted(site.rglob("index.html")):
        page = file.parent.relative_to(site).as_posix()
        prefix = "" if page == "." else f"{page}/"
        found[prefix or "./"] = Place()
        html = file.read_text(encoding="utf-8")
        # What stands on one page with the whole paper has its lasting addresses in the chapters.
        places = {} if WHOLE in html else read_page(html)
        found |= {f"{prefix}#{name}": place for name, place in places.items()}
    return found


def read_ledger(text: str) -> tuple[dict[str, Place], dict[str, int]]:
    """Read the ledger, and the line of each address in it."""
    places: dict[str, Place] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("# "):
            address, words, opening = line.split("\t")
            places[address] = Place(opening, tuple(words.split()))
            lines[address] = number
    return places, lines


def write_ledger(places: Mapping[str, Place]) -> str:
    """Write the ledger, one address a line, in order."""
    lines = (
        f"{address}\t{' '.join(place.words)}\t{place.opening}\n"
        for address, place in sorted(places.items())
    )
    return HEADER + "".join(lines)


def update(
    ledger: Mapping[str, Place], current: Mapping[str, Place], accepted: Collection[str]
) -> tuple[dict[str, Place], list[Problem]]:
    """Add new addresses and today's words of known ones; what is wrong stays until accepted.

    `accepted` names addresses, or all numbers of notes by the word "numbers".
    """
    numbers = NUMBERS in accepted
    known = {
        address: place
        for address, place in ledger.items()
        if address not in accepted and not (numbers and is_number(address))
    }
    problems = compare(known, current, {}, LEDGER.name)
    wrong = {problem.message.split('"')[1] for problem in problems}
    today = {address: place for address, place in current.items() if address not in wrong}
    return {**known, **today}, problems


def main(arguments: Sequence[str]) -> int:
    """Bring addresses.tsv up to date with a built site: `ledgerfile SITE [ACCEPTED …]`."""
    site, *accepted = arguments
    ledger, _ = read_ledger(LEDGER.read_text(encoding="utf-8")) if LEDGER.exists() else ({}, {})
    places, problems = update(ledger, site_addresses(Path(site)), accepted)
    LEDGER.write_text(write_ledger(places), encoding="utf-8")
    for problem in problems:
        print(problem)
    print(f"{len(places)} addresses in {LEDGER}, {len(places.keys() - ledger.keys())} of them new")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
