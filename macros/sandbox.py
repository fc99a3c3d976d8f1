"""Jinja as it runs everywhere in this project: in its sandbox, within bounds, compiled once."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cache, wraps
from importlib.metadata import version
from math import prod
from pathlib import Path
from types import BuiltinMethodType
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.ext import Extension
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment, nodes
    from jinja2.bccache import Bucket
    from jinja2.compiler import Frame
    from jinja2.runtime import Context

_LARGEST = 10_000_000  # characters or items that one operator, filter or method may give
_LONGEST = 100_000_000  # characters that a template may write

# Filters whose result can be much larger than what they are given.
_GROWING = ("batch", "center", "format", "indent", "join", "replace", "slice", "tojson")


class _LinesOfCalls(CodeGenerator):
    """Compiles templates so that Jinja knows the line of each call, within an expression too.

    Jinja itself notes the lines of statements only: github.com/pallets/jinja/blob/main/src/jinja2/
    compiler.py, `CodeGenerator.newline`. The brackets let Python go on behind the line break.
    """

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        self.write("(")
        self.newline(node)
        super().visit_Call(node, frame, forward_caller=forward_caller)
        self.write(")")


class Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, in which no short expression fills the memory."""

    code_generator_class = _LinesOfCalls
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        """Open a sandbox; comments are "{##", since "{#" opens `{#id}` in Markdown headings."""
        signs = {"comment_start_string": "{##", "comment_end_string": "##}"}
        super().__init__(undefined=StrictUndefined, **signs, **options)
        self.filters.update({name: _bounded(name, self.filters[name]) for name in _GROWING})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse products, powers and formatted texts that would be too large."""
        is_repeated = operator == "*" and (hasattr(left, "__len__") or hasattr(right, "__len__"))
        if is_repeated or (operator == "%" and isinstance(left, str)):
            _refuse_large(operator, left, right)
        elif operator == "**":
            _refuse(operator)
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Refuse methods of texts and numbers whose result would be too large.

        Jinja names its own arguments so that no option of a macro can be called the same.
        """
        method = getattr(__obj, "__wrapped__", __obj)  # the sandbox wraps `str.format`
        if isinstance(method, BuiltinMethodType) and isinstance(method.__self__, str | bytes | int):
            _refuse_large(method.__name__, method.__self__, *args, *kwargs.values())
        return super().call(__context, __obj, *args, **kwargs)

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Join what a template or a macro writes; refuse it where it is too long."""
        if isinstance(pieces, list):  # a macro's, which is written already
            text = "".join(pieces)
            return text if len(text) <= _LONGEST else _refuse_output()
        kept, length = [], 0
        for piece in pieces:
            length += len(piece)
            kept.append(piece if length <= _LONGEST else _refuse_output())
        return "".join(kept)


def _refuse_output() -> NoReturn:
    raise OverflowError("this writes too much; is a loop without end?")


def _bounded(name: str, grow: Callable[..., Any]) -> Callable[..., Any]:
    """Let a filter refuse what would become too large; what Jinja has marked it with stays."""

    @wraps(grow)
    def bounded(*values: Any, **options: Any) -> Any:
        _refuse_large(name, *values, *options.values())
        return grow(*values, **options)

    return bounded


def _refuse_large(name: str, *values: object) -> None:
    """Refuse what multiplies: a text by a width, a number of times, or another text."""
    is_format = name in ("%", "format", "format_map")
    if prod(max(1, _size(value, is_format=is_format)) for value in values) > _LARGEST:
        _refuse(name)


def _size(value: object, *, is_format: bool) -> int:
    if isinstance(value, int):
        return abs(value)
    if isinstance(value, str) and is_format:  # "%09d", "{:>9}"
        return max(len(value), *map(int, re.findall(r"0*(\d{1,12})", value)), 0)
    if isinstance(value, list | tuple):
        counts = (str, int) if is_format else str  # "%*d" takes its width from among the values
        return sum(
            _size(each, is_format=False) if isinstance(each, counts) else 1 for each in value
        )
    return len(value) if isinstance(value, str | bytes) else 1


def _refuse(name: str) -> None:
    raise OverflowError(f'"{name}" would give too much here; write the result')


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates in a folder; where that cannot be used, they are compiled anew."""

    def __init__(self, folder: Path, made_with: str) -> None:
        super().__init__(str(folder), "%s.jinja-cache")
        self._made_with = made_with

    def get_source_checksum(self, source: str) -> str:
        """Add what filters depend on: Jinja runs those on constants while it compiles."""
        return super().get_source_checksum(source + self._made_with)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read what is kept; if it is not there, not readable or cut off, do without."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, if the folder can be written."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


_folder: Path | None = None


def keep_templates_in(folder: Path) -> None:
    """Choose where compiled templates are kept from one build to the next; before, nowhere."""
    global _folder
    _folder = folder


def keep_compiled(environment: Environment, made_with: str = "") -> None:
    """Compile each template once for all builds, until it, the engine or Jinja changes.

    `made_with` is what else the filters of the environment depend on.
    """
    if _folder:
        environment.bytecode_cache = _Compiled(_folder, _engine() + made_with)


@cache
def _engine() -> str:
    """Return a text that changes with Jinja's version, and with any file of the engine."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return repr([version("jinja2"), *((f.name, f.stat().st_mtime_ns) for f in files)])


def mend_sources(environment: Environment, mend: Callable[[str], str]) -> None:
    """Let `mend` change the source of every template before it is compiled."""

    class Mending(Extension):
        def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
            return mend(source)

    environment.add_extension(Mending)
