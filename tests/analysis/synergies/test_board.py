"""The board, the funnel and the barriers, on a small programme whose answers can be counted by hand."""

from __future__ import annotations

import math
from datetime import date

import pytest

from eit.analysis.synergies.barriers import barrier_counts, barrier_rows, rejections
from eit.analysis.synergies.board import board, goals
from eit.analysis.synergies.funnel import funnel
from eit.analysis.synergies.years import programme_end, programme_start
from eit.domain.errors import InvalidSelection
from eit.store.database import Database
from tests.spec.world import World

DAY = date(2025, 1, 1)
TABLES = {
    "programmes": "programme | starts_on | ends_on\ndemo | 2024-01 | 2025-01",
    "territories": """
        territory | kind         | parent
        mrc-a     | mrc          |
        mrc-b     | mrc          |
        mun-a     | municipality | mrc-a
        mun-b     | municipality | mrc-b
    """,
    "scope": "territory\nmrc-a\nmrc-b",
    "companies": "company | in\na | mun-a\nb | mun-a\nc | mun-b",
    "flows": """
        flow | material | quantity | observed
        a-o1 | ash      | 100      | 2024-02-01
        b-d1 | ash      | 50       | 2024-06-01
        c-o1 | bark     | 5        | 2024-01-01
        b-d2 | bark     | 5        | 2024-01-01
    """,
    "synergies": """
        synergy | material | quantity | giver | taker | offer_flow_id | demand_flow_id | next_step_due | stages
        s1 | ash | 60 | a | b | a-o1 | b-d1 | 2024-12-31 | proposed pilot
        s2 | ash | 10 | a | b |      |      |            | identified set-aside
    """,
    "rejected": "offer | demand | reason | rejected_on\nc-o1 | b-d2 | price | 2024-03-01",
    "indicators": "indicator | key | kind\ni1 | pilot_count | computed\ni2 | offer_demand_count | declared",
    "indicator_values": "indicator | bound | value\ni1 | target | 5\ni2 | value | 150",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Database:
    world = World(tmp_path_factory.mktemp("pipeline"), **TABLES)
    yield world.database
    world.database.close()


def test_the_board_has_age_lateness_and_flags(database):
    rows = board(database, "demo", DAY).set_index("synergy_id")
    assert rows.loc["s1", "stage"] == "pilot"
    assert rows.loc["s1", "days_at_stage"] == (DAY - date(2024, 2, 1)).days
    assert rows.loc["s1", "flags"] == ("overdue", "above-flow")
    assert rows.loc["s2", "flags"] == ()


def test_the_board_of_a_past_day_is_what_was_known_then(database):
    assert board(database, "demo", date(2024, 1, 15)).set_index("synergy_id")["stage"].to_dict() == {
        "s1": "proposed", "s2": "identified",
    }  # fmt: skip
    assert board(database, "demo", date(2023, 12, 31)).empty


def test_the_funnel_counts_what_was_observed_and_reached_by_that_day(database):
    now, then = funnel(database, "demo", DAY), funnel(database, "demo", date(2024, 1, 15))
    assert now.counts == {
        "flows": 4, "companies": 3, "potential": 1, "identified": 2, "proposed": 1, "prefeasibility": 1, "pilot": 1,
        "realised": 0, "verified": 0,
    }  # fmt: skip
    assert (then.counts["flows"], then.counts["potential"], then.counts["pilot"]) == (2, 0, 0)


def test_targets_and_published_values_and_the_time_left(database):
    found = funnel(database, "demo", DAY)
    assert (found.targets, found.published) == ({"pilot": 5}, {"flows": 150})
    assert (found.ends_on, found.days_left) == (date(2025, 1, 31), 30)
    assert found.share_elapsed == pytest.approx(
        (DAY - date(2024, 1, 1)) / (date(2025, 1, 31) - date(2024, 1, 1))
    )


def test_a_territory_without_activity_is_listed(database):
    rows = funnel(database, "demo", DAY, "mrc").by_territory.set_index("territory_id")
    assert rows["active"].to_dict() == {"mrc-a": True, "mrc-b": False}
    assert rows.loc["mrc-b", ["flows", "identified"]].tolist() == [1, 0]


def test_barriers_are_counted_over_all_that_was_set_aside(database):
    rows = barrier_rows(database, "demo", DAY)
    counts = barrier_counts(rows).set_index("reason")
    assert counts["n"].to_dict() == {"other": 1, "price": 1}
    assert counts.loc["price", ["synergies", "pairs", "of", "share"]].tolist() == [0, 1, 2, 1 / 2]
    assert set(barrier_counts(rows, "material")["material_id"]) == {"ash", "bark"}
    assert barrier_rows(database, "demo", date(2023, 1, 1)).empty
    assert barrier_counts(rows.iloc[:0]).empty
    assert rejections(database, "demo")["stands"].tolist() == [True]


def test_partial_dates_of_a_programme():
    row = {"starts_on": "2022-01", "ends_on": "2024"}
    assert (programme_start(row), programme_end(row)) == (date(2022, 1, 1), date(2024, 12, 31))
    assert programme_end({"ends_on": None}) is None


def test_a_programme_that_does_not_exist(database):
    with pytest.raises(InvalidSelection):
        board(database, "nowhere", DAY)


def test_the_other_targets_of_a_programme(root):
    """8 PME and 9 deliverables of `abitibi`; the deliverables made were not communicated, which is not 0."""
    with Database(root / "data" / "flows.duckdb") as committed:
        rows = goals(committed, "abitibi", date(2026, 1, 1)).set_index("label_en")
    assert rows.loc["SMEs that began a pilot", "published"] == 8
    assert rows.loc["Deliverables", "target"] == 9 and math.isnan(rows.loc["Deliverables", "value"])
