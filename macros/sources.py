"""What a companion is made from: bibliography, data files, house style; read and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from macros.bib.biblatex import kind_of
from macros.bib.entries import Entry
from macros.bib.reading import RawEntry
from macros.bib.works import Bibliography
from macros.data.events import Events, check_events
from macros.data.figures import Dataset, check_dataset
from macros.data.paper import CompanionEdition, Paper
from macros.data.reading import Lines, check_known, clean, read_data, read_plain
from macros.data.records import Model
from macros.data.settings import Settings
from macros.data.terms import Terms, check_terms
from macros.data.words import ENGLISH, MODEL_OF_ENGLISH, Words, model_of
from macros.dates import parse_date
from macros.problems import Problem, did_you_mean, unreadable
from macros.style.citations import LABELS
from macros.style.house_style import WORKS, HouseStyle
from macros.style.phrases import PHRASES, Phrases
from macros.templates import BrokenTemplateError, shown_path

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


# Of a figure, by their name: the data, their lines, and what is wrong with them.
FoundData = tuple[Dataset | None, Lines, "Sequence[Problem]"]


class Sources(Struct, frozen=True):
    """All sources of a companion; see `load_sources` for what stands in for a broken one."""

    settings: Settings
    bibliography: Mapping[str, Entry]
    raw_works: Mapping[str, RawEntry]
    work_problems: Mapping[str, Sequence[Problem]]
    paper: Paper
    paper_lines: Lines
    events: Events
    event_lines: Lines
    terms: Terms
    term_lines: Lines
    style: HouseStyle
    words: Words

    @property
    def original(self) -> Entry | None:
        """The paper itself, as a work; None where the bibliography does not have it."""
        return self.bibliography.get(self.paper.key)

    published_works: Callable[[], str] = str
    dataset: Callable[[str], FoundData] = lambda _: (None, Lines({}), ())
    other_names: Mapping[str, Sequence[str]] = {}  # keys of works by those that stand for them

    @property
    def all_of_works(self) -> Iterator[Problem]:
        """The problems of all works, whether a page uses them or not."""
        return chain.from_iterable(self.work_problems.values())


def without_works(sources: Sources) -> Sources:
    """Let go of all works but the paper, once the pages are written: they may be thousands."""
    sources.style.forget()
    kept = {sources.paper.key: sources.original} if sources.original else {}
    return replace(sources, bibliography=kept, raw_works={}, work_problems={}, published_works=str)


class _Loader:
    """Reads files, one of the project by `read`, one of the engine by its Path; keeps problems."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self.problems: list[Problem] = []

    def text(self, file: str | Path) -> str | None:
        path = file if isinstance(file, str) else shown_path(file)
        try:
            raw = self._read(file) if isinstance(file, str) else file.read_text(encoding="utf-8")
            text, problems = clean(raw, path)
        except (OSError, UnicodeDecodeError) as error:
            text, problems = None, [unreadable(path, error)]
        self.problems += problems
        return text

    def data(
        self,
        file: str | Path,
        model: type[Model],
        check: Callable[[Model, Lines, str], list[Problem]] | None = None,
    ) -> tuple[Model | None, Lines]:
        text = self.text(file)
        if text is None:
            return None, Lines({})
        path = file if isinstance(file, str) else shown_path(file)
        result, lines, problems = read_data(text, path, model)
        self.problems += problems + (check(result, lines, path) if check and result else [])
        return result, lines

    def bibliography(self, path: str) -> Bibliography | None:
        text = self.text(path)
        if text is None:
            return None
        bibliography = Bibliography(text, path)
        self.problems += bibliography.broken + bibliography.hints_of_privacy(path)
        return bibliography

    def datasets(self, folder: str) -> Callable[[str], FoundData]:
        """Return what reads the data of figures, by their names, each once."""

        @cache
        def read(name: str) -> FoundData:
            before = len(self.problems)
            data, lines = self.data(f"{folder}/{name}.yml", Dataset, check_dataset)
            problems = self.problems[before:]
            return None if problems else data, lines, problems

        return read

    def words(self, language: str) -> Words | None:
        """Read the words of a language, such as "pt-BR"; English stands in for a missing one."""
        files = [WORDS / f"{name}.yml" for name in (language, language.partition("-")[0])]
        own, english = next(filter(Path.exists, files), None), WORDS / f"{ENGLISH}.yml"
        if not own:
            message = (
                f'theme: language: there are no words for "{language}", so the engine speaks '
                f"English; copy {shown_path(english)} to {language}.yml beside it, and "
                "translate it"
            )
            self.problems.append(Problem("mkdocs.yml", 0, message, "hint"))
        return (self._words(own) if own else None) or self._words(english)

    def _words(self, file: Path) -> Words | None:
        model = WORDS / f"{MODEL_OF_ENGLISH if file.stem == ENGLISH else ENGLISH}.yml"
        text = self.text(model if model.exists() else file)
        known, _, problems = read_plain(text or "", shown_path(model))
        self.problems += problems
        return self.data(file, model_of(known))[0] if known else None

    def style(self, name: str, folder: Path, words: Words) -> HouseStyle | None:
        known = sorted(
            p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("_")
        )
        if name not in known:
            near = did_you_mean(name, known) or f"; there is {', '.join(known) or 'none'}"
            message = f'extra: companion: style: there is no folder "{name}" in '
            self.problems.append(Problem("mkdocs.yml", 0, f"{message}{shown_path(folder)}{near}"))
            return None
        phrases, lines = self.data(folder / name / PHRASES, Phrases)
        if not phrases:
            return None
        try:
            style = HouseStyle(folder / name, phrases, words)
        except BrokenTemplateError as error:
            self.problems.append(error.problem)
            return None
        missing = _missing_from_style(style, shown_path(folder / name), lines)
        self.problems += missing
        return None if missing else style


