"""Lists of names that are written otherwise than BibTeX reads them, and text encoded twice.

BibTeX parts people by "and" alone, and takes the last word of "Jo Doe" for the surname. Whatever
else people write makes other people of them, without a word: here it is told and put right, where
there is but one thing that it can mean.
"""

from __future__ import annotations

import re
from functools import lru_cache

from macros.bib.names import (
    SUFFIX,
    family_comes_first,
    is_in_braces,
    name_parts,
    read_bodies,
    split_names,
    without_groups,
)

_SIGNS = re.compile(r"[;&/]|(?i:\b(?:and|und|et|y|e|og|och)\b)|,.*,|\bal\b")
_SEPARATOR = re.compile(r"\s*;\s*|\s*,?\s*\\?&\s*|\s+(?:und|et|y|e|og|och)\s+|\s*/\s*|,\s*and\s+")
_ET_AL = re.compile(r"(?i)[\s,]*\b(?:et\.?[\s~]+al|u\.\s?a|et\s+alii|and\s+others)\b\.?$")
_OTHERS = re.compile(r"(?i)\{*(?:et\.?[\s~]+al|and\s+others|others)\.?\}*")
_NAMESAKE = re.compile(r"(?<=[^\W\d]) 0\d{3}$")  # as DBLP numbers them: "Al Roe 0001"
_JUNIOR = re.compile(r"(?!.*,.*,)(.+?),? ((?:Jr|Sr)\.?)")
_RANK = re.compile(r"(?i)(?:earl|lord|lady|sir|dame|baron\w*|count\w*|viscount|duke|dr|prof)\b.*")
# "Doe, Jo (ed.)", "Doe, Jo [Hrsg.]"
_ROLE = re.compile(
    r"(?i)\s*[(\[](?:eds?|editors?|hrsg|hgg?|trans|transl|[üu]bers|dirs?|comps?|coords?)\.?[)\]]"
)
_SHOUTED = re.compile(r"[^\W\d_a-z.]{3,}(?=[\s,’'-]|$)")
_COMMA = re.compile(",")
_INITIALS = re.compile(r"[^\W\d_]\.?(?:[- ]?[^\W\d_]\.?){0,3}")
_COMPANIES = "AG|AO|BV|KG|NV|Oy|SA|SE|SpA"  # what names of these end in; or initials do
_NO_INITIALS = {*("X", "EU", "UK", "UN", "US", "USA", "II", "III", "IV"), *_COMPANIES.split("|")}
# Words of bodies, which no person is called by.
_BODY = re.compile(
    r"(?i)\b(?:organi[sz]ation|university|universität|université|ministry|ministerium|institute?"
    r"|institut|committee|commission|council|agency|association|department|foundation|corporation"
    r"|gesellschaft|verband|nations|parliament|monetary fund|federation|confederation"
    r"|ministère|ministerio|ministero|bundes\w{4,}|comisión|comité|universi(?:dad|tà|tet)|institut[oe]"
    r"|organización|consejo|conseil|asociación|fundación|fondation|stiftung|\w+ union$"
    r"|министерство|комитет|институт|университет|совет|организация|академия"
    r"|secretariat|authority|network|consortium|assembly|\w+ international$|world bank|rights watch"
    r"|gmbh|ltd|ltda|inc|corp|llc|llp|plc|pjsc|jsc|s\.p\.a|s\.a|s\.r\.l|srl|sarl|oyj|asa|a/s|e\.\s?v"
    rf"|ооо|оао|пао|(?-i:[A-Z]\w+ (?:{_COMPANIES})$)|(?:for|für) \w+"
    r"|(?:academy|bank|board|centre|center|college|council|court|government|house|league|library|museum|office|school|society"
    r"|union) of)\b"
)
# UTF-8 that was read as Windows-1252: "Ã¶" for "ö", "â€“" for "–".
_TWICE = re.compile(
    "(?:[ÃÂÄÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[\x80-\x9f€][\x80-\xbf™œž”“˜¦¢“])+"
)


