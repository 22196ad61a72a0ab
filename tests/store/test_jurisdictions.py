"""The table of jurisdictions: every name of a factor leads somewhere, and no place borrows from another."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from eit.actions.programme.fields import NewProgramme
from eit.actions.programme.start import start_file
from eit.analysis.impact.avoided import factor_book
from eit.analysis.impact.money import price_book
from eit.analysis.programmes import today_in, today_of_file
from eit.cli import main
from eit.domain import jurisdiction as places
from eit.domain.errors import InvalidSelection
from eit.store.database import Database
from eit.store.jurisdictions import jurisdiction, jurisdictions, own_jurisdictions, programme_jurisdiction
from eit.store.version.workspace import DEMONSTRATION

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"
ELECTRICITY = {
    "CA-QC": 0.0169, "CA-ON": 0.0457, "CA-NB": 0.3326, "FR": 0.055, "BE-WAL": 0.22, "CH-ROM": 0.03, "LU": None,
}  # fmt: skip
GAS = {"CA-QC": 0.18, "CA-ON": 0.18, "CA-NB": 0.18, "FR": 0.187, "BE-WAL": None, "CH-ROM": None, "LU": None}
CIRCUITY = {"CA-QC": 1.3, "CA-ON": 1.3, "CA-NB": 1.3, "FR": 1.35, "BE-WAL": None, "CH-ROM": None, "LU": None}
FEES = {"CA-QC": 120, "FR": 145}
OF_PLACE = ("electricity_factor", "natural_gas_factor", "circuity_factor")


@pytest.fixture(scope="module")
def demonstration():
    with Database(DEMONSTRATION) as database:
        yield database


def central(factor) -> float | None:
    return None if factor is None else factor.value.central


@pytest.mark.parametrize("place", sorted(ELECTRICITY))
def test_each_place_has_its_own_factors_or_none(demonstration: Database, place: str) -> None:
    book, prices = factor_book(demonstration, place), price_book(demonstration, place)
    found = [central(book.of_place(name)) for name in OF_PLACE]
    assert found == [ELECTRICITY[place], GAS[place], CIRCUITY[place]]
    assert central(prices.gate_fee) == FEES.get(place)
    assert (prices.levy(date(2026, 1, 1)) is None) is (place not in FEES)


def test_every_factor_that_a_place_names_is_in_the_tables(demonstration: Database) -> None:
    known = {
        factor_id
        for table in ("ghg", "transport", "cost")
        for factor_id in demonstration.query("factors", {"factor_table": table})["factor_id"]
    }
    named = {
        (item.jurisdiction_id, value)
        for item in jurisdictions(demonstration).values()
        for name, value in vars(item).items()
        if name.endswith("_factor") and value
    }
    assert {pair for pair in named if pair[1] not in known} == set()


def test_every_place_has_a_clock_levels_a_scheme_a_currency_and_its_source(demonstration: Database) -> None:
    kinds = {"region", "department", "mrc", "municipality", "commune", "epci", "borough", "park"}
    for item in jurisdictions(demonstration).values():
        assert ZoneInfo(item.time_zone)
        assert item.levels and set(item.levels) <= kinds
        assert set(item.level_names_fr) == set(item.level_names_en) <= kinds
        assert len(item.currency) == 3
    with (REFERENCE / "jurisdictions.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["source"] and row["year"] and row["confidence"] for row in csv.DictReader(file))
    assert own_jurisdictions() == jurisdictions(demonstration)


def test_no_other_place_has_a_factor_of_quebec_or_of_france(demonstration: Database) -> None:
    rows = jurisdictions(demonstration)
    own = {
        place: {value for name, value in vars(rows[place]).items() if name.endswith("_factor") and value}
        for place in rows
    }
    shared = {"RT-MIX", "E-CA-NG-k", "E-CA-BOI-NG"}  # average truck of the United Kingdom; gas of all Canada
    for one in ("CA-QC", "FR"):
        for other in set(rows) - {one}:
            assert own[one] & own[other] <= shared, (one, other)


def test_an_unknown_place_or_programme_is_a_refusal(demonstration: Database) -> None:
    for unknown in ("CA", "XX", None):
        with pytest.raises(InvalidSelection, match="jurisdiction unknown"):
            jurisdiction(demonstration, unknown)
        with pytest.raises(InvalidSelection, match="jurisdiction unknown"):
            factor_book(demonstration, unknown)
    with pytest.raises(InvalidSelection, match="programme unknown"):
        programme_jurisdiction(demonstration, "nowhere")


def test_a_programme_of_another_place_begins_with_what_is_known_of_it(tmp_path: Path) -> None:
    begun = {}
    for place in ELECTRICITY:
        path = tmp_path / f"{place}.duckdb"
        start_file(path, "Ana", NewProgramme("P", place, programme_id="p"))
        with Database(path) as database:
            [begun[place]] = database.query("programmes").to_dict("records")
    assert begun["CA-ON"]["currency"] == "CAD"
    assert begun["CH-ROM"]["currency"] == "CHF"
    assert all(
        row["circuity"] == CIRCUITY[place] or (CIRCUITY[place] is None and row["circuity"] != row["circuity"])
        for place, row in begun.items()
    )
    assert begun["LU"]["levels"] == "commune|region"


@pytest.mark.parametrize("typed", ["CA", "QC", "Alberta", "xx"])
def test_init_refuses_a_place_that_is_not_in_the_table(tmp_path: Path, capsys, typed: str) -> None:
    new = tmp_path / "new.duckdb"
    said = ["init", "--db", str(new), "--empty", "--programme", "p", "--jurisdiction", typed]
    assert main(said) == 2
    sentence = capsys.readouterr().err
    assert typed in sentence and "Ontario" in sentence and "Luxembourg" in sentence
    assert not new.exists()


def test_init_asks_for_the_place_and_assumes_none(tmp_path: Path, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["init", "--db", str(tmp_path / "new.duckdb"), "--empty", "--programme", "p"])
    assert "CA-QC" in capsys.readouterr().err


def test_a_check_refuses_a_file_whose_programme_is_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "p.duckdb"
    start_file(path, "Ana", NewProgramme("P", "FR", programme_id="p"))
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE programme SET jurisdiction = 'CA'")
    with Database(path) as database:
        assert len(database.query("unknown_jurisdiction", folder="checks")) == 1


def test_it_is_tomorrow_in_france_when_it_is_evening_in_quebec(
    demonstration: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "now", lambda: datetime(2026, 11, 28, 23, 30, tzinfo=UTC))
    assert today_in(demonstration, "abitibi") == date(2026, 11, 28)
    assert today_in(demonstration, "fensch") == date(2026, 11, 29)
    assert today_of_file(demonstration) == date(2026, 11, 28)
