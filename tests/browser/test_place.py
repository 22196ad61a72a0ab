"""The place on the map outlives another language and another page; the keyboard reaches a site and leaves the map."""

from __future__ import annotations

import pytest

from tests.browser.drawn import place

PIXEL = 0.01  # degrees at the zoom of the test: a view is put back to the nearest pixel

EVERY_SIGN_IS_SEEN = """() => [...document.querySelectorAll(".maillage-site, .maillage-group")].every((sign) => {
    const box = sign.getBoundingClientRect();
    return !box.width || box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
})"""


def test_the_place_outlives_another_language_and_another_page(open_page, map_frame, wait_settled):
    page = open_page("/carte?programme=abitibi")
    frame = map_frame(page, layers=50)
    whole = place(frame)
    frame.locator(".maillage-group:visible").last.click()
    page.wait_for_timeout(1000)  # Leaflet's own animation
    held = place(frame)
    assert held["zoom"] > whole["zoom"]
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.wait_for_url("**lang=en*")
    for key in ("Exchanges", "Map"):
        wait_settled(page)
        page.get_by_test_id("stSidebarNavLink").filter(has_text=key).first.click()
    wait_settled(page)
    again = place(map_frame(page, layers=50))
    assert again["zoom"] == held["zoom"]
    assert again["centre"] == pytest.approx(held["centre"], abs=PIXEL)
    map_frame(page).locator(".maillage-whole").click()
    page.wait_for_timeout(1000)
    assert place(map_frame(page))["zoom"] == whole["zoom"]


def test_the_whole_is_shown_in_a_window_that_changes_until_the_reader_moves(
    open_page, map_frame, wait_settled
):
    page = open_page("/carte?programme=abitibi")
    frame = map_frame(page, layers=50)
    wide = place(frame)
    page.set_viewport_size({"width": 390, "height": 844})
    frame.wait_for_function("wide => map.getZoom() < wide", arg=wide["zoom"])
    frame.wait_for_function(EVERY_SIGN_IS_SEEN)
    frame.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(1000)  # Leaflet's own animation
    chosen = place(frame)["zoom"]
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(1000)
    assert place(frame)["zoom"] == chosen


def test_the_keyboard_chooses_a_site_skips_the_map_and_goes_back(open_page, map_frame, wait_settled):
    page = open_page("/carte?programme=abitibi")
    frame = map_frame(page, layers=50)
    disc = frame.locator(".maillage-site:visible").first
    name = disc.locator("i").get_attribute("aria-label")
    disc.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".eit-name")
    wait_settled(page)
    assert page.locator(".eit-name").first.inner_text() == name
    frame.locator("#maillage-skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON", "the keyboard is still in the map"
    page.go_back()  # at once: a step is told from an echo of our own address (eit.domain.address)
    page.wait_for_selector(".eit-name", state="detached")
    assert "company" not in page.url
    page.go_forward()
    page.wait_for_selector(".eit-name")
    assert page.locator(".eit-name").first.inner_text() == name
    page.wait_for_timeout(1500)
    assert page.locator(".eit-name").count() and "company" in page.url, "the step was undone"
