"""The ledger of published addresses: none may disappear, or come to mean another passage.

For each address, addresses.tsv keeps a fingerprint of the words that stood there, by which two
texts can be compared without keeping either: the smallest hashes of its words (Broder, On the
resemblance and containment of documents, 1997).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree, html
from msgspec import Struct

from macros.problems import Problem, conflicts_in, is_conflict
from macros.text import fit_for_xml

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LEDGER = Path("addresses.tsv")
_HEADER = """\
# Every address that has been published: a print of the words that stand there, and the first words.
# Written by `make addresses` (see macros/addresses/ledger.py); a test holds the site to it.
"""
_HASHES = 24
# What is no passage's, and goes where the note, the work or the page of the original goes.
_OF_THE_ENGINE = re.compile(r"#(?:note|page|named|ref)-")
_PRINT = r"(?:[0-9a-f]{4}(?: |$))*"
_BROKEN = (
    "this line is not as `make addresses` writes it: an address, a print and the first words, with "
    "a tab between; bring it back from git, or delete it"
)
_SAME, _OTHER = 0.5, 0.15  # shares of words from which on two texts are one, or below which two

_LEADS_ON = '<meta http-equiv="refresh"'
_WHOLE = '<div class="whole">'
_CONTENT = etree.XPath(".//*[contains(@class, 'md-content__inner')]")
_SECOND_MARKER = re.compile(r"fnref\d+:")  # not published: it leads to no other place for long
# What is no part of the text around it: marks, and links that lead back.
_ASIDES = etree.XPath(
    "descendant-or-self::*[@data-search-exclude or @role='doc-backlink' or @class='headerlink']"
)


class Fingerprint(Struct, frozen=True):
    """What stands at an address: the first words, and some hashes of all of them.

    There are no hashes where the id alone says what is meant (a page mark, a marker, a heading).
    """

    opening: str = ""
    hashes: tuple[str, ...] = ()


def fingerprint(text: str) -> Fingerprint:
    """Take the fingerprint of a text."""
    hashes = {
        blake2b(word.encode(), digest_size=2).hexdigest()
        for word in re.findall(r"\w{4,}", text.casefold())
    }
    return Fingerprint(opening(text), tuple(sorted(hashes)[:_HASHES]))


def opening(text: str) -> str:
    """Return the first eight words of a text: "Rivers are old roads, and bridges are …"."""
    words = text.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Estimate the share of words that two texts have in common, from 0 to 1."""
    smallest = sorted({*one.hashes, *other.hashes})[:_HASHES]
    both = {*one.hashes} & {*other.hashes}
    return sum(word in both for word in smallest) / len(smallest) if smallest else 1.0


def published_addresses(site: Path, known: Iterable[str] = ()) -> dict[str, Fingerprint]:
    """Return every address of a built site, "2-concept/#definition" → what stands there.

    Addresses of pages that are no more are among them if they are `known`, and lead on.
    """
    found: dict[str, Fingerprint] = {}
    moved: dict[str, dict[str, str]] = {}
    for file in sorted(site.rglob("index.html")):
        page = file.parent.relative_to(site).as_posix()
        prefix = "" if page == "." else f"{page}/"
        markup = file.read_text(encoding="utf-8")
        if _LEADS_ON in markup:
            moved[prefix] = _read_signpost(markup, prefix)
            continue
        found[prefix or "./"] = Fingerprint()
        # What stands on one page with the whole paper has its lasting addresses in the chapters.
        ids = {} if _WHOLE in markup else read_page(markup)
        found |= {f"{prefix}#{name}": entry for name, entry in ids.items()}
    for address in known:
        prefix, sign, name = address.partition("#")
        if prefix in moved:
            to = moved[prefix].get(name) or f"{moved[prefix]['']}{sign}{name}"
            found |= {address: found[to]} if to in found else {}
    return found


