"""A small world for one test: text tables become the project's own CSV files, built as `python -m eit
build` does.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd
from pyproj import Geod

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact import kpis
from eit.domain.figures.figure import Figure
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.version.build import build_database
from tests.spec.tables import NOT_KNOWN, rows_of

GEOD = Geod(ellps="WGS84")
ORIGIN = (47.0, -71.0)
AS_OF = date(2025, 1, 1)
Row = dict[str, str]

# Short word of a text table -> column of the CSV file.
WORDS = {
    "programme": "programme_id", "company": "company_id", "flow": "flow_id", "material": "material_id",
    "family": "parent_id", "category": "category_id", "route": "ghg_route", "observed": "observed_on",
    "former": "former_destination", "synergy": "synergy_id", "in": "municipality_id", "park": "park_id",
    "territory": "territory_id", "parent": "parent_id", "on": "occurred_on", "factor": "factor_id",
    "refused": "share_refused", "share": "attribution_share", "previous_km": "previous_distance_km",
    "indicator": "indicator_id", "key": "formula_key",
}  # fmt: skip
LIBRARY_WORDS = {
    "offer": "offer_material_id",
    "demand": "demand_material_id",
    "route": "ghg_route",
    "use": "use_fr",
}
REJECTED_WORDS = {"offer": "offer_id", "demand": "demand_id"}
FACTOR_WORDS = {"factor": "factor_id", "route": "route_id"}
SAID = {"source": "spec", "year": "2024", "confidence": "seen"}

# Table -> (file, columns with what a row has when the text does not say; {x} is the value of column x).
FILES: dict[str, tuple[str, dict[str, str]]] = {
    "categories": ("reference/categories.csv", {
        "category_id": "", "name_fr": "{category_id}", "name_en": "{category_id}", "rank": "1",
        "official": "true",
        **SAID}),
    "materials": ("reference/materials.csv", {
        "material_id": "", "parent_id": "", "category_id": "wood", "kind": "matter",
        "name_fr": "{material_id}",
        "name_en": "{material_id}", "hazardous": "no", "density_low_t_m3": "", "density_high_t_m3": "",
        "reach_km": "", "ghg_route": "", **SAID}),
    "library": ("reference/known_synergies.csv", {
        "library_id": "", "offer_material_id": "", "demand_material_id": "", "use_fr": "usage",
        "use_en": "use",
        "condition_fr": "", "status": "implemented", "ghg_route": "", **SAID}),
    "ghg": ("reference/ghg_factors.csv", {
        "factor_id": "", "route_id": "", "record_type": "recommended", "material": "x", "metric": "m",
        "low": "",
        "central": "", "high": "", "unit": "kg CO2e/t", **SAID}),
    "transport": ("reference/transport_factors.csv", {
        "factor_id": "", "record_type": "recommended", "item": "x", "metric": "m", "low": "", "central": "",
        "high": "", "unit": "kg CO2e/t-km", **SAID}),
    "costs": ("reference/costs.csv", {"factor_id": "", "item": "x", "central": "", "unit": "CAD/t", **SAID}),
    "intensity": ("reference/waste_intensity.csv", {
        "factor_id": "", "sector": "x", "central": "", "unit": "t/employee/yr", **SAID}),
    "vocabulary": ("reference/vocabulary.csv", {
        "programme_id": "", "list": "", "term_id": "", "name_fr": "", "rank": "1", **SAID}),
    "territories": ("geo/territories.csv", {
        "territory_id": "", "kind": "municipality", "name": "{territory_id}", "parent_id": "",
        "country": "CA",
        "source": "spec", "confidence": "seen"}),
    "programmes": ("demo/programmes.csv", {
        "programme_id": "", "rank": "1", "name_fr": "{programme_id}", "name_en": "{programme_id}",
        "short_fr": "{programme_id}", "short_en": "{programme_id}", "jurisdiction": "CA-QC", "currency": "CAD",
        "circuity": "1.3", "default_radius_km": "50", "levels": "municipality|mrc"}),
    "scope": ("demo/programme_territories.csv", {"programme_id": "demo", "territory_id": "",
    "role": "scope"}),
    "priorities": ("demo/priority_materials.csv", {"programme_id": "demo", "material_id": ""}),
    "companies": ("demo/companies.csv", {
        "company_id": "", "programme_id": "demo", "group_id": "{company_id}", "name": "{company_id} (fictif)",
        "kind": "company", "sector_scheme": "SCIAN", "sector_code": "321", "sector_fr": "Bois",
        "sector_en": "Wood", "employees": "20", "municipality_id": "mun-a", "park_id": "", "latitude": "",
        "longitude": "", "position_quality": "site", "consent_name": "true", "joined_on": ""}),
    "flows": ("demo/flows.csv", {
        "flow_id": "", "company_id": "", "direction": "", "material_id": "", "label": "", "quantity": "100",
        "unit": "t/year", "months": "1-12", "quality": "measured", "observed_on": "2025-01-01",
        "former_destination": "", "disposal_cost_per_t": "", "note": ""}),
    "synergies": ("demo/synergies.csv", {
        "synergy_id": "", "programme_id": "demo", "title_fr": "{synergy_id}", "title_en": "{synergy_id}",
        "type": "substitution", "term_id": "", "offer_flow_id": "", "demand_flow_id": "", "material_id": "",
        "quantity": "100", "unit": "t/year", "share_refused": "0", "former_destination": "landfill",
        "previous_distance_km": "", "attribution_share": "1"}),
    "parties": ("demo/synergy_parties.csv", {"synergy_id": "", "company_id": "", "role": ""}),
    "events": ("demo/synergy_events.csv", {
        "event_id": "", "synergy_id": "", "rank": "", "kind": "stage", "stage": "", "reason": "",
        "occurred_on": "2024-01-01", "for_year": "", "quantity_per_year": ""}),
    "rejected": ("demo/rejected_pairs.csv", {
        "offer_id": "", "demand_id": "", "reason": "price", "rejected_on": "2024-01-01"}),
    "members": ("demo/consortium_members.csv", {
        "member_id": "", "programme_id": "demo", "name": "x", "kind": "company", "territory_id": "",
        "company_id": ""}),
    "meetings": ("demo/meetings.csv", {"meeting_id": "", "programme_id": "demo"}),
    "indicators": ("demo/indicators.csv", {
        "indicator_id": "", "programme_id": "demo", "rank": "1", "label_fr": "x", "label_en": "x",
        "unit_fr": "x", "unit_en": "x", "kind": "computed", "formula_key": ""}),
    "indicator_values": ("demo/indicator_values.csv", {
        "indicator_id": "", "bound": "target", "year": "", "value": "", "state": "known"}),
    "business_counts": ("demo/business_counts.csv", {"programme_id": "", "territory_id": ""}),
    "index_slots": ("demo/index_slots.csv", {"programme_id": "", "territory_id": "", "slot": "1"}),
    "actors": ("demo/actors.csv", {
        "actor_id": "", "programme_id": "demo", "territory_id": "", "name": "{actor_id}", "kind": "information",
        **SAID}),
}  # fmt: skip
JURISDICTIONS = Path(__file__).resolve().parents[2] / "data" / "reference" / "jurisdictions.csv"
"""Where a programme may be is not the business of a specification: it takes the project's own table."""
DEFAULT_ROWS: dict[str, list[Row]] = {
    "categories": [{"category_id": name} for name in ("wood", "plastics", "energy")],
    "programmes": [{"programme_id": "demo"}],
    "territories": [
        {"territory_id": "mrc-a", "kind": "mrc"},
        {"territory_id": "mun-a", "parent_id": "mrc-a"},
    ],
    "transport": [
        {"factor_id": "RT-MIX", "central": "0.1"},
        {"factor_id": "CI-QC", "central": "1.3", "unit": "ratio"},
        {"factor_id": "CI-FR", "central": "1.35", "unit": "ratio"},
    ],
}


