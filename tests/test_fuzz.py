"""What nobody would write: no traceback, no hang, nothing unaccounted for.

Quick and the same each time, unless `make fuzz` asks for more examples (FUZZ_EXAMPLES).
"""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from macros.bib.garbled import garbled_names, mend_names
from macros.bib.latex import decode_latex, unknown_commands
from macros.bib.names import check_names, read_names, split_names
from macros.bib.reading import RawEntry, RawField, read_bib
from macros.bib.works import Bibliography
from macros.companion import render_companion
from macros.data.events import Events
from macros.data.paper import Paper
from macros.data.reading import read_data
from macros.data.settings import Settings
from macros.data.terms import Terms
from macros.dates import parse_date, sort_key
from macros.pages.source import without_front_matter
from macros.parts.export import to_csl
from macros.parts.timeline import date_in_html
from macros.sources import STYLES, Sources, load_sources
from macros.style.dates import DatesInWords
from macros.style.phrases import Dates
from macros.text import escape, tame
from tests.conftest import PROJECT
from tests.test_companion import TO_HTML
from tests.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from macros.data.records import Record

IN_WORDS = DatesInWords(ENGLISH, Dates())
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
LONGEST = 2.0  # seconds that one example may take, on a slow machine
fuzz = settings(
    max_examples=EXAMPLES or 50,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def in_time() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < LONGEST


def scraps(words: str, *more: str, most: int = 40) -> SearchStrategy[str]:
    """Texts pieced together from what means something, and from anything."""
    piece = st.sampled_from([*words.split(), *more]) | st.text(max_size=3)
    return st.lists(piece, max_size=most).map("".join)


@pytest.fixture(scope="module")
def sources() -> Sources:
    found, problems = load_sources(
        Settings(), lambda path: (PROJECT / path).read_text("utf-8"), STYLES
    )
    assert found, problems
    return found


# ---- .bib files ----

KEYS = st.from_regex(r"[A-Za-z][\w.:/+-]{0,12}", fullmatch=True)
WORDS = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters='{}"\\%@#,'), min_size=1
)
VALUES = st.recursive(
    st.lists(WORDS, min_size=1, max_size=4).map(" ".join),
    lambda inner: st.tuples(WORDS, inner).map(lambda both: f"{both[0]} {{{both[1]}}}"),
    max_leaves=3,
)
FIELDS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_-]{0,10}", fullmatch=True), VALUES, max_size=5
)
GAPS = st.sampled_from(["", " ", "\n", "\n  ", " % a comment, with = {\n", "\r\n\t"])
ENTRIES = st.lists(
    st.tuples(st.sampled_from(["book", "article", "misc", "online"]), KEYS, FIELDS),
    max_size=4,
    unique_by=lambda entry: entry[1],
)


@st.composite
def bib_files(draw: st.DrawFn) -> tuple[str, list[RawEntry]]:
    """A sound file in one of the forms that BibTeX allows, and the entries that it holds."""
    text, entries = draw(GAPS) + "\n", []
    for kind, key, fields in draw(ENTRIES):
        line = text.count("\n") + 1
        opening, closing = draw(st.sampled_from(["{}", "()", ["", "{", "}"][1:]]))
        cased = draw(st.sampled_from([kind, kind.upper(), kind.title()]))
        text += f"@{cased}{opening}{draw(st.sampled_from(['', ' ', chr(10)]))}{key}"
        raw = {}
        for name, value in fields.items():
            text += f"{draw(GAPS)},{draw(GAPS)}"
            raw[name] = RawField(value, text.count("\n") + 1)
            text += f"{name} = {draw(GAPS)}{draw(_written(value))}"
        text += draw(st.sampled_from(["", ",", " ,\n", "\n"])) + closing
        text += draw(
            st.sampled_from(
                ["\n", ",\n\n", "\nSome words.\n", "\n% @book{no,\n", "\n@comment{x}\n"]
            )
        )
        entries.append(RawEntry(kind, key, line, raw))
    return text, entries


@st.composite
def _written(draw: st.DrawFn, value: str) -> str:
    forms = [f"{{{value}}}", f'"{value}"']
    if "{" not in value:
        at = draw(st.integers(0, len(value)))
        forms.append(f'{{{value[:at]}}} # "{value[at:]}"')
    if value.isascii() and value.isdecimal():
        forms.append(value)
    return draw(st.sampled_from(forms))