def _read_signpost(markup: str, prefix: str) -> dict[str, str]:
    """Read where a page leads on from its ids, and from its own address, the id ""."""
    links = html.document_fromstring(markup).iter("a")
    return {
        link.get("id", ""): urljoin(f"/{prefix}", link.get("href")).removeprefix("/") or "./"
        for link in links
    }


def read_page(markup: str) -> dict[str, Fingerprint]:
    """Find every address in the content of a page: id → what stands there."""
    found = {}
    for content in _CONTENT(html.document_fromstring(fit_for_xml(markup))):
        _blank_asides(content)
        for element in content.xpath(
            "descendant-or-self::*[@id and not(self::script or self::input)]"
        ):
            if not _SECOND_MARKER.match(element.get("id")):
                found[element.get("id")] = _meaning(element)
    return found


def _blank_asides(content: HtmlElement) -> None:
    for aside in _ASIDES(content):
        aside.text = None
        for inner in aside.iterdescendants():
            inner.text = inner.tail = None


def _meaning(element: HtmlElement) -> Fingerprint:
    """Take the fingerprint of a paragraph or note; an empty anchor stands for the one around it."""
    text = " ".join(element.text_content().split())
    if not text and (element.tag == "span" or element.get("class") == "alias"):
        around = next(filter(_has_words, element.iterancestors()), None)
        return Fingerprint() if around is None else _meaning(around)
    return fingerprint(text) if _has_words(element) else Fingerprint(opening(text))


def _has_words(element: HtmlElement) -> bool:
    """Whether words tell what stands in an element: a paragraph, an item, any other passage."""
    names = element.get("class", "").split()
    return "passage" in names or (element.tag in ("p", "li") and "moved" not in names)


def read_ledger(
    text: str, today: Mapping[str, Fingerprint] | None = None
) -> tuple[dict[str, Fingerprint], dict[str, int], list[Problem]]:
    """Read the ledger, the line of each address in it, and what is wrong with the file.

    Where branches were merged, an address may have several lines: the one counts whose words stand
    there `today`.
    """
    entries: dict[str, Fingerprint] = {}
    lines: dict[str, int] = {}
    problems = conflicts_in(text, LEDGER.name)
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.startswith("# ") or is_conflict(line):
            continue
        address, entry = _read_line(line)
        if not entry:
            problems.append(Problem(LEDGER.name, number, _BROKEN))
        elif address not in entries or _fits_better(entry, entries[address], today, address):
            entries[address], lines[address] = entry, number
    return entries, lines, problems


def _read_line(line: str) -> tuple[str, Fingerprint | None]:
    address, *fields = line.split("\t")
    if not address or len(fields) != 2 or not re.fullmatch(_PRINT, fields[0]):
        return address, None
    return address, Fingerprint(fields[1], tuple(fields[0].split()))


def _fits_better(
    entry: Fingerprint, other: Fingerprint, today: Mapping[str, Fingerprint] | None, address: str
) -> bool:
    now = (today or {}).get(address)
    return not now or likeness(entry, now) > likeness(other, now)


def write_ledger(entries: Mapping[str, Fingerprint]) -> str:
    """Write the ledger, one address a line, in order."""
    lines = (
        f"{address}\t{' '.join(entry.hashes)}\t{entry.opening}\n"
        for address, entry in sorted(entries.items())
    )
    return _HEADER + "".join(lines)


def update(
    ledger: Mapping[str, Fingerprint],
    current: Mapping[str, Fingerprint],
    accepted: Collection[str],
    lines: Mapping[str, int] = {},
) -> tuple[dict[str, Fingerprint], list[Problem]]:
    """Add new addresses and today's words of known ones; what is wrong stays until accepted.

    `accepted` names addresses, or all numbers of notes by the word "numbers". `lines` says where
    the ledger has its addresses.
    """
    numbers = "numbers" in accepted
    known = {
        address: entry
        for address, entry in ledger.items()
        if address not in accepted and not (numbers and _is_number(address))
    }
    lost = _lost(known, current)
    today = {address: entry for address, entry in current.items() if address not in lost}
    problems = [
        Problem(LEDGER.name, lines.get(address, 0), f'"{address}" {message}')
        for address, message in lost.items()
    ]
    return {**known, **today}, problems


