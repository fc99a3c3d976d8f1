"""What other tools would read in a page, and broken calls: readers would get it as it is written.

`_RULES` is the whole of it, but for citations of pandoc's, which name the cite key to write, and
for braces that belong to no macro.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache

from msgspec import Struct

from macros.pages.source import TAG, PageSource, blank_code, line_of
from macros.problems import Problem, Severity, did_you_mean


class _Rule(Struct, frozen=True):
    r"""A pattern, and what to say of it; `words` in the message are the pattern's own.

    It is looked for outside code, comments and macros, whose signs there are `\x00`, and only in a
    page that has one of its `signs`, which is quickly seen. Few are: the others are not compiled.
    """

    signs: tuple[str, ...]
    pattern: str
    message: str
    severity: Severity = "warning"


def _rule(signs: str, pattern: str, message: str, severity: Severity = "warning") -> _Rule:
    return _Rule(tuple(signs.split(" ")), f"(?m){pattern}", message, severity)


def _foreign(
    signs: str, pattern: str, language: str, remedy: str, severity: Severity = "warning"
) -> _Rule:
    message = f"is {language}, and is shown as it is written; write {remedy}"
    return _rule(signs, pattern, message, severity)


_NOTE = '{{{{ note("…") }}}}'
_CITATION = '{{{{ note(cite("key", "6")) }}}}'
_LINK = "a link, such as [Figure 1](#address)"
_BOX = '!!! remark "Title", and indent its text by four blanks'
_OWN_NOTE = '{{{{ note("{words}") }}}}'
_RULES = (
    _foreign(
        "^[",
        r"(?<!\\)\^\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]*\])+)\](?!\()",
        "a note of pandoc’s",
        _OWN_NOTE,
    ),
    _foreign("\\", r"\\(?!nocite)\w*cite\w*\*?(?:\[[^\]\n]*\])*\{[^}\n]*\}", "LaTeX", _CITATION),
    _foreign("\\footnote", r"\\footnote\w*\{[^}\n]*", "LaTeX", _NOTE),
    _foreign("\\", r"\\(?:auto|page|[cC])?ref\{[^}\n]*\}", "LaTeX", _LINK),
    _foreign(
        "\\",
        r"\\(?:emph|textit|textbf|enquote|(?:sub)*section|href|url|label|begin|end)\*?\{[^}\n]*\}(?![^$\n]*\$(?!\S))",
        "LaTeX",
        "it in Markdown, such as *stressed words*",
    ),
    _foreign(
        "<ref <fn <foot [fn: footnote:[ footnoteref:[ ]_",
        r"<(?:ref|fn|footnote)[ >]|\[fn:[^\]\n]*\]|\bfootnote(?:ref)?:\[|\[(?:#[\w-]*|\d+|\*)\]_",
        "a note of another tool",
        _NOTE,
    ),
    _foreign("{", r"\{(?:foot)?cite[\w:]*\}(?=[`\x00])", "a citation of MyST’s", _CITATION),
    _foreign(
        ":cite :footcite",
        r"(?<![\w:]):(?:foot)?cite[\w:]*:(?=[`\x00])",
        "a citation of Sphinx’s",
        _CITATION,
    ),
    _foreign("{", r"\{(?:numref|ref|eq|doc)\}(?=[`\x00])", "a reference of MyST’s", _LINK),
    _foreign(
        ":numref: :ref: :doc:",
        r"(?<![\w:]):(?:numref|ref|doc):(?=[`\x00])",
        "a reference of Sphinx’s",
        _LINK,
    ),
    _foreign(
        "@", r"(?<![\w/.@])@(?:fig|tbl|sec|eq|lst|thm)-\w[\w-]*", "a reference of Quarto’s", _LINK
    ),
    _foreign(":::", r"^[ \t>]*:{3,}[ \t]*(?=[\w{])[^\n]*", "a box of pandoc’s", _BOX),
    _foreign("[!", r"^[ \t]*(?:> ?)+\[!\w+\]", "a box of another tool", _BOX),
    _foreign("..", r"^\.\. [\w-]+::", "a directive of Sphinx’s", _BOX),
    _foreign(
        "cite: citep: citet: citenp:",
        r"(?<![\w:\[{@])cite(?:p|t|np|title|author)?:(?=\[\w|[a-z]\w*\d)[\w\[]*\]?",
        "a citation of another tool",
        _CITATION,
    ),
    _foreign(
        "[[",
        r"(?<!\\)\[\[(?P<words>[^\[\]\n]+)\]\](?!\()",
        "perhaps a link of a wiki’s",
        "[{words}](page.md)",
        "hint",
    ),
    _foreign("'''", r"'''(?P<words>[^'\n]+)'''", "bold type of a wiki’s", "**{words}**"),
    _foreign(
        "[http",
        r"(?<!\])\[(?=https?://)\S+ (?P<words>[^\]\n]+)\]",
        "a link of a wiki’s",
        "[{words}](address)",
    ),
    _foreign(
        "<< xref: image::",
        r"<<[\w-]+(?:,[^<>\n]*)?>>|\b(?:xref|image):{1,2}[^\s\[]+\[[^\]\n]*\]",
        "AsciiDoc",
        _LINK,
    ),
    _rule(
        "{",
        r"\n\n\{:?[^}\n]*#[\w-]+[^}\n]*\}[ \t]*$",
        "belongs to nothing; write it directly below a paragraph, without a blank line",
    ),
    _rule(
        "{: }",
        r"^[ \t>]*(?:\{:[^}\n]*|:?[ \t]*#[\w-]+[ \t]*\})[ \t]*$",
        "is shown as it is written, since a brace is missing; write {{: #some-words }}",
    ),
    _rule(
        "{:",
        r"^[ \t>]*\{:[^}\n]*\}[ \t]*(?=\n[ \t>]*\{:[^}\n]*\}[ \t]*$)",
        "stands above another such line, and one is lost; write both in one",
    ),
    _rule("](", r"!?\[[^\[\]\n]*\]\( *(?:<>)? *\)", "leads nowhere; write an address into it"),
    _rule(
        ".md",
        r"\[[^\[\]\n]+\] \([^()\s]+\.md(?:#[^()\s]*)?\)|(?<!\]: )(?<!\()<[\w./-]+\.md(?:#[\w-]*)?>",
        "is no link; write [words](page.md), without a blank between",
    ),
    _rule(
        ".",
        r"\n(?:\n[> ]*|[> \t]*[-+*][ \t]+)\d{3,4}\.(?=[ \t]+\S)",
        "begins a list here, which counts from 1; write a backslash before its last sign",
    ),
    _rule(
        "<<<<<<< >>>>>>> ||||||| =======",
        r"^(?:<{7}|>{7}|\|{7})(?= |$)|\n\n={7}(?=\n)",
        "is left from a merge; keep one of the two versions, and delete such lines",
        "error",
    ),
)
_EXTENSIONS = {
    extension: _rule(
        signs,
        pattern,
        f"is syntax of {extension}, which is not loaded, and is shown as it is written; load it "
        "under markdown_extensions in mkdocs.yml, or take the signs out",
    )
    for extension, signs, pattern in (
        ("admonition", "!!!", r"^[ \t>]*!!! \w[^\n]*"),
        ("pymdownx.blocks", "///", r"^[ \t>]*/{3,}[ \t]*\w[^\n]*"),
        ("pymdownx.caret", "^", r"\^\^(?=\S)[^\^\n]+\^\^|(?<=\w)\^[\w+-]+\^"),
        ("pymdownx.critic", "{++ {-- {~~ {== {>>", r"\{(\+\+|--|~~|==|>>)[^{}\n]+\}"),
        ("pymdownx.details", "???", r"^[ \t>]*\?{3}\+? \w[^\n]*"),
        ("pymdownx.emoji", "-", r"(?<![\w:]):(?:material|octicons|fontawesome|simple)-[\w-]+:"),
        ("pymdownx.keys", "++", r"(?<![\w+{])\+\+[a-z][\w+-]*\+\+"),
        ("pymdownx.mark", "==", r"(?<![\w={])==(?=[^\s=])[^=\n]*(?<=\S)==(?![=}])"),
        ("pymdownx.tabbed", "===", r'^[ \t>]*===[!+]? ?"[^\n]*'),
        ("pymdownx.tasklist", "[", r"^[ \t>]*[-*+] \[[ xX]\] [^\n]*"),
        ("pymdownx.tilde", "~", r"(?<![~{\w])~~(?=[^\s~])[^~\n]*~~(?![~}])|(?<=\w)~[\w+-]+~(?!~)"),
        ("tables", "|", r"^[ \t>]*\|(?: *:?-+:? *\|)+[ \t]*$"),
    )
}
# HTML Living Standard, "List of elements"; and older ones, which browsers know.
_HTML = """
a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button
canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt
em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header
hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta meter
nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt ruby s samp
script search section select slot small source span strike strong style sub summary sup svg table
tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr
"""
_ELEMENTS = {*_HTML.split(), "fn", "foot", "footnote", "ref"}  # the last are named above
_ELEMENT = re.compile(r"(?<!\]\()(?<!\( )(?<!\]: )</?([A-Za-z][A-Za-z0-9_]*)(?=[ />])[^<>\n]*>")
_CONFLICT = re.compile(r"(?ms)^<{7}(?: [^\n]*)?$(?:(?!^<{7}).)*?^={7}$.*?^>{7}(?: [^\n]*)?$")
_PANDOC = re.compile(
    r"\[[^\[\]\n@]*(?<![\w.])@[^\[\]\n]+\](?![(\[:])|(?<![\w./@:&=?#\\-])-?@\{?\w(?:[\w:.+/-]*\w)?"
)
_ITEM = re.compile(
    r"(?P<prefix>[^@;]*?)-?(?<![\w.])@\{?(?P<key>\w(?:[\w:.+/-]*\w)?)\}?"
    r"(?:,?\s*(?:pp?\.)?\s*(?P<locator>\d[\d\s,–-]*))?(?P<suffix>[^;]*)"
)
_SNIPPETS = re.compile(
    r'(?ms)^[ \t>]*-+8<-+[ \t]+"(?P<path>[^"\n]+)"'
    r"|^[ \t>]*-+8<-+[ \t]*\n(?P<paths>.*?)^[ \t>]*-+8<-+[ \t]*$"
)
_REFERENCE = re.compile(
    r"(?<![\\\w\]=/])\[(?P<words>(?!\^|\d+\])[^\[\]\n]+)\]\[(?P<name>(?!\^)[^\[\]\n]*)\](?![\[(:])"
)
_DEFINED = re.compile(r"(?m)^ {0,3}\[([^\[\]\n]+)\]:")
_RUN = re.compile(r"\{\{|\{%|\[\^[^\]\n]+\]")
_BRACES = re.compile(r"\}\}|%\}")


def check_syntax(
    page: PageSource, macros: Collection[str], cite_keys: Collection[str]
) -> list[Problem]:
    """Return what a page says in other languages than the author's, and calls without their braces.

    `macros` are the names that may be called.
    """
    return [
        Problem(page.source, line_of(page, at), message, severity)
        for at, message, severity in _found(page.text, _call_of(tuple(macros)), cite_keys)
    ]


def check_extensions(page: PageSource, loaded: Collection[str]) -> Iterator[Problem]:
    """Name the syntax of extensions of Markdown that are not loaded, and HTML that is none."""
    known = {*loaded, *(name.rpartition(".")[0] for name in loaded)}  # pymdownx.blocks.caption
    known |= {"tables"} if known & {"extra", "pymdownx.extra"} else set()
    unknown = (rule for name, rule in _EXTENSIONS.items() if name not in known)
    rules = [
        rule for rule in unknown if _has(page.text, rule) and re.search(rule.pattern, page.text)
    ]
    tags = [found for found in _ELEMENT.finditer(page.text) if _is_unknown(found, page.text)]
    if not (rules or tags):
        return  # as most pages
    code = blank_code(page.text)
    prose = TAG.sub(_blank, code)
    for rule in rules:
        for found in re.finditer(rule.pattern, prose):
            line = line_of(page, found.end() - len(found[0].lstrip()))
            yield Problem(page.source, line, f'"{found[0].strip()}" {rule.message}', "warning")
    for found in tags:
        if code[found.start()] == "<":
            message = (
                "is no element of HTML, and browsers show nothing; write &lt; for its first sign"
            )
            yield Problem(
                page.source, line_of(page, found.start()), f'"{found[0]}" {message}', "warning"
            )


def _is_unknown(element: re.Match[str], text: str) -> bool:
    return element[1].lower() not in _ELEMENTS and "<svg" not in text and "<math" not in text


def check_snippets(page: PageSource, read: Callable[[str], str | None]) -> Iterator[Problem]:
    """Name the files put in by `--8<-- "path"` whose macros or notes would be shown as written.

    `read` gives the text of such a file, or nothing.
    """
    if "8<-" not in page.text:
        return
    for found in _SNIPPETS.finditer(blank_code(page.text)):
        for path in filter(None, map(str.strip, (found["path"] or found["paths"]).splitlines())):
            text = read(path)
            message = ""
            if text is None:
                message = "cannot be put in; is pymdownx.snippets loaded, and its base_path right?"
            elif _RUN.search(blank_code(text)):
                message = (
                    "is put in when macros have been run, and has macros or notes; copy it here"
                )
            if message:
                line = line_of(page, found.start())
                yield Problem(page.source, line, f'the snippet "{path}" {message}')


def _found(
    text: str, call: _Rule, cite_keys: Collection[str]
) -> Iterator[tuple[int, str, Severity]]:
    has_conflict = "<<<<<<<" in text
    for conflict in _CONFLICT.finditer(text) if has_conflict else ():
        lines = conflict[0].count("\n") + 1
        message = f"a merge has left two versions in these {lines} lines; keep one, without signs"
        yield conflict.start(), message, "error"
    rules = [each for each in _RULES if _has(text, each) and re.search(each.pattern, text)]
    outside = _without(_without(text, "{{", "}}"), "{%", "%}")
    rules += [call] if _has(outside, call) else []
    has_keys, has_braces = "@" in text, "}}" in outside or "%}" in outside
    if not (rules or has_keys or has_braces or "][" in text):
        return  # as most pages
    prose = TAG.sub(_blank, blank_code(text))
    prose = _CONFLICT.sub(_blank, prose) if has_conflict else prose
    for rule in rules:
        for found in re.finditer(rule.pattern, prose):
            shown = found[0].strip()
            words = found.groupdict().get("words") or shown
            at = found.end() - len(found[0].lstrip())
            yield at, f'"{shown}" {rule.message.format(words=words)}', rule.severity
    if has_keys:
        yield from _citations(prose, cite_keys)
    yield from _lost_references(prose)
    if has_braces:
        yield from _stray_braces(prose, call)


def _without(text: str, opening: str, closing: str) -> str:
    first, *others = text.split(opening)
    return "".join([first, *(other.partition(closing)[2] for other in others)])


def _has(text: str, rule: _Rule) -> bool:
    return any(sign in text for sign in rule.signs)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\x00", found[0])


@cache
def _call_of(macros: tuple[str, ...]) -> _Rule:
    """Find a macro's name with what it is given, where no braces stand around it."""
    return _rule(
        " ".join(f"{name}(" for name in macros),
        rf"(?<![\w.(])(?P<words>{'|'.join(macros)})"
        r"\((?=\s*(?:[\"'“”„‘’«»]|&quot;|&#34;|\d+\s*\)|\)|cite\())",
        "wants two braces on each side; write {{{{ {words}(…) }}}}",
        "error",
    )


