"""Spark gives the pairs that the file holds; skipped, loudly, without pyspark or Java."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import duckdb
import pytest

from eit.store import spark

NEEDED = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None
with_spark = pytest.mark.skipif(not NEEDED, reason="SPARK ABSENT: pip install pyspark, and a Java 17 runtime")


def test_only_the_dialect_differs() -> None:
    text = spark.statement(50.0, best=3)
    assert "$" not in text and "MATERIALIZED" not in text and "list_contains" not in text
    assert "place <= 3" in text and "demand.unit = offer.unit" in text


@with_spark
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
@pytest.mark.parametrize("best", [None, 3])
def test_spark_finds_the_same_pairs(tmp_path: Path, root: Path, best: int | None) -> None:
    data = root / "data" / "flows.duckdb"
    spark.export_tables(data, tmp_path / "in")
    spark.match(tmp_path / "in", tmp_path / "out", best=best, master="local[2]")
    with duckdb.connect(str(data), read_only=True) as connection:
        mine = "SELECT * FROM candidate"
        if best:
            order = "PARTITION BY offer_id ORDER BY value DESC, distance_km, demand_id"
            mine += f" QUALIFY row_number() OVER ({order}) <= {best}"
        columns = "programme_id, offer_id, demand_id, round(distance_km, 9), round(value, 6)"
        expected = connection.execute(f"SELECT {columns} FROM ({mine}) ORDER BY ALL").fetchall()
        theirs = f"read_parquet('{tmp_path / 'out'}/*.parquet')"
        assert connection.execute(f"SELECT {columns} FROM {theirs} ORDER BY ALL").fetchall() == expected
