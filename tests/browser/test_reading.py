"""The reading page in a real browser: margin notes, previews, addresses, citations."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.conftest import CHAPTERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Route

    from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.paper]

PAGES = ["", *CHAPTERS, "notes/", "bibliography/", "timeline/", "glossary/", "about/"]
WIDTHS = (320, 390, 640, 900, 1280)
HEADER = 48  # pixels
NEXT_FRAME = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def box_of(locator: Locator) -> dict[str, float]:
    box = locator.bounding_box()
    assert box is not None
    x, y, width, height = box["x"], box["y"], box["width"], box["height"]
    return {"x": x, "y": y, "height": height, "right": x + width, "bottom": y + height}


def boxes_of(locator: Locator) -> list[dict[str, float]]:
    """Like box_of, of all that is found, at once."""
    boxes = locator.evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())")
    assert isinstance(boxes, list)
    return boxes


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus: by keyboard alone."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail("the keyboard does not reach it")


# ---- Notes in the margin ----


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_margin_notes_stand_beside_their_markers_and_do_not_overlap(
    visit: Visit, chapter: str
) -> None:
    page = visit(chapter)
    markers = boxes_of(page.locator(".footnote-ref"))
    notes = boxes_of(page.locator(".margin-note"))
    assert len(markers) == len(notes) > 0
    text_ends = box_of(page.locator(".passage").first)["right"]
    end_of_last = 0.0
    for at, beside in zip(markers, notes, strict=True):
        assert beside["x"] > text_ends
        assert beside["right"] <= 1280
        assert beside["y"] >= end_of_last
        # Lower only where the note before it takes the room.
        assert at["y"] - 12 <= beside["y"] <= max(at["y"], end_of_last) + 16
        end_of_last = beside["bottom"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_three_columns_fit_the_narrowest_window_that_has_them(visit: Visit, chapter: str) -> None:
    page = visit(chapter, 1220)
    scrollbar = 15  # which browsers on desks take from the window
    notes = boxes_of(page.locator(".margin-note"))
    assert notes
    assert max(note["right"] for note in notes) <= 1220 - scrollbar
    menu_ends = box_of(page.locator(".md-sidebar--primary"))["right"]
    left_of_pages = page.locator(".passage:not(:has(.page-mark))").evaluate_all(
        "all => all.map(e =>"
        " e.getBoundingClientRect().left - parseFloat(getComputedStyle(e, '::after').width))"
    )
    assert min(left_of_pages) - 50 >= menu_ends


def test_a_long_margin_note_is_shortened_and_leads_to_the_rest(visit: Visit, site_url: str) -> None:
    page = visit("4-ambitions/")
    note = page.locator(".margin-note.cut").first
    assert box_of(note)["height"] <= 8 * 19 + 1
    more = note.locator(".margin-note-more")
    number = re.sub(r"\D", "", more.inner_text())
    more.click()
    expect(page).to_have_url(f"{site_url}4-ambitions/#fn:{number}")
    expect(page.locator(f"#fn\\:{number}")).to_be_in_viewport()


def test_margin_notes_move_with_the_text(visit: Visit) -> None:
    page = visit("2-concept/")
    page.evaluate("document.querySelector('#definition').style.paddingBottom = '300px'")
    page.wait_for_timeout(200)
    at = box_of(page.locator("#fnref\\:4 a"))
    assert abs(box_of(page.locator(".margin-note").nth(1))["y"] - at["y"]) < 16


def test_margin_notes_are_met_once_only(visit: Visit) -> None:
    page = visit("2-concept/")
    assert page.locator(".margin-note:not([aria-hidden=true])").count() == 0
    assert page.locator(".margin-note [id], .margin-note [tabindex='0']").count() == 0
    assert page.locator(".margin-note a:not([tabindex='-1'])").count() == 0
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert len(ids) == len(set(ids))


def test_a_marker_and_its_margin_note_light_each_other_up(visit: Visit) -> None:
    page = visit("2-concept/")
    marker, lit = page.locator("#fnref\\:4 a"), page.locator(".margin-note.lit")
    marker.hover()
    expect(lit).to_contain_text("Power and Interdependence")
    page.wait_for_timeout(600)
    expect(page.locator(".preview")).to_be_hidden()  # no second note beside it
    expect(page.locator(".md-tooltip2")).to_have_count(0)
    page.mouse.move(5, 800)
    expect(lit).to_have_count(0)
    marker.focus()
    expect(lit).to_contain_text("Power and Interdependence")
    marker.blur()
    expect(lit).to_have_count(0)
    page.locator(".margin-note").nth(1).hover()
    expect(page.locator(".footnote-ref.lit")).to_have_text("4")


def test_no_margin_notes_where_there_is_no_margin(visit: Visit) -> None:
    page = visit("2-concept/", 1219)
    notes = page.locator(".margin-note:visible")
    expect(notes).to_have_count(0)
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(notes).to_have_count(5)
    for width in (1219, 900, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        expect(notes).to_have_count(0)
        expect(page.locator("section.footnote li").first).to_be_visible()


# ---- One preview ----


def test_hovering_shows_one_preview_where_there_is_no_margin(visit: Visit) -> None:
    page = visit("2-concept/", 900)
    page.locator("#fnref\\:4 a").hover()
    preview = page.locator(".preview")
    expect(preview).to_contain_text("Power and Interdependence")
    page.wait_for_timeout(600)
    expect(page.locator(".md-tooltip2")).to_have_count(0)
    preview.hover()
    page.wait_for_timeout(600)
    expect(preview).to_be_visible()
    page.mouse.move(5, 800)
    expect(preview).to_be_hidden()


def test_a_tap_shows_a_note_and_a_second_one_hides_it(visit: Visit, site_url: str) -> None:
    page = visit("2-concept/", 390, has_touch=True, is_mobile=True)
    marker = page.locator("#fnref\\:4 a")
    marker.tap()
    preview = page.get_by_role("dialog", name="Note 4")
    expect(preview).to_contain_text("Power and Interdependence")
    expect(preview).to_be_focused()
    expect(page).to_have_url(f"{site_url}2-concept/")
    box = box_of(preview)
    assert box["x"] >= 0
    assert box["right"] <= 390
    marker.tap()
    expect(page.locator(".preview")).to_be_hidden()
    marker.tap()
    preview.get_by_role("link", name="Go to Note 4").tap()
    expect(page).to_have_url(f"{site_url}2-concept/#fn:4")


def test_a_tap_elsewhere_hides_the_note(visit: Visit) -> None:
    page = visit("2-concept/", 390, has_touch=True, is_mobile=True)
    page.locator("#fnref\\:4 a").tap()
    expect(page.locator(".preview")).to_be_visible()
    page.locator("#definition").tap(position={"x": 200, "y": 10})
    expect(page.locator(".preview")).to_be_hidden()


def test_a_tap_on_an_abbreviation_tells_what_it_stands_for(visit: Visit) -> None:
    page = visit("4-ambitions/", 390, has_touch=True, is_mobile=True)
    page.locator(".passage > abbr", has_text="BRI").first.tap()
    expect(page.get_by_role("dialog", name="BRI")).to_have_text("BRI: Belt and Road Initiative")


def test_margin_notes_come_when_a_window_becomes_wide(visit: Visit) -> None:
    page = visit("2-concept/", 900)
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".margin-note").first).to_be_visible()


def test_focus_shows_a_note_and_escape_hides_it(visit: Visit) -> None:
    page = visit("2-concept/", 390)
    marker = page.locator("#fnref\\:4 a")
    tab_to(page, marker)
    expect(page.locator(".preview")).to_contain_text("Power and Interdependence")
    page.keyboard.press("Escape")
    expect(page.locator(".preview")).to_be_hidden()
    expect(marker).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_later_citation_shows_its_source(visit: Visit, width: int) -> None:
    page = visit("6-conclusions/", width)
    citation = page.locator("#fn\\:38").get_by_role("link", name="Note 3", exact=True)
    citation.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    preview = page.locator(".preview")
    expect(preview).to_contain_text("Stefan Wolff")
    expect(preview).to_contain_text("Economic diplomacy and connectivity")
    page.keyboard.press("Escape")
    citation.hover()
    expect(preview).to_be_visible()
    page.wait_for_timeout(600)
    expect(page.locator(".md-tooltip2")).to_have_count(0)


# ---- Addresses ----


@pytest.mark.parametrize("width", [390, 1280])
def test_a_number_copies_the_address_of_its_passage(
    visit: Visit, site_url: str, width: int
) -> None:
    page = visit("2-concept/?h=word", width)
    page.locator("#benefits .passage-number").click()
    expect(page.get_by_role("status")).to_have_text("Address of paragraph 2.4 copied")
    assert clipboard(page) == f"{site_url}2-concept/#benefits"
    assert page.url.endswith("#benefits")


def test_the_mark_of_a_heading_copies_its_address(visit: Visit, site_url: str) -> None:
    page = visit("2-concept/")
    page.locator("h2 .headerlink").last.click()
    expect(page.get_by_role("status")).to_have_text("Address of this section copied")
    assert clipboard(page) == f"{site_url}2-concept/#notes"


@pytest.mark.parametrize("width", [320, 390, 900, 1280])
@pytest.mark.parametrize("target", ["benefits", "page-3", "fn:5", "fnref:5", "notes"])
def test_a_target_is_highlighted_and_below_the_header(
    visit: Visit, width: int, target: str
) -> None:
    page = visit(f"2-concept/#{target}", width)
    place = page.locator(f"[id='{target}']")
    expect(place).to_have_class(re.compile("arrived"))
    expect(place).to_be_in_viewport()
    assert box_of(place)["y"] >= HEADER
    assert place.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_the_highlight_fades_and_comes_again_where_motion_is_welcome(visit: Visit) -> None:
    page = visit("2-concept/#benefits", reduced_motion="no-preference")
    place = page.locator("#benefits")
    assert place.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert place.evaluate("e => getComputedStyle(e).animationName") == "arrive-again"
    expect(place).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    page.locator("#benefits .passage-number").click()
    started = "e => e.getAnimations().some(a => a.animationName === 'arrive-again')"
    assert place.evaluate(started)


def test_the_whole_paper_lights_up_headings_and_has_margin_notes(visit: Visit) -> None:
    page = visit("all-chapters/#5-norm-resistance")
    expect(page.locator(".arrived")).to_have_text(re.compile("Norm resistance"))
    background = "e => getComputedStyle(e).backgroundColor"
    assert page.locator("[id='5-norm-resistance']").evaluate(background) == "rgba(0, 0, 0, 0)"
    assert page.locator(".margin-note").count() == 42
    assert page.locator(".margin-note .page-mark").count() == 0
    assert page.locator(".part .page-mark").count() == 12


@pytest.fixture
def aliased(visit: Visit, site_url: str) -> Page:
    """A chapter with an alias and a passage that has moved away, as the engine writes them."""

    def change(route: Route) -> None:
        response = route.fetch()
        html = response.text().replace(
            "Mayer illustrates", '<span class="alias" id="old-one"></span>Mayer illustrates'
        )
        notes = '<section aria-labelledby="notes"'
        moved = '<div class="moved" id="gone"><a href="../3-osce/#notes">Now in section 3</a></div>'
        html = html.replace(notes, moved + notes)
        assert "old-one" in html
        assert "gone" in html
        route.fulfill(response=response, body=html)

    page = visit("")
    page.route("**/2-concept/", change)
    return page


def test_an_alias_leads_to_its_passage(aliased: Page, site_url: str) -> None:
    aliased.goto(f"{site_url}2-concept/#old-one")
    expect(aliased.locator("#examples")).to_have_class(re.compile("arrived"))
    assert HEADER <= box_of(aliased.locator("#examples"))["y"] < 200


def test_a_moved_passage_is_found_on_its_new_page(aliased: Page, site_url: str) -> None:
    aliased.goto(f"{site_url}2-concept/")
    expect(aliased.locator("#gone")).to_be_hidden()
    aliased.evaluate("location.hash = 'gone'")
    expect(aliased).to_have_url(f"{site_url}3-osce/#notes")


# ---- Cite this passage ----


def test_citing_a_passage_by_keyboard_alone(visit: Visit, site_url: str) -> None:
    page = visit("2-concept/")
    button = page.get_by_role("button", name="Cite paragraph 2.2")
    tab_to(page, button)
    expect(button).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=re.compile("Paragraph 2.2"))
    expect(dialog).to_be_visible()
    tab_to(page, dialog.get_by_label("The paper itself"))
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_label("This companion")).to_be_checked()
    tab_to(page, dialog.get_by_label("House style"))
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_label("BibTeX")).to_be_checked()
    expect(dialog.get_by_role("region", name="Citation")).to_contain_text("#after-1989")
    tab_to(page, dialog.get_by_role("button", name="Copy"))
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("Copied")
    assert f"{site_url}2-concept/#after-1989" in clipboard(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_each_form_names_the_passage_and_its_pages(visit: Visit, site_url: str) -> None:
    page = visit("2-concept/")
    page.get_by_role("button", name="Cite paragraph 2.2").click()
    dialog = page.locator("dialog")
    text = dialog.get_by_role("region", name="Citation")
    forms = {"House style": "txt", "BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}
    for form, ending in forms.items():
        dialog.get_by_label(form).check()
        dialog.get_by_label("This companion").check()
        companion = text.inner_text()
        assert "2.2" in companion
        assert f"{site_url}2-concept/#after-1989" in companion
        with page.expect_download() as download:
            dialog.get_by_role("link", name="Download").click()
        assert download.value.suggested_filename == f"companion-2.2.{ending}"
        assert download.value.path().read_text(encoding="utf-8").strip() == companion.strip()
        dialog.get_by_label("The paper itself").check()
        original = text.inner_text()
        assert "60-61" in original
        assert "2-3" in original
        assert "Mayer" in original
        for words in (companion, original):
            assert not re.search(r"@[A-Z]+@", words)
        if ending == "json":
            assert json.loads(companion)
            assert json.loads(original)


def test_the_backdrop_closes_the_citation(visit: Visit) -> None:
    page = visit("2-concept/", 390)
    page.locator("#definition").hover()
    page.get_by_role("button", name="Cite paragraph 2.1").click()
    expect(page.locator("dialog")).to_be_visible()
    page.mouse.click(4, 4)
    expect(page.locator("dialog")).to_be_hidden()


def test_citing_on_a_phone(visit: Visit) -> None:
    page = visit("2-concept/", 320, has_touch=True, is_mobile=True)
    # Nothing hovers there.
    expect(page.locator("#definition .cite-button")).to_have_css("opacity", "1")
    page.get_by_role("button", name="Cite paragraph 2.1").tap()
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 900})
        box = box_of(page.locator("dialog"))
        assert box["x"] >= 0
        assert box["right"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# ---- Without JavaScript ----


@pytest.mark.parametrize("width", [390, 1280])
def test_without_javascript_no_dead_control_shows(visit: Visit, width: int) -> None:
    page = visit("2-concept/", width, java_script_enabled=False)
    for control in page.locator("button, input:not(.md-toggle), label[for=__search]").all():
        expect(control).to_be_hidden()
    expect(page.locator("[data-md-component=palette]")).to_be_hidden()
    citation = page.locator("#cite-this-chapter")
    citation.locator("summary").click()
    expect(citation).to_contain_text("Sebastian Mayer")
    expect(citation.locator("a").last).to_be_visible()
    page.locator("#benefits .passage-number").click()
    assert page.url.endswith("#benefits")
    expect(page.locator("#benefits")).to_be_in_viewport()


def test_a_window_with_room_for_the_menu_has_no_button_for_it(visit: Visit) -> None:
    page = visit("2-concept/")
    expect(page.locator(".menu-button")).to_be_hidden()
    expect(page.locator(".md-nav--primary").get_by_role("link", name="Home")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_of_a_phone_works_by_keyboard(visit: Visit, scripts: bool) -> None:
    page = visit("2-concept/", 390, java_script_enabled=scripts)
    link = page.locator(".md-nav--primary").get_by_role("link", name="Bibliography")
    expect(link).to_be_hidden()
    switch = page.get_by_role("button", name="Menu") if scripts else page.locator("#__drawer")
    switch.focus()
    page.keyboard.press("Space")
    expect(link).to_be_in_viewport()
    if scripts:
        expect(switch).to_have_attribute("aria-expanded", "true")
        expect(page.locator(".md-nav--primary a[href]").first).to_be_focused()
        assert page.locator("[inert] >> css=.passage").count() > 0  # what the menu covers
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        expect(switch).to_be_focused()
        page.keyboard.press("Enter")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Bibliography"))


def test_the_keyboard_leaves_the_search(visit: Visit) -> None:
    page = visit("2-concept/")
    page.locator("input.md-search__input").focus()
    page.keyboard.type("Wolff")
    expect(page.locator("a.md-search-result__link").first).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if not page.locator(".md-search").evaluate("e => e.contains(document.activeElement)"):
            break
    expect(page.locator("#__search")).not_to_be_checked()
    assert page.evaluate("document.activeElement !== document.body")


def test_a_window_that_becomes_wide_closes_the_menu(visit: Visit) -> None:
    page = visit("2-concept/", 900)
    page.get_by_role("button", name="Menu").click()
    assert page.locator("[inert]").count() > 0
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("[inert]")).to_have_count(0)
    page.locator("#benefits .passage-number").click()
    assert page.url.endswith("#benefits")


# ---- For everyone ----


@pytest.mark.parametrize("chapter", ["2-concept/", "4-ambitions/"])
@pytest.mark.parametrize("widths", [(320, 390), (900, 1280)], ids=["phone", "desk"])
def test_targets_are_large_enough_and_do_not_overlap(
    visit: Visit, chapter: str, widths: tuple[int, ...]
) -> None:
    page = visit(chapter, widths[0], has_touch=widths[0] < 900)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert missed_targets(page) == []


def missed_targets(page: Page) -> object:
    # What lies under the corners of a square of 24 pixels around each target is the target itself.
    return page.evaluate(
        """() => {
            const missed = [];
            const targets = ".passage-number, .cite-button, .passage .footnote-ref";
            for (const target of document.querySelectorAll(targets)) {
                target.scrollIntoView({block: "center"});
                const box = target.getBoundingClientRect();
                const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                for (const dx of [-11, 11]) for (const dy of [-11, 11]) {
                    const hit = document.elementFromPoint(x + dx, y + dy);
                    if (!target.contains(hit)) missed.push(`${target.outerHTML} ${dx} ${dy}`);
                }
            }
            return missed;
        }"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_out_of_the_window(visit: Visit, address: str, scheme: str) -> None:
    page = visit(address, WIDTHS[0], color_scheme=scheme)
    assert (page.locator("body[data-md-color-scheme=slate]").count() == 1) == (scheme == "dark")
    assert outside(page) == {}
    if scheme == "light":
        page.emulate_media(forced_colors="active")
        assert outside(page) == {}


