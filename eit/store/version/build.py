"""Turns the sources under `data/` into the one file that everything reads: convert, derive, check, swap."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import duckdb
import pandas as pd

from eit.domain.errors import DataError, InvalidQuantity
from eit.domain.exchange.compatibility import best_links, hierarchy_links, library_links
from eit.domain.exchange.gates import FLOW_CONDITIONS
from eit.domain.exchange.geodesy import to_geocentric
from eit.domain.months import parse_months
from eit.domain.units import to_canonical
from eit.store.database import Database, read_whole, reading, schema_version
from eit.store.derived.company_territories import derive_territories
from eit.store.tables import SourceError, insert_rows, read_rows
from eit.store.version.archive import entries
from eit.store.version.lock import in_turn
from eit.store.version.swap import alone, prepared, put_in_place
from eit.store.version.write import new_version

AS_SAID = ("quantity_low_per_year", "quantity_high_per_year", "quantity_written")
"""A quantity as it was said, in the unit of the flow."""
KEPT_BUILDS = 2
"""Generations of a demonstration that is built anew: it can be built again."""

NEEDED = {
    "materials.csv": ("material_id", "parent_id"),
    "known_synergies.csv": ("offer_material_id", "demand_material_id", "status"),
    "companies.csv": ("company_id", "programme_id", "latitude", "longitude"),
    "flows.csv": ("flow_id", "company_id", "material_id", "direction", "quantity", "unit", "months"),
    "synergies.csv": ("synergy_id", "material_id", "quantity", "unit"),
}
"""The columns without which a file cannot be read at all; the schema asks for the others."""
FACTOR_TABLES = {
    "ghg": "ghg_factors.csv",
    "transport": "transport_factors.csv",
    "cost": "costs.csv",
    "waste-intensity": "waste_intensity.csv",
}
FACTOR_COLUMNS = (
    *("factor_id", "record_type", "item", "sector_codes", "route_id", "metric", "low", "central", "high"),
    *("unit", "year", "geography", "source", "url", "confidence", "confidence_note", "note"),
)
OPTIONAL_TABLES = {"minimum_volume": "minimum_volumes.csv", "carbon_switch": "carbon_switches.csv"}
"""Reference tables that a smaller set of sources may do without."""
"""Optional: without it every minimum volume is unknown, and says so."""
PLAIN_DEMO_TABLES = {
    "programme": "programmes.csv",
    "programme_territory": "programme_territories.csv",
    "priority_material": "priority_materials.csv",
    "synergy_party": "synergy_parties.csv",
    "synergy_event": "synergy_events.csv",
    "rejected_pair": "rejected_pairs.csv",
    "consortium_member": "consortium_members.csv",
    "meeting": "meetings.csv",
    "indicator": "indicators.csv",
    "indicator_value": "indicator_values.csv",
    "business_count": "business_counts.csv",
    "index_slot": "index_slots.csv",
    "actor": "actors.csv",
}
WITHOUT_NULL = {"indicator_value": "year"}
"""A column of a key: what is not said is an empty text."""
OPTIONAL_DEMO_TABLES = {
    "attendance": "attendance.csv",
    "item": "items.csv",
    "consent": "consents.csv",
    "programme_partner": "partners.csv",
    "decision": "decisions.csv",
    "scene": "scenes.csv",
}
"""What a programme and its consortium write down as they go: one that begins has none."""


def build_database(data: Path, target: Path) -> None:
    """Build the demonstration `target` from `data/geo`, `data/reference` and `data/demo`; on any error the old stays.

    Only a demonstration that nobody has changed is replaced, once all of it was read; it stays among the generations.
    Raises SourceError (file, row and values named), CheckFailed (checks and rows named), DataError: "build_over_work",
    "not_a_data_file", "newer_schema", what `reading_refusal` makes, "being_written", "cannot_write".
    """
    in_turn(partial(_build_alone, data, target))


def _build_alone(data: Path, target: Path) -> None:
    with alone(target):
        if target.exists():
            _refuse_work(target)
        with prepared(target) as folder:
            fresh = folder / target.name
            with new_version(fresh) as connection:
                load_reference(connection, data / "reference", data / "geo")
                load_demo(connection, data / "demo")
                derive_territories(connection)
            put_in_place(fresh, target, KEPT_BUILDS)


def _refuse_work(path: Path) -> None:
    """Raise DataError("build_over_work") unless a file is a demonstration without an entry in its journal."""
    schema_version(path)
    read_whole(path)
    with reading(path) as connection:
        question = f"SELECT count(*) FROM {Database.catalog}.meta WHERE key = 'fictitious' AND value = 'true'"
        [(fictitious,)] = connection.execute(question).fetchall()
    if entries(path) or not fictitious:
        raise DataError("build_over_work", path=str(path))


def load_reference(connection: duckdb.DuckDBPyConnection, reference: Path, geo: Path) -> None:
    """Fill the tables that do not depend on a programme, and the compatibility that follows from them."""
    insert_file(connection, "jurisdiction", reference / "jurisdictions.csv")
    insert_file(connection, "category", reference / "categories.csv")
    materials = insert_file(connection, "material", reference / "materials.csv")
    insert_file(connection, "territory", geo / "territories.csv")
    insert_file(connection, "vocabulary", reference / "vocabulary.csv")
    library = read_source(reference / "known_synergies.csv")
    library.insert(0, "library_row", range(1, len(library) + 1))
    insert_rows(connection, "known_synergy", library, "known_synergies.csv")
    insert_rows(connection, "compatibility", compatibility_rows(materials, library))
    for table, file in OPTIONAL_TABLES.items():
        if (reference / file).exists():
            insert_file(connection, table, reference / file)
    for name, file in FACTOR_TABLES.items():
        insert_rows(connection, "factor", factor_rows(name, read_source(reference / file)), file)


def read_source(path: Path) -> pd.DataFrame:
    """Rows of one of the project's files, with the columns that the build itself reads."""
    return read_rows(path, NEEDED.get(path.name, ()))


