"""Two roads to the same answer: the product and a plain double loop agree, on the demonstration and on
anything.
"""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact import kpis
from eit.analysis.impact.avoided import factor_book
from eit.analysis.synergies.table import synergy_table
from eit.domain.selection import Selection
from eit.store.database import Database
from tests.spec.plain import WEIGHTS, Pair, Plain, covered
from tests.spec.random_worlds import random_world
from tests.spec.world import World

AS_OF = date(2025, 6, 15)
PROGRAMMES = ("abitibi", "quebec", "hurepoix", "fensch", "qnp")
RADII = (5, 33, None, 150)
KILOGRAM = 0.001
TOLERANCE = 1e-9
GEODESIC = 1e-5
"""An arc made of its chord stays within this of the geodesic."""
ALLOCATED, WHOLE_KILOGRAMS = ("potential_mass", "potential_energy", "potential_water"), 1e-4
"""The product allocates whole kilograms, the plain road what is there."""
PROGRAMMES_AT_RANDOM, TOWNS = 15, 20


@pytest.fixture(scope="module")
def plain(root) -> Plain:
    return Plain(root / "data")


@pytest.fixture(scope="module")
def demonstration(root) -> Database:
    with Database(root / "data" / "flows.duckdb") as database:
        yield database


def default_radius(plain: Plain, programme: str) -> float:
    return float(plain.programmes[programme]["default_radius_km"])


def close(found: object, expected: float | None, tolerance: float = GEODESIC) -> bool:
    if expected is None:
        return found is None or bool(pd.isna(found))
    return math.isclose(float(found), expected, rel_tol=tolerance, abs_tol=1e-9)


def assert_pair(row: dict, pair: Pair) -> None:
    where = f"{pair.offer} → {pair.demand}"
    assert (row["basis"], row["unit"]) == (pair.basis, pair.unit), where
    assert (None if pd.isna(row["library_id"]) else row["library_id"]) == pair.library_id, where
    assert (None if pd.isna(row["ghg_route"]) else row["ghg_route"]) == pair.route, where
    figures = {
        "distance_km": pair.km, "offer_quantity": pair.offer_quantity,
        "demand_quantity": pair.demand_quantity,
        "pair_quantity": pair.quantity, "score": pair.score,
        **{f"score_{name}": pair.scores[name] for name in WEIGHTS},
    }  # fmt: skip
    wrong = {name: (row[name], value) for name, value in figures.items() if not close(row[name], value)}
    assert not wrong, f"{where}: {wrong}"


def assert_pairs(found: pd.DataFrame, expected: dict[tuple[str, str], Pair], plain: Plain) -> None:
    rows = {(row["offer_id"], row["demand_id"]): row for row in found.to_dict("records")}
    assert len(rows) == len(found), "a pair is listed once"
    assert set(rows) == set(expected)
    for key, row in rows.items():
        assert_pair(row, expected[key])
    for unit in {pair.unit for pair in expected.values()}:
        sums = found.loc[found["unit"] == unit, "allocated_quantity"].sum()
        # Each flow is cut to whole kilograms: the two totals may differ by one per flow.
        assert sums == pytest.approx(
            plain.most(expected, unit), rel=1e-9, abs=KILOGRAM * (2 * len(found) + 1)
        )


@pytest.mark.parametrize("radius", RADII, ids=lambda radius: f"{radius or 'default'}-km")
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_pairs_of_a_demonstration_programme(plain, demonstration, programme, radius):
    km = radius or default_radius(plain, programme)
    found = potential_exchanges(demonstration, Selection(programme, radius_km=km), AS_OF)
    assert_pairs(found, plain.pairs(programme, km, AS_OF), plain)
    assert len(found) or km < default_radius(plain, programme), "a demonstration has something to show"


