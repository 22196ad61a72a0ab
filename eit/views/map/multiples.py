"""Small multiples: the map of one scene once for each material or year, with the places and the scale of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from eit.views import format as fmt
from eit.views.cards import picture_html
from eit.views.categories import category_name
from eit.views.map.layout import Only
from eit.views.map.plane import Bounds
from eit.views.map.scene import SYNERGY, Flow, MapScene
from eit.views.map.svg import bare_map_svg
from eit.views.templates import render
from eit.views.texts import texts

MOST, SIZE_PX = 9, (440, 300)


class Part(NamedTuple):
    """Some of the flows of a scene, and what they are called."""

    title: str
    only: Only


def by_material(scene: MapScene, names: Mapping[str, str] | None = None) -> list[Part]:
    """The materials that carry the most, each with what it carries; `names`: what the programme calls them."""
    t, unit = texts(scene.lang), scene.unit()
    sums: dict[str, float] = {}
    for flow in scene.flows:
        sums[flow.category_id] = sums.get(flow.category_id, 0.0) + _quantity(flow, unit)
    order = sorted(sums, key=lambda key: (-sums[key], key))
    return [
        Part(_title((names or {}).get(key) or category_name(key, t), scene, key), _of_material(key))
        for key in order[:MOST]
    ]


def _title(name: str, scene: MapScene, category_id: str) -> str:
    """The name of a material and what it carries; the name alone where only bands are known, which make no sum."""
    return name if scene.banded else f"{name} · {_said(scene, category_id)}"


def _of_material(category_id: str) -> Only:
    return lambda flow: flow.category_id == category_id


def _said(scene: MapScene, category_id: str) -> str:
    """What a material carries, in each of its units, the largest first."""
    sums: dict[str, float] = {}
    for flow in scene.flows:
        if flow.category_id == category_id:
            sums[flow.unit] = sums.get(flow.unit, 0.0) + (flow.quantity or 0.0)
    return ", ".join(
        fmt.quantity(sums[unit], unit, scene.lang) for unit in sorted(sums, key=lambda u: -sums[u])
    )


def by_year(scene: MapScene) -> list[Part]:
    """The synergies that had begun by each year, the last MOST years of them."""
    t = texts(scene.lang)
    years = [flow.year for flow in scene.flows if flow.kind == SYNERGY and flow.year is not None]
    span = range(max(min(years), max(years) - MOST + 1), max(years) + 1) if years else range(0)
    return [Part(t("multiples.year_caption", year=str(year)), _begun_by(year)) for year in span]


def _begun_by(year: int) -> Only:
    return lambda flow: flow.kind == SYNERGY and flow.year is not None and flow.year <= year


def _quantity(flow: Flow, unit: str) -> float:
    return (flow.quantity or 0.0) if flow.unit == unit else 0.0


def multiples_html(scene: MapScene, bounds: Bounds | None, parts: Iterable[Part], dark: bool) -> Markup:
    """The maps side by side, each under its name; a sentence when there is none."""
    drawn = list(_drawn(scene, bounds, parts, dark))
    return render("map/multiples.html", maps=drawn, nothing=texts(scene.lang)("multiples.none"))


def _drawn(
    scene: MapScene, bounds: Bounds | None, parts: Iterable[Part], dark: bool
) -> Iterator[dict[str, object]]:
    for part in parts:
        svg, _ = bare_map_svg(scene, bounds, part.title, SIZE_PX, dark, part.only)
        yield {"title": part.title, "image": picture_html(svg, part.title)}
