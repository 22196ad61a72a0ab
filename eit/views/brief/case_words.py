"""One case card as words: sectors, bands and conditions, never a party."""

from __future__ import annotations

from typing import NamedTuple

from eit.domain.brief import CaseCard, Elsewhere
from eit.domain.months import ALL_YEAR
from eit.views import format as fmt
from eit.views.brief.band_words import distance_band, open_band, quantity_band
from eit.views.tables import known
from eit.views.texts import Texts, texts
from eit.views.typography import NO_BREAK

NEAR_KM = 20.0


class CaseText(NamedTuple):
    """A card: its head, its title, facts as (name, value), what made it work, and where else."""

    head: str
    title: str
    facts: tuple[tuple[str, str], ...]
    worked: tuple[str, ...]
    elsewhere: tuple[str, ...]


def case_text(card: CaseCard, lang: str) -> CaseText:
    """Everything that a card may say."""
    t, own = texts(lang), 0 if lang == "fr" else 1
    title = card.offered[own]
    if card.wanted is not None and card.wanted != card.offered:
        title = t("brief_case.from_to", offered=card.offered[own], wanted=card.wanted[own])
    facts = [(t(f"brief_case.{key}"), value) for key, value in _facts(card, t, own).items() if value]
    where = [_elsewhere(row, t) for row in card.elsewhere] or [t("brief_case.elsewhere_none")]
    return CaseText(
        t("brief_case.head", n=card.number), title, tuple(facts), tuple(_worked(card, t, own)), tuple(where)
    )


def _facts(card: CaseCard, t: Texts, own: int) -> dict[str, str]:
    stage = t(f"stage.{card.stage}")
    year = "" if card.since_year is None else f", {t('brief_case.since', year=str(card.since_year))}"
    library = card.library or {}
    source = library.get("source", "")
    use = library.get(f"use_{t.lang}", "")
    return {
        "type": t(f"synergy_type.{card.type}"),
        "stage": stage + year,
        "sectors": ", ".join(sector[own] for sector in card.sectors),
        "districts": ", ".join(card.districts),
        "quantity": t("state.not_communicated")
        if card.quantity is None
        else quantity_band(card.quantity, card.unit, t),
        "ghg": _ghg(card, t),
        "distance": "" if card.distance_km is None else distance_band(card.distance_km, t),
        "season": "" if card.months is None or not card.months else fmt.months(card.months, t.lang),
        "former": ", ".join(known(f"destination.{one}", one, t) for one in card.destinations),
        "condition": library.get(f"condition_{t.lang}", ""),
        "known": f"{use} ({source})" if use and source else use,
    }


def _ghg(card: CaseCard, t: Texts) -> str:
    if card.unit not in ("t", "kWh", "m3"):
        return ""
    if card.ghg is None:
        return t("state.not_estimated")
    low, high = (fmt.number(end, t.lang) for end in (card.ghg.low, card.ghg.high))
    said = f"{t('brief_case.band', low=low, high=high)}{NO_BREAK}{t('unit.tCO2e_per_year')}"
    return f"{said} ({t('brief_case.provisional')})" if card.ghg_provisional else said


def _worked(card: CaseCard, t: Texts, own: int) -> list[str]:
    said = [t("brief_case.overcame", reason=t(f"reject.{reason}")) for reason in card.overcome]
    if (
        card.distance_km is not None
        and card.distance_km.high is not None
        and card.distance_km.high <= NEAR_KM
    ):
        said.append(t("brief_case.close", band=distance_band(card.distance_km, t)))
    if card.library and card.library.get("status") == "implemented":
        said.append(t("brief_case.known_use", use=card.library[f"use_{t.lang}"]))
    if card.months == ALL_YEAR:
        said.append(t("brief_case.same_season"))
    if card.months_to_realise is not None:
        band = open_band(card.months_to_realise, t, lambda value: t("brief_case.months", n=int(value)))
        said.append(t("brief_case.took", band=band))
    if card.confirmed_years:
        said.append(t("brief_case.confirmed", n=card.confirmed_years))
    return said


def _elsewhere(row: Elsewhere, t: Texts) -> str:
    if row.offers is None or row.companies is None:
        return t("brief_case.elsewhere_few")
    territory = row.territory or t("brief_case.elsewhere_rest")
    return t("brief_case.elsewhere_row", territory=territory, offers=row.offers, companies=row.companies)
