"""Tables say what the map says, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from eit.ui.tables import _config
from eit.views.reasons import reasons, why
from eit.views.tables import Column, destination, exchange_table, heading, site_table, synergy_table
from eit.views.texts import texts
from tests.views import frames

SITES = frames.sites(10)
EXCHANGES = frames.exchanges(SITES, 12)


def one(**changes: object) -> object:
    return next(EXCHANGES.iloc[[0]].assign(**changes).itertuples(index=False))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_best_exchange_comes_first_and_numbers_stay_numbers(lang: str) -> None:
    table = exchange_table(EXCHANGES, lang)
    score = texts(lang)("column.score")
    assert table.frame[score].is_monotonic_decreasing
    assert list(table.columns) == list(table.frame.columns)
    for words, column in table.columns.items():
        assert pd.api.types.is_numeric_dtype(table.frame[words]) == (column.kind != "text")
    best = EXCHANGES.sort_values("score").iloc[-1]
    assert table.frame.index[0] == f"{best.offer_id}|{best.demand_id}"


def test_no_row_gives_a_table_with_its_headings() -> None:
    assert next(iter(exchange_table(EXCHANGES.head(0), "fr").frame.columns)) == "Note"
    assert len(site_table(SITES.head(0), "fr").frame) == 0
    assert len(synergy_table(frames.synergies(SITES).head(0), "en").frame) == 0


def test_why_is_one_sentence_with_every_reason() -> None:
    row = one(
        basis="substitution",
        offer_material_fr="Cendres",
        demand_material_fr="Chaux",
        use_fr="chaulage",
        condition_fr="pH > 12.",
        distance_km=12.0,
        road_km_estimate=15.6,
        months_in_common=5,
        season_months=0b000111110000,
        offer_quantity=100.0,
        demand_quantity=40.0,
        age_months=5.0,
        source="Guide MRF",
    )
    assert why(row, "fr").replace("\u202f", " ").replace("\u00a0", " ") == (
        "Substitution connue (Cendres → Chaux) ; usage : chaulage ; condition : pH > 12 ; "
        "12 km (environ 16 km par la route, estimés par la sinuosité) ; 5 mois en commun (mai à septembre) ; "
        "la plus petite quantité couvre 40 % de l'autre ; déclaré il y a 5 mois ; source : Guide MRF."
    )


def test_a_road_that_was_measured_is_told_from_an_estimate() -> None:
    measured = one(
        distance_km=12.0, road_km_estimate=15.6, road_km=33.4, road_minutes=25.0, road_basis="network"
    )
    unknown = one(distance_km=12.0, road_km_estimate=15.6, road_km=np.nan, road_minutes=np.nan)
    said = [" ; ".join(reasons(row, "fr")).replace("\u00a0", " ") for row in (measured, unknown)]
    assert "12 km (par la route : 33 km, 25 min en camion)" in said[0] and "estimés" not in said[0]
    assert "12 km (environ 16 km par la route, estimés par la sinuosité)" in said[1]


def test_the_table_says_of_each_road_what_it_rests_on() -> None:
    known = EXCHANGES.assign(road_km=np.nan, road_minutes=np.nan, road_basis="circuity")
    assert "Route est. (km)" in exchange_table(known, "fr").frame
    known.loc[known.index[0], ["road_km", "road_minutes", "road_basis"]] = [33.4, 25.0, "network"]
    table = exchange_table(known, "fr").frame
    assert "Route est. (km)" not in table
    assert sorted(table["Route d’après"].unique()) == ["la sinuosité (estimé)", "le réseau"]
    assert set(table["Trajet (min)"].dropna()) == {25.0} and table["Route (km)"].notna().all()


def test_what_is_unknown_is_said() -> None:
    row = one(offer_quantity=np.nan, age_months=np.nan, months_in_common=0, road_km_estimate=np.nan)
    said = reasons(row, "fr")
    assert {"quantité n.c.", "date de déclaration n.c.", "aucun mois en commun"} <= set(said)
    assert "to be confirmed" in why(one(age_months=30.0), "en")


def test_sites_and_synergies_are_tables_too() -> None:
    sites = site_table(SITES, "fr").frame
    assert set(sites.index) == set(SITES.company_id)
    assert set(sites["Genre"]) == {"entreprise"}
    synergies = synergy_table(frames.synergies(SITES), "fr").frame
    assert synergies["Étape"].iloc[0] == "identifiée"
    assert synergies["Depuis"].iloc[0] == "15 septembre 2022"


def test_shares_of_a_former_destination_are_written_out() -> None:
    assert destination("landfill:0.7;recycling:0.3", texts("en")) == "landfill 70%, recycling 30%"
    assert destination("landfill", texts("fr")) == "enfouissement"
    assert destination(None, texts("fr")) == ""


def test_typed_text_is_not_encoded_for_a_grid_that_draws_text() -> None:
    table = site_table(SITES.assign(name=frames.HOSTILE[0]), "fr")
    assert table.frame["Organisation"].iloc[0] == frames.HOSTILE[0]


def test_a_heading_says_the_unit_once() -> None:
    t = texts("fr")
    assert heading("distance", Column("number", 1, "km"), t) == "Distance (km)"
    assert heading("saved_km", Column("number", 0, "km"), t) == "Km évités/an"
    assert heading("offer_mass", Column("number", 1, "t/an"), t) == "Offert (t/an)"


def test_no_heading_of_numbers_is_cut() -> None:
    for words in ("Distance (km)", "Le plus proche (km)", "Note"):
        assert _config(words, Column("number"))["width"] >= 7 * len(words) + 20
