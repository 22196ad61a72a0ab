"""The table of jurisdictions: read from a data file, or from the project's own for what opens no data file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import duckdb
import pandas as pd

from eit.domain.errors import InvalidSelection
from eit.domain.jurisdiction import Jurisdiction, named, table
from eit.locations import DATA
from eit.store.database import Database
from eit.store.sql_files import read_sql
from eit.store.tables import insert_rows, read_rows

FILE = "jurisdictions.csv"
REFERENCE = DATA / "reference"


@lru_cache(maxsize=4)
def own_jurisdictions(reference: Path = REFERENCE) -> dict[str, Jurisdiction]:
    """Those that come with the project: for a public server or a question without a data file."""
    return table(read_rows(reference / FILE).to_dict("records"))


def jurisdictions(database: Database) -> dict[str, Jurisdiction]:
    """Those of a data file, by id."""
    return database.ask(_of_file)


def _of_file(database: Database) -> dict[str, Jurisdiction]:
    return table(database.query("jurisdictions").to_dict("records"))


def jurisdiction(database: Database, jurisdiction_id: object) -> Jurisdiction:
    """One of them. Raises InvalidSelection("jurisdiction-unknown")."""
    return named(jurisdictions(database), jurisdiction_id)


def programme_jurisdiction(database: Database, programme_id: str) -> Jurisdiction:
    """That of a programme. Raises InvalidSelection: "programme-unknown", "jurisdiction-unknown"."""
    return named(jurisdictions(database), _jurisdiction_id(database.cached_query("programmes"), programme_id))


def connected_jurisdictions(connection: duckdb.DuckDBPyConnection) -> dict[str, Jurisdiction]:
    """Those of the version that is being written."""
    columns, rows = _asked(connection, "jurisdictions")
    return _of_rows(columns, tuple(rows))


@lru_cache(maxsize=4)
def _of_rows(columns: tuple[str, ...], rows: tuple[tuple, ...]) -> dict[str, Jurisdiction]:
    """The same rows give the same table: every edit asks for the clock of its programme."""
    return table(dict(zip(columns, row, strict=True)) for row in rows)


def _asked(connection: duckdb.DuckDBPyConnection, question: str) -> tuple[tuple[str, ...], list[tuple]]:
    """The names of the columns of a question, and its rows."""
    rows = connection.execute(read_sql("queries", question)).fetchall()
    return tuple(column for column, *_ in connection.description or ()), rows


def connected_jurisdiction(connection: duckdb.DuckDBPyConnection, programme_id: str) -> Jurisdiction:
    """That of a programme in it. Raises as `programme_jurisdiction`."""
    columns, rows = _asked(connection, "programmes")
    programmes = {row[columns.index("programme_id")]: row[columns.index("jurisdiction")] for row in rows}
    if programme_id not in programmes:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return named(connected_jurisdictions(connection), programmes[programme_id])


def settle_jurisdictions(connection: duckdb.DuckDBPyConnection, reference: Path = REFERENCE) -> None:
    """Give a file of before, which has none, the table that comes with the project."""
    [(known,)] = connection.execute("SELECT count(*) FROM jurisdiction").fetchall()
    if not known:
        insert_rows(connection, "jurisdiction", read_rows(reference / FILE), FILE)


def _jurisdiction_id(programmes: pd.DataFrame, programme_id: str) -> object:
    found = programmes.loc[programmes["programme_id"] == programme_id, "jurisdiction"]
    if found.empty:
        raise InvalidSelection("programme-unknown", value=programme_id)
    return found.iloc[0]
