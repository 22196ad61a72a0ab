"""What the page Territoires puts together: portraits and links that share the inputs of one programme."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.analysis.territories import inferred_streams, movements, portraits
from eit.store.database import Database


def portrait(
    door: Database, programme_id: str, radius_km: float, as_of: date, territory_id: str
) -> portraits.Portrait:
    """The portrait of one territory."""
    ground = door.ask(portraits.read_ground, programme_id, radius_km, as_of)
    return portraits.portrait(door, ground, territory_id)


def visits(door: Database, programme_id: str, territory_id: str) -> pd.DataFrame:
    """Whom to visit next."""
    return inferred_streams.visit_next(
        door.ask(inferred_streams.estimated_streams, programme_id, territory_id)
    )


def sizes(door: Database, programme_id: str, territory_id: str) -> pd.DataFrame:
    """The estimated streams by size of business."""
    return inferred_streams.by_size(door.ask(inferred_streams.estimated_streams, programme_id, territory_id))


def territory_links(
    door: Database,
    programme_id: str,
    radius_km: float,
    as_of: date,
    territory_ids: tuple[str, ...],
    what: str,
) -> pd.DataFrame:
    """What moves between territories."""
    ground = door.ask(portraits.read_ground, programme_id, radius_km, as_of)
    return movements.links(door, ground, list(territory_ids), what)


def sector_links(
    door: Database,
    programme_id: str,
    radius_km: float,
    as_of: date,
    territory_ids: tuple[str, ...],
    what: str,
    lang: str,
) -> pd.DataFrame:
    """What moves between sectors."""
    ground = door.ask(portraits.read_ground, programme_id, radius_km, as_of)
    return movements.sector_links(door, ground, list(territory_ids), lang, what)


def overlapping(door: Database, programme_id: str, territory_ids: tuple[str, ...]) -> bool:
    """Whether some of the territories lie inside others."""
    return movements.overlap(door, programme_id, list(territory_ids))
