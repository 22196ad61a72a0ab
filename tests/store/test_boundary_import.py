"""Official boundaries: every usual format and CRS gives the same units, and a bad file changes nothing."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import geopandas
import pandas as pd
import pytest
import shapely
from geopandas import GeoDataFrame
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from eit.analysis.places import search_places
from eit.domain.errors import DataError
from eit.store.boundaries import BoundaryError, read_boundaries
from eit.store.database import Database
from eit.store.layers import importing, reading, writing
from eit.store.layers.folder import find_layers, workspace_folder
from eit.store.layers.importing import Asked, import_boundaries
from eit.store.layers.refusal import InvalidBoundaries
from eit.store.layers.schemas import official_id, read_codes
from eit.views.refusals import refusal_sentence
from eit.views.texts import LANGUAGES, texts

ROOT = Path(__file__).resolve().parents[2]
GEO, DEMO = ROOT / "data" / "geo", ROOT / "data" / "flows.duckdb"
OFFICIAL = ROOT.parent / "shared" / "geo" / "sda_mrc_2026.geojson"
FORMATS = (".geojson", ".gpkg", ".zip", ".gml", ".parquet")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return Path(shutil.copy(DEMO, tmp_path / "work.duckdb"))


def three_mrc() -> GeoDataFrame:
    """Two neighbours that share an edge, one of them in two rows; the second has a bow tie; a stranger beyond."""
    bow_tie = Polygon([(-78, 48), (-77, 49), (-77, 48), (-78, 49)])
    rows = [
        ("860", "Rouyn-Noranda", "08", box(-79, 48, -78.5, 49)),
        ("860", "Rouyn-Noranda", "08", box(-78.5, 48, -78, 49)),
        ("880", "Abitibi", "08", bow_tie),
        ("000", "Ailleurs", "10", box(-76, 48, -75, 49)),
    ]
    columns = ["MRS_CO_MRC", "MRS_NM_MRC", "MRS_CO_REG", "geometry"]
    return GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")


def communes() -> GeoDataFrame:
    rows = [("91200", "Dourdan", box(1.9, 48.5, 2, 48.6)), ("91540", "Saint-Chéron", box(2, 48.5, 2.1, 48.6))]
    return GeoDataFrame(rows, columns=["code", "nom", "geometry"], geometry="geometry", crs="EPSG:4326")


def save(frame: GeoDataFrame, path: Path) -> Path:
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".zip":
        inner = path.parent / f"{path.stem}-shp"
        inner.mkdir()
        frame.to_file(inner / "layer.shp")
        with zipfile.ZipFile(path, "w") as archive:
            for part in inner.iterdir():
                archive.write(part, f"folder/{part.name}")
    else:
        frame.to_file(path)
    return path


def held(database: Path) -> GeoDataFrame:
    return read_boundaries(GEO, layers=find_layers(database)).set_index("territory_id")


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32198", "EPSG:3347"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_and_system_gives_the_same_units(
    suffix: str, crs: str, tmp_path: Path, database: Path
) -> None:
    frame = three_mrc().to_crs(crs)
    report = import_boundaries(save(frame, tmp_path / f"mrc{suffix}"), Asked("mrc"), database, GEO)
    assert (report["read"], report["units"], report["dissolved"], report["repaired"]) == (4, 3, 1, 1)
    assert (report["crs"], report["schema"], report["matched"]) == (crs, "sda", 2)
    assert report["unmatched"] == [{"code": "000", "name": "Ailleurs", "reason": "not-in-data"}]
    assert report["parents_that_disagree"] == [] and report["valid_coverage"] is True
    shapes = held(database)
    assert shapely.hausdorff_distance(shapes.geometry["mrc-86"], box(-79, 48, -78, 49)) < 1e-3
    assert not shapes.loc["mrc-86", "approximate"] and "MRNF" in shapes.loc["mrc-86", "source"]
    assert "mrc-00" not in shapes.index and shapes.index.is_unique


@pytest.mark.parametrize("suffix", FORMATS)
def test_communes_in_lambert_93(suffix: str, tmp_path: Path, database: Path) -> None:
    file = save(communes().to_crs("EPSG:2154"), tmp_path / f"communes{suffix}")
    report = import_boundaries(file, Asked("commune", licence="Licence Ouverte"), database, GEO)
    assert report["crs"] == "EPSG:2154" and report["matched"] == 2
    shapes = held(database)
    assert shapes.loc["commune-91200", "source"] == f"{file.name} (Licence Ouverte)"
    assert not shapes.loc["commune-91200", "approximate"] and shapes.loc["commune-57221", "approximate"]
    assert shapely.hausdorff_distance(shapes.geometry["commune-91540"], box(2, 48.5, 2.1, 48.6)) < 1e-5


def test_official_boundaries_replace_the_others_everywhere_and_only_there(
    database: Path, tmp_path: Path
) -> None:
    before, key = held(database), find_layers(database)
    import_boundaries(save(three_mrc(), tmp_path / "mrc.gpkg"), Asked("mrc"), database, GEO)
    after = held(database)
    assert find_layers(database) != key and set(after.index) == set(before.index)
    changed = {one for one in after.index if not after.geometry[one].equals(before.geometry[one])}
    assert changed == {"mrc-86", "mrc-88"}
    assert read_boundaries(GEO).set_index("territory_id").geometry["mrc-86"].equals(before.geometry["mrc-86"])


def test_a_second_import_keeps_the_units_that_it_does_not_hold(database: Path, tmp_path: Path) -> None:
    one, other = communes().iloc[[0]], communes().iloc[[1]]
    import_boundaries(save(one, tmp_path / "a.geojson"), Asked("commune"), database, GEO)
    report = import_boundaries(save(other, tmp_path / "b.geojson"), Asked("commune"), database, GEO)
    assert report["kept_from_before"] == 1
    assert not held(database).loc[["commune-91200", "commune-91540"], "approximate"].any()


def test_what_is_the_sum_of_its_units_follows_when_all_are_official(database: Path, tmp_path: Path) -> None:
    known = read_boundaries(GEO)
    region = known[known["territory_id"].isin([f"mrc-{code}" for code in range(85, 90)])]
    file = region.assign(CDUID="24" + region["territory_id"].str[4:], CDNAME=region["name"])
    report = import_boundaries(
        save(file[["CDUID", "CDNAME", "geometry"]], tmp_path / "cd.gpkg"), Asked("mrc"), database, GEO
    )
    assert (report["schema"], report["matched"], report["derived"]) == ("statcan", 5, ["region-08"])
    shapes = held(database)
    parts = shapely.union_all([shapes.geometry[f"mrc-{code}"] for code in range(85, 90)])
    assert shapes.geometry["region-08"].equals(parts)


def test_the_parts_of_a_grouping_of_the_census_become_its_boundary(database: Path, tmp_path: Path) -> None:
    frame = three_mrc().iloc[:2].assign(MRS_CO_MRC=["371", "372"], MRS_NM_MRC=["A", "B"])
    report = import_boundaries(save(frame, tmp_path / "mrc.gpkg"), Asked("mrc"), database, GEO)
    assert report["parts_of_groupings"] == {"mrc-37": ["371", "372"]} and report["unmatched"] == []
    assert held(database).loc["mrc-37", "kind"] == "census-division"


def test_neighbours_that_overlap_or_leave_a_sliver_share_an_edge_afterwards(
    database: Path, tmp_path: Path
) -> None:
    frame = communes()
    sliver, overlap = box(1.99995, 48.53, 2, 48.56), box(2, 48.57, 2.00005, 48.58)
    frame.loc[0, "geometry"] = box(1.9, 48.5, 2, 48.6).difference(sliver).union(overlap)
    assert not shapely.coverage_is_valid(frame.geometry.to_numpy())
    report = import_boundaries(save(frame, tmp_path / "c.gpkg"), Asked("commune"), database, GEO)
    both = held(database).geometry[["commune-91200", "commune-91540"]].to_numpy()
    assert report["valid_coverage"] is True and shapely.coverage_is_valid(both)
    assert both[0].intersection(both[1]).length == pytest.approx(0.1, rel=1e-2)


def test_simplification_is_within_its_tolerance(database: Path, tmp_path: Path) -> None:
    wavy = [(1.9 + i / 1000, 48.6 + (i % 2) * 1e-5) for i in range(101)]
    frame = communes().iloc[[0]]
    frame.loc[0, "geometry"] = Polygon([(1.9, 48.5), (2, 48.5), *reversed(wavy)])
    report = import_boundaries(save(frame, tmp_path / "c.gpkg"), Asked("commune"), database, GEO)
    assert report["vertices_before"] == 104 and report["vertices_after"] < 20 and report["tolerance_m"] == 20
    asked = Asked("commune", tolerance_m=0)
    assert import_boundaries(tmp_path / "c.gpkg", asked, database, GEO)["vertices_after"] == 104


def test_fields_can_be_named_and_parents_are_compared(database: Path, tmp_path: Path) -> None:
    frame = communes().rename(columns={"code": "A", "nom": "B"}).assign(C=["249100595", "245701222"])
    asked = Asked("commune", "A", "b", "c", source="Mairie")
    report = import_boundaries(save(frame, tmp_path / "c.gpkg"), asked, database, GEO)
    assert report["fields"] == {"code": "A", "name": "B", "parent": "C"} and report["source"] == "Mairie"
    assert report["parents_that_disagree"] == [
        {"territory_id": "commune-91540", "declared": "epci-245701222", "known": "epci-249100595"}
    ]


def test_parks_are_matched_by_their_name(database: Path, tmp_path: Path) -> None:
    rows = [("1", "PARC INDUSTRIEL SAINT MALO", box(-71.3, 46.8, -71.2, 46.9)), ("2", "?", box(0, 0, 1, 1))]
    frame = GeoDataFrame(rows, columns=["code", "name", "geometry"], geometry="geometry", crs="EPSG:4326")
    report = import_boundaries(save(frame, tmp_path / "p.geojson"), Asked("park"), database, GEO)
    assert report["matched"] == 1 and not held(database).loc["park-saint-malo", "approximate"]


def test_codes_stay_text_and_get_back_the_zeros_that_a_number_lost() -> None:
    assert read_codes(pd.Series(["01004", " 2A004 ", None, ""]), "commune") == (
        ["01004", "2A004", None, None],
        0,
    )
    assert read_codes(pd.Series([1004, 91200]), "commune") == (["01004", "91200"], 1)
    assert read_codes(pd.Series([1004.0, float("nan")]), "commune") == (["01004", None], 1)


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        ("mrc", "870", "mrc-87"),
        ("mrc", "87", "mrc-87"),
        ("mrc", "2487", "mrc-87"),
        ("mrc", "371", "mrc-371"),
        ("mrc", "3506", None),
        ("mrc", "8", None),
        ("municipality", "86042", "mun-86042"),
        ("municipality", "2486042", "mun-86042"),
        ("municipality", "3506008", None),
        ("commune", "2A004", "commune-2A004"),
        ("commune", "1004", None),
        ("epci", "249100595", "epci-249100595"),
        ("park", "1", None),
    ],
)
def test_official_codes_become_our_identifiers(kind: str, code: str, expected: str | None) -> None:
    assert official_id(kind, code) == expected


# ---- bad files -------------------------------------------------------------------------------------


def _bytes(name: str, content: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def _cut(suffix: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        whole = save(communes(), folder / f"whole{suffix}").read_bytes()
        return _bytes(f"cut{suffix}", whole[: len(whole) * 2 // 3])(folder)

    return make


def _cut_shapefile(folder: Path) -> Path:
    communes().to_file(folder / "cut.shp")
    part = folder / "cut.shp"
    part.write_bytes(part.read_bytes()[:-40])
    return part


def _without_crs(suffix: str) -> Callable[[Path], Path]:
    return lambda folder: save(communes().set_crs(None, allow_override=True), folder / f"c{suffix}")


def _other(change: Callable[[GeoDataFrame], GeoDataFrame]) -> Callable[[Path], Path]:
    return lambda folder: save(change(communes()), folder / "c.geojson")


def _crs_named(folder: Path) -> Path:
    content = json.loads(communes().to_json())
    content["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::999999"}}
    return _bytes("c.geojson", json.dumps(content).encode())(folder)


def _metres_as_degrees(folder: Path) -> Path:
    return save(communes().to_crs(2154).set_crs(4326, allow_override=True), folder / "c.gpkg")


def _two_layers(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "two.zip", "w") as archive:
        for name in ("a.geojson", "b.geojson"):
            archive.writestr(name, communes().to_json())
    return folder / "two.zip"


def _bomb(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 3_000_000)
    return folder / "bomb.zip"


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><g>&b;</g>'
BAD: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "absent": ("boundary-file-missing", lambda folder: folder / "absent.geojson"),
    "spreadsheet": ("boundary-format-unknown", _bytes("a.xlsx", b"PK")),
    "text named geojson": ("boundary-unreadable", _bytes("a.geojson", b"hello")),
    "page named gpkg": ("boundary-unreadable", _bytes("a.gpkg", b"<html>")),
    "empty file": ("boundary-unreadable", _bytes("a.json", b"")),
    "not a zip": ("boundary-unreadable", _bytes("a.zip", b"PK\3\4 no")),
    "text named parquet": ("boundary-unreadable", _bytes("a.parquet", b"hello")),
    "entities": ("boundary-unreadable", _bytes("a.gml", ENTITIES)),
    "cut geojson": ("boundary-unreadable", _cut(".geojson")),
    "cut geopackage": ("boundary-truncated", _cut(".gpkg")),
    "cut gml": ("boundary-truncated", _cut(".gml")),
    "cut parquet": ("boundary-unreadable", _cut(".parquet")),
    "cut zip": ("boundary-unreadable", _cut(".zip")),
    "cut shapefile": ("boundary-truncated", _cut_shapefile),
    "bomb": ("boundary-too-large", _bomb),
    "two layers": ("boundary-layers", _two_layers),
    "no features": ("boundary-empty", _bytes("a.geojson", b'{"type":"FeatureCollection","features":[]}')),
    "no shapes": ("boundary-empty", _other(lambda frame: frame.set_geometry([None, None], crs=4326))),
    "gpkg without crs": ("boundary-no-crs", _without_crs(".gpkg")),
    "shapefile without crs": ("boundary-no-crs", _without_crs(".zip")),
    "gml without crs": ("boundary-no-crs", _without_crs(".gml")),
    "parquet without crs": ("boundary-no-crs", _without_crs(".parquet")),
    "unknown crs": ("boundary-crs-unknown", _crs_named),
    "metres as degrees": ("boundary-out-of-range", _metres_as_degrees),
    "lines": ("boundary-not-polygons", _other(lambda frame: frame.set_geometry(frame.boundary))),
    "points": (
        "boundary-points",
        _other(lambda frame: frame.set_geometry([Point(0, 0), Point(1, 1)], crs=4326)),
    ),
    "flat polygons": (
        "boundary-not-polygons",
        _other(lambda frame: frame.set_geometry([Polygon([(0, 0), (1, 1), (2, 2)])] * 2, crs=4326)),
    ),
    "unknown fields": ("boundary-fields-unknown", _other(lambda frame: frame.drop(columns="code"))),
    "no code": ("boundary-no-code", _other(lambda frame: frame.assign(code=["", " "]))),
    "code twice": ("boundary-code-twice", _other(lambda frame: frame.assign(code="91200"))),
    "elsewhere": ("boundary-doubts", _other(lambda frame: frame.assign(code=["13055", "13001"]))),
}


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_named_and_nothing_is_written(
    case: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, make = BAD[case]
    import_boundaries(save(communes(), tmp_path / "first.gpkg"), Asked("commune"), database, GEO)
    layer = workspace_folder(database) / "commune.parquet"
    before = layer.read_bytes()
    monkeypatch.setattr(reading, "LARGEST_BYTES", 2_000_000)
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(make(tmp_path), Asked("commune"), database, GEO)
    assert caught.value.key == key
    assert layer.read_bytes() == before and list(layer.parent.iterdir()) == [layer]


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (Asked("county"), "boundary-kind-unknown"),
        (Asked("commune", tolerance_m=1000), "boundary-tolerance"),
        (Asked("commune", tolerance_m=float("nan")), "boundary-tolerance"),
        (Asked("commune", crs="EPSG:999999"), "boundary-crs-unknown"),
        (Asked("commune", code_field="absent"), "boundary-field-missing"),
    ],
)
def test_a_bad_option_is_named(asked: Asked, key: str, database: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(save(communes(), tmp_path / "c.geojson"), asked, database, GEO)
    assert caught.value.key == key and not workspace_folder(database).exists()


def test_every_refusal_has_its_sentence() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "eit/store/layers").glob("*.py"))
    keys = set(re.findall(r'"(boundary-[a-z][a-z-]*[a-z])"', sources))
    assert keys >= {key for key, _ in BAD.values()}
    missing = [key for key in keys for lang in LANGUAGES if not texts(lang).has(f"refusal.{key}")]
    assert missing == [] and all(texts(lang).has("problem.layer_damaged") for lang in LANGUAGES)


def test_the_system_can_be_declared_when_the_file_does_not_say(database: Path, tmp_path: Path) -> None:
    file = save(communes().to_crs(2154).set_crs(None, allow_override=True), tmp_path / "c.parquet")
    report = import_boundaries(file, Asked("commune", crs="EPSG:2154"), database, GEO)
    assert report["crs"] == "EPSG:2154" and report["matched"] == 2


def test_a_shape_that_is_missing_or_mixed_is_counted(database: Path, tmp_path: Path) -> None:
    mixed = shapely.GeometryCollection(
        [MultiPolygon([box(2, 48.5, 2.1, 48.6)]), LineString([(0, 0), (1, 1)])]
    )
    frame = communes().set_geometry([None, mixed], crs=4326)
    report = import_boundaries(save(frame, tmp_path / "c.geojson"), Asked("commune"), database, GEO)
    assert (report["without_geometry"], report["units"]) == (1, 1)


def test_a_trial_writes_nothing(database: Path, tmp_path: Path) -> None:
    file = save(communes(), tmp_path / "c.geojson")
    report = import_boundaries(file, Asked("commune"), database, GEO, dry_run=True)
    assert report["written"] is False and report["matched"] == 2 and not workspace_folder(database).exists()


def test_a_write_that_fails_leaves_the_old_layer(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = save(communes(), tmp_path / "c.geojson")
    import_boundaries(file, Asked("commune"), database, GEO)
    layer = workspace_folder(database) / "commune.parquet"
    before = layer.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(DataError, match=r"cannot_write.*No space"):
        import_boundaries(file, Asked("commune", source="new"), database, GEO)
    assert layer.read_bytes() == before and list(layer.parent.iterdir()) == [layer]


def test_a_damaged_layer_has_a_code(database: Path, tmp_path: Path) -> None:
    import_boundaries(save(communes(), tmp_path / "c.geojson"), Asked("commune"), database, GEO)
    layer = workspace_folder(database) / "commune.parquet"
    layer.write_bytes(layer.read_bytes()[:500])
    with pytest.raises(BoundaryError) as caught:
        held(database)
    assert caught.value.code == "layer_damaged" and caught.value.values["path"] == str(layer)


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"the official MRC layer is not at {OFFICIAL}")
def test_the_official_layer_of_the_mrc_has_104_units(database: Path) -> None:
    report = import_boundaries(OFFICIAL, Asked("mrc"), database, GEO)
    assert (report["read"], report["units"], report["matched"]) == (106, 104, 104)
    assert report["valid_coverage"] is True and len(report["derived"]) == 5  # type: ignore[arg-type]
    assert report["parents_that_disagree"] == [] and report["unmatched"] == []
    layer = geopandas.read_parquet(workspace_folder(database) / "mrc.parquet")
    assert layer["kind"].value_counts().to_dict() == {"mrc": 93, "census-division": 5, "region": 5}


def test_an_import_leaves_an_entry_and_takes_its_layer_along(database: Path, tmp_path: Path) -> None:
    file = save(communes(), tmp_path / "c.geojson")
    import_boundaries(file, Asked("commune"), database, GEO, dry_run=True)
    import_boundaries(file, Asked("commune"), database, GEO, author="Camille")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with duckdb.connect(str(database), read_only=True) as connection:
        entries = connection.execute("SELECT author, action, subject, digest, added FROM journal").fetchall()
    assert entries == [("Camille", "import-boundaries", "c.geojson", digest, 0)]


def test_the_demonstration_takes_no_boundaries(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="demonstration_read_only"):
        import_boundaries(save(communes(), tmp_path / "c.geojson"), Asked("commune"), DEMO, GEO)
    assert not workspace_folder(DEMO).exists()


def test_two_who_import_at_once_the_second_is_told(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = save(communes(), tmp_path / "c.geojson")
    read = importing._read

    def slow(*arguments: object) -> object:
        monkeypatch.setattr(importing, "_read", read)
        import_boundaries(file, Asked("commune"), database, GEO, author="Camille")
        return read(*arguments)

    monkeypatch.setattr(importing, "_read", slow)
    with pytest.raises(DataError, match="layers_changed"):
        import_boundaries(file, Asked("commune"), database, GEO, author="Dominique")


# ---- what is known beyond the data, and what does not fit --------------------------------------------


def one_unit(code: str, name: str, *shape: Polygon, **fields: str) -> GeoDataFrame:
    rows = [{"code": code, "nom": name, **fields, "geometry": one} for one in shape]
    return GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def known_ids(database: Path) -> dict[str, str | None]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return dict(connection.execute("SELECT territory_id, parent_id FROM territory").fetchall())


def test_units_of_the_gazetteer_come_in_with_what_holds_them(database: Path, tmp_path: Path) -> None:
    file = save(one_unit("59183", "Dunkerque", box(2.3, 51, 2.45, 51.06)), tmp_path / "d.geojson")
    report = import_boundaries(file, Asked("commune"), database, GEO)
    assert (report["taken_in"], report["created"]) == (["commune-59183"], [])
    assert known_ids(database)["commune-59183"] == "epci-245900428"
    assert not held(database).loc["commune-59183", "approximate"]


ELSEWHERE = [
    ("commune", "91142", "Hastière", box(4.78, 50.19, 4.87, 50.25), "FR"),
    ("borough", "14", "Somerset", box(-75.71, 45.40, -75.68, 45.42), "CA-QC"),
    ("park", "1", "Hawkesbury", box(-74.62, 45.59, -74.60, 45.60), "CA-QC"),
]
"""Beside Québec and France, within their boxes: a commune of Wallonia, a ward of Ottawa, a park of Ontario."""


@pytest.mark.parametrize(("kind", "code", "name", "shape", "country"), ELSEWHERE)
def test_a_neighbour_is_not_taken_for_quebec_or_france(
    kind: str, code: str, name: str, shape: Polygon, country: str, database: Path, tmp_path: Path
) -> None:
    file, before = save(one_unit(code, name, shape), tmp_path / "n.geojson"), known_ids(database)
    for jurisdiction, key in ((None, "boundary-jurisdiction"), (country, "boundary-elsewhere")):
        with pytest.raises(InvalidBoundaries) as caught:
            import_boundaries(file, Asked(kind, jurisdiction=jurisdiction), database, GEO)
        assert caught.value.key == key
    assert known_ids(database) == before


def test_a_unit_outside_what_was_said_is_asked(database: Path, tmp_path: Path) -> None:
    file = save(one_unit("3901", "Chur", box(9.50, 46.83, 9.56, 46.88)), tmp_path / "c.geojson")
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(file, Asked("commune", jurisdiction="CH-ROM"), database, GEO)
    assert caught.value.key == "boundary-doubts" and "Chur" in str(caught.value.value)
    accepted = Asked("commune", jurisdiction="CH-ROM", accepted=("far",))
    assert import_boundaries(file, accepted, database, GEO)["created"] == ["commune-ch-rom-3901"]


def test_a_name_in_two_languages_is_found_by_each(database: Path, tmp_path: Path) -> None:
    file = save(one_unit("21004", "Brussel#Bruxelles", box(4.33, 50.80, 4.40, 50.90)), tmp_path / "b.geojson")
    import_boundaries(file, Asked("commune", jurisdiction="BE-WAL"), database, GEO)
    with Database(database) as opened:
        for text in ("Bruxelles", "brussel", "Brussel / Bruxelles"):
            found = search_places(text, opened)
            assert [place.place_id for place, _ in found.places][:1] == ["commune-be-wal-21004"], text


def test_a_commune_of_wallonia_is_made_and_met_again(database: Path, tmp_path: Path) -> None:
    file = save(one_unit("25112", "Wavre", box(4.55, 50.68, 4.68, 50.75)), tmp_path / "w.geojson")
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(file, Asked("commune"), database, GEO)
    assert caught.value.key in ("boundary-doubts", "boundary-jurisdiction")
    report = import_boundaries(file, Asked("commune", jurisdiction="BE-WAL"), database, GEO)
    assert report["created"] == ["commune-be-wal-25112"]
    again = import_boundaries(file, Asked("commune", jurisdiction="BE-WAL"), database, GEO)
    assert (again["created"], again["matched"]) == ([], 1)
    assert "commune-be-wal-25112" in held(database).index


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        (Asked("mrc"), box(1.95, 48.51, 2.04, 48.56)),
        (Asked("mrc", jurisdiction="BE-WAL"), box(4.55, 50.68, 4.68, 50.75)),
        (Asked("municipality", jurisdiction="FR"), box(1.95, 48.51, 2.04, 48.56)),
        (Asked("epci", jurisdiction="CH-ROM"), box(6.5, 46.5, 6.6, 46.6)),
        (Asked("department", jurisdiction="CA-QC"), box(-74.35, 46, -74.2, 46.1)),
    ],
)
def test_a_level_of_another_country_is_refused_in_words(
    database: Path, tmp_path: Path, asked: Asked, place: Polygon
) -> None:
    before, file = database.read_bytes(), save(one_unit("x-1", "Dourdan", place), tmp_path / "d.geojson")
    given = replace(asked, code_field="code", name_field="nom")
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(file, given, database, GEO)
    assert caught.value.key == "boundary-level" and database.read_bytes() == before
    said = refusal_sentence(caught.value, texts("fr"))
    assert texts("fr")(f"portrait_kind.{asked.kind}") in said and asked.kind not in said.replace("MRC", "")


def test_a_new_unit_lies_in_the_boundary_that_holds_it(database: Path, tmp_path: Path) -> None:
    province = save(one_unit("WBR", "Brabant wallon", box(4, 50.5, 5, 50.8)), tmp_path / "p.geojson")
    asked = Asked("district", code_field="code", name_field="nom", jurisdiction="BE-WAL")
    import_boundaries(province, asked, database, GEO)
    file = save(one_unit("25112", "Wavre", box(4.55, 50.68, 4.68, 50.75)), tmp_path / "w.geojson")
    import_boundaries(file, Asked("commune", jurisdiction="BE-WAL"), database, GEO)
    assert known_ids(database)["commune-be-wal-25112"] == "district-be-wal-wbr"


DOURDAN, SAINT_CHERON = box(1.95, 48.51, 2.04, 48.56), box(2.08, 48.53, 2.16, 48.58)


@pytest.mark.parametrize(
    ("units", "key", "reason"),
    [
        ([("91200", "Dourdan", box(48.51, 1.95, 48.56, 2.04))], "boundary-swapped", ""),
        (
            [("91200", "Saint-Chéron", SAINT_CHERON), ("91540", "Dourdan", DOURDAN)],
            "boundary-doubts",
            "exchanged",
        ),
        ([("91200", "Dourdan", box(-4, 43, 7, 50))], "boundary-doubts", "wide"),
        ([("91200", "Dourdan", box(5, 45, 5.1, 45.1))], "boundary-doubts", "far"),
        ([("91200", "Dourdan", DOURDAN), ("91175", "Corbreuse", DOURDAN)], "boundary-doubts", "twins"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_written(
    database: Path, tmp_path: Path, units: list[tuple], key: str, reason: str
) -> None:
    frame = pd.concat([one_unit(*unit) for unit in units], ignore_index=True)
    file, before = save(GeoDataFrame(frame, crs="EPSG:4326"), tmp_path / "x.geojson"), database.read_bytes()
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(file, Asked("commune"), database, GEO)
    assert caught.value.key == key and reason in str(caught.value.value)
    assert database.read_bytes() == before and not workspace_folder(database).exists()
    if reason:
        dry = import_boundaries(file, Asked("commune"), database, GEO, dry_run=True)
        assert reason in {doubt["reason"] for doubt in dry["doubts"]}
        accepted = tuple({doubt["reason"] for doubt in dry["doubts"]})
        assert import_boundaries(file, Asked("commune", accepted=accepted), database, GEO)["written"]


def test_the_layer_of_a_delivery_is_the_one_that_holds_the_units(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "delivery.gpkg"
    district = GeoDataFrame(
        [
            ("Paris 1er", "75101", "75056", box(2.33, 48.85, 2.34, 48.86)),
            ("Paris 2e", "75102", "75056", box(2.34, 48.85, 2.35, 48.86)),
        ],
        columns=["NOM", "INSEE_ARM", "INSEE_COM", "geometry"],
        geometry="geometry",
        crs="EPSG:4326",
    )
    own = one_unit("x", "x", DOURDAN).assign(NOM="Dourdan", INSEE_COM="91200")[
        ["NOM", "INSEE_COM", "geometry"]
    ]
    district.to_file(file, layer="arrondissement_municipal")
    own.set_geometry(own.geometry.centroid).to_file(file, layer="chflieu_commune")
    own.to_file(file, layer="commune")
    report = import_boundaries(file, Asked("commune"), database, GEO)
    assert (report["matched"], report["units"]) == (1, 1)
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(file, Asked("commune", layer="nothing"), database, GEO)
    assert caught.value.key == "boundary-layers" and "commune (Polygon)" in caught.value.row_id


def test_the_kind_is_read_from_the_fields_of_a_publisher(database: Path, tmp_path: Path) -> None:
    frame = one_unit("x", "x", box(-74.35, 46.0, -74.2, 46.1)).assign(
        MUS_CO_GEO="78032", MUS_NM_MUN="Sainte-Agathe-des-Monts"
    )
    report = import_boundaries(save(frame, tmp_path / "m.geojson"), Asked(""), database, GEO)
    assert (report["kind"], report["taken_in"]) == ("municipality", ["mun-78032"])
    with pytest.raises(InvalidBoundaries) as caught:
        import_boundaries(save(communes(), tmp_path / "c.geojson"), Asked(""), database, GEO)
    assert caught.value.key == "boundary-kind-missing"
