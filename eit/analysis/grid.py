"""The rows of a table whose cells are corrected where they are seen: the first of those that hold some words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from eit.analysis.programme_parts import part_rows
from eit.domain.forms.grid import ITEM, MOST_ROWS, SYNERGY, synergy_fields
from eit.domain.organisation.fields import flow_fields, organisation_fields
from eit.domain.text_key import plain_words
from eit.store.database import Database

SEARCHED = {
    "organisation": ("name", "sector_fr", "company_id", "tags"),
    "flow": ("company", "material_fr", "material_en", "label", "flow_id"),
    "synergy": ("title_fr", "title_en", "lead", "synergy_id", "tags"),
    "item": ("title_fr", "title_en", "owner", "item_id", "tags"),
}
"""Table → the columns in which words are looked for."""


@dataclass(frozen=True)
class GridRows:
    """`frame`: at most MOST_ROWS rows, their key and fields, of a flow its organisation (`title`); `total` of them."""

    frame: pd.DataFrame
    total: int


def grid_rows(database: Database, programme_id: str, part_name: str, text: str) -> GridRows:
    """The rows of a table of a programme that hold every word of a text, in the order of the table."""
    rows = database.ask(_raw, programme_id, part_name)
    if words := plain_words(text).split():
        texts = database.ask(_texts, programme_id, part_name)
        rows = rows[[all(word in one for word in words) for one in texts]]
    made = _fields(database, programme_id, part_name, rows.head(MOST_ROWS))
    return GridRows(made, len(rows))


def _raw(database: Database, programme_id: str, part_name: str) -> pd.DataFrame:
    """The whole table, with what its rows are searched by."""
    if part_name == "item":
        return part_rows(database, programme_id, ITEM)
    table = {"organisation": "company", "flow": "flow", "synergy": "synergy"}[part_name]
    rows = database.rows(table)
    rows = rows[rows["programme_id"] == programme_id]
    if part_name == "flow":
        names = database.rows("company").set_index("company_id")["name"]
        materials = database.query("materials").set_index("material_id")
        rows = rows.assign(
            company=rows["company_id"].map(names),
            **{
                f"material_{lang}": rows["material_id"].map(materials[f"name_{lang}"])
                for lang in ("fr", "en")
            },
        )
        return rows.sort_values(["company", "flow_id"], ignore_index=True)
    return rows.sort_values("name" if part_name == "organisation" else "synergy_id", ignore_index=True)


def _texts(database: Database, programme_id: str, part_name: str) -> list[str]:
    rows = database.ask(_raw, programme_id, part_name)[list(SEARCHED[part_name])]
    return [
        plain_words(" ".join(text)) for text in rows.fillna("").astype(str).itertuples(index=False, name=None)
    ]


def _fields(database: Database, programme_id: str, part_name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as their forms have them."""
    if part_name == "item":
        return rows
    records: list[dict[str, Any]] = [
        {str(name): one for name, one in row.items()} for row in rows.to_dict("records")
    ]
    if part_name == "flow":
        made = [{"flow_id": row["flow_id"], "title": row["company"], **flow_fields(row)} for row in records]
        return pd.DataFrame(made, dtype=object)
    if part_name == "synergy":
        key = SYNERGY.key
        made = [{key: row[key], **synergy_fields(row)} for row in records]
        return pd.DataFrame(made, dtype=object)
    held = database.query("official_numbers", {"programme_id": programme_id}, folder="actions")
    numbers: dict[str, dict[str, str]] = {}
    for one in held.itertuples():
        numbers.setdefault(str(one.row_id), {})[str(one.scheme)] = str(one.value)
    made = [
        {
            "company_id": row["company_id"],
            **organisation_fields(row, numbers.get(str(row["company_id"]), {})),
        }
        for row in records
    ]
    return pd.DataFrame(made, dtype=object)
