"""The dates of works: biblatex's, and those of BibTeX's "year", "month" and "day".

biblatex wants EDTF in its fields ("date", "urldate" …). BibTeX's "year" is a text, and people write
there what was printed: what can mean but one thing is read, anything else is named with its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from macros.dates import EdtfDate, as_edtf, month_of, parse_date

# biblatex's values of "pubstate" (manual, section 4.9.2.11), and what people write.
_STATES = {
    "inpreparation": ("in preparation", "in vorbereitung"),
    "submitted": ("under review", "submitted for publication", "eingereicht"),
    "forthcoming": (
        "to appear",
        "accepted",
        "accepted for publication",
        "im erscheinen",
        "à paraître",
        "in corso di stampa",
    ),
    "inpress": ("in press", "im druck", "sous presse", "en prensa"),
    "prepublished": ("advance online publication", "online first", "ahead of print"),
}
_STATE_OF = {word: state for state, words in _STATES.items() for word in (state, *words)}
_UNDATED = re.compile(
    r"(?i)n\.?\s?d\.?|no date|undated|s\.?\s?[ad]\.?|o\.?\s?[jd]\.?|ohne (?:jahr|datum)|sine anno"
    r"|sans date|sin fecha|s\. ?f\.|senza data|б\. ?г\.|без года"
)
_NOT_SHOWN = re.compile(r"(?i)^accessed:?\s+(?:on\s+)?|\\noopsort\s*\{[^{}]*\}|[{}]|\\[, ]")
_DASH = re.compile(r"\\text(?:en|em)dash(?:\{\}|\s|(?=\d))")
_TIE = re.compile(r"(?<=\S)~(?=\w)")
_BRACKETS = re.compile(
    r"(?i)(?:[©℗]|\(c\)|copyright|cop\.)\s*(?=\d)|\[(?=(?:ca?\.? ?)?\d+\??\]$)|(?<=[\d?])\]$"
)
_YEARS = re.compile(r"(\d{4})\s*(?:/|-{1,3}|–|—)\s*(\d{4}|\d\d)")
_YEAR_OR_MONTH = re.compile(r"(\d{4})\s*[-/–]\s*(0?[1-9]|1[0-2])")
_UNKNOWN = re.compile(r"\?+|n\.?\s?d\.?")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBERS_OF_MONTHS = {form.format(n): n for n in range(1, 13) for form in ("{}", "{:02}")}
_BETWEEN = {"and", "und", "bis", "until"}
# Forms of a year that need a decision, or more than a date; and what to write.
_STATE = "forthcoming|in press|to appear|submitted|accepted|im erscheinen|im druck"
_REMEDIES = [
    (re.compile(rf"(?i){pattern}"), remedy)
    for pattern, remedy in (
        (r"(\d{4})\s?[a-h]", "date = {{{0}}}; a letter is the house style’s business"),
        (
            r"[cp](\d{4})[-.]?|(\d{4})[\s,;(\[]+(?:c|cop\.|copyright)[\])]?",
            "{name} = {{{0}}} for a copyright, {name} = {{{0}~}} for “circa”",
        ),
        (
            r"(\d\d)00[’']?s",
            "{name} = {{{0}XX}} for the century, {name} = {{{0}0X}} for the decade",
        ),
        (
            r"(?:early|mid|late)[-\s]+(\d\d)00[’']?s",
            "{name} = {{{0}XX}}, or years: {{{0}01/{0}30}}",
        ),
        (
            r"(?:early|mid|late)[-\s]+(?:the )?(\d{3})0[’']?s",
            "{name} = {{{0}X}}, or the years that are meant, as in {{{0}1/{0}4}}",
        ),
        (
            r"(\d{4}),? (?:or|oder|ou) (\d{4})",
            "{name} = {{{0}/{1}}}, or the likelier year, as in {{{0}?}}",
        ),
        (r"(\d\d?)/(\d\d?)/(\d{4})", "{name} = {{{2}-{1:0>2}-{0:0>2}}} or {{{2}-{0:0>2}-{1:0>2}}}"),
        (
            rf"(?:{_STATE})\W*(\d{{4}})|(\d{{4}})\W*(?:{_STATE})\W*",
            "date = {{{0}}}, pubstate = {{forthcoming}}",
        ),
        (r"(?:\d{4}) ?[\[(]i\. ?e\.,? (\d{4})[\])]", "{name} = {{{0}}}"),
        (r"n\. ?d\.,? [\[(](\d{4})\??[\])]", "{name} = {{{0}?}}"),
        (
            r"(?:repr(?:int(?:ed)?)?|reissued?)\.?,? (\d{4})|(\d{4}),? (?:repr|reissue)\w*\.?",
            "date = {{{0}}}, and the first year in origdate",
        ),
        (
            r"first published(?: in)? (\d{4})",
            "origdate = {{{0}}}, and the year of this edition in date",
        ),
        (r"(?:\d\d? )?[^\W\d]+ ’?'?(\d\d)|['’](\d\d)", "the year with four digits, as in 19{0}"),
    )
]
_REPRINT = re.compile(
    r"(?i)\[(\d{4})\]\s*(\d{4})|(\d{4})\s*[\[(](\d{4})[\])]"
    r"|(\d{4})[\s,;(\[]+(?:repr(?:int(?:ed)?)?\.?|reissued?)\s*(\d{4})[\])]?"
)
_TO_DECIDE = re.compile(
    r"(?i)(?:before|until|after|since|from|not after|not before|no later than|between|bis|vor|nach"
    r"|seit|ab|ante|pre|post|early|mid|late)\b.*|.*\d0[’']?(?:s|er)\??|\[?\d{1,3}[-?]*\]?"
    r"|.*(?:century|jahrhundert|siècle|век| c\.)|.*\b(?:or|oder|ou)\b.*|\d{4}[,;] ?\d{4}"
)


class UnreadableDateError(ValueError):
    """What is wrong with a date, worded for the author, and the `field` in which it stands."""

    def __init__(self, message: str, field: str) -> None:
        """Keep both."""
        super().__init__(message)
        self.field = field


def publication_state(text: str) -> str:
    """Return biblatex's word for what a work waits for, or nothing: "To appear." → forthcoming."""
    return _STATE_OF.get(text.strip(" .()[]{}").lower(), "")


