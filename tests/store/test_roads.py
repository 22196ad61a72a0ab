"""Distances by road on a small network of known lengths; skipped, loudly, without the programs of Valhalla."""

from __future__ import annotations

from pathlib import Path

import pytest

from eit.domain.errors import DataError
from eit.store.roads import building, engine, trips
from eit.store.roads.building import Roads, build_roads, find_roads
from tests.store.network import length_km, needs_engine, write_extract

WEST, NORTH_WEST, NORTH_EAST, EAST = (48.20, -79.00), (48.30, -79.00), (48.30, -78.85), (48.20, -78.85)
ISLAND, ISLAND_END = (48.60, -78.00), (48.61, -78.00)
NOWHERE = (46.0, -70.0)
WEST_SITE, EAST_SITE = (48.21, -79.00), (48.21, -78.85)
BESIDE = (48.25, -79.02)
"""1.5 km west of the road that goes north."""
AROUND = (WEST, NORTH_WEST, NORTH_EAST, EAST)
NETWORK = [
    (AROUND, {"maxspeed": "80"}),
    ((EAST, WEST), {"maxspeed": "80", "oneway": "yes"}),
    ((ISLAND, ISLAND_END), {}),
]
CIRCUITY = 1.30


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    needs_engine()
    folder = tmp_path_factory.mktemp("roads")
    card = build_roads(write_extract(folder / "made-up.osm.pbf", NETWORK), folder / "made-up.roads")
    assert card["extract"] == "made-up.osm.pbf" and card["tiles"] > 0
    return Roads(str(folder / "made-up.roads"), f"{card['sha256']}-{card['engine']}")


def test_the_length_is_that_of_the_roads_and_a_detour_is_longer_than_circuity_says(network: Roads) -> None:
    there, back = trips.trips(network, [(WEST_SITE, EAST_SITE), (EAST_SITE, WEST_SITE)])
    around = length_km(WEST_SITE, NORTH_WEST, NORTH_EAST, EAST_SITE)
    assert there.km == pytest.approx(around, rel=0.01)
    assert there.km > 2 * CIRCUITY * length_km(WEST_SITE, EAST_SITE)
    assert there.minutes == pytest.approx(60 * around / 80, rel=0.1)
    short = length_km(EAST_SITE, EAST, WEST, WEST_SITE)
    assert back.km == pytest.approx(short, rel=0.01), "the short way is open in one direction only"


def test_what_the_network_does_not_join_has_no_distance(network: Roads) -> None:
    asked = [
        (WEST, ISLAND),
        (WEST, NOWHERE),
        (ISLAND, ISLAND_END),
        (WEST, WEST),
        (BESIDE, NORTH_WEST),
        (ISLAND, EAST),
    ]
    found = trips.trips(network, asked)
    assert [trip and round(trip.km, 1) for trip in found] == [
        None, None, round(length_km(ISLAND, ISLAND_END), 1), 0.0,
        round(length_km((BESIDE[0], WEST[1]), NORTH_WEST), 1), None,
    ]  # fmt: skip


def test_small_questions_give_what_a_large_one_gives(network: Roads, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [WEST, NORTH_WEST, NORTH_EAST, EAST]
    pairs = [(start, end) for start in places for end in places]
    large = trips.trips(network, pairs)
    monkeypatch.setattr(trips, "_known", {})
    monkeypatch.setattr(engine, "MOST_CELLS", 3)
    monkeypatch.setattr(trips, "MOST_PLACES", 2)
    assert trips.trips(network, pairs) == large


def test_what_is_known_is_not_asked_again(network: Roads, monkeypatch: pytest.MonkeyPatch) -> None:
    known = trips.trips(network, [(WEST, EAST)])
    monkeypatch.setattr(engine, "run", lambda *_: pytest.fail("asked again"))
    assert trips.trips(network, [(WEST, EAST), (WEST, EAST)]) == known * 2
    with pytest.raises(pytest.fail.Exception):
        trips.trips(Roads(network.folder, "another version"), [(WEST, EAST)])


def test_a_network_is_replaced_by_its_next_version_only(network: Roads, tmp_path: Path) -> None:
    first = write_extract(tmp_path / "a.osm.pbf", NETWORK[:1])
    second = write_extract(tmp_path / "b.osm.pbf", NETWORK)
    database = tmp_path / "file.duckdb"
    folder = building.roads_folder(database)
    assert folder.name == "file.duckdb.roads" and find_roads(database) is None
    build_roads(first, folder)
    before = find_roads(database)
    build_roads(second, folder)
    assert before is not None and before != find_roads(database)
    broken = tmp_path / "c.osm.pbf"
    broken.write_bytes(b"not an extract")
    with pytest.raises(DataError, match="roads_extract"):
        build_roads(broken, folder)
    assert find_roads(database).version.startswith(build_roads(second, folder)["sha256"])


@pytest.mark.parametrize("content", [None, b"", b"\0" * 200])
def test_what_is_not_an_extract_is_refused_in_a_sentence(content: bytes | None, tmp_path: Path) -> None:
    needs_engine()
    extract = tmp_path / "x.osm.pbf"
    if content is not None:
        extract.write_bytes(content)
    with pytest.raises(DataError, match="roads_extract"):
        build_roads(extract, tmp_path / "x.roads")
    assert not (tmp_path / "x.roads").exists()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine")
    with pytest.raises(DataError, match="roads_folder_in_use"):
        build_roads(tmp_path / "x.osm.pbf", tmp_path / "letters")
    assert (tmp_path / "letters" / "mine.txt").read_text() == "mine"


def test_a_setting_that_names_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_ROADS", str(tmp_path / "gone"))
    with pytest.raises(DataError, match="roads_missing"):
        find_roads(tmp_path / "file.duckdb")


def test_without_the_programs_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_package", lambda: None)
    monkeypatch.setenv("PATH", "")
    engine.program.cache_clear()
    try:
        with pytest.raises(DataError, match="no_roads_engine"):
            trips.trips(Roads("/nowhere", "1"), [(WEST, EAST)])
    finally:
        engine.program.cache_clear()


def test_a_network_that_does_not_answer_is_said(network: Roads, tmp_path: Path) -> None:
    (tmp_path / building.CONFIG).write_text("{}")
    with pytest.raises(DataError, match="roads_failed"):
        trips.trips(Roads(str(tmp_path), "empty"), [(WEST, EAST)])
