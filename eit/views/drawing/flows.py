"""A Sankey as a drawing: givers on the left, takers on the right, bands as broad as what they carry, names beside."""

from __future__ import annotations

from typing import Any

from eit.views import palette
from eit.views.drawing.shapes import Drawing, Polygon, Spot, Words, box
from eit.views.drawing.traces import plain, values_of

NODE_PX, PAD_PX, LABEL_PX, STEPS, SMALLEST_PX = 14.0, 16.0, 330.0, 24, 1.0


def draw_sankey(drawing: Drawing, trace: Any, frame: tuple[float, float, float, float]) -> None:
    """Put the nodes and bands of a Sankey of two columns into a frame (left, top, right, bottom)."""
    left, top, right, bottom = frame
    links = list(
        zip(
            *(values_of(getattr(trace.link, one)) for one in ("source", "target", "value", "color")),
            strict=True,
        )
    )
    columns = [list(dict.fromkeys(link[side] for link in links)) for side in (0, 1)]
    sums = [{node: sum(link[2] for link in links if link[side] == node) for node in nodes}
            for side, nodes in enumerate(columns)]  # fmt: skip
    whole = max((sum(side.values()) for side in sums), default=0.0) or 1.0
    most = max(map(len, columns), default=1)
    scale = (bottom - top - PAD_PX * (most - 1)) / whole
    edges = (left + LABEL_PX, right - LABEL_PX)
    free = []
    for nodes, heights in zip(columns, sums, strict=True):
        y = top
        at: dict[Any, float] = {}
        for node in nodes:
            at[node] = y
            y += max(heights[node] * scale, SMALLEST_PX) + PAD_PX
        free.append(dict(at))
    starts = [dict(one) for one in free]
    for source, target, value, colour in links:
        tall = max(value * scale, SMALLEST_PX)
        begin, end = (edges[0] + NODE_PX, free[0][source]), (edges[1] - NODE_PX, free[1][target])
        drawing.add(Polygon(_band(begin, end, tall), str(colour)))
        free[0][source] += tall
        free[1][target] += tall
    for side, nodes in enumerate(columns):
        for node in nodes:
            tall, y = max(sums[side][node] * scale, SMALLEST_PX), starts[side][node]
            x = edges[0] if side == 0 else edges[1] - NODE_PX
            drawing.add(Polygon(box(x, y, NODE_PX, tall), "#5d6f74"))
            beside = x - 8 if side == 0 else x + NODE_PX + 8
            label = _short(plain(trace.node.label[node]))
            drawing.add(
                Words((beside, y + tall / 2 + 5), label, 14, palette.INK, "end" if side == 0 else "start")
            )


def _short(label: str, most: int = 44) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _band(begin: Spot, end: Spot, tall: float) -> list[Spot]:
    upper = []
    for i in range(STEPS + 1):
        t = i / STEPS
        upper.append(
            (begin[0] + t * (end[0] - begin[0]), begin[1] + (3 - 2 * t) * t * t * (end[1] - begin[1]))
        )
    return [*upper, *((x, y + tall) for x, y in reversed(upper))]
