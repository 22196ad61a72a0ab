"""The map really draws, answers the hand, keeps its place, and needs no network."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest

from eit.views.texts import texts
from tests.browser.drawn import drawing, move_by_hand, place, spot

ROOT = Path(__file__).resolve().parents[2]
MARK = "window.mark = 'the same document'"


@pytest.fixture(autouse=True)
def moving(page) -> None:
    """Here everything moves as it does for a reader who did not ask for less."""
    page.emulate_media(reduced_motion="no-preference")


def placed_sites(programme: str) -> int:
    question = "SELECT count(*) FROM company WHERE programme_id = ? AND latitude IS NOT NULL"
    with duckdb.connect(str(ROOT / "data" / "flows.duckdb"), read_only=True) as connection:
        return connection.execute(question, [programme]).fetchone()[0]


LINES = ".maillage-list button:not(:has(.inner))"
"""The rows of the list that are lines; the others say what stays inside a disc."""


def words(page) -> dict[str, str]:
    """What the address of the page says."""
    return {key: value[0] for key, value in parse_qs(urlsplit(page.url).query).items()}


def company_box(page):
    """The sidebar's list of companies; `aria-label` holds the label of the control."""
    return page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").nth(1).locator("input")


def press(page, key: str, times: int, pause_ms: int = 600) -> None:
    page.get_by_role("slider").first.focus()
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(pause_ms)


@pytest.mark.parametrize("programme", ["abitibi", "quebec"])
def test_nodes_lines_names_list_and_legend_are_drawn(programme, open_page, map_frame, screenshot):
    page = open_page(f"/carte?programme={programme}")
    frame = map_frame(page)
    screenshot(f"carte-{programme}-1920x1080")
    seen = drawing(frame)
    assert seen["sites"] == placed_sites(programme) and 1 < seen["nodes"] <= seen["sites"]
    assert seen["lines"] and seen["kinds"] == [0, 1], "potential exchanges and synergies"
    inside = frame.locator(".maillage-list button .inner").count()
    assert inside and len(seen["rows"]) - inside == len(seen["lines"]) <= 60
    assert seen["territories"] and len(seen["names"]) >= 5
    assert seen["circles"] == 0 and not seen["pinned"]
    for key in ("legend_potential", "legend_synergy", "legend_direction", "legend_rings"):
        assert texts("fr")(f"map_screen.{key}") in seen["legend"]
    assert texts("fr")("map_screen.legend_ring") not in seen["legend"], "only what is drawn"
    whole = frame.evaluate("map.getBounds().contains(L.latLngBounds(maillage.board().data.sites.at))")
    assert whole, "the first view cuts the programme"


def test_the_pointer_lights_a_line_and_its_row_and_a_row_its_line(open_page, map_frame):
    page = open_page("/carte?programme=abitibi")
    frame = map_frame(page)
    at = spot(frame, "line")
    page.mouse.move(at["x"], at["y"])
    seen = drawing(frame)
    assert seen["lit"] == [at["key"]] and "→" in seen["tip"]
    assert frame.locator(".maillage-list button.lit").count() == 1
    frame.locator(LINES).nth(2).hover()
    row = frame.locator(LINES).nth(2).get_attribute("data-key")
    assert drawing(frame)["lit"] == [row]
    frame.locator(".maillage-count").hover()
    assert drawing(frame)["lit"] is None


def test_the_map_of_a_meeting_is_seen_whole(open_page, map_frame, wait_settled, screenshot):
    page = open_page("/rencontre?programme=abitibi")
    page.get_by_role("button", name=texts("fr")("meeting.next")).first.click()
    map_frame(page)
    wait_settled(page)
    screenshot("rencontre-carte-1920x1080")
    box = page.locator(".st-key-room-map-box").bounding_box()
    drawn = page.locator(".st-key-room-map-box iframe").bounding_box()
    assert drawn["height"] > 600 and box["height"] >= drawn["height"], "the map is cut"
    for width, height in ((1280, 720), (1024, 768)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        stage = page.locator(".st-key-meeting-stage").bounding_box()
        again = page.locator(".st-key-room-map-box").bounding_box()
        assert again["y"] + again["height"] <= stage["y"] + stage["height"] <= height, (width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 768, "height": 1024})
    frame = map_frame(page)
    frame.wait_for_function(f"({APART})().every(Boolean)")


APART = """() => {
  const [legend, ...others] = ['.maillage-legend', '.maillage-panel', '.leaflet-control-attribution']
    .map(name => document.querySelector(name).getBoundingClientRect());
  return others.map(one => one.left >= legend.right || one.top >= legend.bottom);
}"""
"""Whether the legend lies neither on the list nor on the sources."""


def test_a_map_says_once_that_it_is_drawn(page, server, map_frame, wait_settled):
    said = []
    page.on("response", lambda answer: said.append(answer.status) if answer.url.endswith("/drawn") else None)
    page.goto(f"{server.url}/carte?programme=abitibi")
    map_frame(page)
    wait_settled(page)
    assert said == [204]


