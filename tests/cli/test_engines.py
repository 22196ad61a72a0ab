"""The optional engines on the command line: distances by road, Spark; without them, a sentence and the estimates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eit.cli import main
from eit.domain.errors import DataError
from eit.store import spark
from tests.store.network import length_km, needs_engine, write_extract

ASKED = ("exchanges", "--programme", "quebec", "--radius-km", "10", "--format", "json")
PLACES = ("offer_latitude", "offer_longitude", "demand_latitude", "demand_longitude")


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict]:
    assert main([*ASKED, *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_without_a_network_the_road_is_an_estimate_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys)
    assert {row["road_basis"] for row in found} == {"circuity"}
    assert {row["road_km"] for row in found} == {None} == {row["road_minutes"] for row in found}
    assert all(row["road_km_estimate"] > 0 for row in found)


def test_a_network_that_is_not_there_leaves_the_estimates_with_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EIT_ROADS", str(tmp_path / "gone"))
    assert main(list(ASKED)) == 0
    said = capsys.readouterr()
    assert "EIT_ROADS" in said.err and '"circuity"' in said.out and '"network"' not in said.out


def test_with_a_network_the_road_is_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    needs_engine()
    centre, pairs = (46.95, -71.25), pairs_of(root)
    sites = sorted({site for pair in pairs.values() for site in pair})
    star = [((site, centre), {"maxspeed": "50"}) for site in sites if site != centre]
    extract = write_extract(tmp_path / "star.osm.pbf", star)
    folder = tmp_path / "star.roads"
    words = ["--extract", str(extract), "--out", str(folder), "--format", "json"]
    assert main(["roads", "build", *words]) == 0
    assert json.loads(capsys.readouterr().out)["roads"] == str(folder)
    monkeypatch.setenv("EIT_ROADS", str(folder))
    found = rows(capsys)
    assert {row["road_basis"] for row in found} == {"network"}
    for row in found:
        start, end = pairs[row["offer_id"], row["demand_id"]]
        expected = 0.0 if start == end else length_km(start, centre, end)
        assert row["road_km"] == pytest.approx(expected, rel=0.01, abs=0.03), row
        assert row["road_minutes"] >= 60 * row["road_km"] / 90


def pairs_of(root: Path) -> dict[tuple[str, str], tuple]:
    """Places of both sides of each exchange."""
    from datetime import date

    from eit.analysis.exchanges.potential import potential_exchanges
    from eit.domain.selection import Selection
    from eit.store.database import Database

    with Database(root / "data" / "flows.duckdb") as database:
        frame = potential_exchanges(database, Selection("quebec", radius_km=10.0), date.today())
    places = frame[list(PLACES)].round(6).itertuples(index=False)
    ids = zip(frame["offer_id"], frame["demand_id"], strict=True)
    return {pair: ((row[0], row[1]), (row[2], row[3])) for pair, row in zip(ids, places, strict=True)}


def test_an_extract_that_cannot_be_used_is_refused_in_both_languages(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    needs_engine()
    extract = tmp_path / "x.osm.pbf"
    extract.write_bytes(b"no")
    for lang, said in (("fr", "extrait OpenStreetMap"), ("en", "OpenStreetMap extract")):
        assert (
            main(["--lang", lang, "roads", "build", "--extract", str(extract), "--out", str(tmp_path / "o")])
            == 2
        )
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--parquet"),
        (["--parquet", "essai", "--material", "wood-ash"], "--material"),
        (["--parquet", "essai", "--best", "0"], "--best"),
    ],
)
def test_what_spark_cannot_do_is_said(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ASKED, "--engine", "spark", *words]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("lang", "said"), [("fr", "Installez pyspark"), ("en", "Install pyspark")])
def test_without_spark_a_sentence_says_what_to_install(
    lang: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def absent() -> None:
        raise DataError("no_spark")

    monkeypatch.setattr(spark, "ready", absent)
    words = [*ASKED, "--engine", "spark", "--parquet", str(tmp_path / "out")]
    assert main(["--lang", lang, *words]) == 2
    assert said in capsys.readouterr().err and not (tmp_path / "out").exists()


@pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
@pytest.mark.slow
def test_spark_writes_the_rows_of_the_normal_engine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import pandas as pd

    try:
        spark.ready()
    except DataError:
        pytest.skip("SPARK ABSENT: make spark, and a Java 17 runtime")
    ours = {(row["offer_id"], row["demand_id"]): row["distance_km"] for row in rows(capsys)}
    assert main([*ASKED, "--engine", "spark", "--parquet", str(tmp_path), "--master", "local[2]"]) == 0
    report = json.loads(capsys.readouterr().out)
    theirs = pd.read_parquet(report["parquet"])
    assert report["pairs"] == len(theirs) == len(ours)
    for row in theirs.itertuples():
        assert row.distance_km == pytest.approx(ours[row.offer_id, row.demand_id], abs=1e-9)
