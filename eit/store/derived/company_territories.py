"""Fills the table of the territories that hold each company, anew or for the companies that an edit touched."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from eit.store.sql_files import read_sql

EVERY = "true"
TOUCHED = "company_id IN (SELECT id FROM touched_company)"
Connection = duckdb.DuckDBPyConnection


def derive_territories(connection: Connection) -> None:
    """The territories above every company, anew."""
    connection.execute("DELETE FROM company_territory")
    connection.execute(read_sql("derive", "company_territory").format(companies=EVERY))


def follow_territories(connection: Connection, entry: int, touched: set[str]) -> None:
    """Bring the territories of companies up to date after a journal entry that changed the tables `touched`.

    The rows are those that deriving anew would give; the ones that come with an edit stand after the others.
    """
    if "territory" in touched:
        derive_territories(connection)
    elif "company" in touched:
        rows = connection.execute(read_sql("derive", "touched_companies"), [entry]).fetchall()
        _derive_for(connection, [company for (company,) in rows])


def _derive_for(connection: Connection, companies: list[str]) -> None:
    """An Arrow table the database reads as it is; one of pandas it first looks through, row by row."""
    connection.register("touched_company", pa.table({"id": pa.array(companies, pa.string())}))
    try:
        connection.execute(f"DELETE FROM company_territory WHERE {TOUCHED}")
        connection.execute(read_sql("derive", "company_territory").format(companies=TOUCHED))
    finally:
        connection.unregister("touched_company")
