"""What rests on whom, as tables."""

from __future__ import annotations

import pandas as pd

from eit.views import format as fmt
from eit.views.tables import Column, Maker, Table, build_table
from eit.views.texts import texts

PARTNER = "partner"
"""A party that gives and takes nothing: no lead can stand in for it."""


def closure_table(closures: pd.DataFrame, lang: str) -> Table:
    """Per organisation: what passes through it, what nobody else could carry, who would stand in."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "name": (lambda r: r.company, Column()),
        "carried": (lambda r: fmt.quantity(r.carried, r.unit, lang), Column()),
        "lost": (lambda r: fmt.quantity(r.lost, r.unit, lang), Column()),
        "lost_share": (lambda r: 100 * r.lost_share, Column("progress", largest=100)),
        "links": (lambda r: r.partners, Column("number")),
        "material": (lambda r: getattr(r, f"orphan_{lang}"), Column()),
        "stand_in": (lambda r: r.stand_in or t("resilience.nobody"), Column()),
    }
    return build_table(closures, makers, t, lambda r: f"{r.company_id}|{r.unit}")


def stopped_table(stopped: pd.DataFrame, lang: str) -> Table:
    """Per organisation, each synergy under way that would stop, who is left alone and who else could come in."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "name": (lambda r: r.company, Column()),
        "title": (lambda r: getattr(r, f"title_{lang}"), Column()),
        "second_best": (
            lambda r: "" if r.role == PARTNER else ", ".join(r.second_best) or t("resilience.nobody"),
            Column(),
        ),
        "left_alone": (lambda r: ", ".join(r.others), Column()),
        "stage": (lambda r: t(f"stage.{r.stage}"), Column()),
        "quantity": (lambda r: fmt.quantity(r.quantity, r.unit, lang), Column()),
    }
    return build_table(stopped, makers, t, lambda r: f"{r.company_id}|{r.synergy_id}")


def cascade_table(steps: pd.DataFrame, lang: str) -> Table:
    """The steps of a cascade, the first first."""
    t = texts(lang)
    makers: dict[str, tuple[Maker, Column]] = {
        "step": (lambda r: r.step, Column("number")),
        "offer_company": (lambda r: r.offer_company, Column()),
        "offer_material": (lambda r: getattr(r, f"offer_{lang}"), Column()),
        "demand_company": (
            lambda r: t("resilience.back", company=r.demand_company) if r.back else r.demand_company,
            Column(),
        ),
        "demand_material": (lambda r: getattr(r, f"demand_{lang}"), Column()),
        "quantity": (lambda r: fmt.quantity(r.quantity, r.unit, lang), Column()),
    }
    numbered = steps.reset_index(names="at")
    return build_table(numbered, makers, t, lambda r: str(r.at))


def circle_words(steps: pd.DataFrame, lang: str) -> str | None:
    """What to know of a cascade that comes back to an organisation which is already in it: the first such row."""
    back = steps[steps["back"].astype(bool)]
    if back.empty:
        return None
    row = back.iloc[0]
    said = {"giver": row["offer_company"], "taker": row["demand_company"]}
    return texts(lang)("resilience.circle", step=row["step"], material=row[f"offer_{lang}"], **said)
