"""An import of 100 flows into a large programme: the candidates follow, beside starting again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from benchmarks.candidates import made_up
from benchmarks.report import Table, duration, ratio
from benchmarks.timing import median
from eit.store.derived import matching
from eit.store.derived.pair_catalog import make_catalog

COME = """INSERT INTO flow BY NAME SELECT * REPLACE ('new-' || flow_id AS flow_id) FROM flow
    WHERE flow_id IN (SELECT flow_id FROM flow ORDER BY hash(flow_id) LIMIT ?)"""
TARGET_S = 0.5


def measure(path: Path, flows: int = 100_000, come: int = 100, runs: int = 3) -> Table:
    """Seconds of both, in turns; both must leave the same table."""
    taken: dict[str, list[float]] = {"follow": [], "anew": []}
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "banc.duckdb"
        copy.write_bytes(path.read_bytes())
        with duckdb.connect(str(copy)) as connection:
            made_up(connection, flows)
            make_catalog(connection, "banc")
            matching.derive_pairs(connection)
            for _ in range(runs):
                connection.execute(COME, [come])
                taken["follow"].append(_seconds(connection, matching.follow_pairs))
                followed = _fingerprint(connection)
                connection.execute("DELETE FROM flow WHERE starts_with(flow_id, 'new-')")
                matching.follow_pairs(connection)
                connection.execute(COME, [come])
                taken["anew"].append(_seconds(connection, matching.derive_pairs))
                if followed != _fingerprint(connection):
                    raise ValueError("following an import gives other pairs than starting again")
                connection.execute("DELETE FROM flow WHERE starts_with(flow_id, 'new-')")
                matching.derive_pairs(connection)
            kept = "50 meilleurs" if matching.best_only(connection) else "toutes"
    follow, anew = median(taken["follow"]), median(taken["anew"])
    met = "atteinte (met)" if follow < TARGET_S else "NON atteinte (NOT met)"
    return Table(
        f"Import de {come} flux dans {flows} / Import of {come} flows into {flows} ({kept})",
        ("", "médiane", "rapport (ratio)"),
        [
            ("**suivre** (follow)", duration(follow), "1 ×"),
            ("tout refaire (start again)", duration(anew), ratio(anew, follow)),
        ],
        [
            f"Cible : moins de {TARGET_S} s : {met}. Même table ensuite, vérifié (same table afterwards, checked)."
        ],
    )


def _seconds(connection: duckdb.DuckDBPyConnection, road: Callable[..., object]) -> float:
    start = time.perf_counter()
    road(connection)
    return time.perf_counter() - start


def _fingerprint(connection: duckdb.DuckDBPyConnection) -> tuple:
    asked = "SELECT count(*), bit_xor(hash(offer_id, demand_id, round(distance_km, 6))) FROM candidate"
    return connection.execute(asked).fetchone()
