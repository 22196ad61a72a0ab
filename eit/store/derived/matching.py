"""Derives the candidate pairs by the road that their number asks for, and follows a change without starting again.

One definition of a pair for every size. A programme whose compatible pairs are few enough holds all of them, by one
SQL statement; a larger one holds the best partners by value of each offer, by the compiled search. Nobody chooses.
Every function takes a connection in which the tables of `sql/derive/pairs.sql` and those of a data file have their
names: `eit/store/derived/pair_catalog.py` makes one.
"""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from eit.domain.exchange.geodesy import MEAN_RADIUS_KM, chord_squared
from eit.domain.exchange.partners import Flows, Found, Links, best_partners
from eit.domain.exchange.score import HALF_DISTANCE_KM
from eit.domain.selection import LARGEST_RADIUS_KM
from eit.store.sql_files import read_sql

LARGEST_PAIRS = 500_000
"""Compatible pairs, before any distance, up to which a programme keeps all of them: about 5 500 flows, where both roads
cost the same; at 20 000, all pairs take eight times the processor and seven times the room (docs/grande-echelle.md)."""
KEPT_PARTNERS = 50
"""Partners per offer beyond: the best 50 by value hold 99.7 to 100 % of the best allocation (nearest 10: 70 to 78)."""
LARGEST_FOLLOWED = 100_000_000
"""Flows to search anew times flows in all, beyond which starting again is quicker."""
EVERY = "true"
FOUND = pa.schema({"offer": pa.int32(), "demand": pa.int32(), "km": pa.float64(), "value": pa.float64()})
ASKED = "SELECT flow_id FROM asked_offer"
TOUCHED = "SELECT flow_id FROM touched_flow"
FOR_A_MOMENT = ("placed_now", "touched_flow", "asked_offer", "chosen_pair")
DERIVED = ("candidate", "company_territory")
"""Tables that follow from the others. A file of today holds no pair; in one of before nobody reads them."""

Connection = duckdb.DuckDBPyConnection


def create_tables(connection: Connection) -> None:
    """Empty tables of pairs, in place of those that are there."""
    connection.execute(read_sql("derive", "pairs"))


def derive_pairs(connection: Connection) -> None:
    """Derive every pair anew, in no order."""
    large = large_programmes(connection)
    derive_all(connection, LARGEST_RADIUS_KM, large)
    connection.execute("INSERT INTO best_only_programme SELECT unnest($1::VARCHAR[])", [large])
    for programme in large:
        _insert_best(connection, programme)


def derive_all(connection: Connection, radius_km: float, left_out: list[str]) -> None:
    """Every pair within a radius [km], anew, but of the programmes that are `left_out`."""
    create_tables(connection)
    connection.execute(read_sql("derive", "number_flows").format(placed=read_sql("derive", "placed_basis")))
    every = {**limits(radius_km), "left_out": left_out}
    connection.execute(f"INSERT INTO flow_pair {_held('(' + _numbered(pairs_of()) + ')')}", every)


def follow_pairs(connection: Connection) -> int | None:
    """Bring pairs that were derived from other flows to the flows that are there; how much had to be searched anew.

    The rows are those that deriving anew would give. What is counted: flows searched anew times flows. None: nothing
    is sure any more, and whoever calls starts again, because other programmes are large now, or that is quicker.
    """
    large = large_programmes(connection)
    if large != best_only(connection):
        return None
    kept = {"programmes": large, "best": KEPT_PARTNERS}
    placed = read_sql("derive", "placed_basis")
    try:
        connection.execute(read_sql("derive", "touched_flows").format(placed=placed))
        connection.execute(read_sql("derive", "short_of_partners"), kept)
        cost = _count(connection, "asked_offer") * _count(connection, "placed_now")
        if cost > LARGEST_FOLLOWED:
            return None
        if _count(connection, "touched_flow"):
            connection.execute(read_sql("derive", "take_out_touched"))
            _put_in(connection, kept)
        return cost
    finally:
        for table in FOR_A_MOMENT:
            connection.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _put_in(connection: Connection, kept: dict[str, object]) -> None:
    """The pairs that the flows which are searched anew make now; of a large programme, the best of each offer."""
    theirs = pairs_of(offers=f"flow_id IN ({ASKED})")
    others = pairs_of(f"flow_id NOT IN ({ASKED})", f"flow_id IN ({TOUCHED})")
    chosen = read_sql("derive", "chosen_pairs").format(asked=_numbered(theirs), others=_numbered(others))
    connection.execute(chosen, {**limits(LARGEST_RADIUS_KM), "left_out": [], **kept})
    connection.execute(f"INSERT INTO flow_pair {_held('chosen_pair')}")
    if kept["programmes"]:
        connection.execute(read_sql("derive", "keep_best"), {"best": kept["best"]})


