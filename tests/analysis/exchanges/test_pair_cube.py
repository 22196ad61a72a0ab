"""What is answered from pairs read once is what one counts in the table, by the cube and one by one."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from eit.analysis.exchanges import pair_cube
from eit.analysis.exchanges.pair_cube import Pairs, best_pairs, figures, read_pairs
from eit.analysis.exchanges.potential import candidate_pairs
from eit.domain.selection import Selection
from eit.store.database import Database

PROGRAMME = "abitibi"
RADII = (1, 25, 80, 149, 300)


@pytest.fixture(scope="module")
def database(root) -> Iterator[Database]:
    with Database(root / "data" / "flows.duckdb") as opened:
        yield opened


@pytest.fixture(scope="module")
def pairs(database: Database) -> Pairs:
    return read_pairs(database, PROGRAMME, "mrc")


def plain(
    pairs: Pairs, radius: float, material: str | None, territory: str | None
) -> tuple[int, int, int, float]:
    """The same counts with dictionaries and sets, from ids."""
    flows = pairs.flows.set_index("flow_id").to_dict("index")
    ids = list(flows)

    def own(flow: str) -> bool:
        row = flows[flow]
        return material in (None, row["material_id"]) and territory in (None, row["territory_id"])

    near = [
        (ids[offer], ids[demand])
        for offer, demand, km in zip(pairs.offer, pairs.demand, pairs.km, strict=True)
        if km <= radius
    ]
    offers, demands = (
        {offer for offer, _ in near if own(offer)},
        {demand for _, demand in near if own(demand)},
    )
    tonnes = sum(
        flows[offer]["mass_t_per_year"] for offer in offers if not pd.isna(flows[offer]["mass_t_per_year"])
    )
    return sum(own(offer) for offer, _ in near), len(offers), len(demands), tonnes


@pytest.mark.parametrize("limit", [0, 10**9])
@pytest.mark.parametrize("radius", [*RADII, 33.5])
def test_the_figures_are_those_that_one_counts(pairs, radius, limit, monkeypatch) -> None:
    monkeypatch.setattr(pair_cube, "LARGEST_COUNTED", limit)
    materials = [None, *pairs.flows["material_id"].iloc[:6], "no-such-material"]
    territories = [None, *sorted(set(pairs.flows["territory_id"].dropna()))[:2], "mrc-00"]
    for material in materials:
        for territory in territories:
            found = figures(pairs, radius, material, territory)
            expected = plain(pairs, radius, material, territory)
            assert (found.pairs, found.offers, found.demands) == expected[:3]
            assert found.mass_t_per_year == pytest.approx(expected[3])


def test_the_pairs_are_those_of_the_table_without_the_rejected_ones(pairs, database) -> None:
    shown = candidate_pairs(database, Selection(PROGRAMME, radius_km=300.0))
    ids = pairs.flows["flow_id"].to_numpy()
    assert set(zip(ids[pairs.offer], ids[pairs.demand], strict=True)) == set(
        zip(shown["offer_id"], shown["demand_id"], strict=True)
    )
    assert (pairs.km[1:] >= pairs.km[:-1]).all()


@pytest.mark.parametrize("number", [1, 7, 10_000])
def test_the_best_pairs_are_the_most_valuable_within_the_radius(pairs, number) -> None:
    ids = pairs.flows["flow_id"].to_numpy()
    rows = pd.DataFrame(
        {
            "offer_id": ids[pairs.offer],
            "demand_id": ids[pairs.demand],
            "distance_km": pairs.km,
            "value": pairs.value,
        }
    )
    for radius in RADII:
        expected = (
            rows[rows["distance_km"] <= radius]
            .sort_values("value", ascending=False, kind="stable")
            .head(number)
        )
        pd.testing.assert_frame_equal(best_pairs(pairs, radius, number), expected.reset_index(drop=True))
    material = pairs.flows["material_id"].iloc[pairs.offer[0]]
    found = best_pairs(pairs, 300, 10_000, material)
    assert len(found) == figures(pairs, 300, material).pairs


def test_a_programme_without_pairs(database) -> None:
    none = read_pairs(database, "nobody", "mrc")
    assert figures(none, 50) == pair_cube.PairFigures(0, 0, 0, 0.0)
    assert best_pairs(none, 50, 10).empty
