"""The map really draws, answers the hand, keeps its place, and needs no network."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest

from eit.views.texts import texts
from tests.browser.drawn import drawing, free_disc, move_by_hand, place

ROOT = Path(__file__).resolve().parents[2]
MARK = "window.mark = 'the same document'"


def placed_sites(programme: str) -> int:
    question = "SELECT count(*) FROM company WHERE programme_id = ? AND latitude IS NOT NULL"
    with duckdb.connect(str(ROOT / "data" / "flows.duckdb"), read_only=True) as connection:
        return connection.execute(question, [programme]).fetchone()[0]


def words(page) -> dict[str, str]:
    """What the address of the page says."""
    return {key: value[0] for key, value in parse_qs(urlsplit(page.url).query).items()}


def counter(page) -> int:
    """The number of potential exchanges that the panel announces."""
    said = page.locator("[data-testid=stColumn]").last.locator("strong").first.inner_text()
    return int(re.sub(r"\D", "", said))


def wait_for_counter(page, old: int) -> int:
    for _ in range(100):
        page.wait_for_timeout(100)
        if counter(page) != old:
            return counter(page)
    raise AssertionError(f"the panel still says {old}")


def company_box(page):
    """The sidebar's list of companies; `aria-label` holds the label of the control."""
    return page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").nth(1).locator("input")


def press(page, key: str, times: int, pause_ms: int = 600) -> None:
    page.get_by_role("slider").first.focus()
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(pause_ms)


@pytest.mark.parametrize("programme", ["abitibi", "quebec"])
def test_companies_lines_arrows_and_territories_are_drawn(programme, open_page, map_frame, screenshot):
    page = open_page(f"/carte?programme={programme}")
    frame = map_frame(page, layers=50)
    screenshot(f"carte-{programme}-1920x1080")
    seen = drawing(frame)
    assert seen["sites"] == placed_sites(programme) and seen["letters"]
    assert seen["exchanges"] and all(line["dashed"] and line["stroke"] for line in seen["exchanges"])
    assert seen["synergies"] and not any(line["dashed"] for line in seen["synergies"])
    assert any(line["long"] for line in seen["exchanges"] + seen["synergies"])
    assert seen["arrows"] == len(seen["exchanges"]) + len(seen["synergies"])
    assert seen["territories"] and all(fill not in (None, "none") for fill in seen["territories"])
    assert seen["names"], "no territory is named"
    assert seen["circles"] == seen["chosen"] == 0
    if programme == "abitibi":
        assert {"Abitibi", "Abitibi-Ouest", "Rouyn-Noranda", "Témiscamingue"} <= set(seen["names"])
        assert seen["covered"] == [], "a disc lies on the name of a territory"


def test_the_map_of_a_meeting_is_seen_whole(open_page, map_frame, wait_settled, screenshot):
    page = open_page("/rencontre?programme=abitibi")
    page.get_by_role("button", name=texts("fr")("meeting.next")).first.click()
    map_frame(page, layers=50)
    wait_settled(page)
    screenshot("rencontre-carte-1920x1080")
    box = page.locator(".st-key-room-map-box").bounding_box()
    drawn = page.locator(".st-key-room-map-box iframe").bounding_box()
    assert drawn["height"] > 600 and box["height"] >= drawn["height"], "the map is cut"


def test_a_map_says_once_that_it_is_drawn(page, server, map_frame, wait_settled):
    said = []
    page.on("response", lambda answer: said.append(answer.status) if answer.url.endswith("/drawn") else None)
    page.goto(f"{server.url}/carte?programme=abitibi")
    map_frame(page, layers=50)
    wait_settled(page)
    assert said == [204]


def test_the_hand_moves_one_picture_and_not_one_for_each_sign(open_page, map_frame):
    frame = map_frame(open_page("/carte?programme=abitibi"), layers=50)
    pane = frame.locator(".leaflet-map-pane").evaluate("pane => getComputedStyle(pane).willChange")
    signs = frame.locator(".maillage-site").evaluate_all("all => all.map(sign => sign.style.transform)")
    assert pane == "transform"
    assert signs and all(move.startswith("translate(") for move in signs)


def test_another_radius_redraws_the_lines_and_leaves_the_map_where_it_is(
    open_page, map_frame, wait_settled, journal
):
    page = open_page("/carte?programme=abitibi&radius=12")
    frame = map_frame(page, layers=50)
    frame.evaluate(MARK)
    before, lines = counter(page), len(drawing(frame)["exchanges"])
    held = move_by_hand(page, frame)
    press(page, "ArrowRight", 3)
    assert wait_for_counter(page, before) > before
    wait_settled(page)
    assert map_frame(page).evaluate("window.mark") == "the same document", "the map was mounted anew"
    assert place(frame) == held
    assert len(drawing(frame)["exchanges"]) > lines
    assert words(page)["radius"] == "15"
    journal.assert_quiet()


