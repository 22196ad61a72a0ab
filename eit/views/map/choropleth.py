"""Choropleth: territories shaded by a rate, never by an amount, which would shade the large ones."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np

NO_FIGURE = "none"
PER_KM2 = ("offer_mass_t_per_year", "demand_mass_t_per_year", "estimated_t_per_year", "companies")
PER_COMPANY = ("exchanges", "offers", "demands", "synergies")
ESTIMATED = "estimated_t_per_year"
"""The only figure that nobody declared: dotted, in a hue of its own."""
COMPANIES_KM2 = 100
"""Organisations are counted for so many square kilometres: for one, the number would have three zeros."""
EQUAL_AREA = "EPSG:6933"


def rates(territories: gpd.GeoDataFrame, figure: str) -> np.ndarray:
    """A figure of territories by their area [km²] or their organisations: absolute amounts would shade the large."""
    if figure not in (*PER_KM2, *PER_COMPANY):
        raise ValueError(
            f"territories have no figure {figure!r}; there are {', '.join((*PER_KM2, *PER_COMPANY))}"
        )
    value = territories[figure].to_numpy(dtype=float, na_value=math.nan)
    if figure in PER_COMPANY:
        over = territories["companies"].to_numpy(dtype=float, na_value=math.nan)
    else:
        over = territories.geometry.to_crs(EQUAL_AREA).area.to_numpy() / 1e6
        over = over / COMPANIES_KM2 if figure == "companies" else over
    return np.divide(value, over, out=np.full_like(value, math.nan), where=over > 0)
