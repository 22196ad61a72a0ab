"""What is done: only realised and verified synergies are results, and what is possible is never added to
them.
"""

from __future__ import annotations

import pytest

from tests.spec.tables import assert_same

GHG = {
    "ghg": """
        factor    | route | low | central | high | unit
        R-ASH-bas | R-ASH | 5   | 10      | 20   | kg CO2e/t
        R-ASH-sub | R-ASH | 40  | 50      | 80   | kg CO2e/t
        R-ASH-net | R-ASH | 45  | 60      | 100  | kg CO2e/t
        E-HEAT    |       | 0.1 | 0.2     | 0.3  | kg CO2e/kWh
    """,
}
PAIR = {
    "companies": "company | km\na | 0\nb | 10",
    "materials": "material | route | kind\nash | R-ASH | matter",
    "flows": "flow | material | quantity\na-o1 | ash | 100\nb-d1 | ash | 80",
}


def test_what_is_possible_is_never_added_to_what_is_done(world):
    figures = world(**GHG, **PAIR).figures()
    assert figures["potential_mass"].value == 80
    assert figures["potential_avoided_ghg"].value == pytest.approx(80 * (50 - 1.3 * 0.1 * 10) / 1000)
    results = ("realised_synergies", "diverted_mass", "avoided_ghg", "attributed_ghg")
    assert [figures[key].value for key in results] == [0, 0, 0, 0]


def test_only_realised_and_verified_synergies_count(world):
    figures = world(
        synergies="""
        synergy | material | quantity | giver | taker | stages
        s1      | ash      | 1        | a     | b     | identified
        s2      | ash      | 10       | a     | b     | identified proposed
        s3      | ash      | 100      | a     | b     | identified prefeasibility
        s4      | ash      | 1000     | a     | b     | identified pilot
        s5      | ash      | 10000    | a     | b     | identified realised
        s6      | ash      | 100000   | a     | b     | identified realised verified
        s7      | ash      | 1000000  | a     | b     | identified realised set-aside
    """
    ).figures()
    assert figures["active_synergies"].value == 4
    assert figures["realised_synergies"].value == 2
    assert figures["diverted_mass"].value == 10000 + 100000


def test_the_stage_is_that_of_the_last_event(world):
    """By date, not by the order of entry; on the same day by the order of entry, not by the name of the event."""
    figures = world(
        synergies="""
            synergy | material | quantity | giver | taker
            s1      | ash      | 7        | a     | b
            s2      | ash      | 9        | a     | b
            s3      | ash      | 9        | a     | b
        """,
        events="""
            event_id | synergy | stage      | on
            e1       | s1      | realised   | 2024-03-01
            e3       | s1      | identified | 2024-01-01
            e2       | s1      | set-aside  | 2024-02-01
            f2       | s2      | realised   | 2024-05-01
            f1       | s2      | set-aside  | 2024-05-01
            g9       | s3      | realised   | 2024-05-01
            g10      | s3      | set-aside  | 2024-05-01
        """,
    ).figures()
    assert figures["diverted_mass"].value == 7


def test_a_pilot_later_set_aside_was_a_pilot(world):
    """The targets count what a programme did: a stage once reached stays reached, and those before it."""
    figures = world(
        companies="""
            company | employees
            a       | 20
            b       | 249
            c       | 250
        """,
        synergies="""
            synergy | material | giver | taker | stages
            s1      | ash      | a     | b     | identified pilot set-aside
            s2      | ash      | c     | b     | identified realised
            s3      | ash      | a     | c     | identified proposed prefeasibility
            s4      | ash      | a     | c     | identified set-aside
        """,
        indicators="indicator | key\ni1 | pilot_count\ni2 | prefeasibility_count",
        indicator_values="indicator | value\ni1 | 5\ni2 | 10",
    ).figures()
    assert (figures["pilot_count"].value, figures["pilot_count"].target) == (2, 5)
    assert (figures["prefeasibility_count"].value, figures["prefeasibility_count"].target) == (3, 10)
    assert figures["pilot_sme_count"].value == 2, "a and b: c has 250 employees"
    assert figures["active_synergies"].value == 1


def test_only_what_left_elimination_is_diverted(world):
    """Refused tonnes and what was already recycled or piled up do not count; an unknown past is not
    claimed.
    """
    figures = world(
        synergies="""
        synergy | material | quantity | refused | former                     | giver | taker | stages
        s1      | ash      | 100      | 0.1     | landfill                   | a     | b     | realised
        s2      | ash      | 100      | 0       | landfill:0.7;recycling:0.3 | a     | b     | realised
        s3      | ash      | 100      | 0       | incineration               | a     | b     | verified
        s4      | ash      | 100      | 0       | recycling                  | a     | b     | realised
        s5      | ash      | 100      | 0       | storage                    | a     | b     | realised
        s6      | ash      | 100      | 0       | unknown                    | a     | b     | realised
        s7      | ash      | 100      | 0       |                            | a     | b     | realised
    """
    ).figures()
    assert figures["diverted_mass"].value == pytest.approx(100 * (1 - 0.1) + 100 * 0.7 + 100)