def _lost(ledger: Mapping[str, Fingerprint], current: Mapping[str, Fingerprint]) -> dict[str, str]:
    """Return the addresses that no longer lead where they did, each with what to do.

    Of a page that is gone with all that stood on it only its own address is named.
    """
    gone = {page for page in ledger if page.endswith("/") and page not in current}
    fates = {}
    for address, former in ledger.items():
        if address in gone:
            on_page = {a: entry for a, entry in ledger.items() if a.startswith(f"{address}#")}
            fates[address] = _fate_of_page(address, on_page, current)
        elif address.partition("#")[0] not in gone:
            fates[address] = _fate(address, former, current)
    return {address: fate for address, fate in fates.items() if fate}


def _fate_of_page(
    page: str, on_page: Mapping[str, Fingerprint], current: Mapping[str, Fingerprint]
) -> str:
    found = [_find(entry, current, address) for address, entry in on_page.items()]
    heirs = Counter(address.partition("#")[0] for address in found if address).most_common()
    where = " and ".join(f'"{heir}"' for heir, _ in heirs[:3])
    told = f"what stood there stands on {where} today" if heirs else "nothing like it is left"
    return (
        f"is gone, and {told}; into the front matter of each page that continues it write "
        f'"was: {page.removesuffix("/")}.md", and all its addresses lead on'
    )


def _fate(address: str, former: Fingerprint, current: Mapping[str, Fingerprint]) -> str:
    today = current.get(address)
    has_words = today and former.hashes and today.hashes
    if today and (not has_words or likeness(former, today) >= _OTHER):
        return ""
    elsewhere = _find(former, current, address)
    if today is None:
        return _fate_of_gone(address, former, elsewhere)
    if _is_number(address):
        return (
            f'has become another note ("{today.opening}"), since notes were inserted or moved; '
            "link to notes by #note-ID, and accept the new numbers: make addresses ACCEPT=numbers"
        )
    if elsewhere:
        return (
            f'has come to mean another passage ("{today.opening}"); what it meant stands at '
            f'"{elsewhere}": give the other passage a new address, and this one back to the first'
        )
    return (
        f'reads quite differently ("{former.opening}" before, "{today.opening}" today); if it says '
        f'the same in other words, run: make addresses ACCEPT="{address}"'
    )


def _fate_of_gone(address: str, former: Fingerprint, elsewhere: str) -> str:
    alias = address.replace("/#", "#") if "/#" in address else f"index{address}"
    if _is_number(address) or _OF_THE_ENGINE.search(address):
        accepted = "numbers" if _is_number(address) else f'"{address}"'
        return (
            f'is gone ("{former.opening}"); if it moved with its passage, give that its former '
            'address, {: #id was="page#id" }; if it was taken out, run: '
            f"make addresses ACCEPT={accepted}"
        )
    if elsewhere:
        return f'is gone; what it meant stands at "{elsewhere}": add was="{alias}" to its address'
    return (
        f'is gone ("{former.opening}"); bring it back, or add was="{alias}" to the address of '
        "the passage that now says it"
    )


def _is_number(address: str) -> bool:
    """Whether an address has the number of a note or chapter, which others change."""
    return bool(re.search(r"#(fn:|fnref:|note-([\w-]+:)?|chapter-)\d+$", address))


def _find(former: Fingerprint, current: Mapping[str, Fingerprint], address: str) -> str:
    """Return the other address at which a text stands today, if there is one."""
    if not former.hashes:
        return ""
    likely = [
        (likeness(former, entry), other)
        for other, entry in current.items()
        if other != address and entry.hashes
    ]
    best, other = max(likely, default=(0.0, ""))
    return other if best >= _SAME else ""
