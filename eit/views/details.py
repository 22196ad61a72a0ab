"""One potential exchange in full: who, what, under which condition, what it would avoid, and on which factors."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.views import format as fmt
from eit.views.reasons import exchange_title, reasons
from eit.views.tables import destination
from eit.views.templates import render
from eit.views.texts import Texts, texts


def exchange_html(row: pd.Series, lang: str) -> Markup:
    """Both sides, the quantities, the present destination and every reason of one exchange."""
    t = texts(lang)
    named = next(pd.DataFrame([row]).itertuples(index=False))
    return render(
        "exchanges/exchange.html",
        title=exchange_title(named, lang),
        sides=[_side(row, side, t) for side in ("offer", "demand")],
        destination_label=t("column.former_destination"),
        destination=destination(row["former_destination"], t) or t("state.unknown"),
        why_label=t("column.why"),
        why=[reason[:1].upper() + reason[1:] for reason in reasons(named, lang)],
    )


def _side(row: pd.Series, side: str, t: Texts) -> dict[str, str]:
    return {
        "direction": t(f"direction.{side}"),
        "company": str(row[f"{side}_company"]),
        "place": str(row[f"{side}_municipality"]),
        "quantity": fmt.quantity(row[f"{side}_quantity"], row["unit"], t.lang),
    }


def estimate_html(gain: Any, lang: str) -> Markup:
    """What one exchange would avoid, its range, its break-even distance, what is missing or assumed, its factors."""
    t = texts(lang)
    lead, value = _avoided(gain, t)
    lines = [*_break_even(gain.break_even_km, gain.avoided, "break_even", t), *_money(gain, t)]
    if gain.assumptions:
        held = "\u202f; ".join(t(f"assumption.{name}") for name in gain.assumptions)
        lines.append(t("exchanges.assumptions", assumptions=held))
    if gain.factor_ids:
        lines.append(t("exchanges.factors", factors=", ".join(gain.factor_ids)))
    provisional = t("card.provisional") if gain.provisional else ""
    return render("exchanges/estimate.html", lead=lead, value=value, provisional=provisional, lines=lines)


def _avoided(gain: Any, t: Texts) -> tuple[str, str]:
    """What is said of the avoided GHG, and its value; empty when there is none."""
    if gain.avoided is not None:
        return t("exchanges.alone"), fmt.span(gain.avoided, t("unit.tCO2e_per_year"), t.lang)
    if gain.missing:
        names = ", ".join(t(f"missing_factor.{name}") for name in gain.missing)
        return t("exchanges.missing", missing=names), ""
    return t("exchanges.no_quantity" if gain.quantity_per_year is None else "exchanges.service"), ""


def _break_even(distance_km: float | None, value: Any, key: str, t: Texts) -> list[str]:
    if distance_km is None or value is None:
        return []
    if math.isinf(distance_km):
        return [t(f"exchanges.{key}_always")]
    if distance_km == 0:
        return [t(f"exchanges.{key}_never")]
    return [t(f"exchanges.{key}", distance=fmt.distance(distance_km, t.lang))]


def _money(gain: Any, t: Texts) -> list[str]:
    if gain.money is None:
        return [t("exchanges.money_missing")] if gain.money_missing else []
    amount = fmt.span(gain.money, t("unit.per_year", quantity=gain.currency), t.lang)
    said = [t("exchanges.money", amount=amount)]
    return [*said, *_break_even(gain.money_break_even_km, gain.money, "money_break_even", t)]
