"""The timeline page: events by period, and those without a date."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from macros.data.events import Event, Events, Period
from macros.data.words import Words
from macros.dates import sort_key
from macros.parts.context import Context
from macros.parts.events import write_events
from macros.style.dates import DatesInWords
from macros.text import escape, fill, link, markup, tame


def write_timeline(context: Context) -> str:
    """Write every event under the title of its period, or as undated."""
    words, data = context.words.timeline, context.sources.events
    groups = [
        (period.title if period else words.before, period.id if period else "", events)
        for period, events in by_period(data).items()
    ]
    groups.append((words.undated, "undated", [event for event in data.events if not event.date]))
    return context.render(
        "timeline.md.jinja",
        downloads=_downloads(
            context, [(event, id) for _, id, events in groups for event in events]
        ),
        periods=[
            {"title": title, "id": id, "events": [_describe(event, context) for event in events]}
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
