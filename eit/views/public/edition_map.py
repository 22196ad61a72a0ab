"""The map of an edition as one SVG that stands in a page or a file: shaded, hatched where a figure is protected."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import shapely

from eit.views import format as fmt
from eit.views import palette
from eit.views.escape import encode
from eit.views.map.classes import Classes, classify
from eit.views.map.pixels import Bounds, Plane, Spot
from eit.views.public.page import EMPTY, HIDDEN, REST, TOTAL, EditionView, cell_text, unit_word
from eit.views.texts import Texts, texts

WIDTH, HEIGHT = 900.0, 620.0
MARGIN, SMALLEST_SPAN = 0.06, 0.02
TOLERANCE_PX = 0.6
MARK_PX = 7.0
"""A territory that is smaller than this on the map is also marked by a disc."""
LABEL_PX = 9.2
STYLE = f'font-family="{palette.FONT}" fill="{palette.INK}"'


@dataclass(frozen=True)
class Outline:
    """One territory in pixels: its path, where its name stands, and the middle of its disc when it is small."""

    territory_id: str
    path: str
    named_at: Spot
    disc: Spot | None


@dataclass(frozen=True)
class BaseMap:
    """What no filter changes on a map, laid out once: the outlines of the territories and what stays behind them."""

    outlines: tuple[Outline, ...]
    context: str


def ground(shapes: gpd.GeoDataFrame, behind: Sequence[shapely.Geometry]) -> BaseMap:
    """Lay the territories out (`territory_id`, geometry in degrees), with the outlines of their neighbours."""
    if shapes.empty:
        return BaseMap((), "")
    plane = plane_of(tuple(shapes.total_bounds))
    context = "".join(
        f'<path d="{outline}" fill="none" stroke="{palette.CONTEXT_OUTLINE}"/>'
        for shape in behind
        for outline in [_path(shape.intersection(plane.window), plane)]
        if outline
    )
    rows = zip(shapes["territory_id"], shapes.geometry, strict=True)
    return BaseMap(tuple(_outline(str(name), shape, plane) for name, shape in rows), context)


def _outline(territory_id: str, shape: shapely.Geometry, plane: Plane) -> Outline:
    west, south, east, north = shape.bounds
    middle = plane.spot(*shape.representative_point().coords[0])
    small = max(east - west, north - south) * plane.scale < 2 * MARK_PX
    return Outline(territory_id, _path(shape, plane), middle, middle if small else None)


def plane_of(bounds: Bounds) -> Plane:
    """The whole of the territories in the frame, with a margin."""
    west, south, east, north = bounds
    latitude = (south + north) / 2
    wide = max(east - west, SMALLEST_SPAN) * math.cos(math.radians(latitude)) * (1 + 2 * MARGIN)
    tall = max(north - south, SMALLEST_SPAN) * (1 + 2 * MARGIN)
    return Plane((west + east) / 2, latitude, min(WIDTH / wide, HEIGHT / tall), WIDTH, HEIGHT)


def map_svg(
    told: EditionView,
    rows: pd.DataFrame,
    on: BaseMap,
    lang: str,
    title: str,
    chosen: str | None = None,
) -> str:
    """`rows` are the cells of one indicator and family; each territory says its value or its reason when pointed at."""
    t = texts(lang)
    if not on.outlines:
        return ""
    cells = {row["territory_id"]: row for row in rows.to_dict("records")}
    classes = classify([float(row["value"]) for key, row in cells.items() if key not in (TOTAL, REST)
                        and not fmt.is_missing(row["value"])], whole=False)  # fmt: skip
    areas = "".join(_area(one, cells, classes, told, lang, chosen) for one in on.outlines)
    names = "".join(_name(one, told, t) for one in on.outlines)
    legend, tall = _legend(cells, classes, lang)
    height = HEIGHT + tall
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:g}" role="img" lang="{lang}" '
        f'aria-label="{encode(title)}" {STYLE}><title>{encode(title)}</title>{_definitions()}'
        f'<rect width="{WIDTH:g}" height="{height:g}" fill="#ffffff"/>'
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{palette.MAP_LAND}"/>'
        f"{on.context}{areas}{names}{legend}</svg>"
    )


def picture_html(svg: str, title: str) -> str:
    """The map as an image: a page's own HTML is not allowed to hold drawings."""
    if not svg:
        return ""
    data = base64.b64encode(svg.encode()).decode()
    return f'<img class="eit-public-map" alt="{encode(title)}" src="data:image/svg+xml;base64,{data}">'


def _definitions() -> str:
    return (
        '<defs><pattern id="public-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="7" height="7" fill="{palette.CHOROPLETH_NONE}"/>'
        '<line x1="0" y1="0" x2="0" y2="7" stroke="#8d897e" stroke-width="2"/></pattern></defs>'
    )


def _fill(row: dict | None, classes: Classes) -> str:
    if row is None or row["state"] == EMPTY:
        return "#ffffff"
    if row["state"] == HIDDEN:
        return "url(#public-hatch)"
    return classes.colour_of(float(row["value"])) or palette.CHOROPLETH_ZERO


def _area(
    one: Outline, cells: dict, classes: Classes, told: EditionView, lang: str, chosen: str | None
) -> str:
    territory_id = one.territory_id
    row, t = cells.get(territory_id), texts(lang)
    said = cell_text(row, lang) if row is not None else t("public.empty")
    why = t("public.why_hidden") if row is not None and row["state"] == HIDDEN else ""
    mine = territory_id == chosen
    edge = palette.SELECTION if mine else palette.TERRITORY_OUTLINE
    look = f'fill="{_fill(row, classes)}" stroke="{edge}" stroke-width="{3 if mine else 1.2}"'
    tip = f"<title>{encode(fmt.labelled(told.place(territory_id, t), said, lang))}. {encode(why)}</title>"
    drawn = f'<path d="{one.path}" fill-rule="evenodd" {look}>{tip}</path>'
    if one.disc:
        drawn += f'<circle cx="{one.disc[0]}" cy="{one.disc[1]}" r="{MARK_PX}" {look}>{tip}</circle>'
    return drawn


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


def _name(one: Outline, told: EditionView, t: Texts) -> str:
    x, y = one.named_at
    name = told.place(one.territory_id, t)
    half = len(name) * LABEL_PX / 2
    x = min(max(x, half + 4), WIDTH - half - 4)
    halo = 'stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" text-anchor="middle"'
    return f'<text x="{x:.1f}" y="{y + 5:.1f}" font-size="15" font-weight="600" {halo}>{encode(name)}</text>'


def _legend(cells: dict, classes: Classes, lang: str) -> tuple[str, float]:
    t = texts(lang)
    states = {row["state"] for row in cells.values()}
    unit = next((unit_word(str(row["unit"]), t) for row in cells.values()), "")
    rows = [
        (colour, f"{label} {unit}")
        for colour, label in zip(classes.colours, classes.labels(lang), strict=False)
    ]
    rows += [("url(#public-hatch)", t("public.legend_hidden"))] if HIDDEN in states else []
    rows += [("#ffffff", t("public.legend_empty"))] if EMPTY in states else []
    drawn = "".join(
        f'<rect x="14" y="{HEIGHT + 14 + 26 * number:g}" width="34" height="17" fill="{fill}" '
        f'stroke="{palette.TERRITORY_OUTLINE}"/><text x="58" y="{HEIGHT + 28 + 26 * number:g}" font-size="15">'
        f"{encode(said)}</text>"
        for number, (fill, said) in enumerate(rows)
    )
    return drawn, 26.0 * len(rows) + 18
