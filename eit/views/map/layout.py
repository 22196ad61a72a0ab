"""A scene laid out on a flat picture: what a file, a page and a slide draw shows what the page Carte shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import shapely

from eit.domain.stage import counts_in_headline
from eit.views.map import curves, nodes
from eit.views.map.bands import Band
from eit.views.map.curves import Disc
from eit.views.map.names import Name, place_names
from eit.views.map.plane import Bounds, Plane, Spot, plane_of
from eit.views.map.scene import Area, Flow, MapScene
from eit.views.palette import GROUND_LINES
from eit.views.texts import texts

MOST_LINES = 60
Only = Callable[[Flow], bool]


@dataclass(frozen=True)
class Circle:
    """A node on the picture: received and given in the scene's unit, exchanges inside, its label."""

    disc: Disc
    received: float
    given: float
    inside: int
    label: str


@dataclass(frozen=True)
class Picture:
    """Everything to draw, from the bottom up; `links`: how many lines in all.

    `share`: what is drawn of the quantity, `kept`: what stays inside discs.
    """

    scene: MapScene
    plane: Plane
    areas: tuple[tuple[Area, tuple[tuple[Spot, ...], ...]], ...]
    bands: tuple[Band, ...]
    circles: tuple[Circle, ...]
    names: tuple[Name, ...]
    links: int
    share: float | None
    kept: float
    widest: float
    ground: tuple[tuple[str, tuple[tuple[Spot, ...], ...]], ...] = ()
    lines: tuple[tuple[str, tuple[Spot, ...]], ...] = ()


def lay_out(
    scene: MapScene,
    bounds: Bounds | None,
    width: float,
    height: float,
    most: int = MOST_LINES,
    only: Only | None = None,
) -> Picture:
    """Lay a scene out in `width` × `height` pixels; `bounds` is (west, south, east, north) in degrees.

    `only` says which flows are drawn: places and scale stay those of all, so that pictures of one scene compare.
    """
    plane = plane_of(bounds if bounds is not None else scene.bounds, width, height)
    found, links, inside = _gathered(scene, plane)
    largest = max((sum(both) for both in nodes.totals(links, len(found), scene.unit())), default=0.0)
    if only is not None:
        links, inside = _part(scene, found, links, only)
    through = nodes.totals(links, len(found), scene.unit())
    circles = _circles(scene, plane, found, through, inside, largest)
    discs = [circle.disc for circle in circles]
    bands = curves.lay(curves.bundles([link for link in links if nodes.carries(link)][:most]), discs)
    bands.sort(key=lambda band: band.link.share)
    drawn, between = (_quantity(scene, of) for of in ((band.link for band in bands), links))
    whole = sum(
        flow.quantity or 0.0 for flow in scene.flows if flow.unit == scene.unit() and (not only or only(flow))
    )
    return Picture(
        scene,
        plane,
        tuple((area, rings) for area in scene.areas for rings in plane.rings(area.geometry)),
        tuple(bands),
        tuple(circles),
        tuple(place_names(scene, plane, [(one.label, one.disc) for one in circles], bands)),
        len(links),
        drawn / whole if whole else None,
        (whole - between) / whole if whole else 0.0,
        max((band.link.width for band in bands), default=nodes.WIDEST_PX),
        tuple(ground_rings(scene, plane)),
        tuple(ground_lines(scene, plane)),
    )


def ground_rings(scene: MapScene, plane: Plane) -> Iterator[tuple[str, tuple[tuple[Spot, ...], ...]]]:
    """Land, then the waters on it, as rings of what the picture shows."""
    window = plane.window.bounds
    for kind in ("land", "water"):
        for one in scene.ground:
            seen = shapely.clip_by_rect(one.geometry, *window) if one.kind == kind else None
            if seen is not None and not seen.is_empty:
                yield from ((kind, rings) for rings in plane.rings(seen))


def ground_lines(scene: MapScene, plane: Plane) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    """Rivers, then rails and roads, as lines of what the picture shows."""
    for kind in GROUND_LINES:
        for one in scene.ground:
            if one.kind == kind:
                yield from ((kind, line) for line in plane.lines(one.geometry))


