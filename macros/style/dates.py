"""Dates in words, in the language of a site and the order of a house style."""

from __future__ import annotations

from macros.data.words import Words
from macros.dates import DateParts, EdtfDate, html_value, parts_of
from macros.style.phrases import Dates


class DatesInWords:
    """Puts dates into words: `2019-07-09` → "9 July 2019", `197X` → "the 1970s"."""

    def __init__(self, words: Words, order: Dates, *, in_references: bool = False) -> None:
        """Take the words of a language; `order` is what a house style has of its own.

        In references it may also have short signs for what is not certain: "ca. 1850".
        """
        self._words = dates = words.dates
        self._ordinal = words.ordinal
        self._day = order.day or dates.day
        self._interval = order.interval or dates.interval
        parts = [*dates.quarters, *dates.thirds, *dates.halves]
        self._parts = dict(enumerate(dates.seasons, 21)) | dict(enumerate(parts, 33))
        about, perhaps = (order.about, order.perhaps) if in_references else (None, None)
        self._in_references = in_references
        self._open = order.interval if in_references else None
        self._marks = {
            "~": about or dates.about,
            "?": perhaps or dates.perhaps,
            "%": (about and perhaps and perhaps.format(date=about)) or dates.perhaps_about,
        }

    def write(self, date: EdtfDate) -> str:
        """Write a date: "9 July 2019", "2006 to 2009", "since 2014"."""
        if self._in_references and len(date.ends) > 1 and (days := self._days_of_month(date)):
            return days
        words = [self._one(end) for end in date.ends]
        return words[0] if len(words) == 1 else self.between(words[0], words[1], self._interval)

    def _days_of_month(self, date: EdtfDate) -> str:
        """Write an interval within a month by its days: "May 3–5, 2004"; or nothing."""
        first, *rest = [parts_of(end) for end in date.ends]
        if not first or not rest or not rest[0] or not first.day or first.mark or rest[0].mark:
            return ""
        if (first.year, first.month) != (rest[0].year, rest[0].month) or not rest[0].day:
            return ""
        days = (self._open or "{start}-{end}").format(start=first.day, end=rest[0].day)
        month = self._words.months[first.month - 1]
        return self._day.format(day=days, month=month, year=self._year(first.year))

    def between(self, start: str, end: str, interval: str = "") -> str:
        """Join the two ends of an interval, of which one may be empty: it is open, or unknown."""
        if not start:
            return self._words.until.format(date=end)
        if not end and self._open:
            return self._open.format(start=start, end="")
        if not end:
            return self._words.since.format(date=start)
        return (interval or self._words.interval).format(start=start, end=end)

    def year(self, date: EdtfDate, sign: str = "-") -> str:
        """Write the year or decade; both years of an interval ("2018-2019"), or "2018-".

        Nothing where the beginning is open or unknown.
        """
        ends = [parts_of(end) for end in date.ends]
        years = [self._marked(end, self._year(end.year)) if end else "" for end in ends]
        return sign.join(dict.fromkeys(years)) if years[0] else ""

    def ends(self, date: EdtfDate) -> list[tuple[str, str]]:
        """Write each end of a date, with its value for HTML's `<time datetime>`, if it has any."""
        return [(self._one(end), html_value(end)) for end in date.ends]

    def _one(self, end: str) -> str:
        parts = parts_of(end)
        if not parts:
            return ""
        return self._marked(parts, self._unmarked(parts))

    def _marked(self, parts: DateParts, words: str) -> str:
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
        return str(int(year))
