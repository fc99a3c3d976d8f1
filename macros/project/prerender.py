"""The site as a folder that needs nothing of this engine: `make prerender`.

It holds finished Markdown, with every macro resolved and every number written out, and settings
without hooks. Plain MkDocs builds it, and so does its successor Zensical, which knows no hooks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from macros.data.reading import write_data
from macros.parts.cover import PLACEHOLDER
from macros.plain import Plain
from macros.templates import TemplateFolder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from macros.companion import Written

FOLDER = "dist/prerendered"
README = "README.md"
OVERRIDES = "overrides"

_TEMPLATES = Path(__file__).parent / "templates"
_THIS_ENGINES = ("hooks", "watch", "docs_dir", "site_dir", "config_file_path")


class PlainPage(Plain, frozen=True):
    """A page's path in the docs folder, its front matter, and what is written on it."""

    path: str
    meta: Mapping[str, object]
    written: Written


def plain_folder(
    settings: Mapping[str, Any], pages: Sequence[PlainPage], whole: str
) -> dict[str, bytes]:
    """Return the files of the folder that are text made for it, by their paths in it.

    `settings` are those of mkdocs.yml, and `whole` is the HTML that joins all pages.
    """
    texts = {f"docs/{page.path}": _page(page, whole) for page in pages}
    name = str(settings["site_name"])
    readme = TemplateFolder(_TEMPLATES, {}).render("prerendered.md.jinja", site_name=name)
    texts |= {README: readme, "mkdocs.yml": write_data(_plain_settings(settings))}
    return {path: text.encode() for path, text in texts.items()}


def _page(page: PlainPage, whole: str) -> str:
    from macros.project.plain_markdown import make_plain  # other builds do without

    front_matter = f"---\n{write_data(page.meta)}---\n" if page.meta else ""
    return front_matter + make_plain(page.written, page.path).replace(PLACEHOLDER, whole)


def _plain_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is for this engine alone, and what is empty."""
    plain = {
        key: value
        for key, value in settings.items()
        if key not in _THIS_ENGINES and value not in (None, "")
    }
    plain["extra"] = {k: v for k, v in plain.get("extra", {}).items() if k != "companion"}
    theme = plain.get("theme", "mkdocs")
    theme = {"name": theme} if isinstance(theme, str) else dict(theme)
    if theme.get("custom_dir"):
        theme["custom_dir"] = OVERRIDES
    theme.setdefault("variant", "classic")  # how Zensical looks like Material, which ignores it
    return {**plain, "theme": theme}
