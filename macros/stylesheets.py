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

from macros.theme import BUILT_ON_DEMAND, SCRIPTS, STYLE_SHEET, STYLE_SHEETS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# Beginning with a fixed sign, a search takes a third of the time.
_NAMES = (
    re.compile(r"""=(?:(?<=\sclass=)|(?<=\sid=)|(?<=\sdir=))("[^"]*"|[^\s>"]+)"""),
    re.compile(r"""data-md-color-\w+=("[^"]*"|[^\s>"]+)"""),
)
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
_WORD = re.compile(r"[\w-]+")


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
    rules = Path(__file__).with_name("pruning.py").read_bytes()
    made_from = sha256(rules + repr((sheets, sorted(names))).encode()).hexdigest()
    with suppress(OSError, ValueError):
        digests, _, css = kept.read_text("utf-8").partition("\n") if kept else ("", "", "")
        if digests == f"{made_from} {sha256(css.encode()).hexdigest()}":
            return css
    from macros.pruning import combine  # most builds do without, and without its library

    css = combine(sheets, names, STYLE_SHEET)
    if kept:
        with suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(f"{made_from} {sha256(css.encode()).hexdigest()}\n{css}", "utf-8")
    return css
