"""The leads that firms answered: both sides, what each said and when, and whether the names are exchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from eit.analysis.programmes import company_names
from eit.domain.door.double_consent import SIDES, lead_state
from eit.store.database import Database


@dataclass(frozen=True)
class Word:
    """What one side said, when, and how (`form`, `told`)."""

    said: str
    said_on: date
    how: str


@dataclass(frozen=True)
class Lead:
    """A lead that at least one side answered. `state`: of `domain/door/double_consent.py`; the mappings are by side."""

    offer_id: str
    demand_id: str
    state: str
    names: Mapping[str, str]
    companies: Mapping[str, str]
    materials: Mapping[str, str]
    words: Mapping[str, Word]


def leads_answered(
    database: Database, programme_id: str, lang: str, company_id: str | None = None
) -> list[Lead]:
    """The leads of a programme, or of one organisation, that somebody answered; the last word first."""
    rows = database.rows("lead")
    rows = rows[rows["programme_id"] == programme_id].sort_values(["said_on", "offer_id", "demand_id"])
    flows = database.rows("flow").set_index("flow_id")
    names = database.ask(company_names, programme_id)
    materials = database.cached_query("materials").set_index("material_id")[f"name_{lang}"].to_dict()
    found = [
        _lead(str(offer_id), str(demand_id), own, flows, names, materials)
        for (offer_id, demand_id), own in rows.groupby(["offer_id", "demand_id"], sort=False)
    ]
    return [one for one in found if company_id in (None, *one.companies.values())][::-1]


def _lead(
    offer_id: str, demand_id: str, own: pd.DataFrame, flows: pd.DataFrame,
    names: Mapping[str, str], materials: Mapping[Any, str],
) -> Lead:  # fmt: skip
    ids = dict(zip(SIDES, (offer_id, demand_id), strict=True))
    companies = {side: str(flows.loc[flow_id, "company_id"]) for side, flow_id in ids.items()}
    words = {
        str(row["side"]): Word(str(row["word"]), pd.Timestamp(row["said_on"]).date(), str(row["how"]))
        for row in own.to_dict("records")
    }
    said = [words[side].said if side in words else None for side in SIDES]
    return Lead(
        offer_id, demand_id, lead_state(*said),
        {side: names.get(company, company) for side, company in companies.items()}, companies,
        {side: str(materials.get(flows.loc[flow_id, "material_id"], "")) for side, flow_id in ids.items()}, words,
    )  # fmt: skip
