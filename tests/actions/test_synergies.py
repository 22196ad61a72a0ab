"""What people do to synergies and pairs: written once, refused with a sentence, never lost between two people."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from eit.actions import pairs, synergies
from eit.actions.edit import EditContext, apply
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.history import latest_entry
from eit.analysis.synergies.board import board
from eit.domain.errors import DataError, Refusal
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.version.write import CheckFailed
from eit.views.texts import texts
from tests.spec.world import World

TODAY = datetime.now(ZoneInfo("America/Toronto")).date()  # the day of the programme, not of the machine
HERE = Selection("demo", radius_km=50)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    world = World(
        tmp_path_factory.mktemp("world"),
        flows="""
            flow | material | quantity | former
            a-o1 | bark     | 100      | landfill
            e-o1 | bark     | 40       | landfill
            b-d1 | bark     | 60       |
            c-d1 | bark     | n.c.     |
        """,
    )
    world.database.close()
    return world.path


@pytest.fixture
def door(made, tmp_path) -> EditContext:
    copy = tmp_path / "world.duckdb"
    shutil.copyfile(made, copy)
    return EditContext(copy, "Camille")


def rows(door: EditContext):
    with Database(door.path) as database:
        return board(database, "demo", TODAY).set_index("synergy_id", drop=False)


def pair_rows(door: EditContext, **rest):
    with Database(door.path) as database:
        found = potential_exchanges(database, Selection("demo", radius_km=50, **rest), TODAY)
    return found.set_index(["offer_id", "demand_id"])


def refused(key: str, do, *arguments, **words) -> Refusal:
    with pytest.raises(Refusal) as told:
        do(*arguments, **words)
    assert told.value.key == key
    for lang in ("fr", "en"):
        assert texts(lang).has(f"refusal.{key}"), key
    return told.value


def ran(door: EditContext) -> str:
    """A synergy that is realised today."""
    name = synergies.promote_exchange(door, "a-o1", "b-d1", quantity="30")
    synergies.advance(door, name, "realised")
    return name


def test_a_pair_becomes_a_synergy_with_parties_event_and_origin(door):
    name = synergies.promote_exchange(
        door, "a-o1", "b-d1", lead="Camille", jobs="1.5", next_step_due="2027-01-05"
    )
    row = rows(door).loc[name]
    assert (row["stage"], row["quantity_per_year"], row["origin"]) == ("identified", min(100, 60), "exchange")
    assert (row["giver_company_id"], row["taker_company_id"], row["former_destination"]) == (
        "a",
        "b",
        "landfill",
    )
    assert (row["lead"], row["jobs"], row["attribution_share"], row["flags"]) == ("Camille", 1.5, 1.0, ())
    assert "(fictif)" not in row["title_fr"], "a title names no organisation"


def test_a_typed_quantity_is_converted_once_by_its_unit(door):
    name = synergies.promote_exchange(door, "a-o1", "b-d1", quantity="2500", unit="kg/month")
    assert rows(door).loc[name, "mass_t_per_year"] == pytest.approx(2500 * 12 / 1000)


def test_its_tonnes_are_no_longer_potential_and_the_pair_says_so(door):
    before = pair_rows(door)["allocated_t_per_year"].sum()
    name = synergies.promote_exchange(door, "a-o1", "b-d1", quantity="45")
    after = pair_rows(door)
    assert after.loc[("a-o1", "b-d1"), ["synergy_id", "synergy_stage"]].tolist() == [name, "identified"]
    assert before == pytest.approx(100 + 40), "c takes what it is given: its need is not communicated"
    assert after["allocated_t_per_year"].sum() == pytest.approx(100 + 40 - 45)
    synergies.set_aside(door, name, "price")
    assert pair_rows(door)["allocated_t_per_year"].sum() == pytest.approx(before)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("above-flow", {"quantity": "61"}),
        ("typed-out-of-range", {"attribution_share": 1.2}),
        ("typed-out-of-range", {"share_refused": "1.01"}),
        ("typed-negative", {"quantity": "-5"}),
        ("typed-two-numbers", {"quantity": "1,234"}),
        ("typed-not-a-number", {"quantity": "beaucoup"}),
        ("unit-does-not-fit-kind", {"quantity": "5", "unit": "MWh/year"}),
        ("date-in-future", {"on": TODAY + timedelta(days=1)}),
        ("destination-shares-not-one", {"former_destination": "landfill:0.5"}),
        ("confidence-unknown", {"confidence": "sure"}),
        ("synergy-field-unknown", {"colour": "blue"}),
        ("stage-unknown", {"stage": "finished"}),
        ("typed-not-a-date", {"next_step_due": "bientôt"}),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(door, key, words):
    refused(key, synergies.promote_exchange, door, "a-o1", "b-d1", **words)
    assert rows(door).empty


def test_tonnes_above_the_flow_are_flagged_when_they_were_accepted(door):
    name = synergies.promote_exchange(door, "a-o1", "b-d1", quantity="61", accept_above_flow=True)
    assert rows(door).loc[name, "flags"] == ("above-flow",)


def test_what_other_synergies_take_is_not_there_any_more(door):
    synergies.promote_exchange(door, "a-o1", "c-d1", quantity="90")
    told = refused("above-flow", synergies.promote_exchange, door, "a-o1", "b-d1", quantity="11")
    assert told.row_id == "a-o1" and str(told.value) == "11 > 10"
    name = synergies.promote_exchange(door, "a-o1", "b-d1")
    assert rows(door).loc[name, "quantity_per_year"] == 100 - 90


def test_a_pair_is_promoted_once_and_a_synergy_is_not_rejected(door):
    name = synergies.promote_exchange(door, "a-o1", "b-d1")
    assert refused("already-a-synergy", synergies.promote_exchange, door, "a-o1", "b-d1").value == name
    refused("set-the-synergy-aside", pairs.reject, door, "a-o1", "b-d1", "price")
    refused("pair-unknown", synergies.promote_exchange, door, "b-d1", "a-o1")


def test_a_pool_and_a_gap(door):
    pool = synergies.promote_group(door, "pool", "bark", ["a-o1", "e-o1"])
    row = rows(door).loc[pool]
    assert (row["type"], row["origin"], row["quantity_per_year"]) == ("pooling", "pool", 100 + 40)
    assert len(row["parties"]) == 2
    assert pair_rows(door)["allocated_t_per_year"].sum() == 0, "its tonnes are not potential any more"
    refused("pool-of-one", synergies.promote_group, door, "pool", "bark", ["a-o1"])
    refused("flows-do-not-pool", synergies.promote_group, door, "pool", "bark", ["a-o1", "b-d1"])
    refused("flow-unknown", synergies.promote_group, door, "pool", "bark", ["a-o1", "x"])
    refused("above-flow", synergies.promote_group, door, "gap", "bark", ["a-o1"], quantity="1")
    gap = synergies.promote_group(door, "gap", "bark", ["c-d1"])
    assert (rows(door).loc[gap, "type"], rows(door).loc[gap, "origin"]) == ("new-activity", "gap")


def test_a_step_back_is_refused_and_history_only_grows(door):
    name = ran(door)
    told = refused("stage-backwards", synergies.advance, door, name, "pilot")
    assert (told.value, told.unit) == ("pilot", "realised")
    synergies.set_aside(door, name, "trust", note="plus de réponse")
    refused("synergy-set-aside", synergies.advance, door, name, "verified")
    synergies.reopen(door, name, "nouvelle direction")
    assert rows(door).loc[name, "stage"] == "realised"


def test_a_year_is_confirmed_with_its_own_quantity(door):
    name = ran(door)
    synergies.reconfirm(door, name, TODAY.year, "24000", "kg/year")
    row = rows(door).loc[name]
    assert (row["declared_per_year"], row["quantity_per_year"], row["diverted_t_per_year"]) == (30, 24, 24)
    refused("year-not-confirmable", synergies.reconfirm, door, name, TODAY.year - 1)
    refused("above-flow", synergies.reconfirm, door, name, TODAY.year, "61")
    refused("quantity-by-reconfirmation", synergies.edit_details, door, name, quantity="5")


def test_a_party_that_left_is_flagged_keeps_the_figure_and_stops_the_synergy(door):
    name = ran(door)
    before = rows(door).loc[name, "diverted_t_per_year"]
    synergies.leave_party(door, name, "b")
    row = rows(door).loc[name]
    assert row["flags"] == ("party-left",) and row["diverted_t_per_year"] == before
    refused("party-left", synergies.advance, door, name, "verified")
    refused("party-left", synergies.reconfirm, door, name, TODAY.year)
    refused("not-a-party", synergies.leave_party, door, name, "b")
    synergies.join_party(door, name, "c", "taker")
    synergies.advance(door, name, "verified")
    assert rows(door).loc[name, "taker_company_id"] == "c"


def test_the_flow_of_a_synergy_cannot_be_removed(door):
    synergies.promote_exchange(door, "a-o1", "b-d1")
    remove = "DELETE FROM flow WHERE flow_id = 'a-o1'"
    with pytest.raises(CheckFailed):
        apply(
            door, "remove", "demo", "a-o1", {"a-o1"}, lambda connection: connection.execute(remove) and None
        )


def test_a_rejected_pair_comes_back_when_the_facts_change(door):
    pairs.reject(door, "a-o1", "b-d1", "price", "trop cher", date(2024, 5, 1))
    assert ("a-o1", "b-d1") not in pair_rows(door).index
    assert ("a-o1", "b-d1") in pair_rows(door, with_rejected=True).index
    change = "UPDATE flow SET quantity_per_year = 120, mass_t_per_year = 120 WHERE flow_id = 'a-o1'"
    apply(door, "edit", "demo", "a-o1", {"a-o1"}, lambda connection: connection.execute(change) and None)
    row = pair_rows(door).loc[("a-o1", "b-d1")]
    assert (row["rejected_reason"], row["rejected_on"].year, row["rejection_stands"]) == (
        "price",
        2024,
        False,
    )
    pairs.reject(door, "a-o1", "b-d1", "quality")
    assert ("a-o1", "b-d1") not in pair_rows(door).index, "rejected again, on the facts of today"
    pairs.unreject(door, "a-o1", "b-d1")
    assert ("a-o1", "b-d1") in pair_rows(door).index
    refused("not-rejected", pairs.unreject, door, "a-o1", "b-d1")
    refused("reason-unknown", pairs.reject, door, "a-o1", "b-d1", "mood")


def test_a_pair_is_not_rejected_in_the_future(door):
    """Today is the last day on which somebody can have said no."""
    before = door.path.read_bytes()
    refused("date-in-future", pairs.reject, door, "a-o1", "b-d1", "price", None, TODAY + timedelta(2))
    assert ("a-o1", "b-d1") in pair_rows(door).index and door.path.read_bytes() == before
    pairs.reject(door, "a-o1", "b-d1", "price", None, TODAY - timedelta(1))
    assert ("a-o1", "b-d1") not in pair_rows(door).index


def test_two_people_who_change_two_synergies_are_both_kept(door):
    first = synergies.promote_exchange(door, "a-o1", "b-d1", quantity="10")
    second = synergies.promote_exchange(door, "e-o1", "b-d1", quantity="10")
    with Database(door.path) as database:
        seen = latest_entry(database)
    synergies.advance(EditContext(door.path, "Camille", seen), first, "pilot")
    synergies.advance(EditContext(door.path, "Dominique", seen), second, "proposed")
    assert rows(door)["stage"].to_dict() == {first: "pilot", second: "proposed"}


def test_the_second_person_on_one_synergy_is_told_who_moved_it(door):
    name = synergies.promote_exchange(door, "a-o1", "b-d1")
    with Database(door.path) as database:
        seen = latest_entry(database)
    synergies.advance(EditContext(door.path, "Camille", seen), name, "proposed")
    with pytest.raises(DataError) as told:
        synergies.set_aside(EditContext(door.path, "Dominique", seen), name, "price")
    assert (told.value.code, told.value.values["who"]) == ("changed_by_others", "Camille")
    assert rows(door).loc[name, "stage"] == "proposed"
