"""Fills the table of candidate pairs by the road that its size asks for, and follows an edit without starting again.

One definition of a pair for every size. A programme whose compatible pairs are few enough keeps all of them, by one
SQL statement; a larger one keeps the best partners by value of each offer, by the compiled search. Nobody chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa

from eit.domain.exchange.geodesy import MEAN_RADIUS_KM, chord_squared
from eit.domain.exchange.partners import Flows, Found, Links, best_partners
from eit.domain.exchange.score import HALF_DISTANCE_KM
from eit.domain.selection import LARGEST_RADIUS_KM
from eit.store.sql_files import read_sql

LARGEST_PAIRS = 500_000
"""Compatible pairs, before any distance, up to which a programme keeps all of them: about 5 500 flows, where both roads
cost the same; at 20 000, all pairs take eight times the processor and seven times the file (docs/grande-echelle.md)."""
KEPT_PARTNERS = 50
"""Partners per offer beyond: the best 50 by value hold 99.7 to 100 % of the best allocation (nearest 10: 70 to 78)."""
LARGEST_REFRESH = 100_000_000
"""Offers to search anew times flows of the programme, beyond which starting again is quicker."""
BEST_ONLY = "best_partners_only"
"""Key in `meta` that names the programmes of which only the best partners are kept; absent when there are none."""
EVERY = "true"
NEAREST_FIRST = "ORDER BY programme_id, distance_km, offer_id, demand_id"
COLUMNS = "programme_id, offer_id, demand_id, distance_km, value"
FOUND = pa.schema({"offer": pa.string(), "demand": pa.string(), "km": pa.float64(), "value": pa.float64()})
ASKED = "SELECT id FROM asked_offer"
MOVED = "company_id IN (SELECT id FROM touched_company)"
TOUCHED = "SELECT id FROM touched_flow"
DERIVED = ("candidate", "company_territory")
"""Tables that follow from the others: `refresh` fills them."""
WHOLE = {"territory", "compatibility", "material", "programme"}
"""Tables that all pairs are made of."""

Connection = duckdb.DuckDBPyConnection


@dataclass(frozen=True)
class Touched:
    """Flows and companies that came, went or changed."""

    flow_ids: tuple[str, ...] = ()
    company_ids: tuple[str, ...] = ()


def refresh(connection: Connection, touched: Touched | None) -> None:
    """Bring the derived tables up to date after these flows and companies changed; None: derive everything anew.

    The rows are those that deriving anew would give; the ones that come with an edit stand after the others.
    """
    large = large_programmes(connection)
    if touched is None or large != best_only(connection):
        connection.execute("DELETE FROM company_territory")
        _insert_territories(connection, EVERY)
        _derive(connection, large)
        return
    if touched.company_ids:
        with _tables(connection, touched_company=_ids(touched.company_ids)):
            connection.execute(f"DELETE FROM company_territory WHERE {MOVED}")
            _insert_territories(connection, MOVED)
    if touched.flow_ids:
        _follow(connection, touched.flow_ids, large)


def touched_by(connection: Connection, entry: int) -> Touched | None:
    """What a journal entry changed; None when it changed a table that all pairs are made of."""
    tables = {name for (name,) in connection.execute(read_sql("journal", "touched"), [entry]).fetchall()}
    if tables & WHOLE:
        return None
    rows = connection.execute(read_sql("derive", "touched_rows"), [entry] * 3).fetchall()
    flows, companies = (tuple(key for table, key in rows if table == name) for name in ("flow", "company"))
    return Touched(flows, companies)


def large_programmes(connection: Connection) -> list[str]:
    """Programmes with too many compatible pairs to keep all of them."""
    counts = connection.execute(read_sql("derive", "compatible_pairs")).fetchall()
    return [programme for programme, pairs in counts if pairs > LARGEST_PAIRS]


def best_only(connection: Connection) -> list[str]:
    """Programmes of which the table now holds the best partners of each offer only."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", [BEST_ONLY]).fetchone()
    return row[0].split(",") if row else []


