"""Texts as the engine writes them: escaping, links, emphasis, alphabetical order, ids.

HTML is `Markup`, everywhere; any other text is plain, or Markdown. What makes `Markup` of a text is
`escape`, for what a page shows, `quoted`, for attributes, and `markup("<b>{}</b>", text)`, which
escapes what it is given. `trusted` makes it of HTML that is sound already; Ruff (S704) allows no
other way. So a text that nobody has escaped is refused by mypy, or escaped by Jinja.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, lru_cache
from html import escape as html_escape
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from markupsafe import Markup
from markupsafe import escape as as_html
from msgspec.json import decode, encode

from macros.kept import keep, read_kept

if TYPE_CHECKING:
    from icu import Collator, ImmutableIndex

# Emphasis within the text of a bibliography: two signs of Unicode's private use area.
OPEN, CLOSE = "\ue010", "\ue011"
_SIGNS = r"\`*_[]{}<>&|#~^=$"
_SPECIAL = str.maketrans({sign: f"&#{ord(sign)};" for sign in _SIGNS})
_BLOCK_MARK = re.compile(r"^(\d*)([.)+-](?=\s|$)|-(?=-)|!(?=!!))")  # list, rule, admonition
_DOC_LINK = re.compile(r'\b(href|src)="doc:([^"#?]*)([#?][^"]*)?"')
_LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
_FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_FROM_RIGHT}]")
_TO_ESCAPE = re.compile(f"[{re.escape(_SIGNS)}{OPEN}{CLOSE}{_FROM_RIGHT}]|{_BLOCK_MARK.pattern}")
_TAG = re.compile(r"<[^<>]*>")
_TAG_OPENING = re.compile(r"<(?!https?://[^\s<>\"]+>)")
_DEFINITION = re.compile(r"(?m)^([ \t>*+-]*)\[(?=[^\]\n]*\]:)")
_TARGET = re.compile(r"\]\(([^)]*)")
_TRAILING_MARKUP = re.compile(r"(?:</\w+>|[”’»)])+$")
_PLAIN = re.compile(r"(?:[^\W_]|[ ,;()?“”‘’–—%§\xa0]|\.(?!\.))*")
_LAST_BLOCK = re.compile(r"(?:^|\n)[ \t]*(?:`{3,}|~{3,}|\|[^\n]*\|)\s*$")
_BLOCK_SIGN = re.compile(
    r"\A([ \t]*(?:\d+(?=[.)](?:\s|$))|(?=[-+*:]\s|[#>|]|===|!!!|\?\?\?|///|\*?\[[^\]\n]*\]:"
    r"|(?:-[ -]*|\*[ *]*|_[ _]*)$)))([^\s\w]|_)"
)
_SEVERAL_BLOCKS = re.compile(r"\n[ \t]*(?:\n|[-+*:]\s|[#>|]|`{3}|~{3}|\d+[.)]\s)")
_UNSEEN = re.compile(r"(?s)<!--.*?-->|<(?!img\b)[a-zA-Z/][^<>]*>")
# What XML, and so lxml, takes for no character (XML 1.0, section 2.2), and any by its number.
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BY_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));?")
_NO_HAN = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")
_ID = re.compile(r'=(?<=\sid=)"([^"]+)"(?=[^<>]*>)')  # quickly found by its first sign


def trusted(html: str) -> Markup:
    """Take as it is what a parser wrote, what a pattern made of HTML, or an author a page's own."""
    return Markup(html)  # noqa: S704


def markup(form: str, *values: object) -> Markup:
    """Fill the braces of HTML: `<b>{}</b>`, "a < b" → `<b>a &lt; b</b>`; HTML stays as it is.

    Pages have hundreds of such forms: `Markup.format` would take five times as long.
    """
    return trusted(form.format(*map(as_html, values)))


def escape(text: str) -> Markup:
    """Make plain text safe in HTML and Markdown, by references; HTML stays as it is.

    Emphasis, between OPEN and CLOSE, becomes `<i>`; a text in a script that runs from right to left
    is kept apart from what follows it, whose commas and numbers would else change places.
    Source: Python-Markdown keeps references as they are, while backslashes are taken literally
    in link titles and raw HTML; HTML Living Standard, "The bdi element".
    """
    if isinstance(text, Markup) or not _TO_ESCAPE.search(text):
        return trusted(text)  # as most are
    is_right_to_left = _RIGHT_TO_LEFT.search(text)
    text = text.translate(_SPECIAL)
    text = _BLOCK_MARK.sub(lambda match: f"{match[1]}&#{ord(match[2])};", text)
    text = mark_emphasis(text, "<i>", "</i>")
    return trusted(f"<bdi>{text}</bdi>" if is_right_to_left else text)


