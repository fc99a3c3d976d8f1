"""What the site changes of Material for MkDocs: faults in its templates, and its style sheets.

The faults were found by the Nu HTML checker, axe-core and Lighthouse in Material 9.8. Templates are
mended as they are read, not copied: a copy would have to follow every release.

One style sheet takes the place of the theme's and the site's own, less the rules that no page uses:
a browser paints nothing before it has all, and most rules are for what a companion does not have.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from macros.kept import keep, read_kept
from macros.problems import Problem, did_you_mean, line_starting_with, unreadable
from macros.project.reading import source_path
from macros.sandbox import keep_compiled, mend_sources
from macros.templates import check_templates, template_exists
from macros.text import page_name

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from tinycss2.ast import Node

STYLE_SHEET = "assets/site.css"
# What pages with notes say of themselves: the margin is for the notes. Only while they are written:
# menus ask every page that says anything four times for more.
CHAPTER_META = {"hide": ["toc"]}

_MENDS = (
    # Indentation and empty lines are half a kilobyte of every page. The templates' own lines stay,
    # because problems are named by them.
    (re.compile(r"(?m)^[ \t]+"), ""),
    (re.compile(r"(?m)^(\{% (?:if|el|for|end|set|block)[^%\n]*[^-%\n])%\}$"), r"\1-%}"),
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
        r'\1 aria-label="{{ lang.t("search") }}"',
    ),
    # A page need not wait for the script, nor for several style sheets: one holds them all.
    (re.compile(r"<script (src=\"\{\{ 'assets/javascripts/bundle\.[^']*' )"), r"<script defer \1"),
    (
        re.compile(r"(<link rel=\"stylesheet\" href=\"\{\{ ')assets/stylesheets/main\.[^']*'"),
        rf"\1{STYLE_SHEET}'",
    ),
    (re.compile(r"<link rel=\"stylesheet\" href=\"\{\{ 'assets/stylesheets/palette\.[^>]*>"), ""),
    # Titles are HTML, which "striptags" makes text of; and settings are text.
    (
        re.compile(
            r"\{\{ (page\.title \| striptags|config\.site_(?:name|description|author)) \}\}"
        ),
        r"{{ \1 | e }}",
    ),
    # Style sheets know pages by their names.
    (
        re.compile(r"<body(?![\w-])"),
        '<body{% if page %} data-page="{{ page.file.src_uri | page_name }}"{% endif %}',
    ),
)


def prepare_theme(env: Environment, config: MkDocsConfig) -> None:
    """Let the theme's templates be mended as they are read, and compiled once for all builds."""
    env.filters["page_name"] = page_name
    env.optimized = False  # to work out constants takes longer than to run them
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
_PRINT_SHEET = "assets/print.css"  # which overrides/main.html links
_THEME_SCRIPTS = "assets/javascripts/bundle.*.js"
# What its script builds only on pages that have something else: beginnings of names, and the
# classes, directions or features of which one must be there.
_BUILT_ON_DEMAND = {
    "rtl": {"rtl"},
    "--md-mermaid": {"mermaid"},
    "highlight": {"highlight"},  # code; what a search finds is marked without it
    "md-code__": {"highlight"},
    "md-source__": {"md-source"},
    "md-status": {"md-status"},
    "md-tooltip": {"annotate", "highlight", "content.tooltips", "content.footnote.tooltips"},
    "success": {"success"},
    "tabbed-": {"tabbed-set"},
    "md-annotation": {"annotate", "highlight"},
    "md-tag": {"md-tags"},
}
_NAMED_BY = (
    "class",
    "dir",
    "role",
    "data-md-color-scheme",
    "data-md-color-primary",
    "data-md-color-accent",
)
# Beginning with a fixed sign, a search takes a third of the time.
_BEHIND = "|".join(rf"(?<=\s{name}=)" for name in _NAMED_BY)
_NAMES = re.compile(rf"""=(?:{_BEHIND})("[^"]*"|[^\s>"]+)""")
_FEATURES = re.compile(r'"features": (\[[^\[\]{}]*\])')  # of the theme, in its settings
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
_WORD = re.compile(r"[\w-]+")
_VARIABLE = re.compile(
    r"""(?<=[{;])(--[\w-]+):(?:"[^"]*"|'[^']*'|\((?:"[^"]*"|'[^']*'|\([^()]*\)|[^()"'])*\)"""
    r"""|[^;{}()"'])*(?:;|(?=\}))"""
)
_VARIABLE_USED = re.compile(r"var\(\s*(--[\w-]+)")
_ADDRESS = re.compile(r"""url\((["']?)(?![\w+.-]+:|[/#])([^)"']+)\1\)""")
_LONG_TEXT = re.compile(r"(?m)^(?:[^`\n]*`[^`\n]*`)*[^`\n]*`[^`\n]*$|\\$")
_COMMENT_LINE = re.compile(r"(?m)^[ \t]*(?://.*|/\*(?:(?!\*/).)*\*/[ \t]*)\n")
_HOLD_RULES = {"media", "supports", "container", "layer"}


