"""No name that may not be said is anywhere in what a room receives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from eit.analysis import anonymise, consortium
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact.avoided import factor_book
from eit.analysis.synergies.table import synergy_table
from eit.analysis.territories import figures
from eit.domain.selection import Selection
from eit.store.database import Database

DAY = date(2026, 1, 1)
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")


@pytest.fixture(scope="module")
def database(root: Path):
    with Database(root / "data" / "flows.duckdb") as opened:
        yield opened


def frames(database: Database, programme_id: str) -> dict[str, pd.DataFrame]:
    selection = Selection(programme_id, radius_km=100)
    pairs = potential_exchanges(database, selection, DAY)
    return {
        "pairs": pairs,
        "sites": figures.sites(figures.site_stock(database, programme_id), pairs),
        "synergies": synergy_table(database, programme_id, factor_book(database, "CA-QC"), DAY),
        "decisions": consortium.decisions(database, programme_id, DAY),
        "members": consortium.members(database, programme_id),
    }


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_a_name_without_consent_is_nowhere(database, programme_id: str, lang: str) -> None:
    companies = database.query("all_companies")
    silent = companies[(companies["programme_id"] == programme_id) & ~companies["consent_name"]]
    shown = anonymise.shown_names(database, programme_id, lang)
    assert len(silent)
    for frame in frames(database, programme_id).values():
        sent = anonymise.redact_frame(frame, shown).to_csv()
        for name in silent["name"]:
            assert name not in sent and name.rpartition(" (")[0] not in sent


def test_who_agreed_keeps_the_name_and_the_place(database) -> None:
    shown = anonymise.shown_names(database, "abitibi", "fr")
    sites = frames(database, "abitibi")["sites"].set_index("company_id")
    kept = anonymise.redact_frame(sites.reset_index(), shown).set_index("company_id")
    companies = database.query("all_companies").set_index("company_id")
    for company, row in kept.iterrows():
        if companies.loc[company, "consent_name"]:
            assert row["name"] == sites.loc[company, "name"]
        else:
            assert row["name"] == f"{row['sector_fr']}, {row['municipality']}"


def test_the_position_of_a_silent_company_is_that_of_its_municipality(database) -> None:
    shown = anonymise.shown_names(database, "abitibi", "fr")
    before = frames(database, "abitibi")["sites"].set_index("company_id")
    after = anonymise.redact_frame(before.reset_index(), shown).set_index("company_id")
    places = database.query("all_territories", {"programme_id": "abitibi"}).set_index("territory_id")
    companies = database.query("all_companies").set_index("company_id")
    for company in shown.places:
        if pd.notna(before.loc[company, "latitude"]):
            town = places.loc[companies.loc[company, "municipality_id"]]
            assert tuple(after.loc[company, ["latitude", "longitude"]]) == (
                town["latitude"],
                town["longitude"],
            )
        else:
            assert pd.isna(after.loc[company, "latitude"])


def test_a_name_inside_a_sentence_is_replaced_whatever_its_case_or_apostrophe() -> None:
    shown = anonymise.Shown({"c": "Bois, Amos"}, {}, {"L’Atelier": "Bois, Amos", "L'Atelier": "Bois, Amos"})
    assert anonymise.redact_text("Visite de l'ATELIER demain", shown) == "Visite de Bois, Amos demain"
    assert anonymise.redact_text(None, shown) is None
