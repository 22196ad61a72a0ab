"""Where an organisation stands: what was typed, else what was known, else the point of its municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from eit.domain.jurisdiction import Jurisdiction

AXES = ("latitude", "longitude")


class PositionFault(NamedTuple):
    """Why a position is not believed: the column, the rule, and what may have been meant."""

    column: str
    rule: str
    proposal: str = ""


@dataclass(frozen=True)
class Located:
    """Where an address is [degrees]; `quality`: `site` for a house, `street`; `label`: as the service writes it."""

    latitude: float
    longitude: float
    quality: str
    label: str


def position_fault(place: Jurisdiction, latitude: float, longitude: float) -> PositionFault | None:
    """Whether a position [degrees] cannot be one of the jurisdiction: zero, swapped, of the wrong sign, or outside."""
    fits = place.holds
    if fits(latitude, longitude):
        return None
    if latitude == 0 and longitude == 0:
        return PositionFault("latitude", "coordinates-zero")
    if fits(longitude, latitude):
        return PositionFault("latitude", "coordinates-swapped", f"{longitude}; {latitude}")
    if fits(latitude, -longitude):
        return PositionFault("longitude", "coordinates-sign", str(-longitude))
    if fits(-latitude, longitude):
        return PositionFault("latitude", "coordinates-sign", str(-latitude))
    return PositionFault("latitude", "coordinates-outside")


def position_of(
    typed: tuple[float | None, float | None],
    quality: str | None,
    row: Mapping[str, Any],
    place: Mapping[str, Any],
) -> dict[str, object]:
    """Columns of the position, of a whole or empty pair [degrees]; what they leave out stays as it was in `row`.

    `place`: the municipality; its point stands in for a position that nobody gave, unless `quality` is `none`.
    """
    latitude, longitude = typed
    if latitude is None or longitude is None:
        follows = row.get("position_quality") == "municipality"
        if row.get("latitude") is not None and quality is None and not follows:
            return {}
        if quality == "none" or place.get("latitude") is None:
            return {**dict.fromkeys(AXES), "position_quality": "none"}
        return {**{axis: float(place[axis]) for axis in AXES}, "position_quality": "municipality"}
    same = (latitude, longitude) == (row.get("latitude"), row.get("longitude"))
    otherwise = row["position_quality"] if same else "site"
    exact = quality if quality not in (None, "none") else otherwise
    return {"latitude": latitude, "longitude": longitude, "position_quality": exact}