def names_in_page(html: str) -> set[str]:
    """Return the classes, directions, colour schemes and features of a page, and scripts' words."""
    names = {name for value in set(_NAMES.findall(html)) for name in value.strip('"').split()}
    names.update(*(json.loads(found) for found in _FEATURES.findall(html)))
    return names.union(*map(names_in_script, _INLINE_SCRIPT.findall(html)))


@lru_cache(maxsize=64)  # pages have the same ones
def names_in_script(script: str) -> frozenset[str]:
    """Return every word of a script: any of them may be a class or variable that it sets."""
    return frozenset(_WORD.findall(script))


def own_files(config: MkDocsConfig) -> list[str]:
    """Return the paths of the site's own style sheets and scripts: `assets/own.css`."""
    linked = map(str, [*config.extra_css, *config.extra_javascript])
    return [path.partition("?")[0] for path in linked if not is_foreign(path)]


def take_own_sheets(config: MkDocsConfig) -> list[str]:
    """Let MkDocs link foreign style sheets only; returns the site's own, and its own scripts."""
    own = own_files(config)
    config.extra_css = [path for path in map(str, config.extra_css) if is_foreign(path)]
    return own


def check_own(own: Iterable[str], files: Files, config: MkDocsConfig) -> list[Problem]:
    """Return a problem for each of the site's own style sheets and scripts that cannot be read."""
    problems, settings = [], Path(config.config_file_path)
    written = {*config.theme.static_templates, *config.extra_templates}
    for path in own:
        file = files.get_file_from_path(path)
        if file:
            try:
                file.content_string  # noqa: B018 (tries to read it)
            except (OSError, UnicodeDecodeError) as error:
                problems.append(unreadable(f"{Path(file.src_dir or '').name}/{path}", error))
        elif path not in written and not any(Path(d, path).is_file() for d in config.theme.dirs):
            before = settings.read_text("utf-8").partition(path)
            near = did_you_mean(path, files.src_uris) or "; mend the path, or take it out"
            message = f'there is no "{path}" in the docs folder{near}'
            problems.append(Problem(settings.name, before[0].count("\n") + 1, message))
    return problems


def is_foreign(path: str) -> bool:
    """Whether a style sheet or script comes from elsewhere, or from the root of a server."""
    return re.match(r"[\w+.-]+:|/", path) is not None


def join_files(site: Path, own: Sequence[Path], names: Collection[str], cache: Path) -> None:
    """Join the style sheets of a built site: those of the theme, then those among `own`.

    What is for print alone stays a sheet of its own. `own` are files of the site, style sheets and
    scripts, which may load others beside them; `names` are those that its pages use. What is made
    is kept in the folder `cache`: parsing takes a sixth of a short build's time, and most builds
    need just the rules of the one before.
    """
    sheets = [found for pattern in _THEME_SHEETS for found in site.glob(pattern)]
    sheets += [path for path in own if path.suffix == ".css"]
    folders = {path.parent for path in own if path.suffix == ".js"}
    own_scripts = sorted(path for folder in folders for path in folder.glob("*.js"))
    scripts = [*site.glob(_THEME_SCRIPTS), *own_scripts]
    for target, parts in ((STYLE_SHEET, sheets), (_PRINT_SHEET, [*site.glob(_PRINT_SHEET)])):
        css = _combined(site, target, parts, scripts, names, cache)
        for path in parts:
            path.unlink()
            path.with_name(f"{path.name}.map").unlink(missing_ok=True)
        if parts:
            (site / target).parent.mkdir(exist_ok=True)
            (site / target).write_text(css, "utf-8")
    for script in own_scripts:
        script.write_text(without_comments(script.read_text("utf-8")), "utf-8")


