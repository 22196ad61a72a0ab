"""A copy of the data file that a consortium may read: no name without consent is in it when anything opens it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import pandas as pd

from eit.domain.exchange.geodesy import to_geocentric
from eit.store.boundaries import workspace_folder
from eit.store.matching import refresh

SPOKEN = {
    "consortium_member": ("name",),
    "meeting": ("title_fr", "title_en", "source"),
    "decision": ("wording", "owner"),
    "scene": ("title", "sentence"),
    "indicator": ("label_fr", "label_en", "author", "note_fr", "note_en", "source"),
    "programme": ("coordinator", "description_fr", "description_en", "source"),
    "actor": ("name", "offer_fr", "offer_en", "source"),
    "flow": ("label",),
    "synergy": ("title_fr", "title_en", "lead", "next_step_fr", "next_step_en"),
}
"""Texts that stay, without the names in them: a consortium works with them."""
REMOVED = {
    "flow": ("note",),
    "synergy_event": ("note", "author"),
    "rejected_pair": ("note", "author"),
}
"""What a coordinator wrote for herself, and who wrote it."""
EMPTIED = ("journal_row", "journal", "answer", "identifier")
"""Every value that ever was, in JSON; and the words of a company's own spreadsheet."""


def write_consented(
    source: Path,
    target: Path,
    labels: Mapping[str, str],
    places: Mapping[str, tuple[float, float]],
    speak: Callable[[object], object],
) -> None:
    """Write `target` from `source`: companies of `labels` (no consent) carry them and stand at `places` [degrees].

    Distances are computed again from those places: from the true ones a site could be found by three of them.
    A position that is not known stays unknown. `speak` gives a text without the names that may not be said.
    """
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        shutil.copyfile(source, fresh)
        with duckdb.connect(str(fresh)) as connection:
            _keep_rejections(connection)
            _rename(connection, labels, places)
            for table, columns in SPOKEN.items():
                for column in columns:
                    _speak(connection, table, column, speak)
            for table, columns in REMOVED.items():
                for column in columns:
                    connection.execute(f"UPDATE {table} SET {column} = NULL")
            for table in EMPTIED:
                connection.execute(f"DELETE FROM {table}")
            refresh(connection, None)
            connection.execute("CHECKPOINT")
        _link_boundaries(source, target)
        fresh.replace(target)


def _keep_rejections(connection: duckdb.DuckDBPyConnection) -> None:
    """A rejection rests on facts that include positions: what stands now goes on standing, what does not goes."""
    stands = "SELECT stands FROM rejection WHERE rejection.offer_id = r.offer_id AND rejection.demand_id = r.demand_id"
    connection.execute(
        f"UPDATE rejected_pair AS r SET facts = CASE WHEN ({stands}) THEN NULL ELSE 'changed' END"
    )


def _rename(
    connection: duckdb.DuckDBPyConnection,
    labels: Mapping[str, str],
    places: Mapping[str, tuple[float, float]],
) -> None:
    rows = pd.DataFrame(
        [(company, label, *places[company]) for company, label in labels.items()],
        columns=["company_id", "label", "latitude", "longitude"],
    )
    if rows.empty:
        return
    x, y, z = to_geocentric(rows["latitude"].astype(float), rows["longitude"].astype(float))
    connection.register("hidden", rows.assign(x_km=x, y_km=y, z_km=z))
    connection.execute(
        "UPDATE company SET name = hidden.label FROM hidden WHERE company.company_id = hidden.company_id"
    )
    moved = ", ".join(f"{name} = hidden.{name}" for name in ("latitude", "longitude", "x_km", "y_km", "z_km"))
    connection.execute(
        f"UPDATE company SET {moved}, position_quality = 'municipality', park_id = NULL FROM hidden "
        "WHERE company.company_id = hidden.company_id AND company.latitude IS NOT NULL"
    )
    connection.execute(
        "UPDATE consortium_member SET name = hidden.label FROM hidden "
        "WHERE consortium_member.company_id = hidden.company_id"
    )
    connection.unregister("hidden")


def _speak(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, speak: Callable[[object], object]
) -> None:
    question = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
    said = [(text, speak(text)) for (text,) in connection.execute(question).fetchall()]
    changed = pd.DataFrame([pair for pair in said if pair[0] != pair[1]], columns=["before", "after"])
    if changed.empty:
        return
    connection.register("said", changed)
    connection.execute(
        f"UPDATE {table} SET {column} = said.after FROM said WHERE {table}.{column} = said.before"
    )
    connection.unregister("said")


def _link_boundaries(source: Path, target: Path) -> None:
    """The official boundaries of the file are those of its copy."""
    folder, link = workspace_folder(source), workspace_folder(target)
    if folder.is_dir() and not link.exists():
        link.symlink_to(folder.resolve(), target_is_directory=True)