@lru_cache(maxsize=4096)  # every check of a list of names asks for it, and the reader
def mend_names(names: str) -> str:
    """Return a list of names as it should be written; a sound one stays as it is.

    `Doe, Al & Roe, Jo` → `Doe, Al and Roe, Jo`; `John Smith, Jane Roe, Ann Poe` →
    `Smith, John and Roe, Jane and Poe, Ann`; `Smith J` → `Smith, J`; `Doe, Al et al.` →
    `Doe, Al and others`; `Institute of Ports` → `{Institute of Ports}`.
    """
    written, bare = split_names(names), without_groups(names)
    first, *others = written or ("",)
    if others and first.count(",") == 1 and all(map(_is_natural, [*first.split(","), *others])):
        written = (*map(_surname_first, _split(_COMMA, first)), *others)  # "Jo Doe, Al Roe and …"
    if "," not in bare and _BODY.search(bare):
        are_bodies = all(map(_BODY.search, written))
        mended = [
            _in_braces(name) if _BODY.search(name) else name
            for name in (written if are_bodies else read_bodies(names))
        ]
    else:
        mended = [each for name in written for each in _mend(name)]
    return names if tuple(mended) == split_names(names) else " and ".join(mended)


def _in_braces(name: str) -> str:
    return name if is_in_braces(name) else f"{{{name}}}"


def garbled_names(names: str) -> str:
    """Say that a list of names is read otherwise than it is meant, and how to write it."""
    if _ROLE.search(names):
        message = (
            f'a role stands among the names "{names}"; write it into the name of the field, as in'
        )
        return f'{message} editor = {{…}}, and here "{mend_names(names)}"'
    if (mended := mend_names(names)) != names:
        if mended.strip("{}") == names:
            person = re.fullmatch(r"(\w+) ([A-Z])([A-Z])", names)
            other = person.expand(r', or "\1, \2. \3." for a person') if person else ""
            return f'BibTeX takes the last word of "{names}" for a surname; write "{mended}"{other}'
        return f'BibTeX would take "{names}" for other people; write "{mended}"'
    if mended := _in_small_letters(names):
        return f'the names "{names}" stand in capitals; write "{mended}"'
    return ""


def doubtful_names(names: str) -> str:
    """Ask whether a sound name is one person: "John Smith, Jane Roe", "Doe, Al, Roe"."""
    for name in split_names(mend_names(names)):
        if re.fullmatch(r"[^,={}]+ I(?:I{1,2}|V)", name):
            *given, family, number = name.split()
            person = f' or "{family}, {number}, {" ".join(given)}"' if given else ""
            return f'"{number}" is read as a surname in "{name}"; write "{{{name}}}"{person}'
        if "," not in name:
            continue
        if "&" in without_groups(name):
            return f'"&" stands within the name "{name}"; are these several people?'
        parts = _split(_COMMA, name)
        words = [part.split() for part in parts]
        if len(parts) == 3 and not any(map(SUFFIX.fullmatch, parts)) and parts[1][:1].isupper():
            return f'"{parts[1]}" stands in "{name}" where a "Jr." would; are these two people?'
        if [len(each) for each in words] == [2, 2] and all(map(_is_natural, parts)):
            meant = " and ".join(map(_surname_first, parts))
            return f'is "{name}" one person? If these are two, write "{meant}"'
    return ""


def encoded_twice(text: str) -> str:
    """Say that a text was encoded twice, or has lost a character: "JÃ¶rg" → write "Jörg"."""
    if "\ufffd" in text:
        return 'a character is lost here, shown as "\ufffd"; write it anew'
    if not _TWICE.search(text):
        return ""
    mended = _TWICE.sub(lambda found: _decode(found[0]), text)
    return f'this text was encoded twice; write "{mended}"' if mended != text else ""


def _decode(text: str) -> str:
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeEncodeError:  # five that Windows-1252 does not have
        return sign.encode("latin-1")


def _mend(name: str) -> list[str]:
    name = _ROLE.sub("", _NAMESAKE.sub("", name)).strip()
    bare = without_groups(name)
    if _OTHERS.fullmatch(name):
        return ["others"]
    if bare.endswith(",") and not bare.endswith(",,"):  # "Roe, B., and Poe, C."
        return _mend(name[:-1].strip()) if "," in bare[:-1] else [name]
    if "=" in name or name == "others" or is_in_braces(name):
        return [name]
    if "," not in bare and _BODY.search(bare):  # among people
        return [f"{{{name}}}"]
    if (found := _JUNIOR.fullmatch(name)) and (person := _junior(found[1], found[2])):
        return [person]
    if "," not in bare and not _SIGNS.search(bare):
        return [_surname_first(name)] if _is_vancouver(name) else [name]
    if found := _ET_AL.search(name):
        first = name[: found.start()]
        return [*_mend(first), "others"] if first else ["others"]
    return _parted_by_signs(name) or _parted_by_commas(name) or [name]


