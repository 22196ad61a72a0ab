"""A coordinator asks "what if": a new offer shows its effect, lives in the address, and the data is not touched."""

from __future__ import annotations

import hashlib

from streamlit.testing.v1 import AppTest

from eit.domain.exchange.scenario import Change, Scenario, to_link
from tests.opening import ROOT, open_page

DATABASE = ROOT / "data" / "flows.duckdb"
MORE_ASH = Change.of(
    "add-flow",
    flow_id="abi-010-x1",
    company_id="abi-010",
    direction="offer",
    material_id="wood-ash",
    quantity=500.0,
    unit="t/year",
    former_destination="landfill",
)


def open_scenario(link: str) -> AppTest:
    return open_page("regrouper", programme="abitibi", scenario=link)


def texts_of(app: AppTest) -> str:
    return "\n".join(
        [element.proto.body for element in app.get("html")] + [item.value for item in app.markdown]
    )


def fingerprint() -> str:
    return hashlib.sha256(DATABASE.read_bytes()).hexdigest()


def test_a_link_opens_the_scenario_with_both_sides() -> None:
    before = fingerprint()
    app = open_scenario(to_link(Scenario("Plus de cendres", (MORE_ASH,))))
    assert not app.exception
    assert app.text_input(key="scenario name").value == "Plus de cendres"
    headings = [list(table.value.columns) for table in app.dataframe]
    assert ["Chiffre", "Aujourd'hui", "Si c'était fait", "Différence"] in headings
    assert "échanges apparaissent" in texts_of(app)
    assert fingerprint() == before


def test_a_change_can_be_taken_back() -> None:
    app = open_scenario(to_link(Scenario("Plus de cendres", (MORE_ASH,))))
    app.button(key="undo 0").click().run()
    assert not app.exception
    assert "Le scénario est vide" in texts_of(app)


def test_a_link_that_was_cut_says_so() -> None:
    app = open_scenario(to_link(Scenario("Plus de cendres", (MORE_ASH,)))[:-8])
    assert not app.exception
    assert 'class="eit-notice warning"' in texts_of(app)


def test_an_impossible_change_is_refused_with_a_sentence() -> None:
    gone = Change.of("remove-flow", flow_id="nobody-o1")
    app = open_scenario(to_link(Scenario("Impossible", (gone,))))
    assert not app.exception
    assert "nobody-o1" in texts_of(app) and 'class="eit-notice warning"' in texts_of(app)
