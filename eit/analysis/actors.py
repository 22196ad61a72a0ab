"""Who helps the companies of a programme: information, training, measurement, financing, expertise."""

from __future__ import annotations

import pandas as pd

from eit.store.database import Database

KINDS = ("information", "training", "measurement", "financing", "expertise")


def directory(database: Database, programme_id: str) -> pd.DataFrame:
    """One row per actor of the programme, with its source; territory_id NULL: the whole programme."""
    return database.query("actors", {"programme_id": programme_id})


def kinds_without_actor(frame: pd.DataFrame) -> tuple[str, ...]:
    """The kinds of help for which nobody is in the directory yet."""
    return tuple(kind for kind in KINDS if kind not in set(frame["kind"]))
