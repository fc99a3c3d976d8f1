"""Templates in Jinja: authors' pages, the house style, the generated parts."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from inspect import currentframe, signature
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from jinja2 import (
    FileSystemLoader,
    FunctionLoader,
    TemplateAssertionError,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.meta import find_referenced_templates
from markupsafe import Markup

from macros.problems import Problem, did_you_mean, unreadable
from macros.sandbox import Misuse, Sandbox, keep_compiled
from macros.text import escape

if TYPE_CHECKING:
    from jinja2 import Environment, Template


_PARTS = 1_000  # times as many steps as a page takes: a part may list what stands on a thousand


def render_page(
    text: str,
    *,
    source: str,
    first_line: int,
    macros: Mapping[str, Callable[..., str]],
    stand_in: str = "",
) -> tuple[str, list[Problem]]:
    """Run a page's Markdown through Jinja once: `{{ shout("a") }}` → `A`.

    `first_line` is the line of the source file on which `text` begins, so that problems name the
    file's own lines. The result is empty where there is one; a call that fails leaves `stand_in`.
    """
    padded = "\n" * (first_line - 1) + "{####}" + text  # whose end "{{-" at the top eats
    problems: list[Problem] = []

    def note(error: Exception) -> str:
        problems.append(Problem(source, calling_line(), explain(error, macros)))
        return stand_in

    try:
        template = _page_environment(padded, source, note).get_template(source)
        shown = template.render({name: _with_texts(macro) for name, macro in macros.items()})
    except BrokenTemplateError as error:
        problems.append(error.problem)
    except TemplateSyntaxError as error:
        problems.append(Problem(source, _line_of_open_block(padded, error), explain(error, macros)))
    except Exception as error:
        problems.append(Problem(source, _line_of(error, source), explain(error, macros)))
    return "" if problems else shown[first_line - 1 :], problems


def _page_environment(text: str, source: str, on_misuse: Misuse) -> Sandbox:
    """Open a sandbox that knows one page; it goes when the page has run, compiled code and all."""

    def shown(value: object) -> object:
        try:
            return _shown(value)
        except (TypeError, UndefinedError) as error:
            return on_misuse(error)

    loader = FunctionLoader(lambda name: (text, source, None) if name == source else None)
    environment = Sandbox(
        on_misuse,
        loader=loader,
        keep_trailing_newline=True,
        finalize=shown,
        cache_size=0,
        autoescape=False,  # a page is its author's Markdown
        optimized=False,  # to work out constants takes longer than to run them once
    )
    keep_compiled(environment)
    return environment


def _with_texts(macro: Callable[..., str]) -> Callable[..., str]:
    """Let a macro get nothing but texts: numbers as text, and the body of a call block."""

    def call(*values: object, **options: object) -> str:
        texts = [_as_text(value) for value in values]
        return macro(*texts, **{name: _as_text(value, name) for name, value in options.items()})

    return call


def _as_text(value: object, name: str = "") -> object:
    if isinstance(value, str) or name == "caller":
        return value
    shown = str(value)  # which fails for a name that means nothing
    if isinstance(value, int | float):
        return shown
    raise TypeError(f"{shown[:40]} is no text; write texts and cite keys in quotation marks")


def _shown(value: object) -> object:
    """Return what stands in double braces, to be put into the page; macros must be called."""
    if callable(value) and str(value):  # which fails for a name that means nothing
        raise TypeError('a macro needs brackets behind its name, as in "timeline()"')
    return value


def calling_line() -> int:
    """Return the line of the page whose macro is being called; 0 outside a page.

    It is found as Jinja finds the lines of its tracebacks: each frame of a template names it
    (github.com/pallets/jinja/blob/main/src/jinja2/debug.py).
    """
    frame = currentframe()
    while frame:
        if template := frame.f_globals.get("__jinja_template__"):
            code_lines, lines = _lines(template)
            return lines[bisect(code_lines, frame.f_lineno) - 1]
        frame = frame.f_back
    return 0


@lru_cache(maxsize=1)
def _lines(template: Template) -> tuple[list[int], list[int]]:
    """Return the lines of compiled code, and those of the template, that `debug_info` pairs.

    Jinja's `get_corresponding_lineno` reads all pairs again for each line.
    """
    pairs = template.debug_info
    return [0, *(code for _, code in pairs)], [1, *(line for line, _ in pairs)]


def _line_of(error: BaseException, source: str) -> int:
    """Find the innermost line of templates on the way to an error; 0 without any."""
    line = 0
    for frame, number in walk_tb(error.__traceback__):
        if template := frame.f_globals.get("__jinja_template__"):
            line = int(template.get_corresponding_lineno(number))
        elif frame.f_code.co_filename.endswith(source):  # a traceback that Jinja has mended
            line = number
    return line


_OPEN_BLOCK = re.compile(
    r"Unexpected end of template.* innermost block that needs to be closed is '(\w+)'"
)


_UNKNOWN_OPTION = re.compile(r"(\w+)\(\) got an unexpected keyword argument '(\w+)'")
_MISUSES = [
    (re.compile(pattern), message)
    for pattern, message in (
        ("(.+ needs brackets .+|.+ is no text; .+)", "{0}"),
        (r"(\w+)\(\) missing .* arguments?: (.+)", "{0}() lacks {1}; give it"),
        (
            r"<locals>\.macro\(\) takes 0",
            "a macro is given words, and takes none; leave its brackets empty",
        ),
        (
            r"(\w+)\(\) takes .*positional",
            '{0}() is given more than it takes; give the rest a name, as in volume="8"',
        ),
    )
]


def explain(error: Exception, known: Iterable[str] = ()) -> str:
    """Say in plain words what is wrong with a template; `known` are the names of its macros."""
    if isinstance(error, RecursionError):
        return "a macro calls itself, or another that calls it, without end; let it call none"
    if isinstance(error, TemplateAssertionError):
        return (error.message or "").rstrip(".")
    if isinstance(error, TemplateSyntaxError):
        return _explain_syntax(error)
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"'
    text = re.sub(r"^\w+\.(?=\w+\()", "", str(error))  # the class of a macro
    if name := re.fullmatch(r"'(\w+)' is undefined", text):
        near = did_you_mean(name[1], known)
        return f'"{name[1]}" is not a macro{near or "; cite keys and texts need quotation marks"}'
    if unknown := _UNKNOWN_OPTION.search(text):
        macro = known.get(unknown[1]) if isinstance(known, Mapping) else None
        near = did_you_mean(unknown[2], signature(macro).parameters) if macro else ""
        return f'{unknown[1]}() knows no "{unknown[2]}"{near or "; take it out"}'
    if isinstance(error, TypeError):
        return _explain_misuse(text)
    return text


def _explain_misuse(text: str) -> str:
    for pattern, message in _MISUSES:
        if found := pattern.search(text):
            return message.format(*found.groups())
    return f"a macro is called in a way that it does not understand: {text}"


def _explain_syntax(error: TemplateSyntaxError) -> str:
    message = (error.message or "").rstrip(".")
    if re.match(r"unexpected char ['\"]{3}", message):
        return "a text in a macro begins with a quotation mark and does not end with the same"
    if re.match(r"unexpected char '&'", message):
        return "a macro has a sign of HTML in it; write the sign itself, such as a quotation mark"
    if curly := re.match(r"unexpected char '([“”„‘’«»])'", message):
        return f"a macro has the typographic quotation mark {curly[1]}; write a straight one"
    if unknown := re.match(r"Encountered unknown tag '(\w+)'", message):
        return f'"{{% {unknown[1]}" is no block that is open or can be; a macro wants {{{{ … }}}}'
    if block := _OPEN_BLOCK.search(message):
        tag = block[1]
        return (
            f"the block {{% {tag} … %}} that opens here is never closed; "
            f"write {{% end{tag} %}} behind it"
        )
    return f"{message}; check the braces and quotation marks of the macro here"


def _line_of_open_block(text: str, error: TemplateSyntaxError) -> int:
    block = _OPEN_BLOCK.search(error.message or "")
    if not block:
        return error.lineno
    lines: list[int] = []
    for tag in re.finditer(rf"{{%[-+]?\s*(end)?{block[1]}\b", text):
        if not tag[1]:
            lines.append(text.count("\n", 0, tag.start()) + 1)
        elif lines:
            lines.pop()
    return lines[-1] if lines else error.lineno


class BrokenTemplateError(Exception):
    """A template of a house style cannot be used; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@contextmanager