def insert_file(connection: duckdb.DuckDBPyConnection, table: str, path: Path) -> pd.DataFrame:
    """Append a file whose columns are those of `table`; its rows."""
    rows = read_source(path)
    if table in WITHOUT_NULL:
        rows = rows.fillna({WITHOUT_NULL[table]: ""})
    insert_rows(connection, table, rows, path.name)
    return rows


def factor_rows(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Bring one of the four factor tables to the columns of `factor`."""
    item = next(name for name in ("material", "item", "sector") if name in frame.columns)
    renamed = frame.rename(columns={item: "item", "naics": "sector_codes", "notes": "note"})
    rows = renamed.reindex(columns=list(FACTOR_COLUMNS))
    rows.insert(1, "factor_table", table)
    return rows.astype(object).where(rows.notna(), None)


def compatibility_rows(materials: pd.DataFrame, library: pd.DataFrame) -> pd.DataFrame:
    """Every ordered pair of materials that can meet, with its best basis and score."""
    parents = dict(zip(materials["material_id"], materials["parent_id"], strict=True))
    known = zip(
        library["library_row"],
        library["offer_material_id"],
        library["demand_material_id"],
        library["status"],
        strict=True,
    )
    try:
        links = best_links([*hierarchy_links(parents), *library_links(parents, known)])
    except KeyError as error:
        raise SourceError(f"materials.csv or known_synergies.csv: unknown material {error}") from error
    return pd.DataFrame([vars(link) for link in links])


def load_demo(connection: duckdb.DuckDBPyConnection, demo: Path) -> None:
    """Fill the tables of the programmes from CSV files with the columns of docs/donnees.md."""
    connection.execute("INSERT INTO meta VALUES ('fictitious', 'true')")
    for table, file in PLAIN_DEMO_TABLES.items():
        insert_file(connection, table, demo / file)
    for table, file in OPTIONAL_DEMO_TABLES.items():
        if (demo / file).exists():
            insert_file(connection, table, demo / file)
    insert_rows(connection, "company", company_rows(read_source(demo / "companies.csv")), "companies.csv")
    materials = connection.execute("SELECT * FROM material").df().set_index("material_id")
    companies = connection.execute("SELECT company_id, programme_id FROM company").df()
    programmes = dict(zip(companies["company_id"], companies["programme_id"], strict=True))
    flows = flow_rows(read_source(demo / "flows.csv"), materials, programmes)
    insert_rows(connection, "flow", flows, "flows.csv")
    insert_rows(
        connection, "synergy", synergy_rows(read_source(demo / "synergies.csv"), materials), "synergies.csv"
    )


def company_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Companies with their geocentric coordinates [km]; one without a position keeps none, never 0."""
    placed = frame.copy()
    x, y, z = to_geocentric(_degrees(frame, "latitude"), _degrees(frame, "longitude"))
    for column, values in zip(("x_km", "y_km", "z_km"), (x, y, z), strict=True):
        series = pd.Series(values, index=frame.index, dtype=object)
        placed[column] = series.where(series.notna(), None)
    return placed


def _degrees(frame: pd.DataFrame, column: str) -> pd.Series:
    degrees = pd.to_numeric(frame[column], errors="coerce")
    wrong = frame[degrees.isna() & frame[column].notna()]
    if len(wrong):
        row = wrong.iloc[0]
        raise SourceError(f"companies.csv: {row['company_id']}: {column} {row[column]} is not in degrees")
    return degrees


def _canonical(row: dict, material: pd.Series, months: int) -> dict[str, object]:
    """Quantity columns of one declared row; what was not communicated stays None, but its unit must fit."""
    low, high = material["density_low_t_m3"], material["density_high_t_m3"]
    density = None if pd.isna(low) or pd.isna(high) else (low + high) / 2
    known = row["quantity"] is not None
    declared, unit = float(row["quantity"]) if known else 0.0, str(row["unit"])
    quantity = to_canonical(declared, unit, str(material["kind"]), months, density if known else 1.0)
    per_year, unit = quantity.per_year if known else None, quantity.unit
    return {
        "quantity_typed": row["quantity"],
        "unit_typed": row["unit"],
        "quantity_per_year": per_year,
        "unit": unit,
        "by_density": known and quantity.by_density,
        "mass_t_per_year": per_year if unit == "t" else None,
        "energy_kwh_per_year": per_year if unit == "kWh" else None,
        "volume_m3_per_year": per_year if unit == "m3" else None,
    }


def _quantity_error(file: str, row_id: str, row: dict, error: Exception) -> str:
    months = f" in months {row['months']}" if row.get("months") else ""
    return f"{file}: {row_id}: {row['quantity']} {row['unit']}{months}: {error}"


def _material(materials: pd.DataFrame, row: dict, file: str, row_id: str) -> pd.Series:
    if row["material_id"] not in materials.index:
        raise SourceError(f"{file}: {row_id}: unknown material {row['material_id']}")
    return materials.loc[row["material_id"]]


def flow_rows(frame: pd.DataFrame, materials: pd.DataFrame, programmes: dict[str, str]) -> pd.DataFrame:
    """Flows in canonical units. Raises SourceError that names the flow, its value and its unit."""
    kept = ["flow_id", "company_id", "direction", "material_id", "label", "quality", "observed_on"]
    kept += ["former_destination", "disposal_cost_per_t", "note"]
    kept += [name for name in (*FLOW_CONDITIONS, *AS_SAID) if name in frame]
    rows = []
    for row in frame.to_dict("records"):
        material = _material(materials, row, "flows.csv", row["flow_id"])
        if row["company_id"] not in programmes:
            raise SourceError(f"flows.csv: {row['flow_id']}: unknown company {row['company_id']}")
        try:
            months = parse_months(row["months"])
            canonical = _canonical(row, material, months)
        except (InvalidQuantity, ValueError) as error:
            raise SourceError(_quantity_error("flows.csv", row["flow_id"], row, error)) from error
        own = {"programme_id": programmes[row["company_id"]], "kind": material["kind"], "months": months}
        rows.append({**{name: row[name] for name in kept}, **own, **canonical})
    return pd.DataFrame(rows)


def synergy_rows(frame: pd.DataFrame, materials: pd.DataFrame) -> pd.DataFrame:
    """Synergies in canonical units (their year is whole: no months)."""
    rows = []
    for row in frame.to_dict("records"):
        material = _material(materials, row, "synergies.csv", row["synergy_id"])
        try:
            canonical = _canonical(row, material, parse_months(None))
        except (InvalidQuantity, ValueError) as error:
            raise SourceError(_quantity_error("synergies.csv", row["synergy_id"], row, error)) from error
        for column in ("by_density", "energy_kwh_per_year", "volume_m3_per_year"):
            canonical.pop(column)
        rows.append({**{name: row[name] for name in row if name not in ("quantity", "unit")}, **canonical})
    return pd.DataFrame(rows)
