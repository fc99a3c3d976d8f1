"""Commands such as `mkdocs build`, each in a process forked from one that has libraries loaded.

Loading them takes longer than building a tiny site. The engine is not among them: each command
imports the one that stands in its project's folder.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from runpy import run_module
from subprocess import PIPE, Popen
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping

LIBRARIES = [
    "bibtexparser",
    "click",
    "jinja2.meta",
    "jinja2.sandbox",
    "lxml.html",
    "material.plugins.search.plugin",
    "material.templates",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "msgspec",
    "pylatexenc.latex2text",
    "pymdownx.superfences",
    "rispy",
]
QUIET = {"NO_MKDOCS_2_WARNING": "1"}


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it printed."""

    code: int
    output: str

    @property
    def errors(self) -> list[str]:
        lines = [line for line in self.output.splitlines() if line.startswith("ERROR")]
        return [line.removeprefix("ERROR   -  ").removeprefix("companion: ") for line in lines]


def copy_engine(project: Path, folder: Path) -> None:
    """Copy the engine into a project's folder, with its compiled modules, as installed ones have.

    Compiled templates stay behind: other tests are writing them.
    """

    def compiled_templates(place: str, names: list[str]) -> list[str]:
        compiled = names if Path(place).name == "__pycache__" else []
        return [name for name in compiled if not name.endswith(".pyc")]

    shutil.copytree(project / "macros", folder / "macros", ignore=compiled_templates)


def run(folder: Path, *command: str, environment: Mapping[str, str] | None = None) -> Outcome:
    """Run a module in a folder, as `python -m` does: `run(folder, "mkdocs", "build")`.

    The variables of `environment` come to those that are set.
    """
    with TemporaryDirectory() as place:
        printed = Path(place) / "printed.txt"
        variables = {**os.environ, **QUIET, **(environment or {})}
        order = {"folder": str(folder), "command": command, "printed": str(printed)}
        server = _server()
        assert server.stdin
        assert server.stdout
        print(json.dumps({**order, "variables": variables}), file=server.stdin, flush=True)
        return Outcome(int(server.stdout.readline()), printed.read_text(encoding="utf-8"))


@cache
def _server() -> Popen[str]:
    environment = {**os.environ, **QUIET}
    return Popen([sys.executable, __file__], env=environment, stdin=PIPE, stdout=PIPE, text=True)


def _serve() -> None:
    """Take orders, a line of JSON each; answer with the code with which the command ended."""
    for library in LIBRARIES:
        import_module(library)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(**json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(folder: str, command: list[str], printed: str, variables: dict[str, str]) -> NoReturn:
    with Path(printed).open("w") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(folder)
    sys.path[0] = folder
    sys.argv = command
    run_module(command[0], run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    _serve()
