"""Organisations and flows: added, corrected by two people, withdrawn, merged; and back as they were by the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from eit.actions.edit import EditContext
from eit.actions.history import undo
from eit.actions.organisation.flows import add_flow, correct_flow, withdraw_flow
from eit.actions.organisation.lifecycle import withdraw_organisation
from eit.actions.organisation.organisations import (
    add_organisation,
    correct_organisation,
    merge_organisations,
)
from eit.analysis.history import history
from eit.domain.errors import Refusal
from eit.domain.exchange.geodesy import to_geocentric
from eit.domain.organisation.fields import flow_fields, organisation_fields
from eit.store.database import Database

P = "hurepoix"


def table(door: EditContext, query: str, **values: object) -> pd.DataFrame:
    with Database(door.path) as database:
        return database.query(query, values)


def company(door: EditContext, company_id: str) -> dict[str, Any]:
    rows = table(door, "all_companies")
    [row] = rows[rows["company_id"] == company_id].astype(object).to_dict("records")
    return row


def flow(door: EditContext, flow_id: str) -> dict[str, Any]:
    rows = table(door, "all_flows")
    [row] = rows[rows["flow_id"] == flow_id].astype(object).to_dict("records")
    return row


def refused(door: EditContext, key: str, do: Callable[[], object]) -> Refusal:
    before = door.path.read_bytes()
    with pytest.raises(Refusal) as told:
        do()
    assert told.value.key == key
    assert door.path.read_bytes() == before, "nothing may be written"
    return told.value


def last_entry(door: EditContext) -> int:
    with Database(door.path) as database:
        return int(history(database)["entry"].max())


def everything(door: EditContext) -> dict[str, pd.DataFrame]:
    """Every table of the file but the journal, in one order."""
    with Database(door.path) as database:
        names = (
            "company",
            "flow",
            "synergy",
            "synergy_party",
            "identifier",
            "rejected_pair",
            "consortium_member",
        )
        found = {name: database.rows(name) for name in (*names, "candidate", "company_territory")}
    return {name: rows.sort_values(list(rows.columns)).reset_index(drop=True) for name, rows in found.items()}


def assert_same(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> None:
    for name, rows in before.items():
        pd.testing.assert_frame_equal(rows, after[name], obj=name)


def commune(door: EditContext) -> str:
    return str(table(door, "all_companies").query(f"programme_id == '{P}'")["municipality_id"].iloc[0])


def new_one(door: EditContext, name: str = "Scierie du Val (fictif)", **more: object) -> str:
    return add_organisation(door, P, {"name": name, "municipality_id": commune(door), **more})


def in_a_synergy(door: EditContext, stages: tuple[str, ...]) -> str:
    """An organisation that takes part in a synergy of one of these stages."""
    for programme_id in ("abitibi", "quebec", "fensch", P):
        held = table(door, "programme_synergies", programme_id=programme_id)
        ids = set(held[held["stage"].isin(stages)]["synergy_id"])
        parties = table(door, "programme_parties", programme_id=programme_id)
        found = parties[parties["synergy_id"].isin(ids)]
        if len(found):
            return str(found["company_id"].iloc[0])
    raise AssertionError(stages)


def test_a_name_and_a_municipality_make_an_organisation(door: EditContext) -> None:
    made = new_one(door, siret="123 456 789 00012", employees_low=10, employees_high=19)
    row = company(door, made)
    assert (
        row["name"] == "Scierie du Val (fictif)" and row["sector_scheme"] == "NAF" and row["group_id"] == made
    )
    assert (row["employees"], row["employees_low"], row["employees_high"]) == (15, 10, 19)
    assert row["position_quality"] == "municipality" and not row["consent_name"]
    expected = to_geocentric(row["latitude"], row["longitude"])
    assert [row["x_km"], row["y_km"], row["z_km"]] == pytest.approx([float(one) for one in expected])
    numbers = table(door, "identifiers", programme_id=P)
    assert set(numbers[numbers["row_id"] == made]["value"]) == {"12345678900012"}
    refused(door, "company-twice", lambda: new_one(door))
    refused(door, "number-taken", lambda: new_one(door, "Autre (fictif)", siret="12345678900012"))
    refused(door, "number-unreadable", lambda: new_one(door, "Autre (fictif)", siret="123"))
    refused(door, "text-missing", lambda: new_one(door, "  "))
    refused(door, "choice-unknown", lambda: add_organisation(door, P, {"name": "A", "municipality_id": "x"}))
    refused(door, "band-reversed", lambda: new_one(door, "B (fictif)", employees_low=20, employees_high=10))
    assert table(door, "meta").set_index("key").loc["fictitious", "value"] == "true"
    new_one(door, "Scierie réelle")
    assert table(door, "meta").set_index("key").loc["fictitious", "value"] == "partly"


def test_a_position_is_typed_follows_the_municipality_or_is_refused(door: EditContext) -> None:
    made = new_one(door)
    correct_organisation(door, made, {"latitude": 48.6, "longitude": 2.2})
    row = company(door, made)
    assert (row["latitude"], row["longitude"], row["position_quality"]) == (48.6, 2.2, "site")
    assert [row["x_km"], row["y_km"]] == pytest.approx([float(one) for one in to_geocentric(48.6, 2.2)[:2]])
    refused(
        door,
        "coordinates-swapped",
        lambda: correct_organisation(door, made, {"latitude": 2.2, "longitude": 48.6}),
    )
    refused(
        door,
        "coordinates-zero",
        lambda: correct_organisation(door, made, {"latitude": 0.0, "longitude": 0.0}),
    )
    refused(door, "position-half", lambda: correct_organisation(door, made, {"longitude": None}))
    other = next(one for one in table(door, "all_companies").query(f"programme_id == '{P}'")["municipality_id"].unique()
                 if one != row["municipality_id"])  # fmt: skip
    correct_organisation(door, made, {"municipality_id": other})
    assert company(door, made)["latitude"] == 48.6, "a position that somebody gave does not follow"
    correct_organisation(door, made, {"position_quality": "municipality"})
    at_centre = company(door, made)
    assert at_centre["position_quality"] == "municipality" and at_centre["latitude"] != 48.6
    correct_organisation(door, made, {"municipality_id": row["municipality_id"]})
    assert company(door, made)["latitude"] != at_centre["latitude"], "the point of the municipality does"
    correct_organisation(door, made, {"position_quality": "none"})
    gone = company(door, made)
    assert pd.isna(gone["latitude"]) and pd.isna(gone["x_km"]) and gone["position_quality"] == "none"


def test_two_people_correct_two_fields_and_both_stand_one_field_shows_both_values(door: EditContext) -> None:
    made = new_one(door, employees=10)
    seen = organisation_fields(company(door, made), {})
    other = EditContext(door.path, "Dominique")
    correct_organisation(other, made, {**seen, "name": "Scierie du Haut (fictif)"}, seen)
    correct_organisation(door, made, {**seen, "employees": 12.0, "sector_fr": "Sciage"}, seen)
    row = company(door, made)
    assert (row["name"], row["employees"], row["sector_fr"], row["sector_en"]) == (
        "Scierie du Haut (fictif)", 12, "Sciage", "Sciage",
    )  # fmt: skip
    told = refused(
        door, "changed-by-other", lambda: correct_organisation(door, made, {**seen, "name": "Bas"}, seen)
    )
    assert (told.row_id, told.value, told.unit) == ("name", "Scierie du Haut (fictif)", "Bas")
    entry = last_entry(door)
    now = organisation_fields(row, {})
    correct_organisation(door, made, now, now)
    assert last_entry(door) == entry, "a form sent as it was changes nothing"


def test_a_flow_is_converted_once_and_corrected_in_parts(door: EditContext) -> None:
    made = new_one(door)
    said = {
        "direction": "offer",
        "material_id": "bark",
        "quantity": 500.0,
        "unit": "kg",
        "period": "month",
    }
    flow_id = add_flow(door, made, {**said, "months": "m1|m2|m3|m4|m5|m6"})
    row = flow(door, flow_id)
    assert row["mass_t_per_year"] == pytest.approx(3.0) and row["quantity_typed"] == "500"
    assert (
        row["unit_typed"] == "kg/month" and row["quality"] == "declared" and not pd.isna(row["observed_on"])
    )
    seen = flow_fields(row)
    correct_flow(door, flow_id, {**seen, "quantity": 700.0}, seen)
    correct_flow(EditContext(door.path, "Dominique"), flow_id, {**seen, "months": "", "note": "vrac"}, seen)
    row = flow(door, flow_id)
    assert row["mass_t_per_year"] == pytest.approx(8.4) and row["note"] == "vrac", (
        "a quantity and a season merge"
    )
    told = refused(door, "changed-by-other", lambda: correct_flow(door, flow_id, {**seen, "unit": "t"}, seen))
    assert told.row_id == "quantity", "a unit goes with its number"
    correct_flow(door, flow_id, {"quantity": None})
    assert pd.isna(flow(door, flow_id)["quantity_per_year"]), "not communicated is not 0"
    refused(door, "unit-does-not-fit-kind", lambda: correct_flow(door, flow_id, {"unit": "kWh"}))
    refused(door, "quantity-out-of-range", lambda: correct_flow(door, flow_id, {"quantity": -1.0}))
    refused(door, "not-a-number", lambda: correct_flow(door, flow_id, {"quantity": float("inf")}))
    refused(door, "choice-unknown", lambda: correct_flow(door, flow_id, {"unit": "quintal"}))
    refused(door, "destination-unknown", lambda: correct_flow(door, flow_id, {"former_destination": "moon"}))
    refused(door, "flow-unknown", lambda: correct_flow(door, "nobody", {"quantity": 1.0}))
    correct_flow(door, flow_id, {"direction": "demand"})
    assert flow(door, flow_id)["direction"] == "demand"


def test_every_flow_and_organisation_of_the_file_is_its_own_form(door: EditContext) -> None:
    """What the form shows, sent back in whole, changes no column."""
    for programme_id in ("abitibi", P):
        flows = table(door, "all_flows").query(f"programme_id == '{programme_id}'")
        row = flows.iloc[len(flows) // 2].to_dict()
        before = everything(door)
        correct_flow(door, row["flow_id"], {**flow_fields(row), "note": "n"})
        correct_flow(door, row["flow_id"], {"note": row["note"]})
        correct_organisation(door, row["company_id"], {"name": "X (fictif)"})
        name = before["company"].set_index("company_id").loc[row["company_id"], "name"]
        correct_organisation(door, row["company_id"], {"name": name})
        assert_same(before, everything(door))


def test_what_is_withdrawn_leaves_the_answers_and_comes_back(door: EditContext) -> None:
    made = new_one(door)
    demand = table(door, "all_flows").query(
        f"programme_id == '{P}' and direction == 'demand' and kind == 'matter'"
    )
    said = {"direction": "offer", "material_id": demand["material_id"].iloc[0], "quantity": 5.0, "unit": "t"}
    flow_id = add_flow(door, made, said)
    before = everything(door)
    assert flow_id in set(before["candidate"]["offer_id"])
    withdraw_flow(door, flow_id)
    assert flow_id not in set(everything(door)["candidate"]["offer_id"])
    undo(door, last_entry(door))
    assert_same(before, everything(door))
    withdraw_organisation(door, made)
    left = everything(door)
    assert made not in set(left["company"]["company_id"]) and flow_id not in set(left["flow"]["flow_id"])
    undo(door, last_entry(door))
    assert_same(before, everything(door))


@pytest.mark.parametrize(
    "stages", [("realised", "verified"), ("identified", "proposed", "prefeasibility", "pilot")]
)
def test_an_organisation_in_a_synergy_is_not_withdrawn(door: EditContext, stages: tuple[str, ...]) -> None:
    held = in_a_synergy(door, stages)
    told = refused(door, "company-in-synergy", lambda: withdraw_organisation(door, held))
    assert told.value and told.row_id == company(door, held)["name"]
    synergies = table(door, "all_synergies")
    used = synergies[synergies["offer_flow_id"].notna()]["offer_flow_id"].iloc[0]
    refused(door, "flow-in-synergy", lambda: withdraw_flow(door, used))
    refused(door, "flow-in-synergy", lambda: correct_flow(door, used, {"direction": "demand"}))


def test_two_rows_of_one_organisation_become_one_and_two_again(door: EditContext) -> None:
    held = in_a_synergy(door, ("realised", "verified"))
    programme_id = company(door, held)["programme_id"]
    twin = add_organisation(
        door,
        programme_id,
        {"name": "Jumelle (fictif)", "municipality_id": company(door, held)["municipality_id"],
         "neq": "1234567890", "employees": 7, "sector_code": "9999"},
    )  # fmt: skip
    said = {"direction": "offer", "material_id": "bark", "quantity": 5.0, "unit": "t"}
    flow_id = add_flow(door, twin, said)
    before, mine = everything(door), company(door, held)
    parties = before["synergy_party"].query(f"company_id == '{held}'")
    merge_organisations(door, twin, held, ["name"])
    row, after = company(door, twin), everything(door)
    assert row["name"] == mine["name"] and row["sector_code"] == "9999", "what was chosen, and else one's own"
    assert row["latitude"] == mine["latitude"], (
        "a point that somebody gave is kept over that of a municipality"
    )
    assert held not in set(after["company"]["company_id"])
    assert set(after["synergy_party"].query(f"company_id == '{twin}'")["synergy_id"]) == set(
        parties["synergy_id"]
    )
    assert set(before["flow"].query(f"company_id == '{held}'")["flow_id"]) | {flow_id} == set(
        after["flow"].query(f"company_id == '{twin}'")["flow_id"]
    )
    assert set(after["identifier"].query(f"row_id == '{twin}'")["value"]) >= {"1234567890"}
    undo(door, last_entry(door))
    assert_same(before, everything(door))


def test_what_cannot_be_merged_is_said(door: EditContext) -> None:
    made, other = new_one(door), in_a_synergy(door, ("realised", "verified"))
    third = new_one(door, "Z (fictif)")
    refused(door, "merge-with-itself", lambda: merge_organisations(door, made, made))
    if company(door, other)["programme_id"] != P:
        refused(door, "merge-other-programme", lambda: merge_organisations(door, made, other))
    refused(door, "company-unknown", lambda: merge_organisations(door, made, "nobody"))
    refused(
        door,
        "choice-unknown",
        lambda: merge_organisations(door, made, third, ["beauty"]),
    )
    parties = table(door, "all_synergy_parties")
    givers, takers = (
        parties[parties["role"] == role].groupby("synergy_id")["company_id"].first()
        for role in ("giver", "taker")
    )
    both = next(key for key in givers.index if key in takers.index)
    refused(door, "merge-in-one-synergy", lambda: merge_organisations(door, givers[both], takers[both]))
