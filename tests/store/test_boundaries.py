"""The boundary layers are whole, honest about what is approximate, and fail with a code."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame
from shapely.geometry import Point

from eit.store.boundaries import COLUMNS, FILES, BoundaryError, read_boundaries

GEO = Path(__file__).resolve().parents[2] / "data" / "geo"
# Vertices are rounded to 1e-5 degree: a cell that ends in the middle of an edge leaves it by about 1 m.
COVER_TOLERANCE = 1e-4
# Unorganised territories with 14 inhabitants in all, and no published position.
WITHOUT_SHAPE = {"mun-85907", "mun-87902", "mun-89902", "mun-89908", "mun-89912"}
# Settlements on a shore or the border, outside the coarse division boundary: metres to their own cell.
OUTSIDE_DIVISION = {
    "mun-56083": 100,  # Saint-Jean-sur-Richelieu
    "mun-66112": 300,  # Baie-D'Urfé
    "mun-66117": 300,  # Sainte-Anne-de-Bellevue
    "mun-66127": 100,  # Senneville
    "mun-67802": 300,  # Kahnawake
    "mun-69070": 500,  # Saint-Anicet
    "mun-69802": 1600,  # Akwesasne
    "mun-71025": 200,  # Saint-Zotique
    "mun-71055": 500,  # Pointe-des-Cascades
}
# The parish and the town of Senneterre share one published point; the town, more populous, keeps it.
SHARED_POINT = {"mun-89045": 1000}
# Its estimated position lies across the river, 0.6 km outside its division.
PARK_OUTSIDE = {"park-ludger-simard"}
PROGRAMMES = {
    "abitibi": ["region-08", "mrc-85", "mrc-86", "mrc-87", "mrc-88", "mrc-89", "mun-86042", "mun-89008"],
    "quebec": ["region-03", "mrc-23", "mun-23027", "park-saint-malo", "park-armand-viau"],
    "hurepoix": ["epci-249100595", "commune-91200", "park-zi-de-la-gaudree"],
    "fensch": ["epci-245701222", "commune-57221", "park-florange-hot-phase"],
    "qnp": ["region-05", "region-06", "region-16", "borough-saint-laurent"],
}


@pytest.fixture(scope="module")
def boundaries() -> GeoDataFrame:
    return read_boundaries(GEO)


@pytest.fixture(scope="module")
def shapes(boundaries: GeoDataFrame) -> dict[str, shapely.Geometry]:
    return dict(zip(boundaries["territory_id"], boundaries.geometry, strict=True))


@pytest.fixture(scope="module")
def territories() -> pd.DataFrame:
    return pd.read_csv(GEO / "territories.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("geo_build", GEO / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of_kind(territories: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    rows = territories[territories["kind"].isin(kinds) & (territories["latitude"] != "")]
    points = [Point(float(x), float(y)) for x, y in zip(rows["longitude"], rows["latitude"], strict=True)]
    return rows.assign(point=points)


def is_like(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    return one.symmetric_difference(other).area <= COVER_TOLERANCE * other.area


def test_every_territory_has_one_id_and_a_known_parent(territories: pd.DataFrame) -> None:
    ids = territories["territory_id"]
    assert len(ids) == 389 and ids.is_unique and not ids.str.contains("_").any()
    assert set(territories["parent_id"]) - {""} <= set(ids)
    assert set(territories["confidence"]) <= {"seen", "derived", "recalled", "assumption"}
    assert (territories["source"] != "").all()
    orphans = set(territories.loc[territories["parent_id"] == "", "kind"])
    assert orphans == {"region", "epci"}


def test_ninety_eight_divisions_with_unique_text_codes(boundaries: GeoDataFrame) -> None:
    divisions = boundaries[boundaries["kind"].isin(["mrc", "census-division"])]
    assert len(divisions) == 98 and divisions["code"].is_unique
    assert divisions["code"].map(lambda code: isinstance(code, str) and len(code) == 4).all()
    assert (divisions["territory_id"] == "mrc-" + divisions["code"].str[2:]).all()
    assert "Le Val-Saint-François" in set(divisions["name"])
    assert (divisions["kind"] == "census-division").sum() == 5


def test_columns_system_flag_and_validity(boundaries: GeoDataFrame) -> None:
    assert list(boundaries.columns) == COLUMNS and boundaries.crs == "EPSG:4326"
    assert boundaries["territory_id"].is_unique and list(boundaries.index) == list(range(len(boundaries)))
    assert boundaries["approximate"].dtype == bool
    surveyed = {"region", "mrc", "census-division"}
    assert (boundaries["approximate"] == ~boundaries["kind"].isin(surveyed)).all()
    assert boundaries.is_valid.all() and not boundaries.is_empty.any()
    assert set(boundaries.geom_type) <= {"Polygon", "MultiPolygon"}
    assert (boundaries["source"] != "").all()


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_each_programme_finds_its_territories(
    programme: str, shapes: dict[str, shapely.Geometry], territories: pd.DataFrame
) -> None:
    wanted = set(PROGRAMMES[programme])
    wanted |= set(territories.loc[territories["parent_id"].isin(wanted), "territory_id"]) - WITHOUT_SHAPE
    assert wanted <= set(shapes)


def test_only_places_without_a_position_lack_a_shape(
    shapes: dict[str, shapely.Geometry], territories: pd.DataFrame
) -> None:
    assert set(territories["territory_id"]) - set(shapes) == WITHOUT_SHAPE
    names = dict(zip(territories["territory_id"], territories["name"], strict=True))
    drawn = read_boundaries(GEO)
    assert all(names.get(row.territory_id, row.name) == row.name for row in drawn.itertuples(index=False))


@pytest.mark.parametrize("kinds", [("mrc", "census-division"), ("municipality",), ("commune",)])
def test_neighbours_share_their_edges(kinds: tuple[str, ...]) -> None:
    assert shapely.coverage_is_valid(read_boundaries(GEO, kinds).geometry.values)


def test_regions_and_epci_are_the_sum_of_their_parts(
    shapes: dict[str, shapely.Geometry], territories: pd.DataFrame
) -> None:
    for parent in territories.loc[territories["kind"].isin(["region", "epci"]), "territory_id"]:
        parts = territories.loc[territories["parent_id"] == parent, "territory_id"]
        assert shapely.union_all([shapes[part] for part in parts]).equals(shapes[parent])


def test_the_cells_of_a_division_cover_it(
    boundaries: GeoDataFrame, shapes: dict[str, shapely.Geometry]
) -> None:
    cells = boundaries[boundaries["kind"] == "municipality"]
    divisions = "mrc-" + cells["code"].str[:2]
    assert divisions.nunique() == 35
    for division, group in cells.groupby(divisions):
        union = shapely.union_all(group.geometry.values)
        assert is_like(union, shapes[division]), division
        assert shapely.area(group.geometry.values).sum() == pytest.approx(union.area, rel=1e-9)


def test_each_settlement_lies_in_its_own_cell(
    shapes: dict[str, shapely.Geometry], territories: pd.DataFrame
) -> None:
    exceptions = OUTSIDE_DIVISION | SHARED_POINT
    for row in of_kind(territories, "municipality", "commune").itertuples():
        metres = shapes[row.territory_id].distance(row.point) * 111_195
        assert (metres > 0) == (row.territory_id in exceptions), row.territory_id
        assert metres <= exceptions.get(row.territory_id, 0)
        if row.kind == "municipality":
            assert shapes[row.parent_id].covers(row.point) == (row.territory_id not in OUTSIDE_DIVISION)


def test_each_park_lies_in_the_cell_of_its_municipality(
    shapes: dict[str, shapely.Geometry], territories: pd.DataFrame
) -> None:
    for row in of_kind(territories, "park", "borough").itertuples():
        assert shapes[row.territory_id].covers(row.point)
        is_inside = shapes[row.parent_id].covers(row.point)
        assert is_inside == (row.territory_id not in PARK_OUTSIDE), row.territory_id


def test_discs_have_the_stated_size(boundaries: GeoDataFrame) -> None:
    parks = read_boundaries(GEO, ["park"]).to_crs("EPSG:6933").area / 1e6
    assert parks.between(1.52, 1.55).all()
    borough = read_boundaries(GEO, territory_ids=["borough-saint-laurent"]).to_crs("EPSG:6933").area / 1e6
    assert borough.iloc[0] == pytest.approx(42.8, rel=0.02)


def test_the_files_are_what_the_script_makes(
    build: ModuleType, boundaries: GeoDataFrame, shapes: dict[str, shapely.Geometry]
) -> None:
    divisions = boundaries[boundaries["kind"].isin(["mrc", "census-division"])]
    places = build.read_territories(GEO / "territories.csv")
    for made in (build.make_approximate(places, divisions), build.make_regions(divisions, places)):
        assert all(is_like(row.geometry, shapes[row.territory_id]) for row in made.itertuples())


def test_the_script_refuses_another_file(build: ModuleType, tmp_path: Path) -> None:
    square = [[[[(0, 0), (1, 0), (1, 1)]]]]
    other = pd.DataFrame({"cduid": [2401], "cdname": ["A"], "cdtype": ["MRC"], "geometry": square})
    with pytest.raises(SystemExit, match="98 are expected"):
        build.make_divisions(other)
    abroad = pd.concat([other.assign(cduid=3500 + code) for code in range(98)])
    with pytest.raises(SystemExit, match="outside Québec"):
        build.make_divisions(abroad)
    with pytest.raises(SystemExit, match="is not read as"):
        build.read_divisions(tmp_path / "absent.rda")


def test_filters_by_kind_and_by_id() -> None:
    assert set(read_boundaries(GEO, {"region"})["kind"]) == {"region"}
    both = read_boundaries(GEO, ["mrc"], ["mrc-86", "region-08", "unknown"])
    assert list(both["territory_id"]) == ["mrc-86"] and list(both.index) == [0]
    nothing = read_boundaries(GEO, [])
    assert nothing.empty and list(nothing.columns) == COLUMNS and nothing.crs == "EPSG:4326"


def test_files_stay_small() -> None:
    assert all((GEO / name).stat().st_size < 600_000 for name in FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_has_a_code(tmp_path: Path, name: str) -> None:
    for other in set(FILES) - {name}:
        shutil.copy(GEO / other, tmp_path)
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(tmp_path)
    assert caught.value.code == "boundaries_missing" and caught.value.values["path"] == str(tmp_path / name)


@pytest.mark.parametrize("harm", ["empty", "cut", "text", "bytes", "column", "plain"])
def test_a_damaged_file_has_a_code(tmp_path: Path, harm: str) -> None:
    for name in FILES:
        shutil.copy(GEO / name, tmp_path)
    path = tmp_path / FILES[0]
    content = path.read_bytes()
    if harm == "column":
        read_boundaries(GEO)[COLUMNS[1:]].to_parquet(path)
    elif harm == "plain":
        pd.DataFrame(read_boundaries(GEO).drop(columns="geometry")).to_parquet(path)
    else:
        half = len(content) // 2
        broken = content[:20_000] + b"\0" * 20_000 + content[40_000:]
        path.write_bytes({"empty": b"", "cut": content[:half], "text": b"<html>", "bytes": broken}[harm])
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(tmp_path)
    assert caught.value.code == "boundaries_damaged" and caught.value.values["path"] == str(path)
