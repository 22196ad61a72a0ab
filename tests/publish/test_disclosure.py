"""The rule on small tables, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from eit.domain.disclosure import FAMILIES, FAMILY_OF, band, is_sensitive, rounded
from eit.domain.disclosure_risk import Holdings, disclosure_risks
from eit.domain.errors import InvalidQuantity
from eit.publish.audit import audit, sentinel_is_caught
from eit.publish.collecting import TOTAL
from eit.publish.past_editions import Vintage, build_system, changed, may_be_computed
from eit.publish.suppressor import Suppressor

EVEN = {("t0", "metals", f"g{number}"): 10.0 for number in range(9)}


@pytest.mark.parametrize(
    ("shares", "sensitive"),
    [
        ([], True),
        ([5, 5], True),
        ([5, 5, 5], True),  # two of them know the third: nothing is left
        ([5, 5, 5, 5], False),  # 5 left beside the three largest, 0.75 needed
        ([100, 9, 8, 14.9], True),  # sorted: 100, 14.9, 9, 8: 8 left, 15 needed
        ([100, 20, 20, 15], False),  # 15 left, 15 needed
        ([100, 20, 20, 14.99], True),
        ([10, 10, 10, 0, 0], True),  # who gives nothing is no contributor
    ],
)
def test_a_cell_is_sensitive_when_too_little_is_left(shares: list[float], sensitive: bool) -> None:
    assert is_sensitive(shares) is sensitive


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, None), (2, None), (3, "3-5"), (5, "3-5"), (6, "6-10"), (20, "11-20"), (50, "21-50"), (51, "51+")],
)
def test_numbers_are_told_in_bands(count: int, said: str | None) -> None:
    assert band(count) == said


def test_three_significant_figures() -> None:
    assert [rounded(value) for value in (123456, 0.0123456, 999.6, 0)] == [123000, 0.0123, 1000, 0]
    with pytest.raises(InvalidQuantity):
        rounded(float("nan"))


def test_every_category_has_one_family() -> None:
    assert 4 <= len(FAMILIES) <= 6
    assert sum(map(len, FAMILIES.values())) == len(FAMILY_OF)


def test_a_secret_is_kept_for_each_set_of_atoms() -> None:
    """One group alone in two atoms of one row: each atom, and both together."""
    holdings = Holdings.of(np.array([[4.0, 6.0], [0.0, 0.0]]))
    found = disclosure_risks(holdings, np.array([[True, False], [False, True], [True, True]]))
    assert {(secret.atoms, secret.quantity) for secret in found} == {((0,), 4.0), ((1,), 6.0), ((0, 1), 10.0)}


def test_two_hidden_cells_of_one_owner_do_not_protect_each_other() -> None:
    """Row: 50 t told, 30 t of it told, the rest is two families of one company: its 20 t would be known."""
    shares = np.zeros((6, 3))
    shares[:5, 0], shares[5, 1:] = 6, (12, 8)
    rows = np.array([[1.0, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    holdings = Holdings.of(shares)
    assert audit(holdings, rows[:2], rows).findings
    hidden = Suppressor(holdings, rows, np.zeros((0, 3)), rows @ shares.sum(axis=0)).choose(
        np.array([False, False, True, True])
    )
    assert hidden.tolist() == [False, True, True, True]


def test_the_audit_bites() -> None:
    assert sentinel_is_caught()


def test_a_change_is_counted_by_contributor() -> None:
    assert changed({"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "d": 1}) == 3


def test_a_cell_is_told_again_when_three_changed() -> None:
    history = [Vintage("1", EVEN, frozenset({("t0", "metals")}))]
    newcomers = {("t0", "metals", f"n{number}"): 10.0 for number in range(3)}
    two = EVEN | dict(list(newcomers.items())[:2])
    assert not may_be_computed(history, two, ("t0", "metals"))
    assert may_be_computed(history, EVEN | newcomers, ("t0", "metals"))
    assert may_be_computed(history, two, (TOTAL, "metals")), "never told before"


def test_what_stays_the_same_is_one_unknown_in_all_editions() -> None:
    later = EVEN | {("t0", "metals", "g0"): 10.5, ("t0", "metals", "g1"): 30.0}
    system = build_system([Vintage("1", EVEN, frozenset({("t0", "metals")}))], later)
    # g0 moved by 5 %: the same unknown as the seven that did not move; g1 has an old one and a new one
    assert system.holdings.numbers.tolist() == [1, 8, 1]
    assert system.fixed.tolist() == [[1, 1, 0]]
