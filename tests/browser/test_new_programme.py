"""From a fresh start to a map, as a coordinator does it: by name, by a click on the map, from a layer of her own."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from eit.views.territories.layer import kind_label
from eit.views.texts import texts

ROOT = Path(__file__).resolve().parents[2]
SAY = texts("fr")
FIVE_MINUTES = 300.0
AREAS = "document.querySelectorAll('.maillage-area').length"
WORDS = (
    "(() => { const copy = document.body.cloneNode(true);"
    " copy.querySelectorAll('script, style').forEach((one) => one.remove()); return copy.textContent; })()"
)
APPROXIMATE = "document.querySelectorAll('.maillage-area.approximate').length"
HASTIERE = [[4.78, 50.19], [4.87, 50.19], [4.87, 50.25], [4.78, 50.25], [4.78, 50.19]]
"""About where the Walloon commune of Hastière lies (NIS 91142): a rectangle made for this test."""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("neuf") / "travail.duckdb"
    shutil.copy(ROOT / "data" / "flows.duckdb", path)
    return path


@pytest.fixture(scope="module")
def own_server(start_server: Callable[..., Any], file: Path) -> Any:
    return start_server(EIT_DATABASE=str(file), EIT_AUTHOR="Essai")


@pytest.fixture
def stopwatch() -> Iterator[None]:
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < FIVE_MINUTES


def assert_said_approximate(frame: Any, cells: int) -> None:
    """Every cell is drawn as approximate, and the legend of the map says so in words; none does when none is."""
    assert (frame.evaluate(AREAS), frame.evaluate(APPROXIMATE)) == (cells, cells)
    assert SAY("map_screen.legend_approximate") in said_on(frame)


def said_on(frame: Any) -> str:
    """All the words of the map but its credits, which name the source of approximate limits in any case."""
    text = frame.evaluate(WORDS)
    return str(text).replace(SAY("credit.approximate"), "")


def scope(file: Path, programme_id: str) -> set[str]:
    with duckdb.connect(str(file), read_only=True) as connection:
        sql = "SELECT territory_id FROM programme_territory WHERE programme_id = ?"
        return {row[0] for row in connection.execute(sql, [programme_id]).fetchall()}


def ask_for(page: Any, place: str, wait: Callable[[Any], None]) -> None:
    page.get_by_role("tab", name=SAY("programme.new")).click()
    wait(page)
    page.get_by_role("textbox", name=re.compile("^Où")).last.fill(place)
    page.keyboard.press("Enter")
    wait(page)


def begin(page: Any, name: str, wait: Callable[[Any], None]) -> None:
    page.get_by_role("textbox", name=re.compile(r"^Nom \*")).last.fill(name)
    page.get_by_role("button", name=SAY("programme.begin")).click()
    page.get_by_text(f"« {name} »".replace(" ", " ")).or_(page.get_by_text(re.compile(name))).first.wait_for()
    wait(page)


def test_les_laurentides_by_name_and_a_park_drawn_on_the_map(
    open_page: Any, own_server: Any, file: Path, wait_settled: Any, map_frame: Any, journal: Any, stopwatch: None,
    screenshot: Any,
) -> None:  # fmt: skip
    page = open_page("/programme?programme=abitibi", at=own_server)
    ask_for(page, "Les Laurentides", wait_settled)
    page.get_by_text(re.compile("· 78$")).first.click()
    wait_settled(page)
    begin(page, "Laurentides circulaires", wait_settled)
    assert scope(file, "laurentides-circulaires") == {"mrc-78"}
    page.get_by_role("tab", name=SAY("programme.territories")).click()
    page.get_by_text(SAY("programme.draw_park"), exact=True).click()
    wait_settled(page)
    frame = page.locator('iframe[title^="streamlit_folium"]').last
    for number, (across, down) in enumerate(((0.48, 0.45), (0.5, 0.45), (0.5, 0.5)), start=1):
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        outline = page.get_by_role("textbox", name=SAY("programme.outline"))
        page.wait_for_function(
            '([label, n]) => document.querySelector(`textarea[aria-label="${label}"]`)'
            ".value.split('\\n').length >= n",
            arg=[SAY("programme.outline"), number],
        )
        wait_settled(page)
    assert len(outline.input_value().splitlines()) == 3
    page.get_by_role("textbox", name=re.compile(r"^Nom \*")).last.fill("Parc de l'essai")
    page.get_by_role("button", name=SAY("programme.save_park")).click()
    page.get_by_text(re.compile("Déjà connus : .*Parc de l.essai|est enregistré")).first.wait_for()
    screenshot("programme-parc-1920x1080")
    with duckdb.connect(str(file), read_only=True) as connection:
        parks = connection.sql(
            "SELECT parent_id FROM territory WHERE territory_id = 'park-parc-de-l-essai'"
        ).fetchall()
    assert len(parks) == 1 and parks[0][0].startswith("mun-78")
    page = open_page("/carte?programme=laurentides-circulaires", at=own_server)
    assert_said_approximate(map_frame(page), 20)
    journal.assert_local_only()
    journal.assert_quiet()


def test_the_cu_of_dunkerque_by_a_click_on_the_map(
    open_page: Any, own_server: Any, file: Path, wait_settled: Any, map_frame: Any, journal: Any, stopwatch: None,
    screenshot: Any,
) -> None:  # fmt: skip
    page = open_page("/programme?programme=fensch", at=own_server)
    ask_for(page, "Bergues", wait_settled)
    page.get_by_text(SAY("programme.place_on_map"), exact=True).last.click()
    wait_settled(page)
    frame = page.frame_locator('iframe[title^="streamlit_folium"]').last
    frame.locator("path.leaflet-interactive").first.wait_for()
    screenshot("programme-choisir-1920x1080")
    # The EPCI are drawn in the order of their codes; each says its name under the pointer.
    shapes = frame.locator("path.leaflet-interactive")
    for place in range(shapes.count()):
        shapes.nth(place).hover(force=True)
        if frame.get_by_text("CU de Dunkerque").count():
            shapes.nth(place).click(force=True)
            break
    wait_settled(page)
    page.get_by_text(re.compile("245900428$")).first.wait_for()
    begin(page, "Dunkerque circulaire", wait_settled)
    assert scope(file, "dunkerque-circulaire") == {"epci-245900428"}
    page = open_page("/carte?programme=dunkerque-circulaire", at=own_server)
    assert_said_approximate(map_frame(page), 17)
    journal.assert_local_only()
    journal.assert_quiet()


def test_a_walloon_commune_from_a_layer_of_her_own(
    open_page: Any,
    own_server: Any,
    file: Path,
    wait_settled: Any,
    map_frame: Any,
    journal: Any,
    stopwatch: None,
) -> None:
    layer = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"NIS": "91142", "NOM": "Hastière"},
         "geometry": {"type": "Polygon", "coordinates": [HASTIERE]}},
    ]}  # fmt: skip
    page = open_page("/donnees?programme=fensch", at=own_server)
    page.get_by_role("tab", name=SAY("records.tab.boundaries")).click()
    wait_settled(page)
    sent = {
        "name": "wallonie.geojson",
        "mimeType": "application/geo+json",
        "buffer": json.dumps(layer).encode(),
    }
    page.locator("input[type=file]").last.set_input_files(sent)
    wait_settled(page)
    for which, choice in (("kind", kind_label("commune", SAY)), ("jurisdiction", "Belgique (Wallonie)")):
        page.get_by_role("combobox", name=SAY(f"boundaries.{which}")).click()
        page.get_by_role("option", name=choice, exact=True).click()
        wait_settled(page)
    picture = page.get_by_role("img", name=SAY("layer.picture"))
    assert picture.evaluate("image => image.naturalWidth") > 0, "the layer is seen before it is accepted"
    page.get_by_role("button", name=SAY("boundaries.save")).click()
    page.get_by_text(re.compile("Couche importée")).first.wait_for()
    page = open_page("/programme?programme=fensch", at=own_server)
    ask_for(page, "Hastière", wait_settled)
    begin(page, "Hastière circulaire", wait_settled)
    assert len(scope(file, "hastiere-circulaire")) == 1
    page = open_page("/carte?programme=hastiere-circulaire", at=own_server)
    frame = map_frame(page)
    assert (frame.evaluate(AREAS), frame.evaluate(APPROXIMATE)) == (1, 0), (
        "an imported outline is not approximate"
    )
    assert SAY("map_screen.legend_approximate") not in frame.evaluate(WORDS), "nor do its credits say so"
    journal.assert_local_only()
    journal.assert_quiet()
