"""What `make addresses` runs, before and after the site is built.

`python -m macros.addresses paragraphs PATHS` gives addresses to paragraphs that have none, and
`python -m macros.addresses ledger SITE [ACCEPTED …]` brings addresses.tsv up to date with a site.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection, Sequence
from itertools import chain, count
from pathlib import Path

from macros.addresses.ledger import LEDGER, published_addresses, read_ledger, update, write_ledger
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


_CHAPTER = re.compile(r"\b(note|pagemark)\(|(?m:^[ \t>]*\[\^[^\]\n]+\]:)")
_SAYS_SO = re.compile(r"\A---\n(?:(?!---\n).*\n)*?chapter:[ ]*(true|false)\b")
_BLOCKS = re.compile(
    r"""(?xms)
    (?P<apart> \A---\n.*?^---\n | ^(?P<fence>```+|~~~+).*?^(?P=fence)[^\n]*$ )
    | (?P<block> ^(?=\S)
        (?: {%[-+]?\ *call\b .*? {%[-+]?\ *endcall\ *[-+]?%} | [^\n] | \n(?![ \t]*\n) )*
      )
    """
)
_NOT_A_PARAGRAPH = re.compile(
    r"\s*$|[ \t]|[#>|<]|!!!|\?\?\?|[-*+]\s|\d+[.)]\s|{{\s*\w+\(\)\s*}}\s*$"
    r"|\[\^[^\]\n]+\]:|{{\s*(?:figure|samefigure|table)\(|{%[-+]?\s*call\s+table\("
)
_FOOTNOTE = re.compile(r"\n\[\^[^\]\n]+\]:")
_ADDRESS = re.compile(r"(?m)^\{:[^}\n]*#[\w-]+[^}\n]*\}[ \t]*$")
_TAKEN = re.compile(r"#([\w-]+)")
_MACRO = re.compile(r"(?s){{.*?}}|{%.*?%}|\[\^[^\]\n]*\]|\[|\]\([^)]*\)")


def address_paragraphs(markdown: str) -> str:
    """Return a chapter with an address below every paragraph that had none."""
    said = _SAYS_SO.match(markdown)
    if not (said[1] == "true" if said else _CHAPTER.search(markdown)):
        return markdown
    taken = set(_TAKEN.findall(markdown))

    def address(match: re.Match[str]) -> str:
        block = match["block"]
        if not block or _NOT_A_PARAGRAPH.match(block) or _ADDRESS.search(block):
            return match[0]
        text = _FOOTNOTE.split(block, 1)[0].rstrip()
        slug = _slug(text, taken)
        taken.add(slug)
        return f"{text}\n{{: #{slug} }}{block[len(text) :]}"

    return _BLOCKS.sub(address, markdown)


def _slug(block: str, taken: Collection[str]) -> str:
    """Name a block by its first long words: `Rivers are old roads` → `rivers-roads`."""
    letters = unicodedata.normalize("NFKD", _MACRO.sub(" ", block)).encode("ascii", "ignore")
    words = re.findall(r"[a-z]{4,}", letters.decode().casefold())[:3] or ["passage"]
    slug = "-".join(words)
    slugs = chain([slug], (f"{slug}-{n}" for n in count(2)))
    return next(name for name in slugs if name not in taken)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
