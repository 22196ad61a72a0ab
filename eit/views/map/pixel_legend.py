"""The legend of a flat picture as rows of a sign and a text: the same words as beside the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from eit.views import palette
from eit.views.categories import category_name, category_short
from eit.views.map.choropleth import ESTIMATED
from eit.views.map.classes import MASS_WEIGHTS, mass_labels
from eit.views.map.content import Drawing
from eit.views.texts import Texts, texts

SWATCH, LINE, DASHED, DISC, ARROW, OUTLINE = "swatch", "line", "dashed", "disc", "arrow", "outline"


class Row(NamedTuple):
    """One line of the legend: what is drawn (`sign`, colour or fill, thickness or letters) and what it means."""

    sign: str
    text: str
    colour: str = palette.INK
    weight: float = 2.5
    letters: str = ""


class Group(NamedTuple):
    """Rows under a head."""

    head: str
    rows: tuple[Row, ...]


def legend_groups(
    drawing: Drawing, lang: str, category_names: Mapping[str, str] | None = None
) -> list[Group]:
    """Only what the drawing holds; `category_names` replaces the names of categories by the programme's own."""
    t = texts(lang)
    found = [
        Group(_figure_head(drawing, t), tuple(_shades(drawing, t))),
        Group(t("legend.lines"), tuple(_lines(drawing, t))),
        Group(f"{t('legend.thickness')} ({t('unit.t_per_year')})", tuple(_weights(drawing, t))),
        Group(t("legend.categories"), tuple(_categories(drawing, t, category_names or {}))),
    ]
    return [group for group in found if group.rows]


def _figure_head(drawing: Drawing, t: Texts) -> str:
    if drawing.figure is None:
        return ""
    return f"{t(f'figure.{drawing.figure}')} ({t(f'figure_unit.{drawing.figure}')})"


def _shades(drawing: Drawing, t: Texts) -> Iterator[Row]:
    classes = drawing.classes
    if classes is None:
        return
    if classes.has_zero:
        yield Row(SWATCH, t("legend.zero"), palette.CHOROPLETH_ZERO)
    for colour, label in zip(classes.colours, classes.labels(t.lang), strict=True):
        dotted = drawing.figure == ESTIMATED
        fill = f"url(#estimated-{palette.CHOROPLETH.index(colour)})" if dotted else colour
        yield Row(SWATCH, label, fill)
    if classes.has_missing:
        yield Row(SWATCH, t("legend.no_data"), "url(#hatch)")
    if drawing.approximate:
        yield Row(OUTLINE, t("legend.approximate"))


def _lines(drawing: Drawing, t: Texts) -> Iterator[Row]:
    if not drawing.drawn_lines:
        return
    yield Row(DASHED, t("legend.exchange"))
    if drawing.with_synergies:
        yield Row(LINE, t("legend.synergy"), weight=3.0)
    yield Row(ARROW, t("legend.direction"))


def _weights(drawing: Drawing, t: Texts) -> Iterator[Row]:
    if not drawing.drawn_lines:
        return
    for weight, label in zip(MASS_WEIGHTS, mass_labels(t.lang), strict=True):
        yield Row(LINE, label, weight=weight)


def _categories(drawing: Drawing, t: Texts, names: Mapping[str, str]) -> Iterator[Row]:
    order = [one for one in palette.CATEGORY_COLOURS if one in drawing.categories]
    order += [one for one in drawing.categories if one not in palette.CATEGORY_COLOURS]
    for one in order:
        name = names.get(one, category_name(one, t))
        yield Row(DISC, name, palette.category_colour(one), letters=category_short(one, t))
