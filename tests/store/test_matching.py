"""Every road to the candidate pairs gives the same pairs: all of them, the best ones, and those after an edit."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

import eit.domain.exchange
from benchmarks.candidates import PROGRAMME, made_up
from eit.domain.exchange.blocks import block_search
from eit.domain.exchange.geodesy import arc_km, to_geocentric
from eit.domain.exchange.partners import quickest_search
from eit.domain.selection import LARGEST_RADIUS_KM
from eit.store.database import Database, file_version
from eit.store.derived import matching
from eit.store.derived.company_territories import derive_territories
from eit.store.derived.pair_catalog import make_catalog
from eit.store.version.edit import edited_version
from eit.store.version.journal import Act

FLOWS = 500
PAIRS = "SELECT * FROM candidate ORDER BY ALL"
PLACES = {
    "Québec": (46.8, -71.2),
    "±180": (52.0, 179.99),
    "±180, south": (-16.8, -179.99),
    "79° N": (79.0, 15.0),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A made-up programme with quantities that are not told, equal ones, and materials that do not travel."""
    copy = tmp_path_factory.mktemp("made") / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    with duckdb.connect(str(copy)) as opened:
        made_up(opened, FLOWS)
        opened.execute(
            "UPDATE flow SET quantity_per_year = NULL, mass_t_per_year = NULL WHERE hash(flow_id) % 5 = 0"
        )
        opened.execute(
            "UPDATE flow SET quantity_per_year = 10, mass_t_per_year = 10 WHERE hash(flow_id) % 5 = 1"
        )
        opened.execute("UPDATE material SET reach_km = 40 WHERE hash(material_id) % 7 = 0")
    return copy


