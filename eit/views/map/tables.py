"""The sums between territories as a table: what the map adds up must be readable without the map."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eit.views.categories import category_name
from eit.views.tables import Column, Maker, Table, build_table
from eit.views.texts import texts


def total_table(totals: pd.DataFrame, names: Mapping[str, str], lang: str) -> Table:
    """Turn the totals of `analysis.corridors` into a table, most tonnes first; the index is `from|to|category`."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "from_territory": (lambda r: names.get(r.from_id, r.from_id), Column()),
        "to_territory": (lambda r: names.get(r.to_id, r.to_id), Column()),
        "category": (lambda r: category_name(r.category_id, t), Column()),
        "exchanges": (lambda r: r.exchanges, Column("number")),
        "allocated": (lambda r: r.allocated_t_per_year, Column("number", 1, t("unit.t_per_year"))),
        "without_mass": (lambda r: r.unknown, Column("number")),
    }
    ranked = totals.sort_values(["allocated_t_per_year", "exchanges"], ascending=False, na_position="last")
    return build_table(ranked, makers, t, lambda r: f"{r.from_id}|{r.to_id}|{r.category_id}")
