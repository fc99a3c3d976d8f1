"""One style sheet for the site: the theme's and the site's own, less the rules that no page uses.

A browser paints nothing before it has every style sheet, and most of the theme's rules are for
features that a companion does not have.
"""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from macros.theme import BUILT_ON_DEMAND, SCRIPTS, STYLE_SHEET, STYLE_SHEETS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_NAMED_BY = (
    "class",
    "dir",
    "data-md-color-scheme",
    "data-md-color-primary",
    "data-md-color-accent",
)
# Beginning with a fixed sign, a search takes a third of the time.
_BEHIND = "|".join(rf"(?<=\s{name}=)" for name in _NAMED_BY)
_NAMES = re.compile(rf"""=(?:{_BEHIND})("[^"]*"|[^\s>"]+)""")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
_WORD = re.compile(r"[\w-]+")
_RULES = ("stylesheets.py", "pruning.py", "theme.py")


def names_in_page(html: str) -> set[str]:
    """Return the classes, directions and colour schemes of a page, and its scripts' words."""
    names = {name for value in set(_NAMES.findall(html)) for name in value.strip('"').split()}
    return names.union(*map(names_in_script, _INLINE_SCRIPT.findall(html)))


@lru_cache(maxsize=64)  # pages have the same ones
def names_in_script(script: str) -> frozenset[str]:
    """Return every word of a script: any of them may be a class or variable that it sets."""
    return frozenset(_WORD.findall(script))


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
    kept = cache / posixpath.basename(STYLE_SHEET) if cache else None
    made_from = _digest(site, [*sheets, *scripts], names)
    css = _read_kept(kept, made_from) if kept else None
    if css is None:
        css = _combine(site, sheets, scripts, names)
        if kept:
            _keep(kept, made_from, css)
    (site / STYLE_SHEET).write_text(css, "utf-8")
    for path in sheets:
        path.unlink()
        path.with_name(f"{path.name}.map").unlink(missing_ok=True)


def _combine(
    site: Path, sheets: Sequence[Path], scripts: Sequence[Path], names: Collection[str]
) -> str:
    from macros.pruning import combine  # most builds do without, and without its library

    used = set(names).union(*(names_in_script(path.read_text("utf-8")) for path in scripts))
    for beginning, wanted in BUILT_ON_DEMAND.items():
        if wanted.isdisjoint(names):
            used = {name for name in used if not name.startswith(beginning)}
    texts = [(path.relative_to(site).as_posix(), path.read_text("utf-8")) for path in sheets]
    return combine(texts, used, STYLE_SHEET)


def _digest(site: Path, files: Iterable[Path], names: Iterable[str]) -> str:
    """Return what tells one result from another: the files, names and rules that it comes from."""
    digest = sha256(repr(sorted(names)).encode())
    for path in files:
        digest.update(f"{path.relative_to(site).as_posix()}\n".encode() + path.read_bytes())
    for module in _RULES:
        digest.update(Path(__file__).with_name(module).read_bytes())
    return digest.hexdigest()


def _read_kept(kept: Path, made_from: str) -> str | None:
    """Return what is kept, if it was made from the same; its first line says, with its own digest.

    The file may have been cut off or changed: then that digest is another.
    """
    with suppress(OSError, ValueError):
        digests, _, css = kept.read_text("utf-8").partition("\n")
        if digests == f"{made_from} {sha256(css.encode()).hexdigest()}":
            return css
    return None


def _keep(kept: Path, made_from: str, css: str) -> None:
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(f"{made_from} {sha256(css.encode()).hexdigest()}\n{css}", "utf-8")
