"""A potential exchange, a pool or a gap becomes a synergy: with its parties and its first event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eit.actions.create_synergy import Draft, Party, Step, begin, material_names, room
from eit.actions.edit import EditContext
from eit.actions.lookup import Row, look, rows
from eit.domain.errors import InvalidSelection
from eit.domain.pipeline import ORIGINS, ROLES, InvalidMove
from eit.domain.stage import STAGES
from eit.store.version.edit import Connection

TYPES = ("substitution", "pooling", "sharing", "new-activity")
GROUPS = {"pool": "pooling", "gap": "new-activity"}
"""What a group of flows comes from → the type of its synergy."""


def promote_exchange(
    door: EditContext,
    offer_id: str,
    demand_id: str,
    *,
    stage: str = STAGES[0],
    on: date | None = None,
    quantity: object = None,
    unit: str | None = None,
    note: str | None = None,
    accept_above_flow: bool = False,
    origin: str = "exchange",
    **details: object,
) -> str:
    """The id of the synergy that a pair becomes; by default it moves what the smaller side has.

    `details` are fields of `eit.actions.edit_fields`. Raises Refusal: unknown flows or flows of two programmes, a pair
    that is a synergy already, more than the flows have (unless accepted), a date in the future, a wrong detail.
    """
    found = look(door.path, "pair", offer_id=offer_id, demand_id=demand_id)
    if not found or found[0]["programme_id"] != found[0]["other_programme_id"]:
        raise InvalidSelection("pair-unknown", value=f"{offer_id} → {demand_id}")

    def draft(connection: Connection) -> Draft:
        already = rows(connection, "pair_synergy", offer_id=offer_id, demand_id=demand_id)
        if already:
            raise InvalidMove("already-a-synergy", value=already[0]["synergy_id"], row_id=already[0]["stage"])
        sides = {
            row["flow_id"]: row for row in rows(connection, "named_flows", flow_ids=[offer_id, demand_id])
        }
        offer, demand = sides[offer_id], sides[demand_id]
        known = _left(connection, (offer, demand))
        row = {
            "type": "substitution",
            **_titles(offer, demand),
            "offer_flow_id": offer_id,
            "demand_flow_id": demand_id,
            "material_id": offer["material_id"],
            "quantity": min(known) if known else None,
            "unit": f"{offer['unit']}/year",
            "former_destination": offer["former_destination"],
            "origin": origin,
        }
        parties = [(offer["company_id"], "giver"), (demand["company_id"], "taker")]
        return Draft(row, parties, (offer_id, demand_id))

    programme_id = str(found[0]["programme_id"])
    step = Step(stage, on, note, quantity, unit, accept_above_flow, details)
    return begin(door, programme_id, f"{offer_id} → {demand_id}", {offer_id, demand_id}, draft, step)


def promote_group(
    door: EditContext,
    origin: str,
    material_id: str,
    flow_ids: Sequence[str],
    *,
    stage: str = STAGES[0],
    on: date | None = None,
    quantity: object = None,
    unit: str | None = None,
    note: str | None = None,
    accept_above_flow: bool = False,
    **details: object,
) -> str:
    """The id of the synergy of several flows of one material (or family), all offers or all needs.

    `origin` is `pool` (they share a collection or a purchase) or `gap` (a new activity could live on what is left).
    Raises Refusal as `promote_exchange` does, and when the flows do not go together.
    """
    kind = GROUPS[origin]
    flows = look(door.path, "named_flows", flow_ids=list(flow_ids))
    wrong = set(flow_ids) - {row["flow_id"] for row in flows}
    if wrong or not flows:
        raise InvalidSelection("flow-unknown", value=", ".join(sorted(wrong)))
    alike = {(row["programme_id"], row["direction"], row["unit"]) for row in flows}
    if len(alike) > 1 or any(material_id not in (row["material_id"], row["parent_id"]) for row in flows):
        raise InvalidMove("flows-do-not-pool", value=", ".join(flow_ids))
    if origin == "pool" and len({row["company_id"] for row in flows}) < 2:
        raise InvalidMove("pool-of-one", value=flows[0]["company_id"])

    def draft(connection: Connection) -> Draft:
        now = rows(connection, "named_flows", flow_ids=list(flow_ids))
        known = _left(connection, now)
        role = "giver" if now[0]["direction"] == "offer" else "taker"
        destinations = {row["former_destination"] for row in now}
        row = {
            "type": kind,
            **_group_titles(material_names(connection, material_id), now),
            "material_id": material_id,
            "quantity": sum(known) if known else None,
            "unit": f"{now[0]['unit']}/year",
            "former_destination": destinations.pop() if len(destinations) == 1 else None,
            "origin": origin,
        }
        return Draft(row, sorted({(flow["company_id"], role) for flow in now}), flow_ids, together=True)

    programme_id = str(flows[0]["programme_id"])
    step = Step(stage, on, note, quantity, unit, accept_above_flow, details)
    return begin(door, programme_id, ", ".join(flow_ids), set(flow_ids), draft, step)


def enter_synergy(
    door: EditContext,
    programme_id: str,
    material_id: str,
    parties: Sequence[Party],
    *,
    kind: str = "substitution",
    origin: str = "entered",
    stage: str = STAGES[0],
    on: date | None = None,
    quantity: object = None,
    unit: str = "t/year",
    note: str | None = None,
    **details: object,
) -> str:
    """The id of a synergy that no flow of the file describes (found in a meeting, for instance)."""
    if origin not in ORIGINS or kind not in TYPES or {role for _, role in parties} - set(ROLES):
        raise InvalidSelection("synergy-field-unknown", value=f"{origin}, {kind}")

    def draft(connection: Connection) -> Draft:
        titles = {"title_fr": details.get("title_fr"), "title_en": details.get("title_en")}
        if not all(titles.values()):
            raise InvalidMove("title-missing")
        for company, _ in parties:
            if [row["programme_id"] for row in rows(connection, "company_programme", company_id=company)] != [
                programme_id
            ]:
                raise InvalidSelection("company-unknown", value=company)
        row = {
            "type": kind,
            **titles,
            "material_id": material_id,
            "quantity": None,
            "unit": unit,
            "origin": origin,
        }
        return Draft(row, list(parties))

    step = Step(stage, on, note, quantity, unit, True, details)
    return begin(door, programme_id, str(details.get("title_fr")), set(), draft, step)


def _titles(offer: Row, demand: Row) -> dict[str, str]:
    """What and from where to where; never a name, which a consortium may not see."""
    where = f"{offer['municipality']} → {demand['municipality']}"
    return {"title_fr": f"{offer['material_fr']} : {where}", "title_en": f"{offer['material_en']}: {where}"}


def _group_titles(names: dict[str, str], flows: Sequence[Row]) -> dict[str, str]:
    """What and where; the type of the synergy says what is done with it."""
    where = ", ".join(sorted({str(flow["municipality"]) for flow in flows}))
    return {"title_fr": f"{names['fr']} : {where}", "title_en": f"{names['en']}: {where}"}


def _left(connection: Connection, flows: Sequence[Row]) -> list[float]:
    """What the flows have left beside other synergies; what they declare when nothing is: then it is refused."""
    left = room(connection, str(flows[0]["programme_id"]), [flow["flow_id"] for flow in flows])
    declared = {flow["flow_id"]: flow["quantity_per_year"] for flow in flows}
    known = {name: value for name, value in left.items() if value is not None}
    return [value if any(known.values()) else declared[name] for name, value in known.items()]
