"""A scene laid out on a flat picture: what a file, a page and a slide draw shows what the page Carte shows."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import shapely

from eit.views.map import curves, nodes
from eit.views.map.curves import Band, Disc
from eit.views.map.plane import Bounds, Plane, Spot, plane_of
from eit.views.map.scene import Area, Flow, MapScene
from eit.views.texts import texts

MOST_LINES = 60
Only = Callable[[Flow], bool]
CHARACTER_PX, NAME_PX = 8.2, 16.0
"""A letter of the widest of our fonts: an image on a page has not the font of the page."""
SPACE_PX = 3.0
LINE_CELL_PX = 12
"""Between the letters of lands and waters, which stand on their spot."""
MOST_NAMES, MOST_TOWNS = 14, 26
MARK_PX = 2.5
MARKED = ("town", "park")
"""Names of points: where nothing can mark the point, the name would float."""
SHY = ("area", "park", "town", "water")
"""Names that are left out rather than struck through by a flow."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Name:
    """A name centred on a spot, as typed; `look`: node, area, park, town, land or water."""

    text: str
    spot: Spot
    look: str
    anchor: str = "middle"
    """Which end of the text stands on the spot: letters narrower than foreseen stay beside what they name."""
    mark: Spot | None = None
    """Where the thing itself is, for a name that stands beside it."""


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
    """Everything to draw, from the bottom up; `links`: how many lines in all, `share`: drawn of the quantity."""

    scene: MapScene
    plane: Plane
    areas: tuple[tuple[Area, tuple[tuple[Spot, ...], ...]], ...]
    bands: tuple[Band, ...]
    circles: tuple[Circle, ...]
    names: tuple[Name, ...]
    links: int
    share: float | None
    widest: float
    ground: tuple[tuple[str, tuple[tuple[Spot, ...], ...]], ...] = ()


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
    drawn, whole = (_quantity(scene, of) for of in ((band.link for band in bands), links))
    return Picture(
        scene,
        plane,
        tuple((area, rings) for area in scene.areas for rings in plane.rings(area.geometry)),
        tuple(bands),
        tuple(circles),
        tuple(_names(scene, plane, circles, bands)),
        len(links),
        drawn / whole if whole else None,
        max((band.link.width for band in bands), default=nodes.WIDEST_PX),
        tuple(ground_rings(scene, plane)),
    )


def ground_rings(scene: MapScene, plane: Plane) -> Iterator[tuple[str, tuple[tuple[Spot, ...], ...]]]:
    """Land, then the waters on it, as rings of what the picture shows."""
    window = plane.window.bounds
    for kind in ("land", "water"):
        for one in scene.ground:
            seen = shapely.clip_by_rect(one.geometry, *window) if one.kind == kind else None
            if seen is not None and not seen.is_empty:
                yield from ((kind, rings) for rings in plane.rings(seen))


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
    return (nodes.Ends(one.giver, one.taker, one.kind, one.unit, one.quantity) for one in flows)


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


def _names(scene: MapScene, plane: Plane, circles: Sequence[Circle], bands: Sequence[Band]) -> Iterator[Name]:
    """Names that fit, the most wanted first, off the lines where there is a choice."""
    lines = _cells(band.middle for band in bands)
    borders = _cells(ring for area in scene.areas for rings in plane.rings(area.geometry) for ring in rings)
    boxes: list[Box] = [
        (one.disc.x - one.disc.r, one.disc.y - one.disc.r, one.disc.x + one.disc.r, one.disc.y + one.disc.r)
        for one in circles
    ]
    seen: set[str] = set()
    for text, disc, look in _wanted(scene, plane, circles):
        mark = (disc[0], disc[1]) if look in MARKED else None
        if not text or text in seen or (mark and not _is_free(_around(mark), boxes)):
            continue
        spot = _place(text, disc, boxes, (lines, borders), plane, shy=look in SHY)
        if spot is not None:
            seen.add(text)
            boxes += [_box(spot, _half(text, disc)), *([_around(mark)] if mark else [])]
            at, anchor = _held(text, disc, spot)
            yield Name(text, at, look, anchor, mark)


