"""Which pairs get a distance by road: those that carry tonnes, then the best; the others keep the estimate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from eit.analysis.exchanges import roads
from eit.analysis.exchanges.roads import Roads, with_roads
from eit.store.roads.trips import Trip

NETWORK = Roads("/nowhere", "1")


def pairs(*allocated: float) -> pd.DataFrame:
    """Pairs, best first, whose offers stand at latitudes 1, 2, 3…"""
    count = len(allocated)
    return pd.DataFrame(
        {
            "allocated_quantity": allocated,
            "offer_latitude": np.arange(1.0, count + 1), "offer_longitude": 0.0,
            "demand_latitude": 0.0, "demand_longitude": 0.0,
            "road_km_estimate": 13.0,
        }
    )  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The latitudes that the network was asked about; it knows no way from latitude 3."""
    found: list[float] = []

    def trips(_: Roads, wanted: list) -> list[Trip | None]:
        found.extend(start[0] for start, _ in wanted)
        return [None if start[0] == 3 else Trip(10 * start[0], start[0]) for start, _ in wanted]

    monkeypatch.setattr(roads, "trips", trips)
    return found


def test_without_a_network_every_pair_is_an_estimate() -> None:
    found = with_roads(pairs(1.0, 2.0), None)
    assert list(found["road_basis"]) == ["circuity"] * 2
    assert found["road_km"].isna().all() and found["road_minutes"].isna().all()
    assert list(found["road_km_estimate"]) == [13.0, 13.0]
    assert list(with_roads(pairs(), NETWORK)["road_basis"]) == []


def test_what_the_network_knows_is_beside_what_stays_an_estimate(asked: list[float]) -> None:
    found = with_roads(pairs(0.0, 0.0, 0.0), NETWORK)
    assert list(found["road_basis"]) == ["network", "network", "circuity"]
    assert list(found["road_km"].dropna()) == [10.0, 20.0]
    assert list(found["road_minutes"].dropna()) == [1.0, 2.0]


def test_pairs_that_carry_tonnes_come_first_then_the_best(
    asked: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roads, "MOST_PAIRS", 3)
    found = with_roads(pairs(np.nan, 0.0, 0.0, 5.0), NETWORK)
    assert asked == [4, 1, 2]
    assert list(found["road_basis"]) == ["network", "network", "circuity", "network"]


def test_the_network_of_a_file_is_beside_it(tmp_path: Path) -> None:
    assert roads.roads_of(tmp_path / "file.duckdb") is None
