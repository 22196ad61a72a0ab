"""The demonstration with some of its programmes only: what a test asks of one need not be made for all five."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd

from eit.locations import DATA
from eit.store.version.build import build_database

OWNERS = {
    "programmes": "programme_id",
    "companies": "company_id",
    "flows": "flow_id",
    "synergies": "synergy_id",
    "meetings": "meeting_id",
    "indicators": "indicator_id",
    "consortium_members": "member_id",
}
"""Source -> the id that the others name its rows by; each names only those before it."""
ALSO = {"offer_id": "flow_id", "demand_id": "flow_id"}
"""Columns that name a row by another word."""


@cache
def demonstration_of(*programmes: str) -> Path:
    """A data file whose sources are the rows of these programmes; made once, never to be written to."""
    folder = Path(tempfile.mkdtemp(prefix="eit-some-programmes-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "demo").mkdir()
    kept = {"programme_id": frozenset(programmes)}
    others = [path.stem for path in sorted((DATA / "demo").glob("*.csv")) if path.stem not in OWNERS]
    for name in [*OWNERS, *others]:
        rows = pd.read_csv(DATA / "demo" / f"{name}.csv", dtype=str, keep_default_na=False)
        named = [column for column in rows if ALSO.get(column, column) in kept]
        for column in ["programme_id"] if "programme_id" in named else named:
            rows = rows[rows[column].isin(kept[ALSO.get(column, column)])]
        rows.to_csv(folder / "demo" / f"{name}.csv", index=False)
        if name in OWNERS:
            kept[OWNERS[name]] = frozenset(rows[OWNERS[name]])
    for name in ("geo", "reference"):
        shutil.copytree(DATA / name, folder / name)
    build_database(folder, folder / "flows.duckdb")
    return folder / "flows.duckdb"
