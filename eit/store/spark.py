"""The same pairs beyond one machine: the one definition of a pair, run by Apache Spark on Parquet files (optional).

Needs `pyspark` and a Java 17 runtime, which the application does not: see docs/grande-echelle.md. The SQL is the text
of `sql/derive/candidate.sql`; only what the two dialects write differently is translated.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

from eit.domain.selection import LARGEST_RADIUS_KM
from eit.store.connection import DataError
from eit.store.matching import limits, pairs_of

READ = ("flow", "company", "material", "compatibility")
BEST = """SELECT programme_id, offer_id, demand_id, distance_km, value FROM (
    SELECT *, row_number() OVER (PARTITION BY offer_id ORDER BY value DESC, distance_km, demand_id) AS place
    FROM ({pairs})
) WHERE place <= {best}"""


def export_tables(database: Path, folder: Path) -> None:
    """Write the tables that pairs are made of as Parquet files, one per table, from a data file."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(database), read_only=True) as connection:
        for table in READ:
            target = str(folder / f"{table}.parquet").replace("'", "''")
            connection.execute(f"COPY {table} TO '{target}' (FORMAT parquet)")


def statement(radius_km: float = LARGEST_RADIUS_KM, best: int | None = None) -> str:
    """The definition of a pair in the SQL of Spark; `best`: the best partners by value of each offer only."""
    text = re.sub(r"--.*", "", pairs_of()).replace("AS MATERIALIZED (", "AS (")
    text = re.sub(r"list_contains\(\$left_out, [\w.]+\)", "false", text)
    for name, number in limits(radius_km).items():
        text = text.replace(f"${name}", f"{number!r}D")
    return BEST.format(pairs=text, best=best) if best else text


def match(
    folder: Path,
    target: Path,
    radius_km: float = LARGEST_RADIUS_KM,
    best: int | None = None,
    master: str = "local[*]",
) -> None:
    """Write the pairs of the tables of `folder` into the Parquet folder `target`; `master` is Spark's.

    Raises DataError("no_spark") without pyspark or Java.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise DataError("no_spark") from error
    try:
        session = SparkSession.builder.master(master).config("spark.ui.enabled", "false").getOrCreate()
    except (PySparkRuntimeError, OSError) as error:
        raise DataError("no_spark") from error
    try:
        for table in READ:
            session.read.parquet(str(folder / f"{table}.parquet")).createOrReplaceTempView(table)
        session.sql(statement(radius_km, best)).write.mode("overwrite").parquet(str(target))
    finally:
        session.stop()