def _broken_at(source: str) -> Iterator[None]:
    """Name the line of a template on which anything failed; also guards what it decorates."""
    try:
        yield
    except Exception as error:
        if isinstance(error, UnicodeDecodeError):
            raise BrokenTemplateError(unreadable(source, error)) from None
        line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
        is_explained = isinstance(error, TemplateSyntaxError | TemplateNotFound | RecursionError)
        message = explain(error) if is_explained else str(error)
        problem = Problem(source, _line_of(error, source) or line, message)
        raise BrokenTemplateError(problem) from None


def shown_path(path: Path) -> str:
    """Name a file of the engine as a newcomer finds it: `macros/style/…`."""
    project = Path(__file__).parent.parent
    return (path.relative_to(project) if path.is_relative_to(project) else path).as_posix()


def _escaped(value: object) -> object:
    """Return what a template shows, as HTML that is safe in Markdown and in attributes too."""
    return (
        value if hasattr(value, "__html__") else escape(str(value)).replace('"', Markup("&quot;"))
    )


class TemplateFolder:
    """A folder of Jinja templates that write Markdown, in which texts are escaped."""

    def __init__(self, folder: Path, helpers: Mapping[str, object], made_with: str = "") -> None:
        """Open a folder; `helpers` are what its templates may use, functions also as filters.

        `made_with` is what the helpers depend on, beside the code of the engine.
        """
        self._folder = folder
        self._environment = Sandbox(
            loader=FileSystemLoader(folder),
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=True,
            optimized=False,
            finalize=_escaped,
        )
        keep_compiled(self._environment, made_with)
        functions = {name: value for name, value in helpers.items() if callable(value)}
        self._environment.globals.update(helpers)
        self._environment.filters.update(functions)

    def render(self, name: str, **values: object) -> str:
        """Render one template as a whole; raises BrokenTemplateError as `macros` does."""
        self._environment.begin(_PARTS)
        with _broken_at(f"{shown_path(self._folder)}/{name}"):
            return self._environment.get_template(name).render(values)

    def macros(self, name: str) -> Mapping[str, Callable[..., Markup]]:
        """Return the macros of a template by name.

        This, and each macro when it is called, raises BrokenTemplateError for what is wrong with
        the template.
        """
        guard = _broken_at(f"{shown_path(self._folder)}/{name}")
        module = guard(lambda: vars(self._environment.get_template(name).module))()
        return {key: guard(self._begun(value)) for key, value in module.items() if callable(value)}

    def _begun(self, macro: Callable[..., Markup]) -> Callable[..., Markup]:
        """Let each call of a macro begin to count its steps."""

        def call(*values: object, **options: object) -> Markup:
            self._environment.begin()
            return macro(*values, **options)

        return call


def check_templates(environment: Environment, names: Iterable[str], folder: str) -> list[Problem]:
    """Return what keeps the named templates from being used: syntax errors, missing parts."""
    problems = []
    for name in names:
        source = f"{folder}/{name}"
        try:
            assert environment.loader
            text, _, _ = environment.loader.get_source(environment, name)
            environment.get_template(name)  # compiled once, and kept
            for part in find_referenced_templates(environment.parse(text, name)):
                if part is not None and not template_exists(environment, part):
                    line = text[: text.find(part)].count("\n") + 1
                    problems.append(Problem(source, line, f'there is no template "{part}"'))
        except TemplateSyntaxError as error:
            problems.append(Problem(source, error.lineno, explain(error)))
        except TemplateNotFound:
            problems.append(Problem(source, 0, "there is no such template"))
        except UnicodeDecodeError as error:
            problems.append(unreadable(source, error))
    return problems


def template_exists(environment: Environment, name: str) -> bool:
    """Whether a template can be found; it may still be broken."""
    try:
        environment.get_template(name)
    except TemplateError as error:
        return not isinstance(error, TemplateNotFound)
    except UnicodeDecodeError:
        pass
    return True
