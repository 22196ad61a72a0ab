"""What the document of a meeting holds, and the cases that it tells without betraying who made them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from eit.domain.bands import Band
from eit.domain.figures.figure import Figure

LEAST_CONTRIBUTORS = 3
"""A territory with fewer organisations is not counted apart: its neighbours would know who is meant."""
ASKED, MEETING, YEAR = "asked", "meeting", "year"
"""Where the day comes from since which a brief calls things new."""


@dataclass(frozen=True)
class Elsewhere:
    """Other offers of the material with a compatible taker in reach. `territory` None: the rest of the territory.

    `offers`, `companies` None: fewer than LEAST_CONTRIBUTORS organisations, and the number is not told.
    """

    territory: str | None
    offers: int | None
    companies: int | None


@dataclass(frozen=True)
class CaseCard:
    """One realised synergy without its parties: no name, no municipality, no exact quantity, no position.

    Pairs of words are (French, English). `months` is a 12-bit mask of the season in common, None: not known;
    `overcome`: reasons for which it was set aside before it was taken up again; `sectors` giver then taker.
    """

    number: int
    type: str
    stage: str
    category_id: str
    offered: tuple[str, str]
    wanted: tuple[str, str] | None
    sectors: tuple[tuple[str, str], ...]
    districts: tuple[str, ...]
    quantity: Band | None
    unit: str
    ghg: Band | None
    ghg_provisional: bool
    distance_km: Band | None
    months: int | None
    since_year: int | None
    months_to_realise: Band | None
    confirmed_years: int
    destinations: tuple[str, ...]
    overcome: tuple[str, ...]
    library: Mapping[str, str] | None
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True)
class Brief:
    """A programme on a day, as a room may see it: names already masked in every frame.

    `in_bands`: its figures are told by their bands, for whoever makes it is no coordination.
    """

    lang: str
    programme: Mapping[str, object]
    as_of: date
    since: date
    since_from: str
    radius_km: float
    figures: tuple[Figure, ...]
    in_bands: bool
    counts: Mapping[str, int]
    targets: Mapping[str, float]
    published: Mapping[str, float]
    days_left: int | None
    new_synergies: pd.DataFrame
    decisions: pd.DataFrame
    cases: tuple[CaseCard, ...]
    oldest: str | None
    newest: str | None
    fictitious: bool
    territories: pd.DataFrame
    sites: pd.DataFrame
    exchanges: pd.DataFrame
    synergies: pd.DataFrame
    bounds: tuple[float, float, float, float]
    category_names: Mapping[str, str]
    boundary_sources: tuple[str, ...]
