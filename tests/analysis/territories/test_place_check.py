"""Companies are placed by their position, and only a boundary that can judge says that they are elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame
from shapely.geometry import box

from eit.analysis.territories.place_check import (
    COMMITTED_MARGIN_KM,
    OFFICIAL_MARGIN_KM,
    find_territories,
    locate,
)
from eit.store.boundaries import COLUMNS, read_boundaries
from eit.store.database import Database
from eit.store.layers.coverage import LARGEST_TOLERANCE_M, TOLERANCE_M
from eit.store.layers.folder import find_layers, workspace_folder
from eit.store.layers.importing import Asked, import_boundaries
from eit.store.layers.writing import write_layer

ROOT = Path(__file__).resolve().parents[3]
GEO, DEMO = ROOT / "data" / "geo", ROOT / "data" / "flows.duckdb"
OFFICIAL = ROOT.parent / "shared" / "geo" / "sda_mrc_2026.geojson"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return Path(shutil.copy(DEMO, tmp_path / "work.duckdb"))


def located(database: Path, programme_id: str | None = None) -> pd.DataFrame:
    with Database(database) as opened:
        return locate(opened, GEO, programme_id).companies.set_index("company_id")


def put_official(database: Path, kind: str, shapes: dict[str, shapely.Geometry]) -> None:
    rows = [(one, kind, "", one, False, "official", shape) for one, shape in shapes.items()]
    layer = GeoDataFrame(rows, columns=COLUMNS, geometry="geometry", crs="EPSG:4326")
    write_layer(layer, workspace_folder(database) / f"{kind}.parquet")


def around(row: pd.Series, east: float = 0.0) -> shapely.Geometry:
    x, y = row["longitude"] + east, row["latitude"]
    return box(x - 0.01, y - 0.01, x + 0.01, y + 0.01)


def test_every_company_is_in_the_list_once_and_those_without_position_are_said(database: Path) -> None:
    found = located(database)
    with Database(database) as opened:
        known = opened.query("company_places", {"programme_id": None})
    assert list(found.index) == list(known["company_id"])
    unplaced = found["latitude"].isna()
    assert unplaced.sum() == 3 and (found.loc[unplaced, "place_verdict"] == "no-position").all()
    assert found.loc[unplaced, ["place_found", "district_found"]].isna().all(axis=None)


def test_approximate_cells_never_accuse(database: Path) -> None:
    found = located(database)
    assert set(found["place_verdict"]) <= {"cannot-judge", "no-position", "outside"}
    assert "disagrees" not in set(found["district_verdict"])


def test_every_company_of_abitibi_lies_in_its_mrc_with_what_is_committed(database: Path) -> None:
    found = located(database, "abitibi").dropna(subset=["latitude"])
    assert len(found) > 10 and (found["district_found"] == found["district_id"]).all()


def test_an_official_boundary_judges(database: Path) -> None:
    before = located(database, "hurepoix").dropna(subset=["latitude"])
    row = before.iloc[0]
    put_official(database, "commune", {row["place_id"]: around(row)})
    after = located(database, "hurepoix").loc[row.name]
    assert (after["place_verdict"], after["place_found"], after["place_km"]) == ("agrees", row["place_id"], 0)
    assert after["verdict"] == "agrees"
    other = next(one for one in ("commune-91540", "commune-91200") if one != row["place_id"])
    put_official(database, "commune", {row["place_id"]: around(row, 1), other: around(row)})
    after = located(database, "hurepoix").loc[row.name]
    assert (after["place_verdict"], after["place_found"]) == ("disagrees", other)
    assert 60 < after["place_km"] < 80
    with Database(database) as opened:
        listed = locate(opened, GEO, "hurepoix").by_gravity()
    assert listed.iloc[0]["verdict"] == "disagrees" != listed.iloc[-1]["verdict"], (
        "what disagrees comes first"
    )


def test_a_district_that_agrees_is_enough(database: Path) -> None:
    row = located(database, "abitibi").dropna(subset=["latitude"]).iloc[0]
    put_official(database, "mrc", {row["district_id"]: around(row)})
    after = located(database, "abitibi")
    assert (after.loc[row.name, "place_verdict"], after.loc[row.name, "verdict"]) == (
        "cannot-judge",
        "agrees",
    )
    assert not set(after["verdict"]) & {"disagrees"}


def test_nobody_is_accused_within_the_margin_of_a_line(database: Path) -> None:
    row = located(database, "hurepoix").dropna(subset=["latitude"]).iloc[0]
    other = next(one for one in ("commune-91540", "commune-91200") if one != row["place_id"])
    metre = 1 / (111_320 * np.cos(np.radians(row["latitude"])))
    for metres, verdict in ((50, "cannot-judge"), (150, "disagrees")):
        shapes = {
            row["place_id"]: around(row, 0.01 + metres * metre),
            other: around(row, -0.01 + metres * metre),
        }
        put_official(database, "commune", shapes)
        after = located(database, "hurepoix").loc[row.name]
        assert after["place_verdict"] == verdict and after["place_km"] * 1000 == pytest.approx(
            metres, rel=0.01
        )


def test_a_company_in_the_sea_is_outside(database: Path) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute("UPDATE company SET latitude = 45, longitude = -40 WHERE company_id = 'abi-001'")
    found = located(database, "abitibi").loc["abi-001"]
    assert (found["place_verdict"], found["district_verdict"]) == ("outside", "outside")
    assert found["district_km"] > 1000


def test_no_simplification_is_wider_than_the_margin() -> None:
    assert (
        max(TOLERANCE_M.values())
        <= LARGEST_TOLERANCE_M
        == OFFICIAL_MARGIN_KM * 1000
        < COMMITTED_MARGIN_KM * 1000
    )


def test_points_are_found_as_shapely_finds_them_one_by_one() -> None:
    random = np.random.default_rng(7)
    shapes = read_boundaries(GEO, ["mrc", "census-division"]).geometry.to_numpy()
    latitude, longitude = random.uniform(44, 53, 500), random.uniform(-80, -57, 500)
    latitude[::50] = np.nan
    found = find_territories(latitude, longitude, shapes)
    for x, y, one in zip(longitude, latitude, found, strict=True):
        covering = [
            i for i, shape in enumerate(shapes) if np.isfinite(y) and shape.covers(shapely.Point(x, y))
        ]
        assert one == (covering[0] if covering else -1)


def test_a_point_of_a_shared_edge_is_in_the_first_territory() -> None:
    shapes = np.array([box(0, 0, 1, 1), box(1, 0, 2, 1)])
    assert list(find_territories(np.array([0.5, 0.5]), np.array([1.0, 3.0]), shapes)) == [0, -1]
    assert list(find_territories(np.array([0.5]), np.array([1.0]), shapes[::-1])) == [0]
    assert list(find_territories(np.array([np.nan]), np.array([1.0]), shapes)) == [-1]


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"the official MRC layer is not at {OFFICIAL}")
def test_every_company_of_abitibi_lies_in_its_official_mrc(database: Path) -> None:
    import_boundaries(OFFICIAL, Asked("mrc"), database, GEO)
    assert find_layers(database).versions
    found = located(database, "abitibi").dropna(subset=["latitude"])
    assert (found["district_verdict"] == "agrees").all() and (
        found["district_found"] == found["district_id"]
    ).all()


def test_reading_the_layers_leaves_the_database_as_it_was(database: Path) -> None:
    before = database.read_bytes()
    located(database)
    assert database.read_bytes() == before
