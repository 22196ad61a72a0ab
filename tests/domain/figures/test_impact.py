"""The formulas on worked examples: every expected value is written as the sum it comes from."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eit.domain.errors import InvalidQuantity
from eit.domain.figures.cases import ExchangeCase, UtilityCase, parse_destination
from eit.domain.figures.estimate_terms import provisional_share, total
from eit.domain.figures.factors import Factor, Route
from eit.domain.figures.impact import (
    avoided_ghg_t_co2e_per_year,
    baseline_kg_co2e_per_t,
    diverted_t_per_year,
    estimate,
    evaluate_draws,
    ghg_break_even_distance_km,
    plausibility_flags,
    transport_change_t_co2e_per_year,
    virgin_avoided_t_per_year,
)
from eit.domain.figures.quality import quantity_range
from eit.domain.figures.ranges import Draws, Range


def factor(factor_id, low, central, high, unit="kg CO2e/t", confidence="derived", stream=""):
    return Factor(factor_id, Range(low, central, high), unit, confidence, stream)


def route(route_id, landfill, credit, net, confidence="derived"):
    rows = (("bas", landfill), ("sub", credit), ("net", net))
    return Route(
        *(factor(f"{route_id}-{row}", *ends, "kg CO2e/t", confidence, route_id) for row, ends in rows)
    )


SILAGE = route("R-SIL", (9, 21, 22), (590, 1000, 1400), (600, 1021, 1420), "recalled")
WOOD = route("R-WDP", (48, 183, 925), (118, 150, 282), (166, 333, 1156))
TRUCK = factor("RT-MIX", 0.085, 0.125, 0.2, "kg CO2e/t-km")
CIRCUITY = factor("CI-QC", 1.2, 1.3, 1.6, "road km / great-circle km")
FILM = ExchangeCase(
    "film", 43.5, {"landfill": 1}, 0.2, new_distance_km=420, old_distance_km=60,
    route=SILAGE, truck=TRUCK, circuity=CIRCUITY,
)  # fmt: skip


def wood_case(case_id="wood", **changes):
    case = ExchangeCase(case_id, 100, {"landfill": 1}, new_distance_km=0, old_distance_km=0, route=WOOD)
    return replace(case, **changes)


def test_silage_film_from_172_farms():
    landfilled = 43.5 * 21 - 43.5 * 0.2 * 21
    replaced = 43.5 * 0.8 * 1000
    transport = 1.30 * 0.125 * 43.5 * (420 - 60)
    assert estimate(FILM).central == pytest.approx((landfilled + replaced - transport) / 1000)
    assert estimate(FILM).central == pytest.approx(33.0, abs=0.05)


def test_silage_film_drawn_with_the_three_factors_only():
    drawn = total([estimate(FILM)], Draws())
    assert drawn.median == pytest.approx(32.7, rel=0.01)
    assert (drawn.range.low, drawn.range.high) == pytest.approx((18.1, 46.7), rel=0.02)


def test_silage_film_drawn_with_a_declared_quantity():
    """43.5 t collected from 172 farms, declared (± 20 %): about 31.6 [17–49] in the worked example of the method."""
    declared = replace(FILM, mass_range=quantity_range([(43.5, "declared")]))
    drawn = total([estimate(declared, Draws())], Draws())
    assert drawn.median == pytest.approx(31.6, rel=0.03)
    assert (round(drawn.range.low), round(drawn.range.high)) == (17, 49)


def test_an_uncertain_quantity_and_refusal_widen_the_band_and_leave_the_centre():
    """The two spreads are invented for this test: the tables hold none."""
    spread = {"mass_range": Range(37, 43.5, 50), "refused_range": Range(0.1, 0.2, 0.35)}
    drawn = total([estimate(replace(FILM, **spread), Draws())], Draws())
    factors_only = total([estimate(FILM)], Draws())
    assert drawn.range.central == factors_only.range.central
    assert drawn.range.low < factors_only.range.low
    assert drawn.range.high > factors_only.range.high


def test_twenty_wood_synergies_share_one_draw_of_their_factor():
    drawn = total([estimate(wood_case(f"wood-{i}")) for i in range(20)], Draws())
    assert (drawn.range.low, drawn.median, drawn.range.high) == pytest.approx((332, 666, 2304), rel=0.03)
    assert drawn.range.central == pytest.approx(20 * 100 * 333 / 1000)


def test_independent_draws_would_give_a_falsely_narrow_band():
    def alone(i):
        return wood_case(
            f"wood-{i}", route=Route(net=replace(WOOD.net, factor_id=f"net-{i}", stream=f"net-{i}"))
        )

    drawn = total([estimate(alone(i)) for i in range(20)], Draws())
    assert drawn.median == pytest.approx(978, rel=0.03)
    assert (drawn.range.low, drawn.range.high) == pytest.approx(
        (666, 1236), rel=0.03
    )  # 759 left the centre out


def test_a_loss_shows_as_a_loss():
    far = wood_case(new_distance_km=4000, truck=TRUCK, circuity=CIRCUITY)
    assert estimate(far).central == pytest.approx(100 * 0.333 - 1.3 * 0.125 * 100 * 4000 / 1000)
    assert estimate(far).central < 0
    assert total([estimate(far)], Draws()).range.low < 0


@pytest.mark.parametrize(
    ("destination", "kg_per_t"),
    [
        ("landfill", 183 + 150),
        ("recycling", 150 - 150),
        ("storage", 150),
        ("none", 150),
        ("unknown", 150),
        ("landfill:0.7;recycling:0.3", 0.7 * 183 + 150 - 0.3 * 150),
    ],
)
def test_only_what_went_to_landfill_earns_the_landfill_part(destination, kg_per_t):
    result = estimate(wood_case(former_destination=parse_destination(destination)))
    assert result.central == pytest.approx(100 * kg_per_t / 1000)


def test_refused_material_goes_to_landfill_whatever_it_was_before():
    result = estimate(wood_case(former_destination={"none": 1}, share_refused=0.25))
    assert result.central == pytest.approx((75 * 150 - 25 * 183) / 1000)


def test_incineration_has_no_factor_in_the_tables():
    incinerated = wood_case(former_destination={"incineration": 1})
    assert estimate(incinerated).central is None
    assert estimate(incinerated).missing == ("incineration",)
    own = factor("own-incineration", 300, 400, 500)
    with_own = replace(incinerated, destination_factors={"incineration": own})
    assert estimate(with_own).central == pytest.approx(100 * (400 + 150) / 1000)


def test_an_unknown_destination_is_named_and_provisional_and_not_claimed_as_diverted():
    unknown = wood_case(former_destination={"unknown": 1})
    assert estimate(unknown).assumptions == ("unknown-destination-as-none",)
    assert estimate(unknown).provisional
    assert unknown.diverted_t_per_year == 0
    assert not estimate(wood_case()).provisional
    as_landfill = replace(unknown, unknown_as="landfill")
    assert estimate(as_landfill).assumptions == ("unknown-destination-as-landfill",)
    assert estimate(as_landfill).provisional


def test_what_was_taken_for_granted_is_said():
    case = wood_case(former_destination={"recycling": 0.5, "storage": 0.5}, old_distance_km=None)
    assert estimate(case).assumptions == (
        "recycling-earned-the-same-credit",
        "storage-emissions-not-counted",
        "former-trip-not-counted",
    )


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"route": Route()}, ("credit", "landfill")),
        ({"new_distance_km": None}, ("distance",)),
        ({"new_distance_km": 10, "circuity": CIRCUITY}, ("transport",)),
        (
            {"former_destination": {"none": 1}, "share_refused": 0.1, "route": replace(WOOD, landfill=None)},
            ("landfill",),
        ),
    ],
)
def test_no_factor_no_figure(changes, missing):
    result = estimate(wood_case(**changes))
    assert result.central is None
    assert sorted(result.missing) == sorted(missing)


def test_without_a_net_row_its_two_parts_stand_in():
    parts = replace(WOOD, net=None)
    assert estimate(wood_case(route=parts)).central == pytest.approx(100 * (183 + 150) / 1000)


def test_zero_tonnes_avoid_zero_even_without_factors():
    assert estimate(wood_case(mass_t_per_year=0, route=Route())).central == 0


def test_the_figure_names_its_factors():
    assert estimate(FILM).factor_ids == ("CI-QC", "R-SIL-net", "RT-MIX")


def test_energy_and_water_have_no_mass():
    steam = factor("E-STEAM", 0.19, 0.22, 0.26, "kg CO2e/kWh useful")
    heat = UtilityCase("heat", 1_000_000, "kWh", steam)
    assert estimate(heat).central == pytest.approx(220)
    drawn = evaluate_draws([heat], Draws())
    assert (drawn.low, drawn.central, drawn.high) == pytest.approx((190, 220, 260), rel=1e-3)
    assert estimate(UtilityCase("water", 500, "m3")).central is None
    with pytest.raises(InvalidQuantity, match="unit"):
        UtilityCase("heat", 1, "m3", steam)
    with pytest.raises(InvalidQuantity, match="unit"):
        UtilityCase("heat", 1, "t", steam)


def test_a_total_counts_what_it_could_not_estimate():
    result = total([estimate(wood_case()), estimate(wood_case("bare", route=Route()))], Draws(100))
    assert (result.estimated, result.not_estimated) == (1, ("bare",))
    assert evaluate_draws([wood_case(route=Route())], Draws(100)) is None
    assert evaluate_draws([], Draws(100)) == Range.point(0)


def test_the_attributed_total_stands_beside_the_full_one():
    cases = [wood_case("a", attribution_share=0.5), wood_case("b", attribution_share=0.25)]
    assert evaluate_draws(cases, Draws(100)).central == pytest.approx(66.6)
    assert evaluate_draws(cases, Draws(100), attributed=True).central == pytest.approx(0.75 * 33.3)


def test_a_total_is_provisional_above_a_tenth():
    assert provisional_share([(9, False), (-1, True)]) == pytest.approx(0.1)
    assert provisional_share([]) is None
    assert provisional_share([(0.0, True)]) is None
    wood = estimate(wood_case())
    film = estimate(FILM)
    assert total([wood, film], Draws(100)).provisional
    assert not total([wood], Draws(100)).provisional
    heavy_wood = estimate(wood_case(mass_t_per_year=10_000))
    assert not total([heavy_wood, film], Draws(100)).provisional


def test_break_even_distance():
    at = ghg_break_even_distance_km(FILM)
    assert at == pytest.approx(60 + 43.5 * 0.8 * 1.021 / (1.3 * 0.125 * 43.5 / 1000))
    assert estimate(replace(FILM, new_distance_km=at)).central == pytest.approx(0, abs=1e-9)


def test_break_even_is_zero_when_never_and_infinite_when_always():
    worse = route("R-FWC", (0, 0, 0), (-138, -82, -9), (-138, -82, -9))
    assert ghg_break_even_distance_km(replace(FILM, route=worse)) == 0
    free = replace(TRUCK, value=Range.point(0))
    assert ghg_break_even_distance_km(replace(FILM, truck=free)) == math.inf
    assert ghg_break_even_distance_km(replace(FILM, truck=None)) is None
    assert ghg_break_even_distance_km(replace(FILM, route=Route())) is None


def test_plausibility():
    assert plausibility_flags(121, 10) == ("ghg-per-tonne",)
    assert plausibility_flags(-121, 10) == ("ghg-per-tonne",)
    assert plausibility_flags(121, 10, textile_reuse=True) == ()
    assert plausibility_flags(119, 10, usual_mass_t=0.09) == ("quantity-vs-sector",)
    assert plausibility_flags(None, 200_000, usual_mass_t=200) == ("quantity-vs-sector",)
    assert plausibility_flags(None, None, 200) == ()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"mass_t_per_year": float("nan")}, "quantity-not-finite-or-negative"),
        ({"mass_t_per_year": -1}, "quantity-not-finite-or-negative"),
        ({"mass_t_per_year": "ten"}, "quantity-not-a-number"),
        ({"share_refused": 1.5}, "quantity-out-of-range"),
        ({"new_distance_km": float("inf")}, "quantity-not-finite-or-negative"),
        ({"former_destination": {}}, "destination-shares-not-one"),
        ({"former_destination": {"landfill": 0.6, "recycling": 0.3}}, "destination-shares-not-one"),
        ({"former_destination": {"moon": 1}}, "destination-unknown"),
        ({"truck": WOOD.net}, "factor-unit-does-not-fit"),
        ({"route": Route(net=TRUCK)}, "factor-unit-does-not-fit"),
        ({"mass_range": Range(1, 2, 3)}, "range-not-around-its-value"),
    ],
)
def test_refusals_name_the_row(changes, key):
    with pytest.raises(InvalidQuantity, match="wood") as refusal:
        wood_case(**changes)
    assert (refusal.value.key, refusal.value.row_id) == (key, "wood")


share = st.floats(0, 1)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.floats(0, 1e5), share, share, share, st.floats(0, 500), st.floats(0, 500))
def test_two_roads_to_each_figure(mass, refused, landfill, split, new_km, old_km):
    recycling = (1 - landfill) * split
    destination = {"landfill": landfill, "recycling": recycling, "none": 1 - landfill - recycling}
    case = ExchangeCase(
        "c", mass, destination, refused, new_km, old_km, route=WOOD, truck=TRUCK, circuity=CIRCUITY
    )
    transport = transport_change_t_co2e_per_year(mass, new_km, old_km, 1.3, 0.125)
    baseline = baseline_kg_co2e_per_t(landfill, recycling, 183, 150)
    plain = avoided_ghg_t_co2e_per_year(mass, refused, baseline, 183, 150, transport)
    assert estimate(case).central == pytest.approx(plain, rel=1e-9, abs=1e-6)
    assert case.diverted_t_per_year == pytest.approx(diverted_t_per_year(mass, refused, landfill))


def test_the_plain_formulas_take_arrays_and_keep_what_is_not_known():
    mass = np.array([100.0, 43.5, np.nan])
    assert virgin_avoided_t_per_year(mass, 0.2, 0.5)[:2] == pytest.approx([40, 17.4])
    avoided = avoided_ghg_t_co2e_per_year(mass, 0.0, np.array([183, np.nan, 183]), 183, 150, 0.0)
    assert avoided[0] == pytest.approx(33.3)
    assert np.isnan(avoided[1:]).all()
