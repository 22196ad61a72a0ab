"""One potential exchange in full: who, what, under which condition, what it would avoid, and on which factors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from eit.domain.exchange.gates import FAILED, MET, UNKNOWN
from eit.domain.figures.fuels import FUEL_UNNAMED, FUEL_WITHOUT_FACTOR
from eit.views import format as fmt
from eit.views.questions import question_sentence
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


def dossier_html(dossier: Any, lang: str) -> Markup:
    """The gates of a pair, the one fact that would change its rank the most and who knows it, the doors of the law."""
    t = texts(lang)
    states = [_gate_words(name, state, dossier, t) for name, state in dossier.gates.items()]
    return render(
        "exchanges/dossier.html",
        ask_label=t("gate.ask"),
        asked=_asked(dossier, t),
        gates_label=t("gate.title"),
        gates=states or [t("gate.nothing")],
        doors_label=t("door.title"),
        doors=[door_words(row, t) for row in dossier.doors],
        no_door=t("door.none"),
    )


def door_words(row: Mapping[str, str], t: Texts) -> dict[str, str]:
    """What the law asks: its title, what it is, who signs, where it is written, whether the text was read."""
    return {
        "title": row[f"title_{t.lang}"],
        "what": row[f"what_{t.lang}"],
        "signs": t("door.signs", who=row[f"signs_{t.lang}"]),
        "written": t("door.written", reference=row["reference"]),
        "state": t("door.seen", date=row["as_of"]) if row["status"] == "seen" else t("door.to_check"),
    }


STATES = {MET: "met", UNKNOWN: "unknown", FAILED: "failed"}


def _gate_words(name: str, state: int, dossier: Any, t: Texts) -> str:
    """A gate and its state; of a temperature that does not serve, which of the two sides is at what."""
    gate = t(f"gate_name.{name}")
    if (name, state) != ("temperature", FAILED):
        return t(f"gate.{STATES[state]}", gate=gate)
    low, high = dossier.temperature_limits_c
    held = float(dossier.facts["offer_temperature_c"])
    too, limit = ("too_warm", high) if held > high else ("too_cold", low)
    said = {
        name: str(dossier.facts[f"{side}_company"])
        for name, side in (("giver", "offer"), ("taker", "demand"))
    }
    degrees = {"held": fmt.number(held, t.lang, decimals=0), "limit": fmt.number(limit, t.lang, decimals=0)}
    return t(f"gate.{too}", gate=gate, **said, **degrees)


def _asked(dossier: Any, t: Texts) -> list[str]:
    """The heaviest question, who can answer it and what it is worth; what is usual beside a temperature."""
    if not dossier.questions:
        return [t("gate.all_known")]
    first, *others = dossier.questions
    lines = [t("gate.to", company=first.values["company"], question=question_sentence(first, t))]
    if first.subject == "temperature_c" and dossier.usual_temperature_c:
        low, high = (fmt.number(end, t.lang, decimals=0) for end in dossier.usual_temperature_c)
        lines.append(t("gate.usual_temperature", low=low, high=high))
    worth = [t("gate.worth", points=first.values["points"])] if first.values["points"] != "0" else []
    fuel = [t("gate.to", company=one.values["company"], question=question_sentence(one, t))
            for one in others if one.rule in (FUEL_UNNAMED, FUEL_WITHOUT_FACTOR)]  # fmt: skip
    return [*lines, *worth, *fuel]


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
        return (
            [t("exchanges.money_missing", missing=_prices(gain.money_missing, t))]
            if gain.money_missing
            else []
        )
    amount = fmt.span(gain.money, t("unit.per_year", quantity=gain.currency), t.lang)
    said = [t("exchanges.money", amount=amount)]
    unknown = (
        *gain.money_assumptions,
        *(name for name in gain.assumptions if t.has(f"missing_price.{name}")),
    )
    if gain.money_break_even_km == 0 and unknown:
        return [*said, t("exchanges.money_unknown", unknown=_prices(unknown, t))]
    return [*said, *_break_even(gain.money_break_even_km, gain.money, "money_break_even", t)]


def _prices(names: Iterable[str], t: Texts) -> str:
    """What is not known of a net value, in words."""
    said = (t(f"missing_price.{name}") if t.has(f"missing_price.{name}") else name for name in names)
    return ", ".join(dict.fromkeys(said))
