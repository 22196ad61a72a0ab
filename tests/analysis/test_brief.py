"""The brief says what the other answers say; a case card says nothing of its parties."""

from __future__ import annotations

import math
import re
import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path

import duckdb
import pytest

from eit.analysis.brief import brief
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact import kpis
from eit.analysis.synergies import board as pipeline
from eit.analysis.synergies.cases import case_cards
from eit.domain.bands import Band, limit_band, round_band
from eit.domain.brief import LEAST_CONTRIBUTORS
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from eit.domain.stage import HEADLINE_STAGES
from eit.store.database import Database

DAY = date(2026, 11, 1)
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")
ROUND = {1.0, 5.0, 10.0, 50.0, 100.0, 500.0, 1000.0}


@pytest.fixture(scope="module")
def database(root: Path):  # type: ignore[no-untyped-def]
    with Database(root / "data" / "flows.duckdb") as opened:
        yield opened


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (104.0, Band(100.0, 500.0)),
        (500.0, Band(500.0, 1000.0)),
        (0.35, Band(0.1, 0.5)),
        (-7.0, Band(-10.0, -5.0)),
        (0.0, Band(0.0, 0.0)),
        (math.nan, None),
        (math.inf, None),
    ],
)
def test_a_band_holds_its_value_and_starts_at_one_or_five(value: float, band: Band | None) -> None:
    assert round_band(value) == band


def test_limits_are_open_at_the_top() -> None:
    assert limit_band(3.0, (5.0, 20.0)) == Band(0.0, 5.0)
    assert limit_band(20.0, (5.0, 20.0)) == Band(20.0, None)
    assert limit_band(math.nan, (5.0,)) is None


def test_the_figures_of_the_brief_are_those_of_the_command_kpis(database: Database, root: Path) -> None:
    found = brief(database, "abitibi", DAY, "fr", root / "data" / "geo")
    selection = Selection("abitibi", radius_km=found.radius_km)
    assert list(found.figures) == kpis.headline(database, selection, DAY)


def test_new_is_what_happened_after_the_day(database: Database, root: Path) -> None:
    since = date(2025, 1, 1)
    found = brief(database, "quebec", DAY, "fr", root / "data" / "geo", since)
    events = database.query("synergy_events", {"programme_id": "quebec"})
    moved = events[(events["kind"] == "stage") & (events["occurred_on"] > "2025-01-01")]
    moved = moved[moved["occurred_on"] <= str(DAY)]
    titles = database.query("synergies", {"programme_id": "quebec", "as_of": DAY}).set_index("synergy_id")
    assert len(found.new_synergies) == moved["synergy_id"].nunique()
    told = set(found.new_synergies["title_fr"]) & set(titles.loc[moved["synergy_id"], "title_fr"])
    assert len(told) >= len(found.new_synergies) - 1  # one title says an organisation's name
    assert not set(found.new_synergies["synergy_id"]) & set(moved["synergy_id"])
    assert found.since == since and found.since_from == "asked"


def test_without_a_dated_meeting_new_is_twelve_months(database: Database, root: Path) -> None:
    found = brief(database, "abitibi", DAY, "fr", root / "data" / "geo")
    assert (found.since, found.since_from) == (date(2025, 11, 1), "year")


def test_refusals(database: Database, root: Path) -> None:
    with pytest.raises(InvalidSelection):
        brief(database, "nowhere", DAY, "fr", root / "data" / "geo")
    with pytest.raises(InvalidSelection):
        brief(database, "abitibi", DAY, "fr", root / "data" / "geo", date(2027, 1, 1))
    with pytest.raises(InvalidSelection):
        case_cards(database, "nowhere", DAY)


@pytest.mark.parametrize("lang", ("fr", "en"))
def test_names_follow_consent(database: Database, root: Path, lang: str) -> None:
    found = brief(database, "abitibi", DAY, lang, root / "data" / "geo", date(2020, 1, 1))
    hidden = database.query("consent", {"programme_id": "abitibi"})
    hidden = hidden[~hidden["consent_name"]]
    assert len(hidden)
    frames = (found.sites, found.exchanges, found.synergies, found.new_synergies, found.decisions)
    said = " ".join(str(value) for frame in frames for column in frame.columns for value in frame[column])
    for name in hidden["name"]:
        assert name not in said


@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_one_card_per_result_and_nothing_of_its_parties(database: Database, programme_id: str) -> None:
    cards = case_cards(database, programme_id, DAY)
    board = pipeline.board(database, programme_id, DAY)
    done = board[board["stage"].isin(HEADLINE_STAGES)]
    assert len(cards) == len(done)
    companies = database.query("consent", {"programme_id": programme_id})
    places = database.query("company_places", {"programme_id": programme_id})
    written = " ".join(str(asdict(card)) for card in cards)
    for row in companies.to_dict("records"):
        assert row["name"] not in written and row["company_id"] not in written
    for row in places.to_dict("records"):
        assert str(row["latitude"]) not in written and str(row["longitude"]) not in written
    for row in done.to_dict("records"):
        assert row["synergy_id"] not in written and row["title_fr"] not in written
        for exact in (row["quantity_per_year"], row["ghg_central"], row["distance_km"]):
            told = rf"(?<![\d.]){re.escape(str(exact))}(?!\d)"
            assert math.isnan(exact) or exact in ROUND or not re.search(told, written)


@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_elsewhere_tells_no_territory_of_fewer_than_three(database: Database, programme_id: str) -> None:
    for card in case_cards(database, programme_id, DAY):
        for row in card.elsewhere:
            assert row.companies is None or row.companies >= LEAST_CONTRIBUTORS
            assert (row.offers is None) == (row.companies is None)
            assert row.territory is None or row.offers is not None


def test_elsewhere_counts_each_offer_once_however_many_takers(database: Database) -> None:
    """A second road: offers of the family, in a pair, by hand."""
    card = case_cards(database, "abitibi", DAY)[0]
    pairs = potential_exchanges(database, Selection("abitibi", radius_km=100.0), DAY)
    materials = database.query("materials").set_index("material_id")["parent_id"].to_dict()
    by_name = database.query("materials").set_index("name_fr")["material_id"]
    own = by_name[card.offered[0]]
    family = materials[own] if isinstance(materials[own], str) else own
    givers = {"abi-004"}
    offers = {
        row["offer_id"]
        for row in pairs.to_dict("records")
        if family in (row["offer_material_id"], materials[row["offer_material_id"]])
        and row["offer_company_id"] not in givers | {"abi-037"}
        and row["synergy_stage"] not in HEADLINE_STAGES
    }
    assert sum(row.offers or 0 for row in card.elsewhere) == len(offers)


def test_a_programme_with_nothing_in_it_has_a_brief(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "empty.duckdb"
    shutil.copy(root / "data" / "flows.duckdb", copy)
    with duckdb.connect(str(copy)) as connection:
        for table in (
            "flow",
            "synergy",
            "synergy_event",
            "synergy_party",
            "decision",
            "meeting",
            "rejected_pair",
        ):
            connection.execute(f"DELETE FROM {table}")
    with Database(copy) as opened:
        found = brief(opened, "hurepoix", DAY, "fr", root / "data" / "geo")
        assert not len(found.new_synergies) and not len(found.decisions) and not found.cases
        assert case_cards(opened, "hurepoix", DAY) == []
