"""Where a room reads, no sum of its copy is told: the programme's own by its band, or that it does not follow."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from eit.analysis.anonymise import anonymous, write_copy
from eit.analysis.brief import brief
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact.indicators import formula_values
from eit.analysis.impact.kpis import headline
from eit.analysis.own_bands import (
    balance_in_bands,
    formulas_in_bands,
    headline_in_bands,
    usual_selection,
    years_in_bands,
)
from eit.analysis.programmes import balance
from eit.analysis.synergies import board, years
from eit.domain.bands import round_band, sum_ends
from eit.locations import GEO
from eit.store.database import Database
from eit.ui.page_context import NAVIGATION
from eit.views import format as fmt
from eit.views.brief.words import said_figures
from eit.views.map.scene import MapContent, make_scene
from eit.views.synergies.board import ghg_text
from eit.views.texts import texts
from tests.opening import open_page

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data" / "flows.duckdb"
DAY = date(2026, 11, 1)
KEY = b"0123456789abcdef"
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")
NUMBER = r"[−-]?\d[\d\u202f\u00a0]*(?:,\d+)?"
QUANTITY = re.compile(rf"({NUMBER})\u00a0(t|kg|kWh|MWh|GWh|m³|m²)(?![\w²³])")
BAND_MARKS = (1.0, 5.0, 2.2, 7.1, 3.5)
"""What an end or the middle of a band begins with; 3.5 GWh is 3 500 000 kWh, the middle of 1 to 5 in a factor."""


@pytest.fixture(scope="module")
def own() -> Iterator[Database]:
    with Database(DATA) as database:
        yield database


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    target = tmp_path_factory.mktemp("bands") / "copy.duckdb"
    write_copy(DATA, target, "fr", KEY)
    with Database(target) as database:
        yield database


def holds(told: float | None, true: float | None) -> bool:
    """Whether the band of what is told holds the true figure, and is not that figure alone."""
    if true is None or pd.isna(true):
        return told is None or pd.isna(told)
    if told is None or pd.isna(told):
        return False
    return round_band(told) == round_band(true)


@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_what_is_told_of_a_programme_holds_its_true_figure(own: Database, programme_id: str) -> None:
    """14.6 t was told where the truth is 17.3: the copy's sum is not the sum."""
    true = {one.key: one for one in headline(own, usual_selection(own, programme_id), DAY)}
    for figure in headline_in_bands(own, programme_id, DAY):
        assert (
            figure.value == true[figure.key].value
            if figure.unit == "count"
            else holds(figure.value, true[figure.key].value)
        )
    radius = usual_selection(own, programme_id).radius_km
    cells = formula_values(own, programme_id, radius, DAY)
    for key, cell in formulas_in_bands(own, programme_id, DAY).items():
        assert holds(cell.value, cells[key].value), key
    known, rows = years.yearly(own, programme_id, DAY), years_in_bands(own, programme_id, DAY)
    for column in known.columns:
        assert all(holds(told, value) for told, value in zip(rows[column], known[column], strict=True)), (
            column
        )
    known, rows = balance(own, programme_id), balance_in_bands(own, programme_id)
    for column in ("offer_mass_t_per_year", "demand_mass_t_per_year"):
        for told, value in zip(rows[column], known[column], strict=True):
            assert math.isnan(told) or holds(told, value)
    assert programme_id == "hurepoix" or rows["offer_mass_t_per_year"].notna().any()


def known_ones(*quantities: float | None) -> list[float]:
    return [one for one in quantities if one is not None and not pd.isna(one)]


@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_what_a_map_of_a_room_tells_of_an_exchange_holds_the_true_quantity(
    own: Database, copy: Database, programme_id: str
) -> None:
    with Database(DATA) as database:
        known = anonymous(database, "fr", KEY)
    flows = {
        known.opaque(row["flow_id"]): row["quantity_per_year"] for row in own.rows("flow").to_dict("records")
    }
    pairs = potential_exchanges(copy, usual_selection(copy, programme_id), DAY)
    scene = make_scene(MapContent("fr", exchanges=pairs, banded=True))
    told = 0
    for flow in scene.flows:
        offer, demand = (flows[one] for one in flow.flow_id.split("|"))
        if not flow.told:
            assert not known_ones(offer, demand)
            continue
        row = pairs[(pairs["offer_id"] + "|" + pairs["demand_id"]) == flow.flow_id].iloc[0]
        quantity, true = float(row["pair_quantity"]), min(known_ones(offer, demand))
        if row["months_in_common"] < 12:  # a part of a middle is no middle: its ends are told
            low, high = sum_ends(quantity, quantity)
            assert low <= true * row["months_in_common"] / 12 <= high or holds(quantity, true), flow
        else:
            assert holds(quantity, true), flow
        assert " à " in flow.told
        told += 1
    assert told or programme_id == "hurepoix"
    assert scene.classes is None and all(area.value is None for area in scene.areas)


