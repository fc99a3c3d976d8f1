"""What Markdown made of the pages, from one build of a preview to the next.

An edit changes a page or two; MkDocs converts them all again. Here a page whose finished Markdown
is the same as before keeps its HTML.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from macros.plain import Plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page


class _Rendered(Plain, frozen=True):
    made_from: object
    values: Mapping[str, Any]
    links: Mapping[str, dict[str, str]] | None  # to anchors of other pages, by their paths


# What MkDocs sets on a page when it renders it, apart from links.
_VALUES = ("content", "toc", "_title_from_render", "present_anchor_ids")


# Extensions that make HTML of nothing but the Markdown of the page; others may read files.
_MADE_OF_MARKDOWN = frozenset(
    {
        *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"),
        *("footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"),
        *("smarty", "tables", "toc", "wikilinks"),
        *("pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.details"),
        *("pymdownx.emoji", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys"),
        *("pymdownx.magiclink", "pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.superfences"),
        *("pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde"),
    }
)


class Memory:
    """Remembers rendered pages; those with warnings are rendered again, so that they warn again.

    Where an extension may read files it remembers nothing: they may change too.
    """

    def __init__(self) -> None:
        """Begin without any page."""
        self._pages: dict[str, _Rendered] = {}
        self._surroundings: object = None
        self._reads_files = False

    def begin(self, config: MkDocsConfig, files: Files) -> None:
        """Begin a build: pages may also depend on settings, and on which files there are."""
        self._reads_files = not _MADE_OF_MARKDOWN.issuperset(config.markdown_extensions[:-1])
        settings = repr((config.markdown_extensions[:-1], config.mdx_configs, config.validation))
        self._surroundings = settings, sorted((file.src_uri, file.url) for file in files)

    def attach(self, page: Page, additions: object) -> None:
        """Let a page be rendered only if it must; `additions` are put to its Markdown."""
        if self._reads_files:
            return
        path = page.file.src_uri

        def render(config: MkDocsConfig, files: Files) -> None:
            made_from = page.markdown, additions, self._surroundings
            known = self._pages.get(path)
            if known and known.made_from == made_from:
                _restore(page, known, files)
                return
            warnings = _Warnings()
            logging.getLogger("mkdocs").addHandler(warnings)
            try:
                type(page).render(page, config, files)
            finally:
                logging.getLogger("mkdocs").removeHandler(warnings)
            if not warnings.found:
                self._pages[path] = _remember(page, made_from)

        page.render = render  # type: ignore[method-assign]


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.found = False

    def emit(self, record: logging.LogRecord) -> None:
        self.found = True


def _remember(page: Page, made_from: object) -> _Rendered:
    links = page.links_to_anchors
    by_path = None if links is None else {file.src_uri: found for file, found in links.items()}
    return _Rendered(made_from, {name: getattr(page, name) for name in _VALUES}, by_path)


def _restore(page: Page, known: _Rendered, files: Files) -> None:
    for name, value in known.values.items():
        setattr(page, name, value)
    if known.links is not None:
        page.links_to_anchors = {_file(files, path): links for path, links in known.links.items()}


def _file(files: Files, path: str) -> File:
    file = files.get_file_from_path(path)
    assert file, "the same files are there as when the page was rendered"
    return file