def test_a_result_whose_quantity_is_not_communicated_adds_nothing_and_spoils_nothing(world):
    figures = world(
        synergies="""
        synergy | material | quantity | giver | taker | stages
        s1      | ash      | 7        | a     | b     | realised
        s2      | ash      | n.c.     | a     | b     | realised
    """
    ).figures()
    assert figures["realised_synergies"].value == 2
    assert figures["diverted_mass"].value == 7


def test_avoided_ghg_is_signed_and_attributed_in_part(world):
    """G = q·(1-r)·net − transport; s2 travels so far that it is a loss, and the loss stays in the sum."""
    figures = world(
        **GHG,
        companies="company | km\na | 0\nb | 10\nc | 290",
        materials="material | route\nash | R-ASH",
        synergies="""
            synergy | material | quantity | refused | previous_km | share | giver | taker | stages
            s1      | ash      | 200      | 0       | 30          | 0.5   | a     | b     | realised
            s2      | ash      | 100      | 0       |             | 1     | b     | c     | verified
        """,
    ).figures()
    gain = 200 * (60 - 1.3 * 0.1 * (10 - 30)) / 1000
    loss = 100 * (60 - 1.3 * 0.1 * 280) / 1000
    assert figures["avoided_ghg"].value == pytest.approx(gain + loss)
    assert figures["attributed_ghg"].value == pytest.approx(0.5 * gain + 1 * loss)
    interval = figures["avoided_ghg"].interval
    assert interval.low < gain + loss < interval.high


def test_no_factor_no_figure(world):
    """A synergy without a factor is not estimated: the figure says so, and is not 0."""
    figures = world(
        synergies="""
        synergy | material | giver | taker | stages
        s1      | ash      | a     | b     | realised
    """
    ).figures()
    assert (figures["avoided_ghg"].value, figures["avoided_ghg"].state) == (None, "not_estimated")
    assert figures["avoided_ghg"].detail == {"estimated": 0, "not_estimated": 1, "coverage_t": 0.0}
    assert figures["diverted_mass"].value == 100


def test_energy_replaces_a_supply_and_has_no_mass(world):
    figures = world(
        **GHG,
        companies="company | km\na | 0\nb | 1",
        materials="material | kind | route | category\nheat | energy | E-HEAT | energy",
        flows="flow | material | quantity | unit\na-o1 | heat | 500 | MWh/year\nb-d1 | heat | 300 | MWh/year",
        synergies="""
            synergy | material | quantity | unit     | giver | taker | stages
            s1      | heat     | 100      | MWh/year | a     | b     | realised
        """,
    ).figures()
    assert figures["avoided_ghg"].value == pytest.approx(100_000 * 0.2 / 1000)
    assert figures["potential_avoided_ghg"].value == pytest.approx(300_000 * 0.2 / 1000)
    assert figures["diverted_mass"].value == 0


def test_a_synergy_with_somebody_whose_place_is_unknown_has_no_distance(world):
    """Never 0 km: without a distance the transport is not known, so the avoided GHG is not estimated."""
    figures = world(
        **GHG,
        companies="company | km\na | 0\nlost | ?",
        materials="material | route\nash | R-ASH",
        synergies="synergy | material | giver | taker | stages\ns1 | ash | a | lost | realised",
    ).figures()
    assert figures["avoided_ghg"].state == "not_estimated"


def test_the_route_of_a_potential_exchange_is_that_of_its_use(world):
    """A substitution is valued by what it replaces; a use that says nothing, or `same`, takes the general value;
    one that is `unknown` has none: two encodings.
    """
    found = world(
        materials="material | route\nash | R-ASH\nlime |",
        library="""
            offer | demand | route
            ash   | lime   | R-LIME
            ash   | sand   |
            ash   | brick  | same
            ash   | sugar  | unknown
        """,
        ghg="factor | route | central\nR-ASH-sub | R-ASH | 100\nR-LIME-sub | R-LIME | 200",
        flows="""
            flow | material
            a-o1 | ash
            b-d1 | ash
            b-d2 | lime
            b-d3 | sand
            b-d4 | brick
            b-d5 | sugar
        """,
    ).exchanges()
    assert_same(
        found,
        """
        offer | demand | basis        | route
        a-o1  | b-d1   | same         | R-ASH
        a-o1  | b-d2   | substitution | R-LIME
        a-o1  | b-d3   | substitution | R-ASH
        a-o1  | b-d4   | substitution | R-ASH
        a-o1  | b-d5   | substitution | n.c.
    """,
    )