def tame(markdown: str) -> Markup:
    """Keep HTML, attributes, images and scripts out of Markdown that stands in data.

    Links may lead to the web, or to mail; what else looks like one is shown as it is written.
    """
    text = _TAG_OPENING.sub("&lt;", markdown).replace("{", "&#123;").replace("![", "&#33;[")
    text = as_paragraph(_DEFINITION.sub(r"\1&#91;", text))
    return trusted(
        _TARGET.sub(lambda match: match[0] if _is_safe(match[1]) else "]&#40;" + match[1], text)
    )


def _is_safe(target: str) -> bool:
    bare = re.sub(r"[\s<\\]", "", unescape(target))
    scheme = re.match(r"([^/?#]*?):", bare)
    return not scheme or scheme[1].lower() in {"http", "https", "mailto"}


def link(text: str, address: str, title: str = "", **attributes: str) -> Markup:
    """Link HTML, or a text, to `page.md#fragment`, counted from the docs folder; see `localize`.

    `title` is plain text that tells more about the target; further attributes are written with "_"
    for "-": `link("4", "a.md#fn:4", data_note="4")`. Without an address the text is not linked.
    """
    if not address:
        return escape(text)
    told = f' title="{_quoted(title)}"' if title else ""
    for name, value in attributes.items():
        told += f' {name.rstrip("_").replace("_", "-")}="{_quoted(value)}"'
    return trusted(f'<a href="doc:{_quoted(address)}"{told}>{escape(text)}</a>')


def web_link(url: str, text: str = "") -> Markup:
    """Link a text to an address on the web, or show that, linked to itself; without one, the text.

    `https://a.org` → `<a href="https://a.org">https://a.org</a>`
    """
    shown = escape(text) if text else quoted(url)
    return markup('<a href="{}">{}</a>', quoted(url), shown) if url else shown


def quoted(text: str) -> Markup:
    """Make plain text safe in HTML, also between quotation marks: `a "b"` → `a &quot;b&quot;`."""
    return trusted(_quoted(text))


def _quoted(text: str) -> str:
    return html_escape(text, quote=False).replace('"', "&quot;")


def fill(form: str, **values: object) -> Markup:
    """Fill the braces of some words with HTML, or text: `Set {link}` → `Set <a …>…</a>`."""
    return trusted(_quoted(form).format(**{name: as_html(value) for name, value in values.items()}))


def plain_text(html: str) -> str:
    """Take tags and character references out of HTML: `<em>A</em> &amp; b` → `A & b`."""
    return unescape(without_tags(html))


def without_tags(html: str) -> str:
    """Leave of HTML its text, with character references as they are."""
    return _TAG.sub("", html)


def localize(html: str, url: str, urls: Mapping[str, str]) -> str:
    """Make the links that `link` wrote relative to the page at `url`, as browsers count.

    `urls` are the addresses of pages in the site by their paths in the docs folder, such as
    `{"2-concept.md": "2-concept/"}`; other files have their paths as addresses.
    """

    def write(match: re.Match[str]) -> str:
        target, fragment = unescape(match[2]), match[3] or ""
        address = urls.get(target, target)
        path = "" if address == url and fragment else relative_url(address, url)
        return f'{match[1]}="{path}{fragment}"'

    return _DOC_LINK.sub(write, html) if "doc:" in html else html


def point_from(page: str, address: str) -> str:
    """Count a relative address from the docs folder, not from a page: see `link`.

    In `part/a.md`: `b.md#c` → `doc:part/b.md#c`, `#c` → `doc:part/a.md#c`. Others stay as they are.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or parts.path.startswith(("/", "\\")):
        return address
    folder = posixpath.dirname(page)
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else page
    return urlunsplit(("doc", "", path, parts.query, parts.fragment))


def links_in(html: str) -> list[str]:
    """Return where links lead, those of `link` too: `<a href="doc:a.md#b">` → `doc:a.md#b`."""
    return [unescape(match[1]) for match in _LINK.finditer(html)]


@lru_cache(maxsize=4096)
def relative_url(target: str, url: str) -> str:
    """Write an address in the site as a link from the page at `url`: `a/`, `b/` → `../a/`."""
    path = posixpath.relpath(target or ".", posixpath.dirname(url) or ".")
    return f"{path}/" if target.endswith("/") or not target else path


def ends_as_question(markdown: str) -> bool:
    """Whether the visible text ends in "?" or "!", emphasis, links and quotes aside."""
    if "?" not in markdown and "!" not in markdown:
        return False  # as for nearly all texts
    return _TRAILING_MARKUP.sub("", markdown).endswith(("?", "!"))


def is_plain(markdown: str) -> bool:
    """Whether Markdown is plain words, of which no extension makes anything: `Cf. also, p. 5`.

    Words, spaces and such punctuation as no list, mark or address begins with.
    """
    return _PLAIN.fullmatch(markdown) is not None


def as_paragraph(markdown: str) -> str:
    """Keep one paragraph from being read as something else: `1989. A year` → `1989&#46; A year`.

    It may begin like a list, heading, quotation, table or definition; text of several blocks stays.
    """
    if "\n" in markdown and _SEVERAL_BLOCKS.search(markdown):
        return markdown
    return _BLOCK_SIGN.sub(lambda sign: f"{sign[1]}&#{ord(sign[2])};", markdown)


def says_something(markdown: str) -> bool:
    """Whether anything is left to read, without comments and tags: not of `<!-- a --> &nbsp;`."""
    if markdown[:1].isalnum():
        return True  # as most
    text = unescape(_UNSEEN.sub("", markdown))
    return any(not sign.isspace() and unicodedata.category(sign) != "Cf" for sign in text)


def ends_a_block(markdown: str) -> bool:
    """Whether a text ends in code or a table, where nothing more can be written on the line."""
    return markdown.rstrip().endswith(("`", "~", "|")) and bool(_LAST_BLOCK.search(markdown))


def without_emphasis(text: str) -> str:
    """Return the text as it reads without its emphasis."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def mark_emphasis(text: str, opening: str, closing: str) -> str:
    """Write emphasis in the signs of some format, such as `<i>` and `</i>`."""
    return text.replace(OPEN, opening).replace(CLOSE, closing)