def _combined(
    site: Path,
    target: str,
    parts: Sequence[Path],
    scripts: Sequence[Path],
    names: Collection[str],
    cache: Path,
) -> str:
    kept = cache / posixpath.basename(target)
    made_from = _digest(site, [*parts, *scripts], names)
    css = read_kept(kept, made_from)
    if css is None:
        used = _used_names(names, scripts)
        texts = [(path.relative_to(site).as_posix(), path.read_text("utf-8")) for path in parts]
        css = combine(texts, used, target)
        if target == STYLE_SHEET:  # variables for print are used there
            css = without_unused_variables(css, used)
        keep(kept, made_from, css)
    return css


def without_comments(script: str) -> str:
    """Leave out lines that are comments alone, unless a text may run over several lines.

    `// so` and `/* so */` weigh a fifth of the site's own script.
    """
    return script if _LONG_TEXT.search(script) else _COMMENT_LINE.sub("", script)


def _used_names(names: Collection[str], scripts: Iterable[Path]) -> set[str]:
    """Add to the names of pages those that scripts may set."""
    used = set(names).union(*(names_in_script(path.read_text("utf-8")) for path in scripts))
    for beginning, wanted in _BUILT_ON_DEMAND.items():
        if wanted.isdisjoint(names):
            used = {name for name in used if not name.startswith(beginning)}
    return used


def _digest(site: Path, files: Iterable[Path], names: Iterable[str]) -> str:
    """Return what tells one result from another: the files, names and rules that it comes from."""
    digest = sha256(repr(sorted(names)).encode())
    for path in files:
        digest.update(f"{path.relative_to(site).as_posix()}\n".encode() + path.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def combine(sheets: Sequence[tuple[str, str]], names: Collection[str], target: str) -> str:
    """Write one style sheet from several, in their order: pairs of path in the site and CSS.

    A rule stays if `names` has all that it needs outside round brackets: ":not(.a)" needs nothing.
    Addresses are made relative to the path `target`.
    """
    return "".join(
        _moved(_prune(rule, names), path, target)
        for path, sheet in sheets
        for rule in _parse(sheet)
    )


def _parse(css: str | Sequence[Node]) -> list[Node]:
    import tinycss2  # takes a while to load, and most builds do without

    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return list(rules)


def _prune(rule: Node, names: Collection[str]) -> str:
    """Write a rule with the selectors that are needed; nothing, if there are none."""
    if rule.type == "at-rule" and rule.lower_at_keyword in _HOLD_RULES and rule.content:
        kept = "".join(_prune(inner, names) for inner in _parse(rule.content))
        return f"@{rule.at_keyword} {_compact(rule.prelude)}{{{kept}}}" if kept else ""
    if rule.type == "qualified-rule":
        groups = groupby(rule.prelude, lambda token: token == ",")
        selectors = [[*tokens] for is_comma, tokens in groups if not is_comma]
        needed = (each for each in selectors if all(name in names for name in _names_in(each)))
        kept = ",".join(map(_compact, needed))
        return f"{kept}{{{_compact(rule.content)}}}" if kept else ""
    return str(rule.serialize())


def _compact(tokens: Iterable[Node]) -> str:
    words = (
        " " if t.type == "whitespace" else t.serialize() for t in tokens if t.type != "comment"
    )
    return "".join(words).strip()


def _names_in(selector: Sequence[Node]) -> Iterator[str]:
    """Find the names that a selector asks for, but ids: sheets name few, and pages have many."""
    for before, token in pairwise(["", *selector]):
        if before == "." and token.type == "ident":
            yield token.value
        elif token.type == "[] block" and token.content[0].value in _NAMED_BY:
            yield from (t.value for t in token.content[1:] if t.type in ("ident", "string"))


def _moved(rule: str, path: str, target: str) -> str:
    def move(address: re.Match[str]) -> str:
        place = posixpath.join(posixpath.dirname(path), address[2])
        return f'url("{posixpath.relpath(place, posixpath.dirname(target) or ".")}")'

    return _ADDRESS.sub(move, rule)


def without_unused_variables(css: str, names: Collection[str]) -> str:
    """Leave out variables that no rule or script uses: `p{--a:1;margin:0}` → `p{margin:0}`."""
    used = {*_VARIABLE_USED.findall(css), *names}
    kept = _VARIABLE.sub(lambda found: found[0] if found[1] in used else "", css)
    # What only an unused variable used is unused too.
    return kept if kept == css else without_unused_variables(kept, names)