def _citations(prose: str, cite_keys: Collection[str]) -> Iterator[tuple[int, str, Severity]]:
    """Name citations of pandoc's, with what to write for them."""
    for found in _PANDOC.finditer(prose):
        items = list(_ITEM.finditer(found[0].strip("[]")))
        is_sure = found[0].startswith(("[@", "[-@", "[cite:"))
        if is_sure or any(item["key"] in cite_keys for item in items):
            calls = ", ".join(map(_cite, items))
            unknown = next((i["key"] for i in items if i["key"] not in cite_keys), "")
            near = did_you_mean(unknown, cite_keys) if unknown else ""
            rule = _foreign("", "", "a citation of pandoc’s", f"{{{{ note({calls}) }}}}{near}")
            yield found.start(), f'"{found[0]}" {rule.message}', rule.severity


def _lost_references(prose: str) -> Iterator[tuple[int, str, Severity]]:
    """Name links and images by names, `[words][name]`, that the page does not define."""
    defined = {name.casefold() for name in _DEFINED.findall(prose)}
    for found in _REFERENCE.finditer(prose):
        name = found["name"] or found["words"]
        if name.casefold() not in defined:
            near = did_you_mean(name, defined)
            remedy = near or '; write it, or "\\[" for the signs themselves'
            yield found.start(), f'there is no "[{name}]: address" on this page{remedy}', "warning"


def _cite(item: re.Match[str]) -> str:
    locator = (item["locator"] or "").strip(" ,").replace("–", "-")
    around = {"prefix": item["prefix"].removeprefix("cite:").strip(), "suffix": item["suffix"]}
    more = f', "{locator}"' if locator else ""
    more += "".join(f', {name}="{words.rstrip()}"' for name, words in around.items() if words)
    return f'cite("{item["key"]}"{more})'


def _stray_braces(prose: str, call: _Rule) -> Iterator[tuple[int, str, Severity]]:
    """Name braces that close no macro; those of formulas and attributes are opened before."""
    for braces in _BRACES.finditer(prose):
        before = prose[prose.rfind("\n\n", 0, braces.start()) + 1 : braces.start()]
        opened = before.count("{") - before.count("}")
        if opened < braces[0].count("}") and not re.search(call.pattern, before):
            message = 'closes no macro; write "{{" or "{%" where it begins, or take this out'
            yield braces.start(), f'"{braces[0]}" {message}', "error"