@pytest.fixture
def connection(tmp_path: Path, made: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(made, copy)
    with duckdb.connect(str(copy)) as opened:
        make_catalog(opened, "flows")
        yield opened


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit so low that every programme is large."""
    monkeypatch.setattr(matching, "LARGEST_PAIRS", 0)


def move_to(connection: duckdb.DuckDBPyConnection, latitude: float, longitude: float, spread: float) -> None:
    """Put every company around one place."""
    dice = np.random.default_rng(2)
    ids = connection.execute("SELECT company_id FROM company ORDER BY ALL").df()
    lat = np.clip(latitude + dice.normal(0, spread, len(ids)), -90, 90)
    lon = (longitude + dice.normal(0, spread, len(ids)) + 180) % 360 - 180
    x, y, z = to_geocentric(lat, lon)
    moved = ids.assign(lat=lat, lon=lon, x=x, y=y, z=z)
    connection.register("moved", moved)
    connection.execute(
        "UPDATE company SET latitude = lat, longitude = lon, x_km = x, y_km = y, z_km = z "
        "FROM moved WHERE moved.company_id = company.company_id"
    )


def derived(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    matching.derive_pairs(connection)
    return connection.execute(PAIRS).df()


def followed(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    assert matching.follow_pairs(connection) is not None
    return connection.execute(PAIRS).df()


def best_of(pairs: pd.DataFrame, best: int) -> pd.DataFrame:
    ranked = pairs.sort_values(
        ["offer_id", "value", "distance_km", "demand_id"], ascending=[True, False, True, True]
    )
    return ranked.groupby("offer_id").head(best).sort_values(list(pairs.columns), ignore_index=True)


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    columns = ["programme_id", "offer_id", "demand_id"]
    assert found[columns].equals(expected[columns])
    assert found["distance_km"].to_numpy() == pytest.approx(
        expected["distance_km"].to_numpy(), rel=1e-12, abs=1e-9
    )
    assert found["value"].to_numpy() == pytest.approx(expected["value"].to_numpy(), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spread", [0.0, 0.7])
def test_the_search_and_the_statement_give_the_same_pairs(connection, place, spread, monkeypatch) -> None:
    """Also across ±180°, at high latitudes, and with every site at one point."""
    move_to(connection, *PLACES[place], spread)
    every = derived(connection)
    assert matching.best_only(connection) == [] and len(every) > 500
    monkeypatch.setattr(matching, "LARGEST_PAIRS", 0)
    for best in (1, 7, FLOWS):
        monkeypatch.setattr(matching, "KEPT_PARTNERS", best)
        same(derived(connection), best_of(every, best))
        assert matching.best_only(connection) == [PROGRAMME]


def test_without_the_compiler_a_large_programme_has_the_same_pairs(connection, large, monkeypatch) -> None:
    monkeypatch.setattr(matching, "KEPT_PARTNERS", 7)
    compiled = derived(connection)
    monkeypatch.setitem(sys.modules, "numba", None)
    for name in ("kernel", "trees"):
        monkeypatch.delitem(sys.modules, f"eit.domain.exchange.{name}", raising=False)
        monkeypatch.delattr(eit.domain.exchange, name, raising=False)
    assert quickest_search() is block_search
    same(derived(connection), compiled)


def test_the_pairs_are_those_of_a_plain_reading(connection) -> None:
    """pandas: merge the compatible materials, measure, filter."""
    found = derived(connection)
    flow = connection.execute(
        "SELECT flow_id, direction, material_id, unit, company_id, x_km, y_km, z_km, quantity_per_year AS quantity, "
        "reach_km FROM flow JOIN company USING (company_id) JOIN material USING (material_id)"
    ).df()
    links = connection.execute("SELECT * FROM compatibility").df()[
        ["offer_material_id", "demand_material_id", "score"]
    ]
    offers, demands = (flow[flow["direction"] == side].add_prefix(f"{side}_") for side in ("offer", "demand"))
    pairs = offers.merge(links).merge(demands)
    chord2 = sum((pairs[f"offer_{axis}"] - pairs[f"demand_{axis}"]) ** 2 for axis in ("x_km", "y_km", "z_km"))
    pairs["distance_km"] = arc_km(chord2)
    limit = np.fmin(pairs["offer_reach_km"], LARGEST_RADIUS_KM)
    kept = (pairs["distance_km"] <= limit) & (pairs["offer_company_id"] != pairs["demand_company_id"])
    pairs = pairs[kept & (pairs["offer_unit"] == pairs["demand_unit"])]
    quantity = np.fmin(pairs["offer_quantity"], pairs["demand_quantity"])
    pairs["value"] = (quantity * pairs["score"] / (1 + pairs["distance_km"] / 33)).fillna(
        -pairs["distance_km"]
    )
    expected = pairs.rename(columns={"offer_flow_id": "offer_id", "demand_flow_id": "demand_id"})
    expected = expected.assign(programme_id=PROGRAMME)[list(found.columns)]
    same(found, expected.sort_values(list(found.columns), ignore_index=True))


EDITS = {
    "flows come": "INSERT INTO flow BY NAME SELECT * REPLACE ('n-' || flow_id AS flow_id, quantity_per_year * 3 AS "
    "quantity_per_year) FROM flow WHERE {some}",
    "flows go": "DELETE FROM flow WHERE {some}",
    "quantities change": "UPDATE flow SET quantity_per_year = quantity_per_year / 9 WHERE {some}",
    "one is not told": "UPDATE flow SET quantity_per_year = NULL WHERE {some}",
    "an offer becomes a demand": "UPDATE flow SET direction = 'demand' WHERE {some}",
    "another material": "UPDATE flow SET material_id = (SELECT min(material_id) FROM flow) WHERE {some}",
    "companies move": "UPDATE company SET x_km = x_km + 30, municipality_id = 'mun-23027' "
    "WHERE hash(company_id) % 20 = 3",
    "a position is lost": "UPDATE company SET x_km = NULL, y_km = NULL, z_km = NULL, latitude = NULL, "
    "longitude = NULL, position_quality = 'none' WHERE hash(company_id) % 20 = 3",
    "nothing": "UPDATE flow SET note = 'x' WHERE false",
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("best", [0, 5])
def test_an_edit_gives_what_deriving_anew_gives(connection, edit, best, monkeypatch) -> None:
    if best:
        monkeypatch.setattr(matching, "LARGEST_PAIRS", 0)
        monkeypatch.setattr(matching, "KEPT_PARTNERS", best)
    derived(connection)
    connection.execute(EDITS[edit].replace("{some}", "hash(flow_id) % 20 = 3"))
    found = followed(connection)
    same(found, derived(connection))
    connection.execute(EDITS["flows go"].replace("{some}", "hash(flow_id) % 20 = 4"))
    same(followed(connection), derived(connection))


def test_too_much_to_follow_starts_again(connection, large, monkeypatch) -> None:
    monkeypatch.setattr(matching, "KEPT_PARTNERS", 5)
    monkeypatch.setattr(matching, "LARGEST_FOLLOWED", 0)
    derived(connection)
    assert matching.follow_pairs(connection) == 0
    connection.execute("DELETE FROM flow WHERE flow_id = (SELECT min(flow_id) FROM flow)")
    assert matching.follow_pairs(connection) is None


def test_a_programme_that_grows_past_the_limit_changes_road(connection, monkeypatch) -> None:
    monkeypatch.setattr(matching, "KEPT_PARTNERS", 5)
    every = derived(connection)
    monkeypatch.setattr(matching, "LARGEST_PAIRS", 0)
    assert matching.follow_pairs(connection) is None
    same(derived(connection), best_of(every, 5))
    monkeypatch.setattr(matching, "LARGEST_PAIRS", 10**9)
    assert matching.follow_pairs(connection) is None
    same(derived(connection), every)
    assert matching.best_only(connection) == []


def test_the_count_of_compatible_pairs_is_what_the_statement_meets(connection) -> None:
    connection.execute("UPDATE material SET reach_km = NULL")
    connection.execute("UPDATE company SET x_km = 0, y_km = 0, z_km = 6371")
    [(programme, pairs)] = connection.execute(matching.read_sql("derive", "compatible_pairs")).fetchall()
    own = connection.execute(
        "SELECT count(*) FROM flow AS o JOIN flow AS d USING (company_id, unit) JOIN compatibility ON "
        "offer_material_id = o.material_id AND demand_material_id = d.material_id "
        "WHERE o.direction = 'offer' AND d.direction = 'demand'"
    ).fetchone()[0]
    assert (programme, pairs) == (PROGRAMME, len(derived(connection)) + own)


def test_territories_follow_an_edit(tmp_path: Path, root: Path) -> None:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    held = "SELECT * FROM company_territory ORDER BY ALL"
    told = []
    for statement in (
        "UPDATE company SET municipality_id = 'mun-23027' WHERE company_id = 'abi-002'",
        "UPDATE territory SET parent_id = NULL WHERE territory_id = 'mun-23027'",
    ):
        with edited_version(copy, file_version(copy), Act("essai", "test")) as connection:
            connection.execute(statement)
        with duckdb.connect(str(copy)) as connection:
            told.append(connection.execute(held).fetchall())
            derive_territories(connection)
            assert told[-1] == connection.execute(held).fetchall()
    assert told[0] != told[1]


def test_a_change_of_what_pairs_are_made_of_reaches_every_pair(tmp_path: Path, root: Path) -> None:
    copy = tmp_path / "flows.duckdb"
    shutil.copyfile(root / "data" / "flows.duckdb", copy)
    with edited_version(copy, file_version(copy), Act("essai", "test")) as connection:
        connection.execute("UPDATE material SET reach_km = 3")
    with Database(copy) as database:
        pairs = database.rows("candidate")
        assert len(pairs) and pairs["distance_km"].max() <= 3