def read_date(fields: Mapping[str, str], name: str = "date") -> EdtfDate | None:
    """Read the date in an entry's fields (name → text): `year = 2019, month = jul` → 2019-07.

    `name` may also be "urldate", "origdate" or "eventdate". None where there is no such date, or
    only a state ("forthcoming"). Raises UnreadableDateError.
    """
    prefix = name.removesuffix("date")
    text = fields.get(name, "")
    if says_no_date(text):
        return _read_parts(fields, prefix)
    if re.fullmatch(r"\d{4}", text) and fields.get(f"{prefix}month"):
        return _read_parts({f"{prefix}year": text, **fields}, prefix)
    return _parse(text, text, name)


def dates_differ(fields: Mapping[str, str]) -> str:
    """Say that "date" and "year", "month" or "day" exclude each other, of which biblatex drops one.

    `date = {2003}, year = {2001}` differ, `date = {2003-05}, year = {2003}` do not.
    """
    if not fields.get("date") or not any(map(fields.get, ("year", "month", "day"))):
        return ""
    try:
        date = read_date(fields)
        parts = _read_parts({**({"year": date.text[:4]} if date else {}), **fields}, "")
    except ValueError:  # a problem already
        return ""
    if not date or not parts or (parts.first <= date.last and date.first <= parts.last):
        return ""
    return f'"date" says {date.text}, but year and month {parts.text}; keep what is right'


def doubtful_year(fields: Mapping[str, str]) -> str:
    """Say that a year may be two, or a year and a month: "2001-02", "2001/12"."""
    year = fields.get("year", "")
    found = _YEAR_OR_MONTH.fullmatch(year)
    if not found or fields.get("date") or int(found[2]) <= int(found[1][-len(found[2]) :]):
        return ""
    first, last = found.groups()
    years, month = f"{first}/{first[: -len(last)]}{last}", f"{first}-{last:0>2}"
    message = f'"{year}" may be two years or a month; write date = {{{years}}} for the years, '
    return f"{message}date = {{{month}}} for the month"


def says_no_date(text: str) -> bool:
    """Tell whether a year is none in words, "n.d." or "in press"; and so is an empty one."""
    bare = text and _bare(text).strip("[]().")
    return not bare or bool(publication_state(bare) or _UNDATED.fullmatch(bare))


