"""Contacts, visits and notes; closing and splitting an organisation: written, corrected, and back as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from eit.actions.edit import EditContext
from eit.actions.history import undo
from eit.actions.organisation.lifecycle import close_organisation, split_organisation, withdraw_organisation
from eit.actions.organisation.organisations import correct_organisation
from eit.actions.organisation.records import (
    add_record,
    correct_record,
    finish_record,
    note_letters,
    remove_record,
)
from eit.analysis.history import latest_entry
from eit.analysis.organisation import field_signs, records_of, withdrawn
from eit.analysis.programmes import today_in
from eit.analysis.week import week
from eit.domain.errors import Refusal
from eit.store.database import Database

FIRM, P = "abi-001", "abitibi"
VISIT = {"happened_on": date(2026, 3, 2), "kind": "visit", "wording": "Prête à donner"}


def counted(door: EditContext, question: str) -> int:
    with Database(door.path) as database:
        return len(database.rows(question))


def test_a_visit_is_corrected_by_two_people_and_its_next_step_done(door: EditContext) -> None:
    key = add_record(door, FIRM, "follow_up", VISIT | {"next_step": "Rappeler", "due_on": date(2026, 4, 1)})
    with Database(door.path) as database:
        [seen] = records_of(database, "follow_up", FIRM).to_dict("records")
    correct_record(EditContext(door.path, "Dominique"), "follow_up", key, {"outcome": "refused"}, seen)
    correct_record(door, "follow_up", key, {"kind": "call"}, seen)
    with pytest.raises(Refusal) as told:
        correct_record(door, "follow_up", key, {"outcome": "interested"}, seen)
    assert (told.value.key, told.value.value, told.value.unit) == (
        "changed-by-other",
        "refused",
        "interested",
    )
    finish_record(door, key)
    with Database(door.path) as database:
        [row] = records_of(database, "follow_up", FIRM).to_dict("records")
        today = today_in(database, P)
    assert (row["kind"], row["outcome"], row["wording"]) == ("call", "refused", VISIT["wording"])
    assert row["done_on"] == today


def test_letters_given_are_on_record_in_one_entry_and_are_nothing_to_do(door: EditContext) -> None:
    before = counted(door, "follow_up")
    assert note_letters(door, P, [], "Lettre remise.") == 0
    assert note_letters(door, P, [FIRM, "abi-002"], "Lettre remise.") == 2
    with Database(door.path) as database:
        [row] = records_of(database, "follow_up", FIRM).to_dict("records")
        today, entry = today_in(database, P), latest_entry(database)
        assert not [task for task in week(database, P, today, "fr") if task.row_id == row["follow_up_id"]]
    assert (row["kind"], row["wording"]) == ("message", "Lettre remise.")
    assert row["happened_on"] == today
    undo(door, entry)
    assert counted(door, "follow_up") == before


def test_a_visit_of_today_is_planned_until_its_answer_is_written(door: EditContext) -> None:
    with Database(door.path) as database:
        today = today_in(database, P)
    key = add_record(door, FIRM, "follow_up", {"happened_on": today, "kind": "visit"})
    for outcome, planned in ((None, True), ("refused", False)):
        correct_record(door, "follow_up", key, {"outcome": outcome})
        with Database(door.path) as database:
            assert any(task.row_id == key for task in week(database, P, today, "fr")) == planned


@pytest.mark.parametrize(
    ("part", "given", "field"),
    [
        ("contact", {"name": "Alix"}, "purpose"),
        ("follow_up", VISIT | {"kind": "dream"}, "kind"),
        ("follow_up", VISIT | {"synergy_id": "nobody's"}, "synergy_id"),
    ],
)
def test_what_may_not_be_written_is_refused_by_its_field(
    door: EditContext, part: str, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Refusal) as told:
        add_record(door, FIRM, part, given)
    assert told.value.row_id == field


def test_a_contact_leaves_with_its_organisation_and_both_come_back(door: EditContext) -> None:
    contact = {"name": "Alix Demo", "purpose": "suivi", "responsible": "Camille"}
    key = add_record(door, FIRM, "contact", contact)
    remove_record(door, "contact", key)
    with Database(door.path) as database:
        entry = latest_entry(database)
        assert records_of(database, "contact", FIRM).empty
    undo(door, entry)
    with Database(door.path) as database:
        assert list(records_of(database, "contact", FIRM)["contact_id"]) == [key]


def test_who_wrote_a_field_last_is_known(door: EditContext) -> None:
    correct_organisation(door, FIRM, {"employees": 51})
    correct_organisation(EditContext(door.path, "Dominique"), FIRM, {"address": "1, rue Neuve"})
    with Database(door.path) as database:
        signs = field_signs(database, "company", FIRM)
    assert (signs["employees"][0], signs["address"][0]) == ("Camille", "Dominique")
    assert "name" not in signs


def test_a_closed_organisation_is_proposed_no_more_and_its_results_stay(door: EditContext) -> None:
    with Database(door.path) as database:
        parties, flows = database.rows("synergy_party"), database.rows("flow")
        held = database.rows("synergy")
        today = today_in(database, P)
    firm = str(parties[parties["synergy_id"].str.startswith("abi")]["company_id"].iloc[0])
    own = set(flows[flows["company_id"] == firm]["flow_id"])
    with pytest.raises(Refusal):
        close_organisation(door, firm, today + timedelta(days=1))
    close_organisation(door, firm, today)
    with Database(door.path) as database:
        left = database.rows("synergy_party")
        pairs, flows = database.rows("candidate"), database.rows("flow")
        kept = set(flows[flows["company_id"] == firm]["flow_id"])
        entry = latest_entry(database)
    assert left[left["company_id"] == firm]["left_on"].notna().all()
    assert not own & (set(pairs["offer_id"]) | set(pairs["demand_id"]))
    assert kept == own & (set(held["offer_flow_id"]) | set(held["demand_flow_id"]))
    undo(door, entry)
    with Database(door.path) as database:
        assert own <= set(database.rows("flow")["flow_id"])
        pairs = database.rows("candidate")
        assert own & (set(pairs["offer_id"]) | set(pairs["demand_id"]))


def test_a_row_that_was_two_organisations_is_split_with_the_synergies_of_the_flow(door: EditContext) -> None:
    with Database(door.path) as database:
        held = database.rows("synergy").merge(database.rows("synergy_party"), on="synergy_id")
    one = held[held["offer_flow_id"].notna() & (held["role"] == "giver")].iloc[0]
    firm, flow_id = str(one["company_id"]), str(one["offer_flow_id"])
    with pytest.raises(Refusal) as told:
        split_organisation(door, firm, "Atelier Deux (fictif)", [])
    assert told.value.key == "split-without-flow"
    made = split_organisation(door, firm, "Atelier Deux (fictif)", [flow_id])
    with Database(door.path) as database:
        flows, parties = database.rows("flow"), database.rows("synergy_party")
    assert flows.set_index("flow_id").at[flow_id, "company_id"] == made
    own = parties[(parties["synergy_id"] == one["synergy_id"]) & (parties["role"] == "giver")]
    assert made in set(own["company_id"]) and firm not in set(own["company_id"])


def test_what_was_withdrawn_is_listed_by_its_name_until_it_is_back(door: EditContext) -> None:
    with Database(door.path) as database:
        parties, flows = database.rows("synergy_party"), database.rows("company")
    free = flows[(flows["programme_id"] == P) & ~flows["company_id"].isin(parties["company_id"])].iloc[0]
    withdraw_organisation(door, str(free["company_id"]))
    with Database(door.path) as database:
        [(entry, name)] = withdrawn(database, P).items()
    assert name == free["name"]
    undo(door, entry)
    with Database(door.path) as database:
        assert not withdrawn(database, P)
