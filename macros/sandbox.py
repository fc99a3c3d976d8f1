"""Jinja as it runs in pages, house styles and parts: in its sandbox, within bounds, compiled once.

The theme's templates are compiled once too, but run as MkDocs runs them, without these bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache, wraps
from importlib.metadata import version
from math import prod
from pathlib import Path
from time import monotonic
from types import BuiltinMethodType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from jinja2.ext import Extension
from jinja2.nodes import Call, EnvironmentAttribute, EvalContext
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import MAX_RANGE, SandboxedEnvironment

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.bccache import Bucket
    from jinja2.compiler import Frame

_MOST = 1_000_000  # steps that a page, or one call of a house style, may take: see `Sandbox.spend`
_SECONDS = 10  # that may pass, where steps are few and each is slow
_ITEM, _CALL = 5, 20  # steps that an item of a loop counts for, and a call
_LONGEST = 10  # times as many characters may be written

# Filters, methods and operators that make a text or a list many times as long: by the length of
# another, or by a number. Others give hardly more than they are given.
_GROWING = {
    *("*", "batch", "center", "expandtabs", "indent", "join", "ljust", "replace", "rjust", "slice"),
    *("to_bytes", "tojson", "translate", "urlize", "wordwrap", "zfill"),
}
_FORMATTING = {"%", "format", "format_map"}
# A width or precision of more than four digits, or one that comes from a value.
_WIDE = re.compile(r"%(?:\([^)]*\))?[-+ #\d.]*(?:\*|\d{5})|\{[^{}]*:[^{}]*(?:\{|\d{5})")
_WIDEST = 9_999
_CHANGING = {
    *("add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"),
    *("reverse", "setdefault", "sort", "update"),
}
Misuse = Callable[[Exception], str]
_TEXTS, _LISTS = (str, bytes, range), (list, tuple, set, frozenset)


class _Counting(CodeGenerator):
    """Compiles templates so that calls name their lines, and loops and growing values are counted.

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

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        counted = EnvironmentAttribute("counted", lineno=node.iter.lineno)
        node.iter = Call(counted, [node.iter], [], None, None, lineno=node.iter.lineno)
        super().visit_For(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self._weigh(super().visit_Concat, node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self._weigh(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self._weigh(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        visit = super().visit_Tuple
        self._weigh(visit, node, frame) if node.ctx == "load" else visit(node, frame)

    def _weigh(self, visit: Callable[..., None], node: nodes.Expr, frame: Frame) -> None:
        self.write("environment.weighed(")
        visit(node, frame)
        self.write(")")


class Sandbox(SandboxedEnvironment):
    """Jinja's sandbox, in which nothing fills the memory or goes on for ever.

    It counts steps: some for each item of a loop and for each call, and the characters and items of
    what filters, methods, operators and macros are given or make. Lists and dictionaries stay as
    they were made, so none grows unseen.
    """

    code_generator_class = _Counting
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, on_misuse: Misuse | None = None, **options: Any) -> None:
        """Open a sandbox; comments are "{##", since "{#" opens `{#id}` in Markdown headings.

        What is called without being there, or with what it does not understand, stops the template,
        unless `on_misuse` says what stands in for its result.
        """
        signs = {"comment_start_string": "{##", "comment_end_string": "##}"}
        super().__init__(undefined=StrictUndefined, **signs, **options)
        self._on_misuse = on_misuse
        self.filters.update({name: self._bounded(name, f) for name, f in self.filters.items()})
        self.globals["range"] = _short_range
        del self.globals["lipsum"]  # words of no meaning, as many as one likes
        self.begin()

    def begin(self, times: int = 1) -> None:
        """Count steps anew; `times` as many as elsewhere may be taken."""
        self._left, self._until = _MOST * times, monotonic() + _SECONDS * times
        self._longest = self._left * _LONGEST

    def spend(self, steps: int) -> None:
        """Count steps; raises OverflowError when they are too many, or take too long."""
        self._left -= steps
        if self._left < 0 or monotonic() > self._until:
            raise OverflowError("this goes on too long, or makes too much; is a loop without end?")

    def counted(self, items: Iterable[object]) -> Iterator[object]:
        """Count each item of a loop."""
        for item in items:
            self.spend(_ITEM)
            yield item

    def weighed(self, value: Any) -> Any:
        """Count the size of a value that has been made, and return it."""
        self.spend(_size(value))
        return value

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Refuse, beside what is private, the methods that change a list, a dictionary or a set."""
        if isinstance(obj, SimpleNamespace):
            return not attr.startswith("_")  # quicker, and asked for most
        is_changing = attr in _CHANGING and isinstance(obj, list | dict | set)
        return not is_changing and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse sums, products, powers and formatted texts that would be too large."""
        if operator == "**":
            _refuse(operator)
        if operator == "*" and isinstance(left, int) and isinstance(right, int):
            self.spend(left.bit_length() + right.bit_length())
        elif operator != "%" or isinstance(left, str):
            self._weigh_call(operator, left, right)
        return self._weigh_text(super().call_binop(context, operator, left, right))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Count a call; refuse methods of texts and numbers whose result would be too large.

        Jinja names its own arguments so that no option of a macro can be called the same.
        """
        __self.spend(_CALL)
        if isinstance(__obj, Macro):  # safe, and what it writes is counted in `concat`
            return __context.call(__obj, *args, **kwargs)
        method = getattr(__obj, "__wrapped__", __obj)  # the sandbox wraps `str.format`
        if isinstance(method, BuiltinMethodType):
            given = _without_iterators([*args, *kwargs.values()])
            args, kwargs = (
                (*given[: len(args)],),
                dict(zip(kwargs, given[len(args) :], strict=True)),
            )
            __self._weigh_call(method.__name__, method.__self__, *given)
        elif isinstance(__obj, LoopContext):
            args = (__self.counted(args[0]), *args[1:])
        try:
            return __self._weigh_text(super().call(__context, __obj, *args, **kwargs))
        except (TypeError, UndefinedError) as error:
            if not __self._on_misuse:
                raise
            return __self._on_misuse(error)

    def concat(self, pieces: Iterable[str]) -> str:
        """Join what a template or a macro writes; refuse it where it is too long."""
        if not isinstance(pieces, Generator):  # a macro's, which is written already
            self.spend(sum(map(len, pieces)))
            return "".join(pieces)
        kept, length = [], 0
        for piece in pieces:
            kept.append(piece)
            length += len(piece)
            if length > self._longest:  # told to the template, whose line the error then has
                pieces.throw(OverflowError("this writes too much; is a loop without end?"))
        return "".join(kept)

    def _bounded(self, name: str, grow: Callable[..., Any]) -> Callable[..., Any]:
        """Let a filter count what it is given; what Jinja has marked it with stays."""
        name = "%" if name == "format" else name  # it is not the method of that name

        @wraps(grow)
        def bounded(*values: Any, **options: Any) -> Any:
            values = (*_without_iterators(values),)
            given = [v for v in values if not isinstance(v, Context | EvalContext | Environment)]
            self._weigh_call(name, *given, *options.values())
            return self._weigh_text(grow(*values, **options))

        return bounded

    def _weigh_text(self, value: Any) -> Any:
        if isinstance(value, str):
            self.spend(len(value))
        return value

    def _weigh_call(self, name: str, *values: Any) -> None:
        self.spend(_CALL + sum(map(_size, values)))
        if _size_of_result(name, values) > _MOST * _LONGEST:
            _refuse(name)


def _size(value: object) -> int:
    """Return how many characters and items a value has, those within it too, as far as it counts.

    A list may hold another many times, and so forth: beyond what may be, nothing is counted.
    """
    found, values = 0, [value]
    while values and found <= _MOST:
        each = values.pop()
        found += 1
        if isinstance(each, _TEXTS):
            found += len(each)
        elif isinstance(each, _LISTS):
            values += each
        elif isinstance(each, dict):
            values += [*each, *each.values()]
    return found


def _size_of_result(name: str, values: tuple[Any, ...]) -> int:
    """Return how large a filter, a method or an operator may make what it gives."""
    if name in _FORMATTING:
        form = str(values[0])
        if _WIDE.search(form):
            _refuse(name)
        return (form.count("%") + form.count("{")) * (_WIDEST + _size(values[1:]))
    if name == "replace":  # "old" makes nothing longer
        values = (values[0], *values[2:])
    factors = (abs(value) if isinstance(value, int) else _size(value) for value in values)
    return prod(max(1, factor) for factor in factors) if name in _GROWING else 0


def _without_iterators(values: Sequence[Any]) -> list[Any]:
    """Make lists of what can be gone through only once, so that it can be counted."""
    return [list(value) if isinstance(value, Iterator) else value for value in values]


def _short_range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers[: MAX_RANGE + 1]) > MAX_RANGE:  # of more numbers Python cannot tell how many
        _refuse("range")
    return numbers


def _refuse(name: str) -> NoReturn:
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