def _bare(text: str) -> str:
    return _TIE.sub(" ", _NOT_SHOWN.sub("", _DASH.sub("-", text))).strip()


def _parse(edtf: str, written: str, field: str) -> EdtfDate:
    try:
        return parse_date(edtf)
    except ValueError as error:
        remedy = _remedy(written, str(error), re.sub("year|month|day", "date", field))
        raise UnreadableDateError(remedy, field) from None


def _remedy(written: str, message: str, name: str) -> str:
    """Say what to write for a date, in the fields of biblatex; by default what EDTF says."""
    bare = _bare(written)
    special = ((pattern.fullmatch(bare), form) for pattern, form in _REMEDIES)
    if (found := _REPRINT.fullmatch(bare)) and max(filter(None, found.groups())) < "2100":
        first, last = sorted(filter(None, found.groups()))
        remedy = f"write origdate = {{{first}}}, date = {{{last}}}"
    elif own := next(
        (form.format(*filter(None, f.groups()), name=name) for f, form in special if f), ""
    ):
        remedy = f"write {own}"
    elif name == "date" and not re.search(r"\d", bare) and not as_edtf(bare):
        states = "pubstate = {inpress} or {forthcoming} for a work that is still to appear"
        remedy = f"write {states}, or nothing for one without a date"
    elif meant := as_edtf(bare):
        remedy = f"write {name} = {{{meant}}}"
    elif message.startswith("the interval"):
        return f'the interval "{written}" ends before it begins'
    else:
        remedy = message.partition("; ")[2]
    return f'"{written}" is not an EDTF date that exists; {remedy}'


def _read_parts(fields: Mapping[str, str], prefix: str) -> EdtfDate | None:
    year, month, day = (fields.get(f"{prefix}{unit}", "") for unit in ("year", "month", "day"))
    if says_no_date(year):
        return None
    read = _year_as_edtf(year)
    if not _exists(read):
        return _parse(read, year, f"{prefix}year")
    if not month or _UNKNOWN.fullmatch(month):
        return parse_date(read)
    if not re.fullmatch(r"\d{4}[~?%]?", read):
        return parse_date(read)
    whole = _with_month(read, _bare(month), day)
    if not whole:
        message = f'"{month}" is not a month; write date = {{{read[:4]}-07}}'
        raise UnreadableDateError(message, f"{prefix}month")
    if not _exists(whole):
        message = f'year, month and day make "{whole}", which does not exist; mend one of them'
        raise UnreadableDateError(message, f"{prefix}{'day' if day else 'month'}")
    return parse_date(whole)


def _exists(edtf: str) -> bool:
    try:
        return bool(parse_date(edtf))
    except ValueError:
        return False


def _year_as_edtf(year: str) -> str:
    """Put what stands in "year" into EDTF: "ca. 1998" → 1998~, "1998--99" → 1998/1999.

    What is left as it is no EDTF needs a decision of the author.
    """
    bare = _BRACKETS.sub("", _bare(year).strip(" ().,;")).strip()
    if years := _YEARS.fullmatch(bare):
        first, last = years[1], years[2]
        if len(last) == 2 and "01" <= last <= "12" and last < first[2:]:
            return f"{first}-{last}"  # a month, as the last year of a range would come first
        return f"{first}/{first[: 4 - len(last)]}{last}"
    return bare if _exists(bare) or _TO_DECIDE.fullmatch(bare) else as_edtf(bare) or bare


def _with_month(year: str, month: str, day: str) -> str:
    """Put "month" and "day" behind the year: "9 July" → 2019-07-09, "June 3--5" → an interval.

    Nothing for what is no month.
    """
    year, mark = year[:4], year[4:]
    words = [word for word in _WORD.findall(month) if word.lower() not in _BETWEEN]
    months = list(map(month_of, words)) or [_NUMBERS_OF_MONTHS.get(month, 0)]
    days = [day] if day else _DAY.findall(month) if words else []
    if not all(months) or not all(map(str.isdecimal, days)) or max(len(months), len(days)) > 2:
        return ""
    if not days:
        ends = [f"{year}-{number:02}{mark}" for number in months]
    elif len(days) >= len(months):
        pairs = zip(months * (3 - len(months)), days, strict=False)
        ends = [f"{year}-{number:02}-{int(each):02}{mark}" for number, each in pairs]
    else:
        return ""
    return "/".join(dict.fromkeys(ends))