def outside(page: Page) -> dict[int, object]:
    """Return what runs out of windows of all widths: the page as a whole, or some of its parts."""
    found: dict[int, object] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(NEXT_FRAME)  # when scripts have answered
        wide, parts = page.evaluate(
            """width => [
                document.documentElement.scrollWidth,
                [...document.querySelectorAll(".passage, .passage > *")]
                    .filter(e => e.getBoundingClientRect().left < 0
                        || e.getBoundingClientRect().right > width)
                    .map(e => e.outerHTML)]""",
            width,
        )
        if wide > width or parts:
            found[width] = (wide, parts)
    return found


def test_the_place_is_seen_in_forced_colours(visit: Visit) -> None:
    page = visit("2-concept/#benefits", 320, forced_colors="active")
    expect(page.locator("#benefits")).to_have_css("outline-style", "solid")


@pytest.mark.parametrize("width", [390, 1280])
def test_whatever_has_the_focus_shows_it(visit: Visit, width: int) -> None:
    page = visit("2-concept/", width)
    for _ in range(60):
        page.keyboard.press("Tab")
        ring = page.evaluate(
            "() => { const e = document.activeElement;"
            " if (e.matches('body, .md-toggle, .md-option')) return 'solid';"
            " return getComputedStyle(e).outlineStyle; }"
        )
        assert ring != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


def test_a_line_has_sixty_to_seventy_five_characters(visit: Visit) -> None:
    page = visit("4-ambitions/")
    for width in (1280, 900):
        page.set_viewport_size({"width": width, "height": 900})
        lengths = page.evaluate(
            """() => [...document.querySelectorAll("p.passage")].map(p => {
                const lines = p.clientHeight / parseFloat(getComputedStyle(p).lineHeight);
                return p.textContent.length / lines;
            })"""
        )
        assert 60 <= max(lengths) <= 75


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", ["2-concept/", "bibliography/"])
def test_nothing_moves_when_fonts_and_scripts_arrive(
    browser: Browser, site_url: str, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route(re.compile(r"\.woff2$|companion\.js$"), late)
    page.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(entry => {"
        " window.shift += entry.value; })).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(f"{site_url}{address}", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    assert page.evaluate("window.shift") < 0.05
    context.close()


def test_print_has_none_of_the_interface(visit: Visit) -> None:
    page = visit("2-concept/")
    page.emulate_media(media="print")
    for part in (".cite-button", ".margin-note", ".preview", ".toast", ".md-header"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".passage-number").first).to_be_visible()
