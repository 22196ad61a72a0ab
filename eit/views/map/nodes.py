"""Nodes and links of a flow map: which places are one at a zoom, and what flows between them.

The same rules as eit/static/map/nodes.js, which draws on a screen;
tests/js/flow_cases.json holds both to the same results.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

TERRITORY_ZOOM, SITE_ZOOM = 8, 13
LARGEST_PX, LARGEST_SITE_PX, SMALLEST_PX = 18.0, 12.0, 4.5
ROOM_PX, TERRITORY_ROOM_PX, SITE_ROOM_PX = 32.0, 16.0, 14.0
"""Between two discs: what is nearer becomes one. Territories are few and keep their names: they stand nearer."""
WIDEST_PX, NARROWEST_PX, THINNEST_PX, GAP_PX = 14.0, 7.0, 1.5, 1.5
"""The largest flow is between the first two, by the distances between nodes."""
BROADEST_PAIR_PX = 30.0
"""What all lines between two places may be broad together: about the largest disc, or they would end beside it."""
ROUNDS = 12


class Spotted(NamedTuple):
    """A site in the plane (pixels at zoom 0), its territory (-1: none) and what passes through it."""

    x: float
    y: float
    area: int
    weight: float


@dataclass
class Node:
    """Sites that are one disc: their middle, their numbers, their territory when they share one."""

    x: float
    y: float
    weight: float
    members: list[int]
    area: int
    r: float = 0.0


@dataclass
class Link:
    """What flows from a node to another, of one kind and unit; `share`: of the largest of its unit; `running`: one of
    its synergies is realised.
    """

    a: int
    b: int
    kind: int
    unit: str
    quantity: float = 0.0
    unknown: int = 0
    flows: list[int] = field(default_factory=list)
    share: float = 0.0
    width: float = THINNEST_PX
    running: bool = False

    @property
    def key(self) -> str:
        """What tells it from every other."""
        return f"{self.a}>{self.b}|{self.kind}|{self.unit}"


def clusters(sites: Sequence[Spotted], level: float) -> list[Node]:
    """The nodes of a zoom; up to TERRITORY_ZOOM the sites of a territory are one from the start."""
    near = level >= SITE_ZOOM
    largest, most = (LARGEST_SITE_PX, SITE_ROOM_PX) if near else (LARGEST_PX, ROOM_PX)
    summed = level < TERRITORY_ZOOM + 1
    starts: dict[object, list[Node]] = {}
    for number, site in enumerate(sites):
        one = Node(site.x, site.y, site.weight + 1e-9, [number], site.area)
        key = site.area if summed and site.area >= 0 else f"site {number}"
        starts.setdefault(key, []).append(one)
    groups = [_group(parts) for parts in starts.values()]

    def room(one: Node) -> float:
        return (TERRITORY_ROOM_PX if summed and one.area >= 0 else most) / 2 / 2**level

    for _ in range(ROUNDS):
        heaviest = max((one.weight for one in groups), default=1.0)
        for one in groups:
            one.r = disc_of(one.weight / heaviest, largest) / 2**level
        merged = _merged(groups, room, (2 * largest + most) / 2**level)
        if len(merged) == len(groups):
            break
        groups = merged
    for one in groups:
        one.members.sort()
    return groups


def disc_of(share: float, largest: float) -> float:
    """Radius [px] of a disc whose area is its share of the largest."""
    return max(SMALLEST_PX, largest * math.sqrt(share))


def widest_of(nodes: Sequence[Node], scale: float) -> float:
    """The widest band [px] that suits the distances between nodes: on a short chord a broad one has no shape."""
    near = sorted(_nearest(nodes))
    middle = near[len(near) // 2] * scale if near else 0.0
    return max(NARROWEST_PX, min(WIDEST_PX, middle / 9))


def _nearest(nodes: Sequence[Node]) -> list[float]:
    """How far each node is from the next; sorted by x, those further off than the best so far are not looked at."""
    order = sorted(nodes, key=lambda node: node.x)
    found = []
    for i, one in enumerate(order):
        best = 1e9
        for side in (range(i + 1, len(order)), range(i - 1, -1, -1)):
            for j in side:
                if abs(order[j].x - one.x) >= best:
                    break
                best = min(best, _distance(one, order[j]))
        found.append(best)
    return found


def _group(parts: Sequence[Node]) -> Node:
    weight = sum(part.weight for part in parts)
    x, y = (sum(getattr(part, axis) * part.weight for part in parts) / weight for axis in ("x", "y"))
    areas = {part.area for part in parts}
    members = [number for part in parts for number in part.members]
    return Node(x, y, weight, members, areas.pop() if len(areas) == 1 else -1)


def _merged(groups: Sequence[Node], room: Callable[[Node], float], reach: float) -> list[Node]:
    """Groups whose discs are nearer than the `room` both ask for become one, the heaviest first; none at `reach`."""
    cells: dict[tuple[int, int], list[int]] = {}
    for number, one in enumerate(groups):
        cells.setdefault(_cell(one, reach), []).append(number)
    free, found = set(range(len(groups))), []
    for number in sorted(free, key=lambda i: (-groups[i].weight, i)):
        if number not in free:
            continue
        column, row = _cell(groups[number], reach)
        around = sorted(
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in cells.get((column + dx, row + dy), ())
        )
        near = [
            other
            for other in around
            if other in free
            and (
                other == number
                or _distance(groups[other], groups[number])
                < sum(groups[n].r + room(groups[n]) for n in (other, number))
            )
        ]
        free -= set(near)
        found.append(_group([groups[other] for other in near]))
    return found


def _distance(one: Node, other: Node) -> float:
    return math.hypot(other.x - one.x, other.y - one.y)


def _cell(one: Node, reach: float) -> tuple[int, int]:
    return math.floor(one.x / reach), math.floor(one.y / reach)


class Ends(NamedTuple):
    """What a sum needs to know of a flow: see `scene.Flow`."""

    giver: int
    taker: int
    kind: int
    unit: str
    quantity: float | None
    running: bool = False


def sums(
    flows: Iterable[Ends],
    nodes: Sequence[Node],
    widest: float = WIDEST_PX,
    against: Mapping[str, float] | None = None,
) -> tuple[list[Link], dict[int, int]]:
    """Links by pair, kind and unit, the largest first, and how many flows stay inside each node.

    `against`: the quantity of each unit that is `widest`; the largest of these links by default.
    """
    of = {member: number for number, node in enumerate(nodes) for member in node.members}
    links: dict[tuple[int, int, int, str], Link] = {}
    inside: dict[int, int] = {}
    for number, flow in enumerate(flows):
        a, b = of[flow.giver], of[flow.taker]
        if a == b:
            inside[a] = inside.get(a, 0) + 1
            continue
        link = links.setdefault((a, b, flow.kind, flow.unit), Link(a, b, flow.kind, flow.unit))
        link.quantity += flow.quantity or 0.0
        link.unknown += flow.quantity is None
        link.flows.append(number)
        link.running |= flow.running
    return _ranked(list(links.values()), widest, against or {}), inside


def _ranked(links: list[Link], widest: float, against: Mapping[str, float]) -> list[Link]:
    largest = dict(against)
    for link in links:
        largest[link.unit] = max(largest.get(link.unit, 0.0), link.quantity)
    pairs: dict[tuple[int, int], float] = {}
    for link in links:
        link.share = link.quantity / largest[link.unit] if largest[link.unit] > 0 else 0.0
        pair = (min(link.a, link.b), max(link.a, link.b))
        pairs[pair] = pairs.get(pair, 0.0) + link.share
    if not against:
        widest = min(widest, max(NARROWEST_PX, BROADEST_PAIR_PX / max([1.0, *pairs.values()])))
    for link in links:
        link.width = THINNEST_PX + (widest - THINNEST_PX) * link.share
    return sorted(links, key=lambda link: (-link.share, -len(link.flows), link.key))


def carries(link: Link) -> bool:
    """Whether a link is a synergy or carries something: what the allocation gives nothing is possible, and waits."""
    return link.kind == 1 or link.quantity > 0 or link.unknown > 0


def totals(links: Iterable[Link], nodes: int, unit: str) -> list[tuple[float, float]]:
    """Received and given of each node in one unit."""
    received, given = [0.0] * nodes, [0.0] * nodes
    for link in links:
        if link.unit == unit:
            given[link.a] += link.quantity
            received[link.b] += link.quantity
    return list(zip(received, given, strict=True))
