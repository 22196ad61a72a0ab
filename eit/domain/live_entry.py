"""An offer or a need said in a room: one sentence, checked as the scenario that it is."""

from __future__ import annotations

from dataclasses import dataclass

from eit.domain.exchange.scenario import Change, Scenario

FLOW_ID, COMPANY_ID = "said-in-the-room", "new-in-the-room"


@dataclass(frozen=True)
class SpokenFlow:
    """By a company on record (`company_id`), or by a new one: its name, its municipality, perhaps its sector."""

    direction: str
    material_id: str | None
    unit: str
    quantity: float | None = None
    company_id: str | None = None
    name: str | None = None
    municipality_id: str | None = None
    sector: str | None = None
    consent_name: bool = False


def as_scenario(said: SpokenFlow) -> Scenario:
    """The scenario of one sentence. Raises InvalidSelection or InvalidQuantity for what cannot be said."""
    changes = []
    company = said.company_id
    if company is None:
        company = COMPANY_ID
        new = {"company_id": company, "name": said.name or "", "municipality_id": said.municipality_id}
        if said.sector and said.sector.strip():
            new |= {"sector_fr": said.sector, "sector_en": said.sector}
        changes.append(Change.of("add-company", **new))
    flow = {
        "flow_id": FLOW_ID,
        "company_id": company,
        "direction": said.direction,
        "material_id": said.material_id,
        "quantity": said.quantity,
        "unit": said.unit,
    }
    changes.append(Change.of("add-flow", **flow))
    return Scenario("live", tuple(changes))
