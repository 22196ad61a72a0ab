"""The same pipeline in tables: synergies, territories, barriers, years, rejected pairs."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import pandas as pd

from eit.domain.figures.coverage import ENOUGH
from eit.domain.figures.figure import NOT_ESTIMATED
from eit.views import format as fmt
from eit.views.synergies.board import due_text, ghg_text
from eit.views.tables import Column, Maker, Table, build_table, known
from eit.views.texts import Texts, texts

SEPARATOR = ", "
STEPS = ("potential", "identified", "proposed", "prefeasibility", "pilot", "realised", "verified")


def pipeline_table(frame: pd.DataFrame, lang: str) -> Table:
    """Every synergy of the board; the index is the synergy_id."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "title": (lambda r: getattr(r, f"title_{lang}"), Column(wide=True)),
        "stage": (lambda r: t(f"stage.{r.stage}"), Column()),
        "stage_on": (lambda r: fmt.date(r.stage_on, lang), Column()),
        "days_at_stage": (lambda r: r.days_at_stage, Column("number")),
        "flags": (lambda r: SEPARATOR.join(t(f"pipeline_flag.{flag}") for flag in r.flags), Column()),
        "parties": (lambda r: SEPARATOR.join(r.parties), Column(wide=True)),
        "type": (lambda r: known(f"synergy_type.{r.type}", r.type, t), Column()),
        "term": (lambda r: getattr(r, f"term_{lang}"), Column()),
        "quantity": (lambda r: fmt.quantity(r.quantity_per_year, r.unit, lang), Column()),
        "mass": (lambda r: r.mass_t_per_year, Column("number", 1, t("unit.t_per_year"))),
        "ghg_range": (lambda r: ghg_text(r._asdict(), t), Column()),
        "confirmed_on": (
            lambda r: "" if fmt.is_missing(r.confirmed_on) else fmt.date(r.confirmed_on, lang),
            Column(),
        ),
        "next_step": (lambda r: due_text(r._asdict(), t), Column(wide=True)),
        "reason": (lambda r: known(f"reject.{r.reason}", "", t), Column()),
    }
    return build_table(frame, makers, t, lambda r: r.synergy_id)


def territory_funnel_table(frame: pd.DataFrame, lang: str) -> Table:
    """The steps of the funnel by territory; a territory without a synergy says so in words."""
    t = texts(lang)
    number = Column("number")
    makers: dict[str, tuple[Maker, Column]] = {
        "territory": (lambda r: r.territory, Column()),
        "flows_n": (lambda r: r.flows, number),
        "with_flow": (lambda r: r.companies, number),
        **{step: (attrgetter(step), number) for step in STEPS},
        "activity": (lambda r: t("pipeline.yes") if r.active else t("pipeline.no"), Column()),
    }
    return build_table(frame, makers, t, lambda r: r.territory_id)


def barrier_table(frame: pd.DataFrame, by: str, lang: str) -> Table:
    """What was set aside, counted by reason, material or type, with its share of the whole."""
    t = texts(lang)
    names: dict[str, Maker] = {
        "reason": lambda r: t(f"reject.{r.reason}"),
        "material": lambda r: getattr(r, f"material_{lang}"),
        "type": lambda r: known(f"synergy_type.{r.type}", t("pipeline_origin.exchange"), t),
    }
    makers: dict[str, tuple[Maker, Column]] = {
        by: (names[by], Column(wide=True)),
        "synergies_n": (lambda r: r.synergies, Column("number")),
        "pairs_n": (lambda r: r.pairs, Column("number")),
        "counted": (lambda r: t("pipeline.share_of", n=int(r.n), of=int(r.of)), Column()),
        "share_counted": (lambda r: fmt.percent(r.share, lang), Column()),
    }
    return build_table(frame, makers, t, lambda r: getattr(r, {"material": "material_id"}.get(by, by)))


def rejection_table(frame: pd.DataFrame, lang: str) -> Table:
    """The rejected pairs with their reason, and if the facts still hold; the index is `offer_id|demand_id`."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "material": (lambda r: getattr(r, f"material_{lang}"), Column()),
        "offer_company": (lambda r: r.offer_company, Column()),
        "demand_company": (lambda r: r.demand_company, Column()),
        "reason": (lambda r: t(f"reject.{r.reason}"), Column()),
        "stage_on": (lambda r: fmt.date(r.rejected_on, lang), Column()),
        "note": (lambda r: "" if fmt.is_missing(r.note) else r.note, Column(wide=True)),
        "facts": (lambda r: t("pipeline.facts_same" if r.stands else "pipeline.facts_changed"), Column()),
    }
    return build_table(frame, makers, t, lambda r: f"{r.offer_id}|{r.demand_id}")


def year_table(frame: pd.DataFrame, lang: str) -> Table:
    """Annual and cumulative results."""
    t = texts(lang)
    tonnes = Column("number", 1)
    makers: dict[str, tuple[Maker, Column]] = {
        "year": (lambda r: str(r.year), Column()),
        "realised": (lambda r: r.realised, Column("number")),
        "diverted": (lambda r: r.diverted_t, tonnes),
        "ghg_year": (lambda r: _estimated(r, r.ghg_t), tonnes),
        "cumulative_diverted": (lambda r: r.cumulative_diverted_t, tonnes),
        "cumulative_ghg": (lambda r: r.cumulative_ghg_t, tonnes),
        "ghg_covered": (lambda r: _covered(r, t), Column()),
    }
    return build_table(frame, makers, t, lambda r: str(r.year))


def _covered(row: Any, t: Texts) -> str:
    """« 85 % », and that it is too little for a sum where it is."""
    share = fmt.percent(row.ghg_covered, t.lang)
    return share if row.ghg_covered >= ENOUGH else f"{fmt.state_word(NOT_ESTIMATED, t.lang)} ({share})"


def _estimated(row: Any, value: float) -> float | None:
    """Nothing when no synergy of the year could be estimated."""
    return None if row.not_estimated and not value else value
