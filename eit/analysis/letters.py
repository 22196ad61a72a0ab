"""The letter to one firm: what it could give, take and share nearby, and what it has not told yet.

Its own figures are told to it as they are. Of the others it gets neither a name nor a place, only a distance and a
quantity, which the page that writes them says in bands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.organisation import flows_of, missing_of, organisation
from eit.analysis.programmes import programme
from eit.domain.errors import InvalidSelection
from eit.domain.selection import Selection
from eit.store.database import Database

MOST_LEADS = 4
"""Leads of one flow: one page holds no more, and a reader follows no more."""


@dataclass(frozen=True)
class Letter:
    """What a letter is made of. `leads`: flow_id → exchanges, best first; `missing`: columns of `quality`."""

    company_id: str
    name: str
    programme: dict[str, Any]
    flows: list[dict[str, Any]]
    leads: dict[str, list[dict[str, Any]]]
    missing: pd.DataFrame
    day: date


def letter(
    database: Database, programme_id: str, company_id: str, as_of: date, geo: Path, lang: str
) -> Letter:
    """The letter to an organisation, within the radius of its programme. Raises InvalidSelection("company-unknown")."""
    row, own = programme(database, programme_id), organisation(database, company_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    pairs = pairs_near(database, row, company_id, as_of)
    return Letter(
        company_id,
        str(own["name"]),
        row.to_dict(),
        flows_of(database, company_id).to_dict("records"),
        leads_by_flow(pairs, company_id),
        missing_of(database, programme_id, company_id, as_of, geo, lang),
        as_of,
    )


def pairs_near(database: Database, programme_row: pd.Series, company_id: str, as_of: date) -> pd.DataFrame:
    """The potential exchanges of an organisation within the radius of its programme, best first."""
    asked = Selection(
        str(programme_row["programme_id"]), float(programme_row["default_radius_km"]), company_id=company_id
    )
    return potential_exchanges(database, asked, as_of)


def leads_by_flow(pairs: pd.DataFrame, company_id: str) -> dict[str, list[dict[str, Any]]]:
    """flow_id of the organisation → its best exchanges, at most `MOST_LEADS`."""
    leads: dict[str, list[dict[str, Any]]] = {}
    for pair in pairs.to_dict("records"):
        for flow_id in _own_flows({str(name): value for name, value in pair.items()}, company_id):
            leads.setdefault(flow_id, []).append({str(name): value for name, value in pair.items()})
    return {flow_id: found[:MOST_LEADS] for flow_id, found in leads.items()}


def _own_flows(pair: dict[str, Any], company_id: str) -> Iterator[str]:
    for side in ("offer", "demand"):
        if pair[f"{side}_company_id"] == company_id:
            yield str(pair[f"{side}_id"])
