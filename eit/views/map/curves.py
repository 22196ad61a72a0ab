"""Curves of a flow map: each link a band beside the others of its pair, half an arrowhead at the rim of its target.

The same rules as eit/static/map/curves.js, which draws on a screen;
tests/js/flow_cases.json holds both to the same results.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from eit.views.map.bands import Band, side_by_side, slot
from eit.views.map.nodes import GAP_PX, Link
from eit.views.map.plane import Spot

RIM_PX, STEPS = 2.5, 24
BENDS = tuple(way * bend for bend in (0.12, 0.62, 0.9, 1.2) for way in (1, -1))
"""Angles between the chord and the curve at its ends that are tried beside the one that suits its length."""
LEAST_BEND, MOST_BEND, FAR_PX = 0.26, 0.42, 700.0
"""A short line is bent little, one of FAR_PX and more the most."""
LEANING, INWARD = 0.8, 0.25
"""What a curve that leans to one of its ends costs, per radian, and one on the side of the middle."""
FARTHEST_PORT, SHORTEST_PX, PULL = 1.4, 16.0, 0.36
LITTLE, FARTHEST_TURNS = 0.1, 1.7
"""What is only possible and carries little goes no long way round: how little, how far both ends may turn."""
CROWD = 1.15
"""Room between the lines of a crowded rim."""
Span = tuple[float, float]


class Disc(NamedTuple):
    """A node on the picture [px]."""

    x: float
    y: float
    r: float


@dataclass
class Bundle:
    """The links between two nodes: `there` from the lower number to the higher, `back` the other way."""

    low: int
    high: int
    there: list[Link] = field(default_factory=list)
    back: list[Link] = field(default_factory=list)

    def room(self, side: str) -> float:
        """Pixels that a side takes beside the middle, heads counted."""
        links: list[Link] = getattr(self, side)
        return GAP_PX + sum(slot(link.width) for link in links)


def bundles(links: Iterable[Link]) -> list[Bundle]:
    """Links between the same two nodes together; synergies nearest the middle, the largest first."""
    found: dict[tuple[int, int], Bundle] = {}
    for link in links:
        pair = (min(link.a, link.b), max(link.a, link.b))
        bundle = found.setdefault(pair, Bundle(*pair))
        (bundle.there if link.a == pair[0] else bundle.back).append(link)
    for bundle in found.values():
        for side in (bundle.there, bundle.back):
            side.sort(key=lambda link: (-link.kind, -link.share, link.key))
    return list(found.values())


@dataclass
class _Ground:
    """The discs, the middle that curves turn away from, how far lines end from each middle, the stretches taken."""

    discs: Sequence[Disc]
    outward: Spot
    radii: list[float]
    rims: dict[int, list[Span]] = field(default_factory=dict)


def lay(found: Sequence[Bundle], discs: Sequence[Disc]) -> list[Band]:
    """The bands of bundles, in their order; one that finds no room on a rim, or no way round a disc, is left out."""
    outward = (_mean([one.x for one in discs]), _mean([one.y for one in discs]))
    ground = _Ground(discs, outward, _rim_radii(found, discs))
    drawn: list[Band] = []
    for bundle in found:
        best = _route(bundle, ground)
        if best is None:
            continue
        curve, spans = best
        for node, span in zip((bundle.low, bundle.high), spans, strict=True):
            ground.rims.setdefault(node, []).append(span)
        drawn += _bands(bundle, curve)
    return drawn


def _mean(values: Sequence[float]) -> float:
    return sum(values) / (len(values) or 1)


def _rim_radii(found: Sequence[Bundle], discs: Sequence[Disc]) -> list[float]:
    """How far from the middle of each disc its lines end: at its rim, or further where they would not fit there."""
    needed = [0.0] * len(discs)
    for bundle in found:
        for node in (bundle.low, bundle.high):
            needed[node] += bundle.room("there") + bundle.room("back")
    radii = []
    for disc, room in zip(discs, needed, strict=True):
        rim = disc.r + RIM_PX
        radii.append(rim + max(0.0, min(room * CROWD / (2 * math.pi) - rim, _spare(disc, discs))))
    return radii


def _spare(disc: Disc, discs: Sequence[Disc]) -> float:
    """How far a rim may grow: half of what lies between it and the next, a short line left out."""
    others = (other for other in discs if other is not disc)
    free = (math.dist(disc[:2], one[:2]) - disc.r - one.r - 2 * RIM_PX - SHORTEST_PX for one in others)
    return min(free, default=0.0) / 2


class _Try(NamedTuple):
    """Where a curve could leave the rims of its ends, and how far that is from what suits."""

    cost: float
    start: tuple[float, Span]
    end: tuple[float, Span]


def _route(bundle: Bundle, ground: _Ground) -> tuple[list[Spot], tuple[Span, Span]] | None:
    """The most even curve under no other disc: as bent as suits its length, alike at both ends, outward."""
    there, back = bundle.room("there"), bundle.room("back")
    ends = (ground.discs[bundle.low], ground.discs[bundle.high])
    for _, start, end in sorted(_tries(bundle, ground), key=lambda one: one.cost):
        curve = _cubic(ground, (bundle.low, start[0]), (bundle.high, end[0]))
        if math.dist(curve[0], curve[-1]) < SHORTEST_PX / 2:
            continue
        if (
            not _under(curve, bundle, ground.discs, there, back)
            and _clear(curve, ends, there, back)
            and all(_head_clear(band.head, ends) for band in _bands(bundle, curve))
        ):
            return curve, (start[1], end[1])
    return None


def _tries(bundle: Bundle, ground: _Ground) -> Iterator[_Try]:
    (x0, y0, _), (x1, y1, _) = ground.discs[bundle.low], ground.discs[bundle.high]
    chord, length = math.atan2(y1 - y0, x1 - x0), math.hypot(x1 - x0, y1 - y0)
    side = ((x0 + x1) / 2 - ground.outward[0]) * -(y1 - y0) + ((y0 + y1) / 2 - ground.outward[1]) * (x1 - x0)
    out = 1 if side >= 0 else -1
    there, back = bundle.room("there"), bundle.room("back")
    suits = LEAST_BEND + (MOST_BEND - LEAST_BEND) * min(1.0, length / FAR_PX)
    for bend in (suits, -suits, *BENDS):
        start = _port(ground, bundle.low, chord + out * bend, back, there)
        end = _port(ground, bundle.high, chord + math.pi - out * bend, there, back)
        if start is None or end is None:
            continue
        first, last = _wrap(start[0] - chord), _wrap(end[0] - chord - math.pi)
        if not _loops(bundle, first, last):
            yield _Try(_unevenness(first, last, suits, out), start, end)


def _unevenness(first: float, last: float, suits: float, out: int) -> float:
    """How far a curve is from the one that suits; it is even when its turns at both ends are opposite."""
    most = first if abs(first) > abs(last) else -last
    return LEANING * abs(first + last) + abs(abs(most) - suits) + (INWARD if most * out < 0 else 0.0)


def _port(ground: _Ground, node: int, angle: float, before: float, after: float) -> tuple[float, Span] | None:
    """The nearest free stretch of a rim for what needs `before` and `after` pixels on both sides of `angle`."""
    taken, radius = ground.rims.get(node, []), ground.radii[node]
    low, high = before / radius, after / radius
    if low + high > 2 * math.pi:
        return None
    tries = [0.0]
    for start, end in taken:
        tries += [_wrap(end + low - angle) + 1e-6, _wrap(start - high - angle) - 1e-6]
    for shift in sorted(tries, key=abs):
        if abs(shift) > FARTHEST_PORT:
            return None
        span = (angle + shift - low, angle + shift + high)
        if all(_apart(span, other) for other in taken):
            return angle + shift, span
    return None


def _loops(bundle: Bundle, start: float, end: float) -> bool:
    little = all(not link.kind and link.share < LITTLE for link in (*bundle.there, *bundle.back))
    return little and abs(start) + abs(end) > FARTHEST_TURNS


def _wrap(angle: float) -> float:
    return angle - 2 * math.pi * math.floor(angle / (2 * math.pi) + 0.5)


def _apart(one: Span, other: Span) -> bool:
    middle = _wrap((other[0] + other[1]) / 2 - (one[0] + one[1]) / 2)
    return abs(middle) >= (one[1] - one[0] + other[1] - other[0]) / 2 - 1e-9


def _cubic(ground: _Ground, start: tuple[int, float], end: tuple[int, float]) -> list[Spot]:
    """Points of the curve that leaves both discs along their radius; a function of its two ends."""
    first, last = _at(ground, start, 0), _at(ground, end, 0)
    pull = math.dist(first, last) * PULL
    corners = (first, _at(ground, start, pull), _at(ground, end, pull), last)
    points = []
    for i in range(STEPS + 1):
        t = i / STEPS
        s = 1 - t
        weights = (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t)
        x, y = (
            sum(weight * corner[axis] for weight, corner in zip(weights, corners, strict=True))
            for axis in (0, 1)
        )
        points.append((x, y))
    return points


def _at(ground: _Ground, end: tuple[int, float], more: float) -> Spot:
    (x, y, _), reach = ground.discs[end[0]], ground.radii[end[0]] + more
    return x + reach * math.cos(end[1]), y + reach * math.sin(end[1])


def _under(curve: Sequence[Spot], bundle: Bundle, discs: Sequence[Disc], there: float, back: float) -> bool:
    """Whether a bundle passes under a disc that is not one of its ends: its middle line, half its breadth beside it."""
    half = (there + back) / 2
    line = _beside(curve, there - half)
    return any(
        number not in (bundle.low, bundle.high)
        and any(to_segment((disc.x, disc.y), *step) < disc.r + half for step in pairwise(line))
        for number, disc in enumerate(discs)
    )


def _beside(line: Sequence[Spot], by: float) -> list[Spot]:
    """A line that runs `by` pixels to the right of another."""
    found = []
    for i, (x, y) in enumerate(line):
        before, after = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        step = math.hypot(dx, dy) or 1.0
        found.append((x - dy / step * by, y + dx / step * by))
    return found


def _clear(curve: Sequence[Spot], ends: Sequence[Disc], there: float, back: float) -> bool:
    """Whether both edges of a bundle stay out of the discs at its ends: too bent a curve would run under them."""
    for (x0, y0), (x, y) in pairwise(curve):
        length = math.dist((x0, y0), (x, y)) or 1.0
        nx, ny = -(y - y0) / length, (x - x0) / length
        for by in (there, -back):
            if any(math.dist(end[:2], (x + nx * by, y + ny * by)) < end.r for end in ends):
                return False
    return True


def _head_clear(head: Sequence[Spot], ends: Sequence[Disc]) -> bool:
    return all(to_segment(end[:2], head[i - 1], head[i]) >= end.r for end in ends for i in range(3))


def to_segment(point: Spot, start: Spot, end: Spot) -> float:
    """Distance from a point to a segment."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    t = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0.0
    held = max(0.0, min(1.0, t))
    return math.hypot(point[0] - start[0] - held * dx, point[1] - start[1] - held * dy)


def _bands(bundle: Bundle, curve: list[Spot]) -> list[Band]:
    return [*side_by_side(bundle.there, curve), *side_by_side(bundle.back, curve[::-1])]
