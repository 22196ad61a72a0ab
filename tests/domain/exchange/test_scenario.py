"""A scenario is a value: it goes into a link and comes back, and nonsense is refused by name."""

from __future__ import annotations

import base64
import json
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.domain.errors import InvalidQuantity, InvalidSelection, Refusal
from eit.domain.exchange.scenario import CHANGES, Change, Scenario, from_json, from_link, to_json, to_link

FLOW = {"flow_id": "a-o9", "company_id": "a", "direction": "offer", "material_id": "bark"}
FLOW |= {"quantity": 10, "unit": "t/year"}
PLACE = {"company_id": "a", "latitude": 48.5, "longitude": -79.0}

changes = st.one_of(
    st.builds(lambda t: Change.of("change-flow", flow_id="a-o1", quantity=t), st.floats(0, 1e6)),
    st.builds(lambda t: Change.of("add-flow", **{**FLOW, "quantity": t}), st.none() | st.floats(0, 1e6)),
    st.builds(lambda lat: Change.of("move-company", **{**PLACE, "latitude": lat}), st.floats(-90, 90)),
    st.just(Change.of("remove-company", company_id="b")),
    st.just(Change.of("add-company", company_id="c", name="Éco «œuf» 1 < 2", municipality_id="mun-1")),
)


@given(st.text(min_size=1, max_size=120).filter(str.strip), st.lists(changes, max_size=8))
def test_a_link_gives_the_same_scenario_back(name: str, made: list[Change]) -> None:
    scenario = Scenario(name.encode(errors="replace").decode(), tuple(made))
    assert from_json(to_json(scenario)) == scenario
    assert from_link(to_link(scenario)) == scenario
    assert re.fullmatch(r"[A-Za-z0-9._-]+", to_link(scenario))
    assert hash(scenario) == hash(from_link(to_link(scenario)))


REFUSED: dict[str, tuple[str, dict, str]] = {
    "negative": ("add-flow", {**FLOW, "quantity": -1}, "quantity-not-finite-or-negative"),
    "nan": ("add-flow", {**FLOW, "quantity": float("nan")}, "quantity-not-finite-or-negative"),
    "infinite": (
        "change-flow",
        {"flow_id": "a", "quantity": float("inf")},
        "quantity-not-finite-or-negative",
    ),
    "word": ("add-flow", {**FLOW, "quantity": "ten"}, "quantity-not-a-number"),
    "truth": ("add-flow", {**FLOW, "quantity": True}, "quantity-not-a-number"),
    "missing": ("add-flow", {"flow_id": "x"}, "scenario-field-missing"),
    "unknown field": ("remove-flow", {"flow_id": "x", "quantity": 1}, "scenario-field-unknown"),
    "unknown change": ("drop-table", {}, "scenario-change-unknown"),
    "direction": ("add-flow", {**FLOW, "direction": "gift"}, "direction-unknown"),
    "months": ("add-flow", {**FLOW, "months": "13"}, "months-unreadable"),
    "former": ("add-flow", {**FLOW, "former_destination": "landfill:0.5"}, "destination-shares-not-one"),
    "id": ("remove-flow", {"flow_id": "x'; --"}, "id-unreadable"),
    "pole": ("move-company", {**PLACE, "latitude": 91}, "position-out-of-range"),
    "name": ("add-company", {"company_id": "c", "name": " ", "municipality_id": "m"}, "scenario-text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_change_that_cannot_be_is_refused_by_name(case: str) -> None:
    do, fields, key = REFUSED[case]
    with pytest.raises(Refusal) as refusal:
        Change.of(do, **fields)
    assert refusal.value.key == key
    expected = (
        InvalidQuantity if key.startswith(("quantity", "position", "months", "destin")) else InvalidSelection
    )
    assert isinstance(refusal.value, expected)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"changes": 3}', '{"name": "x", "changes": [1]}', "[" * 30_000]
)
def test_text_that_is_no_scenario_is_refused(text: str) -> None:
    with pytest.raises(InvalidSelection):
        from_json(text)


def test_a_link_that_was_cut_altered_or_swollen_is_refused() -> None:
    link = to_link(Scenario("x", (Change.of("remove-flow", flow_id="a-o1"),)))
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 10_000_000)).decode()
    for bad in (link[:-4], link[2:], "9" + link[1:], link[:10] + "!" + link[11:], f"1.{bomb}", ""):
        with pytest.raises(InvalidSelection):
            from_link(bad)


def test_a_scenario_has_a_name_and_an_end() -> None:
    with pytest.raises(InvalidSelection):
        Scenario("  ")
    with pytest.raises(InvalidSelection):
        Scenario("x", (Change.of("remove-flow", flow_id="a"),) * 201)


def test_a_quantity_may_be_not_communicated() -> None:
    change = Change.of("change-flow", flow_id="a-o1", quantity=None)
    assert change.has("quantity")
    assert json.loads(to_json(Scenario("x", (change,))))["changes"][0]["quantity"] is None


def test_every_kind_of_change_is_applied_by_the_store() -> None:
    assert set(CHANGES) == {
        "add-company",
        "remove-company",
        "move-company",
        "add-flow",
        "remove-flow",
        "change-flow",
    }
