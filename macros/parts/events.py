"""The timeline's events for other programs: JSON with a schema, CSV, iCalendar, TimelineJS.

They come in order of time, with the words of the site's language. None is more certain than the
data: a date keeps its EDTF form and its wording, and a calendar has only what it can show without
adding to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from markupsafe import Markup
from msgspec import Struct, field, json

from macros.data.events import Event
from macros.data.figures import to_csv
from macros.data.schema import json_schema
from macros.dates import DateParts, Day, EdtfDate, parts_of, sort_key
from macros.parts.citing import companion_reference
from macros.parts.context import Context
from macros.text import plain_text, quoted, tame, web_link

_NEVER = 9999  # the year of an open end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


class Place(Struct, frozen=True):
    """A passage or note: its name, and its address, within the site where that has none yet."""

    name: str
    address: str


class ListedPeriod(Struct, frozen=True):
    """A part of the timeline, from an EDTF date up to where the next one begins."""

    id: str
    title: str
    start: str = field(name="from")


class ListedEvent(Struct, frozen=True):
    """An event: its date in EDTF and in words; texts without markup.

    `period` is the id of the one in which it begins, or "".
    """

    id: str
    address: str
    date: str
    date_in_words: str
    title: str
    text: str
    actors: Sequence[str]
    dimensions: Sequence[str]
    certainty: Literal["stated", "reported", "inferred"]
    certainty_remark: str
    period: str
    passages: Sequence[Place]
    notes: Sequence[Place]


class Listing(Struct, frozen=True):
    """All events in order of time; `source` is how to cite the companion that they are from."""

    schema: str = field(name="$schema")
    title: str
    source: str
    address: str
    language: str
    dimensions: Sequence[str]
    periods: Sequence[ListedPeriod]
    events: Sequence[ListedEvent]


def write_events(
    context: Context, page: str, events: Sequence[tuple[Event, str]]
) -> dict[str, tuple[str, str]]:
    """Write the events of the timeline, which stands on a page: name → path and text of a file.

    Each comes with the id of what it stands under there. There are no files without an event.
    """
    writer = _Writer(context, page, events)
    stem = context.sources.settings.events.removesuffix(".yml")
    return {
        name: (f"{stem}.{ending}", text)
        for name, ending, text in (
            ("JSON", "json", writer.json(f"{stem.rpartition('/')[2]}.schema.json")),
            ("JSON Schema", "schema.json", _dumped(json_schema(Listing))),
            ("CSV", "csv", writer.csv()),
            ("iCalendar", "ics", writer.calendar()),
            ("TimelineJS", "timelinejs.json", writer.timelinejs()),
        )
        if text and events
    }


def _dumped(value: object) -> str:
    return json.format(json.encode(value, enc_hook=str), indent=2).decode() + "\n"  # also Markup


class _Writer:
    def __init__(self, context: Context, page: str, events: Sequence[tuple[Event, str]]) -> None:
        self._context = context
        self._page = page
        self._words = context.words
        self._sources = context.sources
        self._periods = sorted(self._sources.events.periods, key=lambda p: sort_key(p.start))
        self._events = [
            (event, self._listed(event, period if event.date else "")) for event, period in events
        ]
        self._title = self._sources.paper.companion.title
        self._source = companion_reference(self._sources, context.publication.address)

    def _listed(self, event: Event, period: str) -> ListedEvent:
        manuscript = self._context.manuscript
        passages, notes = manuscript.passages_by_name, manuscript.notes_by_id
        name, address = self._context.name, self._context.address
        written = self._sources.style.dates.write(event.date) if event.date else ""
        return ListedEvent(
            id=event.id,
            address=address(f"{self._page}#{event.id}"),
            date=event.date.text if event.date else "",
            date_in_words=event.wording or written,
            title=event.title,
            text=self._plain(event.text),
            actors=event.actors,
            dimensions=event.dimension,
            certainty=event.certainty,
            certainty_remark=self._plain(event.certainty_remark),
            period=period,
            passages=[
                Place(plain_text(name(passages[each])), address(passages[each].address))
                for each in event.passages
                if each in passages
            ],
            notes=[
                Place(manuscript.title_of(note), address(f"{note.page}#note-{each}"))
                for each in event.notes
                if (note := notes.get(each))
            ],
        )

    def _plain(self, markdown: str) -> str:
        html = self._context.inline(str(tame(markdown.strip())), self._page)
        return plain_text(html).strip()

    # ---- JSON and CSV ----

    def json(self, schema: str) -> str:
        listing = Listing(
            schema=schema,
            title=self._title,
            source=plain_text(self._source),
            address=self._context.address(self._page),
            language=self._words.sorting.language,
            dimensions=self._sources.events.dimensions,
            periods=[ListedPeriod(p.id, p.title, p.start.text) for p in self._periods],
            events=[listed for _, listed in self._events],
        )
        return _dumped(listing)

    def csv(self) -> str:
        """Write a line for each event; of passages and notes it has the addresses."""
        rows = (_as_row(listed) for _, listed in self._events)
        return to_csv(ListedEvent.__struct_fields__, rows)

    # ---- iCalendar ----

    def calendar(self) -> str:
        """Write a calendar (RFC 5545) of whole days; nothing where it would have no event.

        A month or a year, or an interval of them, takes all its days; title and text say that the
        day is not known. Other dates are left out, and the calendar says so.
        """
        shown = [(event, listed, _days(event)) for event, listed in self._events]
        entries = [self._entry(event, listed, *days) for event, listed, days in shown if days]
        left_out = self._left_out(event.title for event, _, days in shown if not days)
        said = [plain_text(self._source), *left_out]
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:-//{_text(self._title)}//{self._words.sorting.language.upper()}",
            f"X-WR-CALNAME:{_text(self._title)}",
            f"X-WR-CALDESC:{_text(*said)}",
            *(line for entry in entries for line in entry),
            "END:VCALENDAR",
        ]
        return "".join(f"{_folded(line)}\r\n" for line in lines) if entries else ""

    def _entry(self, event: Event, listed: ListedEvent, first: date, after: date) -> list[str]:
        words, paper, when = self._words.timeline, self._sources.paper, listed.date_in_words
        has_day = event.date and _has_day(event.date)
        title = event.title if has_day else words.dated.format(date=when, title=event.title)
        said = [when if has_day else f"{when}. {words.no_day}", *self._paragraphs(listed)]
        for place in (*listed.passages, *listed.notes):
            said.append(f"{place.name}: {place.address}" if _is_full(place.address) else place.name)
        return [
            "BEGIN:VEVENT",
            f"UID:{_text(f'{event.id}@{paper.key}')}",
            f"DTSTAMP:{_digits(date(*paper.companion.date.first))}T000000Z",
            f"DTSTART;VALUE=DATE:{_digits(first)}",
            f"DTEND;VALUE=DATE:{_digits(after)}",
            f"SUMMARY:{_text(title)}",
            f"DESCRIPTION:{_text(*said)}",
            *([f"CATEGORIES:{','.join(map(_text, event.dimension))}"] if event.dimension else []),
            *([f"URL:{listed.address}"] if _is_full(listed.address) else []),
            *(["STATUS:TENTATIVE"] if event.certainty != "stated" else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]

    def _left_out(self, titles: Iterable[str]) -> list[str]:
        """Name events for whose dates a format has no place."""
        named = "; ".join(titles)
        return [self._words.timeline.left_out.format(titles=named)] if named else []

    def _paragraphs(self, listed: ListedEvent) -> list[str]:
        """Say in words what else is known of an event."""
        label, remark = getattr(self._words.timeline, listed.certainty, ""), listed.certainty_remark
        facts = (self._words.lists.between.join(listed.actors), self._dimensions(listed))
        known = f"{label}. {remark}" if remark else ""
        return [each for each in (listed.text, known, " · ".join(filter(None, facts))) if each]

    def _dimensions(self, listed: ListedEvent) -> str:
        names, form = listed.dimensions, self._words.timeline.dimensions[len(listed.dimensions) > 1]
        return plain_text(form.format(names=self._words.lists.join(names))) if names else ""

    # ---- TimelineJS ----

    def timelinejs(self) -> str:
        """Write what TimelineJS reads (timeline.knightlab.com/docs/json-format.html).

        Dates go as far as they are known, and are shown in words. What has no beginning stands at
        its end, and what has no end at its beginning.
        """
        dated = [(listed, event.date) for event, listed in self._events if event.date]
        left_out = self._left_out(event.title for event, _ in self._events if not event.date)
        said = [self._source, *left_out]
        timeline = {
            "scale": "human",
            "title": {"text": {"headline": quoted(self._title), "text": _in_paragraphs(said)}},
            "events": [self._slide(listed, when) for listed, when in dated],
            "eras": self._eras([when for _, when in dated]),
        }
        return _dumped(timeline) if dated else ""

    def _eras(self, dates: Sequence[EdtfDate]) -> list[dict[str, Any]]:
        """Let each period last until the next one begins, and the last one to the end of all."""
        years = [day[0] for when in dates for day in (when.first, when.last) if day[0] < _NEVER]
        starts = [_bounds(period.start)[0] for period in self._periods]
        ends = [*starts, {"year": max(years, default=0) + 1}][1:]
        return [
            {"start_date": start, "end_date": end, "text": {"headline": quoted(period.title)}}
            for period, start, end in zip(self._periods, starts, ends, strict=True)
            if start["year"] < end["year"]
        ]

    def _slide(self, listed: ListedEvent, when: EdtfDate) -> dict[str, Any]:
        start, end = _bounds(when)
        places = (p for p in (*listed.passages, *listed.notes) if _is_full(p.address))
        links = self._words.lists.chain(web_link(p.address, p.name) for p in places)
        group, paragraphs = self._dimensions(listed), self._paragraphs(listed)
        return {
            "unique_id": listed.id,
            "start_date": start,
            **({"end_date": end} if end != start else {}),
            "display_date": quoted(listed.date_in_words),
            "text": {
                "headline": quoted(listed.title),
                "text": _in_paragraphs([*paragraphs, *([links] if links else [])]),
            },
            **({"group": quoted(group)} if group else {}),
        }


def _in_paragraphs(texts: Iterable[str]) -> Markup:
    return Markup("").join(map(Markup("<p>{}</p>").format, texts))


def _as_row(event: ListedEvent) -> dict[str, str]:
    values = {name: getattr(event, name) for name in event.__struct_fields__}
    values |= {name: "; ".join(values[name]) for name in ("actors", "dimensions")}
    places = {name: " ".join(p.address for p in values[name]) for name in ("passages", "notes")}
    return values | places


def _is_full(address: str) -> bool:
    return "://" in address


def _days(event: Event) -> tuple[date, date] | None:
    """Return the first day of an event and the day after its last, as calendars count.

    None without a date; for open ends, decades, parts of a year, "about", and a wording that says
    what the date cannot; and for years from 1 BC back, which calendars have not (RFC 5545, 3.3.4).
    """
    when = event.date
    if not when or (event.wording and not _has_day(when)):
        return None
    ends = [parts_of(end) for end in when.ends]
    is_known = all(e and e.year.isdigit() and e.month <= 12 and not e.mark for e in ends)
    if not is_known or when.first[0] < 1 or when.last[0] >= _NEVER:
        return None
    return date(*when.first), date(*when.last) + timedelta(days=1)


def _has_day(when: EdtfDate) -> bool:
    return all(parts.day for end in when.ends if (parts := parts_of(end)))


def _bounds(when: EdtfDate) -> list[dict[str, int]]:
    """Return the two ends of a date for TimelineJS, each as far as it is known: year, month, day.

    Of an open interval both are the end that is known.
    """
    ends = zip((when.ends[0], when.ends[-1]), (when.first, when.last), strict=True)
    known = [_known(parts, day) for end, day in ends if (parts := parts_of(end))]
    return [known[0], known[-1]]


def _known(parts: DateParts, day: Day) -> dict[str, int]:
    depth = 3 if parts.day else 2 if parts.month else 1
    return dict(zip(("year", "month", "day")[:depth], day, strict=False))


def _digits(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(*lines: str) -> str:
    """Write lines as a text of iCalendar (RFC 5545, 3.3.11)."""
    return "\n".join(lines).translate(_ESCAPES)


def _folded(line: str) -> str:
    """Break a line of iCalendar where it has more than 75 bytes (RFC 5545, 3.1)."""
    pieces, rest, room = [], line.encode(), 75
    while len(rest) > room:
        end = room
        while rest[end] & 0b1100_0000 == 0b1000_0000:  # within a sign of several bytes
            end -= 1
        pieces.append(rest[:end])
        rest, room = rest[end:], 74
    return b"\r\n ".join([*pieces, rest]).decode()
