"""Faults in the HTML that Material for MkDocs itself writes, mended in its templates.

Found by the Nu HTML checker, axe-core and Lighthouse in Material 9.8. The templates are mended as
they are read, not copied: a copy would have to follow every release.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

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
    # Style sheets know pages by their names.
    (
        re.compile(r"<body(?![\w-])"),
        '<body{% if page %} data-page="{{ page.file.src_uri | page_name }}"{% endif %}',
    ),
)


def html_templates(folder: Path) -> list[str]:
    """Name the templates of pages in a folder, as paths in it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def mend_theme(template: str) -> str:
    """Return the source of a theme's template without the known faults."""
    for fault, mended in _MENDS:
        template = fault.sub(mended, template)
    return template