@fuzz
@given(bib_files())
def test_sound_bib_is_read_as_written(file: tuple[str, list[RawEntry]]) -> None:
    text, entries = file
    assert read_bib(text, "b.bib") == (entries, [])


@fuzz
@given(bib_files(), st.data())
def test_damaged_bib_accounts_for_every_entry(
    file: tuple[str, list[RawEntry]], data: st.DataObject
) -> None:
    text, entries = file
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(scraps('{ } , @ " =', "\n", most=2)) + text[at + cut :]
    with in_time():
        found, problems = read_bib(text, "b.bib")
    keys = {entry.key for entry in found}
    assert (
        problems or len(keys) >= len(entries) or not {e.key for e in entries} <= set(_words(text))
    )
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)


def _words(text: str) -> list[str]:
    return re.split(r"[\s,{}()@\"=]+", text)


BIB_SCRAPS = scraps(
    r"""
{ } " # , % = ( ) @ \ ~ & $ ^ _ @book{ @article( @string{ @comment @preamble{ @xdata{a, a,
title author={ date={ year month=jan pages={ url={ doi= isbn={ crossref={a} xdata={a} 2019
1-2 and others key \emph{ \url{ family=
    """,
    "\n@book{a, title = {x},\n",
    " and ",
)


@fuzz
@given(BIB_SCRAPS)
def test_any_bib(sources: Sources, text: str) -> None:
    with in_time():
        bibliography = Bibliography(text, "b.bib")
        for entry in bibliography.values():
            to_csl(entry, ENGLISH.citing.kinds)
            if sources.style.knows(entry.kind):
                sources.style.reference(entry)


@fuzz
@given(scraps("{ } others family= van \\ Lind É ; =", ", ", " and ", '"'))
def test_any_names(text: str) -> None:
    with in_time():
        problem = check_names(text) or garbled_names(text)
        assert mend_names(mend_names(text)) == mend_names(text)
        names = read_names(text, decode_latex)
    assert len(names) == len(split_names(text))
    assert (
        problem
        or unknown_commands(text)
        or all(name.others or name.short.strip() for name in names)
    )


LATEX = scraps(
    r"""
{ } \ $ ~ % & # ^ _ ' ` -- \emph{ \url{ \href{ \frac \begin{a} \end{ \( \) \[ \verb
\footnote \"o \c \textit \left \sqrt[ \char \def\x \item \input $x^2$ a é
    """,
)


@fuzz
@given(LATEX)
def test_any_latex(text: str) -> None:
    with in_time():
        decode_latex(text)
        unknown_commands(text)


@fuzz
@given(st.text(st.characters(exclude_characters="\\{}$~-`'", exclude_categories=("C", "Z"))))
def test_text_without_latex_stays(text: str) -> None:
    assert decode_latex(text) == text


# ---- dates ----

YEARS = st.integers(0, 9999).map("{:04}".format)
DATES = st.builds(
    "-".join,
    st.one_of(
        st.tuples(YEARS),
        st.tuples(YEARS, st.sampled_from(["01", "06", "12", "21", "33", "41", "XX"])),
        st.tuples(YEARS, st.sampled_from(["01", "07", "12"]), st.sampled_from(["01", "28", "XX"])),
    ),
) | st.sampled_from(["197X", "19XX", "-0043", "2019~", "2019?"])
INTERVALS = st.tuples(DATES, st.sampled_from(["..", ""]) | DATES).map("/".join)
DATE_SCRAPS = scraps(
    r"""
0 1 2 3 4 5 6 7 8 9 X - / ~ ? % . T : Z u .. 2019 -07 / Y
    """,
    most=14,
)


@fuzz
@given(DATES | INTERVALS | DATE_SCRAPS)
def test_any_date(text: str) -> None:
    try:
        with in_time():
            date = parse_date(text)
    except ValueError:
        return
    assert date.first <= date.last
    assert date.first <= sort_key(date)[0] <= date.last
    assert IN_WORDS.write(date).strip()
    assert IN_WORDS.ends(date)
    assert parse_date(date.text) == date


