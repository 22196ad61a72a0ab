"""The changing part of the map in one feature group: redrawn without losing the reader's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import folium
import geopandas as gpd
import pandas as pd

from eit.views import format as fmt
from eit.views.map.choropleth import FIGURES, WHOLE_FIGURES, territory_layer, territory_names
from eit.views.map.classes import Classes, classify
from eit.views.map.clusters import group_layer, group_sites
from eit.views.map.corridors import Totals, total_layers
from eit.views.map.geometry import Point, spread
from eit.views.map.layers import (
    Lines,
    arrow_layer,
    exchange_lines,
    has_place,
    layer,
    name_layer,
    radius_layers,
    site_layer,
    synergy_lines,
)
from eit.views.texts import Texts, texts

MOST_LINES = 300


@dataclass(frozen=True)
class MapContent:
    """What to draw: frames of the analysis (None = leave the layer out) and the reader's choices.

    With `totals` (see `analysis.corridors`) exchanges are drawn as their sums between territories.
    """

    lang: str
    territories: gpd.GeoDataFrame | None = None
    figure: str = "offer_mass_t_per_year"
    sites: pd.DataFrame | None = None
    exchanges: pd.DataFrame | None = None
    synergies: pd.DataFrame | None = None
    selected_company_id: str | None = None
    radius_km: float | None = None
    most_lines: int = MOST_LINES
    totals: pd.DataFrame | None = None
    with_names: bool = True


@dataclass(frozen=True)
class Drawing:
    """The group to hand to the map, and what the legend and the page must say about it."""

    group: folium.FeatureGroup
    figure: str | None
    classes: Classes | None
    categories: tuple[str, ...]
    approximate: bool
    drawn_lines: int
    hidden_lines: int
    unplaced_lines: int
    unplaced_sites: int
    with_synergies: bool
    with_selection: bool
    totals: bool = False
    groups: bool = False

    def hidden_note(self, t: Texts) -> str:
        """How many lines are not drawn and where they are; empty when all are drawn."""
        key = "map.hidden_sums" if self.totals else "map.hidden"
        return t(key, n=self.hidden_lines) if self.hidden_lines else ""


def feature_group(content: MapContent) -> Drawing:
    """Draw everything that a filter can change; the best `most_lines` exchanges by score (or largest sums) are kept.

    Raises ValueError for a figure that territories do not have.
    """
    group = folium.FeatureGroup(name="maillage", control=False)
    places = site_places(content.sites)
    classes = _add_territories(group, content, places.values())
    selected = content.selected_company_id
    if selected in places and content.radius_km:
        label = texts(content.lang)("map.radius", distance=fmt.distance(content.radius_km, content.lang))
        _add(group, radius_layers(places[selected], content.radius_km, label))
    summed = _totals(content)
    singles = content.exchanges if summed is None else None
    kept, hidden = _best(singles, content.most_lines, selected)
    lines, unplaced = _add_lines(group, kept, content, places, summed)
    grouped = _add_sites(group, content, places, _linked(kept, content.synergies, selected))
    territories = content.territories
    return Drawing(
        group=group,
        figure=content.figure if classes else None,
        classes=classes,
        categories=_categories(kept, content.synergies, content.sites),
        approximate=territories is not None and bool(territories["approximate"].any()),
        drawn_lines=lines + (summed.lines if summed else 0),
        hidden_lines=summed.hidden if summed else hidden,
        unplaced_lines=unplaced + (summed.unplaced if summed else 0),
        unplaced_sites=0 if content.sites is None else len(content.sites) - len(places),
        with_synergies=content.synergies is not None and len(content.synergies) > 0,
        with_selection=selected in places,
        totals=summed is not None,
        groups=grouped,
    )


def site_places(sites: pd.DataFrame | None) -> dict[str, Point]:
    """Return where each site with a position is drawn, those that share a point moved apart."""
    if sites is None:
        return {}
    rows = zip(sites["company_id"], sites["latitude"], sites["longitude"], strict=True)
    return spread({key: (float(lat), float(lon)) for key, lat, lon in rows if has_place(lat, lon)})


def _add(group: folium.FeatureGroup, layers: list[folium.GeoJson]) -> None:
    for one in layers:
        group.add_child(one)


def _add_territories(
    group: folium.FeatureGroup, content: MapContent, sites: Iterable[Point]
) -> Classes | None:
    if content.figure not in FIGURES:
        raise ValueError(f"territories have no figure {content.figure!r}; there are {', '.join(FIGURES)}")
    if content.territories is None or not len(content.territories):
        return None
    classes = classify(content.territories[content.figure], whole=content.figure in WHOLE_FIGURES)
    group.add_child(territory_layer(content.territories, content.figure, classes, content.lang))
    if content.with_names:
        names = territory_names(content.territories, content.totals is not None, sites)
        group.add_child(name_layer(names))
    return classes


def _totals(content: MapContent) -> Totals | None:
    """The sums between territories, when they were asked for and there are boundaries to draw them on."""
    if content.totals is None or content.territories is None or not len(content.territories):
        return None
    return total_layers(content.totals, content.territories, content.lang, content.most_lines)


def _add_sites(
    group: folium.FeatureGroup, content: MapContent, places: dict[str, Point], linked: set[str]
) -> bool:
    """Draw the sites, those that lie together under one number at low zoom; tell whether there is such a number.

    Where exchanges are added up, sites would have no lines: only those of a synergy are drawn.
    """
    if content.sites is None or not len(content.sites):
        return False
    selected, shown = content.selected_company_id, content.sites
    if content.totals is not None:
        parties = _parties(content.synergies)
        shown = shown[shown["company_id"].isin(parties)]
        linked = linked | parties
        places = {key: place for key, place in places.items() if key in parties}
    first_zoom, groups = group_sites(places, linked | {selected} if selected else linked)
    group.add_child(site_layer(shown, places, content.lang, selected, linked, first_zoom))
    if groups:
        group.add_child(group_layer(groups, shown, content.lang))
    return bool(groups)


def _add_lines(
    group: folium.FeatureGroup,
    kept: pd.DataFrame | None,
    content: MapContent,
    places: dict[str, Point],
    summed: Totals | None,
) -> tuple[int, int]:
    lines = Lines(places, content.selected_company_id)
    unplaced = 0
    if kept is not None:
        unplaced += exchange_lines(kept, lines, content.lang)
    exchanges = len(lines.curves)
    if content.synergies is not None:
        unplaced += synergy_lines(content.synergies, lines, content.lang)
    if exchanges:
        group.add_child(layer(lines.curves[:exchanges], "exchanges", "exchanges"))
    if len(lines.curves) > exchanges:
        group.add_child(layer(lines.curves[exchanges:], "synergies", "synergies"))
    arrows = lines.arrows
    if summed is not None:
        _add(group, summed.layers)
        arrows = [*summed.arrows, *arrows]
    if arrows:
        group.add_child(arrow_layer(arrows))
    return len(lines.curves), unplaced


def _best(frame: pd.DataFrame | None, most: int, selected: str | None) -> tuple[pd.DataFrame | None, int]:
    """Keep the best by score, those of the selected company before all others."""
    if frame is None or len(frame) <= most:
        return frame, 0
    own = (frame["offer_company_id"] == selected) | (frame["demand_company_id"] == selected)
    order = frame.assign(_own=own).sort_values(["_own", "score"], ascending=False, kind="stable")
    return order.drop(columns="_own").head(most), len(frame) - most


def _parties(synergies: pd.DataFrame | None) -> set[str]:
    if synergies is None or synergies.empty:
        return set()
    return set(synergies["giver_company_id"]) | set(synergies["taker_company_id"])


def _linked(exchanges: pd.DataFrame | None, synergies: pd.DataFrame | None, selected: str | None) -> set[str]:
    """Return the companies at the other end of a line of the selected one."""
    if selected is None:
        return set()
    found: set[str] = set()
    for frame, giver, taker in (
        (exchanges, "offer_company_id", "demand_company_id"),
        (synergies, "giver_company_id", "taker_company_id"),
    ):
        if frame is not None and len(frame):
            found |= set(frame.loc[frame[giver] == selected, taker])
            found |= set(frame.loc[frame[taker] == selected, giver])
    return found


def _categories(*frames: pd.DataFrame | None) -> tuple[str, ...]:
    present: set[str] = set()
    for frame in frames:
        if frame is not None and len(frame):
            present |= set(frame["category_id"].dropna())
    return tuple(sorted(present))