def _junior(name: str, suffix: str) -> str:
    """Put "Jr." where BibTeX looks for it: "Sammy Lind Jr.", "Lind, Sammy Jr." → "Lind, Jr., …"."""
    family, given, particle, own = name_parts(name)
    return "" if own or not given else f"{f'{particle} {family}'.strip()}, {suffix}, {given}"


def _parted_by_signs(name: str) -> list[str]:
    """Part people at "&", "und", ";" … – where a person stands on each side of every one."""
    pieces = _split(_SEPARATOR, name)
    people = [_people(piece) for piece in pieces] if len(pieces) > 1 else []
    return [person for each in people for person in each] if all(people) else []


def _people(piece: str) -> list[str]:
    if parted := _parted_by_commas(piece):
        return parted
    parts = _split(_COMMA, piece)
    if is_in_braces(piece) or (len(parts) == 2 and all(parts)):
        return [piece]
    return [_surname_first(piece)] if len(parts) == 1 and _is_natural(piece) else []


def _parted_by_commas(name: str) -> list[str]:
    """Part people at commas: "Smith, J., Roe, A.", "Smith J, Roe A"."""
    parts = [part for part in _split(_COMMA, name) if part]
    if len(parts) < 2 or any(map(SUFFIX.fullmatch, parts)):
        return []
    are_natural = all(map(_is_natural, parts))
    if all(map(_is_vancouver, parts)) or (
        are_natural and (len(parts) > 2 or _is_initials(parts[0].split()[0]))
    ):
        return list(map(_surname_first, parts))
    if _begins_inverted(parts):
        return [f"{parts[0]}, {parts[1]}", *map(_surname_first, parts[2:])]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    are_initials = all(_is_initials(given) for _, given in pairs)
    if (
        len(parts) % 2
        or len(parts) < 4
        or not (are_initials or all(len(p.split()) < 3 for p in parts))
    ):
        return []
    return [f"{family}, {given}" for family, given in pairs]


def _begins_inverted(parts: list[str]) -> bool:
    """Whether names stand as in a bibliography: "Smith, Jo, Al Roe, Ann Poe"."""
    is_person = len(parts) > 2 and parts[1][:1].isupper() and not _RANK.match(parts[1])
    return is_person and all(map(_is_natural, parts[2:]))


def _split(sign: re.Pattern[str], text: str) -> list[str]:
    """Split a text at signs outside braces."""
    if "{" not in text:
        return [piece.strip() for piece in sign.split(text)]
    masked, depth = "", 0
    for char in text:
        depth += (char == "{") - (char == "}")
        masked += "x" if depth or char == "}" else char
    starts = [0, *(found.end() for found in sign.finditer(masked))]
    ends = [*(found.start() for found in sign.finditer(masked)), len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _is_initials(text: str) -> bool:
    letters = re.sub(r"[.\s-]", "", text)
    return bool(_INITIALS.fullmatch(text)) and letters.isupper()


def _is_vancouver(name: str) -> bool:
    """Tell "Smith J" and "van der Veer JP" from "Jo Smith"."""
    *family, last = name.split()
    is_surname = bool(family) and len(family[-1]) > 1 and family[-1][-1].islower()
    return is_surname and _is_initials(last) and last.strip(".") not in _NO_INITIALS


def _is_natural(name: str) -> bool:
    """Whether a name reads as "Jo van der Doe": words that begin with capitals around particles."""
    words = name.split()
    ends_well = len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()
    ends_well = ends_well and not SUFFIX.fullmatch(words[-1])
    return ends_well and len(words) < 5 and not _BODY.search(name) and len(words[-1].strip(".")) > 1


def _surname_first(name: str) -> str:
    if _is_vancouver(name):
        family, _, given = name.rpartition(" ")
        return f"{family}, {given}"
    family, given, particle, _ = name_parts(name)
    return f"{particle} {family}, {given}".strip() if given else name


def _in_small_letters(names: str) -> str:
    """Write names in capitals as others are, "SMITH, JOHN" → "Smith, John"; nothing for others."""
    mended = [_SHOUTED.sub(lambda word: word[0].title(), name) for name in split_names(names)]
    are_shouted = [
        family_comes_first(name) and name.partition(",")[0].isupper() and name != new
        for name, new in zip(split_names(names), mended, strict=True)
    ]
    return " and ".join(mended) if "{" not in names and any(are_shouted) else ""
