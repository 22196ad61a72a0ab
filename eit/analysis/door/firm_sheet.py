"""The sheet of a firm's form: its own offers and demands as it typed them, and the one fact that is missing most."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from eit.analysis.exchanges.gates import with_gates
from eit.analysis.exchanges.pair_columns import flows_of_pairs
from eit.analysis.letters import pairs_near
from eit.analysis.organisation import flows_of, organisation
from eit.analysis.programmes import programme, programme_is_fictitious
from eit.domain.door.answers import FACT_BOUNDS
from eit.domain.door.sheet import FIRM, Sheet, SheetFact, SheetFlow
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.missing_fact import OF_GATES, missing_facts
from eit.domain.selection import Selection
from eit.store.database import Database

MOST_PAIRS = 12
"""Pairs whose missing facts are weighed: the best ones."""


def firm_sheet(database: Database, programme_id: str, company_id: str, as_of: date) -> Sheet:
    """What the form of an organisation shows. Raises InvalidSelection: "programme-unknown", "company-unknown"."""
    row, own = programme(database, programme_id), organisation(database, company_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    if own["programme_id"] != programme_id:
        raise InvalidSelection("company-unknown", value=company_id)
    flows = flows_of(database, company_id).to_dict("records")
    pairs = pairs_near(database, row, company_id, as_of)
    return Sheet(
        FIRM, str(row["name_fr"]), str(row["name_en"]), str(own["name"]), contact_of(row),
        programme_is_fictitious(database, programme_id),
        tuple(_flow(flow) for flow in flows),
        fact=_fact(database, pairs, company_id, programme_id),
        materials=materials_asked(database, {str(flow["material_id"]) for flow in flows}),
    )  # fmt: skip


def contact_of(row: pd.Series) -> str:
    """Whom a firm may ask: the coordinator and the public contact of a programme."""
    said = (row.get("coordinator"), row.get("public_contact"))
    return " · ".join(str(one) for one in said if one is not None and not pd.isna(one) and str(one).strip())


def materials_asked(database: Database, also: set[str]) -> dict[str, tuple[str, str, str]]:
    """The materials that a form offers: the families of the library, and those of `also`; id → names and kind.

    The list is the same for every programme: what others have cannot be read from it.
    """
    rows = database.cached_query("materials")
    shown = rows[rows["parent_id"].isna() | rows["material_id"].isin(list(also))]
    return {
        str(row["material_id"]): (str(row["name_fr"]), str(row["name_en"]), str(row["kind"]))
        for row in shown.to_dict("records")
    }


def _flow(flow: Mapping[Any, Any]) -> SheetFlow:
    seen, quantity = flow["observed_on"], flow["quantity"]
    return SheetFlow(
        str(flow["flow_id"]), str(flow["direction"]),
        str(flow["label"] or flow["material_fr"]), str(flow["label"] or flow["material_en"]),
        None if quantity is None else float(quantity), str(flow["unit"]), str(flow["period"]),
        None if seen is None else seen.isoformat(), str(flow["quality"]),
    )  # fmt: skip


def _fact(database: Database, pairs: pd.DataFrame, company_id: str, programme_id: str) -> SheetFact | None:
    """The gate that nobody knows of the best pair: of this organisation's own flow, and such as it can answer."""
    best = pairs.head(MOST_PAIRS).reset_index(drop=True)
    if best.empty:
        return None
    selection = Selection(programme_id)
    rows = pd.concat([best, with_gates(database, selection, best)], axis=1)
    for side, read in zip(("offer", "demand"), flows_of_pairs(database, selection, best), strict=True):
        rows[f"{side}_position_quality"] = read("position_quality")
    rows = rows.loc[:, ~rows.columns.duplicated(keep="last")]
    entries = {column: entry for _, column, entry in OF_GATES.values()}
    for row in rows.to_dict("records"):
        own = {
            str(row[f"{side}_id"]) for side in ("offer", "demand") if row[f"{side}_company_id"] == company_id
        }
        for question in missing_facts({str(name): value for name, value in row.items()}):
            column, flow_id = question.subject, question.values["flow_id"]
            if flow_id in own and (column in FACT_BOUNDS or entries.get(column) == "word"):
                return SheetFact(flow_id, column, question.rule, entries[column])
    return None
