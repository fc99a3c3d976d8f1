"""The timeline: its filters without a script and by keyboard, and its drawing as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Visit

EVENTS: list[dict[str, Any]] = yaml.safe_load((PROJECT / "data" / "events.yml").read_text("utf-8"))[
    "events"
]
OVERLAPS = """() => {
    const drawing = [...document.querySelectorAll("svg.drawing")].find(svg => svg.clientWidth);
    const shown = selector => [...drawing.querySelectorAll(selector)]
        .map(e => e.getBoundingClientRect()).filter(box => box.width);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
    const holds = (a, b) => a.left <= b.left && b.right <= a.right;
    const texts = shown("text"), marks = shown(".mark"), frame = drawing.getBoundingClientRect();
    return {
        texts: texts.length,
        outside: texts.filter(t => t.left < frame.left - 1 || t.right > frame.right + 1).length,
        "texts on texts": texts.filter((t, n) => texts.slice(n + 1).some(o => meet(t, o))).length,
        "marks on texts": texts.filter(t => marks.some(m => meet(t, m) && !holds(m, t))).length,
        "marks on marks": marks.filter((m, n) => marks.slice(n + 1).some(o => meet(m, o))).length,
    };
}"""


def shown(page: Page) -> tuple[int, int, str]:
    """How many events the list and the drawing show, and how many the page says."""
    said = page.evaluate(
        "getComputedStyle(document.querySelector('.counted'), '::before').content + "
        "[...document.querySelectorAll('i.shown')].filter(i => i.getClientRects().length).length"
    )
    drawn = page.locator(".drawing a:visible")
    return page.locator("article.event:visible").count(), drawn.count(), said


def expected(events: list[dict[str, Any]]) -> tuple[int, int, str]:
    dated = [event for event in events if "date" in event]
    return len(events), len(dated), f"counter(shown){len(events)}"


@pytest.mark.paper
def test_filters_work_by_keyboard_and_without_a_script(visit: Visit) -> None:
    page = visit("timeline/", java_script_enabled=False)
    assert shown(page) == expected(EVENTS)
    page.focus("[name=actor][value=all]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    of_state = [event for event in EVENTS if "Kazakhstan" in event["actors"]]
    assert shown(page) == expected(of_state)
    page.keyboard.press("Tab")  # the address of this choice
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    both = [event for event in of_state if "second" in event["dimension"]]
    assert shown(page) == expected(both)
    assert 0 < len(both) < len(of_state)
    page.keyboard.press("Enter")  # sends nothing
    assert shown(page) == expected(both)


@pytest.mark.paper
def test_a_filter_can_be_linked_to(visit: Visit) -> None:
    page = visit("timeline/#show-certainty-inferred", java_script_enabled=False)
    inferred = [event for event in EVENTS if event["certainty"] == "inferred"]
    assert shown(page) == expected(inferred)
    page.check("[name=certainty][value=all]", force=True)
    assert shown(page) == expected(EVENTS)


@pytest.mark.paper
def test_an_event_that_is_arrived_at_is_shown_in_spite_of_filters(visit: Visit) -> None:
    page = visit("timeline/", java_script_enabled=False)
    page.check("[name=certainty][value=c3]", force=True)
    page.evaluate("location.hash = '#berlin-wall'")
    top = page.locator("#berlin-wall").bounding_box()
    assert top
    header = page.locator(".md-header").bounding_box()
    assert header
    assert top["y"] >= header["height"]


@pytest.mark.paper
@pytest.mark.parametrize("width", [1400, 900, 390, 320])
def test_no_name_stands_on_another(visit: Visit, width: int) -> None:
    found = visit("timeline/", width).evaluate(OVERLAPS)
    assert found.pop("texts") > len([event for event in EVENTS if "date" in event])
    assert found == dict.fromkeys(found, 0)


@pytest.mark.paper
def test_date_and_title_of_a_mark_on_hover_and_focus(visit: Visit) -> None:
    page = visit("timeline/")
    mark, hint = page.locator(".drawing--wide a[href='#berlin-wall']"), page.locator(".hint")
    assert (mark.locator(".tip").is_visible(), hint.is_visible()) == (False, True)
    mark.locator(".mark").hover()
    assert (mark.locator(".tip").is_visible(), hint.is_visible()) == (True, False)
    assert mark.locator(".tip").text_content() == f"{mark.get_attribute('aria-label')} "
    page.mouse.move(0, 0)
    page.focus(".drawing--wide a[href='#oil-embargoes']")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.querySelector('.tip').getClientRects().length")
