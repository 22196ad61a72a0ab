"""Raster writer of a drawing: the same shapes painted by Pillow, for a program that reads no SVG and for films."""

from __future__ import annotations

import io
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from eit.views.drawing.shapes import Dot, Drawing, Line, Polygon, Shape, Spot, Words

FONT_FOLDER, FONT_FILE = "static/static/media", "SourceSansVF-Upright*.woff2"
"""Source Sans 3 (SIL Open Font License), which Streamlit serves to its pages; Pillow's own font where it is not."""
SMOOTH = 2
"""Painted so many times larger, then made smaller: edges are smooth."""
PLAIN_WEIGHT, BOLD_WEIGHT = 420, 680


def drawing_png(drawing: Drawing, scale: float = 2.0) -> bytes:
    """The drawing as a PNG file, `scale` pixels of the file for one of the drawing.

    At the usual compression: the hardest takes three times as long for 1 to 4 % of the size.
    """
    held = io.BytesIO()
    paint(drawing, scale).save(held, "PNG")
    return held.getvalue()


def paint(drawing: Drawing, scale: float = 1.0) -> Image.Image:
    """The drawing as an image in memory."""
    image = paint_full(drawing, scale * SMOOTH)
    return image.resize(
        (round(drawing.width * scale), round(drawing.height * scale)), Image.Resampling.LANCZOS
    )


def paint_full(drawing: Drawing, full: float) -> Image.Image:
    """The drawing `full` times as large, its edges not yet smooth."""
    image = Image.new("RGB", (round(drawing.width * full), round(drawing.height * full)), drawing.ground)
    pen = ImageDraw.Draw(image, "RGBA")
    for shape in drawing.shapes:
        draw_shape(pen, shape, full)
    return image


def draw_shape(pen: ImageDraw.ImageDraw, shape: Shape, full: float) -> None:
    """One shape, `full` times as large."""
    if isinstance(shape, Polygon):
        points = [(x * full, y * full) for x, y in shape.points]
        if shape.fill:
            pen.polygon(points, fill=_colour(shape.fill, shape.opacity))
        if shape.stroke:
            pen.line(
                [*points, points[0]], fill=_colour(shape.stroke), width=max(1, round(shape.weight * full))
            )
    elif isinstance(shape, Line):
        for part in _dashes(shape.points, shape.dash) if shape.dash else [shape.points]:
            line = [(x * full, y * full) for x, y in part]
            pen.line(
                line, fill=_colour(shape.colour), width=max(1, round(shape.weight * full)), joint="curve"
            )
    elif isinstance(shape, Dot):
        (x, y), r = shape.at, shape.r * full
        pen.ellipse((x * full - r, y * full - r, x * full + r, y * full + r), fill=_colour(shape.fill))
    else:
        _write(pen, shape, full)


def painted_breadth(text: str, size: float, bold: bool = False) -> float:
    """How broad a text is when it is painted [px]."""
    return float(_font(round(size), bold).getlength(text))


def _write(pen: ImageDraw.ImageDraw, words: Words, full: float) -> None:
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[words.anchor]
    at, font = (words.at[0] * full, words.at[1] * full), _font(round(words.size * full), words.bold)
    if words.halo:
        edge = round(1.6 * full)
        pen.text(at, words.text, words.halo, font, anchor, stroke_width=edge, stroke_fill=words.halo)
    pen.text(at, words.text, _colour(words.colour), font, anchor)


def _colour(colour: str, opacity: float = 1.0) -> tuple[int, ...]:
    """`#rrggbb`, `rgb(…)` or `rgba(r,g,b,0…1)` as four numbers."""
    if colour.startswith("rgba("):
        *rgb, alpha = (float(part) for part in colour[5:-1].split(","))
        return (*(int(part) for part in rgb), round(255 * alpha * opacity))
    return (*ImageColor.getrgb(colour)[:3], round(255 * opacity))


@lru_cache(maxsize=64)
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    path = font_file()
    if path is None:
        return ImageFont.load_default(size)
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([BOLD_WEIGHT if bold else PLAIN_WEIGHT])
    return font


@lru_cache(maxsize=1)
def font_file() -> Path | None:
    """The font of our pages among the files of the installed packages; None where it is not found."""
    found = find_spec("streamlit")
    if found is None or found.origin is None:
        return None
    return next((Path(found.origin).parent / FONT_FOLDER).glob(FONT_FILE), None)


def _dashes(points: object, dash: tuple[float, ...]) -> list[list[Spot]]:
    """The pieces of a line that a dash draws."""
    pieces: list[list[Spot]] = []
    number, left = 0, dash[0]
    line = list(points)  # type: ignore[call-overload]
    piece: list[Spot] = [line[0]]
    for start, end in pairwise(line):
        here, length = start, ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
        while length > left:
            share = left / length
            here = here[0] + share * (end[0] - here[0]), here[1] + share * (end[1] - here[1])
            length -= left
            if number % 2 == 0:
                pieces.append([*piece, here])
            number += 1
            piece, left = [here], dash[number % len(dash)]
        left -= length
        piece.append(end)
    return [*pieces, piece] if number % 2 == 0 else pieces