def _quantity(scene: MapScene, links: Iterable[nodes.Link]) -> float:
    return sum(link.quantity for link in links if link.unit == scene.unit())


def _gathered(scene: MapScene, plane: Plane) -> tuple[list[nodes.Node], list[nodes.Link], dict[int, int]]:
    """The nodes in pixels, the links and what stays inside, as the screen would gather them at this scale."""
    level, weight = plane.zoom, _weights(scene)
    spots = [plane.spot(site.longitude, site.latitude) for site in scene.sites]
    placed = [
        nodes.Spotted(x / 2**level, y / 2**level, site.area, heavy)
        for (x, y), site, heavy in zip(spots, scene.sites, weight, strict=True)
    ]
    found = nodes.clusters(placed, level)
    links, inside = nodes.sums(_ends(scene.flows), found, nodes.widest_of(found, 2**level))
    for node in found:
        node.x, node.y = node.x * 2**level, node.y * 2**level
    return found, links, inside


def _weights(scene: MapScene) -> list[float]:
    """What passes through each site, in the scene's unit."""
    unit, weight = scene.unit(), [0.0] * len(scene.sites)
    for flow in scene.flows:
        if flow.unit == unit:
            weight[flow.giver] += flow.quantity or 0.0
            weight[flow.taker] += flow.quantity or 0.0
    return weight


def _ends(flows: Iterable[Flow]) -> Iterator[nodes.Ends]:
    return (
        nodes.Ends(one.giver, one.taker, one.kind, one.unit, one.quantity, counts_in_headline(one.stage))
        for one in flows
    )


def _part(
    scene: MapScene, found: list[nodes.Node], whole: Iterable[nodes.Link], only: Only
) -> tuple[list[nodes.Link], dict[int, int]]:
    """Links of some of the flows, as broad as they would be among all."""
    largest: dict[str, float] = {}
    widest = nodes.THINNEST_PX
    for link in whole:
        largest[link.unit] = max(largest.get(link.unit, 0.0), link.quantity)
        widest = max(widest, link.width)
    return nodes.sums(_ends(filter(only, scene.flows)), found, widest, largest)


def _circles(
    scene: MapScene,
    plane: Plane,
    found: Sequence[nodes.Node],
    through: Sequence[tuple[float, float]],
    inside: dict[int, int],
    largest: float,
) -> list[Circle]:
    most = nodes.LARGEST_SITE_PX if plane.zoom >= nodes.SITE_ZOOM else nodes.LARGEST_PX
    made = []
    labels = _labels(scene, found, plane.zoom)
    for number, (node, (received, given)) in enumerate(zip(found, through, strict=True)):
        radius = nodes.disc_of((received + given) / largest if largest else 0.0, most)
        label = labels[number]
        made.append(Circle(Disc(node.x, node.y, radius), received, given, inside.get(number, 0), label))
    return made


def _labels(scene: MapScene, found: Sequence[nodes.Node], zoom: float) -> list[str]:
    """The names of nodes; two have not the same, where their largest organisation can tell them apart."""
    plain, weight = [label_of(scene, node, zoom) for node in found], _weights(scene)
    often = Counter(plain)
    t = texts(scene.lang)
    for number, node in enumerate(found):
        if often[plain[number]] > 1 and len(node.members) > 1:
            first = max(node.members, key=lambda one: (weight[one], -one))
            others = str(len(node.members) - 1)
            plain[number] = t("map_screen.with_others", name=scene.sites[first].name, n=others)
    return plain


def label_of(scene: MapScene, node: nodes.Node, zoom: float) -> str:
    """A node is its territory where these are summed, its organisation when it is alone, else its place."""
    if zoom < nodes.TERRITORY_ZOOM + 1 and node.area >= 0:
        return scene.areas[node.area].name
    if len(node.members) == 1:
        return scene.sites[node.members[0]].name
    places = Counter(scene.sites[member].place for member in node.members if scene.sites[member].place)
    return f"{places.most_common(1)[0][0] if places else ''} ({len(node.members)})".strip()
