"""How those who win together may share what they win: equally, by what each brings, or by what each adds (Shapley)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from eit.domain.errors import InvalidQuantity

MOST_PARTIES = 8
"""Shapley weighs each of the 2^n coalitions: 256 at eight."""
Worth = Callable[[frozenset[str]], float]


def equal_split(parties: Sequence[str], gain: float, row_id: str | None = None) -> dict[str, float]:
    """The same for each. Raises InvalidQuantity("coalition-without-gain")."""
    _check(gain, row_id)
    return dict.fromkeys(parties, gain / len(parties))


def proportional_split(
    brought: Mapping[str, float], gain: float, row_id: str | None = None
) -> dict[str, float]:
    """By what each brings; equally when nobody says what. Raises InvalidQuantity("coalition-without-gain")."""
    _check(gain, row_id)
    whole = math.fsum(brought.values())
    if whole <= 0:
        return equal_split(list(brought), gain, row_id)
    return {party: gain * amount / whole for party, amount in brought.items()}


def shapley_split(parties: Sequence[str], worth: Worth, row_id: str | None = None) -> dict[str, float]:
    """What each adds to the coalitions that it joins, over every order of joining; the shares add up to the gain.

    Raises InvalidQuantity: "coalition-without-gain", "coalition-too-large" above MOST_PARTIES.
    """
    if len(parties) > MOST_PARTIES:
        raise InvalidQuantity("coalition-too-large", value=len(parties), row_id=row_id)
    n, known = len(parties), {frozenset[str](): 0.0}
    for size in range(1, n + 1):
        for group in combinations(parties, size):
            known[frozenset(group)] = worth(frozenset(group))
    _check(known[frozenset(parties)], row_id)
    orders = {
        size: math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n) for size in range(n)
    }
    return {
        party: math.fsum(
            orders[len(group)] * (known[group | {party}] - value)
            for group, value in known.items()
            if party not in group
        )
        for party in parties
    }


def _check(gain: float, row_id: str | None) -> None:
    if not math.isfinite(gain) or gain <= 0:
        raise InvalidQuantity("coalition-without-gain", value=gain, row_id=row_id)