def north(km: float) -> tuple[float, float]:
    """Latitude and longitude of a point on one meridian, `km` north of the origin: distances simply
    subtract.
    """
    longitude, latitude, _ = GEOD.fwd(ORIGIN[1], ORIGIN[0], 0, km * 1000)
    return latitude, longitude


def completed(tables: Mapping[str, str | list[Row]]) -> dict[str, list[Row]]:
    """Rows of every file, in the words of the CSV files; what flows name and nobody describes is added
    plainly.
    """
    rows = {name: _read(name, tables.get(name)) for name in FILES}
    for number, flow in enumerate(rows["flows"]):
        flow.setdefault("flow_id", f"f{number}")
        flow.setdefault("company_id", flow["flow_id"].rpartition("-")[0])
        flow.setdefault("direction", "offer" if flow["flow_id"].rpartition("-")[2][:1] == "o" else "demand")
    _split_synergies(rows)
    _add_missing(rows, "companies", "company_id", [*rows["flows"], *rows["parties"]])
    families = [{"material_id": row["parent_id"]} for row in rows["materials"] if row.get("parent_id")]
    library = [
        {"material_id": row[f"{side}_material_id"]} for row in rows["library"] for side in ("offer", "demand")
    ]
    named = [*rows["flows"], *rows["synergies"], *families, *library]
    _add_missing(rows, "materials", "material_id", named)
    for number, row in enumerate(rows["library"]):
        row.setdefault("library_id", f"L{number + 1}")
    for number, row in enumerate(rows["events"]):
        row.setdefault("event_id", f"e{number:03d}")
        row.setdefault("rank", str(number))
    for company in rows["companies"]:
        _place(company)
    return rows


