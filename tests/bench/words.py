"""Invented prose, people and works, the same for the same seed: no corpus resembles a real text."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from random import Random

_ONSETS: list[str] = [*"bdfghklmnprstvwz", "br", "dr", "gl", "kr", "pr", "st", "tr"]
_VOWELS: list[str] = [*"aeiou", "ai", "ea", "ou"]
_CODAS: list[str] = ["", "", "", *"lnrstm", "nd", "rt"]
_NAMES = """
Łukaszyk Čapková Dvořák Ångström Nuñez Étienne Gökçe Şahin Brânză Høegh Müller Škvor Żak Péter
Ruíz Lefèvre Ólafur Järvi Öberg Ivić Håkon Boğaz Ćosić Ünal Sørli Márai Ţepeş Ýmir

Zoé José Łucja Åsa Çelik Jiří Björn Søren Élise Iñaki Ágnes Dávid Ines Omar Ruth

Oslo Tromsø Łódź Málaga Göteborg Zürich Kraków Lyon
"""
_SURNAMES, _GIVEN, _PLACES = (names.split() for names in _NAMES.split("\n\n"))
# As older bibliographies write accents.
_LATEX = str.maketrans(
    {
        "é": r"{\'e}",
        "ö": r"{\"o}",
        "ü": r"{\"u}",
        "ñ": r"{\~n}",
        "Ł": r"{\L}",
        "Š": r"{\v{S}}",
        "ø": r"{\o}",
        "Ç": r"{\c{C}}",
    }
)


def _vocabulary(random: Random, size: int) -> list[str]:
    def syllable() -> str:
        return random.choice(_ONSETS) + random.choice(_VOWELS) + random.choice(_CODAS)

    return ["".join(syllable() for _ in range(random.choice((1, 2, 2, 3)))) for _ in range(size)]


_COMMON = _vocabulary(Random("words of every page"), 400)
# Few words make up most of a text (Zipf's law).
_WEIGHTS = list(accumulate(1 / rank for rank in range(1, len(_COMMON) + 1)))


class Prose:
    """Writes text on a subject of its own: every other word is found nowhere else."""

    def __init__(self, subject: str) -> None:
        """Think of words for the subject; the same ones whenever it comes up."""
        self._random = Random(subject)
        self._own = _vocabulary(self._random, 80)

    def words(self, count: int) -> list[str]:
        common = self._random.choices(_COMMON, cum_weights=_WEIGHTS, k=count)
        return [self._random.choice(self._own) if at % 2 else w for at, w in enumerate(common)]

    def sentence(self) -> str:
        words = self.words(self._random.randint(12, 22))
        words[len(words) // 2] += ","
        return " ".join(words).capitalize() + "."

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def title(self) -> str:
        return " ".join(self.words(4)).title()


@dataclass(frozen=True)
class Work:
    """A work as a .bib file has it."""

    key: str
    bib: str
    pages: range  # that can be cited


def invent_work(number: int) -> Work:
    """Invent the work of this number; every third has an abstract, every other LaTeX accents."""
    random, prose = Random(f"work {number}"), Prose(f"work {number}")
    surname, year = random.choice(_SURNAMES), 1960 + random.randrange(60)
    kind, fields = _kinds(random, prose, number)
    editors = random.sample(_SURNAMES, random.choice((1, 1, 2)))
    fields |= {
        "author": " and ".join(f"{name}, {random.choice(_GIVEN)}" for name in [surname, *editors]),
        "title": f"{prose.title()}: {prose.title()}",
        "date": str(year),
    }
    if number % 3 == 0:
        fields["abstract"] = prose.paragraph(8)
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items())
    if number % 2:
        lines = lines.translate(_LATEX)
    key = f"{_in_ascii(surname)}{year}-{number}"
    pages = range(number % 90 + 1, number % 90 + 21) if "pages" in fields else range(1, 300)
    return Work(key, f"@{kind}{{{key},\n{lines}}}\n", pages)


def _kinds(random: Random, prose: Prose, number: int) -> tuple[str, dict[str, str]]:
    publisher = {"location": random.choice(_PLACES), "publisher": f"{prose.title()} Press"}
    pages = f"{number % 90 + 1}-{number % 90 + 20}"
    return [
        ("book", publisher),
        (
            "article",
            {
                "journaltitle": f"Journal of {prose.title()}",
                "number": str(number % 4 + 1),
                "pages": pages,
                "doi": f"10.5555/{number}",
            },
        ),
        ("incollection", {"booktitle": prose.title(), "pages": pages, **publisher}),
        ("report", {"institution": prose.title(), "url": f"https://report.example/{number}"}),
    ][number % 4]


def _in_ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.casefold()
