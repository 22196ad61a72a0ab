"""The map of an edition as a PNG, and the picture that a link to its page shows: the same parts as the SVG, painted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from eit.views import palette
from eit.views.drawing.pixels import drawing_png, painted_breadth
from eit.views.drawing.shapes import Dot, Drawing, Line, Polygon, Spot, Words, box
from eit.views.public.edition_map import HATCH, LEGEND_LINE, MARK_PX, BaseMap, legend_height, map_parts
from eit.views.public.page import EditionView

HATCH_PX, HATCH_COLOUR = 9.0, "#8d897e"
PREVIEW = (1200.0, 630.0)
"""The size that social networks and messengers show beside a link."""
MARGIN, TITLE, BODY = 64.0, 52.0, 34.0
MOST_LINES, FOOT = 5, 54.0


def map_png(told: EditionView, rows: pd.DataFrame, on: BaseMap, lang: str, title: str, source: str) -> bytes:
    """The map of one indicator and family with its title and source; empty when no boundary is known."""
    parts = map_parts(told, rows, on, lang)
    if parts is None:
        return b""
    wide, tall = on.frame.width, on.frame.height
    under = tall + legend_height(parts)
    drawing = Drawing(wide, under + FOOT, title)
    water = palette.MAP_LIGHT["water"]
    drawing.add(Polygon(box(0, 0, wide, tall), water if parts["under"] else palette.MAP_LAND))
    for kind, fill in (("land", palette.MAP_LAND), ("water", water)):
        for path in (path for one, path in parts["under"] if one == kind):
            drawing.add(*(Polygon(ring, fill) for ring in _rings(path)))
    for path in parts["behind"]:
        drawing.add(*(Line(ring, palette.CONTEXT_OUTLINE) for ring in _rings(path)))
    drawing.add(Polygon(box(0, tall, wide, under + FOOT - tall), "#ffffff"))
    drawing.add(Words((14, under + 20), title, on.frame.letters, palette.INK, bold=True))
    drawing.add(Words((14, under + 42), source, on.frame.letters - 2, palette.QUIET_INK))
    for area in parts["areas"]:
        for ring in _rings(area["path"]):
            drawing.add(*_filled(ring, area["fill"]))
        if area["disc"]:
            drawing.add(Dot(area["disc"], MARK_PX, _plain(area["fill"])))
    for name in parts["names"]:
        at = (name["x"], name["y"])
        drawing.add(Words(at, name["words"], on.frame.letters, palette.INK, "middle", True, "#ffffff"))
    for number, (fill, words) in enumerate(parts["legend"]):
        top = tall + 14 + LEGEND_LINE * number
        drawing.add(
            *_filled(box(14, top, 34, 17), fill), Words((58, top + 14), words, on.frame.letters, palette.INK)
        )
    return drawing_png(drawing)


def preview_png(title: str, lines: Sequence[str], foot: str) -> bytes:
    """Title, the first sentences of the page, and where they come from."""
    wide, tall = PREVIEW
    drawing = Drawing(wide, tall, title)
    drawing.add(Polygon(box(0, 0, 18, tall), palette.OFFER_COLOUR))
    at, most = MARGIN + TITLE, wide - 2 * MARGIN
    for line in _cut(wrapped(title, TITLE, most, bold=True), 2):
        drawing.add(Words((MARGIN, at), line, TITLE, palette.INK, bold=True))
        at += TITLE * 1.2
    at += 10
    for line in _whole_sentences([wrapped(line, BODY, most) for line in lines], MOST_LINES):
        drawing.add(Words((MARGIN, at + BODY), line, BODY, palette.INK))
        at += BODY * 1.5
    drawing.add(Words((MARGIN, tall - 40), foot, 26.0, palette.QUIET_INK))
    return drawing_png(drawing, 1.0)


def _whole_sentences(sentences: Sequence[list[str]], most: int) -> list[str]:
    """The lines of the sentences that have room, each whole; the first is cut rather than left out."""
    shown: list[str] = []
    for lines in sentences:
        if len(shown) + len(lines) <= most:
            shown += lines
        elif not shown:
            shown = _cut(lines, most)
    return shown


def _cut(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]


def wrapped(text: str, size: float, most: float, bold: bool = False) -> list[str]:
    """The text in lines of at most that many pixels; a word that is longer is parted."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if painted_breadth(longer, size, bold) <= most:
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = word
        while painted_breadth(lines[-1], size, bold) > most:
            fits = next(n for n in range(len(word), 0, -1) if painted_breadth(word[:n], size, bold) <= most)
            lines[-1:], word = [word[:fits], word[fits:]], word[fits:]
    return lines


def _rings(path: str) -> Iterator[list[Spot]]:
    """The rings of a path of straight lines, as the map writes them."""
    for part in re.findall(r"M([^MZ]*)Z?", path):
        numbers = [float(number) for number in re.findall(r"-?[0-9.]+(?:e-?[0-9]+)?", part)]
        yield list(zip(numbers[::2], numbers[1::2], strict=True))


def _plain(fill: str) -> str:
    return palette.CHOROPLETH_NONE if fill == HATCH else fill


def _filled(ring: Sequence[Spot], fill: str) -> Iterator[Polygon | Line]:
    """An area with its edge; one that is protected is hatched within."""
    yield Polygon(ring, _plain(fill), palette.TERRITORY_OUTLINE, 1.2)
    if fill == HATCH:
        yield from (Line(line, HATCH_COLOUR, 1.5) for line in _hatching(ring))


def _hatching(ring: Sequence[Spot]) -> Iterator[list[Spot]]:
    """Slanted lines within a ring: where each crosses its sides, two by two."""
    sides = [*zip(ring, [*ring[1:], ring[0]], strict=True)]
    sums = [x + y for x, y in ring]
    at = min(sums) + HATCH_PX / 2
    while at < max(sums):
        crossed = sorted(
            (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)
            for (x0, y0), (x1, y1) in sides
            if (x0 + y0 - at) * (x1 + y1 - at) < 0
            for share in [(at - x0 - y0) / (x1 + y1 - x0 - y0)]
        )
        yield from (list(pair) for pair in zip(crossed[::2], crossed[1::2], strict=False))
        at += HATCH_PX
