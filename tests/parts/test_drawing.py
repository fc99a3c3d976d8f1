"""Scales, the room that words take, lanes; and the drawings themselves, as XML."""

from __future__ import annotations

import pytest

from macros.parts.drawing import (
    MARKS,
    Scale,
    flow,
    hatching,
    lanes,
    legend,
    lines_of,
    ticks,
    width_of,
)
from tests.drawings import draw, lines_in, misplaced


@pytest.mark.parametrize(
    ("points", "value", "place"),
    [
        (((0, 0), (100, 400)), 15, 60),
        (((0, 0), (100, 400)), -5, 0),
        (((0, 0), (100, 400)), 101, 400),
        (((1970, 0), (2014, 100), (2020, 400)), 1992, 50),
        (((1970, 0), (2014, 100), (2020, 400)), 2014, 100),
        (((1970, 0), (2014, 100), (2020, 400)), 2017, 250),
    ],
)
def test_scale(points: tuple[tuple[float, float], ...], value: float, place: float) -> None:
    assert Scale(*points)(value) == place


@pytest.mark.parametrize("points", [((0, 0),), ((0, 0), (0, 5)), ((2, 0), (1, 5))])
def test_a_scale_needs_rising_values(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ValueError, match="rising"):
        Scale(*points)


@pytest.mark.parametrize(
    ("highest", "values"),
    [
        (45, [0, 10, 20, 30, 40, 50]),
        (50, [0, 10, 20, 30, 40, 50]),
        (4, [0, 1, 2, 3, 4]),
        (7, [0, 2, 4, 6, 8]),
        (120, [0, 50, 100, 150]),
        (0, [0, 1]),
    ],
)
def test_ticks(highest: float, values: list[float]) -> None:
    assert ticks(highest) == values


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Trade and transport", ["Trade and", "transport"]),
        ("Internationalize all", ["Internatio-", "nalize all"]),
        ("Inter\u00adnationalize all", ["Inter-", "nationalize", "all"]),
        ("In\u00adter", ["Inter"]),
        ("Trade-and/or-transport", ["Trade-and/", "or-", "transport"]),
        ("Opened, p. 7", ["Opened,", "p. 7"]),
        ("In all 27", ["In all 27"]),
        ("", []),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert lines_of(text, 70, 12) == lines
    assert all(width_of(line, 12) <= 70 for line in lines)


def test_bold_words_take_more_room() -> None:
    assert width_of("Trade", 12, bold=True) > width_of("Trade", 12) > width_of("Trade", 11)


@pytest.mark.parametrize(
    ("spans", "gap", "found"),
    [
        ([(0, 40), (30, 70), (50, 90)], 0, [0, 1, 0]),
        ([(0, 40), (40, 70)], 0, [0, 0]),
        ([(0, 40), (40, 70)], 1, [0, 1]),
        ([(0, 90), (10, 20), (15, 30), (25, 40)], 0, [0, 1, 2, 1]),
        ([], 0, []),
    ],
)
def test_lanes(spans: list[tuple[float, float]], gap: float, found: list[int]) -> None:
    assert lanes(spans, gap) == found


@pytest.mark.parametrize(
    ("widths", "places"),
    [
        ([40, 40, 90], [(0, 0), (50, 0), (0, 1)]),
        ([40, 50, 10], [(0, 0), (50, 0), (0, 1)]),
        ([120, 10], [(0, 0), (0, 1)]),
        ([], []),
    ],
)
def test_flow(widths: list[float], places: list[tuple[float, int]]) -> None:
    assert flow(widths, 100, 10) == places


def test_a_legend_names_each_mark_once_the_surest_first() -> None:
    rows = [
        {"mark": "half square", "certainty": "should"},
        {"mark": "empty", "certainty": "may"},
        {"mark": "full", "certainty": "stated"},
        {"mark": "empty", "certainty": "perhaps"},
        {"mark": "empty", "certainty": "may"},
        {"mark": "", "certainty": "open"},
    ]
    signs = legend(rows, 200, 12)
    assert [(sign.mark, sign.words) for sign in signs] == [
        ("full", "stated"),
        ("empty", "may, perhaps"),
        ("half square", "should"),
    ]
    assert [(sign.x == 0, sign.row) for sign in signs] == [(True, 0), (False, 0), (True, 1)]


