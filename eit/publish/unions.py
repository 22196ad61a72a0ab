"""Cells of a table that stand for several territories or families together: how they are named, what they hold.

A label is `total`, one id, or several ids joined by `|`: it says by itself what it holds, in every edition alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from eit.publish.collecting import TOTAL

Place = tuple[str, str]
"""(territory_id, family); `total` stands for all of them, `a|b` for both."""
JOIN = "|"


def union(labels: Iterable[str]) -> str:
    """The label of several together, the same whatever their order."""
    return JOIN.join(sorted(labels))


@lru_cache(maxsize=4096)
def members(label: str) -> frozenset[str]:
    """The ids that a label is made of."""
    return frozenset(label.split(JOIN))


def is_union(cell: Place) -> bool:
    """Whether a cell stands for several territories or several families, without standing for all."""
    return JOIN in cell[0] or JOIN in cell[1]


def covers(cell: Place, key: Sequence[str]) -> bool:
    """Whether a cell holds what stands at `key` (territory_id, family, …)."""
    territory, family = cell
    return (territory == TOTAL or key[0] in members(territory)) and (
        family == TOTAL or key[1] in members(family)
    )