@pytest.mark.parametrize("pause_ms", [60])
def test_quick_moves_of_the_radius_are_all_kept(pause_ms, open_page, wait_settled):
    """The address of the browser lags behind quick moves: it must not be taken for a new link."""
    page = open_page("/carte?programme=quebec")
    press(page, "ArrowLeft", 6, pause_ms)
    wait_settled(page)
    page.wait_for_timeout(1500)
    assert words(page).get("radius") == "4"
    assert page.get_by_test_id("stSliderThumbValue").inner_text().startswith("4")


def test_a_click_on_a_disc_chooses_its_company_on_every_page(
    open_page, map_frame, wait_settled, screenshot, journal
):
    page = open_page("/carte?programme=abitibi&radius=40")
    frame = map_frame(page, layers=50)
    disc = free_disc(frame)
    name = disc.locator("i").get_attribute("aria-label")
    disc.click()
    page.wait_for_selector(".eit-name")
    wait_settled(page)
    frame.wait_for_function("document.querySelectorAll('.leaflet-circle-pane path').length === 1")
    company = words(page)["company"]
    assert page.locator(".eit-name").first.inner_text() == name
    assert company_box(page).input_value() == name
    seen = drawing(frame)
    assert seen["chosen"] == 1 and any("40" in text for text in seen["names"])
    partners = page.locator(".eit-list").first.locator("li")
    if counter(page):
        partners.first.locator("summary").click()
        assert partners.first.locator("details small").inner_text().strip(), "no reason is given"
    screenshot("carte-organisation-1920x1080")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Échanges").click()
    page.wait_for_url("**/echanges?**company=*")
    assert words(page)["company"] == company
    journal.assert_quiet()


def test_a_link_with_a_company_opens_the_same(open_page, map_frame):
    page = open_page("/carte?programme=abitibi&radius=100&company=abi-001")
    frame = map_frame(page, layers=50)
    seen = drawing(frame)
    assert seen["chosen"] == seen["circles"] == 1
    assert page.locator(".eit-name").count() == 1
    partners = page.locator(".eit-list").first.locator("li")
    assert 0 < partners.count() <= counter(page)
    assert words(page)["company"] == "abi-001"


def test_another_language_changes_every_word_and_the_language_of_the_map(open_page, map_frame, wait_settled):
    page = open_page("/carte?programme=abitibi")
    assert drawing(map_frame(page, layers=50))["lang"] == "fr"
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.wait_for_url("**lang=en*")
    wait_settled(page)
    seen = drawing(map_frame(page, layers=50))
    assert (seen["lang"], seen["label"]) == ("en", texts("en")("map.region_label"))
    assert page.locator("h1").first.inner_text() == texts("en")("nav.map")
    body = page.locator("body").inner_text()
    for key in ("control.radius", "control.figure", "legend.title", "control.bases", "app.demo_banner"):
        assert texts("en")(key) in body and texts("fr")(key) not in body, key


def test_another_language_forgets_no_filter(open_page, wait_settled):
    """A list sends back the words that it shows: those of the other language would mean nothing."""
    page = open_page("/carte?programme=abitibi&categories=wood&figure=companies")
    sidebar = page.get_by_test_id("stSidebar")
    for button, lang in (("English", "en"), ("Français", "fr")):
        sidebar.get_by_text(button).click()
        sidebar.get_by_text(texts(lang)("control.radius")).wait_for()
        wait_settled(page)
        page.get_by_role("slider").first.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**radius={101 if lang == 'en' else 102}*")
        wait_settled(page)
        assert "categories=wood" in page.url and "figure=companies" in page.url
        assert texts(lang)("category.wood.name") in sidebar.get_by_test_id("stMultiSelect").inner_text()
        shown = [box.input_value() for box in sidebar.get_by_test_id("stSelectbox").locator("input").all()]
        assert texts(lang)("figure.companies") in shown


def test_streamlits_own_words_follow_the_language_of_the_page(open_page, map_frame, wait_settled):
    page = open_page("/carte?programme=abitibi")
    map_frame(page, layers=50)  # a list that is opened while the page is still being laid out closes again
    wait_settled(page)
    say, box = texts("fr"), page.get_by_test_id("stMultiSelect").locator("input").first
    box.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name=say("streamlit.select_all")).wait_for()
    page.keyboard.type("zzz")
    page.get_by_role("option", name=say("streamlit.no_results")).wait_for()
    page.locator("h1").first.click()  # closes the list, which hides the rest from assistive tools
    page.get_by_role("button", name=say("streamlit.main_menu")).click()
    page.get_by_text(say("streamlit.print"), exact=True).wait_for()
    page.keyboard.press("Escape")
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.wait_for_url("**lang=en*")
    wait_settled(page)
    page.get_by_role("button", name=texts("en")("streamlit.main_menu")).click()
    page.get_by_text(texts("en")("streamlit.print"), exact=True).wait_for()


def test_with_no_network_at_all_the_map_draws(page, server, map_frame, wait_settled):
    strangers = []

    def refuse(route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    page.context.route("**/*", refuse)
    page.goto(f"{server.url}/carte?programme=abitibi")
    wait_settled(page)
    seen = drawing(map_frame(page, layers=50))
    assert seen["sites"] == placed_sites("abitibi") and seen["exchanges"]
    assert strangers == []
