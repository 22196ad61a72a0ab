"""The cached answers of the pages Territoires and Matières; the version of the file is always one of the arguments."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from eit.analysis import actors
from eit.analysis.territories import inferred_streams, materials, movements, portraits
from eit.domain.selection import Selection
from eit.store.database import FileVersion
from eit.ui.data_file import answer, database


@st.cache_resource(max_entries=16, show_spinner=False)
def _ground(
    version: FileVersion, programme_id: str, radius_km: float, as_of: date
) -> movements.PortraitInputs:
    return portraits.read_ground(database(version), programme_id, radius_km, as_of)


@answer
def default_territories(version: FileVersion, programme_id: str) -> list[str]:
    """See `analysis.portraits.default_territories`."""
    return portraits.default_territories(database(version), programme_id)


@answer
def portrait(
    version: FileVersion, programme_id: str, radius_km: float, as_of: date, territory_id: str
) -> portraits.Portrait:
    """See `analysis.portraits.portrait`."""
    ground = _ground(version, programme_id, radius_km, as_of)
    return portraits.portrait(database(version), ground, territory_id)


@answer
def visits(version: FileVersion, programme_id: str, territory_id: str) -> pd.DataFrame:
    """See `analysis.estimated.visit_next`."""
    return inferred_streams.visit_next(
        inferred_streams.estimated_streams(database(version), programme_id, territory_id)
    )


@answer
def sizes(version: FileVersion, programme_id: str, territory_id: str) -> pd.DataFrame:
    """See `analysis.estimated.by_size`."""
    return inferred_streams.by_size(
        inferred_streams.estimated_streams(database(version), programme_id, territory_id)
    )


@answer
def territory_links(
    version: FileVersion,
    programme_id: str,
    radius_km: float,
    as_of: date,
    territory_ids: tuple[str, ...],
    what: str,
) -> pd.DataFrame:
    """See `analysis.movements.links`."""
    ground = _ground(version, programme_id, radius_km, as_of)
    return movements.links(database(version), ground, list(territory_ids), what)


@answer
def sector_links(
    version: FileVersion,
    programme_id: str,
    radius_km: float,
    as_of: date,
    territory_ids: tuple[str, ...],
    what: str,
    lang: str,
) -> pd.DataFrame:
    """See `analysis.movements.sector_links`."""
    ground = _ground(version, programme_id, radius_km, as_of)
    return movements.sector_links(database(version), ground, list(territory_ids), lang, what)


@answer
def overlapping(version: FileVersion, programme_id: str, territory_ids: tuple[str, ...]) -> bool:
    """See `analysis.movements.overlap`."""
    return movements.overlap(database(version), programme_id, list(territory_ids))


@answer
def seasons(version: FileVersion, programme_id: str, territory_id: str, by: str) -> pd.DataFrame:
    """See `analysis.movements.seasons`."""
    return movements.seasons(database(version), programme_id, territory_id, by)


@answer
def directory(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.actors.directory`."""
    return actors.directory(database(version), programme_id)


@answer
def material_choices(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.priorities.material_choices`."""
    return materials.material_choices(database(version), programme_id)


@answer
def material_view(
    version: FileVersion, selection: Selection, material_id: str, as_of: date
) -> materials.MaterialView:
    """See `analysis.priorities.material_view`."""
    return materials.material_view(database(version), selection, material_id, as_of)
