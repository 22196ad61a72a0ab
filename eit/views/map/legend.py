"""The legend of a flat map as rows of a sign and a text: only what is drawn, in the words of the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from eit.views import format as fmt
from eit.views import palette
from eit.views.map.choropleth import ESTIMATED
from eit.views.map.layout import Picture
from eit.views.map.nodes import TERRITORY_ZOOM, THINNEST_PX
from eit.views.map.scene import POTENTIAL, SYNERGY, MapScene
from eit.views.texts import Texts, texts

SWATCH, BAND, FULL, RUNNING, NODE = "swatch", "band", "full", "running", "node"
PLAIN, OUTLINE, NONE = "plain", "outline", "none"


class Row(NamedTuple):
    """One line of the legend: what is drawn (`sign`, fill or thickness) and what it means."""

    sign: str
    text: str
    fill: str = ""
    weight: float = 7.0


class Group(NamedTuple):
    """Rows under a head."""

    head: str
    rows: tuple[Row, ...]


def area_fill(scene: MapScene, value: float | None) -> str | None:
    """The fill of a territory: a colour, `url(#hatch)` without data, `url(#estimated-N)`; None: not shaded."""
    if scene.classes is None:
        return None
    colour = scene.classes.colour_of(value)
    if colour is None:
        return "url(#hatch)"
    if scene.figure != ESTIMATED or colour not in palette.CHOROPLETH:
        return colour
    return f"url(#estimated-{palette.CHOROPLETH.index(colour)})"


def figure_rows(scene: MapScene) -> list[tuple[str, str]]:
    """The fills of a shaded map and what each means, lightest first."""
    classes, t = scene.classes, texts(scene.lang)
    if classes is None:
        return []
    rows = [(palette.CHOROPLETH_ZERO, t("legend.zero"))] if classes.has_zero else []
    for colour, label in zip(classes.colours, classes.labels(t.lang), strict=True):
        dotted = scene.figure == ESTIMATED
        rows.append((f"url(#estimated-{palette.CHOROPLETH.index(colour)})" if dotted else colour, label))
    return rows + ([("url(#hatch)", t("legend.no_data"))] if classes.has_missing else [])


def figure_head(scene: MapScene) -> str:
    """The name of the figure and its unit."""
    t = texts(scene.lang)
    return f"{t(f'figure.{scene.figure}')} ({t(f'figure_unit.{scene.figure}')})" if scene.classes else ""


def legend_groups(shown: Picture) -> list[Group]:
    """What the picture holds, group by group."""
    t = texts(shown.scene.lang)
    shades = [Row(SWATCH, text, fill) for fill, text in figure_rows(shown.scene)]
    if any(area.approximate for area in shown.scene.areas):
        shades.append(Row(OUTLINE, t("legend.approximate")))
    found = [
        Group(t("legend.lines"), tuple(_lines(shown, t))),
        Group(t("legend.thickness"), tuple(_weights(shown))),
        Group(t("legend.sites"), tuple(_nodes(shown, t))),
        Group(figure_head(shown.scene) or t("legend.areas"), tuple(shades)),
    ]
    return [group for group in found if group.rows]


def drawn_note(shown: Picture) -> str:
    """How many of the lines are drawn, which part of the quantity they carry, and which stays inside discs."""
    t = texts(shown.scene.lang)
    note = t("map_screen.drawn", n=len(shown.bands), of=shown.links)
    if shown.share is None or shown.scene.banded:
        return note
    unit = _unit(shown.scene.unit(), t)
    note = f"{note}, {t('map_screen.of_quantity', n=round(100 * shown.share), unit=unit)}"
    kept = round(100 * shown.kept)
    return f"{note}, {t('map_screen.kept_inside', n=kept)}" if kept else note


def _lines(shown: Picture, t: Texts) -> Iterator[Row]:
    kinds = {band.link.kind for band in shown.bands}
    if POTENTIAL in kinds:
        yield Row(BAND, t("map_screen.legend_potential"))
    if SYNERGY in kinds:
        yield Row(FULL, t("map_screen.legend_synergy"))
    if any(band.link.running for band in shown.bands):
        yield Row(RUNNING, t("map_screen.legend_running"))


def _weights(shown: Picture) -> Iterator[Row]:
    if shown.scene.banded:
        if shown.bands:
            yield Row(BAND, texts(shown.scene.lang)("map_screen.legend_wider"), weight=shown.widest)
        return
    largest: dict[str, float] = {}
    for band in shown.bands:
        largest[band.link.unit] = max(largest.get(band.link.unit, 0.0), band.link.quantity)
    for unit, most in sorted(largest.items()):
        if most > 0:
            yield Row(BAND, fmt.quantity(most, unit, shown.scene.lang), weight=shown.widest)
            quarter = THINNEST_PX + (shown.widest - THINNEST_PX) / 4
            yield Row(BAND, fmt.quantity(most / 4, unit, shown.scene.lang), weight=quarter)


def _unit(unit: str, t: Texts) -> str:
    return t(f"unit.{unit}") if t.has(f"unit.{unit}") else unit


def _nodes(shown: Picture, t: Texts) -> Iterator[Row]:
    if not shown.circles:
        return
    yield Row(NODE, t("map_screen.legend_node", unit=_unit(shown.scene.unit(), t)))
    yield Row(NODE, t("map_screen.legend_rings"))
    summed = shown.plane.zoom < TERRITORY_ZOOM + 1
    if any(not circle.received + circle.given for circle in shown.circles):
        yield Row(PLAIN, t("map_screen.legend_empty", unit=_unit(shown.scene.unit(), t)))
    yield Row(NONE, t("map_screen.legend_territory" if summed else "map_screen.legend_gathered"))
    if any(circle.inside and circle.disc.r >= NUMBERED_PX for circle in shown.circles):
        yield Row(NODE, t("map_screen.legend_inside"))


NUMBERED_PX = 8.0
"""A disc that is smaller has no room for the number of its own exchanges."""
