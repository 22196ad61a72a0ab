"""The portrait of the first day as tables; every quantity is an estimate with its range."""

from __future__ import annotations

from typing import Any

import pandas as pd

from eit.domain.figures.ranges import Range
from eit.views import format as fmt
from eit.views.tables import Column, Maker, Table, build_table, known
from eit.views.territories.portrait import size_name
from eit.views.texts import Texts, texts


def _range(row: Any, t: Texts) -> str:
    unit = t("unit.per_year", quantity=t(f"unit.{row.unit}"))
    return fmt.span(Range(row.low, row.central, row.high), unit, t.lang)


def stream_table(streams: pd.DataFrame, lang: str) -> Table:
    """Estimated offers, then needs, by material, each with its range, its sectors and its source."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "direction": (lambda r: t(f"direction.{r.side}"), Column()),
        "material": (lambda r: getattr(r, f"material_{lang}"), Column()),
        "estimated_range": (lambda r: _range(r, t), Column()),
        "businesses": (lambda r: r.businesses, Column("number")),
        "codes": (lambda r: r.sectors, Column()),
        "confidence": (lambda r: known(f"confidence.{r.confidence}", r.confidence, t), Column()),
        "source": (lambda r: r.source, Column(wide=True)),
    }
    return build_table(streams, makers, t, lambda r: f"{r.side}|{r.material_id}|{r.unit}")


def sector_lead_table(leads: pd.DataFrame, lang: str) -> Table:
    """Estimated offers and how many businesses here are of a sector that takes them: to check."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "offer_material": (lambda r: getattr(r, f"offer_{lang}"), Column()),
        "replaces": (lambda r: getattr(r, f"demand_{lang}"), Column()),
        "takers": (lambda r: r.takers, Column("number")),
        "codes": (lambda r: r.sectors, Column()),
        "estimated_range": (lambda r: _range(r, t), Column()),
    }
    return build_table(leads, makers, t, lambda r: f"{r.offer_material_id}|{r.demand_material_id}")


def visit_table(visits: pd.DataFrame, lang: str) -> Table:
    """Sectors and sizes to visit, by what one answer is worth."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "sector": (lambda r: getattr(r, f"sector_{lang}"), Column()),
        "size": (lambda r: size_name(r.size_class, t), Column()),
        "unmet": (lambda r: r.unmet, Column("number")),
        "answer_worth": (lambda r: fmt.quantity(r.value_per_visit, r.unit, lang), Column()),
        "material": (lambda r: getattr(r, f"material_{lang}"), Column()),
    }
    return build_table(visits, makers, t, lambda r: f"{r.sector_code}|{r.size_class}")