def sort_form(*fields: str, language: str) -> bytes:
    """Return what texts sort by in a language, field by field, their emphasis aside.

    "López", "M. E." comes before "López de Molina", "G."; spaces and signs count for nothing else.
    Source: Unicode Technical Standard 10, the Unicode Collation Algorithm, with the order of each
    language from CLDR, and its U+FFFE between fields; signs are "shifted", as biber has them.
    """
    return _ask_icu(_sort_key, without_emphasis("\ufffe".join(fields)), language)


def index_letter(text: str, *, language: str) -> str:
    """Return the letter under which an index lists a text: "Étoile" → "E"; "…" for signs.

    Source: Unicode Technical Standard 35, part 5, index characters; of each language from CLDR.
    """
    return _ask_icu(_index_letter, text, language).decode()


_answers: dict[str, bytes] = {}  # by question, language and text
_asked: set[str] = set()  # in this build


def _ask_icu(ask: Callable[[str, str], bytes], text: str, language: str) -> bytes:
    question = f"{ask.__name__} {language} {text}"
    if question not in _answers:
        _answers[question] = ask(text, language)
    _asked.add(question)
    return _answers[question]


@contextmanager
def keeping_order(file: Path) -> Iterator[None]:
    """Take from a file how texts are sorted, and keep it there for the next build.

    Most builds sort what the one before has sorted, and ICU takes as much memory as all the rest.
    """
    made_from = f"pyicu-{version('pyicu-wheels')}"
    before = decode(read_kept(file, made_from) or "{}", type=dict[str, bytes])
    _answers.update(before)
    _asked.clear()
    yield
    if _asked != before.keys():
        keep(file, made_from, encode({each: _answers[each] for each in sorted(_asked)}).decode())


def _sort_key(text: str, language: str) -> bytes:
    return bytes(_collator(language).getSortKey(text))


def _index_letter(text: str, language: str) -> bytes:
    index = _letters(language)
    return str(index.getBucket(index.getBucketIndex(text))[0]).encode()


@cache
def _collator(language: str) -> Collator:
    from icu import Collator, Locale, UCollAttribute, UCollAttributeValue  # a thirtieth of a second

    collator = Collator.createInstance(Locale(language))
    collator.setAttribute(UCollAttribute.ALTERNATE_HANDLING, UCollAttributeValue.SHIFTED)
    return collator


@cache
def _letters(language: str) -> ImmutableIndex:
    from icu import AlphabeticIndex, Locale

    return AlphabeticIndex(Locale(language)).buildImmutableIndex()


def composed(text: str) -> str:
    """Write letters and their accents as one sign, which look the same as two: "e" + "´" → "é".

    Names of files and words from elsewhere may have either form, and each must find the other.
    Source: Unicode Standard Annex 15, NFC; but for Han signs of compatibility, which change looks.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    return _NO_HAN.sub(lambda words: unicodedata.normalize("NFC", words[0]), text)


def fit_for_xml(html: str) -> str:
    """Put spaces in the place of control characters, such as the form feeds of text from a PDF."""

    def mend(reference: re.Match[str]) -> str:
        number = int(reference[1], 16) if reference[1] else int(reference[2])
        is_none = number <= 0x10FFFF and _NO_CHARACTER.match(chr(number))
        return " " if is_none else reference[0]

    return _BY_NUMBER.sub(mend, _NO_CHARACTER.sub(" ", html))


def page_name(path: str) -> str:
    """Turn a page's path in the docs folder into an id: "part/a-ships.md" → "part-a-ships"."""
    return re.sub(r"[^\w-]+", "-", path.removesuffix(".md"))


def ids_in(html: str) -> set[str]:
    """Return all ids of HTML: `<p id="a">` → {"a"}."""
    return set(_ID.findall(html))
