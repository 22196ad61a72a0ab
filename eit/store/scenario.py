"""What a programme would hold if a scenario came true: a copy in memory that answers the same questions as the file.

The copy is a second catalog of the same locked connection: it is made of exactly the version that the other side
reads, no file is opened, and the file itself stays read-only. Closing it forgets everything.
"""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

import duckdb
import pandas as pd

from eit.domain.errors import InvalidSelection, Refusal
from eit.domain.exchange.scenario import Change, Scenario, to_link
from eit.domain.months import months_of
from eit.store.database import Database
from eit.store.derived.company_territories import derive_territories
from eit.store.derived.matching import DERIVED
from eit.store.derived.pair_catalog import PairCatalog
from eit.store.jurisdictions import connected_jurisdiction
from eit.store.memory import Memory
from eit.store.schema import create_schema
from eit.store.tables import SourceError, insert_rows
from eit.store.version.build import company_rows, flow_rows

BELONGS = {
    "synergy_party": "synergy_id IN (SELECT synergy_id FROM synergy)",
    "synergy_event": "synergy_id IN (SELECT synergy_id FROM synergy)",
    "indicator_value": "indicator_id IN (SELECT indicator_id FROM indicator)",
    "attendance": "meeting_id IN (SELECT meeting_id FROM meeting)",
    "rejected_pair": "offer_id IN (SELECT flow_id FROM flow)",
}
"""Tables without a programme of their own: the rows that stay."""
_numbers = itertools.count(1)


class ScenarioDatabase(Database):
    """The tables of one programme with the changes of a scenario applied; `query` works as on the file.

    Derived tables are computed anew by the same SQL, pairs when they are asked for. The base must stay open while
    this one is used. A company that leaves takes its flows with it, and the synergies that lose their flow or their
    only giver or taker.
    """

    def __init__(self, base: Database, programme_id: str, scenario: Scenario) -> None:
        self.catalog = f"scenario_{next(_numbers)}"
        self._connection, self._lock = base._connection, threading.Lock()
        self._memory, self._fingerprints = Memory(), {}
        self._pairs = PairCatalog(self._connection, self.catalog)
        seen = base.stamp
        self._version = replace(seen, path=f"{seen.path}#{programme_id}:{to_link(scenario)}")
        with base._lock:
            cursor = self._connection.cursor()
        cursor.execute(f"ATTACH ':memory:' AS {self.catalog}")
        try:
            cursor.execute(f"USE {self.catalog}")
            _copy(cursor, base.catalog, programme_id)
            for change in scenario.changes:
                _apply(cursor, programme_id, change)
            derive_territories(cursor)
        except BaseException:
            cursor.close()
            self.close()
            raise
        cursor.close()

    def close(self) -> None:
        """Forget the copy; the base stays open."""
        cursor = self._connection.cursor()
        self._pairs.drop()
        cursor.execute(f"DETACH DATABASE IF EXISTS {self.catalog}")
        cursor.close()


def _copy(cursor: duckdb.DuckDBPyConnection, source: str, programme_id: str) -> None:
    """Every table that is not derived: the rows of the programme where there is one, else all."""
    create_schema(cursor)
    cursor.execute("DELETE FROM meta")
    own = "SELECT table_name FROM duckdb_columns() WHERE database_name = ? AND column_name = 'programme_id'"
    with_programme = {name for (name,) in cursor.execute(own, [source]).fetchall()}
    listed = "SELECT table_name FROM duckdb_tables() WHERE database_name = ? ORDER BY table_name"
    for (table,) in cursor.execute(listed, [source]).fetchall():
        if table in DERIVED:
            continue
        rows = f"INSERT INTO {table} BY NAME SELECT * FROM {source}.{table}"
        if table in with_programme:
            cursor.execute(f"{rows} WHERE programme_id = ?", [programme_id])
        else:
            cursor.execute(rows)
    for table, kept in BELONGS.items():
        cursor.execute(f"DELETE FROM {table} WHERE NOT ({kept})")


def _apply(cursor: duckdb.DuckDBPyConnection, programme_id: str, change: Change) -> None:
    actions = {
        "add-company": _add_company,
        "remove-company": _remove_company,
        "move-company": _move_company,
        "add-flow": _add_flow,
        "remove-flow": _remove_flow,
        "change-flow": _change_flow,
    }
    actions[change.do](cursor, programme_id, change)


def _row(cursor: duckdb.DuckDBPyConnection, table: str, row_id: object, column: str) -> dict | None:
    found = cursor.execute(f"SELECT * FROM {table} WHERE {column} = ?", [row_id]).df()
    return None if found.empty else found.astype(object).where(found.notna(), None).iloc[0].to_dict()


def _known(cursor: duckdb.DuckDBPyConnection, table: str, change: Change, column: str) -> dict:
    """The row that a change names. Raises InvalidSelection (`company-unknown`, `flow-unknown`…)."""
    row = _row(cursor, table, change.get(column), column)
    if row is None:
        raise InvalidSelection(f"{table}-unknown", value=change.get(column))
    return row


def _unused(cursor: duckdb.DuckDBPyConnection, table: str, change: Change, column: str) -> None:
    if _row(cursor, table, change.get(column), column) is not None:
        raise InvalidSelection("id-already-used", value=change.get(column))


