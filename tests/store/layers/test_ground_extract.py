"""Roads and waters of an extract: known by what publishers write, asked where nothing says it, gone when taken away."""

from __future__ import annotations

import shutil
from pathlib import Path

import geopandas
import pytest
import shapely

from eit.analysis.names_on_map import names_on_map
from eit.analysis.territories.official import ground_files, official_sources
from eit.analysis.territories.outlines import ground
from eit.locations import GEO
from eit.store.boundaries import read_boundaries
from eit.store.database import Database
from eit.store.layers import ground_extract
from eit.store.layers.folder import find_layers
from eit.store.layers.ground_extract import plan_ground, remove_ground
from eit.store.layers.refusal import InvalidBoundaries

OSM = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
<node id="1" lat="48.10" lon="-78.30" version="1"/><node id="2" lat="48.14" lon="-78.10" version="1"/>
<node id="3" lat="48.20" lon="-77.80" version="1"/><node id="4" lat="48.50" lon="-78.00" version="1"/>
<node id="5" lat="47.90" lon="-77.70" version="1"/><node id="6" lat="48.30" lon="-77.90" version="1"/>
<way id="10" version="1"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="trunk"/></way>
<way id="11" version="1"><nd ref="4"/><nd ref="2"/><tag k="waterway" v="river"/>
<tag k="name" v="Rivière Inventée"/></way>
<way id="12" version="1"><nd ref="2"/><nd ref="5"/><tag k="waterway" v="river"/>
<tag k="name" v="Rivière Inventée"/></way>
<way id="13" version="1"><nd ref="1"/><nd ref="5"/><tag k="highway" v="footway"/></way>
<way id="14" version="1"><nd ref="3"/><nd ref="5"/><nd ref="6"/><nd ref="3"/><tag k="natural" v="water"/></way>
</osm>
"""


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """Around Malartic: a main road, a river in two ways, a lake, a path that no map of a programme shows."""
    file = tmp_path / "extrait.osm"
    file.write_text(OSM, encoding="utf-8")
    return file


@pytest.fixture
def data(tmp_path: Path, root: Path) -> Path:
    """A copy of the demonstration."""
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    return copy


def test_an_extract_lies_under_the_maps_and_can_be_taken_away(extract: Path, data: Path) -> None:
    plan = plan_ground(extract, data)
    assert plan.report["kinds"] == {"water": 1, "motorway": 1, "river": 1}
    assert not find_layers(data).versions, "nothing is written before it was seen"
    plan.write("Camille")
    layers = find_layers(data)
    under = ground("CA-QC", layers)
    assert under is not None and {"land", "river", "motorway"} <= set(under["kind"])
    assert official_sources(layers, (), ()) == ["© OpenStreetMap (ODbL)"]
    assert len(read_boundaries(GEO, layers=layers)) == len(read_boundaries(GEO)), "it is no boundary"
    with Database(data) as database:
        named = names_on_map(database, "abitibi", (-79.0, 47.0, -77.0, 49.0), layers)
    assert [(one.name, one.kind) for one in named if "Inventée" in one.name] == [
        ("Rivière Inventée", "water")
    ]
    remove_ground(data, extract.name, "Camille")
    assert not ground_files(find_layers(data))


def test_two_deliveries_lie_together_and_one_of_the_same_name_replaces_itself(
    extract: Path, data: Path, tmp_path: Path
) -> None:
    plan_ground(extract, data).write("Camille")
    rail = geopandas.GeoDataFrame(
        {"type": ["?"]}, geometry=[shapely.LineString([(-78.2, 48.2), (-77.9, 48.2)])], crs=4326
    )
    file = tmp_path / "rails.geojson"
    rail.to_file(file)
    with pytest.raises(InvalidBoundaries) as refused:
        plan_ground(file, data)
    assert refused.value.key == "ground-kind-missing"
    for _ in range(2):
        plan = plan_ground(file, data, "rail", source="Qui publie")
        plan.write("Camille")
        assert plan.report["kinds"] == {"water": 1, "motorway": 1, "river": 1, "rail": 1}
    assert ground_files(find_layers(data)) == ["extrait.osm", "rails.geojson"]
    assert official_sources(find_layers(data), (), ()) == ["Qui publie", "© OpenStreetMap (ODbL)"]


def test_far_from_every_programme_nothing_is_taken(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "far.geojson"
    far = geopandas.GeoDataFrame(
        {"highway": ["trunk"]}, geometry=[shapely.LineString([(24.9, 60.1), (25.0, 60.2)])], crs=4326
    )
    far.to_file(file)
    with pytest.raises(InvalidBoundaries) as refused:
        plan_ground(file, data)
    assert refused.value.key == "ground-beside"


def test_a_broken_extract_is_a_sentence(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "broken.osm.pbf"
    file.write_bytes(b"\x00\x00\x00\x0dno extract at all")
    with pytest.raises(InvalidBoundaries):
        plan_ground(file, data)


def test_an_extract_that_would_swell_or_breaks_off_is_refused(data: Path, tmp_path: Path) -> None:
    bomb = OSM.replace("<osm", '<!DOCTYPE osm [<!ENTITY a "aaaa">]>\n<osm', 1)
    for name, content in {"bomb.osm": bomb, "half.osm": OSM[: len(OSM) // 2]}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(InvalidBoundaries):
            plan_ground(tmp_path / name, data)


def test_too_many_lines_leave_the_smallest_out_and_say_so(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground_extract, "MOST_POINTS", 100)
    lines = [shapely.LineString([(-78.3 + n / 200, 48.0), (-78.2999 + n / 200, 48.001)]) for n in range(60)]
    lines.append(shapely.LineString([(-78.3, 48.5), (-77.8, 48.5)]))
    file = tmp_path / "many.parquet"
    geopandas.GeoDataFrame({"highway": "primary"}, geometry=lines, crs=4326, index=range(61)).to_parquet(file)
    plan = plan_ground(file, data)
    assert plan.report["left_out"] == 11
    assert shapely.length(plan.layer.geometry.to_numpy()).max() == pytest.approx(0.5), "the longest stays"