@fuzz
@given(DATES)
def test_a_date_that_exists_is_read(text: str) -> None:
    assert parse_date(text).text == text


# ---- Markdown ----

EXTENSIONS = ["abbr", "admonition", "attr_list", "footnotes", "md_in_html", "tables", "toc"]
EXTENSIONS += ["pymdownx.superfences"]
MARKDOWN = scraps(
    r"""
< > & * _ ` [ ] ( ) { } | # ~ ^ = $ ! \ : - + . ? 1. ]( <b> <script> </p> <!-- --> &lt;
javascript: data: https://x.example onclick= {:onclick=a} <img src=x> [a](b) ![a](b)
<https://x.example> *[a]: [^1] [^1]: !!! ``` ~~~ --- === java&#115;cript:
    """,
    " ",
    " ",
    "\n",
    "\n\n",
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ue000-\uf8ff\ufffe\uffff]")


def html_of(text: str) -> BeautifulSoup:
    return BeautifulSoup(markdown.markdown(text, extensions=EXTENSIONS), "html.parser")


@fuzz
@given(MARKDOWN)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    line = " ".join(CONTROL.sub("", text).split())
    for before in ("", "A "):
        page = html_of(before + escape(line))
        assert "".join(page.text.split()) == "".join((before + line).split())
        assert {tag.name for tag in page.find_all()} <= {"p", "bdi", "i"}


@fuzz
@given(MARKDOWN)
def test_tamed_markdown_has_no_html_of_its_own(text: str) -> None:
    page = html_of(f"A {tame(CONTROL.sub('', text))}")
    for tag in page.find_all():
        assert tag.name not in {"script", "img", "b", "style", "iframe"}
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert re.match(r"(?i)(https?://|mailto:|[^:]*$|[^:]*[/?#])", str(tag.get("href", "")))


# ---- data files and pages ----

YAML = scraps(
    r"""
events: periods: terms: id: date: title: from: text: key: companion: [ ] { } : , > | & * ? #
>- &x *x !!int --- ... " ' @ ` % a 2019 1975 197X <<:
    """,
    "\n",
    "\n  ",
    "\n    ",
    "\n  - id: a",
    " ",
    "- ",
    "- - - ",
    "\t",
    "\x07",
    "\ufeff",
)


@pytest.mark.parametrize("model", [Events, Terms, Paper])
@fuzz
@given(text=YAML)
def test_any_data(model: type[Record], text: str) -> None:
    with in_time():
        data, _, problems = read_data(text, "d.yml", model)
    assert data or problems
    for event in data.events if isinstance(data, Events) else ():
        assert date_in_html(event, IN_WORDS)


@pytest.mark.parametrize("sign", ["[", "- ", "? ", "a: {", '"', "&a ["])
def test_data_nested_too_deep(sign: str) -> None:
    for times in (50, 300, 1500):
        _, _, problems = read_data(sign * times, "d.yml", Events)
        assert problems


PAGE = scraps(
    r"""
{{ }} {% %} {## ##} cite( note( noteref( mention( pagemark( reference( ) " ' , id= prefix=
"wolff2018" "6" 5 none [1] {%call {%endcall%} {%raw%} {%endraw%} ``` ` $ | - # {#a} {:#b}
    """,
    '{{ note("x") }}',
    '{{ note(cite("wolff2018", "6"), id="a") }}',
    '{{ noteref("a") }}',
    "{{ cite }}",
    '{{ mention("wolff2018", "x") }}',
    "{{ pagemark(3) }}",
    "{{ timeline() }}",
    "{% call note() %}",
    "\n",
    "\n\n",
    "    ",
    "\ue000",
    "1\ue001",
    "\ue0000\ue001",
    "\ue010",
    "\x02",
    '{{ "\\ue0000\\ue001" }}',
)


@fuzz
@given(PAGE)
def test_any_page(sources: Sources, text: str) -> None:
    whole = f"# A\n\n{text}\n"
    page, unfit = without_front_matter("a.md", "docs/a.md", whole, whole)
    with in_time():
        rendered, problems = render_companion(sources, [page], TO_HTML)
    assert rendered.pages or problems or unfit
