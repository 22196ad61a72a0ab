"""One potential exchange in full: who, what, under which condition, what it would avoid, and on which factors."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from eit.views import format as fmt
from eit.views.escape import encode
from eit.views.reasons import reasons
from eit.views.tables import destination
from eit.views.texts import Texts, texts


def exchange_html(row: pd.Series, lang: str) -> str:
    """Both sides, the quantities, the present destination and every reason of one exchange."""
    t = texts(lang)
    sides = "".join(_side(row, side, t) for side in ("offer", "demand"))
    named = next(pd.DataFrame([row]).itertuples(index=False))
    why = "".join(f"<li>{encode(reason[:1].upper() + reason[1:])}</li>" for reason in reasons(named, lang))
    held = destination(row["former_destination"], t) or t("state.unknown")
    offered, wanted = str(row[f"offer_material_{lang}"]), str(row[f"demand_material_{lang}"])
    title = offered if offered == wanted else f"{offered} → {wanted}"
    return (
        f'<h3 class="eit-name">{encode(title)}</h3><div class="eit-sides">{sides}</div>'
        f"<p><b>{encode(t('column.former_destination'))}</b> {encode(held)}</p>"
        f'<h4>{encode(t("column.why"))}</h4><ul class="eit-facts">{why}</ul>'
    )


def _side(row: pd.Series, side: str, t: Texts) -> str:
    quantity = fmt.quantity(row[f"{side}_quantity"], row["unit"], t.lang)
    where = row[f"{side}_municipality"]
    return (
        f"<div><small>{encode(t(f'direction.{side}'))}</small><br><b>{encode(str(row[f'{side}_company']))}</b><br>"
        f"{encode(str(where))}<br>{encode(quantity)}</div>"
    )


def estimate_html(gain: Any, lang: str) -> str:
    """What one exchange would avoid, its range, its break-even distance, what is missing or assumed, its factors."""
    t = texts(lang)
    lines = [
        *_avoided(gain, t),
        *_break_even(gain.break_even_km, gain.avoided, "break_even", t),
        *_money(gain, t),
    ]
    if gain.assumptions:
        held = "\u202f; ".join(t(f"assumption.{name}") for name in gain.assumptions)
        lines.append(t("exchanges.assumptions", assumptions=held))
    if gain.factor_ids:
        lines.append(t("exchanges.factors", factors=", ".join(gain.factor_ids)))
    return "".join(f"<p>{line if index == 0 else encode(line)}</p>" for index, line in enumerate(lines))


def _avoided(gain: Any, t: Texts) -> list[str]:
    if gain.avoided is not None:
        value = encode(fmt.span(gain.avoided, t("unit.tCO2e_per_year"), t.lang))
        note = f' <span class="eit-tag">{encode(t("card.provisional"))}</span>' if gain.provisional else ""
        return [f"{encode(t('exchanges.alone'))}<br><strong class='eit-figure'>{value}</strong>{note}"]
    if gain.missing:
        names = ", ".join(t(f"missing_factor.{name}") for name in gain.missing)
        return [encode(t("exchanges.missing", missing=names))]
    return [encode(t("exchanges.no_quantity" if gain.quantity_per_year is None else "exchanges.service"))]


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
