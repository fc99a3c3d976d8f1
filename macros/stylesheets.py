"""One style sheet for the site: the theme's and the site's own, less the rules that no page uses.

A browser paints nothing before it has every style sheet, and most of the theme's rules are for
features that a companion does not have.
"""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import tinycss2
from tinycss2.ast import AtRule, QualifiedRule

from macros.theme import BUILT_ON_DEMAND, SCRIPTS, STYLE_SHEET, STYLE_SHEETS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tinycss2.ast import Node

# Beginning with a fixed sign, a search takes a third of the time.
_NAMES = (
    re.compile(r"""=(?:(?<=\sclass=)|(?<=\sid=)|(?<=\sdir=))("[^"]*"|[^\s>"]+)"""),
    re.compile(r"""data-md-color-\w+=("[^"]*"|[^\s>"]+)"""),
)
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
_WORD = re.compile(r"[\w-]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[(?!dir|data-md-color)[^\[\]]*\]")
_NAME_IN_SELECTOR = re.compile(r"""(?:[.#]|\[[\w-]+=["']?)(-?[^\W\d][\w-]*)""")
_VARIABLE = re.compile(
    r"""(?<=[{;])(--[\w-]+):(?:"[^"]*"|'[^']*'|\((?:"[^"]*"|'[^']*'|\([^()]*\)|[^()"'])*\)"""
    r"""|[^;{}()"'])*(?:;|(?=\}))"""
)
_VARIABLE_USED = re.compile(r"var\(\s*(--[\w-]+)")
_ADDRESS = re.compile(r"""url\((["']?)(?![\w+.-]+:|[/#])([^)"']+)\1\)""")
_HOLD_RULES = {"media", "supports", "container", "layer"}


def names_in_page(html: str) -> set[str]:
    """Return the classes, ids, directions and colour schemes of a page, and its scripts' words."""
    values = {value for pattern in _NAMES for value in pattern.findall(html)}
    names = {name for value in values for name in value.strip('"').split()}
    return names.union(*map(names_in_script, _INLINE_SCRIPT.findall(html)))


def names_in_script(script: str) -> set[str]:
    """Return every word of a script: any of them may be a class, id or variable that it sets."""
    return set(_WORD.findall(script))


def is_foreign(path: str) -> bool:
    """Whether a style sheet or script comes from elsewhere, or from the root of a server."""
    return re.match(r"[\w+.-]+:|/", path) is not None


def join_files(
    site: Path, own: Sequence[Path], names: Collection[str], cache: Path | None = None
) -> None:
    """Join the style sheets of a built site: those of the theme, then those among `own`.

    `own` are files of the site, style sheets and scripts; `names` are those that its pages use. In
    the folder `cache` the result is kept: most builds need just the rules of the one before.
    """
    sheets = [found for pattern in STYLE_SHEETS for found in site.glob(pattern)]
    sheets += [path for path in own if path.suffix == ".css"]
    scripts = [*site.glob(SCRIPTS), *(path for path in own if path.suffix == ".js")]
    used = set(names).union(*(names_in_script(path.read_text("utf-8")) for path in scripts))
    for beginning, wanted in BUILT_ON_DEMAND.items():
        if wanted.isdisjoint(names):
            used = {name for name in used if not name.startswith(beginning)}
    texts = [(path.relative_to(site).as_posix(), path.read_text("utf-8")) for path in sheets]
    kept = cache / posixpath.basename(STYLE_SHEET) if cache else None
    (site / STYLE_SHEET).write_text(_combine_once(texts, used, kept), "utf-8")
    for path in sheets:
        path.unlink()
        path.with_name(f"{path.name}.map").unlink(missing_ok=True)


def _combine_once(
    sheets: Sequence[tuple[str, str]], names: Collection[str], kept: Path | None
) -> str:
    """Combine sheets, unless the file `kept` has what came of the same ones; its first line says.

    A kept file may be cut off or changed: then the digest of what it holds is another.
    """
    rules = Path(__file__).read_bytes()
    made_from = sha256(rules + repr((sheets, sorted(names))).encode()).hexdigest()
    with suppress(OSError, ValueError):
        digests, _, css = kept.read_text("utf-8").partition("\n") if kept else ("", "", "")
        if digests == f"{made_from} {sha256(css.encode()).hexdigest()}":
            return css
    css = combine(sheets, names, STYLE_SHEET)
    if kept:
        with suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(f"{made_from} {sha256(css.encode()).hexdigest()}\n{css}", "utf-8")
    return css


def combine(sheets: Sequence[tuple[str, str]], names: Collection[str], target: str) -> str:
    """Write one style sheet from several, in their order: pairs of path in the site and CSS.

    A rule stays if `names` has all that it needs outside round brackets (":not(.a)" needs nothing),
    a variable if a rule or script uses it. Addresses are made relative to the path `target`.
    """
    css = "".join(
        _moved(rule, path, target) for path, sheet in sheets for rule in _kept(sheet, names)
    )
    return _without_unused_variables(css, names)


def _kept(sheet: str, names: Collection[str]) -> Iterable[str]:
    rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    return (_prune(rule, names) for rule in rules)


def _prune(rule: Node, names: Collection[str]) -> str:
    if isinstance(rule, AtRule) and rule.lower_at_keyword in _HOLD_RULES and rule.content:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        kept = "".join(_prune(each, names) for each in inner)
        return f"@{rule.at_keyword} {_compact(rule.prelude)}{{{kept}}}" if kept else ""
    if isinstance(rule, QualifiedRule):
        selectors = _alternatives(_compact(rule.prelude))
        kept = ",".join(selector for selector in selectors if _is_needed(selector, names))
        return f"{kept}{{{_compact(rule.content)}}}" if kept else ""
    return str(rule.serialize())


def _compact(tokens: Iterable[Node]) -> str:
    words = (
        " " if t.type == "whitespace" else t.serialize() for t in tokens if t.type != "comment"
    )
    return "".join(words).strip()


def _without_brackets(selector: str) -> str:
    """Blank what is in brackets, character by character, so that places stay the same."""
    while found := _IN_BRACKETS.search(selector):
        selector = selector[: found.start()] + " " * len(found[0]) + selector[found.end() :]
    return selector


def _alternatives(selectors: str) -> list[str]:
    """Split at commas outside brackets."""
    blanked, start, found = _without_brackets(selectors), 0, []
    for part in blanked.split(","):
        found.append(selectors[start : start + len(part)].strip())
        start += len(part) + 1
    return found


def _is_needed(selector: str, names: Collection[str]) -> bool:
    return all(name in names for name in _NAME_IN_SELECTOR.findall(_without_brackets(selector)))


def _moved(rule: str, path: str, target: str) -> str:
    def move(address: re.Match[str]) -> str:
        place = posixpath.join(posixpath.dirname(path), address[2])
        return f'url("{posixpath.relpath(place, posixpath.dirname(target) or ".")}")'

    return _ADDRESS.sub(move, rule)


def _without_unused_variables(css: str, names: Collection[str]) -> str:
    used = {*_VARIABLE_USED.findall(css), *names}
    kept = _VARIABLE.sub(lambda found: found[0] if found[1] in used else "", css)
    # What only an unused variable used is unused too.
    return kept if kept == css else _without_unused_variables(kept, names)
