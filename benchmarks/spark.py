"""The best partners of a large programme by Apache Spark beside our own search: the same pairs, the time of each."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from benchmarks.candidates import PROGRAMME, made_up
from benchmarks.report import Table, duration, ratio
from benchmarks.worlds import of_connection
from eit.domain.errors import DataError
from eit.domain.exchange.partners import best_partners
from eit.store import spark

SAME_VALUE = 1e-9
"""Relative difference under which two values are one: the order of a sum is not the same in both."""


def measure(path: Path, flows: int = 100_000, radius_km: float = 50.0, best: int = 10) -> Table:
    """Once each (Spark starts its own machine): the pairs that only one side finds must be none."""
    title = f"Apache Spark, {flows} flux (flows), {radius_km:g} km, {best} meilleurs (best {best})"
    table = Table(
        title, ("", "temps (time)", "rapport (ratio)", "paires (pairs)", "d'un seul côté (one side only)")
    )
    try:
        spark.ready()
    except DataError:
        said = "NON MESURÉ : pyspark ou Java 17 manque (NOT measured: requirements-spark.txt, Java 17)."
        table.notes.append(said)
        sys.stderr.write(f"*** {said}\n")
        return table
    with TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / "banc.duckdb"
        shutil.copy(path, copy)
        with duckdb.connect(str(copy)) as connection:
            made_up(connection, flows)
            ours, our_time = _ours(connection, radius_km, best)
        start = time.perf_counter()
        spark.export_tables(copy, folder / "tables")
        count = spark.match(folder / "tables", folder / "pairs", spark.Question(PROGRAMME, radius_km, best))
        their_time = time.perf_counter() - start
        theirs = duckdb.sql(f"SELECT * FROM read_parquet('{folder / 'pairs'}/*.parquet')").df()
    table.rows += [
        ("**notre recherche** (ours)", duration(our_time), "1 ×", str(len(ours)), "—"),
        ("Spark `local[*]`, Parquet", duration(their_time), ratio(their_time, our_time), str(count),
         str(differing(ours, theirs))),
    ]  # fmt: skip
    return table


def _ours(connection: duckdb.DuckDBPyConnection, radius_km: float, best: int) -> tuple[pd.DataFrame, float]:
    start = time.perf_counter()
    made = of_connection(connection)
    parts = list(best_partners(*made.sides(True), made.links, best, radius_km))
    taken = time.perf_counter() - start
    offers, demands = made.offers["flow_id"].to_numpy(), made.demands["flow_id"].to_numpy()
    frames = [
        pd.DataFrame({"offer_id": offers[part.offer], "demand_id": demands[part.demand], "value": part.value})
        for part in parts
    ]
    return pd.concat(frames, ignore_index=True), taken


def differing(ours: pd.DataFrame, theirs: pd.DataFrame) -> int:
    """Pairs that only one side keeps, but for those as good as the last one that the other keeps."""
    both = ours.merge(
        theirs, on=["offer_id", "demand_id"], how="outer", suffixes=("", "_theirs"), indicator=True
    )
    value = both["value"].fillna(both["value_theirs"])
    last = ours.groupby("offer_id")["value"].min().reindex(both["offer_id"]).to_numpy()
    tied = (value - last).abs() <= SAME_VALUE * value.abs().clip(lower=1.0)
    return int(((both["_merge"] != "both") & ~tied).sum())
