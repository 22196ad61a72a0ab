"""A total says which share of its tonnes and energy is estimated; under sixty per cent it is no figure."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from eit.analysis.synergies.years import yearly
from eit.views.cards import figure_notes, figure_text
from eit.views.synergies.tables import year_table
from eit.views.texts import texts

GHG = "factor | route | central | unit\nR-A-sub | R-A | 1000 | kg CO2e/t\nE-A | | 0.2 | kg CO2e/kWh"


def potential(world, known: int, unknown: int, heat: int = 0):
    rows = ["flow | material | quantity | unit"]
    for name, quantity, unit in (
        ("ash", known, "t/year"),
        ("mud", unknown, "t/year"),
        ("heat", heat, "MWh/year"),
    ):
        if quantity:
            rows += [f"a-o{name} | {name} | {quantity} | {unit}", f"b-d{name} | {name} | {quantity} | {unit}"]
    return world(
        ghg=GHG,
        companies="company | km\na | 0\nb | 0",
        materials="""
            material | kind   | route | category
            ash      | matter | R-A   | wood
            mud      | matter |       | wood
            heat     | energy | E-A   | energy
        """,
        flows="\n".join(rows),
    ).figures()["potential_avoided_ghg"]


def test_a_total_of_sixty_per_cent_stands_and_says_what_it_covers(world):
    found = potential(world, 60, 40)
    assert found.value == pytest.approx(60)
    assert found.detail["coverage_t"] == pytest.approx(0.6)
    assert "estimé pour 60\u00a0% des tonnes" in " · ".join(figure_notes(found, texts("fr")))


def test_under_sixty_per_cent_there_is_no_number(world):
    found = potential(world, 11, 89)
    assert (found.value, found.interval, found.state) == (None, None, "not_estimated")
    assert figure_text(found, "fr")[0] == "non estimé (11\u00a0%)"
    assert figure_text(found, "en")[0] == "not estimated (11%)"


def test_energy_counts_without_the_matter_that_is_not_covered(world):
    found = potential(world, 11, 89, heat=100)
    assert found.value == pytest.approx(100_000 * 0.2 / 1000), (
        "the eleven tonnes that are known are not added"
    )
    assert (found.detail["coverage_t"], found.detail["coverage_kWh"]) == (pytest.approx(0.11), 1.0)
    said = " · ".join(figure_notes(found, texts("fr"))).replace("\u00a0", " ")
    assert "hors du total, trop peu estimé : la matière" in said


def test_nothing_to_estimate_is_zero_and_not_unknown(world):
    found = world(ghg=GHG, companies="company\na").figures()["potential_avoided_ghg"]
    assert (found.value, found.state) == (0, "known")


def two_takers(world, near: str, far: str, quantity: int):
    """One offer of 100 t, a taker beside it and another, each of its own use."""
    return world(
        ghg="factor | route | central | unit\nR-A-sub | R-A | 1000 | kg CO2e/t\nR-B-sub | R-B | 10 | kg CO2e/t",
        companies="company | km\na | 0\nb | 0\nc | 0",
        materials="material | route\nash |\nnear |\nfar |",
        library=f"offer | demand | route\nash | near | {near}\nash | far | {far}",
        flows=f"""
            flow | material | quantity
            a-o1 | ash      | 100
            b-d1 | near     | 100
            c-d1 | far      | {quantity}
        """,
    ).figures()


def test_avoidable_is_what_the_best_plan_for_greenhouse_gases_avoids(world):
    """The plan of tonnes places 100 t wherever; the other places them where they avoid the most."""
    found = two_takers(world, "R-B", "R-A", 60)
    assert found["potential_avoided_ghg"].value == pytest.approx(60 * 1 + 40 * 0.01)
    assert found["tonnes_plan_ghg"].value <= found["potential_avoided_ghg"].value


def test_an_unknown_gain_is_not_a_gain_of_zero(world):
    """What only takers of unknown gain could take is not covered, and is never counted as if it avoided nothing."""
    wide, narrow = two_takers(world, "unknown", "R-A", 60), two_takers(world, "unknown", "R-A", 59)
    figure, without = (found["potential_avoided_ghg"] for found in (wide, narrow))
    assert (figure.value, figure.detail["coverage_t"], figure.detail["not_estimated"]) == (60, 0.6, 1)
    assert (without.value, without.state, without.detail["coverage_t"]) == (None, "not_estimated", 0.59)


def test_an_unknown_quantity_is_not_as_much_as_somebody_could_take(world):
    """Above a tenth of what ten flows declare, a need met by an n.c. offer waits for its quantity, and is said."""
    known = [f"k{n}-o1 | slag | 10 | t/year" for n in range(10)]
    small, large = (
        world(
            companies="company\na\nb",
            flows="\n".join(
                ["flow | material | quantity | unit", *known, "a-o1 | ash | n.c. | t/year", need]
            ),
        ).figures()["potential_mass"]
        for need in ("b-d1 | ash | 11 | t/year", "b-d1 | ash | 12 | t/year")
    )
    assert (small.value, small.detail["held"]) == (11, 0)
    assert (large.value, large.detail["held"]) == (0, 1)
    assert "1 quantité à confirmer, gardée à part" in figure_notes(large, texts("fr"))


def test_a_slip_of_a_thousand_waits_until_somebody_measured_it(world):
    """Declared, it reaches no headline; measured, it is believed."""

    def offered(quality: str):
        peers = [f"p{n}-o1 | bark | 2 | declared" for n in range(4)]
        rows = ["flow | material | quantity | quality", *peers, f"a-o1 | bark | 2000 | {quality}"]
        return world(
            companies="company\na\nz", flows="\n".join([*rows, "z-d1 | bark | 1500 | measured"])
        ).figures()

    assert (offered("declared")["potential_mass"].value, offered("measured")["potential_mass"].value) == (
        8,
        1500,
    )


def test_a_result_far_above_its_flows_waits_until_it_is_verified(world):
    """120 t out of a flow of 50: twice is a good year, more is a question; who verified it has answered."""

    def results(quantity: int, stages: str):
        return world(
            companies="company\na\nb",
            flows="flow | material | quantity\na-o1 | ash | 50\nb-d1 | ash | 60",
            synergies="synergy | offer_flow_id | demand_flow_id | material | quantity | giver | taker | stages\n"
            f"s1 | a-o1 | b-d1 | ash | {quantity} | a | b | {stages}",
        ).figures()["realised_synergies"]

    found = [results(100, "realised"), results(101, "realised"), results(101, "realised verified")]
    assert [(item.value, item.detail["held"]) for item in found] == [(1, 0), (0, 1), (1, 0)]


def test_what_is_expected_of_a_potential_is_said_beside_it(world):
    """One in ten to nearly one in two, by what other programmes made of their leads; nothing beside nothing."""
    flows = "flow | material | quantity | unit\na-o1 | ash | 1000 | t/year\nb-d1 | ash | 1000 | t/year"
    found = world(companies="company\na\nb", flows=flows).figures()["potential_mass"]
    said = " · ".join(figure_notes(found, texts("en"))).replace("\u00a0", " ")
    assert "Expected: 95 t/yr to 470 t/yr, about 310 t/yr" in said
    nothing = world(companies="company\na\nb", flows=flows.replace("b-d1 | ash", "b-o1 | ash")).figures()
    assert "Expected" not in " · ".join(figure_notes(nothing["potential_mass"], texts("en")))


DONE_GHG = """
factor  | route | central | unit
R-A-bas | R-A   | 0       | kg CO2e/t
R-A-sub | R-A   | 1000    | kg CO2e/t
R-A-net | R-A   | 1000    | kg CO2e/t
"""


def test_a_year_that_is_too_little_estimated_has_no_sum_nor_have_the_years_since(world):
    def years(mud: int):
        made = world(
            ghg=DONE_GHG,
            companies="company | km\na | 0\nb | 0",
            materials="material | kind | route | category\nash | matter | R-A | wood\nmud | matter | | wood",
            synergies=f"""
            synergy | material | quantity | giver | taker | stages
            s1      | ash      | 60       | a     | b     | identified proposed prefeasibility pilot realised
            s2      | mud      | {mud}    | a     | b     | identified proposed prefeasibility pilot realised
            """,
        )
        return made.database, yearly(made.database, "demo", date(2026, 12, 31))

    _, good = years(40)
    assert len(good) and good.iloc[0]["ghg_t"] == pytest.approx(60) and good.iloc[0]["ghg_covered"] == 0.6
    _, poor = years(400)
    assert poor[["ghg_t", "attributed_t", "cumulative_ghg_t"]].isna().all(axis=None)
    assert set(year_table(poor, "fr").frame.iloc[:, -1]) == {"non estimé (13\u00a0%)"}


HOMES = {"analysis/impact/covered.py", "analysis/impact/avoided.py", "analysis/exchanges/allocation.py"}
HOMES |= {
    "analysis/impact/money_results.py",
    "analysis/impact/explain.py",
    "analysis/territories/inferred_streams.py",
}
HOMES |= {
    "analysis/exchanges/gain.py",
    "analysis/synergies/board.py",
    "analysis/synergies/table.py",
    "analysis/synergies/fair_share.py",
}  # one case each
HOMES |= {"analysis/exchanges/scenario.py", "analysis/exchanges/pooling.py", "analysis/synergies/years.py"}


def test_every_total_of_estimates_is_known_here():
    """Each place that adds estimates up: a new one says its coverage (`domain/figures/coverage.py`), then is named."""
    calls = re.compile(r"(?<!def )(?<!\.)\b(?:total|total_of|estimates)\(")
    found = {
        str(path.relative_to("eit"))
        for path in sorted(Path("eit").rglob("*.py"))
        if calls.search(path.read_text(encoding="utf-8")) and "domain" not in path.parts
    }
    assert found - HOMES == set(), found