def _read(name: str, table: str | list[Row] | None) -> list[Row]:
    if table is None:
        return [dict(row) for row in DEFAULT_ROWS.get(name, [])]
    words = {"library": LIBRARY_WORDS, "rejected": REJECTED_WORDS, "ghg": FACTOR_WORDS}.get(name, WORDS)
    rows = rows_of(table) if isinstance(table, str) else table
    return [{words.get(word, word): _typed(word, cell) for word, cell in row.items()} for row in rows]


def _typed(word: str, cell: str) -> str:
    """What is not communicated is an empty cell of the CSV files; only the state of an indicator says it in
    words.
    """
    return "" if cell == NOT_KNOWN and word != "state" else cell


def _split_synergies(rows: dict[str, list[Row]]) -> None:
    """`giver`, `taker` and `stages` (one after the other, a month apart) beside a synergy become their own
    rows.
    """
    for row in rows["synergies"]:
        for role in ("giver", "taker"):
            if company := row.pop(role, None):
                rows["parties"].append({"synergy_id": row["synergy_id"], "company_id": company, "role": role})
        for month, stage in enumerate(row.pop("stages", "").split(), start=1):
            day = f"2024-{month:02d}-01"
            rows["events"].append({"synergy_id": row["synergy_id"], "stage": stage, "occurred_on": day})


def _add_missing(rows: dict[str, list[Row]], table: str, column: str, named: list[Row]) -> None:
    known = {row[column] for row in rows[table]}
    rows[table] += [
        {column: name} for name in dict.fromkeys(row[column] for row in named) if name not in known
    ]


def _place(company: Row) -> None:
    km = company.pop("km", "0")
    if km != "?" and "latitude" not in company:
        company["latitude"], company["longitude"] = (f"{degrees:.12f}" for degrees in north(float(km)))
    if not company.get("latitude"):
        company["position_quality"] = "none"


def write_sources(folder: Path, rows: Mapping[str, list[Row]]) -> None:
    """Every CSV file of the project under `folder`, with the same columns."""
    for name, (file, defaults) in FILES.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        columns = list(defaults) + sorted({key for row in rows[name] for key in row} - set(defaults))
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(columns)
            for row in rows[name]:
                full = {**defaults, **row}
                writer.writerow([full.get(column, "").format(**full) for column in columns])
    shutil.copyfile(JURISDICTIONS, folder / "reference" / JURISDICTIONS.name)


class World:
    """A database made of text tables, and the two questions that most specifications ask it."""

    def __init__(self, folder: Path, **tables: str | list[Row]) -> None:
        self.folder, self.path = folder, folder / "world.duckdb"
        write_sources(folder, completed(tables))
        build_database(folder, self.path)
        self.database = Database(self.path)

    def exchanges(
        self, radius_km: float = 50, programme: str = "demo", as_of: date = AS_OF, **rest
    ) -> pd.DataFrame:
        return potential_exchanges(self.database, Selection(programme, radius_km=radius_km, **rest), as_of)

    def figures(
        self, radius_km: float = 50, programme: str = "demo", as_of: date = AS_OF
    ) -> dict[str, Figure]:
        found = kpis.headline(self.database, Selection(programme, radius_km=radius_km), as_of)
        return {figure.key: figure for figure in found}


WorldMaker = Callable[..., World]
