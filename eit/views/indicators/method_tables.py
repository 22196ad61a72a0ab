"""The reference tables of the page Méthode, with localised headings; every row shows where it comes from."""

from __future__ import annotations

from typing import Any

import pandas as pd

from eit.views.tables import Column, Maker, Table, build_table, known
from eit.views.texts import texts


def _sourced(lang: str) -> dict[str, tuple[Maker, Column]]:
    t = texts(lang)
    return {
        "source": (lambda r: r.source, Column(wide=True)),
        "year": (lambda r: r.year, Column()),
        "confidence": (lambda r: known(f"confidence.{r.confidence}", r.confidence, t), Column()),
    }


def material_table(rows: pd.DataFrame, lang: str) -> Table:
    """Materials with family, category, practical reach and emission route; the index is the material_id."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "identifier": (lambda r: r.material_id, Column()),
        "material": (lambda r: getattr(r, f"name_{lang}"), Column()),
        "family": (lambda r: getattr(r, f"family_{lang}"), Column()),
        "category": (lambda r: getattr(r, f"category_{lang}"), Column()),
        "reach": (lambda r: r.reach_km, Column("number", 0, t("unit.km"))),
        "list_of_waste": (lambda r: r.list_of_waste, Column()),
        "route": (
            lambda r: r.ghg_route if isinstance(r.ghg_route, str) else t("state.not_estimated"),
            Column(),
        ),
        **_sourced(lang),
    }
    return build_table(rows, makers, t, lambda r: r.material_id)


def library_table(rows: pd.DataFrame, lang: str) -> Table:
    """Known substitutions with their condition; the index is the row of the library."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "identifier": (lambda r: r.library_id, Column()),
        "offer_material": (lambda r: getattr(r, f"offer_material_{lang}"), Column()),
        "demand_material": (lambda r: getattr(r, f"demand_material_{lang}"), Column()),
        "use": (lambda r: getattr(r, f"use_{lang}"), Column()),
        "condition": (lambda r: getattr(r, f"condition_{lang}"), Column(wide=True)),
        "status": (lambda r: known(f"status.{r.status}", r.status, t), Column()),
        "place": (lambda r: r.place, Column()),
        **_sourced(lang),
    }
    return build_table(rows, makers, t, lambda r: str(r.library_row))


def factor_table(rows: pd.DataFrame, lang: str) -> Table:
    """Factors with low, central, high and unit; the index is the factor_id."""
    t = texts(lang)

    def number(name: str) -> tuple[Maker, Column]:
        return (lambda r: getattr(r, name), Column("number", 4))

    makers: dict[str, tuple[Maker, Column]] = {
        "identifier": (lambda r: r.factor_id, Column()),
        "item": (lambda r: r.item, Column()),
        "metric": (lambda r: r.metric, Column()),
        "low": number("low"),
        "central": number("central"),
        "high": number("high"),
        "unit": (lambda r: r.unit, Column()),
        "geography": (lambda r: r.geography, Column()),
        **_sourced(lang),
        "note": (lambda r: r.note, Column(wide=True)),
    }
    return build_table(rows, makers, t, lambda r: r.factor_id)


def vocabulary_table(rows: pd.DataFrame, lang: str) -> Table:
    """The programme's terms and what they map to; a term whose name is not known to us says so."""
    t = texts(lang)

    def name(row: Any) -> str:
        value = getattr(row, f"name_{lang}")
        return value if isinstance(value, str) else t("state.not_communicated")

    makers: dict[str, tuple[Maker, Column]] = {
        "list": (lambda r: known(f"vocabulary_list.{r.list}", r.list, t), Column()),
        "term": (name, Column()),
        "maps_to": (lambda r: r.maps_to, Column()),
        "source": (lambda r: r.source, Column(wide=True)),
    }
    return build_table(rows, makers, t, lambda r: f"{r.list}|{r.term_id}")
