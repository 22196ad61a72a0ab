"""Under which conditions: a failed gate stands last and carries nothing; an unknown one is asked, and costs nothing."""

from __future__ import annotations

import pytest

from eit.analysis.exchanges.pair_dossier import pair_dossier
from eit.analysis.exchanges.potential import open_leads
from eit.domain.exchange.gates import FAILED, MET, UNKNOWN
from eit.domain.selection import Selection
from eit.views.details import dossier_html
from tests.spec.world import AS_OF

HEAT = [
    {"material_id": "heat", "kind": "energy", "category_id": "energy"},
    {"material_id": "network", "kind": "energy", "category_id": "energy"},
]
LIBRARY = [{"offer": "heat", "demand": "network", "temperature_min_c": "60"}]


def flows(**celsius: str):
    """One offer of heat per company, and a network that takes it all."""
    rows = [
        {"flow_id": f"{name}-o1", "material_id": "heat", "unit": "MWh/year", "temperature_c": said}
        for name, said in celsius.items()
    ]
    return [*rows, {"flow_id": "net-d1", "material_id": "network", "unit": "MWh/year", "quantity": "100"}]


def test_heat_that_is_too_cold_stands_last_and_carries_nothing(world):
    made = world(materials=HEAT, library=LIBRARY, flows=flows(cold="35", warm="80", silent=""))
    found = made.exchanges().set_index("offer_id")
    assert list(found.index) == ["silent-o1", "warm-o1", "cold-o1"] and found["conditional"].tolist() == [
        False,
        False,
        True,
    ]
    assert (
        found["score"].nunique() == 1
        and found.loc["cold-o1", "allocated_quantity"] != found.loc["cold-o1", "allocated_quantity"]
    )
    assert found["allocated_quantity"].sum() == pytest.approx(100_000)


def test_the_missing_fact_of_a_pair_is_the_one_that_could_close_it(world):
    made = world(materials=HEAT, library=LIBRARY, flows=flows(cold="35", warm="80", silent=""))
    states, asked = {}, {}
    for name in ("cold", "warm", "silent"):
        seen = pair_dossier(
            made.database, Selection("demo", radius_km=50), "CA-QC", AS_OF, f"{name}-o1", "net-d1"
        )
        states[name], asked[name] = seen.gates["temperature"], [one.rule for one in seen.questions]
    assert states == {"cold": FAILED, "warm": MET, "silent": UNKNOWN}
    assert asked["silent"][0] == "gate-temperature" and "gate-temperature" not in asked["warm"]


def test_a_temperature_that_does_not_serve_says_who_is_at_what(world):
    """A source of cold above its sink, a source of heat below it: both sides and both temperatures, in words."""
    made = world(materials=HEAT, library=LIBRARY, flows=flows(cold="35"))
    told = _dossier_words(made, "cold-o1", "net-d1")
    assert "cold (fictif) offre à 35 °C, sous les 60 °C qu'il faut à net (fictif)" in told
    cold = [
        {"material_id": name, "kind": "energy", "category_id": "energy"}
        for name in ("waste-cold", "cooling-supply")
    ]
    rows = [
        {"flow_id": "a-o1", "material_id": "waste-cold", "unit": "MWh/year", "temperature_c": "15"},
        {"flow_id": "b-d1", "material_id": "cooling-supply", "unit": "MWh/year", "temperature_c": "4"},
    ]
    library = [{"offer": "waste-cold", "demand": "cooling-supply"}]
    made = world(materials=cold, library=library, flows=rows)
    assert "a (fictif) offre à 15 °C, plus chaud que les 4 °C au plus" in _dossier_words(made, "a-o1", "b-d1")


