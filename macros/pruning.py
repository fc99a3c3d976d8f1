"""Style sheets joined into one, less the rules that nothing needs."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

import tinycss2
from tinycss2.ast import AtRule, QualifiedRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tinycss2.ast import Node

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[(?!dir|data-md-color)[^\[\]]*\]")
# Ids are not asked for: sheets name few, and pages have many.
_NAME_IN_SELECTOR = re.compile(r"""(?:\.|\[[\w-]+=["']?)(-?[^\W\d][\w-]*)""")
_VARIABLE = re.compile(
    r"""(?<=[{;])(--[\w-]+):(?:"[^"]*"|'[^']*'|\((?:"[^"]*"|'[^']*'|\([^()]*\)|[^()"'])*\)"""
    r"""|[^;{}()"'])*(?:;|(?=\}))"""
)
_VARIABLE_USED = re.compile(r"var\(\s*(--[\w-]+)")
_ADDRESS = re.compile(r"""url\((["']?)(?![\w+.-]+:|[/#])([^)"']+)\1\)""")
_HOLD_RULES = {"media", "supports", "container", "layer"}


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
