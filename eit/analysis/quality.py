"""What is missing, old, doubtful or contradictory in a programme's data, row by row, and what share is in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pandas as pd

from eit.analysis.impact.factor_book import factor_book
from eit.analysis.impact.plausibility import GHG, MATERIAL, SECTOR, TOTAL, doubts
from eit.analysis.programmes import programme
from eit.analysis.territories.place_check import locate
from eit.domain.address import FIX
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.score import STALE_AFTER_MONTHS
from eit.domain.figures.fuels import FUEL_UNNAMED, FUEL_WITHOUT_FACTOR, fuel_doubt
from eit.domain.months import ALL_YEAR
from eit.domain.organisation.fields import NO_SECTOR
from eit.domain.stage import HEADLINE_STAGES, SET_ASIDE
from eit.domain.text_key import plain_words
from eit.store.database import Database
from eit.store.jurisdictions import programme_jurisdiction

COLUMNS = ["severity", "kind", "id", "company_id", "name", "key", "values", "address"]
SEVERITIES = ("high", "medium", "low")
"""high: a figure is wrong or a row contradicts another; medium: a figure cannot be made; low: less sure."""
PAGES = {"company": "organisation", "flow": "organisation", "synergy": "synergies"}
FIELDS = {
    "no-position": "latitude",
    "position-of-municipality": "latitude",
    "no-sector": "sector_code",
    "no-employees": "employees",
    "place-disagrees": "municipality_id",
    "place-far": "latitude",
    "same-name": "name",
    "no-destination": "former_destination",
    "no-date": "observed_on",
    "stale": "observed_on",
    "estimated": "quality",
    **dict.fromkeys(("same-flow", FUEL_UNNAMED, FUEL_WITHOUT_FACTOR), "material_id"),
    **dict.fromkeys(("no-quantity", SECTOR, MATERIAL, GHG), "quantity"),
}
"""What was found → the field that answers it."""
ABOVE = 1 + 1e-9
IMPLAUSIBLE = (SECTOR, MATERIAL, TOTAL, GHG)


@dataclass(frozen=True)
class Quality:
    """`findings`: one row per doubt, the gravest first, `values` fill its sentence; `summary`: see `_summary`."""

    findings: pd.DataFrame
    summary: pd.DataFrame


@dataclass(frozen=True)
class _Rows:
    """The records that the findings are about."""

    companies: pd.DataFrame
    flows: pd.DataFrame
    synergies: pd.DataFrame
    parties: pd.DataFrame
    names: dict[str, str]
    materials: dict[str, str]
    fuels: dict[str, str]
    place: str


Finding = tuple[str, str, str, str, str, str, dict[str, Any]]


def quality(database: Database, programme_id: str, as_of: date, geo: Path, lang: str = "fr") -> Quality:
    """Every finding about the companies, flows and synergies of a programme, and the shares of what is known.

    Raises InvalidSelection for an unknown programme. Months cannot be found missing: a flow without months is read
    as all year, so the summary only says how many are.
    """
    if programme(database, programme_id) is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    rows = _read(database, programme_id, lang)
    located = locate(database, geo, programme_id).companies
    stale = _stale(rows.flows, as_of)
    found = [
        *_companies(rows),
        *_misplaced(located, database.rows("territory").set_index("territory_id")["name"].to_dict()),
        *_twice(rows),
        *_flows(rows, stale),
        *_synergies(rows),
        *_implausible(database, programme_id, rows, lang),
    ]
    frame = pd.DataFrame([(*finding, _address(programme_id, finding)) for finding in found], columns=COLUMNS)
    order = frame["severity"].map(SEVERITIES.index)
    frame = frame.assign(order=order).sort_values(["order", "kind", "id", "key"], kind="stable")
    return Quality(frame.drop(columns="order").reset_index(drop=True), _summary(rows, stale, located, frame))


def _read(database: Database, programme_id: str, lang: str) -> _Rows:
    companies, flows = database.query("all_companies"), database.query("all_flows")
    companies = companies[companies["programme_id"] == programme_id].reset_index(drop=True)
    flows = flows[flows["programme_id"] == programme_id].reset_index(drop=True)
    asked = {"programme_id": programme_id}
    materials = database.query("materials")
    book = factor_book(database, programme_jurisdiction(database, programme_id).jurisdiction_id)
    fuels = {
        one: fuel_doubt(one, book.jurisdiction, book.factors.factors) for one in materials["material_id"]
    }
    return _Rows(
        companies,
        flows,
        database.query("programme_synergies", asked).assign(title=lambda found: found[f"title_{lang}"]),
        database.query("programme_parties", asked),
        dict(zip(companies["company_id"], companies["name"], strict=True)),
        dict(zip(materials["material_id"], materials[f"name_{lang}"], strict=True)),
        {one: doubt for one, doubt in fuels.items() if doubt},
        book.jurisdiction.name_fr if lang == "fr" else book.jurisdiction.name_en,
    )


def _address(programme_id: str, finding: Finding) -> str:
    """Of the page where the row is corrected, its field in front; relative to the page that links to it."""
    _, kind, row_id, company_id, _, key, _ = finding
    words = {"programme": programme_id, "company": company_id, FIX: f"{kind}|{row_id}|{FIELDS.get(key, '')}"}
    return f"{PAGES[kind]}?{urlencode({key: word for key, word in words.items() if word})}"


def _stale(flows: pd.DataFrame, as_of: date) -> pd.Series:
    """Observed more than 24 months ago, or nobody knows when: the rule of the inventory."""
    limit = pd.Timestamp(as_of) - pd.DateOffset(months=STALE_AFTER_MONTHS)
    observed = pd.to_datetime(flows["observed_on"])
    return observed.isna() | (observed < limit)


def _companies(rows: _Rows) -> Iterator[Finding]:
    for row in rows.companies.itertuples():
        named = ("company", str(row.company_id), str(row.company_id), str(row.name))
        if row.position_quality == "none":
            yield ("medium", *named, "no-position", {})
        elif row.position_quality == "municipality":
            yield ("low", *named, "position-of-municipality", {})
        if not row.sector_code and row.sector_fr in NO_SECTOR:
            yield ("low", *named, "no-sector", {})
        if pd.isna(row.employees):
            yield ("low", *named, "no-employees", {})


def _misplaced(located: pd.DataFrame, names: dict[str, str]) -> Iterator[Finding]:
    """Where an exact boundary says otherwise, for an approximate one accuses nobody; or far beyond belief."""
    wrong = located[(located["place_verdict"] == "disagrees") | (located["district_verdict"] == "disagrees")]
    for row in wrong.itertuples():
        at_place = row.place_verdict == "disagrees"
        found = row.place_found if at_place else row.district_found
        values = {"declared": str(row.place), "found": names.get(found, str(found))}
        yield ("high", "company", row.company_id, row.company_id, row.name, "place-disagrees", values)
    for row in located[located["far_km"].notna()].drop(wrong.index, errors="ignore").itertuples():
        values = {"declared": str(row.place), "km": round(row.far_km)}
        yield ("high", "company", row.company_id, row.company_id, row.name, "place-far", values)


def _twice(rows: _Rows) -> Iterator[Finding]:
    """The same name up to case, accents and spaces; the same material in the same direction of one company."""
    names = rows.companies["name"].map(plain_words)
    for _, group in rows.companies.groupby(names, sort=False):
        for row in group.itertuples() if len(group) > 1 else ():
            others = {"others": ", ".join(one for one in group["company_id"] if one != row.company_id)}
            yield (
                "medium",
                "company",
                str(row.company_id),
                str(row.company_id),
                str(row.name),
                "same-name",
                others,
            )
    for _, group in rows.flows.groupby(["company_id", "direction", "material_id"], sort=False):
        for row in group.itertuples() if len(group) > 1 else ():
            same = ", ".join(one for one in group["flow_id"] if one != row.flow_id)
            yield ("low", *_of_flow(row, rows), "same-flow", {"others": same})


def _of_flow(row: Any, rows: _Rows) -> tuple[str, str, str, str]:
    material = str(row.label) if isinstance(row.label, str) else rows.materials.get(row.material_id, "")
    return (
        "flow",
        row.flow_id,
        row.company_id,
        f"{rows.names.get(row.company_id, row.company_id)} · {material}",
    )


def _flows(rows: _Rows, stale: pd.Series) -> Iterator[Finding]:
    for row, is_stale in zip(rows.flows.itertuples(), stale, strict=True):
        named = _of_flow(row, rows)
        if pd.isna(row.quantity_per_year):
            yield ("medium", *named, "no-quantity", {})
        if _needs_destination(row) and not _has_destination(row.former_destination):
            yield ("medium", *named, "no-destination", {})
        if fuel := rows.fuels.get(row.material_id) if row.direction == "demand" else None:
            yield ("medium", *named, fuel, {"fuel": rows.materials[row.material_id], "place": rows.place})
        if pd.isna(row.observed_on):
            yield ("medium", *named, "no-date", {})
        elif is_stale:
            day = pd.Timestamp(row.observed_on).date().isoformat()
            yield ("medium", *named, "stale", {"date": day, "months": STALE_AFTER_MONTHS})
        if row.quality == "estimated":
            yield ("low", *named, "estimated", {})


def _needs_destination(row: Any) -> bool:
    return row.direction == "offer" and row.kind == "matter"


def _has_destination(written: object) -> bool:
    return isinstance(written, str) and bool(written.strip()) and written.strip() != "unknown"


def _synergies(rows: _Rows) -> Iterator[Finding]:
    flows = rows.flows.set_index("flow_id")
    held = rows.synergies[rows.synergies["stage"] != SET_ASIDE]
    for row in held.itertuples():
        company = _giver(row)
        named = ("synergy", str(row.synergy_id), company, str(row.title))
        for flow_id, side in ((row.offer_flow_id, row.giver), (row.demand_flow_id, row.taker)):
            if not isinstance(flow_id, str):
                continue
            several = (isinstance(side, str) and ";" in side) or isinstance(row.partners, str)
            if flow_id not in flows.index:
                yield ("high", *named, "flow-gone", {"flow": flow_id})
            elif row.unit == flows.at[flow_id, "unit"] and not several:
                yield from _above(row, named, flow_id, float(flows.at[flow_id, "quantity_per_year"]), held)
    gone = rows.parties[rows.parties["left_on"].notna() | rows.parties["company"].isna()]
    titles = held.set_index("synergy_id")["title"]
    for row in gone[gone["synergy_id"].isin(titles.index)].itertuples():
        who = {"company": row.company if isinstance(row.company, str) else row.company_id}
        yield ("high", "synergy", row.synergy_id, row.company_id, titles[row.synergy_id], "party-left", who)


def _giver(row: Any) -> str:
    """The first giver, else the first taker, else nobody."""
    ids = next((one for one in (row.giver, row.taker, row.partners) if isinstance(one, str)), "")
    return ids.partition(";")[0]


def _above(
    row: Any, named: tuple[str, str, str, str], flow_id: str, limit: float, held: pd.DataFrame
) -> Iterator[Finding]:
    """More than the flow declares, alone or with the other synergies that are done: a tonne promised twice."""
    if pd.isna(limit):
        return
    values = {"flow": flow_id, "limit": limit, "unit": row.unit}
    if row.quantity_per_year > limit * ABOVE:
        yield ("high", *named, "above-flow", {**values, "quantity": row.quantity_per_year})
        return
    uses = (held["offer_flow_id"] == flow_id) | (held["demand_flow_id"] == flow_id)
    done = held[uses & held["stage"].isin(HEADLINE_STAGES)]
    total = float(done["quantity_per_year"].sum())
    if row.synergy_id in set(done["synergy_id"]) and total > limit * ABOVE:
        yield ("high", *named, "together-above-flow", {**values, "quantity": total})


def _implausible(database: Database, programme_id: str, rows: _Rows, lang: str) -> Iterator[Finding]:
    flows = rows.flows.set_index("flow_id")["company_id"].to_dict()
    givers = {row.synergy_id: _giver(row) for row in rows.synergies.itertuples()}
    found = doubts(database, programme_id)
    for row in found[found["flag"].isin(IMPLAUSIBLE)].itertuples():
        kind, company = ("flow", flows[row.id]) if row.id in flows else ("synergy", givers.get(row.id, ""))
        values = {"value": row.value, "unit": row.unit, "usual": row.usual}
        yield ("high", kind, row.id, company, getattr(row, f"name_{lang}"), row.flag, values)


def _summary(rows: _Rows, stale: pd.Series, located: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """key, known, total, share [0–1]: of how many rows it is known; None when there is nothing to know it of."""
    companies, flows = rows.companies, rows.flows
    offers = flows[[_needs_destination(row) for row in flows.itertuples()]] if len(flows) else flows
    judged = located["place_verdict"].isin(["agrees", "disagrees"]) | located["district_verdict"].isin(
        ["agrees", "disagrees"]
    )
    misplaced = int((found["key"] == "place-disagrees").sum())
    doubtful = found[found["key"].isin([SECTOR, MATERIAL, TOTAL])]["id"].nunique()
    told = [_has_destination(written) for written in offers["former_destination"]]
    lines = [
        ("quantity", int(flows["quantity_per_year"].notna().sum()), len(flows)),
        ("destination", sum(told), len(offers)),
        ("fresh", int((~stale).sum()), len(flows)),
        ("not_estimated", int((flows["quality"] != "estimated").sum()), len(flows)),
        ("plausible", len(flows) - int(doubtful), len(flows)),
        ("seasonal", int((flows["months"] != ALL_YEAR).sum()), len(flows)),
        ("position", int((companies["position_quality"] != "none").sum()), len(companies)),
        ("place", int(judged.sum()) - misplaced, int(judged.sum())),
        ("sector", len(companies) - int((found["key"] == "no-sector").sum()), len(companies)),
    ]
    return pd.DataFrame(
        [(key, known, total, known / total if total else None) for key, known, total in lines],
        columns=["key", "known", "total", "share"],
    )
