"""One line of a flow map: a band beside the others of its pair, with half an arrowhead at the rim of its target.

The same rules as eit/static/map/curves.js, which draws on a screen;
tests/js/flow_cases.json holds both to the same results.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from eit.views.map.nodes import GAP_PX, Link
from eit.views.map.plane import Spot


class Band(NamedTuple):
    """A link as drawn: both edges up to the neck of the head, the middle up to the tip, the head (three points)."""

    link: Link
    inner: list[Spot]
    outer: list[Spot]
    middle: list[Spot]
    head: list[Spot]


RING_SHARE, RING_PX = 0.4, 5.5
"""Where on its line the mark of what runs stands (not under its number, which stands at the middle), and its radius."""


def mark_at(band: Band) -> Spot:
    """The place of the mark of a synergy that is realised [px]."""
    return band.middle[round(RING_SHARE * (len(band.middle) - 1))]


def barb(width: float) -> float:
    """How far the head of a band stands out [px]."""
    return 2.5 + 0.15 * width


def slot(width: float) -> float:
    """What a band takes beside its neighbours [px]."""
    return width + barb(width) + 0.8


def side_by_side(links: Sequence[Link], line: Sequence[Spot]) -> list[Band]:
    """The bands of links that go the same way, to the right of a line one after the other."""
    found = []
    offset = GAP_PX / 2
    for link in links:
        found.append(_band(link, line, offset))
        offset += slot(link.width)
    return found


def _band(link: Link, line: Sequence[Spot], offset: float) -> Band:
    lengths = [0.0]
    for i in range(1, len(line)):
        lengths.append(lengths[-1] + math.dist(line[i - 1], line[i]))
    whole, width = lengths[-1], link.width
    neck_at = whole - min(7 + 0.45 * width, whole * 0.42)
    body = [_along(line, lengths, length) for length in lengths if length < neck_at]
    neck, tip = _along(line, lengths, neck_at), _along(line, lengths, whole)
    body.append(neck)
    return Band(
        link,
        inner=[_shift(at, offset) for at in body],
        outer=[_shift(at, offset + width) for at in body],
        middle=[_shift(at, offset + width / 2) for at in (*body, tip)],
        head=[_shift(neck, offset), _shift(tip, offset), _shift(neck, offset + width + barb(width))],
    )


def _along(line: Sequence[Spot], lengths: Sequence[float], length: float) -> tuple[Spot, Spot]:
    """The point at a length along a line, and the direction to the right of travel there."""
    i = next((i for i in range(1, len(line) - 1) if lengths[i] >= length), len(line) - 1)
    (x0, y0), (x1, y1) = line[i - 1], line[i]
    step = lengths[i] - lengths[i - 1] or 1.0
    t = (length - lengths[i - 1]) / step
    return (x0 + t * (x1 - x0), y0 + t * (y1 - y0)), (-(y1 - y0) / step, (x1 - x0) / step)


def _shift(at: tuple[Spot, Spot], by: float) -> Spot:
    (x, y), (nx, ny) = at
    return x + nx * by, y + ny * by
