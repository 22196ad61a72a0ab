"""The portrait of one territory: who is there and was met, what is offered, wanted, moved and avoided, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from eit.analysis.exchanges.flows import flow_table
from eit.analysis.exchanges.ghg_plan import ghg_plan, plan_total
from eit.analysis.exchanges.potential import allocated_pairs
from eit.analysis.impact.avoided import factor_book, of_exchanges, of_synergies
from eit.analysis.impact.covered import covered_total, ghg_figure
from eit.analysis.programmes import programme
from eit.analysis.synergies.table import synergy_table
from eit.analysis.territories.inferred_streams import Estimated, estimated_streams
from eit.analysis.territories.movements import PortraitInputs, movements
from eit.domain.errors import InvalidSelection
from eit.domain.figures.figure import NOT_COMMUNICATED, Figure
from eit.domain.figures.quality import quantity_range
from eit.domain.portraits import FEWEST, MOST, USUAL
from eit.domain.selection import Selection
from eit.domain.stage import HEADLINE_STAGES
from eit.store.database import Database


@dataclass(frozen=True)
class Portrait:
    """One territory. Frames: balance [t/yr by category], utilities (energy and water apart, in their own unit),
    movements [t/yr by category: out, into, within] potential and realised, slots (n.c. stays n.c.).

    figures: companies, met, offers, demands, offer_mass, demand_mass, realised_ghg, potential_ghg; never the estimated
    streams, which stay in `estimated`.
    """

    territory_id: str
    name: str
    kind: str
    population: int | None
    figures: Mapping[str, Figure]
    balance: pd.DataFrame
    utilities: pd.DataFrame
    potential: pd.DataFrame
    realised: pd.DataFrame
    slots: pd.DataFrame
    estimated: Estimated


def read_ground(
    database: Database, programme_id: str, radius_km: float | None, as_of: date
) -> PortraitInputs:
    """Everything of a programme within its radius, without any other filter. Raises InvalidSelection when unknown."""
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    radius = float(row["default_radius_km"]) if radius_km is None else radius_km
    selection = Selection(programme_id, radius_km=radius, level=row["levels"][0])
    book = factor_book(database, str(row["jurisdiction"]))
    pairs = allocated_pairs(database, selection, as_of)
    carrying = of_exchanges(pairs[pairs["allocated_quantity"] > 0])
    plan = ghg_plan(database, selection, book, as_of)
    return PortraitInputs(selection, carrying, plan, synergy_table(database, programme_id, book), book)


def default_territories(database: Database, programme_id: str) -> list[str]:
    """The territories that the programme portrays; else, of one kind in its scope, those with the most companies."""
    roles = database.query("programme_territories", {"programme_id": programme_id})
    portrayed = roles.loc[roles["role"] == "portrait", "territory_id"].tolist()
    if len(portrayed) >= FEWEST:
        return portrayed[:MOST]
    row = programme(database, programme_id)
    found: list[str] = []
    for level in () if row is None else row["levels"]:
        filters = {"programme_id": programme_id, "level": level, "category_ids": []}
        held = database.query("territories", filters).sort_values("companies", ascending=False, kind="stable")
        in_scope = held[held["territory_id"].isin(roles["territory_id"])]
        if len(in_scope) >= FEWEST:
            return in_scope["territory_id"].tolist()[:USUAL]
        found += [item for item in held["territory_id"] if item not in found]
    return found[:USUAL]


def portrait(database: Database, ground: PortraitInputs, territory_id: str) -> Portrait:
    """The portrait of one territory. Raises InvalidSelection("territory-unknown")."""
    place = database.query("portrait_territory", {"territory_id": territory_id})
    if place.empty:
        raise InvalidSelection("territory-unknown", value=territory_id)
    row, programme_id = place.iloc[0], ground.selection.programme_id
    filters = {"programme_id": programme_id, "territory_id": territory_id}
    flows = database.ask(flow_table, Selection(programme_id, territory_id=territory_id))
    inside = set(database.query("territory_companies", filters)["company_id"])
    done = ground.synergies[ground.synergies["stage"].isin(HEADLINE_STAGES)]
    estimated = database.ask(estimated_streams, programme_id, territory_id)
    return Portrait(
        territory_id,
        str(row["name"]),
        str(row["kind"]),
        None if pd.isna(row["population"]) else int(row["population"]),
        _figures(flows, inside, ground, done, estimated),
        _balance(flows),
        _utilities(flows),
        movements(ground.pairs, inside, "offer", "demand", "allocated_t_per_year"),
        movements(done, inside, "giver", "taker", "mass_t_per_year"),
        database.query("index_slots", filters),
        estimated,
    )


def _figures(
    flows: pd.DataFrame, inside: set[str], ground: PortraitInputs, done: pd.DataFrame, estimated: Estimated
) -> dict[str, Figure]:
    given = done[done["giver_company_id"].isin(inside)]
    offered = ground.plan[ground.plan["offer_company_id"].isin(inside)]
    matter = flows[flows["kind"] == "matter"]
    counted = {
        "companies": estimated.coverage.known,
        "met": estimated.coverage.met,
        "offers": int((flows["direction"] == "offer").sum()),
        "demands": int((flows["direction"] == "demand").sum()),
        "not_communicated": int(flows["quantity_per_year"].isna().sum()),
        "realised_synergies": len(given),
    }
    figures = {key: Figure(key, float(value), "count") for key, value in counted.items()}
    for direction in ("offer", "demand"):
        key = f"{direction}_mass"
        figures[key] = _mass(key, matter[matter["direction"] == direction])
    figures["avoided_ghg"] = ghg_figure(
        "avoided_ghg", covered_total(of_synergies(given), "quantity_per_year", ground.book)
    )
    figures["potential_avoided_ghg"] = ghg_figure("potential_avoided_ghg", plan_total(offered, ground.book))
    return figures


def _mass(key: str, rows: pd.DataFrame) -> Figure:
    """Sum with its band; "n.c." when there are flows and none is known, 0 when there is none at all."""
    known = rows.dropna(subset=["mass_t_per_year"])
    detail: dict[str, float | str] = {"flows": len(rows), "not_communicated": len(rows) - len(known)}
    if len(rows) and known.empty:
        return Figure(key, None, "t/yr", state=NOT_COMMUNICATED, detail=detail)
    band = quantity_range(zip(known["mass_t_per_year"], known["quality"], strict=True))
    return Figure(key, band.central, "t/yr", interval=band, detail=detail)


BALANCE_COLUMNS = ["category_id", "offer_mass_t_per_year", "demand_mass_t_per_year", "offers", "demands"]
BALANCE_COLUMNS += ["not_communicated"]


def _balance(flows: pd.DataFrame) -> pd.DataFrame:
    """Matter by category; a side with flows of which none is known is NaN (n.c.), without flows 0."""
    rows = []
    for category, group in flows[flows["kind"] == "matter"].groupby("category_id", sort=True):
        sides = {side: group[group["direction"] == side]["mass_t_per_year"] for side in ("offer", "demand")}
        sums = [masses.sum(min_count=1) if len(masses) else 0.0 for masses in sides.values()]
        missing = int(group["mass_t_per_year"].isna().sum())
        rows.append((category, *sums, len(sides["offer"]), len(sides["demand"]), missing))
    return pd.DataFrame(rows, columns=BALANCE_COLUMNS)


def _utilities(flows: pd.DataFrame) -> pd.DataFrame:
    """Energy, water and services, each in its own unit, never added to tonnes."""
    rows = []
    for (kind, unit), group in flows[flows["kind"] != "matter"].groupby(["kind", "unit"], sort=True):
        sides = {side: group[group["direction"] == side]["quantity_per_year"] for side in ("offer", "demand")}
        sums = [values.sum(min_count=1) if len(values) else 0.0 for values in sides.values()]
        rows.append((kind, unit, *sums, int(group["quantity_per_year"].isna().sum())))
    return pd.DataFrame(
        rows, columns=["kind", "unit", "offer_per_year", "demand_per_year", "not_communicated"]
    )