def drop_former_pairs(connection: Connection) -> None:
    """Take out of a data file the pairs that it held before they were derived beside it; nobody reads them."""
    connection.execute("DROP TABLE IF EXISTS candidate")
    connection.execute("DELETE FROM meta WHERE key = 'best_partners_only'")


def large_programmes(connection: Connection) -> list[str]:
    """Programmes with too many compatible pairs to keep all of them."""
    counts = connection.execute(read_sql("derive", "compatible_pairs")).fetchall()
    return [programme for programme, pairs in counts if pairs > LARGEST_PAIRS]


def best_only(connection: Connection) -> list[str]:
    """Programmes of which the best partners of each offer only are held now."""
    return [name for (name,) in connection.execute(read_sql("queries", "best_only")).fetchall()]


def _numbered(pairs: str) -> str:
    return read_sql("derive", "numbered_pairs").format(pairs=pairs)


def _held(pairs: str) -> str:
    return f"SELECT offer, demand, distance_km, value FROM {pairs} AS numbered"


def pairs_of(offers: str = EVERY, demands: str = EVERY) -> str:
    """The SQL of all pairs of the offers and demands that fit two conditions; see `candidate.sql`."""
    return read_sql("derive", "candidate").format(offers=offers, demands=demands)


def limits(radius_km: float) -> dict[str, float]:
    """The numbers that the definition of a pair takes from the domain, for one radius [km]."""
    return {
        "chord2": chord_squared(radius_km),
        "diameter_km": 2 * MEAN_RADIUS_KM,
        "half_km": HALF_DISTANCE_KM,
    }


def _insert_best(connection: Connection, programme_id: str) -> None:
    """The best partners of every offer of one programme, offer after offer."""
    asked = {"programme_id": programme_id}
    flows = connection.execute(read_sql("derive", "placed_flows"), asked).df()
    numbers = connection.execute(
        "SELECT number FROM numbered_flow WHERE programme_id = $programme_id ORDER BY flow_id", asked
    ).fetchnumpy()["number"]
    sides = [flows["is_offer"] == side for side in (True, False)]
    offers, demands = (flows[side].reset_index(drop=True) for side in sides)
    links = links_between(connection, flows)
    found = best_partners(flows_of(offers), flows_of(demands), links, KEPT_PARTNERS, LARGEST_RADIUS_KM)
    batches = (_in_numbers(part, *(numbers[side.to_numpy()] for side in sides)) for part in found)
    connection.register("found_pair", pa.RecordBatchReader.from_batches(FOUND, batches))
    try:
        connection.execute("INSERT INTO flow_pair SELECT * FROM found_pair")
    finally:
        connection.unregister("found_pair")


def _in_numbers(part: Found, offers: NDArray, demands: NDArray) -> pa.RecordBatch:
    return pa.record_batch([offers[part.offer], demands[part.demand], part.km, part.value], schema=FOUND)


def flows_of(side: pd.DataFrame) -> Flows:
    """The arrays that the search takes, from the rows of `placed_flows.sql`."""
    columns = ("x_km", "y_km", "z_km", "group_number", "company_number", "quantity", "reach_km")
    return Flows(*(side[column].to_numpy() for column in columns))


def links_between(connection: Connection, flows: pd.DataFrame) -> Links:
    """Which groups of `placed_flows.sql` can meet: compatible materials, the same unit."""
    groups = flows[["group_number", "material_id", "unit"]].drop_duplicates()
    known = connection.execute("SELECT offer_material_id, demand_material_id, score FROM compatibility").df()
    offer = groups.add_prefix("offer_").merge(known, on="offer_material_id")
    both = offer.merge(groups.add_prefix("demand_"), on="demand_material_id")
    both = both[both["offer_unit"] == both["demand_unit"]]
    return Links(*(both[name].to_numpy() for name in ("offer_group_number", "demand_group_number", "score")))


def _count(connection: Connection, table: str) -> int:
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(rows)