def _derive(connection: Connection, large: list[str]) -> None:
    connection.execute("DELETE FROM candidate")
    connection.execute("DELETE FROM meta WHERE key = ?", [BEST_ONLY])
    every = {**limits(LARGEST_RADIUS_KM), "left_out": large}
    connection.execute(f"INSERT INTO candidate {pairs_of()} {NEAREST_FIRST}", every)
    for programme in large:
        _insert_best(connection, programme)
    if large:
        connection.execute("INSERT INTO meta VALUES (?, ?)", [BEST_ONLY, ",".join(large)])


def _insert_territories(connection: Connection, companies: str) -> None:
    connection.execute(read_sql("derive", "company_territory").format(companies=companies))


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
    """The best partners of every offer of one programme, offer after offer: an edit finds what each holds."""
    flows = connection.execute(read_sql("derive", "placed_flows"), {"programme_id": programme_id}).df()
    offers, demands = (flows[flows["is_offer"] == side].reset_index(drop=True) for side in (True, False))
    links = links_between(connection, flows)
    found = best_partners(flows_of(offers), flows_of(demands), links, KEPT_PARTNERS, LARGEST_RADIUS_KM)
    ids = [pa.array(side["flow_id"], pa.string()) for side in (offers, demands)]
    batches = (_named(part, ids[0], ids[1]) for part in found)
    with _tables(connection, found_pair=pa.RecordBatchReader.from_batches(FOUND, batches)):
        connection.execute("INSERT INTO candidate SELECT ?, * FROM found_pair", [programme_id])


def _named(part: Found, offers: pa.Array, demands: pa.Array) -> pa.RecordBatch:
    columns = [offers.take(pa.array(part.offer)), demands.take(pa.array(part.demand)), part.km, part.value]
    return pa.record_batch(columns, schema=FOUND)


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


@contextmanager
def _tables(connection: Connection, **frames: object) -> Iterator[None]:
    """Tables that exist for a moment only."""
    try:
        for name, frame in frames.items():
            connection.register(name, frame)
        yield
    finally:
        for name in frames:
            connection.unregister(name)


def _follow(connection: Connection, touched: Iterable[str], large: list[str]) -> None:
    """Take out the pairs of the touched flows and put in those that they make now."""
    kept = {"programmes": large, "best": KEPT_PARTNERS}
    with _tables(connection, touched_flow=_ids(touched)):
        # An offer that held all that is kept and loses one: what came next is not known any more.
        short = connection.execute(read_sql("derive", "short_of_partners"), kept).fetchall() if large else []
        if len(short) * _flow_count(connection, large) > LARGEST_REFRESH:
            _derive(connection, large)
            return
        with _tables(connection, asked_offer=_ids([*touched, *(offer for (offer,) in short)])):
            connection.execute(f"DELETE FROM candidate WHERE offer_id IN ({ASKED})")
            connection.execute(f"DELETE FROM candidate WHERE demand_id IN ({TOUCHED})")
            theirs = pairs_of(offers=f"flow_id IN ({ASKED})")
            others = pairs_of(f"flow_id NOT IN ({ASKED})", f"flow_id IN ({TOUCHED})")
            chosen = read_sql("derive", "chosen_pairs").format(asked=theirs, others=others)
            connection.execute(chosen, {**limits(LARGEST_RADIUS_KM), "left_out": [], **kept})
    connection.execute(f"INSERT INTO candidate SELECT {COLUMNS} FROM chosen_pair {NEAREST_FIRST}")
    if large:
        connection.execute(read_sql("derive", "keep_best"), {"best": KEPT_PARTNERS})
    connection.execute("DROP TABLE chosen_pair")


def _ids(ids: Iterable[str]) -> pa.Table:
    """Ids as a table that the database reads as it is; one of pandas it first looks through, row by row."""
    return pa.table({"id": pa.array(sorted(set(ids)), pa.string())})


def _flow_count(connection: Connection, programmes: list[str]) -> int:
    counted = "SELECT count(*) FROM flow WHERE list_contains(?, programme_id)"
    [(flows,)] = connection.execute(counted, [programmes]).fetchall()
    return int(flows)
