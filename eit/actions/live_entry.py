"""Keeps what was said in a room: a declared flow, observed today, and the organisation when it is new."""

from __future__ import annotations

import pandas as pd

from eit.actions.consortium import ask, one_of
from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_in
from eit.actions.numbering import next_id, stem_of
from eit.domain.errors import InvalidQuantity, InvalidSelection
from eit.domain.jurisdiction import today
from eit.domain.live_entry import SpokenFlow, as_scenario
from eit.store.jurisdictions import connected_jurisdiction
from eit.store.records import mark_partly_fictitious, material_frame
from eit.store.tables import SourceError, insert_rows
from eit.store.version.build import company_rows, flow_rows
from eit.store.version.edit import Connection

UNKNOWN_SECTOR = {"sector_fr": "Organisation", "sector_en": "Organisation"}


def keep(door: EditContext, programme_id: str, said: SpokenFlow) -> None:
    """Write what was said into the data. Raises InvalidSelection or InvalidQuantity as the what-if does."""
    as_scenario(said)

    def change(connection: Connection) -> None:
        company_id = said.company_id or _new_company(connection, programme_id, said)
        companies = ask(connection, "company_names", programme_id=programme_id)
        one_of(company_id, set(companies["company_id"]), "company-unknown")
        _new_flow(connection, programme_id, company_id, said)

    subject = said.company_id or (said.name or "").strip()
    apply(door, "live-entry", programme_id, subject, set(), change)


def _new_company(connection: Connection, programme_id: str, said: SpokenFlow) -> str:
    """Insert the organisation at the centre of its municipality; its id."""
    name = (said.name or "").strip()
    known = ask(connection, "company_names", programme_id=programme_id)
    if name.casefold() in {str(other).casefold() for other in known["name"]}:
        raise InvalidSelection("company-twice", value=name)
    places = ask(connection, "places", programme_id=programme_id).set_index("territory_id")
    one_of(str(said.municipality_id), set(places.index), "territory-elsewhere")
    place = connected_jurisdiction(connection, programme_id)
    company_id = next_id(connection, "company", "company_id", f"{stem_of(programme_id)}-", 3)
    sector = (said.sector or "").strip()
    row = {
        "company_id": company_id,
        "programme_id": programme_id,
        "group_id": company_id,
        "name": name,
        "kind": "company",
        "sector_scheme": place.sector_scheme,
        "sector_code": "",
        **({"sector_fr": sector, "sector_en": sector} if sector else UNKNOWN_SECTOR),
        "municipality_id": said.municipality_id,
        **{axis: places.loc[said.municipality_id, axis] for axis in ("latitude", "longitude")},
        "position_quality": "municipality",
        "consent_name": said.consent_name,
        "joined_on": today(place),
    }
    mark_partly_fictitious(connection, [name])
    insert_rows(connection, "company", company_rows(pd.DataFrame([row], dtype=object)))
    return company_id


def _new_flow(connection: Connection, programme_id: str, company_id: str, said: SpokenFlow) -> None:
    materials = material_frame(connection)
    one_of(str(said.material_id), set(materials.index), "material-unknown")
    side = "o" if said.direction == "offer" else "d"
    row = {
        "flow_id": next_id(connection, "flow", "flow_id", f"{company_id}-{side}", 1),
        "company_id": company_id,
        "direction": said.direction,
        "material_id": said.material_id,
        "label": None,
        "quantity": said.quantity,
        "unit": said.unit,
        "months": "1-12",
        "quality": "declared",
        "observed_on": today_in(connection, programme_id).isoformat(),
        "former_destination": "unknown" if said.direction == "offer" else None,
        "disposal_cost_per_t": None,
        "note": None,
    }
    if materials.loc[said.material_id, "kind"] != "matter":
        row["former_destination"] = None
    try:
        rows = flow_rows(pd.DataFrame([row], dtype=object), materials, {company_id: programme_id})
    except SourceError as error:
        if isinstance(error.__cause__, InvalidQuantity):
            raise error.__cause__.at(company_id) from error
        raise
    insert_rows(connection, "flow", rows)
