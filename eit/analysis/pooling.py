"""Where many small flows of one material make a viable volume together, and what a shared round saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from eit.analysis.flows import flow_table
from eit.analysis.impact import CIRCUITY, factor_book
from eit.analysis.money import CURRENCIES, TRUCK_PRICES, price_book
from eit.analysis.programmes import programme
from eit.domain.errors import InvalidSelection
from eit.domain.estimates import Estimate, build_estimate, total
from eit.domain.factors import PROVISIONAL, Factor
from eit.domain.pooling import Group, Kilometres, Member, collection_km, find_groups, monthly
from eit.domain.quality import quantity_range
from eit.domain.ranges import Draws, Range
from eit.domain.selection import Selection
from eit.store.connection import Database

BY = ("material", "family")
POOLED_KINDS = ("matter", "service")
"""Energy and water flow in pipes and wires: no round collects them."""
TRUCKS = {"CA": "RT-QC", "FR": "RT-ART"}
LARGEST_DEFAULT_RADIUS_KM = 50.0
"""A round is shorter than an exchange: the radius to start from is the programme's, at most this."""
REFERENCE_PAYLOAD_T = 20.0
"""Payload behind RT-QC, RT-ART, TC-QC and TC-FR. Full one way, empty the other: a km driven counts for 10 t·km."""
KG_PER_T = 1000.0
PARTICIPANT_COLUMNS = ["flow_id", "company_id", "company", "company_kind", "municipality", "material_id"]
PARTICIPANT_COLUMNS += ["material_fr", "material_en", "quantity_per_year", "unit", "months", "quality"]
PARTICIPANT_COLUMNS += ["former_destination", "latitude", "longitude"]
MEMBER_COLUMNS = ["flow_id", "company_id", "x_km", "y_km", "z_km", "quantity_per_year", "months"]
HUB_COLUMNS = [
    "direction",
    "kind",
    "category_id",
    "family_id",
    "family_fr",
    "family_en",
    "family_category_id",
]
READ = list(dict.fromkeys(PARTICIPANT_COLUMNS + MEMBER_COLUMNS + HUB_COLUMNS))
"""What a hub needs of a flow: narrow rows of plain Python values, because they are taken apart one by one."""


@dataclass(frozen=True)
class Hub:
    """One place where a shared collection (offers) or a grouped purchase (demands) is worth looking at.

    quantity and by_month (January first) in `unit` per year and month; below_minimum: companies that would not reach
    the minimum alone; minimum_t_per_year None: unknown, the hub then only says
    that three companies or more are near. Kilometres are by road, truck-km per year; savings compare the shared round
    with separate trips; None with the reasons in `missing`.
    """

    hub_id: str
    direction: str
    material_id: str
    material_fr: str
    material_en: str
    category_id: str
    kind: str
    unit: str
    company_id: str
    company: str
    municipality: str
    latitude: float
    longitude: float
    companies: int
    below_minimum: int | None
    not_communicated: int
    quantity: Range
    by_month: tuple[float, ...]
    minimum_t_per_year: float | None
    minimum_source: str | None
    minimum_confidence: str | None
    participants: pd.DataFrame
    rounds_per_year: int | None
    trips_per_year: int | None
    shared_km: Range | None
    separate_km: Range | None
    saved_km: Range | None
    saved_t_co2e: Range | None
    saved_money: Range | None
    currency: str
    provisional: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Pooling:
    """The hubs, those that help the most companies first, and the flows left out for want of a position."""

    hubs: tuple[Hub, ...]
    unplaced: pd.DataFrame


@dataclass(frozen=True)
class _Tariff:
    circuity: Factor | None
    truck: Factor | None
    price: Factor | None
    currency: str


def find_hubs(database: Database, selection: Selection, by: str = "material") -> Pooling:
    """Hubs of the selection's flows within its radius, by material or by whole family.

    Raises InvalidSelection for an unknown programme or grouping.
    """
    if by not in BY:
        raise InvalidSelection("grouping-unknown", value=by)
    tariff = _tariff(database, selection.programme_id)
    minimums = database.query("minimum_volumes").set_index("material_id").to_dict("index")
    flows = flow_table(database, selection)
    pooled = flows[flows["kind"].isin(POOLED_KINDS)]
    placed = pooled.dropna(subset=["x_km"])
    placed = placed[READ].astype({name: object for name in READ if not _is_number(placed[name])})
    group = ["direction", "material_id" if by == "material" else "family_id", "unit"]
    draws = Draws()
    hubs = [
        _hub(found, rows, by, _minimum(rows, by, minimums), tariff, draws)
        for _, rows in placed.groupby(group, sort=True)
        for found in find_groups(_members(rows), selection.radius_km, _least(_minimum(rows, by, minimums)))
    ]
    order = sorted(hubs, key=lambda hub: (-(hub.below_minimum or 0), -_times_minimum(hub), hub.hub_id))
    return Pooling(tuple(order), pooled[pooled["x_km"].isna()].reset_index(drop=True))


def _times_minimum(hub: Hub) -> float:
    return hub.quantity.central / hub.minimum_t_per_year if hub.minimum_t_per_year else 0.0


