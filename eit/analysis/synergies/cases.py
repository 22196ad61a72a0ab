"""The answer to "le cas unique": what made each realised synergy work, and where else it could be done."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact.avoided import factor_book
from eit.analysis.programmes import programme
from eit.analysis.synergies.progress import events_until
from eit.analysis.synergies.table import synergy_table
from eit.domain.bands import DISTANCE_LIMITS_KM, MONTH_LIMITS, limit_band, round_band
from eit.domain.brief import LEAST_CONTRIBUTORS, CaseCard, Elsewhere
from eit.domain.errors import InvalidSelection
from eit.domain.figures.cases import UNKNOWN, parse_destination
from eit.domain.selection import Selection
from eit.domain.stage import HEADLINE_STAGES, SET_ASIDE
from eit.store.database import Database

T = TypeVar("T")
DAYS_PER_MONTH = 30.44
MATTER_LIKE = ("t", "kWh", "m3")
LIBRARY = ("library_id", "use_fr", "use_en", "condition_fr", "condition_en", "status", "source")


def case_cards(database: Database, programme_id: str, as_of: date) -> list[CaseCard]:
    """One card per synergy that was realised or verified at `as_of`, the oldest first.

    Nothing of a card names a party: sectors, the MRC or EPCI, bands. Free text (title, notes, lead, next step) is
    left out because it can name people. Raises InvalidSelection for an unknown programme.
    """
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    rows = synergy_table(database, programme_id, factor_book(database, str(row["jurisdiction"])), as_of)
    done = rows[rows["is_result"]]
    if done.empty:
        return []
    ground = _CaseInputs(database, row, as_of)
    order = [_realised_on(ground.history(key)) for key in done["synergy_id"]]
    ordered = done.assign(_on=order).sort_values(["_on", "synergy_id"])
    return [_card(number, item, ground) for number, item in enumerate(ordered.to_dict("records"), start=1)]


class _CaseInputs:
    """What every card of one programme rests on, read once."""

    def __init__(self, database: Database, row: pd.Series, as_of: date) -> None:
        programme_id = str(row["programme_id"])
        asked = {"programme_id": programme_id}
        self.events = events_until(database, programme_id, as_of)
        parties = database.cached_query("synergy_parties", asked)
        self.parties = parties[parties["left_on"].isna() | (parties["left_on"] > pd.Timestamp(as_of))]
        self.sectors = database.query("consent", asked).set_index("company_id")
        names = database.query("all_territories", asked).set_index("territory_id")["name"]
        places = database.query("company_places", asked).set_index("company_id")
        self.districts = places["district_id"].map(names)
        everything: dict[str, object] = {
            **dict.fromkeys(("material_id", "company_id", "territory_id")),
            "category_ids": [],
        }
        self.flows = database.query("flows", {**asked, **everything}).set_index("flow_id")
        self.materials = database.query("materials").set_index("material_id")
        self.library = database.query("library")
        selection = Selection(programme_id, radius_km=float(row["default_radius_km"]))
        self.pairs = potential_exchanges(database, selection, as_of)

    def history(self, synergy_id: str) -> pd.DataFrame:
        return self.events[self.events["synergy_id"] == synergy_id]

    def family(self, material_id: str) -> str:
        parent = self.materials.at[material_id, "parent_id"]
        return material_id if pd.isna(parent) else str(parent)

    def members(self, family: str) -> set[str]:
        own = self.materials.index[self.materials["parent_id"] == family]
        return {family, *own}


def _card(number: int, item: dict, ground: _CaseInputs) -> CaseCard:
    events = ground.history(item["synergy_id"])
    stages = events[events["kind"] == "stage"]
    companies = _in_order(ground.parties[ground.parties["synergy_id"] == item["synergy_id"]])
    offer, wanted = (_flow(ground, item[f"{side}_flow_id"]) for side in ("offer", "demand"))
    realised, began = _realised_on(events), stages["occurred_on"].min()
    months = (realised - began).days / DAYS_PER_MONTH if pd.notna(realised) else np.nan
    exact = float(item["quantity_per_year"]) if pd.notna(item["quantity_per_year"]) else np.nan
    ghg = float(item["ghg_central"]) if item["unit"] in MATTER_LIKE else np.nan
    season = None if offer is None or wanted is None else int(offer["months"]) & int(wanted["months"])
    destinations = parse_destination(item["former_destination"]) if _said(item["former_destination"]) else {}
    return CaseCard(
        number=number,
        type=str(item["type"]),
        stage=str(item["stage"]),
        category_id=str(item["category_id"]),
        offered=(str(item["material_fr"]), str(item["material_en"])),
        wanted=None if wanted is None else (str(wanted["material_fr"]), str(wanted["material_en"])),
        sectors=_unique(_sector(ground, company) for company in companies),
        districts=_unique(str(ground.districts[c]) for c in companies if _said(ground.districts.get(c))),
        quantity=round_band(exact),
        unit=str(item["unit"]),
        ghg=round_band(ghg),
        ghg_provisional=bool(item["ghg_provisional"]),
        distance_km=limit_band(float(item["distance_km"]), DISTANCE_LIMITS_KM),
        months=season,
        since_year=None if pd.isna(realised) else int(realised.year),
        months_to_realise=limit_band(float(months), MONTH_LIMITS),
        confirmed_years=int(events.loc[events["kind"] == "reconfirmation", "for_year"].nunique()),
        destinations=tuple(sorted(set(destinations) - {UNKNOWN})),
        overcome=_overcome(stages),
        library=_library(item, wanted, ground),
        elsewhere=_elsewhere(item, set(companies), ground),
    )


def _said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _unique(found: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))


def _in_order(parties: pd.DataFrame) -> list[str]:
    """The companies: givers, takers, partners."""
    rank = parties["role"].map({"giver": 0, "taker": 1, "partner": 2})
    return list(dict.fromkeys(parties.assign(_rank=rank).sort_values(["_rank", "company_id"])["company_id"]))


def _sector(ground: _CaseInputs, company: str) -> tuple[str, str]:
    row = ground.sectors.loc[company]
    return str(row["sector_fr"]), str(row["sector_en"])


def _flow(ground: _CaseInputs, flow_id: object) -> dict | None:
    return ground.flows.loc[flow_id].to_dict() if _said(flow_id) and flow_id in ground.flows.index else None


def _realised_on(events: pd.DataFrame) -> pd.Timestamp:
    return pd.Timestamp(events.loc[events["stage"].isin(HEADLINE_STAGES), "occurred_on"].min())


def _overcome(stages: pd.DataFrame) -> tuple[str, ...]:
    """Why it was once set aside: it was realised later all the same."""
    reasons = stages.loc[stages["stage"] == SET_ASIDE, "reason"]
    return tuple(sorted(set(reasons.dropna())))


def _library(item: dict, wanted: dict | None, ground: _CaseInputs) -> dict[str, str] | None:
    """The known case of the same materials, the one implemented first; None when the library has none."""
    rows = ground.library[ground.library["offer_material_id"] == item["material_id"]]
    if wanted is not None:
        rows = rows[rows["demand_material_id"] == wanted["material_id"]]
    if rows.empty:
        return None
    best = rows.assign(_known=rows["status"] != "implemented").sort_values(["_known", "library_row"]).iloc[0]
    return {name: "" if pd.isna(best[name]) else str(best[name]) for name in LIBRARY}


def _elsewhere(item: dict, parties: set[str], ground: _CaseInputs) -> tuple[Elsewhere, ...]:
    """Other offers of the same family with a compatible taker, counted by MRC or EPCI of the offer.

    A pair exists only within the radius of the programme and the practical reach of its material.
    """
    family = ground.members(ground.family(str(item["material_id"])))
    pairs = ground.pairs
    chosen = pairs["offer_material_id"].isin(family) & ~pairs["offer_company_id"].isin(parties)
    offers = pairs[chosen & ~pairs["synergy_stage"].isin(HEADLINE_STAGES)].drop_duplicates("offer_id")
    return _counted(offers.assign(district=offers["offer_company_id"].map(ground.districts)))


def _counted(offers: pd.DataFrame) -> tuple[Elsewhere, ...]:
    """One row per district of at least LEAST_CONTRIBUTORS organisations; the others together, last."""
    contributors = offers.groupby("district")["offer_company_id"].nunique()
    told = [name for name, count in contributors.items() if count >= LEAST_CONTRIBUTORS]
    rows = [
        Elsewhere(str(name), int((offers["district"] == name).sum()), int(contributors[name]))
        for name in told
    ]
    rows.sort(key=lambda row: (-(row.offers or 0), row.territory or ""))
    rest = offers[~offers["district"].isin(told)]
    if len(rest):
        companies = rest["offer_company_id"].nunique()
        enough = companies >= LEAST_CONTRIBUTORS
        rows.append(Elsewhere(None, len(rest) if enough else None, companies if enough else None))
    return tuple(rows)
