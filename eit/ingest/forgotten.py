"""Leaves out of an import the rows of those who were forgotten: a file of before does not bring them back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eit.ingest.names import Record
from eit.ingest.preview import Plan
from eit.store.forget.memory import Forgotten, read_forgotten


def without_forgotten(plan: Plan, database: Path) -> Plan:
    """The plan without their rows, known by name (however it is written) or by the number of a register.

    Not by our own id: it may have been given again since, to somebody else.
    """
    forgotten = read_forgotten(database)
    if not forgotten.erasures:
        return plan
    by_number = {
        str(one["row_id"])
        for one in plan.identifiers
        if forgotten.holds([str(one["value"])], plan.programme_id)
    }
    known = [*plan.organisations, *(plan.records if plan.kind == "companies" else ())]
    gone = by_number | {str(row["company_id"]) for row in known if _is_one(row, forgotten, plan.programme_id)}
    return replace(
        plan,
        records=[
            row
            for row in plan.records
            if str(row.get("company_id")) not in gone and not _is_one(row, forgotten, plan.programme_id)
        ],
        organisations=[row for row in plan.organisations if str(row["company_id"]) not in gone],
        given=tuple(
            one
            for one in plan.given
            if not forgotten.holds([str(one.asked), str(one.value)], plan.programme_id)
        ),
    )


def _is_one(row: Record, forgotten: Forgotten, programme_id: str) -> bool:
    return bool(row.get("name")) and forgotten.holds([str(row["name"])], programme_id)
