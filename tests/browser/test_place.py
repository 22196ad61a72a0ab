"""The place on the map outlives another language and another page; the keyboard reaches a site and leaves the map."""

from __future__ import annotations

import pytest

from tests.browser.drawn import drawing, place

PIXEL = 0.01  # degrees at the zoom of the test: a view is put back to the nearest pixel

EVERY_SITE_IS_SEEN = "() => map.getBounds().contains(L.latLngBounds(maillage.board().data.sites.at))"


@pytest.fixture(autouse=True)
def moving(page) -> None:
    """Here everything moves as it does for a reader who did not ask for less."""
    page.emulate_media(reduced_motion="no-preference")


def test_the_place_outlives_another_language_and_another_page(open_page, map_frame, wait_settled):
    page = open_page("/carte?programme=abitibi")
    frame = map_frame(page)
    whole = place(frame)
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(1000)  # Leaflet's own animation
    held = place(frame)
    assert held["zoom"] > whole["zoom"]
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.wait_for_url("**lang=en*")
    for key in ("Exchanges", "Map"):
        wait_settled(page)
        page.get_by_test_id("stSidebarNavLink").filter(has_text=key).first.click()
    wait_settled(page)
    again = place(map_frame(page))
    assert again["zoom"] == held["zoom"]
    assert again["centre"] == pytest.approx(held["centre"], abs=PIXEL)
    map_frame(page).locator(".maillage-whole").click()
    page.wait_for_timeout(1000)
    assert place(map_frame(page))["zoom"] == whole["zoom"]


def test_the_whole_is_shown_in_a_window_that_changes_until_the_reader_moves(
    open_page, map_frame, wait_settled
):
    page = open_page("/carte?programme=abitibi")
    frame = map_frame(page)
    wide = place(frame)
    page.set_viewport_size({"width": 390, "height": 844})
    frame.wait_for_function("wide => map.getZoom() < wide", arg=wide["zoom"])
    frame.wait_for_function(EVERY_SITE_IS_SEEN)
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(1000)  # Leaflet's own animation
    chosen = place(frame)["zoom"]
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(1000)
    assert place(frame)["zoom"] == chosen


def test_the_keyboard_walks_the_list_pins_frees_and_goes_back(open_page, map_frame, wait_settled):
    page = open_page("/carte?programme=fensch")
    frame = map_frame(page)
    rows = frame.locator(".maillage-list button")
    line = next(place for place, row in enumerate(rows.all()) if place and not row.locator(".inner").count())
    rows.first.focus()
    for _ in range(line):
        page.keyboard.press("ArrowDown")
    key = rows.nth(line).get_attribute("data-key")
    assert frame.evaluate("document.activeElement.dataset.key") == key and drawing(frame)["lit"] == [key]
    page.keyboard.press("Enter")
    page.wait_for_url("**pin=flow*")
    assert frame.locator(".maillage-details li").count()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "pin=" not in url)
    assert not drawing(frame)["pinned"]
    rows.first.focus()
    page.keyboard.press("Tab")
    assert frame.evaluate("!document.activeElement.closest('.maillage-list')"), (
        "the keyboard walks through every row"
    )
    page.go_back()  # at once: a step is told from an echo of our own address (eit.domain.address)
    page.wait_for_url("**pin=flow*")
    page.wait_for_timeout(1500)
    assert "pin=flow" in page.url, "the step was undone"
