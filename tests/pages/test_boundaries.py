"""A boundary layer on the page Données: its layers, its picture, its doubts, then one entry of the journal."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from geopandas import GeoDataFrame
from shapely.geometry import LineString, MultiLineString, Point, box
from streamlit.testing.v1 import AppTest

from eit.actions.edit import EditContext
from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file, start_programme
from eit.locations import PAGES
from eit.store.boundaries import read_boundaries
from eit.store.layers.folder import find_layers
from eit.store.layers.importing import Asked, import_boundaries
from eit.ui.data_page.boundaries_tab import ADD, LAYER
from eit.ui.data_page.ground_part import PART
from eit.ui.map.attribution import credits
from eit.ui.map.scene import map_content
from eit.views.escape import markdown_text
from tests.opening import open_page as open_map
from tests.pages.test_records import ROOT, TABS, button, open_page, raw, rows, shown
from tests.pages.test_records import database as database  # the fixture

TABS["boundaries"] = "Territoires et limites"
WEIRD = "<i>Wavre</i> (fictif)"


def tab(**words: str) -> AppTest:
    return open_page("boundaries", programme="hurepoix", **words)


def send(app: AppTest, path: Path) -> AppTest:
    app.file_uploader[0].set_value((path.name, path.read_bytes(), "application/octet-stream"))
    return app.run()


def pick(app: AppTest, ends: str, value: str) -> AppTest:
    return next(one for one in app.selectbox if one.key.endswith(f" {ends}")).set_value(value).run()


def layer(*rows: tuple[str, str, float, float]) -> GeoDataFrame:
    shapes = [box(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for _, _, x, y in rows]
    names = {"code": [one[0] for one in rows], "nom": [one[1] for one in rows]}
    return GeoDataFrame(names, geometry=shapes, crs="EPSG:4326")


DOURDAN, CHERON = ("91200", "Dourdan", 2.01, 48.53), ("91540", "Saint-Chéron", 2.13, 48.55)


def test_a_layer_is_seen_then_taken_in_as_one_entry(tmp_path: Path, database: Path) -> None:
    path = tmp_path / "limites.gpkg"
    layer(DOURDAN, CHERON).to_file(path, layer="communes")
    GeoDataFrame({"nom": ["Mairie"]}, geometry=[Point(2, 48.5)], crs="EPSG:4326").to_file(
        path, layer="mairies"
    )
    app = send(tab(), path)
    assert not app.exception
    layers = next(one for one in app.selectbox if one.key.endswith(" layer"))
    assert layers.options == ["communes (Polygon)", "mairies (Point)"]
    assert "Dites le genre" in shown(app), "`code` and `nom` do not say what the units are"
    assert "intercommunalité" in shown(app) and "municipality," not in shown(app), "in words of the reader"
    app = pick(app, "kind", "commune")
    drawn = re.search('data:image/svg[+]xml;base64,([^"]+)', raw(app))
    assert drawn and ">Dourdan</text>" in base64.b64decode(drawn[1]).decode(), (
        "a page shows drawings as images"
    )
    assert "2 unités sont des territoires des données" in shown(app)
    assert rows(database, "SELECT count(*) FROM journal") == [(0,)], "looking writes nothing"
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, f"{LAYER} now").click().run()
    assert not app.exception and "Couche importée" in shown(app) and "2 unités" in shown(app)
    assert rows(database, "SELECT author, action, subject FROM journal") == [
        ("Camille", "import-boundaries", "limites.gpkg")
    ]
    drawn = read_boundaries(ROOT / "data" / "geo", layers=find_layers(database)).set_index("territory_id")
    assert not drawn.at["commune-91200", "approximate"]


def test_roads_and_rivers_are_seen_then_lie_under_the_maps(tmp_path: Path, database: Path) -> None:
    path = tmp_path / "eaux.geojson"
    river = LineString([(1.9, 48.5), (2.1, 48.55)])
    pieces = MultiLineString([[(2.1, 48.55), (2.2, 48.56)], [(2.3, 48.5), (2.4, 48.51)]])
    lines = {"waterway": ["river"] * 2, "name": [WEIRD, ""]}  # Most deliveries hold both kinds of line.
    GeoDataFrame(lines, geometry=[river, pieces], crs="EPSG:4326").to_file(path)
    app = send(tab(), path)
    assert "eau et canaux" in shown(app) and not app.exception
    assert rows(database, "SELECT count(*) FROM journal") == [(0,)], "looking writes nothing"
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, f"{PART} now").click().run()
    assert not app.exception and any(markdown_text("eaux.geojson") in one.value for one in app.caption)
    assert rows(database, "SELECT action FROM journal") == [("import-ground",)]
    app = button(app, f"{PART} away eaux.geojson").click().run()
    assert not app.exception and not find_layers(database).versions


def test_exchanged_codes_are_asked_before_they_come_in(tmp_path: Path, database: Path) -> None:
    path = tmp_path / "echange.geojson"
    layer(("91540", *DOURDAN[1:]), ("91200", *CHERON[1:])).to_file(path)
    app = pick(send(tab(), path), "kind", "commune")
    assert not app.exception
    assert "les codes semblent échangés" in shown(app)
    assert button(app, f"{LAYER} now").disabled
    app = next(one for one in app.checkbox if one.key.endswith("accept exchanged")).check().run()
    assert not button(app, f"{LAYER} now").disabled
    assert rows(database, "SELECT count(*) FROM journal") == [(0,)]


def test_units_of_another_country_are_made_and_join_a_programme(tmp_path: Path, database: Path) -> None:
    path = tmp_path / "wavre.geojson"
    layer(("25112", WEIRD, 4.61, 50.71)).to_file(path)
    app = pick(pick(send(tab(), path), "kind", "commune"), "jurisdiction", "BE-WAL")
    assert not app.exception
    assert "elle sera créée" in shown(app) and "<i>Wavre" not in raw(app), "what a file says is text"
    app.text_input(key="author typed").set_value("Camille")
    app = button(app, f"{LAYER} now").click().run()
    assert rows(database, "SELECT name FROM territory WHERE country = 'BE'") == [(WEIRD,)]
    app.text_input(key=ADD).set_value("25112").run()
    which = next(one for one in app.radio if one.key.startswith(ADD))
    assert which.value is None, "25112 is a commune of Doubs too: a person says which"
    assert which.options[0].startswith(WEIRD)
    which.set_value("commune-be-wal-25112").run()
    said = shown(button(app, f"{ADD} now").click().run())
    assert "autre côté d’une frontière" in said.replace("'", "’"), (
        "a Walloon commune of a French programme is meant"
    )
    assert not rows(database, "SELECT 1 FROM programme_territory WHERE territory_id = 'commune-be-wal-25112'")
    app.checkbox(key=f"{ADD} across").check().run()
    said = shown(button(app, f"{ADD} now").click().run())
    assert rows(
        database, "SELECT programme_id FROM programme_territory WHERE territory_id = 'commune-be-wal-25112'"
    )
    assert "vient de changer la même chose" not in said, "one's own edit of the same page is no other's"


@pytest.mark.parametrize("typed", ["Étampes", "91223"])
def test_a_place_joins_the_programme(typed: str, database: Path) -> None:
    app = tab()
    app.text_input(key="author typed").set_value("Camille")
    app.text_input(key=ADD).set_value(typed).run()
    app = button(app, f"{ADD} now").click().run()
    assert not app.exception and "Territoire ajouté" in shown(app)
    question = "SELECT territory_id FROM programme_territory WHERE programme_id = 'hurepoix'"
    assert ("commune-91223",) in rows(database, question)
    assert rows(database, "SELECT action FROM journal") == [("add-territories",)]


def test_the_demonstration_shows_and_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EIT_DATABASE", str(ROOT / "data" / "flows.duckdb"))
    path = tmp_path / "limites.geojson"
    path.write_text('{"type": "FeatureCollection", "features": [')
    app = send(tab(), path)
    assert not app.exception and "ne s'ouvre pas" in shown(app)
    assert button(app, f"{LAYER} now") is None


def test_a_programme_begins_on_a_unit_that_only_a_layer_knows(tmp_path: Path, database: Path) -> None:
    path = tmp_path / "wavre.geojson"
    layer(("25112", "Wavre (fictif)", 4.61, 50.71)).to_file(path)
    asked = Asked("commune", jurisdiction="BE-WAL")
    import_boundaries(path, asked, database, ROOT / "data" / "geo", author="Camille")
    unit = "commune-be-wal-25112"
    door = EditContext(database, "Camille")
    made = start_programme(door, NewProgramme("Boucles de la Dyle (fictif)", ""), [unit])
    assert rows(database, f"SELECT jurisdiction FROM programme WHERE programme_id = '{made}'") == [
        ("BE-WAL",)
    ]
    question = f"SELECT territory_id FROM programme_territory WHERE programme_id = '{made}'"
    assert rows(database, question) == [(unit,)]


def test_what_lies_inside_an_outline_is_said_before_it_comes_in(tmp_path: Path, database: Path) -> None:
    around, inner = box(4.5, 50.6, 4.8, 50.9), box(4.6, 50.7, 4.7, 50.8)
    names = {
        "code": ["25112", "25119", "25120"],
        "nom": ["Autour (fictif)", "Dedans (fictif)", "Trouée (fictive)"],
    }
    shapes = [around - inner, inner, box(5, 50.6, 5.2, 50.8) - box(5.05, 50.65, 5.1, 50.7)]
    path = tmp_path / "enclave.geojson"
    GeoDataFrame(names, geometry=shapes, crs="EPSG:4326").to_file(path)
    app = pick(pick(send(tab(), path), "kind", "commune"), "jurisdiction", "BE-WAL")
    said = shown(app).replace("\u00a0", " ")
    assert "Autour (fictif) : le tracé en entoure un autre (Dedans (fictif))" in said
    assert "Trouée (fictive) : le tracé a un trou" in said
    assert not button(app, f"{LAYER} now").disabled, "an enclave stops nothing"


def test_a_file_that_holds_nothing_has_its_walloon_map(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty file, a layer of one's own, a programme on one of its units, its map, credited to that layer alone."""
    empty = tmp_path / "empty.duckdb"
    start_file(empty, "Camille", NewProgramme("Sans territoire (fictif)", "FR"), [])
    monkeypatch.setenv("EIT_DATABASE", str(empty))
    for x, name, source in (
        (4.61, "Wavre (fictif)", "SPW (fictif)"),
        (5.61, "Huy (fictif)", "Autre (fictif)"),
    ):
        path = tmp_path / f"{x}.geojson"
        layer((f"{x:.2f}".replace(".", "") + "12", name, x, 50.71)).to_file(path)
        import_boundaries(
            path,
            Asked("commune", jurisdiction="BE-WAL", source=source),
            empty,
            ROOT / "data" / "geo",
            author="C",
        )
    made = start_programme(
        EditContext(empty, "Camille"), NewProgramme("Dyle (fictif)", ""), ["commune-be-wal-46112"]
    )
    page = open_map(PAGES / "carte.py", programme=made)
    assert not page.exception
    territories = map_content(page.session_state["frame"]).territories
    assert territories is not None
    drawn = territories[territories.geometry.notna()]
    assert (list(drawn["name"]), list(drawn["approximate"])) == (["Wavre (fictif)"], [False])
    named = " ".join(one.text for one in credits(page.session_state["frame"]))
    assert "SPW (fictif)" in named and "Autre (fictif)" not in named, "only what is drawn is credited"
