"""The rows behind a figure as a table: each synergy or exchange, its share, its factors, what is missing or assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.cards import facts_html
from eit.views.tables import Column, Maker, Table, build_table
from eit.views.texts import texts

UNITS = {"diverted_mass": "t_per_year", "potential_mass": "t_per_year"}


def explanation_table(rows: pd.DataFrame, key: str, lang: str) -> Table:
    """One row per synergy or exchange that a figure adds up; the index is its identifier."""
    t = texts(lang)
    unit = t(f"unit.{UNITS.get(key, 'tCO2e_per_year')}")

    def said(row: Any) -> str:
        missing = [t("exchanges.missing", missing=t(f"missing_factor.{name}")) for name in row.missing]
        held = [t(f"assumption.{name}") for name in row.assumptions]
        return "\u202f; ".join([*missing, *held])

    makers: dict[str, tuple[Maker, Column]] = {
        "title": (lambda r: getattr(r, f"name_{lang}"), Column(wide=True)),
        "quantity": (lambda r: fmt.quantity(r.quantity, r.unit, lang), Column()),
        "value": (lambda r: r.value, Column("number", 2, unit)),
        "share": (lambda r: 100 * r.share, Column("number", 0, "%")),
        "factors": (lambda r: ", ".join(r.factors), Column()),
        "note": (said, Column(wide=True)),
    }
    return build_table(rows, makers, t, lambda r: r.case_id)


def sensitivities_html(added: Mapping[str, float], lang: str) -> Markup:
    """What each carbon that is not counted would add to a figure, signed."""
    t = texts(lang)
    items = []
    for name, value in added.items():
        if value:
            sign = "+" if value > 0 else ""
            amount = fmt.with_unit(value, t("unit.tCO2e_per_year"), lang, significant=2)
            items.append(t(f"switch.{name}", added=sign + amount))
    return facts_html(items)
