"""An organisation that ceases its activity, one that leaves the programme, and one row that was two of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import rows, today_in
from eit.actions.organisation.flows import programme_of_company, refuse_in_synergy, take_flows_out
from eit.actions.organisation.organisations import (
    insert_organisation,
    organisation_row,
    rewrite_organisation,
)
from eit.domain.errors import InvalidSelection
from eit.store.derived.matching import DERIVED
from eit.store.records import columns_named, set_where
from eit.store.version.edit import Connection


def withdraw_organisation(door: EditContext, company_id: str) -> None:
    """Take an organisation and its flows out of every answer; the journal keeps them, an undo brings them back.

    Raises InvalidSelection("company-in-synergy"): a synergy that stands, or that was ever realised, rests on it.
    """
    programme_id = programme_of_company(door, company_id)

    def change(connection: Connection) -> None:
        row = organisation_row(connection, company_id)
        flow_ids = [
            str(one["flow_id"]) for one in rows(connection, "flows_of_company", company_id=company_id)
        ]
        refuse_in_synergy(connection, "company-in-synergy", str(row["name"]), company_id, flow_ids)
        take_flows_out(connection, flow_ids)
        for table, nullable in columns_named(connection, "company_id").items():
            if table in DERIVED:
                continue
            change = f'UPDATE "{table}" SET company_id = NULL' if nullable else f'DELETE FROM "{table}"'
            connection.execute(f"{change} WHERE company_id = ?", [company_id])
        connection.execute("DELETE FROM identifier WHERE table_name = 'company' AND row_id = ?", [company_id])

    apply(door, "withdraw-organisation", programme_id, company_id, {company_id}, change)


def close_organisation(door: EditContext, company_id: str, on: date) -> None:
    """Say that an organisation ceased its activity: it leaves its synergies, which keep their past figures.

    Flows that no synergy rests on leave; nothing of it is proposed any more. Raises InvalidSelection: a day to come.
    """
    programme_id = programme_of_company(door, company_id)

    def change(connection: Connection) -> None:
        organisation_row(connection, company_id)
        if on > today_in(connection, programme_id):
            raise InvalidSelection("close-to-come", value=on.isoformat())
        rewrite_organisation(connection, company_id, {"closed_on": on}, None)
        connection.execute(
            "UPDATE synergy_party SET left_on = ? WHERE company_id = ? AND left_on IS NULL", [on, company_id]
        )
        take_flows_out(connection, _free_flows(connection, company_id))

    apply(door, "close-organisation", programme_id, company_id, {company_id}, change)


def _free_flows(connection: Connection, company_id: str) -> list[str]:
    """Its flows that no synergy rests on."""
    own = [str(row["flow_id"]) for row in rows(connection, "flows_of_company", company_id=company_id)]
    return [
        flow_id
        for flow_id in own
        if not rows(connection, "synergies_holding", company_id="", flow_ids=[flow_id])
    ]


def split_organisation(door: EditContext, company_id: str, name: str, flow_ids: Collection[str]) -> str:
    """Make a second organisation out of a row that was two: `flow_ids` go to it, with the synergies resting on them.

    It begins in the same municipality and sector; its id. Raises InvalidSelection: no flow chosen, or one of
    another organisation; a name that is missing or taken.
    """
    programme_id = programme_of_company(door, company_id)
    made: list[str] = []

    def change(connection: Connection) -> None:
        row = organisation_row(connection, company_id)
        own = {str(one["flow_id"]) for one in rows(connection, "flows_of_company", company_id=company_id)}
        if not flow_ids or not set(flow_ids) <= own:
            raise InvalidSelection("split-without-flow", value=row["name"])
        like = (
            "kind",
            "sector_scheme",
            "sector_code",
            "sector_fr",
            "sector_en",
            "municipality_id",
            "park_id",
        )
        new_id = insert_organisation(
            connection, programme_id, {**{one: row[one] for one in like}, "name": name}
        )
        for flow_id in flow_ids:
            set_where(connection, "flow", {"company_id": new_id}, {"flow_id": flow_id})
            for held in rows(connection, "synergies_holding", company_id="", flow_ids=[flow_id]):
                _change_party(connection, str(held["synergy_id"]), flow_id, company_id, new_id)
        made.append(new_id)

    apply(door, "split-organisation", programme_id, company_id, {company_id, *flow_ids}, change)
    return made[0]


def _change_party(connection: Connection, synergy_id: str, flow_id: str, old: str, new: str) -> None:
    """The party of the side that a flow stands on is the new organisation."""
    connection.execute(
        "UPDATE synergy_party SET company_id = $new WHERE synergy_id = $synergy AND company_id = $old AND role = "
        "(SELECT CASE WHEN offer_flow_id = $flow THEN 'giver' ELSE 'taker' END FROM synergy "
        "WHERE synergy_id = $synergy)",
        {"new": new, "old": old, "synergy": synergy_id, "flow": flow_id},
    )
