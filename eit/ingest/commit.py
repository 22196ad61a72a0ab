"""Writes what a plan says as one new version of the data file: all of it, or nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from eit.domain.calendar import months_of
from eit.ingest.cells import FileRefused
from eit.ingest.known import Record
from eit.ingest.plan import KEYS, Plan, digest_of
from eit.store.build import company_rows, flow_rows
from eit.store.editing import edited_version
from eit.store.journal import Act
from eit.store.records import mark_partly_fictitious, material_frame, replace_rows

COORDINATES = ("x_km", "y_km", "z_km")


def commit(
    plan: Plan, database: Path, author: str, file: Path | None = None, valid_only: bool = False
) -> bool:
    """Write the accepted rows; True when a new version is in place.

    Nothing is written when a row was refused (unless `valid_only`) or when nothing is new or changed. Raises
    FileRefused when `file` is no longer what was previewed, DataError when the data file is not either.
    """
    if (plan.refused_rows and not valid_only) or not plan.records:
        return False
    if file is not None and digest_of(file) != plan.digest:
        raise FileRefused("import-file-changed", value=str(file))
    act = Act(author, f"import-{plan.kind}", plan.programme_id, file.name if file else None, plan.digest)
    with edited_version(database, plan.stamp, act) as connection:
        if plan.kind == "companies":
            frame = _company_frame(plan.records)
            mark_partly_fictitious(connection, list(frame["name"]))
        else:
            frame = _flow_frame(plan.records, plan.programme_id, material_frame(connection))
        replace_rows(
            connection,
            plan.kind.replace("companies", "company").replace("flows", "flow"),
            frame,
            KEYS[plan.kind],
        )
    return True


def _company_frame(rows: list[Record]) -> pd.DataFrame:
    plain = [{name: value for name, value in row.items() if name not in COORDINATES} for row in rows]
    return company_rows(pd.DataFrame(plain, dtype=object))


def _flow_frame(rows: list[Record], programme_id: str, materials: pd.DataFrame) -> pd.DataFrame:
    typed = pd.DataFrame(
        [
            {
                **row,
                "quantity": row["quantity_typed"],
                "unit": row["unit_typed"],
                "months": ",".join(str(month) for month in months_of(int(row["months"]))),
            }
            for row in rows
        ],
        dtype=object,
    )
    return flow_rows(typed, materials, dict.fromkeys(typed["company_id"], programme_id))
