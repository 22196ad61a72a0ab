"""The map of an edition as one SVG that stands in a page or a file: shaded, hatched where a figure is protected."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely
from markupsafe import Markup

from eit.views import format as fmt
from eit.views import palette
from eit.views.map.classes import Classes, classify
from eit.views.map.layout import ground_rings
from eit.views.map.plane import Bounds, Plane, Spot
from eit.views.map.plane import path as rings_path
from eit.views.map.scene import MapContent, MapScene, ground_of, make_scene
from eit.views.public.page import (
    EMPTY,
    HIDDEN,
    JOIN,
    NOT_ESTIMATED,
    UNTOLD,
    EditionView,
    cell_text,
    unit_word,
)
from eit.views.templates import render
from eit.views.texts import Texts, texts

MARGIN, SMALLEST_SPAN = 0.06, 0.02
TOLERANCE_PX = 0.6
MARK_PX = 7.0
"""A territory that is smaller than this on the map is also marked by a disc."""
LABEL_SHARE = 0.62
"""Of the size of the letters: the mean width of one."""
LABEL_GAP = 4.0
LEGEND_LINE = 26.0
HATCH = "url(#public-hatch)"
"""How a figure that is protected is filled: hatched."""


@dataclass(frozen=True)
class Frame:
    """The size of a map and of its letters [px]: shown that large, none is smaller than 12 px."""

    width: float
    height: float
    letters: float


WIDE, NARROW = Frame(900.0, 620.0, 15.0), Frame(340.0, 400.0, 13.0)
"""A screen, and a telephone held upright."""
COLUMN = Frame(600.0, 500.0, 15.0)
"""The column of a page that has controls beside it, 585 px on a screen of 1366."""


@dataclass(frozen=True)
class Outline:
    """One territory in pixels: its path, where its name stands, and the middle of its disc when it is small."""

    territory_id: str
    path: str
    named_at: Spot
    disc: Spot | None


@dataclass(frozen=True)
class BaseMap:
    """What no filter changes on a map, laid out once: the outlines of the territories, the paths of what is behind.

    `under`: land and waters, each its kind and its path.
    """

    outlines: tuple[Outline, ...]
    behind: tuple[str, ...]
    frame: Frame = WIDE
    under: tuple[tuple[str, str], ...] = ()


def edition_scene(shapes: gpd.GeoDataFrame, under: pd.DataFrame | None) -> MapScene:
    """The scene of an edition: territories alone (`territory_id`, geometry), on the ground of their country.

    Names and figures come with each cell: the scene holds neither, so that no filter makes another.
    """
    known = shapes.assign(name=shapes["territory_id"])
    return make_scene(MapContent("fr", territories=known, ground=ground_of(under)))


def ground(scene: MapScene, behind: Sequence[shapely.Geometry], frame: Frame = WIDE) -> BaseMap:
    """Lay the territories of a scene out, with the outlines of their neighbours and what lies under them."""
    if not scene.areas:
        return BaseMap((), ())
    bounds = shapely.total_bounds([area.geometry for area in scene.areas])
    plane = plane_of((bounds[0], bounds[1], bounds[2], bounds[3]), frame)
    paths = (_path(shape.intersection(plane.window), plane) for shape in behind)
    outlines = tuple(_outline(area.territory_id, area.geometry, plane) for area in scene.areas)
    under = tuple((kind, rings_path(rings)) for kind, rings in ground_rings(scene, plane))
    return BaseMap(outlines, tuple(path for path in paths if path), frame, under)


def _outline(territory_id: str, shape: shapely.Geometry, plane: Plane) -> Outline:
    west, south, east, north = shape.bounds
    middle = plane.spot(*shape.representative_point().coords[0])
    small = max(east - west, north - south) * plane.scale < 2 * MARK_PX
    return Outline(territory_id, _path(shape, plane), middle, middle if small else None)


def plane_of(bounds: Bounds, frame: Frame = WIDE) -> Plane:
    """The whole of the territories in the frame, with a margin."""
    west, south, east, north = bounds
    latitude = (south + north) / 2
    wide = max(east - west, SMALLEST_SPAN) * math.cos(math.radians(latitude)) * (1 + 2 * MARGIN)
    tall = max(north - south, SMALLEST_SPAN) * (1 + 2 * MARGIN)
    return Plane(
        (west + east) / 2, latitude, min(frame.width / wide, frame.height / tall), frame.width, frame.height
    )


def map_svg(
    told: EditionView,
    rows: pd.DataFrame,
    on: BaseMap,
    lang: str,
    title: str,
    chosen: str | None = None,
) -> Markup:
    """`rows` are the cells of one indicator and family; each territory says its value or its reason when pointed at."""
    parts = map_parts(told, rows, on, lang, chosen)
    if parts is None:
        return Markup("")
    return render(
        "public/edition_map.svg",
        **{"palette": palette, "lang": lang, "title": title, "mark": MARK_PX},
        **{"width": on.frame.width, "height": on.frame.height, "letters": on.frame.letters},
        legend_height=legend_height(parts),
        **parts,
    )


def map_parts(
    told: EditionView, rows: pd.DataFrame, on: BaseMap, lang: str, chosen: str | None = None
) -> dict[str, list] | None:
    """What every writer of a map draws: under, behind, areas, names, legend; None when no boundary is known."""
    t = texts(lang)
    if not on.outlines:
        return None
    cells = {row["territory_id"]: row for row in rows.to_dict("records")}
    classes = classify([float(value) for value in told.alone(rows)["value"].dropna()], whole=False)
    return {
        "behind": list(on.behind),
        "under": list(on.under),
        "areas": [
            _area(one, cells, classes, told, t) | {"chosen": one.territory_id == chosen}
            for one in on.outlines
        ],
        "names": _names(on, told, t),
        "legend": _legend([cells.get(one.territory_id) for one in on.outlines], classes, lang),
    }


def legend_height(parts: dict[str, list]) -> float:
    """What the legend takes under the map [px]."""
    return LEGEND_LINE * len(parts["legend"]) + 18


def _fill(row: dict | None, classes: Classes) -> str:
    if row is None or row["state"] in (EMPTY, NOT_ESTIMATED):
        return "#ffffff"
    if row["state"] == HIDDEN:
        return HATCH
    return classes.colour_of(float(row["value"])) or palette.CHOROPLETH_ZERO


def _area(one: Outline, cells: dict, classes: Classes, told: EditionView, t: Texts) -> dict[str, object]:
    """A territory with its value, or the reason why there is none, for whoever points at it."""
    row = cells.get(one.territory_id)
    said = cell_text(row, t.lang) if row is not None else t("public.empty")
    why = t("public.why_hidden") if row is not None and row["state"] == HIDDEN else ""
    tip = f"{fmt.labelled(told.place(one.territory_id, t), said, t.lang)}. {why}".strip()
    if why:
        tip = " ".join([tip, *(_together(row, one, told, t) for row in cells.values())]).strip()
    return {"path": one.path, "disc": one.disc, "fill": _fill(row, classes), "tip": tip}


def _together(row: dict, one: Outline, told: EditionView, t: Texts) -> str:
    """What is told of a territory with others, when nothing is told of it alone."""
    ids = str(row["territory_id"]).split(JOIN)
    if len(ids) < 2 or one.territory_id not in ids or row["state"] in UNTOLD:
        return ""
    return fmt.labelled(told.place(row["territory_id"], t), cell_text(row, t.lang), t.lang) + "."


def _path(geometry: shapely.Geometry, plane: Plane) -> str:
    simple = shapely.simplify(geometry, TOLERANCE_PX / plane.scale)
    return "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in (plane.spot(*point[:2]) for point in ring.coords)) + "Z"
        for polygon in _polygons(simple)
        for ring in (polygon.exterior, *polygon.interiors)
    )


def _polygons(geometry: shapely.Geometry) -> Iterator[shapely.Polygon]:
    parts = getattr(geometry, "geoms", [geometry])
    yield from (part for part in parts if isinstance(part, shapely.Polygon) and not part.is_empty)


def _names(on: BaseMap, told: EditionView, t: Texts) -> list[dict[str, object]]:
    """Where each name stands; one that would cover another is left to the table below."""
    taken: list[tuple[float, float, float]] = []
    found: list[dict[str, object]] = []
    letters = on.frame.letters
    for one in on.outlines:
        words = told.place(one.territory_id, t)
        half = len(words) * letters * LABEL_SHARE / 2
        if 2 * half > on.frame.width - 2 * LABEL_GAP:
            continue
        x = min(max(one.named_at[0], half + LABEL_GAP), on.frame.width - half - LABEL_GAP)
        y = min(max(one.named_at[1] + letters / 3, letters), on.frame.height - LABEL_GAP)
        if all(
            abs(x - there) > half + other or abs(y - line) > letters * 1.2 for there, line, other in taken
        ):
            taken.append((x, y, half))
            found.append({"x": x, "y": y, "words": words})
    return found


def _legend(drawn: Sequence[dict | None], classes: Classes, lang: str) -> list[tuple[str, str]]:
    """Each fill that is drawn and what it means; a territory without a row has no flow, as its tip says."""
    t = texts(lang)
    states = {EMPTY if row is None else row["state"] for row in drawn}
    unit = next((unit_word(str(row["unit"]), t) for row in drawn if row is not None), "")
    rows = [
        (colour, f"{label} {unit}")
        for colour, label in zip(classes.colours, classes.labels(lang), strict=False)
    ]
    rows += [(HATCH, t("public.legend_hidden"))] if HIDDEN in states else []
    rows += [("#ffffff", t("public.legend_empty"))] if EMPTY in states else []
    rows += [("#ffffff", fmt.state_word(NOT_ESTIMATED, lang))] if NOT_ESTIMATED in states else []
    return rows
