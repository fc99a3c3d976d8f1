"""The only room that imports Jinja: authors' pages, the house style, the generated parts."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.meta import find_referenced_templates
from jinja2.sandbox import SandboxedEnvironment

from macros.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from jinja2 import Environment

_CODE = re.compile(
    r"(?ms)^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^[ \t]*(?P=fence)[`~]*[ \t]*$"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=ticks)(?!`)"
)


def _environment(**options: Any) -> SandboxedEnvironment:
    """Jinja as everywhere in this project: "{##", since "{#" opens `{#id}` in Markdown headings."""
    return SandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        comment_start_string="{##",
        comment_end_string="##}",
        **options,
    )


def render_page(
    text: str,
    *,
    source: str,
    first_line: int,
    macros: Mapping[str, object],
    shield: Callable[[str], str],
) -> tuple[str, list[Problem]]:
    """Run a page's Markdown through Jinja once.

    `first_line` is the line of the source file on which `text` begins, so that problems name the
    file's own lines. Code that shows macros is handed to `shield`, which returns what to put in
    its place meanwhile. The result is empty where there is a problem.
    """
    environment = _environment(keep_trailing_newline=True)
    padded = "\n" * (first_line - 1) + _shield_code(text, shield)
    try:
        code = environment.compile(padded, filename=source)
        template = environment.template_class.from_code(environment, code, dict(macros))
        return template.render()[first_line - 1 :], []
    except TemplateSyntaxError as error:
        return "", [Problem(source, error.lineno, _explain(error))]
    except Exception as error:
        return "", [Problem(source, _line_in_traceback(source, error), _explain(error))]


def _shield_code(text: str, shield: Callable[[str], str]) -> str:
    def replace(match: re.Match[str]) -> str:
        code = match[0]
        if "{{" not in code and "{%" not in code:
            return code
        lines = code.count("\n")
        return shield(code) + ("{##" + "\n" * lines + "##}" if lines else "")

    return _CODE.sub(replace, text)


def _explain(error: Exception) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.message}; check the braces and quotation marks of the macro here"
    text = str(error).replace("Author.", "")
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


def calling_line() -> int:
    """Return the line of the page whose macro is being called; 0 outside a page."""
    frame = sys._getframe(1)
    while frame.f_back:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return int(template.get_corresponding_lineno(frame.f_lineno))
        frame = frame.f_back
    return 0


class TemplateFolder:
    """A folder of Jinja templates that write Markdown."""

    def __init__(self, folder: Path, helpers: Mapping[str, Callable[..., object]]) -> None:
        """Open a folder; `helpers` are functions that its templates may call, also as filters."""
        self._environment = _environment(
            loader=FileSystemLoader(folder), trim_blocks=True, lstrip_blocks=True
        )
        self._environment.globals.update(helpers)
        self._environment.filters.update(helpers)

    def render(self, name: str, **values: object) -> str:
        """Render one template as a whole."""
        return self._environment.get_template(name).render(values)

    def macros(self, name: str) -> Mapping[str, Callable[..., str]]:
        """Return the macros of a template by name."""
        module = self._environment.get_template(name).module
        return {key: value for key, value in vars(module).items() if callable(value)}


def check_templates(environment: Environment, names: Iterable[str], folder: str) -> list[Problem]:
    """Return what keeps the named templates from being used: syntax errors, missing parts."""
    problems = []
    for name in names:
        source = f"{folder}/{name}"
        loader = environment.loader
        try:
            text = loader.get_source(environment, name)[0] if loader else ""
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


def style_problems(folder: Path, name: str, source: str) -> list[Problem]:
    """Return what keeps one template of a style from being used."""
    environment = _environment(loader=FileSystemLoader(folder))
    return check_templates(environment, [name], source.rpartition("/")[0])