def _held(text: str, at: Disc | Spot, spot: Spot) -> tuple[Spot, str]:
    """The end of a name that is nearest to what it names, and which end that is."""
    if abs(spot[0] - at[0]) < 1:
        return spot, "middle"
    right, half = spot[0] > at[0], _half(text, at)
    return (spot[0] - half if right else spot[0] + half, spot[1]), "start" if right else "end"


def _cells(lines: Iterable[Sequence[Spot]]) -> frozenset[tuple[float, float]]:
    """Squares that lines pass through."""
    found = set()
    for line in lines:
        for (x, y), (east, south) in itertools.pairwise(line):
            steps = min(200, max(1, math.ceil(max(abs(east - x), abs(south - y)) / LINE_CELL_PX)))
            found |= {
                ((x + (east - x) * k / steps) // LINE_CELL_PX, (y + (south - y) * k / steps) // LINE_CELL_PX)
                for k in range(steps + 1)
            }
    return frozenset(found)


def _around(mark: Spot) -> Box:
    return mark[0] - MARK_PX, mark[1] - MARK_PX, mark[0] + MARK_PX, mark[1] + MARK_PX


def _is_free(box: Box, boxes: Iterable[Box]) -> bool:
    west, north, east, south = box
    return all(east <= one[0] or one[2] <= west or south <= one[1] or one[3] <= north for one in boxes)


def _wanted(
    scene: MapScene, plane: Plane, circles: Sequence[Circle]
) -> Iterator[tuple[str, Disc | Spot, str]]:
    order = sorted((one for one in circles if plane.holds(one.disc[:2])), key=lambda one: -one.disc.r)
    for circle in order[:MOST_NAMES]:
        yield circle.label, circle.disc, "node"
    for area in scene.areas:
        middle = area.geometry.representative_point()
        yield area.name, Disc(*plane.spot(middle.x, middle.y), 0.0), "area"
    for town in scene.towns[: MOST_TOWNS * 4]:
        spot = plane.spot(town.longitude, town.latitude)
        if town.kind in ("land", "water"):
            yield town.name.upper() if town.kind == "land" else town.name, spot, town.kind
        else:
            yield town.name, Disc(*spot, 2.0), town.kind


def _half(text: str, at: Disc | Spot) -> float:
    """Half of how broad a name is."""
    return len(text) * (CHARACTER_PX if isinstance(at, Disc) else CHARACTER_PX + SPACE_PX) / 2


def _box(spot: Spot, half: float) -> Box:
    return spot[0] - half, spot[1] - NAME_PX / 2, spot[0] + half, spot[1] + NAME_PX / 2


def _place(
    text: str,
    at: Disc | Spot,
    boxes: Sequence[Box],
    avoided: tuple[frozenset[tuple[float, float]], frozenset[tuple[float, float]]],
    plane: Plane,
    shy: bool,
) -> Spot | None:
    """The first of eight places around a disc where a name meets neither a flow nor a border; else no flow.

    Else the first on one, which a `shy` name does not take. A bare spot is its only place.
    """
    lines, borders = avoided
    found: dict[int, Spot] = {}
    for spot in _places(text, at):
        box = west, north, east, south = _box(spot, _half(text, at))
        inside = west >= 0 and north >= 0 and east <= plane.width and south <= plane.height
        if inside and _is_free(box, boxes):
            found.setdefault(2 * _on_line(box, lines) + _on_line(box, borders), spot)
    return next((found[rank] for rank in sorted(found) if rank < 2 or not shy), None)


def _on_line(box: Box, lines: frozenset[tuple[float, float]]) -> bool:
    west, north, east, south = (int(end // LINE_CELL_PX) for end in box)
    return any((x, y) in lines for x in range(west, east + 1) for y in range(north, south + 1))


def _places(text: str, at: Disc | Spot) -> Iterator[Spot]:
    if not isinstance(at, Disc):
        yield at
        return
    half, high, r = _half(text, at), NAME_PX / 2, at.r + 2
    dx, dy, sx, sy = r + 3 + half, r + 2 + high, r * 0.7 + 2 + half, r * 0.7 + 2 + high
    for x, y in ((dx, 0), (-dx, 0), (0, -dy), (0, dy), (sx, -sy), (sx, sy), (-sx, -sy), (-sx, sy)):
        yield at.x + x, at.y + y
