"""Where names stand on a flat picture: beside what they name, off lines and borders, never over another name's mark.

eit/static/map/layout.js places names on the screen in the same way.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from eit.views.map.bands import RING_PX, Band, mark_at
from eit.views.map.curves import Disc
from eit.views.map.plane import Plane, Spot
from eit.views.map.scene import MapScene

CHARACTER_PX, NAME_PX = 8.2, 16.0
"""A letter of the widest of our fonts: an image on a page has not the font of the page."""
SPACE_PX = 3.0
"""Between the letters of lands and waters, which stand on their spot."""
LINE_CELL_PX = 12
LONGEST_WHOLE = 18
COUNTED = re.compile(r" \(\d+\)$| \+ \d+$")
"""The end of a name that says how many sites its disc holds."""
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
    held: tuple[Spot, str]
    """The end of the text (start, middle or end) beside what it names: letters narrower than foreseen stay there."""
    mark: Spot | None = None
    """Where the thing itself is, for a name that stands beside it."""


def place_names(
    scene: MapScene, plane: Plane, nodes: Sequence[tuple[str, Disc]], bands: Sequence[Band]
) -> Iterator[Name]:
    """Names that fit, the most wanted first, off the lines where there is a choice; `nodes`: label and disc."""
    lines = _cells(band.middle for band in bands)
    borders = _cells(ring for area in scene.areas for rings in plane.rings(area.geometry) for ring in rings)
    boxes: list[Box] = [
        (disc.x - disc.r, disc.y - disc.r, disc.x + disc.r, disc.y + disc.r) for _, disc in nodes
    ]
    boxes += [_around(mark_at(band), RING_PX) for band in bands if band.link.running]
    seen: set[str] = set()
    for text, disc, look, whole in _wanted(scene, plane, nodes):
        mark = (disc[0], disc[1]) if look in MARKED else None
        if not text or seen & {text, whole} or (mark and not _is_free(_around(mark), boxes)):
            continue
        spot = _place(text, disc, boxes, (lines, borders), plane, shy=look in SHY)
        if spot is not None:
            seen.add(text)
            boxes += [_box(spot, _half(text, disc)), *([_around(mark)] if mark else [])]
            yield Name(text, spot, look, _held(text, disc, spot), mark)


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


def _around(mark: Spot, r: float = MARK_PX) -> Box:
    return mark[0] - r, mark[1] - r, mark[0] + r, mark[1] + r


def _is_free(box: Box, boxes: Iterable[Box]) -> bool:
    west, north, east, south = box
    return all(east <= one[0] or one[2] <= west or south <= one[1] or one[3] <= north for one in boxes)


def _wanted(
    scene: MapScene, plane: Plane, nodes: Sequence[tuple[str, Disc]]
) -> Iterator[tuple[str, Disc | Spot, str, str]]:
    """Text, place, look, and the name in whose stead it stands where that one found no place."""
    order = sorted((one for one in nodes if plane.holds(one[1][:2])), key=lambda one: -one[1].r)[:MOST_NAMES]
    for label, disc in order:
        yield label, disc, "node", label
    for label, disc in order:
        yield _cut(label), disc, "node", label
    for area in scene.areas:
        middle = area.geometry.representative_point()
        yield area.name, Disc(*plane.spot(middle.x, middle.y), 0.0), "area", area.name
    for town in scene.towns[: MOST_TOWNS * 4]:
        spot = plane.spot(town.longitude, town.latitude)
        name = town.name.upper() if town.kind == "land" else town.name
        yield name, spot if town.kind in ("land", "water") else Disc(*spot, 2.0), town.kind, name


def _cut(text: str) -> str:
    """The first letters of a long name and what says how many sites it stands for: a disc with no name says nothing."""
    many = found.group() if (found := COUNTED.search(text)) else ""
    words = text.removesuffix(many)
    return text if len(words) <= LONGEST_WHOLE else f"{words[: LONGEST_WHOLE - 4].strip()}…{many}"


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

    Else the first on one. A `shy` name takes none of these. A bare spot is its only place.
    """
    lines, borders = avoided
    found: dict[int, Spot] = {}
    for spot in _places(text, at):
        box = west, north, east, south = _box(spot, _half(text, at))
        inside = west >= 0 and north >= 0 and east <= plane.width and south <= plane.height
        if inside and _is_free(box, boxes):
            found.setdefault(2 * _on_line(box, lines) + _on_line(box, borders), spot)
    return next((found[rank] for rank in sorted(found) if rank < 1 or not shy), None)


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
