"""Templates in Jinja: authors' pages, the house style, the generated parts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    FileSystemLoader,
    TemplateAssertionError,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    nodes,
)
from jinja2.meta import find_referenced_templates

from macros.calls import CallError, PlainPage, at_line, read_plain, shown_value
from macros.pages.source import shield_code
from macros.problems import Problem, did_you_mean
from macros.sandbox import keep_compiled, open_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import Environment

_OPEN_BLOCK = re.compile(
    r"Unexpected end of template.* innermost block that needs to be closed is '(\w+)'"
)
_AT_LINE = "__at_line__"


def render_page(
    text: str,
    *,
    source: str,
    first_line: int,
    macros: Mapping[str, Callable[..., str]],
    shield: Callable[[str], str],
) -> tuple[str, list[Problem]]:
    """Run a page's Markdown through Jinja once.

    `first_line` is the line of the source file on which `text` begins, so that problems name the
    file's own lines. Code that shows macros is handed to `shield`, which returns what to put in
    its place meanwhile. The result is empty where there is a problem.
    """
    text = shield_code(text, shield)
    if plain := read_plain(text, first_line, macros):
        return _run_plain(plain, source, macros)
    return _run_jinja(text, first_line, source, macros)


def _run_jinja(
    text: str, first_line: int, source: str, macros: Mapping[str, Callable[..., str]]
) -> tuple[str, list[Problem]]:
    # The comment keeps "{{-" at the top from eating the padding.
    padded = "\n" * (first_line - 1) + "{####}" + text
    try:
        return _run(padded, source, macros)[first_line - 1 :], []
    except BrokenTemplateError as error:
        return "", [error.problem]
    except TemplateSyntaxError as error:
        line = _line_of_open_block(padded, error) or error.lineno
        return "", [Problem(source, line, _explain(error, macros))]
    except Exception as error:
        return "", [Problem(source, _line_in_traceback(source, error), _explain(error, macros))]


def _run_plain(
    page: PlainPage, source: str, macros: Mapping[str, Callable[..., str]]
) -> tuple[str, list[Problem]]:
    try:
        return page.run(macros), []
    except CallError as error:
        if isinstance(error.cause, BrokenTemplateError):
            return "", [error.cause.problem]
        return "", [Problem(source, error.line, _explain(error.cause, macros))]


def _run(text: str, source: str, macros: Mapping[str, object]) -> str:
    environment = open_sandbox(keep_trailing_newline=True, finalize=shown_value)
    tree = _with_lines(environment.parse(text, filename=source), macros)
    code = environment.compile(tree, filename=source)
    names = {**macros, _AT_LINE: at_line}
    return environment.template_class.from_code(environment, code, names).render()


def _explain(error: Exception, known: Iterable[str] = ()) -> str:
    if isinstance(error, TemplateAssertionError):
        return (error.message or "").rstrip(".")
    if isinstance(error, TemplateSyntaxError):
        if curly := re.match(r"unexpected char '([“”„‘’«»])'", error.message or ""):
            return f"a macro has the typographic quotation mark {curly[1]}; write a straight one"
        message = (error.message or "").rstrip(".")
        if block := _OPEN_BLOCK.search(message):
            tag = block[1]
            return (
                f"the block {{% {tag} … %}} that opens here is never closed; "
                f"write {{% end{tag} %}} behind it"
            )
        return f"{message}; check the braces and quotation marks of the macro here"
    text = str(error).replace("Author.", "")
    if name := re.fullmatch(r"'(\w+)' is undefined", text):
        near = did_you_mean(name[1], known)
        return f'"{name[1]}" is not a macro{near or "; cite keys and texts need quotation marks"}'
    if isinstance(error, TypeError):
        return f"a macro is called in a way that it does not understand: {text}"
    return text


def _line_in_traceback(source: str, error: BaseException) -> int:
    line = 0
    traceback = error.__traceback__
    while traceback:
        if traceback.tb_frame.f_code.co_filename == source:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


class BrokenTemplateError(Exception):
    """A template of a house style cannot be used; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _broken(error: Exception, source: str) -> BrokenTemplateError:
    line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
    traceback = error.__traceback__
    while traceback:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = int(template.get_corresponding_lineno(traceback.tb_lineno))
        elif traceback.tb_frame.f_code.co_filename.endswith(source):  # Jinja's own traceback
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    text = _explain(error) if isinstance(error, TemplateSyntaxError) else str(error)
    if isinstance(error, TemplateNotFound):
        text = f'there is no template "{error.name}"'
    return BrokenTemplateError(Problem(source, line, text))