def test_another_radius_redraws_the_lines_and_leaves_the_map_where_it_is(
    open_page, map_frame, wait_settled, journal
):
    page = open_page("/carte?programme=abitibi&radius=12")
    frame = map_frame(page)
    frame.evaluate(MARK)
    asked = "maillage.board().data.flows.id.length"
    held, flows = move_by_hand(page, frame), frame.evaluate(asked)
    press(page, "ArrowRight", 3)
    frame.wait_for_function(f"flows => {asked} > flows", arg=flows)
    wait_settled(page)
    assert map_frame(page).evaluate("window.mark") == "the same document", "the map was mounted anew"
    assert place(frame) == held
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


def test_a_click_pins_moves_nothing_and_chooses_on_every_page(
    open_page, map_frame, wait_settled, screenshot, journal
):
    page = open_page("/carte?programme=fensch")
    frame = map_frame(page)
    heads = "Object.fromEntries(maillage.drawn().bands.map((band) => [band.link.key, band.head]))"
    before, at = frame.evaluate(heads), spot(frame, "node")
    page.mouse.click(at["x"], at["y"])
    assert drawing(frame)["pinned"] == f"company:{at['id']}", "the map waits for nobody"
    page.wait_for_selector(".eit-name")
    wait_settled(page)
    frame.wait_for_function("document.querySelectorAll('.maillage-ring').length === 1")
    after = frame.evaluate(heads)
    assert {key: after[key] for key in before} == before, "a line that did not change has moved"
    assert words(page)["company"] == at["id"]
    assert page.locator(".eit-name").first.inner_text() == at["name"] == company_box(page).input_value()
    assert at["name"] in drawing(frame)["head"]
    partners = page.locator(".eit-list").first.locator("li")
    partners.first.locator("summary").click()
    assert partners.first.locator("details small").inner_text().strip(), "no reason is given"
    screenshot("carte-organisation-1920x1080")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Échanges").click()
    page.wait_for_url("**/echanges?**company=*")
    assert words(page)["company"] == at["id"]
    journal.assert_quiet()


def test_a_finger_pins_frees_and_filters_where_nothing_hovers(browser, server, journal, map_frame):
    context = browser.new_context(viewport={"width": 1366, "height": 1024}, has_touch=True, is_mobile=True)
    page = context.new_page()
    journal.watch(page)
    page.goto(f"{server.url}/carte?programme=fensch")
    frame = map_frame(page)
    assert page.evaluate("matchMedia('(hover: none)').matches")
    at = spot(frame, "node")
    page.touchscreen.tap(at["x"], at["y"])
    frame.wait_for_function("maillage.drawn().view.pinned !== ''")
    frame.locator(".maillage-free").first.tap()
    frame.wait_for_function("maillage.drawn().view.pinned === ''")
    frame.locator(LINES).first.tap()
    frame.wait_for_function("maillage.drawn().view.pinned.startsWith('flow:')")
    journal.assert_quiet()
    context.close()


def test_a_link_with_a_pinned_line_opens_the_same(open_page, map_frame):
    page = open_page("/carte?programme=abitibi&radius=100&company=abi-001")
    seen = drawing(map_frame(page))
    assert seen["circles"] == 1 and seen["pinned"] == "company:abi-001" and seen["lit"]
    assert page.locator(".eit-name").count() == 1
    frame = map_frame(page)
    frame.locator(LINES).first.click()
    page.wait_for_url("**pin=flow*")
    key = drawing(frame)["lit"]
    frame = map_frame(open_page("/carte" + page.url.partition("/carte")[2]))
    assert drawing(frame)["lit"] == key and frame.locator(".maillage-details li").count()


def test_another_language_changes_every_word_and_the_language_of_the_map(open_page, map_frame, wait_settled):
    page = open_page("/carte?programme=abitibi")
    assert drawing(map_frame(page))["lang"] == "fr"
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.wait_for_url("**lang=en*")
    wait_settled(page)
    seen = drawing(map_frame(page))
    assert (seen["lang"], seen["label"]) == ("en", texts("en")("map_screen.region"))
    assert page.locator("h1").first.inner_text() == texts("en")("nav.map")
    body = page.locator("body").inner_text()
    for key in ("control.radius", "control.figure", "control.bases", "app.demo_banner"):
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
    map_frame(page)  # a list that is opened while the page is still being laid out closes again
    wait_settled(page)
    say, box = texts("fr"), page.get_by_test_id("stMultiSelect").locator("input").first
    all_of_them = page.get_by_role("option", name=say("streamlit.select_all"))
    for _ in range(10):  # a rerun that was under way closes the list again; a person opens it once more
        box.focus()
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(1000)
        if all_of_them.is_visible():
            break
    assert all_of_them.is_visible()
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

    page.route("**/*", refuse)
    page.goto(f"{server.url}/carte?programme=abitibi")
    wait_settled(page)
    seen = drawing(map_frame(page))
    assert seen["sites"] == placed_sites("abitibi") and seen["lines"]
    assert strangers == []
