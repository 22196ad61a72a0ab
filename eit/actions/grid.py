"""Cells of a table corrected where they are seen, one or many: one version, the same checks as the forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.edit_fields import checked_details
from eit.actions.lookup import synergy_row
from eit.actions.organisation.flows import rewrite_flow
from eit.actions.organisation.organisations import rewrite_organisation
from eit.actions.organisation.row_correction import corrected
from eit.domain.errors import InvalidSelection, Refusal
from eit.domain.forms.grid import ITEM, MOST_ROWS, SYNERGY, synergy_fields
from eit.store.records import replace_rows, rows_where
from eit.store.version.edit import Connection

Given = Mapping[str, object]
Road = Callable[[Connection, str, Given, Given | None], bool]
"""Writes one row of a table; whether anything differs."""


def correct_cells(
    door: EditContext,
    programme_id: str,
    part_name: str,
    cells: Mapping[str, Given],
    seen: Mapping[str, Given],
) -> int:
    """Correct cells of rows of one table, `cells` and what the person had `seen`, by key; how many changed.

    All or none. Raises InvalidSelection("cells-too-many"), or the refusal of the first cell, naming its row and field.
    """
    if len(cells) > MOST_ROWS:
        raise InvalidSelection("cells-too-many", value=len(cells), unit=str(MOST_ROWS))

    differ: set[str] = set()

    def change(connection: Connection) -> None:
        differ.clear()  # the turn may be tried again
        for key, given in cells.items():
            try:
                if ROADS[part_name](connection, key, given, seen.get(key)):
                    differ.add(key)
            except Refusal as refusal:
                raise refusal.at(f"{key}|{refusal.row_id}") from None

    if cells:
        apply(door, "correct-cells", programme_id, part_name, (), change)
    return len(differ)


def _rewrite_synergy(connection: Connection, synergy_id: str, given: Given, seen: Given | None) -> bool:
    row = synergy_row(connection, synergy_id)
    found = corrected(connection, SYNERGY, str(row["programme_id"]), synergy_fields(row), given, seen)
    if not found:
        return False
    row |= checked_details(found, synergy_id)
    row.pop("kind")
    replace_rows(connection, "synergy", pd.DataFrame([row], dtype=object), "synergy_id")
    return True


def _rewrite_item(connection: Connection, item_id: str, given: Given, seen: Given | None) -> bool:
    found = rows_where(connection, ITEM.table, {ITEM.key: item_id})
    if not found:
        raise InvalidSelection("item-unknown", value=item_id)
    [row] = found
    now = {one.name: row[one.name] for one in ITEM.fields}
    days = [one.name for one in ITEM.fields if one.kind == "day"]
    now |= {name: pd.Timestamp(str(now[name])).date() for name in days if now[name] is not None}
    changed = corrected(connection, ITEM, str(row["programme_id"]), now, given, seen)
    if changed:
        replace_rows(connection, ITEM.table, pd.DataFrame([{**row, **changed}], dtype=object), ITEM.key)
    return bool(changed)


ROADS: Mapping[str, Road] = {
    "organisation": rewrite_organisation,
    "flow": rewrite_flow,
    "synergy": _rewrite_synergy,
    "item": _rewrite_item,
}
"""The name of a table → what writes one row of it into the version that is being made."""
