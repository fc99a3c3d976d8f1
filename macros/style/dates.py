"""Dates in words, in the language of a site and the order of a house style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from macros.dates import html_value, parts_of

if TYPE_CHECKING:
    from macros.data.words import Words
    from macros.dates import DateParts, EdtfDate
    from macros.style.phrases import Dates


class DatesInWords:
    """Puts dates into words: `2019-07-09` → "9 July 2019", `197X` → "the 1970s"."""

    def __init__(self, words: Words, order: Dates) -> None:
        """Take the words of a language; `order` is what a house style has of its own."""
        self._words = dates = words.dates
        self._ordinal = words.ordinal
        self._day = order.day or dates.day
        self._interval = order.interval or dates.interval
        parts = [*dates.quarters, *dates.thirds, *dates.halves]
        self._parts = dict(enumerate(dates.seasons, 21)) | dict(enumerate(parts, 33))
        self._marks = {"~": dates.about, "?": dates.perhaps, "%": dates.perhaps_about}

    def write(self, date: EdtfDate) -> str:
        """Write a date: "9 July 2019", "2006 to 2009", "since 2014"."""
        words = [self._one(end) for end in date.ends]
        return words[0] if len(words) == 1 else self.between(words[0], words[1], self._interval)

    def between(self, start: str, end: str, interval: str = "") -> str:
        """Join the two ends of an interval, of which one may be empty: it is open, or unknown."""
        if not start:
            return self._words.until.format(date=end)
        if not end:
            return self._words.since.format(date=start)
        return (interval or self._words.interval).format(start=start, end=end)

    def year(self, date: EdtfDate) -> str:
        """Write the year or decade; both years of an interval ("2018-2019"), or nothing."""
        return "-".join(map(self._year, date.years))

    def ends(self, date: EdtfDate) -> list[tuple[str, str]]:
        """Write each end of a date, with its value for HTML's `<time datetime>`, if it has any."""
        return [(self._one(end), html_value(end)) for end in date.ends]

    def _one(self, end: str) -> str:
        parts = parts_of(end)
        if not parts:
            return ""
        words = self._unmarked(parts)
        return self._marks[parts.mark].format(date=words) if parts.mark else words

    def _unmarked(self, date: DateParts) -> str:
        year = self._year(date.year)
        if date.month > 12:
            return self._parts[date.month].format(year=year)
        if not date.month:
            return year
        month = self._words.months[date.month - 1]
        if date.day:
            return self._day.format(day=date.day, month=month, year=year)
        return self._words.month.format(month=month, year=year)

    def _year(self, year: str) -> str:
        if year.endswith("XX"):
            return self._words.century.format(number=self._ordinal(int(year[:2]) + 1))
        if year.endswith("X"):
            return self._words.decade.format(year=f"{year[:3]}0")
        if int(year) <= 0:  # astronomers count a year 0, historians do not
            return self._words.before_christ.format(year=1 - int(year))
        return year
