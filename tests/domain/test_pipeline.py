"""Allowed moves, confirmations and staleness, each written as the history it comes from."""

from __future__ import annotations

from datetime import date

import pytest

from eit.domain.errors import Refusal
from eit.domain.pipeline import (
    Event,
    check_advance,
    check_destination,
    check_reconfirm,
    check_reopen,
    check_set_aside,
    confirmed_years,
    current_stage,
    is_stale,
    one_year_after,
    went_through,
)
from eit.domain.stage import STAGES

TODAY = date(2026, 6, 1)


def story(text: str) -> list[Event]:
    """`2024-01-01 identified`, `2025-02-01 confirms 2024 30`, one event after the other."""
    events = []
    for rank, line in enumerate(filter(None, map(str.strip, text.strip().splitlines())), start=1):
        day, what, *rest = line.split()
        on = date.fromisoformat(day)
        if what == "confirms":
            amount = float(rest[1]) if len(rest) > 1 else None
            events.append(Event(on, rank, None, "reconfirmation", None, int(rest[0]), amount))
        elif what == "note":
            events.append(Event(on, rank, None, "note"))
        else:
            events.append(Event(on, rank, what, reason=rest[0] if rest else None))
    return events


BEGUN = story("2025-01-01 identified\n2025-02-01 proposed\n2025-03-01 prefeasibility")
DONE = story("2023-01-01 identified\n2023-06-01 realised")
ASIDE = story("2025-01-01 identified\n2025-02-01 pilot\n2025-03-01 set-aside price")


def refused(key: str, check, *arguments) -> Refusal:
    with pytest.raises(Refusal) as told:
        check(*arguments)
    assert told.value.key == key
    return told.value


@pytest.mark.parametrize("stage", STAGES[3:])
def test_forward_by_one_stage_or_by_several(stage):
    check_advance(BEGUN, stage, TODAY, TODAY, "s1", 10.0, "landfill")


@pytest.mark.parametrize("stage", STAGES[:3])
def test_never_backwards_nor_on_the_spot(stage):
    told = refused("stage-backwards", check_advance, BEGUN, stage, TODAY, TODAY, "s1", 10.0, "landfill")
    assert (told.value, told.unit, told.row_id) == (stage, "prefeasibility", "s1")


def test_a_stage_that_does_not_exist():
    refused("stage-unknown", check_advance, BEGUN, "done", TODAY, TODAY, "s1")


def test_a_date_that_has_not_come_and_one_before_the_last_stage():
    refused("date-in-future", check_advance, BEGUN, "pilot", date(2026, 6, 2), TODAY, "s1")
    refused("date-before-last-stage", check_advance, BEGUN, "pilot", date(2025, 2, 28), TODAY, "s1")
    check_advance(BEGUN, "pilot", date(2025, 3, 1), TODAY, "s1")


def test_a_result_has_a_quantity_and_matter_a_former_destination():
    refused("result-without-quantity", check_advance, BEGUN, "realised", TODAY, TODAY, "s1", None, "landfill")
    refused("result-without-destination", check_advance, BEGUN, "realised", TODAY, TODAY, "s1", 5.0, " ")
    check_advance(BEGUN, "realised", TODAY, TODAY, "s1", 5.0, None, "energy")


def test_set_aside_needs_one_of_the_seven_reasons_and_happens_once():
    check_set_aside(BEGUN, "trust", TODAY, TODAY, "s1")
    refused("reason-unknown", check_set_aside, BEGUN, "mood", TODAY, TODAY, "s1")
    refused("reason-unknown", check_set_aside, BEGUN, None, TODAY, TODAY, "s1")
    refused("already-set-aside", check_set_aside, ASIDE, "price", TODAY, TODAY, "s1")


def test_what_was_set_aside_goes_back_to_the_stage_it_had_with_a_note():
    assert check_reopen(ASIDE, "le prix a baissé", TODAY, TODAY, "s1") == "pilot"
    refused("note-missing", check_reopen, ASIDE, "  ", TODAY, TODAY, "s1")
    refused("not-set-aside", check_reopen, BEGUN, "pourquoi", TODAY, TODAY, "s1")
    refused("synergy-set-aside", check_advance, ASIDE, "realised", TODAY, TODAY, "s1", 1.0, "landfill")


def test_only_a_result_is_confirmed_for_a_year_that_it_lived():
    check_reconfirm(DONE, 2023, TODAY, TODAY, "s1")
    check_reconfirm(DONE, 2026, TODAY, TODAY, "s1")
    refused("not-a-result", check_reconfirm, BEGUN, 2025, TODAY, TODAY, "s1")
    refused("year-not-confirmable", check_reconfirm, DONE, 2022, TODAY, TODAY, "s1")
    refused("year-not-confirmable", check_reconfirm, DONE, 2027, TODAY, TODAY, "s1")


def test_the_state_of_a_past_day_is_what_was_known_then():
    assert current_stage(ASIDE, date(2024, 12, 31)) is None
    assert current_stage(ASIDE, date(2025, 2, 15)) == "pilot"
    assert current_stage(ASIDE) == "set-aside"
    assert went_through(ASIDE, TODAY) == set(STAGES[:4])


@pytest.mark.parametrize(
    ("confirmed", "as_of", "stale"),
    [
        (date(2025, 6, 1), date(2026, 6, 1), False),
        (date(2025, 6, 1), date(2026, 6, 2), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (None, date(2026, 6, 1), True),
    ],
)
def test_a_confirmation_holds_for_twelve_months(confirmed, as_of, stale):
    assert is_stale(confirmed, as_of) is stale


def test_a_leap_day_has_a_day_a_year_later():
    assert one_year_after(date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_late_confirmation_does_not_make_an_old_year_recent():
    [_, _, late] = story("2023-01-01 identified\n2023-06-01 realised\n2026-05-01 confirms 2024 30")
    assert late.confirmed_on == date(2024, 12, 31)


def test_the_years_of_a_synergy_and_the_quantity_of_each():
    lived = story("""
        2022-01-01 identified
        2022-06-01 realised
        2023-06-01 confirms 2023 30
        2025-02-01 verified
        2025-12-01 confirms 2025 20
        2026-01-05 confirms 2025 25
    """)
    assert confirmed_years(lived, TODAY) == {2022: None, 2023: 30.0, 2025: 25.0}
    assert confirmed_years(lived, date(2025, 12, 31)) == {2022: None, 2023: 30.0, 2025: 20.0}
    assert confirmed_years(lived, date(2022, 5, 31)) == {}


def test_a_year_in_which_it_was_set_aside_does_not_count():
    ended = story("2023-01-01 realised\n2024-02-01 confirms 2024\n2024-09-01 set-aside volume")
    assert confirmed_years(ended, TODAY) == {2023: None}
    assert confirmed_years(ended, date(2024, 8, 31)) == {2023: None, 2024: None}


@pytest.mark.parametrize(
    ("text", "key"),
    [("landfill:0.7;recycling:0.4", "destination-shares-not-one"), ("moon", "destination-unknown")],
)
def test_a_former_destination_is_checked(text, key):
    refused(key, check_destination, text, "s1")
    check_destination("landfill:0.7;recycling:0.3", "s1")
