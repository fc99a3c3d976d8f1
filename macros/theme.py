"""Faults in the HTML that Material for MkDocs itself writes, mended in the finished page.

Found by the Nu HTML checker, axe-core and Lighthouse in Material 9.8. Theme templates are not
copied for it: a copy would have to follow every release.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Where the theme keeps its style sheets and its script in a site, as patterns; and the one style
# sheet that pages are given instead.
STYLE_SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")
SCRIPTS = "assets/javascripts/bundle.*.js"
STYLE_SHEET = "assets/site.css"
# What pages with notes say of themselves: the margin is for the notes. Only while they are written:
# menus ask every page that says anything four times for more.
CHAPTER_META = {"hide": ["toc"]}
# What the script builds only on pages that have something else: beginnings of class names, and the
# classes of which one must be there.
BUILT_ON_DEMAND = {
    "tabbed-": {"tabbed-set"},
    "md-annotation": {"annotate", "highlight"},
    "md-tag": {"md-tags"},
}

_MENDS = (
    # "autocomplete" is not for checkboxes and radio buttons.
    (re.compile(r'(<input[^>]*type="(?:checkbox|radio)"[^>]*?) autocomplete="off"'), r"\1"),
    # An empty tabindex is not a number.
    (re.compile(r' tabindex=""'), ""),
    # A dialog needs a name.
    (
        re.compile(r'(<div class="md-search"[^>]*role="dialog")(?![^>]*aria-label)'),
        r'\1 aria-label="Search"',
    ),
    # A page need not wait for the script.
    (re.compile(r'<script (src="[^"]*assets/javascripts/bundle\.[^"]*")>'), r"<script defer \1>"),
)
# Nor for several style sheets: one holds them all.
_MENDS_OF_HEAD = (
    (
        re.compile(r'(<link rel="stylesheet" href="[^"]*)assets/stylesheets/main\.[^"]*"'),
        rf'\1{STYLE_SHEET}"',
    ),
    (re.compile(r'<link rel="stylesheet" href="[^"]*assets/stylesheets/palette\.[^"]*">\s*'), ""),
)


def html_templates(folder: Path) -> list[str]:
    """Name the templates of pages in a folder, as paths in it."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def mend_theme(html: str, name: str = "") -> str:
    """Return a page of the site without the theme's known faults.

    `name` is set on the body, for style sheets to know the page by.
    """
    head, end, body = html.partition("</head>")
    for fault, mended in _MENDS_OF_HEAD:
        head = fault.sub(mended, head)
    html = head + end + body
    for fault, mended in _MENDS:
        html = fault.sub(mended, html)
    return html.replace("<body ", f'<body data-page="{name}" ', 1) if name else html
