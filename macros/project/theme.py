"""Material for MkDocs as the site has it: its templates mended, one style sheet instead of many.

The faults were found by the Nu HTML checker, axe-core and Lighthouse in Material 9.8. Templates are
mended as they are read, not copied: a copy would have to follow every release.

A browser paints nothing before it has every style sheet, and most of the theme's rules are for
features that a companion does not have: one sheet holds the rules that some page uses.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from macros.problems import Problem, line_starting_with
from macros.project.pages import source_path
from macros.sandbox import keep_compiled, mend_sources
from macros.templates import check_templates, template_exists
from macros.text import page_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

# The one style sheet that pages are given in the place of the theme's.
STYLE_SHEET = "assets/site.css"
# What pages with notes say of themselves: the margin is for the notes. Only while they are written:
# menus ask every page that says anything four times for more.
CHAPTER_META = {"hide": ["toc"]}

_MENDS = (
    # "autocomplete" is not for checkboxes and radio buttons.
    (re.compile(r'(<input[^>]*type="(?:checkbox|radio)"[^>]*?) autocomplete="off"'), r"\1"),
    # An empty tabindex is not a number.
    (
        re.compile(r' tabindex="\{\{ tabindex \}\}"'),
        '{% if tabindex %} tabindex="{{ tabindex }}"{% endif %}',
    ),
    # A dialog needs a name.
    (
        re.compile(r'(<div class="md-search"[^>]*role="dialog")(?![^>]*aria-label)'),
        r'\1 aria-label="Search"',
    ),
    # A page need not wait for the script, nor for several style sheets: one holds them all.
    (re.compile(r"<script (src=\"\{\{ 'assets/javascripts/bundle\.[^']*' )"), r"<script defer \1"),
    (
        re.compile(r"(<link rel=\"stylesheet\" href=\"\{\{ ')assets/stylesheets/main\.[^']*'"),
        rf"\1{STYLE_SHEET}'",
    ),
    (re.compile(r"<link rel=\"stylesheet\" href=\"\{\{ 'assets/stylesheets/palette\.[^>]*>"), ""),
    # Style sheets know pages by their names.
    (
        re.compile(r"<body(?![\w-])"),
        '<body{% if page %} data-page="{{ page.file.src_uri | page_name }}"{% endif %}',
    ),
)


def prepare_theme(env: Environment, config: MkDocsConfig) -> None:
    """Let the theme's templates be mended as they are read, and compiled once for all builds."""
    env.filters["page_name"] = page_name
    mend_sources(env, mend_theme)
    keep_compiled(env)


def check_theme(env: Environment, files: Files, config: MkDocsConfig) -> list[Problem]:
    """Return what is wrong with the project's own templates, and with those that pages ask for."""
    problems = []
    if config.theme.custom_dir:
        overrides = Path(config.theme.custom_dir)
        static = {name for name in config.theme.static_templates if (overrides / name).exists()}
        pages = {path.relative_to(overrides).as_posix() for path in overrides.rglob("*.html")}
        problems += check_templates(env, sorted(pages | static), overrides.name)
    for file in files.documentation_pages():
        name = file.page.meta.get("template") if file.page else None
        if name and not template_exists(env, name):
            line = line_starting_with(f"template: {name}", file.content_string)
            message = f'there is no template "{name}"'
            problems.append(Problem(source_path(file, config), line, message))
    return problems


def mend_theme(template: str) -> str:
    """Return the source of a theme's template without the known faults."""
    for fault, mended in _MENDS:
        template = fault.sub(mended, template)
    return template


# Where Material keeps its style sheets and its script in a site.
# Source: github.com/squidfunk/mkdocs-material/tree/master/material/templates/assets
_THEME_SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
_THEME_SCRIPTS = "assets/javascripts/bundle.*.js"
# What its script builds only on pages that have something else: beginnings of class names, and the
# classes of which one must be there.
_BUILT_ON_DEMAND = {
    "tabbed-": {"tabbed-set"},
    "md-annotation": {"annotate", "highlight"},
    "md-tag": {"md-tags"},
}
_NAMED_BY = ("class", "dir", *(f"data-md-color-{each}" for each in ("scheme", "primary", "accent")))
# Beginning with a fixed sign, a search takes a third of the time.
_BEHIND = "|".join(rf"(?<=\s{name}=)" for name in _NAMED_BY)
_NAMES = re.compile(rf"""=(?:{_BEHIND})("[^"]*"|[^\s>"]+)""")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
_WORD = re.compile(r"[\w-]+")

