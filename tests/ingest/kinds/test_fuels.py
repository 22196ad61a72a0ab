"""A demand of heat that names no fuel, or one without a factor in its place, is asked on its row; the row comes in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eit.domain.figures.fuels import FUEL_UNNAMED, FUEL_WITHOUT_FACTOR, FUELS, fuel_doubt, fuels_of
from eit.domain.question import Answer
from eit.store.jurisdictions import own_jurisdictions
from tests.ingest.planning import planned

HEADING = "Entreprise;Sens;Matière;Quantité;Unité\n"
FIRM = "Scierie des Trembles (fictive)"


def asked(database: Path, material: str, *given: Answer) -> tuple[set[str], int, set[str]]:
    """Rules of the questions about the material, rows that come in, and what their notes say."""
    text = f"{HEADING}{FIRM};demande;{material};500;MWh/an\n"
    plan = planned(database, text, *given)
    rules = {one.rule for one in plan.questions if one.subject == "material_id"}
    return rules, len(plan.records), {str(row["note"]) for row in plan.records}


@pytest.mark.parametrize(
    ("material", "rule"),
    [
        ("chaleur", FUEL_UNNAMED),
        ("vapeur", FUEL_UNNAMED),
        ("chaleur au bois", FUEL_WITHOUT_FACTOR),
        ("chaleur au mazout", None),
        ("gaz naturel", None),
        ("électricité", None),
    ],
)
def test_the_fuel_is_asked_on_its_row_and_the_row_comes_in(
    database: Path, material: str, rule: str | None
) -> None:
    rules, rows, notes = asked(database, material)
    assert (rules, rows, notes) == ({rule} if rule else set(), 1, {"None"})


def test_an_answer_is_asked_no_more(database: Path) -> None:
    for answer in ("propane-heat", "heat-power-inputs"):
        said = Answer("value", "material_id", "chaleur", answer)
        assert asked(database, "chaleur", said)[:2] == (set(), 1)


def test_each_place_has_the_fuels_of_which_it_has_a_factor() -> None:
    places = own_jurisdictions()
    known = {"E-HEAT-OIL-FR", "E-HEAT-WOOD-FR", "E-FR-NG"}
    assert fuels_of(places["FR"], known) == ["natural-gas-heat", "heating-oil-heat", "wood-fuel-heat"]
    for fuel in (*FUELS, "natural-gas-heat", "electricity"):
        assert fuel_doubt(fuel, places["LU"], known) == FUEL_WITHOUT_FACTOR
    assert fuel_doubt("electricity", replace(places["LU"], electricity_factor="E-LU"), {"E-LU"}) is None
    assert fuel_doubt("bark", places["LU"], known) is None
