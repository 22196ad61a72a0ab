"""Where many small flows of one material make a viable volume together, and what a shared round saves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from eit.analysis.exchanges.flows import flow_table
from eit.analysis.impact.avoided import factor_book
from eit.analysis.impact.money import price_book
from eit.analysis.programmes import programme
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.pooling import Group, Kilometres, Member, collection_km, find_groups, monthly
from eit.domain.figures.estimate_terms import Estimate, build_estimate, total
from eit.domain.figures.factors import PROVISIONAL, Factor
from eit.domain.figures.quality import quantity_range
from eit.domain.figures.ranges import Draws, Range
from eit.domain.selection import Selection
from eit.store.database import Database

BY = ("material", "family")
POOLED_KINDS = ("matter", "service")
"""Energy and water flow in pipes and wires: no round collects them."""
LARGEST_DEFAULT_RADIUS_KM = 50.0
"""A round is shorter than an exchange: the radius to start from is the programme's, at most this."""
REFERENCE_PAYLOAD_T = 20.0
"""Payload behind the trucks of collections and their prices. Full one way, empty the other: a km counts for 10 t·km."""
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
"""What a hub needs of a flow."""


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
    payload_t: float | None
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
class _PerTKm:
    """What one geodesic t·km less saves, with its band; `band` None: `estimate.missing` says what is not known."""

    estimate: Estimate
    band: Range | None


@dataclass(frozen=True)
class _Tariff:
    circuity: Factor | None
    ghg: _PerTKm
    money: _PerTKm
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
    placed = pooled.dropna(subset=["x_km"]).reset_index(drop=True)
    cells = {name: placed[name].tolist() for name in READ}
    listed = placed[PARTICIPANT_COLUMNS]
    what = "material" if by == "material" else "family"
    hubs = []
    for rows in placed.groupby(["direction", f"{what}_id", "unit"]).indices.values():
        minimum = _minimum(cells, int(rows[0]), what, minimums)
        members = {cells["flow_id"][at]: at for at in rows.tolist()}
        for found in find_groups(_members(cells, members.values()), selection.radius_km, _least(minimum)):
            people = [members[member.flow_id] for member in found.members]
            hubs.append(_hub(found, listed, cells, people, what, minimum, tariff))
    order = sorted(hubs, key=lambda hub: (-(hub.below_minimum or 0), -_times_minimum(hub), hub.hub_id))
    return Pooling(tuple(order), pooled[pooled["x_km"].isna()].reset_index(drop=True))


Cells = Mapping[str, list]
"""Columns of the placed flows as plain Python values, because they are taken apart one by one."""


def _times_minimum(hub: Hub) -> float:
    return hub.quantity.central / hub.minimum_t_per_year if hub.minimum_t_per_year else 0.0


def _tariff(database: Database, programme_id: str) -> _Tariff:
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    book = factor_book(database, str(row["jurisdiction"]))
    prices = price_book(database, str(row["jurisdiction"]))
    circuity, draws = book.of_place("circuity_factor"), Draws()
    return _Tariff(
        circuity,
        _per_t_km("truck", (circuity, book.of_place("collection_truck_factor")), 1 / KG_PER_T, draws),
        _per_t_km("truck-price", (circuity, prices.truck), 1.0, draws),
        prices.currency,
    )


def _per_t_km(name: str, factors: tuple[Factor | None, ...], load: float, draws: Draws) -> _PerTKm:
    """Circuity × a factor per t·km by road: t CO2e, or money."""
    found = build_estimate("km", {name: factors}, {name: load})
    return _PerTKm(found, total([found], draws).range)


def _minimum(cells: Cells, at: int, what: str, minimums: Mapping[str, dict]) -> dict | None:
    """The minimum of the material, else of its family; services have none in tonnes."""
    if cells["unit"][at] != "t":
        return None
    own = minimums.get(cells["material_id"][at]) if what == "material" else None
    return own or minimums.get(cells["family_id"][at])


def _least(minimum: dict | None) -> float | None:
    return None if minimum is None else float(minimum["minimum_t_per_year"])


def _members(cells: Cells, rows: Collection[int]) -> list[Member]:
    columns = ([cells[name][at] for at in rows] for name in MEMBER_COLUMNS)
    return [
        Member(flow_id, company_id, (x, y, z), None if pd.isna(quantity) else float(quantity), int(months))
        for flow_id, company_id, x, y, z, quantity, months in zip(*columns, strict=True)
    ]


