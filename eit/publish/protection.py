"""Which rules keep the hidden cells of a programme, in bands and all tables together: never which cell which rule.

A cell that one organisation dominates must not be told apart from one that only protects it: where either kind is rare,
both are told as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from eit.domain.disclosure import COALITION, MINIMUM_GROUPS, band, is_sensitive

FEW, DOMINANCE, NEIGHBOUR, EITHER = "few", "dominance", "neighbour", "either"
"""Too few groups; one that weighs too much; a cell that would give another away; one of the last two."""


def hiding_rule(contributions: Iterable[float]) -> str:
    """The rule that keeps one hidden cell. Up to three groups, two of them would know the third whatever they hold."""
    shares = [share for share in contributions if share > 0]
    if len(shares) <= max(MINIMUM_GROUPS, 1 + COALITION):
        return FEW
    return DOMINANCE if is_sensitive(shares) else NEIGHBOUR


def told_rules(kept: Counter[str]) -> list[tuple[str, str]]:
    """(rule, band of the cells that it keeps): from three on; below, nothing is said of it."""
    apart = [(rule, band(kept[rule])) for rule in (DOMINANCE, NEIGHBOUR)]
    if not all(said for _, said in apart):
        apart = [(EITHER, band(kept[DOMINANCE] + kept[NEIGHBOUR]))]
    return [(rule, said) for rule, said in [(FEW, band(kept[FEW])), *apart] if said]


def protection_rows(kept: Mapping[str, Iterable[Counter[str]]]) -> pd.DataFrame:
    """programme_id, rule, count_band: `kept` has the counts of each table of each programme."""
    rows = [
        {"programme_id": programme_id, "rule": rule, "count_band": said}
        for programme_id, counts in kept.items()
        for rule, said in told_rules(sum(counts, Counter()))
    ]
    return pd.DataFrame(rows, columns=["programme_id", "rule", "count_band"])
