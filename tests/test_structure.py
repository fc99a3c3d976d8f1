"""The engine's own shape: who imports whom, names, lengths, and that no paper is built in."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "macros"
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py"
}

# Libraries that only one room knows. Imports for type checkers alone do not count.
OWNERS = {
    "bibtexparser": {"bib.names", "bib.reading"},
    "icu": {"text"},
    "jinja2": {"sandbox", "templates"},
    "lxml": {"addresses.ledger", "project.search", "whole.joined"},
    "markdown": {"project.extension", "project.prerender"},
    "mkdocs": {"hooks", "lint", "project.moved", "project.prerender", "project.reading"},
    "pikepdf": {"whole.pdf_document"},
    "pylatexenc": {"bib.latex"},
    "tinycss2": {"project.theme"},
    "yaml": {"data.reading"},
}

LONGEST_MODULE = 400
LONGEST_FUNCTION = 30

THIS_PAPER = re.compile(
    r"\b(Kazakh\w*|Mayer\w*|Astana|Nur-Sultan|Nazarbayev|Tokayev|Greminger|IFSH|AIFC)\b", re.I
)


def imports(tree: ast.AST) -> Iterator[str]:
    """Dotted names of all that a module imports; `from macros import x` counts as `macros.x`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports do not work in hook files"
            module = str(node.module)
            names = [f"{module}.{alias.name}" for alias in node.names]
            yield from names if module == "macros" else [module]


def without_type_checking(tree: ast.Module) -> ast.Module:
    kept = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    ]
    return ast.Module(kept, [])


def rooms_of(module: str) -> set[str]:
    names = imports(MODULES[module])
    return {name.removeprefix("macros.") for name in names if name.startswith("macros.")}


@pytest.mark.parametrize("library", OWNERS)
def test_library_is_known_to_one_room(library: str) -> None:
    users = {
        module
        for module, tree in MODULES.items()
        if library in {name.split(".")[0] for name in imports(without_type_checking(tree))}
    }
    assert users == OWNERS[library]


def test_modules_shadow_no_others() -> None:
    """While a hook file loads, its folder comes first on sys.path."""
    names = {module.split(".")[0] for module in MODULES}
    assert names.isdisjoint(sys.stdlib_module_names)
    assert names.isdisjoint(packages_distributions())


@pytest.mark.parametrize("module", MODULES)
def test_module_is_short(module: str) -> None:
    path = PACKAGE / f"{module.replace('.', '/')}.py"
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES)
def test_functions_are_short(module: str) -> None:
    functions = [
        node
        for node in ast.walk(MODULES[module])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    too_long = {name for name, n in lengths.items() if n > LONGEST_FUNCTION}
    assert too_long == set()


def test_no_paper_is_built_in() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".jinja", ".yml"}]
    assert len(files) > len(MODULES)
    texts = {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8").replace(
            "osce-insights", ""
        )
        for path in files
    }
    found = {path: THIS_PAPER.findall(text) for path, text in texts.items()}
    assert {path: words for path, words in found.items() if words} == {}
    bodies = [path for path, text in texts.items() if re.search(r"\bOSCE\b", text)]
    assert all(path.startswith("style/osce-insights/") for path in bodies)


def test_no_group_of_a_pattern_is_possessive() -> None:
    """Pythons before 3.11.5 match "(?:…)*+" wrongly: github.com/python/cpython/issues/106052."""
    possessive = re.compile(r"(?<!\[)\)[*+?]\+")
    assert [
        path.name for path in PACKAGE.rglob("*.py") if possessive.search(path.read_text())
    ] == []
