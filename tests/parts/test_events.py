"""The timeline's events for other programs, read again as those do: strictly."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from functools import cache
from html import unescape
from typing import Any

import pytest
import yaml
from icalendar import Calendar
from jsonschema import Draft7Validator

from macros.companion import render_companion
from macros.data.settings import read_settings
from macros.pages.source import PageSource
from macros.parts.cover import Publication
from macros.project.extension import markdown_writer
from macros.sources import load_sources

TO_HTML = markdown_writer(["attr_list"], {})
WORKS = "@book{rivers, author = {Okoro, Ada}, title = {Rivers}, date = {2011}}"
PAPER = """\
key: rivers
companion: {title: "Rivers, retold; again", version: "1.0", date: "2026-01-31"}
"""
PAGES = {
    "part/a b.md": 'A claim.{{ note(cite("rivers"), id="one") }}\n{: #claim }\n',
    "index.md": "Home.\n{: #home }\n",
    "times.md": "{{ timeline() }}",
}
# Each of these has to come out as it went in.
NASTY = 'A, b; c: "d" \\n <i> & 100 % – 絹の道 · الطريق · 🚂 ' + "é" * 80


def files(
    *events: dict[str, Any],
    address: str = "https://example.org/c",
    language: str = "en",
    **more: Any,
) -> dict[str, str]:
    """Render a companion with these events; returns what it has of them besides the page."""
    records = [{"id": f"e{at}", "title": f"Event {at}", **each} for at, each in enumerate(events)]
    texts = {
        "bibliography.bib": WORKS,
        "data/paper.yml": PAPER,
        "data/events.yml": yaml.safe_dump({"events": records, **more}, allow_unicode=True),
        "data/terms.yml": "terms: []",
    }
    sources, problems = load_sources(read_settings({}), texts.__getitem__, language=language)
    assert sources, problems
    pages = [PageSource(page, f"docs/{page}", text) for page, text in PAGES.items()]
    rendered, problems = render_companion(sources, pages, TO_HTML, Publication(address))
    assert [p for p in problems if p.severity == "error"] == []
    made = {path.removeprefix("data/events."): text for path, text in rendered.files.items()}
    linked = rendered.pages["times.md"].text
    assert all(f"doc:data/events.{name}" in linked for name in made), linked
    return made


def strictly(found: dict[str, str]) -> dict[str, Any]:
    schema = json.loads(found["schema.json"])
    Draft7Validator.check_schema(schema)
    listing: dict[str, Any] = json.loads(found["json"])
    Draft7Validator(schema).validate(listing)
    assert listing["$schema"] == "events.schema.json"
    return listing


def calendar_of(text: str) -> list[Any]:
    """Read a calendar, of which nothing may be amiss; returns its events."""
    lines = text.encode().split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    calendar = Calendar.from_ical(text)
    assert calendar.errors == []
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["PRODID"]).startswith("-//")
    assert unfolded(calendar.to_ical(sorted=False)) == unfolded(text.encode())
    events: list[Any] = list(calendar.walk("VEVENT"))
    for event in events:
        assert event.errors == []
        assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
        assert event["DTSTAMP"].to_ical() == b"20260131T000000Z"
    return events


def unfolded(calendar: bytes) -> bytes:
    return calendar.replace(b"\r\n ", b"")


def description_of(calendar: str) -> str:
    """Read what the library, which knows it for no text, leaves escaped."""
    text = str(Calendar.from_ical(calendar)["X-WR-CALDESC"])
    return text.replace("\\n", "\n").replace("\\", "")


# EDTF date → first and last day in a calendar, if it has any; the ends of TimelineJS; in words.
DATES = [
    ("2019-07-09", "2019-07-09", "2019-07-09", [(2019, 7, 9)], "9 July 2019"),
    ("2020-02-28/2020-02-29", "2020-02-28", "2020-02-29", [(2020, 2, 28), (2020, 2, 29)], None),
    ("2019-12", "2019-12-01", "2019-12-31", [(2019, 12)], "December 2019"),
    ("2016-02", "2016-02-01", "2016-02-29", [(2016, 2)], "February 2016"),
    ("1975", "1975-01-01", "1975-12-31", [(1975,)], "1975"),
    ("2006/2009", "2006-01-01", "2009-12-31", [(2006,), (2009,)], "2006 to 2009"),
    ("1999/2001-05", "1999-01-01", "2001-05-31", [(1999,), (2001, 5)], "1999 to May 2001"),
    ("0044-03-15", "0044-03-15", "0044-03-15", [(44, 3, 15)], "15 March 44"),
    ("1999-XX", "1999-01-01", "1999-12-31", [(1999,)], "1999"),
    ("9998", "9998-01-01", "9998-12-31", [(9998,)], "9998"),
    # What has no days: no calendar shows it.
    ("9999", None, None, [(9999,)], "9999"),
    ("197X", None, None, [(1970,), (1979,)], "the 1970s"),
    ("18XX", None, None, [(1800,), (1899,)], "the 19th century"),
    ("2018-38", None, None, [(2018, 5), (2018, 8)], "mid-2018"),
    ("2018-21", None, None, [(2018, 3), (2018, 5)], "spring 2018"),
    ("1850~", None, None, [(1850,)], "about 1850"),
    ("1850-06-01?", None, None, [(1850, 6, 1)], "perhaps 1 June 1850"),
    ("2014/..", None, None, [(2014,)], "since 2014"),
    ("199X/..", None, None, [(1990,)], "since the 1990s"),
    ("../1995-04", None, None, [(1995, 4)], "until April 1995"),
    ("-0043-03-15", None, None, [(-43, 3, 15)], "15 March 44 BC"),
    ("0000", None, None, [(0,)], "1 BC"),
    ("-0099/0050", None, None, [(-99,), (50,)], "100 BC to 50"),
]


@cache
def all_dates() -> dict[str, str]:
    return files(*({"date": row[0]} for row in DATES))


@pytest.mark.parametrize(("edtf", "first", "last", "ends", "words"), DATES)
def test_dates(edtf: str, first: str, last: str, ends: list[tuple[int, ...]], words: str) -> None:
    found, name = all_dates(), f"e{[row[0] for row in DATES].index(edtf)}"
    told = next(event for event in strictly(found)["events"] if event["id"] == name)
    assert told["date"] == edtf
    assert words in (None, told["date_in_words"])
    shown = [event for event in calendar_of(found["ics"]) if event["UID"] == f"{name}@rivers"]
    days = [(e["DTSTART"].dt, e["DTEND"].dt.toordinal() - 1) for e in shown]
    assert days == (
        [(date.fromisoformat(first), date.fromisoformat(last).toordinal())] if first else []
    )
    slides = json.loads(found["timelinejs.json"])["events"]
    slide = next(slide for slide in slides if slide["unique_id"] == name)
    dated = [dict(zip(("year", "month", "day"), end, strict=False)) for end in ends]
    assert [slide["start_date"], *([slide["end_date"]] if "end_date" in slide else [])] == dated
    assert slide["display_date"] == told["date_in_words"]


def test_a_calendar_says_where_no_day_is_known() -> None:
    text = files(
        {"date": "2017-06"},
        {"date": "2018-01-02"},
        {"date": "2019", "wording": "by 2019"},
        {"date": "2020-03-04", "wording": "on the eve of the fair"},
    )["ics"]
    shown = [(str(e["SUMMARY"]), str(e["DESCRIPTION"])) for e in calendar_of(text)]
    assert shown == [
        ("June 2017: Event 0", "June 2017. No day is known; the entry takes all days of the date."),
        ("Event 1", "2 January 2018"),
        ("Event 3", "on the eve of the fair"),
    ]
    left_out = "Left out, because there is no place for their dates here: Event 2."
    assert description_of(text).splitlines()[1:] == [left_out]


def test_all_that_is_known_of_an_event() -> None:
    found = files(
        {
            "date": "2019-07-09",
            "text": "A *long* [day](https://a.example/).\n\nAnd a night.",
            "actors": ["Ada Okoro", "Board"],
            "dimension": ["salt", "law"],
            "passages": ["part/a b#claim", "index#home"],
            "notes": ["one"],
            "certainty": "inferred",
            "certainty_remark": "So *he* says.",
        },
        dimensions=["salt", "law"],
        periods=[{"id": "old", "title": "Old & new", "from": "2019"}],
    )
    places = [
        ("Paragraph 1.1", "https://example.org/c/part/a%20b/#claim"),
        ("index.md", "https://example.org/c/#home"),
    ]
    note = ("Note 1", "https://example.org/c/part/a%20b/#note-one")
    event = {
        "id": "e0",
        "address": "https://example.org/c/times/#e0",
        "date": "2019-07-09",
        "date_in_words": "9 July 2019",
        "title": "Event 0",
        "text": "A long day.\nAnd a night.",
        "actors": ["Ada Okoro", "Board"],
        "dimensions": ["salt", "law"],
        "certainty": "inferred",
        "certainty_remark": "So he says.",
        "period": "old",
        "passages": [{"name": name, "address": address} for name, address in places],
        "notes": [{"name": note[0], "address": note[1]}],
    }
    listing = strictly(found)
    assert listing["events"] == [event]
    assert listing["periods"] == [{"id": "old", "title": "Old & new", "from": "2019"}]
    (row,) = csv.DictReader(io.StringIO(found["csv"], newline=""), strict=True)
    assert row == event | {
        "actors": "Ada Okoro; Board",
        "dimensions": "salt; law",
        "passages": " ".join(address for _, address in places),
        "notes": note[1],
    }
    (entry,) = calendar_of(found["ics"])
    assert entry["URL"] == event["address"]
    assert entry["CATEGORIES"].cats == ["salt", "law"]
    assert entry["STATUS"] == "TENTATIVE"
    assert str(entry["DESCRIPTION"]).split("\n") == [
        "9 July 2019",
        "A long day.",
        "And a night.",
        "Inferred. So he says.",
        "Ada Okoro, Board · salt and law dimensions",
        *(f"{name}: {address}" for name, address in (*places, note)),
    ]
    timeline = json.loads(found["timelinejs.json"])
    assert timeline["eras"] == [
        {
            "start_date": {"year": 2019},
            "end_date": {"year": 2020},
            "text": {"headline": "Old &amp; new"},
        }
    ]
    (slide,) = timeline["events"]
    assert slide["group"] == "salt and law dimensions"
    for name, address in (*places, note):
        assert f'<a href="{address}">{name}</a>' in slide["text"]["text"]


def test_any_text_comes_out_as_it_went_in() -> None:
    found = files(
        {"date": "2001", "title": NASTY, "wording": NASTY},
        {"date": "2002-02-02", "title": NASTY, "actors": [NASTY]},
    )
    event = strictly(found)["events"][1]
    assert event["title"] == event["actors"][0] == NASTY
    assert [row["title"] for row in csv.DictReader(io.StringIO(found["csv"]))] == [NASTY] * 2
    (entry,) = calendar_of(found["ics"])
    assert str(entry["SUMMARY"]) == NASTY
    assert NASTY in str(entry["DESCRIPTION"])
    slides = json.loads(found["timelinejs.json"])["events"]
    said = slides[0]["text"]["headline"], slides[0]["display_date"], slides[1]["text"]["text"]
    assert not any("<i>" in html for html in said)
    assert [unescape(html) for html in said] == [NASTY, NASTY, f"<p>{NASTY}</p>"]


def test_without_an_address_places_are_named_and_calendars_link_nowhere() -> None:
    found = files({"date": "2001-01-01", "passages": ["part/a b#claim"]}, address="")
    (event,) = strictly(found)["events"]
    assert event["passages"] == [{"name": "Paragraph 1.1", "address": "part/a%20b/#claim"}]
    (entry,) = calendar_of(found["ics"])
    assert "URL" not in entry
    assert str(entry["DESCRIPTION"]) == "1 January 2001\nParagraph 1.1"
    assert "href" not in json.loads(found["timelinejs.json"])["events"][0]["text"]["text"]


def test_events_come_in_order_of_time() -> None:
    found = files({"date": "2001"}, {"date": "1999-05-01"}, {"date": "-0100"})
    ids = ["e2", "e1", "e0"]
    assert [event["id"] for event in strictly(found)["events"]] == ids
    assert [str(event["UID"]) for event in calendar_of(found["ics"])] == ["e1@rivers", "e0@rivers"]
    assert [s["unique_id"] for s in json.loads(found["timelinejs.json"])["events"]] == ids


def test_undated_events() -> None:
    found = files(
        {"wording": "at some time"},
        {"date": "2001-05-01"},
        periods=[{"id": "old", "title": "Old", "from": "1990"}],
    )
    listed = strictly(found)["events"]
    assert [(e["id"], e["date"], e["date_in_words"], e["period"]) for e in listed] == [
        ("e1", "2001-05-01", "1 May 2001", "old"),
        ("e0", "", "at some time", ""),
    ]
    assert [str(event["UID"]) for event in calendar_of(found["ics"])] == ["e1@rivers"]
    timeline = json.loads(found["timelinejs.json"])
    assert [slide["unique_id"] for slide in timeline["events"]] == ["e1"]
    left_out = "Left out, because there is no place for their dates here: Event 0."
    assert timeline["title"]["text"]["text"].endswith(f"<p>{left_out}</p>")
    assert description_of(found["ics"]).endswith(f"\n{left_out}")


def test_what_would_be_empty_is_not_written() -> None:
    assert files() == {}
    assert files({"date": "197X"}).keys() == {"json", "schema.json", "csv", "timelinejs.json"}


def test_eras_end_where_the_next_begins_and_none_is_empty() -> None:
    periods = [("a", "-0043"), ("b", "0500"), ("c", "0500-06"), ("d", "197X")]
    found = files(
        {"date": "2014/.."},
        {"date": "1980-05"},
        periods=[{"id": name, "title": name, "from": start} for name, start in periods],
    )
    eras = json.loads(found["timelinejs.json"])["eras"]
    assert [(era["start_date"]["year"], era["end_date"]["year"]) for era in eras] == [
        (-43, 500),
        (500, 1970),
        (1970, 2015),
    ]


def test_the_words_are_those_of_the_site() -> None:
    found = files({"date": "2017-06"}, {"date": "197X", "title": "Öl"}, language="de")
    assert strictly(found)["language"] == "de"
    assert str(calendar_of(found["ics"])[0]["SUMMARY"]) == "Juni 2017: Event 0"
    assert description_of(found["ics"]).endswith(": Öl.")


def test_no_text_runs_in_a_spreadsheet_or_breaks_a_line_of_a_calendar() -> None:
    titles = ["=1+1", "-1 and more", "@a", "-12", "+1.5", "a\r\nEND:VEVENT"]
    found = files(*({"date": "2001-02-03", "title": title} for title in titles))
    rows = [row["title"] for row in csv.DictReader(io.StringIO(found["csv"], newline=""))]
    assert rows == ["'=1+1", "'-1 and more", "'@a", *titles[3:]]
    assert len(calendar_of(found["ics"])) == len(titles)
    assert "\r" not in found["ics"].replace("\r\n", "")