@pytest.fixture(scope="module")
def measured(root, demonstration) -> Plain:
    """The plain road with the distances of the product, which are held against the geodesic of their own: all that
    follows from them must be the same to nine digits.
    """
    plain = Plain(root / "data")
    pairs = [potential_exchanges(demonstration, Selection(name, radius_km=300), AS_OF) for name in PROGRAMMES]
    tables = [(pairs_of, "offer_company_id", "demand_company_id") for pairs_of in pairs]
    books = {name: factor_book(demonstration, plain.programmes[name]["jurisdiction"]) for name in PROGRAMMES}
    synergies = [synergy_table(demonstration, name, book, AS_OF) for name, book in books.items()]
    tables += [(table, "giver_company_id", "taker_company_id") for table in synergies]
    for table, giver, taker in tables:
        for row in table.dropna(subset=[giver, taker, "distance_km"]).to_dict("records"):
            plain.measured[row[giver], row[taker]] = row["distance_km"]
    assert all(close(km, Plain.geodesic(plain, *ends)) for ends, km in plain.measured.items())
    return plain


@pytest.mark.parametrize("radius", RADII, ids=lambda radius: f"{radius or 'default'}-km")
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_figures_of_a_demonstration_programme(measured, demonstration, programme, radius):
    plain = measured
    km = radius or default_radius(plain, programme)
    figures = {f.key: f for f in kpis.headline(demonstration, Selection(programme, radius_km=km), AS_OF)}
    expected = plain.figures(programme, km, AS_OF)
    for key, value in expected.items():
        tolerance = WHOLE_KILOGRAMS if key in ALLOCATED else TOLERANCE
        assert close(figures[key].value, value, tolerance), f"{key}: {figures[key].value} is not {value}"
    assert set(figures) - set(expected) == {"tonnes_plan_ghg"}
    shares = plain.plan(plain.pairs(programme, km, AS_OF), programme)[1]
    told = {unit: figures["potential_avoided_ghg"].detail[f"coverage_{unit}"] for unit in shares}
    assert told == pytest.approx(shares, rel=WHOLE_KILOGRAMS)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_the_plan_of_tonnes_of_a_demonstration_programme_would_avoid(measured, demonstration, programme):
    """Which of several best allocations is taken is not a question of figures: the product's own is valued
    anew.
    """
    plain = measured
    selection = Selection(programme, radius_km=default_radius(plain, programme))
    pairs, place = (
        plain.pairs(programme, selection.radius_km, AS_OF),
        plain.programmes[programme]["jurisdiction"],
    )
    former = {flow["flow_id"]: flow["former_destination"] for flow in plain.flows}
    wanted = {flow["flow_id"]: flow["material_id"] for flow in plain.flows}
    values = []
    for row in potential_exchanges(demonstration, selection, AS_OF).to_dict("records"):
        pair = pairs[row["offer_id"], row["demand_id"]]
        if row["allocated_quantity"] > 0 and pair.unit in ("t", "kWh", "m3"):
            quantity = row["allocated_quantity"]
            to = wanted[pair.demand]
            value = plain.avoided(quantity, pair.unit, pair.route, former[pair.offer], pair.km, place, to)
            values.append((pair.unit, quantity, value, {}))
    figures = {f.key: f for f in kpis.headline(demonstration, selection, AS_OF)}
    found = figures["tonnes_plan_ghg"]
    known = covered(values)
    assert found.detail["not_estimated"] == sum(value is None for _, _, value, _ in values)
    assert close(found.value, None if known is None else sum(value for _, value in known), TOLERANCE)
    assert found.provisional == (found.detail.get("provisional_share", 0) > 0.1)


@pytest.fixture(scope="module")
def hundreds(tmp_path_factory) -> World:
    world = World(tmp_path_factory.mktemp("hundreds"), **random_world(2026, PROGRAMMES_AT_RANDOM, TOWNS))
    yield world
    world.database.close()


def test_three_hundred_random_towns(hundreds):
    """Families, rules of the library, units, seasons, unknown places, n.c., reach, rejections: all at random."""
    plain, bases, towns = Plain(Path(hundreds.folder)), set(), set()
    for programme in plain.programmes:
        radius = default_radius(plain, programme)
        found = hundreds.exchanges(radius, programme, AS_OF)
        assert_pairs(found, plain.pairs(programme, radius, AS_OF), plain)
        bases |= set(found["basis"])
        towns |= {offer.partition("-")[0] for offer in found["offer_id"]}
    assert bases == {"same", "family", "substitution"} and len(towns) > TOWNS * PROGRAMMES_AT_RANDOM / 3
