"""One organisation: what is on record about it, what it takes part in, what was changed, what is missing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from eit.analysis.history import entry_rows, history
from eit.analysis.quality import quality
from eit.domain.errors import InvalidSelection
from eit.domain.organisation.attached_file import inert_name
from eit.domain.organisation.fields import NUMBER_DIGITS, flow_fields, organisation_fields
from eit.domain.organisation.records import RECORDS
from eit.store.attached_files import content_of
from eit.store.database import Database

GROUP_SHOWN = 3
"""Members that the name of a group says."""


def organisation(database: Database, company_id: str) -> dict[str, Any]:
    """The fields of an organisation as a form shows them, with `company_id` and `programme_id`.

    Raises InvalidSelection("company-unknown").
    """
    rows = database.query("company", {"company_id": company_id}, folder="actions")
    if rows.empty:
        raise InvalidSelection("company-unknown", value=company_id)
    row = rows.iloc[0].to_dict()
    held = database.query("official_numbers", {"programme_id": row["programme_id"]}, folder="actions")
    own = held[held["row_id"] == company_id]
    numbers = dict(zip(own["scheme"], own["value"], strict=True))
    return {
        **{name: row[name] for name in ("company_id", "programme_id")},
        **organisation_fields(
            row, {scheme: numbers[scheme] for scheme in map(str.upper, NUMBER_DIGITS) if scheme in numbers}
        ),
    }


def flows_of(database: Database, company_id: str) -> pd.DataFrame:
    """Its flows: the fields of their form, with flow_id, kind, and the quantity of a year in its `canonical` unit."""
    rows = database.query("flows_on_record", {"company_id": company_id})
    made = [
        {
            "flow_id": row["flow_id"],
            **flow_fields(row),
            **{name: row[name] for name in ("kind", "quantity_per_year", "material_fr", "material_en")},
            "canonical": row["unit"],
        }
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame(made, dtype=object)


def synergies_of(database: Database, programme_id: str, company_id: str) -> pd.DataFrame:
    """The synergies that it takes part in: synergy_id, title_fr, title_en, stage, role, left_on."""
    parties = database.query("programme_parties", {"programme_id": programme_id})
    held = database.query("programme_synergies", {"programme_id": programme_id})
    own = parties[parties["company_id"] == company_id][["synergy_id", "role", "left_on"]]
    return own.merge(held[["synergy_id", "title_fr", "title_en", "stage"]], on="synergy_id")


def entries_about(database: Database, programme_id: str, company_id: str) -> pd.DataFrame:
    """The entries of the journal that changed it or what is its own, the last first; columns of `history`."""
    flows = database.query("flows_of_company", {"company_id": company_id}, folder="actions")
    asked = {"ids": [company_id, *flows["flow_id"]], "company_id": company_id}
    about = set(database.query("entries_about", asked)["entry"])
    entries = history(database, programme_id)
    return entries[entries["entry"].isin(list(about))].reset_index(drop=True)


def files_of(database: Database, company_id: str) -> pd.DataFrame:
    """The files that are attached to it, the last first; columns of the table `attachment`."""
    rows = database.rows("attachment")
    own = rows[rows["company_id"] == company_id]
    return own.sort_values(["added_on", "name"], ascending=[False, True], ignore_index=True)


def records_of(database: Database, part_name: str, company_id: str) -> pd.DataFrame:
    """Its contacts, visits and notes, or consents, the last first: key, fields, and whether a consent `stands`."""
    part = RECORDS[part_name]
    rows = database.rows(part.table)
    own = rows[rows["company_id"] == company_id]
    days = [one.name for one in part.fields if one.kind == "day" and one.required]
    own = own.sort_values([*days, part.key], ascending=not days, ignore_index=True)
    found = own[[part.key, *(one.name for one in part.fields)]].astype(object)
    found = found.where(found.notna(), None)
    for one in part.fields:
        if one.kind == "day":
            found[one.name] = [None if day is None else pd.Timestamp(day).date() for day in found[one.name]]
    return found.assign(stands=own["withdrawn_on"].isna()) if part_name == "consent" else found


def field_signs(database: Database, table: str, key: str) -> dict[str, tuple[str, date]]:
    """Who wrote each column of a row last, and when; columns that nobody changed since the row came are left out."""
    found: dict[str, tuple[str, date]] = {}
    for row in database.query("row_changes", {"table_name": table, "row_key": key}).to_dict("records"):
        before, after = (json.loads(row[side]) for side in ("before", "after"))
        changed = (name for name in after if after[name] != before.get(name))
        found |= dict.fromkeys(changed, (str(row["author"]), pd.Timestamp(row["recorded_at"]).date()))
    return found


def withdrawn(database: Database, programme_id: str) -> dict[int, str]:
    """The organisations that were withdrawn and can come back: journal entry → name."""
    entries = history(database, programme_id)
    entries = entries[(entries["action"] == "withdraw-organisation") & entries["undone_by"].isna()]
    found: dict[int, str] = {}
    for entry in entries["entry"]:
        rows = entry_rows(database, int(entry))
        for before in rows.loc[rows["table_name"] == "company", "before"]:
            found[int(entry)] = str(json.loads(before)["name"])
    return found


def file_content(database: Database, attachment_id: str) -> tuple[str, bytes]:
    """The inert name of an attached file, and what it holds: data to be saved, never shown in a page.

    Raises InvalidSelection("file-unknown"), DataError("file_gone", "file_damaged").
    """
    rows = database.rows("attachment")
    rows = rows[rows["attachment_id"] == attachment_id]
    if rows.empty:
        raise InvalidSelection("file-unknown", value=attachment_id)
    row = rows.iloc[0]
    return inert_name(str(row["name"])), content_of(Path(database.stamp.path), str(row["sha256"]))


def missing_of(
    database: Database, programme_id: str, company_id: str, as_of: date, geo: Path, lang: str
) -> pd.DataFrame:
    """What quality remarks of the organisation, its flows and its synergies; columns of `quality`."""
    found = database.ask(quality, programme_id, as_of, geo, lang).findings
    return found[found["company_id"] == company_id].reset_index(drop=True)


def choices_of(database: Database, programme_id: str, lang: str) -> dict[str, dict[str, str]]:
    """What the fields of an organisation and of a flow may choose from the file, id → name."""
    places = database.query("all_territories", {"programme_id": programme_id})
    inside = places[places["inside"]].sort_values("name")
    materials = database.query("materials").sort_values(f"name_{lang}")

    def of(kinds: tuple[str, ...]) -> dict[str, str]:
        rows = inside[inside["kind"].isin(kinds)]
        return dict(zip(rows["territory_id"], rows["name"], strict=True))

    return {
        "municipality_id": of(("municipality", "commune", "borough")),
        "park_id": of(("park",)),
        "material": dict(zip(materials["material_id"], materials[f"name_{lang}"], strict=True)),
        "group_id": _group_names(database, programme_id),
    }


def _group_names(database: Database, programme_id: str) -> dict[str, str]:
    """A group is known by its members."""
    rows = database.query("all_companies")
    own = rows[rows["programme_id"] == programme_id].sort_values("name")
    return {
        str(key): " · ".join(names[:GROUP_SHOWN])
        for key, names in own.groupby("group_id")["name"].agg(list).items()
    }
