"""The answers that the pages Indicateurs, Consortium and Rencontre ask for; every key holds the version of the file."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.analysis import consortium, live_entry, programmes, scenes
from eit.analysis.impact import indicators
from eit.domain.figures.indicator import Indicator
from eit.domain.live_entry import SpokenFlow
from eit.domain.scene import Scene
from eit.domain.selection import Selection
from eit.store.database import FileVersion
from eit.ui.data_file import answer, database


@answer
def sheet(version: FileVersion, programme_id: str, as_of: date) -> list[Indicator]:
    """See `analysis.indicators.sheet`."""
    return indicators.sheet(database(version), programme_id, as_of)


@answer
def impacts(version: FileVersion, programme_id: str) -> list[tuple[str, str, str]]:
    """See `analysis.indicators.impacts`."""
    return indicators.impacts(database(version), programme_id)


@answer
def members(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.consortium.members`."""
    return consortium.members(database(version), programme_id)


@answer
def verdicts(version: FileVersion, programme_id: str, as_of: date) -> list[consortium.Judged]:
    """See `analysis.consortium.verdicts`."""
    return consortium.verdicts(database(version), programme_id, as_of)


@answer
def meetings(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.consortium.meetings`."""
    return consortium.meetings(database(version), programme_id)


@answer
def attendance(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.consortium.attendance`."""
    return consortium.attendance(database(version), programme_id)


@answer
def decisions(version: FileVersion, programme_id: str, as_of: date) -> pd.DataFrame:
    """See `analysis.consortium.decisions`."""
    return consortium.decisions(database(version), programme_id, as_of)


@answer
def territory_names(version: FileVersion, programme_id: str) -> dict[str, str]:
    """See `analysis.consortium.represented_choices`."""
    return consortium.represented_choices(database(version), programme_id)


@answer
def synergy_titles(version: FileVersion, programme_id: str, lang: str) -> dict[str, str]:
    """Title of each synergy of a programme by its id."""
    return programmes.synergy_titles(database(version), programme_id, lang)


@answer
def saved_scenes(version: FileVersion, programme_id: str) -> list[Scene]:
    """See `analysis.scenes.saved_scenes`."""
    return scenes.saved_scenes(database(version), programme_id)


@answer
def partners(
    version: FileVersion, programme_id: str, radius_km: float, said: SpokenFlow, as_of: date
) -> pd.DataFrame:
    """Who could meet what was just said. See `analysis.live_entry.partners`."""
    return live_entry.partners(database(version), Selection(programme_id, radius_km=radius_km), said, as_of)
