"""The same pairs beyond one machine: the one definition of a pair, run by Apache Spark on Parquet files (optional).

Needs `pyspark` and a Java 17 runtime, which the application does not: see docs/grande-echelle.md. The SQL is the text
of `sql/derive/candidate.sql`; only what the two dialects write differently is translated.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.domain.selection import LARGEST_RADIUS_KM
from eit.store.connections import open_to_export
from eit.store.database import Database
from eit.store.derived.matching import EVERY, limits, pairs_of

OLDEST_JAVA = 17
READ = {
    **{name: f"SELECT * FROM {name}" for name in ("flow", "company", "material", "compatibility")},
    "refused": "SELECT offer_id, demand_id FROM rejection WHERE stands",
}
"""What pairs are made of, one Parquet file each; refused: pairs that people set aside on facts that still hold."""
OF_PROGRAMME = "placed.programme_id = :programme_id"
NOT_REFUSED = "SELECT pair.* FROM ({pairs}) AS pair LEFT ANTI JOIN refused USING (offer_id, demand_id)"
BEST = """SELECT programme_id, offer_id, demand_id, distance_km, value FROM (
    SELECT *, row_number() OVER (PARTITION BY offer_id ORDER BY value DESC, distance_km, demand_id) AS place
    FROM ({pairs})
) WHERE place <= {best}"""
QUIET: dict[str, bool | float | int | str | None] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


@dataclass(frozen=True)
class Question:
    """Which pairs: of one programme (None: of all), within a radius, the best partners of each offer or all."""

    programme_id: str | None = None
    radius_km: float = LARGEST_RADIUS_KM
    best: int | None = None


def ready() -> None:
    """Raise DataError("no_spark") without pyspark or Java 17: before Spark starts, which says it less well."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if java is None or importlib.util.find_spec("pyspark") is None:
        raise DataError("no_spark")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60)
    version = re.search(r'version "(\d+)', said.stderr + said.stdout)
    if version is None or int(version[1]) < OLDEST_JAVA:
        raise DataError("no_spark")


def export_tables(database: Path, folder: Path) -> None:
    """Write what pairs are made of as Parquet files, one per table, from a data file.

    Raises DataError: what `Database` raises, "cannot_write".
    """
    with Database(database):  # of this schema, and nothing else in it that runs
        pass
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open_to_export(database, Database.catalog, folder) as connection:
            for name, rows in READ.items():
                target = str(folder.resolve() / f"{name}.parquet").replace("'", "''")
                connection.execute(f"COPY ({rows}) TO '{target}' (FORMAT parquet)")
    except (OSError, duckdb.IOException) as error:
        raise DataError("cannot_write", path=str(folder), reason=str(error)) from error


def statement(question: Question) -> str:
    """The definition of a pair in the SQL of Spark, for one question; `:programme_id` is left to bind."""
    offers = OF_PROGRAMME if question.programme_id else EVERY
    text = re.sub(r"--.*", "", pairs_of(offers)).replace("AS MATERIALIZED (", "AS (")
    text = re.sub(r"list_contains\(\$left_out, [\w.]+\)", "false", text)
    for name, number in limits(question.radius_km).items():
        text = text.replace(f"${name}", f"{number!r}D")
    pairs = NOT_REFUSED.format(pairs=text)
    return BEST.format(pairs=pairs, best=question.best) if question.best else pairs


def match(folder: Path, target: Path, question: Question, master: str = "local[*]") -> int:
    """Write the pairs of the tables of `folder` into the Parquet folder `target`; how many there are.

    Columns: programme_id, offer_id, demand_id, distance_km, value. `master` is Spark's; a cluster must see both
    folders. Raises DataError("no_spark") without pyspark or Java 17.
    """
    ready()
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    try:
        builder = SparkSession.builder.master(master)
        session = builder.config(map=QUIET).getOrCreate()
    except (PySparkRuntimeError, OSError) as error:
        raise DataError("no_spark") from error
    bound = {"programme_id": question.programme_id} if question.programme_id else {}
    try:
        for name in READ:
            session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)
        session.sql(statement(question), bound).write.mode("overwrite").parquet(str(target))
        return int(session.read.parquet(str(target)).count())
    finally:
        session.stop()
