"""Identifiers, pages and numbers of works: DOIs, addresses, ISBNs, ISSNs; read and checked.

Checks say what is wrong, in words, or nothing.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

_HOST = r"[\w-]+(?:\.[\w-]+)+"
_ADDRESS = re.compile(
    rf"(?i)(?:https?|ftp)://{_HOST}(?::\d+)?(?:[/?#](?:[^\s<>{{}}\\\"]*[^\s<>{{}}\\\",;])?)?"
)
# LaTeX in identifiers, in whatever spelling: "\_", "{\_}", "$\_$", "\textunderscore{}".
_WORDS = {
    "textunderscore": "_",
    "textasciitilde": "~",
    "sim": "~",
    "textless": "<",
    "textgreater": ">",
    "slash": "/",
    "textbar": "|",
    **dict.fromkeys(("textbackslash", "string", "allowbreak", "linebreak", "newline", "break"), ""),
    **dict.fromkeys(("detokenize", "texttt", "ensuremath", "discretionary", "mbox"), ""),
}
_COMMAND = re.compile(rf"\\({'|'.join(_WORDS)})(?![A-Za-z])(?:\s*\{{\}}|\s)*")
_ESCAPED = re.compile(r"\\+([_%&#~$^{}/-])(?:\{\})?")
_DOLLARS = re.compile(r"\$([_<>~])\$")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][\da-fA-F]+|[A-Za-z]+\d?);")
_HREF = re.compile(r"\\(?:url|path|nolinkurl)\s*\{(.*)\}|\\href\s*\{([^{}]*)\}\s*\{.*\}|<(.*)>")
_URL_COMMAND = re.compile(r"\\(?:url\s*\{([^{}]*)\}|href\s*\{([^{}]*)\}\s*\{[^{}]*\})")
_INTRODUCED = re.compile(
    r"(?i)(?:\b(?:available|online|accessible|retrieved|see)\b\s*)?(?:\b(?:at|from|under)\b:?\s*)?"
    rf"{_URL_COMMAND.pattern}\s*[,;.]?\s*"
)
_DOI = re.compile(
    r"10\.\d{4,9}(?:\.\d+)*/[^\s/\\](?:[^\s\\]*[^\s.,;\\])?|10/(?=\d*[a-z])[a-z\d]{3,}"
)
_DOI_PREFIX = re.compile(
    r"(?i)(?:(?:https?://)?(?:dx\.|www\.)?doi\.org[/:]|(?:urn:|info:)?doi[:\s/]\s*)+"
)
_NEXT_DOI = re.compile(r"[\s,;]+(?=(?:https?://\S+?/|doi:\s*)?10\.\d{4})")
_PAGE = r"(?:(?:[A-Za-z]{1,4}[.:-]?|\d+[:.])?\d+[A-Za-z*]?|[ivxlcdmIVXLCDM]+)"
_PAGES = re.compile(
    rf"{_PAGE}(?:-{_PAGE}|\+|ff?\.?)?|[ivxlc]+ ?\+ ?\d+|(?P<id>\d{{4,}})-\d+-(?P=id)-\d+"
)
_NO_PAGES = re.compile(r"(?i)n/?a(?:-n/?a)?|[-?]+|online.*|(?:in|im) \w+|forthcoming|to appear")
_LENGTH = re.compile(r"(?i)(?:[ivxlc]+[,+ ]+)?\d+ ?(?:pp?|pages|s|seiten|págs?|páginas|с)\.?")
_TO = re.compile(r"(?<=\d)\s+(?:to|bis|à|al?|по|до)\s+(?=\d)")
_ISBN_10 = re.compile(r"\d{9}[\dX]")
_ISBN_13 = re.compile(r"97[89]\d{10}")
_ISSN = re.compile(r"\d{7}[\dXx]")
_HYPHEN = re.compile("[-‐‑‒–−]")
_WRONG_DIGITS = "its length or its last, checking digit is wrong; copy it anew"
# "0001-0782 (print), 1557-7317 (electronic)", but "(0001-0782)"
_REMARK = re.compile(r"\s*[(\[](?![\d -]{8})[^()\[\]]*[)\]]|[()\[\]]")
_LABEL = re.compile(r"(?i)\b(?:[ep]-?)?is[bs]n(?:[- ]1[03])?\b:?|\b[ep]-?(?=\d|is[bs]n)")
_BETWEEN = re.compile(r"\s*[,;/|:]\s*|\.\s+|\\\\|~|\s+(?:and|und|et)\s+")


def bare_identifier(text: str) -> str:
    r"""Take LaTeX and HTML off an identifier or address: "10.1007/a{\_}b" → "10.1007/a_b"."""
    bare = text.strip()
    while (inner := _HREF.fullmatch(bare)) or (bare[:1] == "{" and bare[-1:] == "}"):
        bare = next(filter(None, inner.groups()), "") if inner else bare[1:-1]
    if "\\" in bare or "$" in bare or "{" in bare:
        bare = _COMMAND.sub(lambda command: _WORDS[command[1]], bare)
        bare = _DOLLARS.sub(r"\1", _ESCAPED.sub(r"\1", bare))
        bare = bare.replace("{", "").replace("}", "")
    return _ENTITY.sub(lambda entity: unescape(entity[0]), bare) if "&" in bare else bare


def bare_doi(text: str) -> str:
    """Take off what often stands before a DOI: "https://doi.org/10.1000/182" → "10.1000/182".

    Of several, the first.
    """
    bare = bare_identifier(text)
    doi = _DOI_PREFIX.sub("", bare, count=1)
    return _NEXT_DOI.split(unquote(doi) if "://" in bare else doi)[0]


def url_in(text: str) -> str:
    r"""Return the address that a text has in "\url{…}" or "\href{…}{…}", or is, or nothing."""
    found = _URL_COMMAND.search(text)
    if found:
        return bare_identifier(found[1] or found[2])
    bare = bare_identifier(text)
    return bare if bare[:8].lower().startswith(("http://", "https://")) and " " not in bare else ""


def without_url(text: str) -> str:
    r"""Return a text without the address in it."""
    if text and url_in(text) == bare_identifier(text):
        return ""
    return _INTRODUCED.sub("", text).strip(" ,;:") if "\\" in text else text


def check_doi(text: str) -> str:
    """Say what is wrong with a DOI (DOI Handbook, section 2.2)."""
    doi = bare_doi(text)
    if not doi or _DOI.fullmatch(doi):
        return ""
    if "://" in text and not check_url(text):
        return f'"{text}" is not a DOI; write it in "url"'
    return f'"{text}" is not a DOI; write it as in "10.1000/182"'


def further_dois(text: str) -> str:
    """Say that a field has more DOIs than the one which is linked."""
    several = _NEXT_DOI.search(_DOI_PREFIX.sub("", bare_identifier(text), count=1))
    return "only the first of these DOIs is linked; name the others in note" if several else ""


def check_url(text: str) -> str:
    """Say what is wrong with an address."""
    url = bare_identifier(text)
    if not url or _ADDRESS.fullmatch(url):
        return ""
    several = re.split(r"[\s,;]+", url)
    if len(several) > 1 and all(map(_ADDRESS.fullmatch, several)):
        return f'"{text}" are several addresses; keep one, and name the others in "note"'
    if _DOI.fullmatch(bare_doi(url)):
        return f'"{text}" is a DOI; write it in "doi"'
    return f'"{text}" is not an address; copy it whole, from "https://" on'


def read_numbers(text: str) -> list[str]:
    """Return the ISBNs or ISSNs in a field, as written: "978-… (pbk.); ISBN-13: 978…" → two."""
    bare = _LABEL.sub(" ", _REMARK.sub(" ", bare_identifier(text)))
    if not re.search(r"\d", bare):
        return [text] if text else []
    found = []
    for part in map(str.strip, _BETWEEN.split(bare)):
        pieces = [piece for piece in part.split() if re.search(r"\d", piece)]
        are_whole = all(len(re.sub(r"\W", "", piece)) in {8, 10, 13} for piece in pieces)
        if are_whole or not re.fullmatch(r"[\dXx\s‐‑‒–−-]+", part):
            found += pieces
        else:
            found += _joined(pieces)
    return found


def _joined(pieces: list[str]) -> list[str]:
    """Join groups of digits that spaces part, "978 0 226 53254 7", to numbers of a known length."""
    found = [""]
    for piece in pieces:
        found[-1] = f"{found[-1]} {piece}".strip()
        digits = re.sub(r"\W", "", found[-1])
        if len(digits) == 13 or (len(digits) == 10 and digits[:3] not in {"978", "979"}):
            found.append("")
    return list(filter(None, found))


def check_isbn(text: str) -> str:
    """Say what is wrong with an ISBN, or with one of several: length or check digit (ISO 2108)."""
    return next(filter(None, map(_check_one_isbn, read_numbers(text))), "")


def _check_one_isbn(isbn: str) -> str:
    parts = _HYPHEN.sub(" ", isbn).split(" ")
    digits = "".join(parts).upper()
    if _ISBN_13.fullmatch(digits) and sum(map(int, digits + digits[1::2] * 2)) % 10 == 0:
        usual = {1, 2, 5}  # parts; some write only the first apart, or none
    elif _ISBN_10.fullmatch(digits) and _weighted_sum(digits) % 11 == 0:
        usual = {1, 4}
    elif _ISSN.fullmatch(digits) and _weighted_sum(digits) % 11 == 0:
        return f'"{isbn}" is an ISSN; write it in "issn"'
    else:
        return f'"{isbn}" is not an ISBN: {_WRONG_DIGITS}'
    if all(parts) and len(parts) in usual:
        return ""
    return f'a hyphen is missing in the ISBN "{isbn}", or there is one too many; copy it anew'


def check_issn(text: str) -> str:
    """Say what is wrong with an ISSN, or one of several: its form or check digit (ISO 3297)."""
    for issn in read_numbers(text):
        digits = _HYPHEN.sub("", issn).replace(" ", "").upper()
        if not _ISSN.fullmatch(digits) or _weighted_sum(digits) % 11:
            if not _check_one_isbn(issn):
                return f'"{issn}" is an ISBN; write it in "isbn"'
            return f'"{issn}" is not an ISSN: {_WRONG_DIGITS}'
    return ""


def _weighted_sum(digits: str) -> int:
    """Weigh the last digit once, the one before it twice, …; X stands for 10."""
    values = [10 if digit == "X" else int(digit) for digit in reversed(digits)]
    return sum(weight * value for weight, value in enumerate(values, 1))


def with_hyphens(pages: str) -> str:
    """Write page ranges with single hyphens: "10–19, 21 -- 25" → "10-19, 21-25"."""
    bare = re.sub(r"\\text(?:en|em)dash(?:\{\}|\s)?|\\[–—]", "-", pages)
    bare = re.sub(r"\\[,;]|[{}]", "", bare.replace("~", " "))
    return re.sub(r"\s*(?:[–—‐‑‒−]|-{1,3})\s*", "-", bare)


def read_pages(pages: str) -> tuple[str, str]:
    """Return what is counted, in CSL's terms, and the pages alone: "pp. 12--15" → page, "12-15".

    "Sp. 3, 7" → column, "3, 7"; "online" → nothing.
    """
    read = _TO.sub("-", with_hyphens(pages)).strip()
    parts = [split_counter(part) for part in re.split(r"\s*,\s*", read)]
    labels = {label for label, _ in parts if label}
    if len(labels) == 1 and labels < _IN_PAGES:
        return labels.pop(), ", ".join(number for _, number in parts)
    return "page", "" if _NO_PAGES.fullmatch(read) else read


def check_pages(pages: str) -> str:
    """Say what is wrong with the pages of a work: "10-19", "A-4", "iv-xi, 3", "12+"."""
    _, read = read_pages(pages)
    if not any(sign.isdigit() for sign in read):
        return ""
    if _LENGTH.fullmatch(read):
        return f'"{pages}" says how many pages there are; write it as pagetotal'
    for part in re.split(r"\s*[,;]\s*|\s+and\s+", read):
        if not _PAGES.fullmatch(part):
            label, _ = split_counter(read)
            remedy = f", and {label} = {{…}}" if label in {"volume", "chapter", "part"} else ""
            return f'"{pages}" are no pages; write them as in "10-19" or "3, 5-8"{remedy}'
        if any(first > last for first, last in page_ranges(part)):
            return f'the pages "{part}" end before they begin; mend one of the numbers'
    return ""


def page_ranges(pages: str) -> list[tuple[int, int]]:
    """Return the ranges of arabic page numbers: "391-8, 25, iv" → (391, 398), (25, 25)."""
    found = []
    for part in re.findall(r"(?<![\w.-])\d+(?:-\d+)?(?![\w.])", with_hyphens(pages)):
        first, _, last = part.partition("-")
        last = first[: len(first) - len(last)] + last if last else first
        found.append((int(first), int(last)))
    return found


def pages_outside(cited: str, pages: str) -> str:
    """Return the first cited page or range that is not on the pages of a work: "5, 21", "1-9" → 21.

    Nothing where all are, or where the work has no page numbers.
    """
    known = page_ranges(pages)
    for first, last in page_ranges(cited) if known else ():
        if not any(start <= first and last <= end for start, end in known):
            return str(first) if first == last else f"{first}-{last}"
    return ""


# ---- numbers, and the words for what they count ----

# By CSL's terms, as English, German, French, Spanish, Italian and Russian write and shorten them.
_COUNTERS = {
    "page": "p pp pg pgs page pages s ss seite seiten pag pagg pág págs pagina pagine página "
    "páginas с сс стр",
    "volume": "v vol vols volume volumes volumen bd bde band bände t tom tome tomo т том "
    "jg jahrgang",
    "issue": "n no nos nr num núm number numéro número numero n° nº № iss issue h heft fasc вып",
    "chapter": "ch chap chapter chapitre kap kapitel cap capítulo capitolo гл глава",
    "part": "pt part parts parte partie teil tl ч часть",
    "column": "col cols column columns sp spalte spalten",
    "folio": "f ff fol fols folio folios bl blatt",
    "section": "§ §§ sec section",
    "article-locator": "art article artikel artículo articolo ст",
}
_COUNTED = {word: label for label, words in _COUNTERS.items() for word in words.split()}
_IN_PAGES = {"page", "column", "folio", "section", "article-locator"}
_COUNTER = re.compile(
    r"([^\W\d_]+|[Nn][°º]|§+|№)([.\s~]*)(?=[A-Za-z]{0,2}\d|[ivxlcdmIVXLCDM]+(?![^\W\d_]))"
)
_COUNT = re.compile(r"(\d+)[\s~]*([^\W\d_]+)\.?")


def split_counter(text: str) -> tuple[str, str]:
    """Part a number from the word for what it counts: "Bd. 2" → volume, "2"; "2", "S2" → alone."""
    found = _COUNTER.match(text)
    if not found or (found[1].isalpha() and not found[2] and len(found[1].strip("p")) in {1, 2}):
        return "", text
    label = _COUNTED.get(found[1].casefold(), "")
    return (label, text[found.end() :]) if label else ("", text)


def bare_number(field: str, text: str) -> str:
    """Take off the word that its field says too: volume "Bd. 2" → 2; volumes "3 Bde." → 3."""
    label = {"number": "issue", "volumes": "volume", "pagetotal": "page"}.get(field, field)
    count = _COUNT.fullmatch(text)
    if count and _COUNTED.get(count[2].casefold()) == label:
        return count[1]
    found, number = split_counter(text)
    return number if found == label else text


_TOGETHER = re.compile(r"\w+\s*(?:\(\w+\)|,\s*[^\W\d_]+\.?\s*\d.*|[:/]\s*\d+(?:\s*\(\d+\))?:\d.*)")


def more_than_volume(text: str) -> str:
    """Say that a volume is not alone in its field: "12(3)", "12, no. 3", "2, S. 12"."""
    if not _TOGETHER.fullmatch(text):
        return ""
    return f'"{text}" says more than the volume; write the rest into "number" or "pages"'


_ORDINAL_WORDS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte
première deuxième troisième quatrième cinquième sixième septième huitième
primera segunda tercera cuarta quinta sexta séptima octava
prima seconda terza quarta quinta sesta settima ottava
первое второе третье четвёртое пятое шестое седьмое восьмое
"""
_ORDINALS = {
    word: number
    for words in _ORDINAL_WORDS.strip().splitlines()
    for number, word in enumerate(words.split(), 1)
}
_EDITION = re.compile(
    r"(?i)(?P<number>\d+)[-\s]?(?:st|nd|rd|th|\.|ª|º|a|e|er|re|ère|ème|\. ?[aª]|е|ое|ье)?"
    rf"|(?P<word>{'|'.join(_ORDINALS)})"
)
_WORD_OF_EDITION = re.compile(
    r"(?i)[,\s]*\b(?:editions?|edn|ed|aufl|auflage|éd|édition|ausgabe|edición|edizione|изд|издание)\b"
    r"\.?$|^(?:ed|edn|edition|aufl|auflage|éd)\.?\s(?=\d+$)"
)


def read_edition(text: str) -> str:
    """Return the number of an edition, or its words: "4th", "Fourth", "4. Aufl." → "4"."""
    bare = _WORD_OF_EDITION.sub("", text.replace("^", ""))
    found = _EDITION.fullmatch(bare)
    if not found:
        return text
    return found["number"] or str(_ORDINALS[found["word"].lower()])
