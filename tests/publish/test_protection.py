"""Which rules hide what is hidden, and who has what in words: in bands, and never which cell by which rule."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from eit.publish.presence import presence_rows
from eit.publish.protection import DOMINANCE, EITHER, FEW, NEIGHBOUR, hiding_rule, told_rules
from eit.publish.table import HIDDEN, make_table
from tests.publish.programmes import random_programme


@pytest.mark.parametrize(
    ("shares", "rule"),
    [
        ([5, 5], FEW),
        ([5, 5, 5], FEW),  # two of them would know the third
        ([5, 5, 5, 0], FEW),
        ([100, 9, 8, 1], DOMINANCE),
        ([5, 5, 5, 5], NEIGHBOUR),
    ],
)
def test_the_rule_of_a_hidden_cell(shares: list[float], rule: str) -> None:
    assert hiding_rule(shares) == rule


def test_rules_are_told_apart_only_where_each_hides_enough() -> None:
    counted = Counter({FEW: 12, DOMINANCE: 4, NEIGHBOUR: 7})
    assert told_rules(counted) == [(FEW, "11-20"), (DOMINANCE, "3-5"), (NEIGHBOUR, "6-10")]
    assert told_rules(Counter({DOMINANCE: 4})) == [(EITHER, "3-5")], "all would be known to be dominated"
    assert told_rules(Counter({DOMINANCE: 1, NEIGHBOUR: 2})) == [(EITHER, "3-5")]
    assert told_rules(Counter({FEW: 2, DOMINANCE: 1})) == []


def test_every_hidden_cell_is_counted_once() -> None:
    for seed in range(4):
        result = make_table("e", [], random_programme(seed, smallest=10, largest=30))
        assert result.kept.total() == sum(cell.state == HIDDEN for cell in result.cells)


class _Item:
    """A programme of which only who has what is known."""

    def __init__(self, rows: list[tuple[str, str, str, str]]) -> None:
        self.row = pd.Series({"programme_id": "p"})
        frame = pd.DataFrame(rows, columns=["direction", "material_id", "category_id", "group_id"])
        names = {
            f"{kind}_{lang}": frame[f"{kind}_id"] + f" ({lang})"
            for kind in ("material", "category")
            for lang in ("fr", "en")
        }
        self.presence = frame.assign(**names)


def test_what_three_groups_have_is_told_and_the_rest_goes_up_to_its_category() -> None:
    flows = [("offer", "steel", "metals", f"g{number}") for number in range(3)]
    flows += [("offer", "steel", "metals", "g0")]  # twice the same group
    flows += [("offer", "copper", "metals", "g7"), ("offer", "lead", "metals", "g8")]
    flows += [
        ("demand", name, "glass", f"g{number}") for number, name in enumerate(("flat", "hollow", "wool"))
    ]
    flows += [("demand", "steel", "metals", "g1"), ("demand", "steel", "metals", "g2")]
    rows = presence_rows([_Item(flows)])  # type: ignore[list-item]
    told = [tuple(row) for row in rows[["direction", "subject_id", "rest", "count_band"]].to_numpy()]
    assert told == [("demand", "glass", False, "3-5"), ("offer", "steel", False, "3-5")]
    more = [*flows, ("offer", "tin", "metals", "g9")]
    rows = presence_rows([_Item(more)])  # type: ignore[list-item]
    assert [tuple(row) for row in rows[["subject_id", "rest", "name_fr", "family"]].to_numpy()][1:] == [
        ("steel", False, "steel (fr)", "metals"),
        ("metals", True, "metals (fr)", "metals"),
    ]