def _dossier_words(made, offer_id: str, demand_id: str) -> str:
    seen = pair_dossier(made.database, Selection("demo", radius_km=50), "CA-QC", AS_OF, offer_id, demand_id)
    return str(dossier_html(seen, "fr").unescape()).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [("steam", "Que brûle aujourd"), ("wood-fuel-heat", "Aucun facteur n"), ("propane-heat", "")],
)
def test_the_fuel_that_heat_replaces_is_asked_of_the_taker(world, wanted, told):
    """Unnamed, or without a factor in Québec, it is a question on the demand; the answer moves no rank."""
    materials = [
        {"material_id": name, "kind": "energy", "category_id": "energy"} for name in {"waste-heat", wanted}
    ]
    rows = [
        {"flow_id": "a-o1", "material_id": "waste-heat", "unit": "MWh/year"},
        {"flow_id": "b-d1", "material_id": wanted, "unit": "MWh/year"},
    ]
    propane = [{"factor_id": "E-HEAT-PRO-CA", "central": "0.25", "unit": "kg CO2e/kWh"}]
    library = [{"offer": "waste-heat", "demand": wanted}]
    made = world(materials=materials, library=library, flows=rows, ghg=propane)
    seen = pair_dossier(made.database, Selection("demo", radius_km=50), "CA-QC", AS_OF, "a-o1", "b-d1")
    asked = [one for one in seen.questions if one.rule.startswith("fuel-")]
    assert [one.values["flow_id"] for one in asked] == ["b-d1"] * bool(told)
    words = _dossier_words(made, "a-o1", "b-d1")
    assert told in words and ("b (fictif)" in words or not told)


def test_a_placeholder_is_not_at_0_km_and_the_score_says_its_range(world):
    """Two sites at the point of their municipality are somewhere in it: between 0 and 10 km, not at 0."""
    companies = [
        {"company_id": name, "position_quality": how}
        for name, how in (("a", "municipality"), ("b", "municipality"), ("c", "site"))
    ]
    made = world(companies=companies, flows="flow | material\na-o1 | bark\nb-d1 | bark\nc-d1 | bark")
    found = made.exchanges().set_index("demand_id")
    assert found["score_distance"].to_dict() == {
        "b-d1": pytest.approx(33 / 38),
        "c-d1": pytest.approx(33 / 35.5),
    }
    low, high = found.loc["b-d1", ["score_low", "score_high"]]
    assert (low, high) == (pytest.approx(100 - 20 * 10 / 43), pytest.approx(100))
    seen = pair_dossier(made.database, Selection("demo", radius_km=50), "CA-QC", AS_OF, "a-o1", "b-d1")
    assert [one.rule for one in seen.questions] == ["missing-position"]


def test_a_quantity_said_as_a_range_makes_the_score_a_range(world):
    made = world(flows="flow | material | quantity\na-o1 | bark | 10\nb-d1 | bark | 100")
    exact = made.exchanges().iloc[0]
    assert exact["score_low"] == exact["score"] == exact["score_high"]
    rows = [
        {
            "flow_id": "a-o1",
            "material_id": "bark",
            "quantity": "10",
            "quantity_low_per_year": "5",
            "quantity_high_per_year": "120",
        },
        {"flow_id": "b-d1", "material_id": "bark", "quantity": "100"},
    ]
    row = world(flows=rows).exchanges().iloc[0]
    assert (row["score_low"], row["score_high"]) == (pytest.approx(100 - 15 * 0.95), pytest.approx(100))


def test_what_is_a_synergy_already_is_no_lead_any_more(world):
    made = world(
        flows="flow | material\na-o1 | bark\nb-d1 | bark\nc-d1 | bark",
        synergies="synergy | material | offer_flow_id | demand_flow_id | stages\ns1 | bark | a-o1 | b-d1 | identified",
    )
    leads, already = open_leads(made.exchanges())
    assert (list(leads["demand_id"]), already) == (["c-d1"], 1)


def test_the_law_of_the_place_opens_its_doors(world):
    """The hazardous pass more doors than the others, each with who signs and where it is written."""
    made = world(flows="flow | material\na-o1 | bark\nb-d1 | bark")
    asked = (made.database, Selection("demo", radius_km=50))
    quebec, france = (pair_dossier(*asked, place, AS_OF, "a-o1", "b-d1").doors for place in ("CA-QC", "FR"))
    assert {row["door_id"] for row in quebec} == {"QC-22"} and "FR-SP" in {row["door_id"] for row in france}
    assert pair_dossier(*asked, "BE", AS_OF, "a-o1", "b-d1").doors == ()
    rows = [
        {"flow_id": "a-o1", "material_id": "bark", "hazardous": "yes"},
        {"flow_id": "b-d1", "material_id": "bark"},
    ]
    doors = pair_dossier(world(flows=rows).database, asked[1], "CA-QC", AS_OF, "a-o1", "b-d1").doors
    assert {row["door_id"] for row in doors} == {"QC-22", "QC-RMD"} and all(
        row["signs_fr"] and row["reference"] for row in doors
    )
