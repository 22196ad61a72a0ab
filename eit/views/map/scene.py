"""Map scene: everything that a map shows as one plain value, made once and read by every writer.

Texts are raw, as typed: each writer makes them safe in its own way. Longitudes of one scene lie within half a turn of
each other, whatever meridian runs between them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from eit.views import format as fmt
from eit.views.brief.band_words import told_word
from eit.views.map.choropleth import NO_FIGURE, rates
from eit.views.map.classes import Classes, classify
from eit.views.map.scene_parts import Area as Area
from eit.views.map.scene_parts import Flow as Flow
from eit.views.map.scene_parts import Ground as Ground
from eit.views.map.scene_parts import Site as Site
from eit.views.map.scene_parts import Town as Town
from eit.views.reasons import exchange_title
from eit.views.texts import texts

MOST_FLOWS = 6000
"""Beyond, a browser is slow to read them: the largest of each unit are kept, the scene says what is not."""
POTENTIAL, SYNERGY = 0, 1
Bounds = tuple[float, float, float, float]


def ground_of(shapes: pd.DataFrame | None) -> tuple[Ground, ...]:
    """Land, waters and roads of a table of `kind` and `geometry`; its kind `line`, borders, is for a screen only."""
    rows = () if shapes is None else zip(shapes["kind"], shapes["geometry"], strict=True)
    return tuple(Ground(str(kind), shape) for kind, shape in rows if kind != "line")


@dataclass(frozen=True)
class MapContent:
    """What to draw: frames of the analysis (None = leave the layer out), synergy → year of its first event, names.

    `banded`: the frames are those of a copy for a room. Who lies in which territory, what the plan carries and what
    bands sum to does not follow from it: each flow has its own band, and nothing is shaded or added up.
    """

    lang: str
    territories: gpd.GeoDataFrame | None = None
    figure: str = NO_FIGURE
    sites: pd.DataFrame | None = None
    exchanges: pd.DataFrame | None = None
    synergies: pd.DataFrame | None = None
    began: Mapping[str, int] | None = None
    towns: tuple[Town, ...] = ()
    ground: tuple[Ground, ...] = ()
    banded: bool = False


@dataclass(frozen=True)
class MapScene:
    """What every writer draws: areas, sites, flows, names of places; what is left out is counted."""

    lang: str
    figure: str
    classes: Classes | None
    areas: tuple[Area, ...]
    sites: tuple[Site, ...]
    flows: tuple[Flow, ...]
    towns: tuple[Town, ...]
    unplaced_sites: int
    unplaced_flows: int
    smaller_flows: int
    ground: tuple[Ground, ...] = ()
    banded: bool = False

    @property
    def bounds(self) -> Bounds | None:
        """West, south, east, north [degrees] of the sites, else of the areas; None of nothing."""
        if self.sites:
            y, x = ([getattr(one, name) for one in self.sites] for name in ("latitude", "longitude"))
            return min(x), min(y), max(x), max(y)
        if not self.areas:
            return None
        west, south, east, north = shapely.total_bounds([one.geometry for one in self.areas])
        return float(west), float(south), float(east), float(north)

    def unit(self) -> str:
        """The unit that the most flows have: discs are as large as what passes through them in it."""
        units = [flow.unit for flow in self.flows]
        return max(dict.fromkeys([*(["t"] if "t" in units else []), *units]), key=units.count, default="t")


def make_scene(content: MapContent) -> MapScene:
    """The scene of some frames. Raises ValueError for a figure that territories do not have."""
    areas, classes = _areas(content)
    sites = _Sites(content, areas)
    flows, unplaced = _flows(content, sites)
    kept = _largest(flows)
    return MapScene(
        content.lang,
        content.figure if classes else NO_FIGURE,
        classes,
        areas,
        tuple(sites.found.values()),
        tuple(kept),
        content.towns,
        unplaced_sites=sites.unplaced,
        unplaced_flows=unplaced,
        smaller_flows=len(flows) - len(kept),
        ground=content.ground,
        banded=content.banded,
    )


def _areas(content: MapContent) -> tuple[tuple[Area, ...], Classes | None]:
    known, figure = content.territories, content.figure
    shown = figure != NO_FIGURE and not content.banded
    if known is None or not len(known):
        return (), None
    known = known[~(known.geometry.isna() | known.geometry.is_empty)]
    values = rates(known, figure) if shown else np.full(len(known), math.nan)
    areas = tuple(
        Area(str(row.territory_id), str(row.name), row.geometry, None if math.isnan(value) else float(value),
             bool(row.approximate))
        for row, value in zip(known.itertuples(), values, strict=True)
    )  # fmt: skip
    return areas, classify(values, whole=False) if shown else None


class _Sites:
    """Sites by company, in order; those that only an exchange names are added when it comes."""

    def __init__(self, content: MapContent, areas: tuple[Area, ...]) -> None:
        self.lang, self.areas = content.lang, areas
        self.tree = shapely.STRtree([area.geometry for area in areas])
        self.found: dict[str, Site] = {}
        self.numbers: dict[str, int] = {}
        self.unplaced, self.middle = 0, math.nan
        frame = content.sites if content.sites is not None else pd.DataFrame()
        for row in frame.itertuples():
            park = getattr(row, "park", None)
            place = row.municipality if fmt.is_missing(park) else park
            words = (place, getattr(row, f"sector_{content.lang}"))
            placed = self._add(row.company_id, row.name, words, (row.latitude, row.longitude),
                               (row.offers, row.demands))  # fmt: skip
            self.unplaced += placed is None

    def _add(self, company_id: object, name: object, words: tuple[object, object],
             place: tuple[Any, Any], counts: tuple[Any, Any]) -> int | None:  # fmt: skip
        latitude, longitude = (math.nan if fmt.is_missing(end) else float(end) for end in place)
        if not (math.isfinite(latitude) and math.isfinite(longitude)):
            return None
        self.middle = longitude if math.isnan(self.middle) else self.middle
        longitude = self.middle + (longitude - self.middle + 180) % 360 - 180
        within = self.tree.query(shapely.Point(longitude, latitude), predicate="intersects")
        said = ["" if fmt.is_missing(word) else str(word) for word in (name, *words)]
        area = int(within[0]) if len(within) else -1
        offers, demands = (0 if fmt.is_missing(count) else int(count) for count in counts)
        self.numbers[str(company_id)] = len(self.found)
        self.found[str(company_id)] = Site(
            str(company_id), said[0], said[1], said[2], latitude, longitude, area, offers, demands
        )
        return self.numbers[str(company_id)]

    def number(
        self, company_id: object, name: object, place: object, latitude: object, longitude: object
    ) -> int | None:
        """The number of a company, which is added with what is known; None without a position."""
        known = self.numbers.get(str(company_id))
        return (
            self._add(company_id, name, (place, ""), (latitude, longitude), (0, 0))
            if known is None
            else known
        )


def _flows(content: MapContent, sites: _Sites) -> tuple[list[Flow], int]:
    found: list[Flow] = []
    asked = 0
    for make, frame in ((_exchange, content.exchanges), (_synergy, content.synergies)):
        rows: Iterable[Any] = () if frame is None else frame.itertuples()
        for row in rows:
            asked += 1
            flow = make(row, content, sites)
            if flow is not None:
                found.append(flow)
    return found, asked - len(found)


def _exchange(row: Any, content: MapContent, sites: _Sites) -> Flow | None:
    lang, t = content.lang, texts(content.lang)
    giver = sites.number(row.offer_company_id, row.offer_company, row.offer_municipality, row.offer_latitude,
                         row.offer_longitude)  # fmt: skip
    taker = sites.number(row.demand_company_id, row.demand_company, row.demand_municipality, row.demand_latitude,
                         row.demand_longitude)  # fmt: skip
    if giver is None or taker is None:
        return None
    score = f"{fmt.number(row.score, lang, decimals=0)}/100"
    facts = [
        t(f"basis.{row.basis}"),
        fmt.distance(row.distance_km, lang),
        f"{t('score.total').lower()} {score}",
    ]
    days = (getattr(row, f"{side}_observed_on", None) for side in ("offer", "demand"))
    years = [pd.Timestamp(day).year for day in days if not fmt.is_missing(day)]
    quantity = getattr(row, "allocated_quantity", row.pair_quantity)
    # A number without a unit says nothing: the exchange is drawn, its quantity is n.c.
    unit = "" if fmt.is_missing(row.unit) else str(row.unit)
    return Flow(f"{row.offer_id}|{row.demand_id}", giver, taker, POTENTIAL, unit or "t", str(row.category_id),
                _known(quantity) if unit else None, max(years) if len(years) == 2 else None,
                exchange_title(row, lang), " · ".join(facts), _told(row.pair_quantity, unit, content))  # fmt: skip


def _synergy(row: Any, content: MapContent, sites: _Sites) -> Flow | None:
    lang, t, began = content.lang, texts(content.lang), content.began or {}
    giver = sites.number(row.giver_company_id, row.giver, "", row.offer_latitude, row.offer_longitude)
    taker = sites.number(row.taker_company_id, row.taker, "", row.demand_latitude, row.demand_longitude)
    if giver is None or taker is None:
        return None
    since = "" if fmt.is_missing(row.stage_on) else f" ({fmt.date(row.stage_on, lang)})"
    facts = [f"{t(f'stage.{row.stage}')}{since}"]
    if not content.banded:
        facts.append(f"{t('kpi.avoided_ghg.label')} {fmt.ghg(row.ghg_central, lang)}")
    unit = getattr(row, "unit", "t")
    unit = "t" if fmt.is_missing(unit) else str(unit)
    quantity = getattr(row, "quantity_per_year", row.mass_t_per_year)
    return Flow(str(row.synergy_id), giver, taker, SYNERGY, unit, str(row.category_id), _known(quantity),
                began.get(str(row.synergy_id)), str(getattr(row, f"title_{lang}")), " · ".join(facts),
                _told(quantity, unit, content), str(row.stage))  # fmt: skip


def _told(value: Any, unit: str, content: MapContent) -> str:
    """The band of what one exchange could carry, which is no matter of a plan; nothing where quantities are known."""
    known = _known(value)
    if not content.banded or not unit or known is None:
        return ""
    return told_word(known, unit, texts(content.lang))


def _known(value: Any) -> float | None:
    return None if fmt.is_missing(value) or not math.isfinite(value) else float(value)


def _largest(flows: list[Flow]) -> list[Flow]:
    """At most MOST_FLOWS, each by its share of the largest of its unit; synergies before all."""
    if len(flows) <= MOST_FLOWS:
        return flows
    largest = dict(_maxima(flows))
    order = sorted(flows, key=lambda one: (-one.kind, -(one.quantity or 0) / (largest[one.unit] or 1)))
    return order[:MOST_FLOWS]


def _maxima(flows: list[Flow]) -> Iterator[tuple[str, float]]:
    for unit in {one.unit for one in flows}:
        yield unit, max(one.quantity or 0 for one in flows if one.unit == unit)
