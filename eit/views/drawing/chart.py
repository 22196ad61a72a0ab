"""A chart as a drawing: what the page shows, with its title, source and date, for a file."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import plotly.graph_objects as go
from plotly.colors import sample_colorscale

from eit.views import palette
from eit.views.drawing.axes import Axis, named_axis, number_axis
from eit.views.drawing.flows import draw_sankey
from eit.views.drawing.shapes import Dot, Drawing, Line, Polygon, Spot, Words, box, breadth, fitted
from eit.views.drawing.traces import axis_labels, lies, plain, values_of

WIDTH, EDGE, HEAD, FOOT, KEY_PX, AXIS_PX = 1200.0, 28.0, 64.0, 58.0, 34.0, 62.0
TITLE, TEXT, SMALL = 24.0, 15.0, 13.0
LONGEST_LABEL = 320.0
GRID, INK, QUIET = "#d9dee0", palette.INK, "#55636a"
HATCH_PX = 9.0
LINE_PX = 16.0


def chart_drawing(figure: go.Figure, title: str, foot: str) -> Drawing:
    """A figure of `eit.views` with a title above and a line below: bars, marks, cells, or bands between names."""
    named = [trace for trace in figure.data if trace.name and trace.showlegend is not False]
    key = KEY_PX if len(figure.data) > 1 and named else 0.0
    tall = float(figure.layout.height or 400) + HEAD + FOOT
    drawing = Drawing(WIDTH, tall, title)
    words, size = fitted(title, TITLE, WIDTH - 2 * EDGE, SMALL)
    drawing.add(Words((EDGE, 42), words, size, INK, bold=True))
    drawing.add(Words((EDGE, tall - 22), foot, SMALL, QUIET))
    frame = (EDGE, HEAD + key, WIDTH - EDGE, tall - FOOT)
    if figure.data and figure.data[0].type == "sankey":
        draw_sankey(drawing, figure.data[0], frame)
    elif figure.data and figure.data[0].type == "heatmap":
        _cells(drawing, figure, frame)
    else:
        _plot(drawing, figure, frame)
        if key:
            _key(drawing, named)
    return drawing


def _key(drawing: Drawing, named: list[Any]) -> None:
    x = EDGE
    for trace in named:
        colour = _colours(trace, 1)[0]
        if trace.type == "bar":
            drawing.add(Polygon(box(x, HEAD + 4, 22, 13), colour))
            _hatch(drawing, trace, (x, HEAD + 4, x + 22, HEAD + 17))
        else:
            drawing.add(Line(((x + 11, HEAD), (x + 11, HEAD + 20)), colour, 3))
        drawing.add(Words((x + 30, HEAD + 16), plain(trace.name), TEXT, INK))
        x += 60 + breadth(plain(trace.name), TEXT)


def _plot(drawing: Drawing, figure: go.Figure, frame: tuple[float, float, float, float]) -> None:
    """Bars and marks between their two axes."""
    x, y = _axes(figure, frame)
    for axis, across in ((x, y), (y, x)):
        _marks(drawing, axis, across, upright=axis is y)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    for number, trace in enumerate(bars):
        _bars(drawing, trace, (x, y), number, len(bars))
    for trace in figure.data:
        if trace.type == "scatter":
            _scatter(drawing, trace, x, y)


def _axes(figure: go.Figure, frame: tuple[float, float, float, float]) -> tuple[Axis, Axis]:
    left, top, right, bottom = frame
    flat = any(lies(trace) for trace in figure.data)
    names = list(dict.fromkeys(plain(one) for trace in figure.data for one in _names(trace, flat)))
    values = [
        float(one) for trace in figure.data for one in _values(trace, flat) if one == one and one is not None
    ]
    longest = max((breadth(name, TEXT) for name in names), default=0.0)
    left += min(longest + 14, LONGEST_LABEL) if flat else 90
    top += 0 if flat else 26
    separators = figure.layout.template.layout.separators or ".,"
    along = figure.layout.xaxis if flat else figure.layout.yaxis
    place = (left, right - 50) if flat else (bottom - AXIS_PX, top)
    title = plain(along.title.text or "")
    numbers = number_axis(values, *place, along.range, values_of(along.tickvals), separators, title)
    if not flat:
        return named_axis(names, left, right), numbers
    down = figure.layout.yaxis.autorange == "reversed"
    ends = (top, bottom - AXIS_PX) if down else (bottom - AXIS_PX, top)
    return numbers, named_axis(names, *ends)


def _names(trace: Any, flat: bool) -> list[Any]:
    return values_of(trace.y if flat else trace.x)


def _values(trace: Any, flat: bool) -> list[Any]:
    return [one for one in values_of(trace.x if flat else trace.y) if not isinstance(one, str)]


def _marks(drawing: Drawing, axis: Axis, across: Axis, upright: bool) -> None:
    """The names or numbers of an axis, a line through the chart at each number, its title."""
    low, high = sorted((across.start, across.end))
    for value, text in axis.marks:
        at = axis.at(value)
        drawing.add(Line(((low, at), (high, at)) if upright else ((at, low), (at, high)), GRID))
        drawing.add(_beside(at, low, high, text, upright))
    for name in axis.names:
        drawing.add(_beside(axis.at(name), low, high, _fitted(name), upright))
    if axis.title and not upright:
        drawing.add(Words(((axis.start + axis.end) / 2, high + 46), axis.title, TEXT, INK, "middle"))
    elif axis.title:
        drawing.add(Words((low - 80, min(axis.start, axis.end) - 8), axis.title, TEXT, INK))


def _beside(at: float, low: float, high: float, text: str, upright: bool) -> Words:
    if upright:
        return Words((low - 8, at + 5), text, TEXT, INK, "end")
    return Words((at, high + 22), text, TEXT, INK, "middle")


def _fitted(name: str) -> str:
    most = int(LONGEST_LABEL / TEXT / 0.52)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _bars(drawing: Drawing, trace: Any, axes: tuple[Axis, Axis], number: int, of: int) -> None:
    flat = lies(trace)
    names, values = (axes[1], axes[0]) if flat else (axes[0], axes[1])
    colours, told = _colours(trace, len(values_of(trace.y))), values_of(trace.text)
    room = names.band * 0.68
    for i, (name, value) in enumerate(
        zip(_names(trace, flat), values_of(trace.x if flat else trace.y), strict=True)
    ):
        if value is None or value != value:
            continue
        # The first series lies lowest beside a name, as it does on the page.
        shift = (-1 if names.start > names.end else 1) * ((number + 0.5) / of - 0.5) * room
        middle, zero, end = names.at(plain(name)) + shift, values.at(max(values.low, 0)), values.at(value)
        low, high = sorted((zero, end))
        half = room / of / 2
        edges = (
            (low, middle - half, high, middle + half) if flat else (middle - half, low, middle + half, high)
        )
        drawing.add(Polygon(box(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]), colours[i]))
        _hatch(drawing, trace, edges)
        if told and flat:
            drawing.add(Words((high + 6, middle + 5), plain(told[i]), TEXT, INK))


def _colours(trace: Any, count: int) -> list[str]:
    given = trace.marker.color if trace.marker.color is not None else (trace.marker.line.color or QUIET)
    return [given] * max(count, 1) if isinstance(given, str) else [str(one) for one in given]


def _hatch(drawing: Drawing, trace: Any, edges: tuple[float, float, float, float]) -> None:
    """White strokes on a bar that has a pattern: it differs without its colour."""
    if trace.type != "bar" or not trace.marker.pattern.shape:
        return
    left, top, right, bottom = edges
    at = left - (bottom - top)
    while at < right:
        start, end = _clipped((at, bottom), (at + bottom - top, top), left, right)
        if end[0] > start[0]:
            drawing.add(Line((start, end), "rgba(255,255,255,0.6)", 2))
        at += HATCH_PX


def _clipped(start: Spot, end: Spot, left: float, right: float) -> tuple[Spot, Spot]:
    """The part of a stroke that rises at 45° between two edges."""
    first, last = max(start[0], left), min(end[0], right)
    return (first, start[1] - (first - start[0])), (last, start[1] - (last - start[0]))


def _scatter(drawing: Drawing, trace: Any, x: Axis, y: Axis) -> None:
    spots = [(x.at(plain(a) if isinstance(a, str) else a), y.at(plain(b) if isinstance(b, str) else b))
             for a, b in zip(values_of(trace.x), values_of(trace.y), strict=True)]  # fmt: skip
    if "lines" in (trace.mode or ""):
        drawing.add(Line(spots, trace.line.color or INK, float(trace.line.width or 2)))
    if "markers" in (trace.mode or ""):
        upright = str(trace.marker.symbol or "").startswith("line")
        for at in spots:
            colour = str(trace.marker.line.color if upright else trace.marker.color)
            mark = (
                Line(((at[0], at[1] - 13), (at[0], at[1] + 13)), colour, 3) if upright else Dot(at, 6, colour)
            )
            drawing.add(mark)


def _cells(drawing: Drawing, figure: go.Figure, frame: tuple[float, float, float, float]) -> None:
    """Cells shaded by value, each with what it says."""
    trace, (left, top, right, bottom) = figure.data[0], frame
    labels = axis_labels(figure.layout.yaxis, trace.y)
    left += min(max((breadth(label, TEXT) for label in labels), default=0) + 12, LONGEST_LABEL)
    names = axis_labels(figure.layout.xaxis, trace.x)
    x = named_axis(range(len(names)), left, right)  # type: ignore[arg-type]
    heads = [wrap(name, max(5, int(x.band / SMALL / 0.52)), break_long_words=False) or [""] for name in names]
    top += 10 + LINE_PX * max((len(lines) for lines in heads), default=1)
    for n, lines in enumerate(heads):
        for up, line in enumerate(reversed(lines)):
            drawing.add(Words((x.at(n), top - 8 - LINE_PX * up), line, SMALL, INK, "middle"))
    ends = (top, bottom - 6) if figure.layout.yaxis.autorange == "reversed" else (bottom - 6, top)
    y = named_axis(range(len(labels)), *ends)  # type: ignore[arg-type]
    scale = [[float(at), colour] for at, colour in trace.colorscale]
    for row, label in enumerate(labels):
        drawing.add(Words((left - 8, y.at(row) + 5), _fitted(label), TEXT, INK, "end"))
        for column in range(len(names)):
            value = trace.z[row][column]
            at = (x.at(column) - x.band / 2 + 1, y.at(row) - y.band / 2 + 1, x.band - 2, y.band - 2)
            if value is not None and value == value:
                share = (float(value) - trace.zmin) / (trace.zmax - trace.zmin or 1)
                drawing.add(Polygon(box(*at), sample_colorscale(scale, max(0.0, min(1.0, share)))[0]))
            if trace.text is not None:
                said = plain(trace.text[row][column])
                drawing.add(Words((x.at(column), y.at(row) + 5), said, SMALL, palette.INK, "middle"))
