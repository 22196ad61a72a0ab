"""ESRS E5-5 of one organisation: every tonne is in one operation, what is not told in no sum; presets of indicators."""

from __future__ import annotations

import pytest

from eit.actions.edit import EditContext
from eit.actions.indicators import add_preset
from eit.actions.organisation.flows import add_flow
from eit.analysis.impact.indicators import presets
from eit.analysis.impact.outflows import DISPOSED, DIVERTED, outflows
from eit.domain.errors import Refusal
from eit.domain.figures.indicator import FORMULAS
from eit.store.database import Database
from eit.views.organisation.outflows import outflows_html
from eit.views.texts import texts

FIRM, P = "abi-001", "abitibi"


def test_tonnes_are_told_by_operation_and_hazard_and_add_up(door: EditContext) -> None:
    with Database(door.path) as database:
        before = outflows(database, FIRM)
        materials = database.rows("material")
    matter = materials[(materials["kind"] == "matter") & (materials["hazardous"] == "no")][
        "material_id"
    ].iloc[0]
    common = {"direction": "offer", "material_id": matter, "unit": "t", "period": "year"}
    add_flow(door, FIRM, {**common, "quantity": 10.0, "former_destination": "landfill:0.75;recycling:0.25"})
    add_flow(
        door,
        FIRM,
        {**common, "quantity": 4.0, "hazardous": "yes", "former_destination": "incineration-recovery"},
    )
    add_flow(door, FIRM, common)
    with Database(door.path) as database:
        after = outflows(database, FIRM)

    def more(hazard: str, operation: str) -> float:
        return after.tonnes.get((hazard, operation), 0.0) - before.tonnes.get((hazard, operation), 0.0)

    assert more("not-hazardous", "landfill") == pytest.approx(7.5)
    assert more("not-hazardous", "recycling") == pytest.approx(2.5)
    assert more("hazardous", "other-recovery") == pytest.approx(4.0)
    assert after.total() - before.total() == pytest.approx(14.0)
    assert after.total() == pytest.approx(
        after.total(*DIVERTED) + after.total(*DISPOSED) + after.total("unknown")
    )
    assert after.not_told == before.not_told + 1
    for lang in ("fr", "en"):
        parts = {"diverted": DIVERTED, "disposed": DISPOSED, "other": ("unknown",)}
        page = outflows_html("Scierie <b>", after, parts, "P", "2026-11-29", lang)
        assert "2023/2772" in page and "<b>" not in page


def test_every_preset_is_sourced_and_added_once(door: EditContext) -> None:
    rows = presets()
    for row in rows:
        assert row["source"] and row["year"] and row["label_fr"] and row["label_en"], row
        assert not row["formula_key"] or row["formula_key"] in FORMULAS, row
        assert texts("fr").has(f"indicator_preset.{row['preset']}") and texts("fr").has(
            f"confidence.{row['confidence']}"
        )
    realised = [row["formula_key"] for row in rows if row["label_fr"] == "Synergies réalisées"]
    assert realised == ["match_count"]  # what is followed is not what is realised
    for preset in dict.fromkeys(row["preset"] for row in rows):
        assert add_preset(door, P, preset) <= sum(row["preset"] == preset for row in rows)
        with pytest.raises(Refusal) as told:
            add_preset(door, P, preset)
        assert told.value.key == "preset-there"
    with pytest.raises(Refusal) as told:
        add_preset(door, P, "nobody's")
    assert told.value.key == "preset-unknown"
    with Database(door.path) as database:
        held = database.rows("indicator")
    assert "CAD/an" in set(held["unit_fr"]) and not held["unit_fr"].str.startswith("monnaie").any()
    labels = held[held["programme_id"] == P]["label_fr"]
    assert len(set(labels)) == len(labels)