def _hub(
    group: Group,
    listed: pd.DataFrame,
    cells: Cells,
    people: list[int],
    what: str,
    minimum: dict | None,
    tariff: _Tariff,
) -> Hub:
    """The hub of a group whose members are the rows `people` of `listed`, the centre first."""
    quantities = [(cells["quantity_per_year"][at], cells["quality"][at]) for at in people]
    known = [pair for pair in quantities if not pd.isna(pair[0])]
    least = _least(minimum)
    return Hub(
        **_identity(cells, people[0], what),
        companies=group.companies,
        below_minimum=None if least is None else group.below(least),
        not_communicated=len(quantities) - len(known),
        quantity=quantity_range(known),
        by_month=monthly(group.members),
        minimum_t_per_year=least,
        minimum_source=None if minimum is None else f"{minimum['source']} ({minimum['year']})",
        minimum_confidence=None if minimum is None else str(minimum["confidence"]),
        participants=_participants(listed, people, group),
        **_haulage(group, minimum, cells["kind"][people[0]], tariff),
    )


def _participants(listed: pd.DataFrame, people: list[int], group: Group) -> pd.DataFrame:
    rows = listed.take(people)
    rows.index = pd.RangeIndex(len(people))
    rows["distance_km"] = group.distances_km
    return rows


def _identity(cells: Cells, at: int, what: str) -> dict[str, Any]:
    """What is pooled and where: the material or family, and the site of the hub."""
    kept = ("direction", "kind", "unit", "company_id", "company", "municipality")
    material_id, company_id = cells[f"{what}_id"][at], cells["company_id"][at]
    return {
        "hub_id": f"{cells['direction'][at]}:{material_id}:{company_id}",
        "material_id": material_id,
        "material_fr": cells[f"{what}_fr"][at],
        "material_en": cells[f"{what}_en"][at],
        "category_id": cells["category_id" if what == "material" else "family_category_id"][at],
        **{name: cells[name][at] for name in kept},
        "latitude": float(cells["latitude"][at]),
        "longitude": float(cells["longitude"][at]),
    }


def _haulage(group: Group, minimum: dict | None, kind: str, tariff: _Tariff) -> dict[str, Any]:
    """Trips, road km and what the shared round saves; None with the reasons where it cannot be known."""
    km, missing = _kilometres(group, minimum, kind)
    assumed = bool(minimum and minimum["confidence"] in PROVISIONAL)
    saving = [tariff.ghg, tariff.money] if km and km.saved else []
    return {
        "rounds_per_year": None if km is None else km.rounds_per_year,
        "trips_per_year": None if km is None else km.trips_per_year,
        "payload_t": None if minimum is None else float(minimum["payload_t"]),
        "shared_km": None if km is None else _by_road(km.shared, tariff),
        "separate_km": None if km is None else _by_road(km.separate, tariff),
        "saved_km": None if km is None else _by_road(km.saved, tariff),
        "saved_t_co2e": _saved(km, tariff.ghg),
        "saved_money": _saved(km, tariff.money),
        "currency": tariff.currency,
        "provisional": assumed or bool(saving and tariff.ghg.estimate.provisional),
        "missing": (*missing, *(name for per in saving for name in per.estimate.missing)),
    }


def _kilometres(group: Group, minimum: dict | None, kind: str) -> tuple[Kilometres | None, tuple[str, ...]]:
    if kind != "matter":
        return None, ("nothing-to-carry",)
    if minimum is None:
        return None, ("minimum", "payload")
    return collection_km(group, float(minimum["payload_t"]), int(minimum["rounds_per_year"])), ()


def _by_road(geodesic_km: float, tariff: _Tariff) -> Range | None:
    return None if tariff.circuity is None else tariff.circuity.value * geodesic_km


def _saved(km: Kilometres | None, per_t_km: _PerTKm) -> Range | None:
    """Per year: km saved × half the reference payload × what a t·km costs, with the band of that."""
    if km is None:
        return None
    if not km.saved:
        return Range.point(0.0)
    return None if per_t_km.band is None else per_t_km.band * (km.saved * REFERENCE_PAYLOAD_T / 2)
