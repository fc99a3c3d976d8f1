"""Faults in the HTML that Material for MkDocs itself writes, mended in its templates.

They were found by the Nu HTML checker, axe-core and Lighthouse in Material 9.8. Templates are
mended as they are read, not copied: a copy would have to follow every release.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from macros.problems import Problem, line_starting_with
from macros.project.reading import source_path
from macros.sandbox import keep_compiled, mend_sources
from macros.templates import check_templates, template_exists
from macros.text import page_name

if TYPE_CHECKING:
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
