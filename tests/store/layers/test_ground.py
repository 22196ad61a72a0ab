"""The ground behind the maps: what lies beyond it is told as no water."""

from __future__ import annotations

import pytest
import shapely

from eit.store.layers.ground import ground_shapes


@pytest.mark.parametrize("country", ["CA", "FR"])
def test_beyond_what_is_known_nothing_is_water(country: str) -> None:
    shapes = ground_shapes(country)
    assert shapes is not None
    land = shapes[shapes["kind"] == "land"]["geometry"]
    for far in ((-100.0, 50.0), (60.0, 50.0), (0.0, -40.0)):
        assert land.intersects(shapely.Point(far)).any(), far
