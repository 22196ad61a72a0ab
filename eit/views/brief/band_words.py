"""Bands in words: a quantity or a distance as the steps that it lies between."""

from __future__ import annotations

import math
from collections.abc import Callable

from eit.domain.bands import DISTANCE_LIMITS_KM, Band, limit_band, middle, round_band, sum_ends
from eit.views import format as fmt
from eit.views.texts import Texts
from eit.views.typography import NO_BREAK


def quantity_word(value: float, unit: str, t: Texts) -> str:
    """The band that holds a quantity, as a room reads it; `n.c.` for one that is not known."""
    band = round_band(float(value))
    return fmt.quantity(None, unit, t.lang) if band is None else quantity_band(band, unit, t)


def told_word(value: float, unit: str, t: Texts) -> str:
    """The band that a quantity of a copy for a room stands for; of a part of one (some months) the ends it lies in."""
    band = round_band(float(value))
    if band is None or math.isclose(middle(band), value, rel_tol=1e-9):
        return quantity_word(value, unit, t)
    return quantity_band(Band(*(fmt.round_significant(end, 2) for end in sum_ends(value, value))), unit, t)


def distance_word(value: float, t: Texts) -> str:
    """The band that holds a distance [km]."""
    band = limit_band(float(value), DISTANCE_LIMITS_KM)
    return fmt.distance(value, t.lang) if band is None else distance_band(band, t)


def quantity_band(band: Band, unit: str, t: Texts) -> str:
    """`100 à 500 t/an`; the unit of the low end is written only when it is another."""
    high = fmt.quantity(band.high, unit, t.lang)
    if band.low == band.high:
        return high
    low, _, low_unit = fmt.quantity(band.low, unit, t.lang, per_year=False).partition(NO_BREAK)
    same = fmt.quantity(band.high, unit, t.lang, per_year=False).endswith(f"{NO_BREAK}{low_unit}")
    return t("brief_case.band", low=low if same else f"{low}{NO_BREAK}{low_unit}", high=high)


def distance_band(band: Band, t: Texts) -> str:
    """`5 à 20 km`, `moins de 5 km`, `plus de 100 km`."""
    return open_band(band, t, lambda value: fmt.distance(value, t.lang))


def open_band(band: Band, t: Texts, write: Callable[[float], str]) -> str:
    """`5 à 20`, `moins de 5`, `plus de 100`, its last end as `write` writes it."""
    if band.high is None:
        return t("brief_case.above", low=write(band.low))
    if band.low == 0:
        return t("brief_case.below", high=write(band.high))
    return t("brief_case.band", low=fmt.number(band.low, t.lang), high=write(band.high))