CARD = {
    "column": "Mills",
    "title": "Water",
    "label": "A mill by the river, of which nothing is left but the race",
    "detail": "p. 7",
    "told": "1#here",
    "mark": "half",
    "certainty": "believed, with reasons",
    "step": "p. 7",
    "level": "2",
}
LONG = "Donaudampfschifffahrtsgesellschaft"
INVENTED = {
    "one": [CARD],
    "no certainty": [{**CARD, "mark": "", "certainty": ""}] * 3,
    "no more than it needs": [{key: CARD[key] for key in ("column", "label", "level")}] * 3,
    "empty": [{**CARD, "label": "", "title": "", "told": "", "level": ""}],
    "long words": [{**CARD, "column": name, "label": LONG, "title": LONG} for name in "abcdef"],
    "many": [
        {
            **CARD,
            "column": f"Mills and weirs of the {at % 7}th valley",
            "mark": mark,
            "level": "8.5",
        }
        | {"certainty": f"of the {mark} kind"}
        for at, mark in enumerate(MARKS * 4)
    ],
}


@pytest.mark.parametrize("drawing", ["board", "ladder"])
@pytest.mark.parametrize("rows", INVENTED.values(), ids=INVENTED)
def test_words_of_invented_data_keep_apart(drawing: str, rows: list[dict[str, str]]) -> None:
    for svg in draw(drawing, rows, numbers=["level"]):
        assert misplaced(svg) == []
        links = [link.get("href") for link in svg.iter("a")]
        told = [row for row in rows if row.get("told")]
        assert len(links) == len(told)
        assert svg.get("role") == ("group" if told else "img")
        drawn = " ".join(line.words for line in lines_in(svg))
        for row in rows:
            assert row["label"] in drawn.replace("- ", "") or row["label"] in drawn


STEP = {
    "when": "June 1817",
    "at": "1817.5",
    "place": "Mill Lane",
    "occasion": "First meeting of the millers",
    "form": "An idea is heard",
    "who": "a miller",
    "mark": "empty",
    "certainty": "idea",
}
BOX = {"body": "Guild", "dimension": "Water", "mark": "full", "says": "works"}
STACK = {"label": "Mills", "books": "7", "letters": "120", "press": "1", "web": ""}
NUMBERS = {"at", "books", "letters", "press", "web", "without", *"abcdefghij"}
MORE = {
    "a step": ("path", [STEP]),
    "steps at once": ("path", [STEP, STEP]),
    "steps over centuries": ("path", [STEP, {**STEP, "at": "2019"}]),
    "a step not dated": ("path", [{**STEP, "at": ""}, STEP]),
    "many steps": (
        "path",
        [{**STEP, "at": f"18{at}", "mark": mark} for at, mark in enumerate(MARKS, 10)],
    ),
    "an open end": (
        "path",
        [
            STEP,
            {**STEP, "at": "1818", "form": LONG},
            {**STEP, "at": "1820", "mark": "dashed", "certainty": "left open for a very long time"},
        ],
    ),
    "a box": ("matrix", [BOX]),
    "boxes": (
        "matrix",
        [
            {"body": f"Guild of the {body}", "dimension": LONG, "mark": mark, "says": "would work"}
            for body in ("millers", "weavers", "carters", "bakers", "coopers")
            for mark in ("dashed", "")
        ][::2],
    ),
    "stacks": ("stacks", [STACK, {**STACK, "label": f"{LONG} of the mills by the river " * 3}]),
    "stacks and outlines": ("stacks", [{**STACK, "without": "3"}, {**STACK, "without": ""}]),
    "stacks of ten": ("stacks", [{"label": "Mills", **dict.fromkeys("abcdefghij", "2")}]),
}


@pytest.mark.parametrize(("drawing", "rows"), MORE.values(), ids=MORE)
def test_words_of_other_invented_data_keep_apart(drawing: str, rows: list[dict[str, str]]) -> None:
    numbers = [name for name in rows[0] if name in NUMBERS]
    for svg in draw(drawing, rows, numbers=numbers):
        assert misplaced(svg) == []
        drawn = " ".join(line.words for line in lines_in(svg)).replace("- ", "")
        for row in rows:
            for name in ("when", "form", "who", "body", "dimension", "says", "label"):
                assert row.get(name, "").strip() in drawn


@pytest.mark.parametrize(
    ("box", "gap", "path"),
    [
        ((0, 0, 4, 4), 4, "M0 4L4 0"),
        ((10, 20, 6, 2), 3, "M11 22L13 20M14 22L16 20"),
        ((0, 0, 2, 2), 9, ""),
    ],
)
def test_hatching(box: tuple[float, float, float, float], gap: float, path: str) -> None:
    assert hatching(*box, gap) == path
