"""Jinja as everywhere in this project: in its sandbox, with its signs, and within bounds."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2.ext import Extension
from jinja2.runtime import Macro
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Context

_LONGEST = 100_000  # signs or items that a product may have; the sandbox bounds `range` alike


_JINJAS = {"_block_vars", "_loop_vars"}  # options that are for Jinja alone


class Sandbox(SandboxedEnvironment):
    """A sandbox in which no sum takes hours, or all memory."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._safe: dict[tuple[type, str], bool] = {}
        self._plain: set[tuple[type, str]] = set()
        self._trusted: set[int] = set()

    def trust(self, functions: Iterable[object]) -> None:
        """Take functions, kept elsewhere, that templates call: they want nothing of Jinja's."""
        self._trusted.update(map(id, functions))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Ask once for all values of a type: neither they nor what the attribute holds matters."""
        known = type(obj), attr
        if known not in self._safe:
            self._safe[known] = super().is_safe_attribute(obj, attr, value)
            if self._safe[known] and type(obj).__module__.startswith("macros."):
                self._plain.add(known)  # none of these holds a `str.format`
        return self._safe[known]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Get at once what is known to be safe."""
        if (type(obj), attribute) in self._plain:
            try:
                return getattr(obj, attribute)
            except AttributeError:  # by an object that has it not, unlike others of its type
                pass
        return super().getattr(obj, attribute)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call macros, and what is trusted, at once; Jinja names its own so that no option can."""
        is_known = type(__obj) is Macro or id(__obj) in __self._trusted
        if is_known and _JINJAS.isdisjoint(kwargs) and not __context.eval_ctx.autoescape:
            return __obj(*args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse products and powers that would be too large."""
        text, times = (right, left) if isinstance(left, int) else (left, right)
        repeats = hasattr(text, "__len__") and isinstance(times, int)
        if operator == "**" or (repeats and len(text) * times > _LONGEST):
            raise OverflowError(f'"{operator}" would give too much here; write the result')
        return super().call_binop(context, operator, left, right)


def open_sandbox(**options: Any) -> Sandbox:
    """Make an environment; comments are "{##", since "{#" opens `{#id}` in Markdown headings."""
    return Sandbox(
        undefined=StrictUndefined,
        autoescape=False,
        comment_start_string="{##",
        comment_end_string="##}",
        **options,
    )


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates in a folder; where that cannot be used, they are compiled anew."""

    def __init__(self, folder: Path, made_with: str) -> None:
        super().__init__(str(folder), "%s.jinja-cache")
        self._made_with = made_with

    def get_source_checksum(self, source: str) -> str:
        """Tell what is compiled otherwise: filters on constants are run while compiling."""
        return super().get_source_checksum(source + self._made_with)

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # not there, not to be read, cut off in whatever place
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def _engine() -> str:
    """Tell this engine, and Jinja, from what they were before a change."""
    files = sorted(Path(__file__).parent.rglob("*.py"))
    return repr([version("jinja2"), *((f.name, f.stat().st_mtime_ns) for f in files)])


def keep_compiled(environment: Environment, folder: Path, made_with: str = "") -> None:
    """Compile each file of templates once for all builds, until it or the engine changes.

    `made_with` is what else the filters of the environment depend on. MkDocs alone compiles the
    theme's templates anew in each build.
    """
    environment.bytecode_cache = _Compiled(folder, _engine() + made_with)


class _Mending(Extension):
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        mended = self.environment.mend_source(source)  # type: ignore[attr-defined]
        return str(mended)


def mend_sources(environment: Environment, mend: Callable[[str], str]) -> None:
    """Let `mend` change the source of every template before it is compiled."""
    environment.extend(mend_source=mend)
    environment.add_extension(_Mending)
