"""The timeline page: filters, a drawing of the dated events, and all events by period."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from markupsafe import Markup
from msgspec import Struct

from macros.data.events import Event, Events, Period
from macros.data.words import Group, Words
from macros.dates import parse_date, sort_key
from macros.parts.chronology import Mark, axis_of, draw_across, draw_down, time_of
from macros.parts.context import Context
from macros.parts.drawing import WIDTHS, lines_of
from macros.parts.events import write_events
from macros.style.dates import DatesInWords
from macros.text import escape, fill, link, markup, plain_text, tame, trusted

_OTHERS = "others"
_MOST_CHOICES = 6  # and one for the others; figures.css has rules for as many
_FEWEST_DRAWN, _FEWEST_FILTERED = 2, 6
_MOST_LANES, _FEWEST_IN_LANE = 3, 3
_BLANKS = re.compile(r"\n\s*")


class Choice(Struct):
    """What a filter offers: its `count` events have `key` as a class; `id` is its address."""

    key: str
    id: str
    name: str
    count: int = 0


class Filter(Struct, frozen=True):
    """Choices of which one holds at a time."""

    kind: str
    title: str
    choices: list[Choice]


def write_timeline(context: Context) -> str:
    """Draw the dated events, and write every event under the title of its period, or as undated."""
    words, data = context.words.timeline, context.sources.events
    dated = by_period(data)
    groups = [
        (period.title if period else words.before, period.id if period else "", events)
        for period, events in dated.items()
    ]
    groups.append((words.undated, "undated", [event for event in data.events if not event.date]))
    filters, classes = find_filters(data, words)
    return context.render(
        "timeline.md.jinja",
        downloads=_downloads(
            context, [(event, id) for _, id, events in groups for event in events]
        ),
        top=_write_top(list(chain.from_iterable(dated.values())), filters, classes, context),
        periods=[
            {
                "title": title,
                "id": id,
                "classes": sorted({name for event in events for name in classes[event.id]}),
                "events": [
                    _describe(event, context) | {"classes": classes[event.id]} for event in events
                ],
            }
            for title, id, events in groups
            if events
        ],
    )


def _downloads(context: Context, events: Sequence[tuple[Event, str]]) -> Markup:
    """Write events, each with the id of its group, as files, and link to these."""
    files = write_events(context, context.manuscript.parts["timeline"], events)
    context.files.update(files.values())
    paths = {name: path for name, (path, _) in files.items()}
    paths["YAML"] = context.sources.settings.events
    links = (link(name, path, download="") for name, path in paths.items())
    form = context.words.timeline.files
    return fill(form, formats=context.words.lists.join(links)) if files else Markup("")


# ---- filters ----


def find_filters(data: Events, words: Group) -> tuple[list[Filter], dict[str, list[str]]]:
    """Return what events can be chosen by, and the classes of each event, by its id.

    A filter is left out where it would leave nothing out.
    """
    filters: list[Filter] = []
    classes: dict[str, list[str]] = {event.id: [] for event in data.events}
    for kind, names, values in _offered(data, words) if len(classes) >= _FEWEST_FILTERED else ():
        choices = _choices(kind, names)
        chosen = {
            event.id: [choices[name] for name in dict.fromkeys(values(event)) if name in choices]
            or [choices[_OTHERS]]
            for event in data.events
        }
        for choice in chain.from_iterable(chosen.values()):
            choice.count += 1
        used = [choice for choice in choices.values() if choice.count]
        if len(used) > 1:
            filters.append(Filter(kind, getattr(words, kind), used))
            for id, names_of in classes.items():
                names_of += [*([] if names_of else ["shown"]), *(c.key for c in chosen[id])]
    return filters, classes


def _offered(
    data: Events, words: Group
) -> Iterator[tuple[str, dict[str, str], Callable[[Event], Iterable[str]]]]:
    """Name the filters, each with its choices, and what an event has of them."""
    counts = Counter(name for event in data.events for name in dict.fromkeys(event.actors))
    actors = [name for name, count in counts.most_common(_MOST_CHOICES) if count > 1]
    named = dict(zip(actors, actors, strict=True)) | {_OTHERS: words.others if actors else ""}
    yield "actor", named, lambda event: event.actors
    dimensions = data.dimensions[:_MOST_CHOICES]
    named = dict(zip(dimensions, dimensions, strict=True)) | {_OTHERS: words.none}
    yield "dimension", named, lambda event: event.dimension
    named = {name: getattr(words, name) for name in ("stated", "reported", "inferred")}
    yield "certainty", named, lambda event: [event.certainty]


def _choices(kind: str, names: Mapping[str, str]) -> dict[str, Choice]:
    """Give each choice a class and an address; those in other letters than Latin have none."""
    choices: dict[str, Choice] = {}
    for at, (name, shown) in enumerate(names.items(), 1):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        words = re.findall(r"[a-z0-9]+", plain)
        id = "-".join(["show", kind, *words]) if words else ""
        is_taken = id in {choice.id for choice in choices.values()}
        choices[name] = Choice(f"{kind[0]}{at}", "" if is_taken else id, shown)
    return choices


# ---- the drawing ----


def _write_top(
    events: Sequence[Event],
    filters: list[Filter],
    classes: Mapping[str, list[str]],
    context: Context,
) -> Markup:
    """Write the filters, and the drawing for a page and for a phone with what its marks mean.

    `events` are the dated ones in order; there are filters, with `classes`, for all.
    """
    if not filters and len(events) < _FEWEST_DRAWN:
        return Markup("")
    dates = context.sources.style.dates
    terms = context.sources.terms.terms
    number = Markup('<b class="counted"></b>')  # which the style sheet fills in
    html = context.render(
        "timeline-drawing.html.jinja",
        filters=filters,
        classes=classes,
        shown=fill(context.words.timeline.shown, shown=number, all=len(classes)),
        names={e.id: f"{plain_text(date_in_html(e, dates))}: {e.title}" for e in events},
        events={event.id: event for event in events},
        page=context.manuscript.parts["timeline"],
        lines_of=lines_of,
        abbreviations={term.abbreviation: term.name for term in terms if term.abbreviation},
        **(_draw(events, context) if len(events) >= _FEWEST_DRAWN else {"drawings": []}),
    )
    return trusted(_BLANKS.sub("\n", html).strip())


def _draw(events: Sequence[Event], context: Context) -> dict[str, object]:
    """Lay out events for a page and for a phone, each beside others in which the same one acts."""
    words = context.words.timeline
    lanes, of_event = _lanes(events, words.others)
    times = [time_of(event.date) for event in events if event.date]

    def name(date: str) -> str:
        return context.sources.style.dates.write(parse_date(date))

    def marks() -> list[Mark]:
        told = zip(events, times, of_event, strict=True)
        return [Mark(event.id, time, event.label or event.title, n) for event, time, n in told]

    axis = axis_of(times, WIDTHS["wide"], name)
    busy = axis.named(axis.busy, name) if axis.busy else {}
    return {
        "drawings": [
            draw_across(marks(), lanes, axis, WIDTHS["wide"]),
            draw_down(marks(), lanes, axis, WIDTHS["narrow"], name),
        ],
        "alt": words.drawing.format(count=len(events), **axis.named(axis.span, name)),
        "busy": words.busy.format(times=axis.times, **busy) if busy else "",
    }


def _lanes(events: Sequence[Event], others: str) -> tuple[list[str], list[int]]:
    """Name those who act in several events, and return the number of the lane of each event."""
    leading = Counter(event.actors[0] for event in events if event.actors)
    lanes = [name for name, n in leading.most_common(_MOST_LANES) if n >= _FEWEST_IN_LANE]
    numbers = {name: number for number, name in enumerate(lanes)}
    found = [numbers.get("".join(event.actors[:1]), len(lanes)) for event in events]
    if len(lanes) in found:
        lanes.append(others.capitalize() if lanes else "")
    return lanes, found


def _describe(event: Event, context: Context) -> dict[str, object]:
    words = context.words
    facts = [
        words.lists.chain(_actor(name, context) for name in event.actors),
        _dimensions(event.dimension, words),
        context.told_in(event.passages),
        context.link_notes(event.notes),
    ]
    return {
        "id": event.id,
        "date": date_in_html(event, context.sources.style.dates),
        "title": event.title,
        "text": tame(event.text.strip()),
        "certainty": event.certainty,
        "certainty_label": getattr(words.timeline, event.certainty, ""),
        "certainty_remark": tame(event.certainty_remark.strip()),
        "facts": escape(" · ").join(filter(None, facts)),
    }


def _actor(name: str, context: Context) -> Markup:
    page = context.manuscript.parts.get("glossary")
    for term in context.sources.terms.terms:
        if page and name in {term.name, term.abbreviation}:
            return link(name, f"{page}#{term.id}")
    return escape(name)


def _dimensions(names: Sequence[str], words: Words) -> Markup:
    form = words.timeline.dimensions[len(names) > 1]
    return fill(form, names=words.lists.join(names)) if names else Markup("")


def by_period(data: Events) -> dict[Period | None, list[Event]]:
    """Sort dated events and put each into the last period that has begun by then.

    Those before the first period stand under None; empty periods are left out.
    """
    periods = sorted(data.periods, key=lambda period: sort_key(period.start))
    found: dict[Period | None, list[Event]] = {period: [] for period in (None, *periods)}
    dated = [(event.date, event) for event in data.events if event.date]
    for date, event in sorted(dated, key=lambda each: sort_key(each[0])):
        begun = [period for period in periods if period.start.place <= date.place]
        found[begun[-1] if begun else None].append(event)
    return {period: events for period, events in found.items() if events}


def date_in_html(event: Event, dates: DatesInWords) -> Markup:
    """Put an event's date into words, with `<time datetime>` wherever HTML can say it."""
    ends = dates.ends(event.date) if event.date else []
    if event.wording:
        return _mark_up(escape(event.wording), [(words, value) for words, value in ends if words])
    shown = [_time(words, value) for words, value in ends]
    if len(shown) == 1:
        return shown[0]
    form = dates.between("{start}" if shown[0] else "", "{end}" if shown[1] else "")
    return fill(form, start=shown[0], end=shown[1])


def _mark_up(wording: Markup, ends: Sequence[tuple[str, str]]) -> Markup:
    """Find the ends of a date in its wording, whole or by their first word ("July")."""
    for words, value in ends:
        known = next((part for part in (words, words.split()[0]) if part in wording), "")
        if known and value:
            before, _, after = wording.rpartition(known)
            wording = markup("{}{}{}", before, _time(known, value), after)
    if "<time" not in wording and len(ends) == 1:
        return _time(wording, ends[0][1])
    return wording


def _time(words: str, value: str) -> Markup:
    shown = escape(words)
    return markup('<time datetime="{}">{}</time>', value, shown) if value else shown
