"""Which file is worked on: the demonstration that comes with the project is read, never edited."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from eit.domain.errors import DataError, InvalidSelection
from eit.domain.jurisdiction import Jurisdiction, named
from eit.locations import DEMONSTRATION, WORK, WORKSPACE
from eit.store.boundaries import workspace_folder
from eit.store.database import Database
from eit.store.jurisdictions import connected_jurisdictions
from eit.store.tables import insert_rows
from eit.store.version.build import derive, load_reference
from eit.store.version.swap import alone, prepared, put_in_place
from eit.store.version.write import new_version

PROGRAMME_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class FirstProgramme:
    """What a new file has to know of its programme; the rest is filled in later."""

    programme_id: str
    name: str
    jurisdiction: str
    territories: Sequence[str] = ()
    radius_km: float = 20.0  # the median of the five programmes of the demonstration
    name_en: str | None = None


def default_database(root: Path = WORK) -> Path:
    """`EIT_DATABASE`, else the workspace file when there is one, else the committed demonstration."""
    named = os.environ.get("EIT_DATABASE")
    if named:
        return Path(named)
    return root / WORKSPACE if (root / WORKSPACE).exists() else DEMONSTRATION


def is_demonstration(path: Path) -> bool:
    """Whether a path leads to the demonstration, by whatever name."""
    try:
        return path.resolve() == DEMONSTRATION or path.samefile(DEMONSTRATION)
    except OSError:
        return False


def refuse_demonstration(path: Path) -> None:
    """Raise DataError("demonstration_read_only") for the demonstration."""
    if is_demonstration(path):
        raise DataError("demonstration_read_only", path=str(path))


def copy_demonstration(target: Path) -> None:
    """A workspace file with the demonstration in it. Raises DataError("workspace_exists" or "cannot_write")."""
    with Database(DEMONSTRATION):
        pass
    with _free(target), prepared(target) as folder:
        fresh = folder / target.name
        shutil.copyfile(DEMONSTRATION, fresh)
        if workspace_folder(DEMONSTRATION).is_dir():
            shutil.copytree(workspace_folder(DEMONSTRATION), workspace_folder(target), dirs_exist_ok=True)
        put_in_place(fresh, target)


def make_empty(target: Path, data: Path, first: FirstProgramme | None = None) -> None:
    """A workspace file with the reference tables of `data`, no company, and at most one programme.

    Raises DataError("workspace_exists" or "cannot_write"), InvalidSelection for a programme that cannot be,
    SourceError or CheckFailed for reference tables that cannot be used.
    """
    with _free(target), prepared(target) as folder:
        fresh = folder / target.name
        with new_version(fresh) as connection:
            load_reference(connection, data / "reference", data / "geo")
            connection.execute("INSERT INTO meta VALUES ('fictitious', 'false')")
            if first is not None:
                _insert_first(connection, first)
            derive(connection)
        put_in_place(fresh, target)


def _insert_first(connection: duckdb.DuckDBPyConnection, first: FirstProgramme) -> None:
    known = {row[0] for row in connection.execute("SELECT territory_id FROM territory").fetchall()}
    insert_rows(connection, "programme", _programme_row(connection, first, known))
    scope = [(first.programme_id, place, "scope") for place in dict.fromkeys(first.territories)]
    columns = ["programme_id", "territory_id", "role"]
    insert_rows(connection, "programme_territory", pd.DataFrame(scope, columns=columns))


def _programme_row(
    connection: duckdb.DuckDBPyConnection, first: FirstProgramme, known: set[str]
) -> pd.DataFrame:
    if not PROGRAMME_ID.fullmatch(first.programme_id):
        raise InvalidSelection("programme-id", value=first.programme_id)
    place = named(connected_jurisdictions(connection), first.jurisdiction)
    for territory_id in first.territories:
        if territory_id not in known:
            raise InvalidSelection("territory-unknown", value=territory_id)
    names = {"name_fr": first.name, "name_en": first.name_en or first.name}
    short = {"short_fr": names["name_fr"], "short_en": names["name_en"]}
    row = {"programme_id": first.programme_id, "rank": 1, **names, **short}
    row |= {
        "jurisdiction": place.jurisdiction_id,
        "currency": place.currency,
        "levels": "|".join(place.levels),
    }
    row |= {"circuity": _circuity(connection, place), "default_radius_km": first.radius_km}
    return pd.DataFrame([row], dtype=object)


def _circuity(connection: duckdb.DuckDBPyConnection, place: Jurisdiction) -> float | None:
    """Detour of roads: the central value of the jurisdiction's factor; None without one."""
    asked = "SELECT central FROM factor WHERE factor_id = ?"
    found = connection.execute(asked, [place.circuity_factor]).fetchone()
    return None if found is None else float(found[0])


@contextmanager
def _free(target: Path) -> Iterator[None]:
    """Hold the place of a file that must not exist yet, its folder made."""
    with alone(target):
        if target.exists():
            raise DataError("workspace_exists", path=str(target))
        yield
