"""Organisations get the position of their address in one edit; a town far away is not believed."""

from __future__ import annotations

from eit.actions.edit import EditContext
from eit.actions.organisation.address_positions import addressed, believed, place_by_address
from eit.actions.organisation.organisations import add_organisation, correct_organisation
from eit.domain.organisation.position import Located
from eit.store.database import Database

P = "hurepoix"
HOUSE = Located(48.5301, 2.0152, "site", "1 Rue A 91410 Dourdan")


def waiting(door: EditContext) -> dict[str, str]:
    with Database(door.path) as database:
        return {one.name: one.line for one in addressed(database, P)}


def test_an_address_places_its_organisation_and_is_not_asked_again(door: EditContext) -> None:
    before = waiting(door)
    given = {"name": "Atelier A (fictif)", "municipality_id": "commune-91200", "address": "1 rue A"}
    company_id = add_organisation(door, P, given)
    asked = {name: line for name, line in waiting(door).items() if name not in before}
    assert asked == {"Atelier A (fictif)": "1 rue A, Dourdan"}, "an address and a place, never a name"
    with Database(door.path) as database:
        (one,) = [found for found in addressed(database, P) if found.company_id == company_id]
    assert believed(one, HOUSE) and not believed(one, None)
    assert not believed(one, Located(45.76, 4.83, "site", "1 rue A, Lyon"))
    assert place_by_address(door, P, [(one, HOUSE)]) == 1
    with Database(door.path) as database:
        rows = database.query("all_companies").set_index("company_id").loc[company_id]
    assert (rows["latitude"], rows["position_quality"]) == (48.5301, "site")
    assert rows.isna()["position_uncertainty_km"], "the radius was of the municipality"
    assert waiting(door) == before
    correct_organisation(door, company_id, {"position_quality": "municipality"})
    assert "Atelier A (fictif)" in waiting(door)
