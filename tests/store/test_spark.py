"""Spark gives the pairs that the file holds; skipped, loudly, without pyspark or Java 17."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from eit.domain.errors import DataError
from eit.store import spark
from eit.store.derived.matching import derive_pairs
from eit.store.derived.pair_catalog import make_catalog
from eit.store.spark import Question


@pytest.fixture(scope="module")
def needs_spark() -> None:
    try:
        spark.ready()
    except DataError:
        pytest.skip("SPARK ABSENT: make spark, and a Java 17 runtime")


def test_only_the_dialect_differs() -> None:
    text = spark.statement(Question("quebec", 50.0, best=3))
    assert "$" not in text and "MATERIALIZED" not in text and "list_contains" not in text
    assert "place <= 3" in text and "demand.unit = offer.unit" in text and ":programme_id" in text
    assert ":programme_id" not in spark.statement(Question())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
@pytest.mark.parametrize(
    ("question", "which"),
    [
        (Question(), "true"),
        (Question("quebec", 10.0, 3), "programme_id = 'quebec' AND distance_km <= 10"),
    ],
)
def test_spark_finds_the_same_pairs(
    needs_spark: None, tmp_path: Path, root: Path, question: Question, which: str
) -> None:
    data = root / "data" / "flows.duckdb"
    spark.export_tables(data, tmp_path / "in")
    count = spark.match(tmp_path / "in", tmp_path / "out", question, master="local[2]")
    with duckdb.connect(str(data), read_only=True) as connection:
        make_catalog(connection, "flows")
        derive_pairs(connection)
        refused = "SELECT offer_id, demand_id FROM rejection WHERE stands"
        mine = f"SELECT * FROM candidate ANTI JOIN ({refused}) USING (offer_id, demand_id) WHERE {which}"
        if question.best:
            order = "PARTITION BY offer_id ORDER BY value DESC, distance_km, demand_id"
            mine += f" QUALIFY row_number() OVER ({order}) <= {question.best}"
        columns = "programme_id, offer_id, demand_id, round(distance_km, 9), round(value, 6)"
        expected = connection.execute(f"SELECT {columns} FROM ({mine}) ORDER BY ALL").fetchall()
        theirs = f"read_parquet('{tmp_path / 'out'}/*.parquet')"
        assert connection.execute(f"SELECT {columns} FROM {theirs} ORDER BY ALL").fetchall() == expected
    assert count == len(expected) > 0


@pytest.mark.parametrize("missing", ["pyspark", "java", "old java"])
def test_what_is_missing_is_said_before_spark_starts(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    if missing != "java":
        version = "11.0.2" if missing == "old java" else "21.0.1"
        java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
        java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setattr(
        spark.importlib.util, "find_spec", lambda _: None if missing == "pyspark" else object()
    )
    with pytest.raises(DataError, match="no_spark"):
        spark.ready()


def test_tables_that_cannot_be_written_are_said(tmp_path: Path, root: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(DataError, match="cannot_write"):
        spark.export_tables(root / "data" / "flows.duckdb", tmp_path / "taken")
    with pytest.raises(DataError, match="no_data_file"):
        spark.export_tables(tmp_path / "gone.duckdb", tmp_path / "tables")
