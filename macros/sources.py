"""What a companion is made from: bibliography, data files, house style; read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from macros.bib.works import Bibliography
from macros.data.events import Events, check_dimensions
from macros.data.paper import CompanionEdition, Paper
from macros.data.reading import Lines, check_known, check_unique, clean, read_data
from macros.data.terms import Terms
from macros.data.words import ENGLISH, Words
from macros.dates import parse_date
from macros.problems import Problem, did_you_mean
from macros.style.citations import LABELS
from macros.style.house_style import WORKS, HouseStyle
from macros.style.phrases import PHRASES, Phrases
from macros.templates import BrokenTemplateError, shown_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from macros.bib.entries import Entry
    from macros.data.records import Model
    from macros.data.settings import Settings

STYLES = Path(__file__).parent / "style"
WORDS = Path(__file__).parent / "words"
NEEDED = {
    "later_citation": "later citations",
    "companion_chapter": "citations of the companion",
    "address": "addresses",
}
STAND_IN_PAPER = Paper(
    key="",
    first_page=1,
    last_page=9999,
    companion=CompanionEdition(title="", version="", date=parse_date("2000")),
)


class Sources(Struct, frozen=True):
    """All sources of a companion; see `load_sources` for what stands in for a broken one."""

    settings: Settings
    bibliography: Mapping[str, Entry]
    work_lines: Mapping[str, int]
    paper: Paper
    paper_lines: Lines
    events: Events
    event_lines: Lines
    terms: Terms
    term_lines: Lines
    style: HouseStyle
    words: Words


def without_works(sources: Sources) -> Sources:
    """Let go of all works but the paper, once the pages are written: they may be thousands."""
    sources.style.forget()
    key = sources.paper.key
    kept = {key: sources.bibliography[key]} if key in sources.bibliography else {}
    return replace(sources, bibliography=kept, work_lines={})


class _Loader:
    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self.problems: list[Problem] = []

    def text(self, path: str, read: Callable[[str], str] | None = None) -> str | None:
        try:
            text, problems = clean((read or self._read)(path), path)
            self.problems += problems
            return text
        except FileNotFoundError:
            self.problems.append(Problem(path, 0, "this file is missing"))
        except OSError as error:
            self.problems.append(Problem(path, 0, f"this file cannot be read: {error.strerror}"))
        except UnicodeDecodeError as error:
            self.problems.append(not_utf8(path, error))
        return None

    def data(
        self, path: str, model: type[Model], read: Callable[[str], str] | None = None
    ) -> tuple[Model | None, Lines]:
        text = self.text(path, read)
        if text is None:
            return None, Lines({})
        result, lines, problems = read_data(text, path, model)
        self.problems += problems
        return result, lines

    def bibliography(self, path: str) -> Bibliography | None:
        text = self.text(path)
        if text is None:
            return None
        bibliography = Bibliography(text, path)
        self.problems += bibliography.problems
        return bibliography

    def words(self, language: str) -> Words | None:
        """Read the words of a language, such as "pt-BR"; English stands in for a missing one."""
        known = {path.stem for path in WORDS.glob("*.yml")}
        names = [name for name in (language, language.partition("-")[0]) if name in known]
        if not names:
            message = (
                f'theme: language: there are no words for "{language}", so the engine speaks '
                f"English; copy {shown_path(WORDS / ENGLISH)}.yml to {language}.yml beside it, and "
                "translate it"
            )
            self.problems.append(Problem("mkdocs.yml", 0, message, "hint"))
        own = self._words(names[0]) if names else None
        return own or (self._words(ENGLISH) if names != [ENGLISH] else None)

    def _words(self, name: str) -> Words | None:
        file = WORDS / f"{name}.yml"
        return self.data(shown_path(file), Words, lambda _: file.read_text(encoding="utf-8"))[0]

    def style(self, name: str, folder: Path, words: Words) -> HouseStyle | None:
        known = sorted(
            p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("_")
        )
        if name not in known:
            near = did_you_mean(name, known) or f"; there is {', '.join(known) or 'none'}"
            message = f'extra: companion: style: there is no folder "{name}" in '
            self.problems.append(Problem("mkdocs.yml", 0, f"{message}{shown_path(folder)}{near}"))
            return None
        path = f"{shown_path(folder / name)}/{PHRASES}"
        phrases, lines = self.data(
            path, Phrases, lambda _: (folder / name / PHRASES).read_text(encoding="utf-8")
        )
        if not phrases:
            return None
        try:
            style = HouseStyle(folder / name, phrases, words)
        except BrokenTemplateError as error:
            self.problems.append(error.problem)
            return None
        missing = _missing_from_style(style, path, lines)
        self.problems += missing
        return None if missing else style


def _missing_from_style(style: HouseStyle, path: str, lines: Lines) -> list[Problem]:
    labels = [
        Problem(path, lines.of("locators"), f'locators: "{label}" is missing; add it')
        for label in LABELS
        if label not in style.phrases.locators
    ]
    macros = [
        Problem(path.replace(PHRASES, WORKS), 0, f'the macro "{name}" is missing; {use} need it')
        for name, use in NEEDED.items()
        if not style.knows(name)
    ]
    return labels + macros


def not_utf8(source: str, error: UnicodeDecodeError) -> Problem:
    """Say where a file stops being UTF-8."""
    line = error.object[: error.start].count(b"\n") + 1
    return Problem(source, line, "this file is not UTF-8; save it as UTF-8")


def load_sources(
    settings: Settings, read: Callable[[str], str], styles: Path = STYLES, language: str = ENGLISH
) -> tuple[Sources | None, list[Problem]]:
    """Read every source through `read` (path → text) and return all problems found.

    A source with problems is stood in for, so that the pages can still be checked in the same run;
    there is no result where nothing can stand in for it: bibliography, house style, a rule of it.
    `language` is a BCP 47 tag, which chooses the words of the engine.
    """
    loader = _Loader(read)
    bibliography, words = loader.bibliography(settings.bibliography), loader.words(language)
    style = loader.style(settings.style, styles, words) if words else None
    paper, paper_lines = loader.data(settings.paper, Paper)
    events, event_lines = loader.data(settings.events, Events)
    terms, term_lines = loader.data(settings.terms, Terms)
    problems = loader.problems
    timeline, glossary = (events or Events(), event_lines), (terms or Terms(), term_lines)
    problems += _check_events(*timeline, settings.events)
    problems += _check_terms(*glossary, settings.terms)
    if bibliography is None or style is None or words is None:
        return None, sorted(set(problems))
    if without_rule := _check_kinds(bibliography, style, settings):
        return None, sorted({*problems, *without_rule})
    works = bibliography.with_stand_ins()
    if paper:
        line = paper_lines.of("key")
        problems += check_known(paper.key, list(works), "cite key", settings.paper, line)
    parts = (paper or STAND_IN_PAPER, paper_lines, *timeline, *glossary, style, words)
    return Sources(settings, works, bibliography.lines(), *parts), sorted(set(problems))


def _check_events(data: Events, lines: Lines, source: str) -> list[Problem]:
    events, periods = [e.id for e in data.events], [p.id for p in data.periods]
    twice = check_unique(events, "events", lines, source)
    twice += check_unique(periods, "periods", lines, source)
    return twice + check_dimensions(data, lines, source)


def _check_terms(data: Terms, lines: Lines, source: str) -> list[Problem]:
    ids, short = [t.id for t in data.terms], [t.abbreviation or t.id for t in data.terms]
    twice = check_unique(ids, "terms", lines, source)
    return twice + check_unique(short, "terms", lines, source, "abbreviation")


def _check_kinds(
    bibliography: Bibliography, style: HouseStyle, settings: Settings
) -> list[Problem]:
    lines = bibliography.lines()
    return [
        Problem(
            settings.bibliography,
            lines[key],
            f'the house style "{settings.style}" has no rule for the kind "{kind}"; '
            f"add a macro of that name to its {WORKS}",
        )
        for key, kind in bibliography.kinds().items()
        if not style.knows(kind)
    ]
