"""Faults in the HTML that Material for MkDocs itself writes, mended in the finished page.

Found by the Nu HTML checker and axe-core in Material 9.8. Theme templates are not copied for it:
a copy would have to follow every release.
"""

from __future__ import annotations

import re

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
)


def mend_theme(html: str) -> str:
    """Return a page of the site without the theme's known faults."""
    for fault, mended in _MENDS:
        html = fault.sub(mended, html)
    return html