def test_what_a_synergy_avoids_is_not_told_from_bands(copy: Database) -> None:
    """It hangs on the distance: −0.1 to −0.3 t was told where the truth is −1.8."""
    rows = board.board(copy, "abitibi", DAY).to_dict("records")
    assert any(ghg_text(row, texts("fr")) for row in rows)
    assert not any(ghg_text(row | {"in_bands": True}, texts("fr")) for row in rows)


TABS = {
    "territoires.py": (
        "portrait part",
        "portrait_tab",
        ("flows", "matrix", "balance", "seasons"),
    ),
    "regrouper.py": ("grouping part", "grouping", ("pooling", "gaps", "allocation", "resilience", "what_if")),
    "synergies.py": (
        "pipeline part",
        "pipeline",
        ("list", "funnel", "barriers", "to_confirm", "years", "commons"),
    ),
    "carte.py": ("map table", "map.table", ("exchange", "company", "territory", "synergy", "total")),
}
ESTIMATED = ("territoires.py", None)
"""Estimates of whoever was not met, from published counts and intensities: no quantity of a band is in them."""


@pytest.fixture(scope="module")
def minima(own: Database) -> set[str]:
    """The least volumes that are worth a collection, as written: hypotheses, which nobody declared."""
    held = own.rows("minimum_volume")["minimum_t_per_year"]
    return {fmt.quantity(float(value), "t", "fr", per_year=False) for value in held}


def exact_looking(text: str) -> list[str]:
    """Quantities that are neither an end nor the middle of a band, nor one of two ends."""
    found = []
    for one in QUANTITY.finditer(text):
        value = abs(float(re.sub(r"[\s−-]", "", one[1]).replace(",", ".")))
        first = value / 10 ** math.floor(math.log10(value)) if value else 1.0
        span = re.search(rf" à (?:{NUMBER})?$", text[: one.start(2) - 1]) or text[one.end() :].startswith(
            " à "
        )
        marked = any(abs(first - mark) < 1e-9 for mark in BAND_MARKS)
        if not span and not marked:
            found.append(text[max(0, one.start() - 80) : one.end() + 10])
    return found


@pytest.mark.parametrize("programme_id", PROGRAMMES)
def test_no_page_of_a_consortium_tells_a_figure_that_looks_exact(
    programme_id: str, minima: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EIT_MODE", "consortium")
    monkeypatch.setenv("EIT_DATABASE", str(DATA))
    for key, (page, _) in NAVIGATION.items():
        if key in ("records", "method", "meeting"):
            continue
        control, words, tabs = TABS.get(page, ("", "", ()))
        for tab in (None, *tabs):
            if (page, tab) == ESTIMATED:
                continue
            label = texts("fr")(f"{words}.{tab}") if tab else ""
            state = {control: label, "map tables": True} if tab else {}
            app = open_page(page, state, programme=programme_id, lang="fr")
            assert not app.exception, (page, tab)
            text = html.unescape("\n".join(str(element.proto) for element in app.main))
            text = re.sub(r"(?:\\[0-7]{3})+", lambda found: _decoded(found[0]), text)
            found = [one for one in exact_looking(text) if not any(least in one for least in minima)]
            assert not found, (page, tab, found[:5])


def _decoded(octal: str) -> str:
    """The letters of bytes that a message writes as `\\302\\240`."""
    return bytes(int(one, 8) for one in octal.split("\\")[1:]).decode("utf-8", "replace")


def test_the_net_sees_a_sum_of_middles() -> None:
    assert exact_looking("Ensemble 47,2\u00a0t/an") and exact_looking("14,6\u00a0t/an")
    assert not exact_looking("220\u00a0t/an · 100 à 500\u00a0t/an · 2,2\u00a0GWh/an")


def test_a_brief_made_by_whoever_is_no_coordination_tells_bands(own: Database) -> None:
    found = brief(own, "quebec", DAY, "fr", GEO, in_bands=True)
    said = {one.key: one.value for group in said_figures(found).values() for one in group}
    exact = brief(own, "quebec", DAY, "fr", GEO)
    assert " à " in said["diverted_mass"]
    assert all(" à " not in one.value for group in said_figures(exact).values() for one in group)


def test_a_scene_of_targets_tells_the_bands_of_the_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIT_MODE", "coordination")
    monkeypatch.setenv("EIT_DATABASE", str(DATA))
    app = open_page("rencontre.py", programme="quebec", lang="fr")
    text = ""
    for _ in range(5):
        text += html.unescape("\n".join(str(element.proto) for element in app.main))
        if not app.button(key="next").disabled:
            app.button(key="next").click().run()
    true = formula_values(Database(DATA), "quebec", 10.0, DAY)["diverted_mass"]
    band = round_band(float(true.value or 0))
    assert band is not None and f"{band.low:.0f}" in text and "41,7" not in text