# Strings, escapes and addresses, in which no sign of CSS means anything. A search is three times
# quicker where each alternative begins with a fixed sign.
# Source: www.w3.org/TR/css-syntax-3/#tokenization
_STRING = r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
_LITERAL = rf"""{_STRING}|\\.|url\([^"')]*\)"""
_TO_TIDY = re.compile(rf"(?s){_LITERAL}|/\*.*?(?:\*/|\Z)|\n\s*|\r\s*|\t\s*|  +")
_TIDIED = {"/": "", "\n": " ", "\r": " ", "\t": " ", " ": " "}
_END_OF_PRELUDE = re.compile(rf"(?s){_LITERAL}|{{|;")
_BRACE = re.compile(rf"(?s){_LITERAL}|{{|}}")
_HOLDS_RULES = re.compile(r"@(?:media|supports|container|layer)\b[^;]*\Z", re.I)
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[(?!dir|data-md-color)[^\[\]]*\]")
# Ids are not asked for: sheets name few, and pages have many.
_NAME_IN_SELECTOR = re.compile(r"""(?:\.|\[[\w-]+=["']?)(-?[^\W\d][\w-]*)""")
_VARIABLE = re.compile(
    rf"(?<=[{{;])(--[\w-]+):"
    rf"(?:{_STRING}|\((?:{_STRING}|\([^()]*\)|[^()\"'])*\)|[^;{{}}()\"'])*(?:;|(?=\}}))"
)
_VARIABLE_USED = re.compile(r"var\(\s*(--[\w-]+)")
_ADDRESS = re.compile(r"""url\((["']?)(?![\w+.-]+:|[/#])([^)"']+)\1\)""")


def names_in_page(html: str) -> set[str]:
    """Return the classes, directions and colour schemes of a page, and its scripts' words."""
    names = {name for value in set(_NAMES.findall(html)) for name in value.strip('"').split()}
    return names.union(*map(names_in_script, _INLINE_SCRIPT.findall(html)))


@lru_cache(maxsize=64)  # pages have the same ones
def names_in_script(script: str) -> frozenset[str]:
    """Return every word of a script: any of them may be a class or variable that it sets."""
    return frozenset(_WORD.findall(script))


def take_own_sheets(config: MkDocsConfig) -> list[str]:
    """Let MkDocs link foreign style sheets only; returns the site's own, and its own scripts."""
    linked = [*config.extra_css, *map(str, config.extra_javascript)]
    config.extra_css = [path for path in config.extra_css if is_foreign(path)]
    return [path for path in linked if not is_foreign(path)]


def is_foreign(path: str) -> bool:
    """Whether a style sheet or script comes from elsewhere, or from the root of a server."""
    return re.match(r"[\w+.-]+:|/", path) is not None


def join_files(site: Path, own: Sequence[Path], names: Collection[str]) -> None:
    """Join the style sheets of a built site: those of the theme, then those among `own`.

    `own` are style sheets and scripts in the folder `site`; `names` are those that its pages use.
    """
    sheets = [found for pattern in _THEME_SHEETS for found in site.glob(pattern)]
    sheets += [path for path in own if path.suffix == ".css"]
    scripts = [*site.glob(_THEME_SCRIPTS), *(path for path in own if path.suffix == ".js")]
    texts = ((path.relative_to(site).as_posix(), path.read_text("utf-8")) for path in sheets)
    css = combine(tuple(texts), _used_names(names, scripts))
    target = site / STYLE_SHEET
    target.parent.mkdir(exist_ok=True)
    target.write_text(css, "utf-8")
    for path in sheets:
        path.unlink()
        path.with_name(f"{path.name}.map").unlink(missing_ok=True)