def _add_company(cursor: duckdb.DuckDBPyConnection, programme_id: str, change: Change) -> None:
    _unused(cursor, "company", change, "company_id")
    place = _row(cursor, "territory", change.get("municipality_id"), "territory_id")
    if place is None:
        raise InvalidSelection("territory-unknown", value=change.get("municipality_id"))
    exact = change.has("latitude") and change.has("longitude")
    latitude, longitude = (change.get(name) if exact else place[name] for name in ("latitude", "longitude"))
    sector = str(change.get("sector_fr", "—"))
    row = {
        "company_id": change.get("company_id"),
        "programme_id": programme_id,
        "group_id": change.get("company_id"),
        "name": change.get("name"),
        "kind": change.get("kind", "company"),
        "sector_scheme": connected_jurisdiction(cursor, programme_id).sector_scheme,
        "sector_code": "",
        "sector_fr": sector,
        "sector_en": change.get("sector_en", sector),
        "employees": change.get("employees"),
        "municipality_id": change.get("municipality_id"),
        "latitude": latitude,
        "longitude": longitude,
        "position_quality": "site" if exact else "none" if latitude is None else "municipality",
        "consent_name": False,
    }
    insert_rows(cursor, "company", company_rows(pd.DataFrame([row], dtype=object)))


def _move_company(cursor: duckdb.DuckDBPyConnection, programme_id: str, change: Change) -> None:
    row = _known(cursor, "company", change, "company_id")
    moved = {**row, "latitude": change.get("latitude"), "longitude": change.get("longitude")}
    placed = company_rows(pd.DataFrame([moved], dtype=object)).assign(position_quality="site").iloc[0]
    columns = ("latitude", "longitude", "position_quality", "x_km", "y_km", "z_km")
    sets = ", ".join(f"{column} = ?" for column in columns)
    values = [placed[column] for column in columns]
    cursor.execute(f"UPDATE company SET {sets} WHERE company_id = ?", [*values, row["company_id"]])


def _remove_company(cursor: duckdb.DuckDBPyConnection, programme_id: str, change: Change) -> None:
    company = _known(cursor, "company", change, "company_id")["company_id"]
    for (flow_id,) in cursor.execute("SELECT flow_id FROM flow WHERE company_id = ?", [company]).fetchall():
        _forget_flow(cursor, flow_id)
    alone = """SELECT synergy_id FROM synergy_party WHERE role IN ('giver', 'taker') GROUP BY synergy_id, role
        HAVING count(*) = 1 AND any_value(company_id) = ?"""
    for (synergy_id,) in cursor.execute(alone, [company]).fetchall():
        _forget_synergy(cursor, synergy_id)
    for table in ("synergy_party", "company"):
        cursor.execute(f"DELETE FROM {table} WHERE company_id = ?", [company])


def _add_flow(cursor: duckdb.DuckDBPyConnection, programme_id: str, change: Change) -> None:
    _unused(cursor, "flow", change, "flow_id")
    company = _known(cursor, "company", change, "company_id")
    defaults = {"label": None, "months": None, "quality": "declared", "former_destination": None}
    row = {name: change.get(name, default) for name, default in defaults.items()}
    row |= {name: change.get(name) for name in ("flow_id", "direction", "material_id", "quantity", "unit")}
    _insert_flow(cursor, {**row, "company_id": company["company_id"]}, company["programme_id"])


def _change_flow(cursor: duckdb.DuckDBPyConnection, programme_id: str, change: Change) -> None:
    old = _known(cursor, "flow", change, "flow_id")
    row = {**old, "quantity": old["quantity_typed"], "unit": old["unit_typed"]}
    row["months"] = ",".join(str(month) for month in months_of(int(old["months"])))
    row |= dict(change.fields)
    cursor.execute("DELETE FROM flow WHERE flow_id = ?", [old["flow_id"]])
    _insert_flow(cursor, row, old["programme_id"])


def _insert_flow(cursor: duckdb.DuckDBPyConnection, row: dict, programme_id: str) -> None:
    """Convert and insert one flow. Raises InvalidQuantity for what the unit or the material does not allow."""
    materials = cursor.execute("SELECT * FROM material").df().set_index("material_id")
    if row["material_id"] not in materials.index:
        raise InvalidSelection("material-unknown", value=row["material_id"], row_id=row["flow_id"])
    full = {"observed_on": None, "disposal_cost_per_t": None, "note": None, **row}
    try:
        rows = flow_rows(pd.DataFrame([full], dtype=object), materials, {row["company_id"]: programme_id})
    except SourceError as error:
        if isinstance(error.__cause__, Refusal):
            raise error.__cause__.at(row["flow_id"]) from error
        raise
    insert_rows(cursor, "flow", rows)


def _remove_flow(cursor: duckdb.DuckDBPyConnection, programme_id: str, change: Change) -> None:
    _forget_flow(cursor, _known(cursor, "flow", change, "flow_id")["flow_id"])


def _forget_flow(cursor: duckdb.DuckDBPyConnection, flow_id: str) -> None:
    """Remove a flow, and what rests on it: synergies that name it and rejected pairs."""
    named = "SELECT synergy_id FROM synergy WHERE ? IN (offer_flow_id, demand_flow_id)"
    for (synergy_id,) in cursor.execute(named, [flow_id]).fetchall():
        _forget_synergy(cursor, synergy_id)
    for table in ("rejected_pair", "lead"):
        cursor.execute(f"DELETE FROM {table} WHERE ? IN (offer_id, demand_id)", [flow_id])
    cursor.execute("DELETE FROM flow WHERE flow_id = ?", [flow_id])


def _forget_synergy(cursor: duckdb.DuckDBPyConnection, synergy_id: str) -> None:
    for table in ("synergy_event", "synergy_party", "synergy"):
        cursor.execute(f"DELETE FROM {table} WHERE synergy_id = ?", [synergy_id])
