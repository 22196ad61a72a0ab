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
    return table(database.cached_query("jurisdictions").to_dict("records"))


def jurisdiction(database: Database, jurisdiction_id: object) -> Jurisdiction:
    """One of them. Raises InvalidSelection("jurisdiction-unknown")."""
    return named(jurisdictions(database), jurisdiction_id)


def programme_jurisdiction(database: Database, programme_id: str) -> Jurisdiction:
    """That of a programme. Raises InvalidSelection: "programme-unknown", "jurisdiction-unknown"."""
    return named(jurisdictions(database), _jurisdiction_id(database.cached_query("programmes"), programme_id))


def connected_jurisdictions(connection: duckdb.DuckDBPyConnection) -> dict[str, Jurisdiction]:
    """Those of the version that is being written."""
    return table(connection.execute(read_sql("queries", "jurisdictions")).df().to_dict("records"))


def connected_jurisdiction(connection: duckdb.DuckDBPyConnection, programme_id: str) -> Jurisdiction:
    """That of a programme in it. Raises as `programme_jurisdiction`."""
    programmes = connection.execute(read_sql("queries", "programmes")).df()
    return named(connected_jurisdictions(connection), _jurisdiction_id(programmes, programme_id))


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
