"""Coverage: a sum over a part is no figure of the whole."""

from __future__ import annotations

import pytest

from eit.domain.figures.coverage import ENOUGH, coverage, well_covered


def test_each_unit_is_covered_by_its_own_quantity_not_by_its_rows() -> None:
    moved = [("t", 90.0, False), ("t", 10.0, True), ("kWh", 5.0, True), ("m3", 1.0, False), ("h", 8.0, False)]
    assert coverage(moved) == {"t": 0.1, "kWh": 1.0, "m3": 0.0}


def test_what_moves_nothing_is_not_there() -> None:
    assert coverage([("t", 0.0, True), ("kWh", float("nan"), True)]) == {}
    assert coverage([]) == {}


@pytest.mark.parametrize(("share", "stands"), [(ENOUGH, True), (0.59, False), (1.0, True), (0.0, False)])
def test_a_unit_stands_for_itself_from_sixty_per_cent(share: float, stands: bool) -> None:
    assert (well_covered({"t": share}) == ["t"]) is stands
