"""Organisations that have an address and only the point of their municipality; and their positions, once found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eit.actions.edit import EditContext, apply
from eit.actions.organisation.organisations import rewrite_organisation
from eit.domain.errors import DataError
from eit.domain.organisation.position import AXES, Located
from eit.store.database import Database
from eit.store.places.geocoder import ENVIRONMENT, named_geocoder
from eit.store.places.nearest import far_from
from eit.store.version.edit import Connection


@dataclass(frozen=True)
class Addressed:
    """An organisation and the one line that is asked of a geocoder: its address, postal code and municipality."""

    company_id: str
    name: str
    municipality_id: str
    line: str
    point: tuple[float, float]
    """Of its municipality [degrees]."""


def addressed(database: Database, programme_id: str) -> list[Addressed]:
    """The organisations of a programme that an address could place better than their municipality does."""
    rows = database.query("organisations_to_place", {"programme_id": programme_id})
    return [
        Addressed(
            str(row.company_id),
            str(row.name),
            str(row.municipality_id),
            str(row.line),
            (float(row.latitude), float(row.longitude)),
        )
        for row in rows.itertuples()
    ]


def service_host() -> str | None:
    """Who would receive addresses; None when the deployment names no service. Raises DataError("geocoder_unusable")."""
    service = named_geocoder()
    return service.host if service else None


def locate(asked: Addressed) -> Located | None:
    """What the service says of an address; None when it knows none. Raises DataError: missing, silent."""
    service = named_geocoder()
    if service is None:
        raise DataError("geocoder_missing", variable=ENVIRONMENT)
    return service.locate(asked.line)


def believed(asked: Addressed, found: Located | None) -> bool:
    """Whether a position may be the one of an organisation: found, and not far from its municipality."""
    return (
        found is not None
        and far_from((found.latitude, found.longitude), asked.municipality_id, asked.point) is None
    )


def place_by_address(door: EditContext, programme_id: str, found: Sequence[tuple[Addressed, Located]]) -> int:
    """Give organisations the position of their address, as one edit; how many. Raises what the checks raise.

    Who was moved meanwhile by another person is told, and nothing is written.
    """

    def change(connection: Connection) -> None:
        for asked, place in found:
            given = {
                **dict(zip(AXES, (place.latitude, place.longitude), strict=True)),
                "position_quality": place.quality,
            }
            rewrite_organisation(connection, asked.company_id, given, None)

    apply(door, "place-by-address", programme_id, "", {one.company_id for one, _ in found}, change)
    return len(found)