def _missing_from_style(style: HouseStyle, folder: str, lines: Lines) -> list[Problem]:
    line = lines.of("locators")
    labels = [
        Problem(f"{folder}/{PHRASES}", line, f'locators: "{label}" is missing; add it')
        for label in LABELS
        if label not in style.phrases.locators
    ]
    macros = [
        Problem(f"{folder}/{WORKS}", 0, f'the macro "{name}" is missing; {use} need it')
        for name, use in NEEDED.items()
        if not style.knows(name)
    ]
    return labels + macros


def load_sources(
    settings: Settings, read: Callable[[str], str], styles: Path = STYLES, language: str = ENGLISH
) -> tuple[Sources | None, list[Problem]]:
    """Read every source through `read` (path → text) and return all problems found.

    Those of a work that can be read matter where it is cited; they stand in `work_problems`.
    A source with problems is stood in for, so that the pages can still be checked in the same run;
    there is no result where nothing can stand in for it: bibliography, house style, a rule of it.
    `language` is a BCP 47 tag, which chooses the words of the engine.
    """
    loader = _Loader(read)
    bibliography, words = loader.bibliography(settings.bibliography), loader.words(language)
    style = loader.style(settings.style, styles, words) if words else None
    paper, paper_lines = loader.data(settings.paper, Paper)
    events, event_lines = loader.data(settings.events, Events, check_events)
    terms, term_lines = loader.data(settings.terms, Terms, check_terms)
    problems = loader.problems
    if bibliography is None or style is None or words is None:
        return None, sorted({*problems, *(bibliography.problems if bibliography else ())})
    works = bibliography.with_stand_ins()
    if paper:
        line = paper_lines.of("key")
        problems += check_known(paper.key, list(works), "cite key", settings.paper, line)
    if without_rule := _check_kinds(bibliography, style, settings):
        return None, sorted({*problems, *bibliography.problems, *without_rule})
    lists = (events or Events(), event_lines, terms or Terms(), term_lines)
    data = (paper or STAND_IN_PAPER, paper_lines, *lists, style, words)
    raw, of_works = bibliography.raw, bibliography.of_works
    rest = (bibliography.published, loader.datasets(settings.figures), bibliography.other_names)
    return Sources(settings, works, raw, of_works, *data, *rest), sorted(set(problems))


def _check_kinds(
    bibliography: Bibliography, style: HouseStyle, settings: Settings
) -> list[Problem]:
    return [
        Problem(
            settings.bibliography,
            raw.line,
            f'the house style "{settings.style}" has no rule for the kind "{kind}"; '
            f"add a macro of that name to its {WORKS}",
        )
        for raw in bibliography.raw.values()
        if not style.knows(kind := kind_of(raw))
    ]
