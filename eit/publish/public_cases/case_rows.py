"""The cases of an edition: realised synergies, by name where every party agreed in public, else by three of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from eit.analysis.synergies.public_cases import NAMED as NAMED
from eit.analysis.synergies.public_cases import POOL as POOL
from eit.analysis.synergies.public_cases import told_cases
from eit.publish.collecting import Collected
from eit.store.database import Database

COLUMNS = ("programme_id", "kind", "subject_fr", "subject_en", "year", "parties", "count_band")


def case_rows(database: Database, collected: Sequence[Collected], as_of: date) -> pd.DataFrame:
    """`COLUMNS`: one row per case that may be told, the oldest first, then one per category of the others."""
    found = [
        {**row, "programme_id": item.row["programme_id"], "parties": ", ".join(row["parties"]) or None}  # type: ignore[arg-type]
        for item in collected
        for row in told_cases(database, str(item.row["programme_id"]), as_of)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))