def _tariff(database: Database, programme_id: str) -> _Tariff:
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    country = str(row["country"])
    factors = factor_book(database, country).factors
    prices = price_book(database, country).book.factors
    return _Tariff(
        factors.get(CIRCUITY[country]),
        factors.get(TRUCKS[country]),
        prices.get(TRUCK_PRICES[country]),
        CURRENCIES[country],
    )


def _minimum(rows: pd.DataFrame, by: str, minimums: Mapping[str, dict]) -> dict | None:
    """The minimum of the material, else of its family; services have none in tonnes."""
    first = rows.iloc[0]
    if first["unit"] != "t":
        return None
    own = minimums.get(first["material_id"]) if by == "material" else None
    return own or minimums.get(first["family_id"])


def _least(minimum: dict | None) -> float | None:
    return None if minimum is None else float(minimum["minimum_t_per_year"])


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column))


def _members(rows: pd.DataFrame) -> list[Member]:
    columns = (rows[name].tolist() for name in MEMBER_COLUMNS)
    return [
        Member(flow_id, company_id, (x, y, z), None if pd.isna(quantity) else float(quantity), int(months))
        for flow_id, company_id, x, y, z, quantity, months in zip(*columns, strict=True)
    ]


def _hub(
    group: Group, rows: pd.DataFrame, by: str, minimum: dict | None, tariff: _Tariff, draws: Draws
) -> Hub:
    at = {flow_id: at for at, flow_id in enumerate(rows["flow_id"])}
    people = rows.take([at[member.flow_id] for member in group.members])
    centre = people.iloc[0]
    known = people[people["quantity_per_year"].notna()]
    least = _least(minimum)
    return Hub(
        **_identity(centre, "material" if by == "material" else "family"),
        companies=group.companies,
        below_minimum=None if least is None else group.below(least),
        not_communicated=len(people) - len(known),
        quantity=quantity_range(zip(known["quantity_per_year"], known["quality"], strict=True)),
        by_month=monthly(group.members),
        minimum_t_per_year=least,
        minimum_source=None if minimum is None else f"{minimum['source']} ({minimum['year']})",
        minimum_confidence=None if minimum is None else str(minimum["confidence"]),
        participants=people[PARTICIPANT_COLUMNS]
        .assign(distance_km=group.distances_km)
        .reset_index(drop=True),
        **_haulage(group, minimum, str(centre["kind"]), tariff, draws),
    )


def _identity(centre: pd.Series, what: str) -> dict[str, Any]:
    """What is pooled and where: the material or family, and the site of the hub."""
    kept = ("direction", "kind", "unit", "company_id", "company", "municipality")
    return {
        "hub_id": f"{centre['direction']}:{centre[f'{what}_id']}:{centre['company_id']}",
        "material_id": centre[f"{what}_id"],
        "material_fr": centre[f"{what}_fr"],
        "material_en": centre[f"{what}_en"],
        "category_id": centre["category_id" if what == "material" else "family_category_id"],
        **{name: centre[name] for name in kept},
        "latitude": float(centre["latitude"]),
        "longitude": float(centre["longitude"]),
    }


def _haulage(group: Group, minimum: dict | None, kind: str, tariff: _Tariff, draws: Draws) -> dict[str, Any]:
    """Trips, road km and what the shared round saves; None with the reasons where it cannot be known."""
    km, missing = _kilometres(group, minimum, kind)
    ghg, money = _savings(km, tariff)
    assumed = bool(minimum and minimum["confidence"] in PROVISIONAL)
    return {
        "rounds_per_year": None if km is None else km.rounds_per_year,
        "trips_per_year": None if km is None else km.trips_per_year,
        "shared_km": None if km is None else _by_road(km.shared, tariff),
        "separate_km": None if km is None else _by_road(km.separate, tariff),
        "saved_km": None if km is None else _by_road(km.saved, tariff),
        "saved_t_co2e": _band(ghg, draws),
        "saved_money": _band(money, draws),
        "currency": tariff.currency,
        "provisional": assumed or bool(ghg and ghg.provisional),
        "missing": (*missing, *(ghg.missing if ghg else ()), *(money.missing if money else ())),
    }


def _kilometres(group: Group, minimum: dict | None, kind: str) -> tuple[Kilometres | None, tuple[str, ...]]:
    if kind != "matter":
        return None, ("nothing-to-carry",)
    if minimum is None:
        return None, ("minimum", "payload")
    return collection_km(group, float(minimum["payload_t"]), int(minimum["rounds_per_year"])), ()


def _by_road(geodesic_km: float, tariff: _Tariff) -> Range | None:
    return None if tariff.circuity is None else tariff.circuity.value * geodesic_km


def _savings(km: Kilometres | None, tariff: _Tariff) -> tuple[Estimate | None, Estimate | None]:
    """t CO2e and money per year: km saved × circuity × factor per t·km × half the reference payload."""
    if km is None:
        return None, None
    t_km = km.saved * REFERENCE_PAYLOAD_T / 2
    ghg = build_estimate("km", {"truck": (tariff.circuity, tariff.truck)}, {"truck": t_km / KG_PER_T})
    money = build_estimate("km", {"truck-price": (tariff.circuity, tariff.price)}, {"truck-price": t_km})
    return ghg, money


def _band(found: Estimate | None, draws: Draws) -> Range | None:
    return total([found], draws).range if found else None
