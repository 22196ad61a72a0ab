"""Why an exchange is possible, in words: the score alone convinces nobody."""

from __future__ import annotations

from typing import Any

from eit.domain.exchange.score import STALE_AFTER_MONTHS, WEIGHTS
from eit.domain.months import ALL_YEAR
from eit.views import format as fmt
from eit.views.sources import own_source
from eit.views.texts import Texts, texts

SUB_SCORES = tuple(WEIGHTS)


def reasons(row: Any, lang: str) -> list[str]:
    """List the reasons of one row of the exchanges frame, compatibility first; plain text, not encoded."""
    t = texts(lang)
    found = [_basis(row, t)]
    for key, field in (("use", f"use_{lang}"), ("condition", f"condition_{lang}")):
        value = getattr(row, field, None)
        if not fmt.is_missing(value) and str(value).strip():
            found.append(t(f"why.{key}", **{key: str(value).rstrip(". ")}))
    found += [_distance(row, t), _months(row, t), _share(row, t), _age(row, t)]
    source = getattr(row, "source", None)
    if row.basis == "substitution" and not fmt.is_missing(source) and str(source).strip():
        found.append(t("why.source", source=own_source(source, t)))
    return found


def why(row: Any, lang: str) -> str:
    """Return the reasons as one sentence."""
    sentence = "; ".join(reasons(row, lang)) if lang == "en" else "\u202f; ".join(reasons(row, lang))
    return sentence[:1].upper() + sentence[1:] + "."


def exchange_title(row: Any, lang: str) -> str:
    """What is exchanged: one material, or what is offered and what is wanted when they differ; plain text."""
    return " → ".join(dict.fromkeys(material_text(row, side, lang) for side in ("offer", "demand")))


def material_text(row: Any, side: str, lang: str) -> str:
    """Return the name of the offered or demanded material in the language; plain text."""
    return str(getattr(row, f"{side}_material_{lang}"))


def _basis(row: Any, t: Texts) -> str:
    offer, demand = (material_text(row, side, t.lang) for side in ("offer", "demand"))
    return t(f"why.{row.basis}", material=offer, offer=offer, demand=demand)


def _distance(row: Any, t: Texts) -> str:
    straight = fmt.distance(row.distance_km, t.lang)
    by_road, minutes = getattr(row, "road_km", None), getattr(row, "road_minutes", None)
    if not fmt.is_missing(by_road):
        time = fmt.with_unit(minutes, "min", t.lang, decimals=0)
        return t("why.distance_network", distance=straight, road=fmt.distance(by_road, t.lang), time=time)
    if fmt.is_missing(row.road_km_estimate):
        return t("why.distance", distance=straight)
    return t("why.distance_road", distance=straight, road=fmt.distance(row.road_km_estimate, t.lang))


def _months(row: Any, t: Texts) -> str:
    shared = int(row.months_in_common)
    if shared == 0:
        return t("why.no_month")
    if int(row.season_months) == ALL_YEAR:
        return t("date.year_round")
    return t("why.months", n=shared, span=fmt.months(int(row.season_months), t.lang))


def _share(row: Any, t: Texts) -> str:
    offer, demand = row.offer_quantity, row.demand_quantity
    if fmt.is_missing(offer) or fmt.is_missing(demand) or max(offer, demand) == 0:
        return t("why.share_unknown")
    return t("why.share", share=fmt.percent(min(offer, demand) / max(offer, demand), t.lang))


def _age(row: Any, t: Texts) -> str:
    if fmt.is_missing(row.age_months):
        return t("why.age_unknown")
    months = int(row.age_months)
    return t("why.stale" if months > STALE_AFTER_MONTHS else "why.age", n=months)