def _used_names(names: Collection[str], scripts: Iterable[Path]) -> frozenset[str]:
    """Add to the names of pages those that scripts may set."""
    used = set(names).union(*(names_in_script(path.read_text("utf-8")) for path in scripts))
    unasked = tuple(name for name, asked in _BUILT_ON_DEMAND.items() if asked.isdisjoint(names))
    return frozenset(name for name in used if not name.startswith(unasked))


@lru_cache(maxsize=1)  # a preview wants the same after most edits
def combine(sheets: tuple[tuple[str, str], ...], names: frozenset[str]) -> str:
    """Write one style sheet from several, in their order: pairs of path in the site and CSS.

    A rule stays if `names` has all that it needs outside round brackets (":not(.a)" needs nothing),
    a variable if a rule or script uses it.
    """
    css = "".join(_moved(_prune(_tidy(sheet), names), path) for path, sheet in sheets)
    return _without_unused_variables(css, names)


def _tidy(css: str) -> str:
    """Leave comments and line breaks out."""
    return _TO_TIDY.sub(lambda found: _TIDIED.get(found[0][0], found[0]), css)


def _prune(css: str, names: frozenset[str]) -> str:
    """Leave out the selectors that need other names, and rules without any selector left."""
    return "".join(_pruned(prelude, block, names) for prelude, block in _rules(css))


def _pruned(prelude: str, block: str, names: frozenset[str]) -> str:
    if _HOLDS_RULES.match(prelude):
        inner = _prune(block[1:-1], names)
        return f"{prelude}{{{inner}}}" if inner else ""
    if prelude.startswith("@"):
        return prelude + block
    needed = ",".join(each for each in _selectors(prelude) if _is_needed(each, names))
    return needed + block if needed else ""


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Split a style sheet into rules: `a {b:c}@import "d";` → `a`, `{b:c}`; `@import "d";`, ``."""
    start = at = 0
    while sign := _END_OF_PRELUDE.search(css, at):
        at = sign.end()
        if sign[0] == "{":
            end = _end_of_block(css, at)
            yield css[start : at - 1].strip(), f"{{{css[at:end].strip()}}}"
            start = at = end + 1
        elif sign[0] == ";":
            yield css[start:at].strip(), ""
            start = at


def _end_of_block(css: str, start: int) -> int:
    depth = 1
    for sign in _BRACE.finditer(css, start):
        depth += (sign[0] == "{") - (sign[0] == "}")
        if not depth:
            return sign.start()
    return len(css)


def _selectors(prelude: str) -> list[str]:
    """Split at commas outside brackets: `a:is(b,c),d` → `a:is(b,c)`, `d`."""
    commas = [comma.start() for comma in re.finditer(",", _without_brackets(prelude))]
    parts = zip([-1, *commas], [*commas, None], strict=True)
    return [prelude[before + 1 : end].strip() for before, end in parts]


def _without_brackets(selector: str) -> str:
    """Blank what is in brackets, character by character, so that places stay the same."""
    while found := _IN_BRACKETS.search(selector):
        selector = selector[: found.start()] + " " * len(found[0]) + selector[found.end() :]
    return selector


def _is_needed(selector: str, names: frozenset[str]) -> bool:
    return names.issuperset(_NAME_IN_SELECTOR.findall(_without_brackets(selector)))


def _moved(css: str, path: str) -> str:
    """Count the addresses in a style sheet from where the one for all lies."""

    def move(address: re.Match[str]) -> str:
        target = posixpath.join(posixpath.dirname(path), address[2])
        return f'url("{posixpath.relpath(target, posixpath.dirname(STYLE_SHEET))}")'

    return _ADDRESS.sub(move, css)


def _without_unused_variables(css: str, names: frozenset[str]) -> str:
    used = {*_VARIABLE_USED.findall(css), *names}
    kept = _VARIABLE.sub(lambda found: found[0] if found[1] in used else "", css)
    # What only an unused variable used is unused too.
    return kept if kept == css else _without_unused_variables(kept, names)
