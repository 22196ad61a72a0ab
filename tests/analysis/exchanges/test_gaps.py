"""What the allocation leaves, by material and territory, adds up to what is not allocated."""

from __future__ import annotations

import pytest

from eit.analysis.exchanges.allocation import allocate_exchanges
from eit.analysis.exchanges.gaps import gaps
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from tests.spec.world import AS_OF, World

FLOWS = """
flow | material | quantity | quality   | months
a-o1 | bark     | 100      | measured  | 1-12
b-o1 | bark     | 50       | estimated | 12-2
c-d1 | bark     | 60       | declared  | 1-12
c-d2 | lime     | 30       | declared  | 5-10
d-o1 | slag     | n.c.     | declared  | 1-12
"""
TERRITORIES = [
    {"territory_id": "mrc-a", "kind": "mrc"},
    {"territory_id": "mrc-b", "kind": "mrc"},
    {"territory_id": "mun-a", "parent_id": "mrc-a"},
    {"territory_id": "mun-b", "parent_id": "mrc-b"},
]
COMPANIES = [{"company_id": name, "municipality_id": f"mun-{place}", "km": km} for name, place, km in (
    ("a", "a", "0"), ("b", "b", "80"), ("c", "a", "5"), ("d", "b", "0"))]  # fmt: skip


def made(tmp_path) -> World:
    materials = [{"material_id": "bark", "parent_id": "clean-wood"}]
    return World(tmp_path, flows=FLOWS, territories=TERRITORIES, companies=COMPANIES, materials=materials)


def found(world: World, **rest):
    by = rest.pop("by", "material")
    whole = rest.pop("whole", False)
    return gaps(world.database, Selection("demo", level="mrc", **rest), AS_OF, by, whole)


def test_each_gap_says_what_a_new_activity_could_count_on(tmp_path) -> None:
    rows = {
        (row.direction, row.material_id, row.territory_id): row for row in found(made(tmp_path)).itertuples()
    }
    assert set(rows) == {
        ("surplus", "bark", "mrc-a"), ("surplus", "bark", "mrc-b"), ("surplus", "slag", "mrc-b"),
        ("need", "lime", "mrc-a"),
    }  # fmt: skip
    near, far = rows["surplus", "bark", "mrc-a"], rows["surplus", "bark", "mrc-b"]
    assert (near.quantity, far.quantity) == (pytest.approx(40), pytest.approx(50))
    assert near.quantity_high - near.quantity == pytest.approx(5)
    assert far.quantity_low == pytest.approx(25)
    assert (far.by_month[11], far.by_month[5]) == (pytest.approx(50 / 3), 0)
    assert far.nearest_km == pytest.approx(75, rel=1e-3)  # beyond the radius of 50 km
    assert (rows["surplus", "slag", "mrc-b"].not_communicated, rows["surplus", "slag", "mrc-b"].quantity) == (
        1,
        0,
    )


def test_the_gaps_of_a_programme_are_what_the_allocation_leaves(tmp_path) -> None:
    world = made(tmp_path)
    left = allocate_exchanges(world.database, Selection("demo"), AS_OF).remaining
    for whole in (True, False):
        rows = found(world, whole=whole)
        for direction, word in (("offer", "surplus"), ("demand", "need")):
            expected = left.loc[left["direction"] == direction, "remaining_per_year"].sum()
            assert rows.loc[rows["direction"] == word, "quantity"].sum() == pytest.approx(expected)


def test_families_add_their_members(tmp_path) -> None:
    rows = found(made(tmp_path), by="family", whole=True)
    wood = rows[(rows["material_id"] == "clean-wood") & (rows["direction"] == "surplus")].iloc[0]
    assert (wood["quantity"], wood["companies"]) == (pytest.approx(90), 2)


def test_a_filter_chooses_what_is_reported_and_not_what_is_allocated(tmp_path) -> None:
    rows = found(made(tmp_path), territory_id="mrc-b")
    assert set(rows["territory_id"]) == {"mrc-b"}
    assert rows.loc[rows["material_id"] == "bark", "quantity"].tolist() == [pytest.approx(50)]


def test_unknown_words_are_refused(tmp_path) -> None:
    world = made(tmp_path)
    with pytest.raises(InvalidSelection, match="grouping"):
        found(world, by="colour")
    with pytest.raises(InvalidSelection, match="programme"):
        gaps(world.database, Selection("nowhere"), AS_OF)
