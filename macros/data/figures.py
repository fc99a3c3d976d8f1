"""The data behind a figure or table: data/figures/NAME.yml, columns and rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import field

from macros.data.reading import Lines
from macros.data.records import Record
from macros.problems import Problem, did_you_mean

# What a spreadsheet may run as a formula (owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = re.compile(r"\A(?![-+]?[\d.,]+$)(?=[-=+@\t\r])")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


class Dataset(Record, frozen=True, kw_only=True):
    """Columns, each with its title, and rows, each with a value for every column, which may be "".

    `numbers` are the columns that hold numbers ("" is unknown), `passages` those that hold
    "file-name#id". What stands in `hidden` is for the drawing alone, and in no table.
    """

    columns: dict[str, str]
    rows: tuple[dict[str, str], ...] = field(default=())
    numbers: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    @property
    def shown(self) -> dict[str, str]:
        """The columns of the table, name → title."""
        return {name: title for name, title in self.columns.items() if name not in self.hidden}

    def as_csv(self) -> str:
        """Write all columns as CSV."""
        return to_csv(self.columns, self.rows)


def to_csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Write rows as CSV: names in the first line (RFC 4180, but for its line ends).

    What a spreadsheet could take for a formula gets an apostrophe in front: `=A1` → `'=A1`.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {
            name: _FORMULA.sub("'", str(value), count=1) if value else value
            for name, value in row.items()
        }
        for row in rows
    )
    return text.getvalue()


def check_dataset(data: Dataset, lines: Lines, source: str) -> list[Problem]:
    """Return what is wrong between columns and rows: unknown names, values that are missing."""
    problems = [
        Problem(source, lines.of(kind, at), f'"{name}" is no column{_near(name, data)}')
        for kind in ("numbers", "passages", "hidden")
        for at, name in enumerate(getattr(data, kind))
        if name not in data.columns
    ]
    if not data.rows:
        problems.append(Problem(source, lines.of("rows"), "there are no rows; add some"))
    for index, row in enumerate(data.rows):
        for name, message in _mistakes(row, data):
            problems.append(Problem(source, lines.of("rows", index, name), message))
    return problems


def _mistakes(row: dict[str, str], data: Dataset) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name not in data.columns:
            yield name, f'"{name}" is no column{_near(name, data)}'
        elif name in data.numbers and value and not _NUMBER.fullmatch(value):
            yield name, f'{name}: write a number, such as 15 or 2.5, not "{value}"'
    for name in data.columns:
        if name not in row:
            yield name, f'this row has no "{name}"; add it, with "" where nothing is known'


def _near(name: str, data: Dataset) -> str:
    known: Sequence[str] = list(data.columns)
    return did_you_mean(name, known) or f"; columns are {', '.join(known)}"