def _with_lines(tree: nodes.Template, macros: Iterable[str]) -> nodes.Template:
    """Let each macro know its line: Jinja itself only knows where an expression begins."""
    for call in list(tree.find_all(nodes.Call)):
        if isinstance(call.node, nodes.Name) and call.node.name in macros:
            at_line = nodes.Name(_AT_LINE, "load", lineno=call.lineno)
            place: list[nodes.Expr] = [call.node, nodes.Const(call.lineno)]
            call.node = nodes.Call(at_line, place, [], None, None, lineno=call.lineno)
    return tree


def _line_of_open_block(text: str, error: TemplateSyntaxError) -> int:
    block = _OPEN_BLOCK.search(error.message or "")
    if not block:
        return 0
    lines: list[int] = []
    for tag in re.finditer(rf"{{%[-+]?\s*(end)?{block[1]}\b", text):
        if not tag[1]:
            lines.append(text.count("\n", 0, tag.start()) + 1)
        elif lines:
            lines.pop()
    return lines[-1] if lines else 0


def shown_path(path: Path) -> str:
    """Name a file of the engine as a newcomer finds it: `macros/style/…`."""
    project = Path(__file__).parent.parent
    return (path.relative_to(project) if path.is_relative_to(project) else path).as_posix()


class TemplateFolder:
    """A folder of Jinja templates that write Markdown."""

    def __init__(self, folder: Path, helpers: Mapping[str, object], made_with: str = "") -> None:
        """Open a folder; `helpers` are what its templates may use, functions also as filters.

        `made_with` is what the helpers depend on, beside the code of the engine.
        """
        self._folder = folder
        self._environment = open_sandbox(
            loader=FileSystemLoader(folder), trim_blocks=True, lstrip_blocks=True
        )
        keep_compiled(self._environment, folder / "__pycache__", made_with)
        functions = {name: value for name, value in helpers.items() if callable(value)}
        self._environment.globals.update(helpers)
        self._environment.filters.update(functions)
        self._environment.trust(functions.values())

    def render(self, name: str, **values: object) -> str:
        """Render one template as a whole; raises BrokenTemplateError as `macros` does."""
        try:
            return self._environment.get_template(name).render(values)
        except Exception as error:
            raise _broken(error, f"{shown_path(self._folder)}/{name}") from None

    def macros(self, name: str) -> Mapping[str, Callable[..., str]]:
        """Return the macros of a template by name.

        This, and each macro when it is called, raises BrokenTemplateError for what is wrong with
        the template.
        """
        source = f"{shown_path(self._folder)}/{name}"

        def guard(macro: Callable[..., str]) -> Callable[..., str]:
            def call(*values: object, **options: object) -> str:
                try:
                    return macro(*values, **options)
                except Exception as error:
                    raise _broken(error, source) from None

            return call

        try:
            module = self._environment.get_template(name).module
        except TemplateError as error:
            raise _broken(error, source) from None
        return {key: guard(value) for key, value in vars(module).items() if callable(value)}


def check_templates(environment: Environment, names: Iterable[str], folder: str) -> list[Problem]:
    """Return what keeps the named templates from being used: syntax errors, missing parts."""
    problems = []
    for name in names:
        source = f"{folder}/{name}"
        loader = environment.loader
        try:
            text = loader.get_source(environment, name)[0] if loader else ""
            environment.get_template(name)  # compiled once, and kept
            for part in find_referenced_templates(environment.parse(text, name)):
                if part is not None and not template_exists(environment, part):
                    line = text[: text.find(part)].count("\n") + 1
                    problems.append(Problem(source, line, f'there is no template "{part}"'))
        except TemplateSyntaxError as error:
            problems.append(Problem(source, error.lineno, _explain(error)))
        except TemplateNotFound:
            problems.append(Problem(source, 0, "there is no such template"))
    return problems


def template_exists(environment: Environment, name: str) -> bool:
    """Whether a template can be found; it may still be broken."""
    try:
        environment.get_template(name)
    except TemplateNotFound:
        return False
    except TemplateError:
        return True
    return True
