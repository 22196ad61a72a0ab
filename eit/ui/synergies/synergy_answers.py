"""What the page Synergies asks for, cached; every key holds the version of the file and the day."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.analysis.synergies import barriers, years
from eit.analysis.synergies import board as pipeline
from eit.store.database import FileVersion
from eit.ui.data_file import answer, database


@answer
def board(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.pipeline.board`."""
    return pipeline.board(database(version), programme_id, as_of)


@answer
def overdue_steps(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.pipeline.overdue_steps`."""
    return pipeline.overdue_steps(database(version), programme_id, as_of)


@answer
def funnel(
    version: FileVersion, programme_id: str, as_of: date, level: str | None, radius_km: float
) -> pipeline.Funnel:
    """See `analysis.pipeline.funnel`."""
    return pipeline.funnel(database(version), programme_id, as_of, level, radius_km)


@answer
def goals(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.pipeline.goals`."""
    return pipeline.goals(database(version), programme_id, as_of)


@answer
def history(version: FileVersion, programme_id: str, synergy_id: str) -> pd.DataFrame:
    """See `analysis.pipeline.history`."""
    return pipeline.history(database(version), programme_id, synergy_id)


@answer
def sides(version: FileVersion, programme_id: str, synergy_id: str) -> pd.DataFrame:
    """See `analysis.pipeline.sides`."""
    return pipeline.sides(database(version), programme_id, synergy_id)


@answer
def barrier_rows(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.barriers.barrier_rows`."""
    return barriers.barrier_rows(database(version), programme_id, as_of)


def barrier_counts(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """See `analysis.barriers.barrier_counts`."""
    return barriers.barrier_counts(rows, by)


@answer
def rejections(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.barriers.rejections`."""
    return barriers.rejections(database(version), programme_id)


@answer
def yearly(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.years.yearly`."""
    return years.yearly(database(version), programme_id, as_of)
