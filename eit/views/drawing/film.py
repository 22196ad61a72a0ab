"""A film of drawings that share a ground: a looping GIF, which every program for presentations plays."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from eit.views.drawing.pixels import SMOOTH, draw_shape, paint_full
from eit.views.drawing.shapes import Drawing, Shape

STEP_MS, LAST_MS = 700, 3500
COLOURS = 128


def film_gif(ground: Drawing, steps: Iterable[Sequence[Shape]]) -> bytes:
    """The ground with the shapes of each step on it, one after the other, the last for longer; it starts again.

    Raises ValueError without a step.
    """
    base = paint_full(ground, SMOOTH)
    images = [_image(base, ground, shapes) for shapes in steps]
    if not images:
        raise ValueError("a film needs a step")
    # The last step has all colours: one palette for all, so that nothing flickers.
    last = images[-1].quantize(COLOURS, Image.Quantize.MEDIANCUT)
    frames = [image.quantize(palette=last, dither=Image.Dither.NONE) for image in images]
    held = io.BytesIO()
    durations = [STEP_MS] * (len(frames) - 1) + [LAST_MS]
    frames[0].save(
        held, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True
    )
    return held.getvalue()


def _image(base: Image.Image, ground: Drawing, shapes: Sequence[Shape]) -> Image.Image:
    image = base.copy()
    pen = ImageDraw.Draw(image, "RGBA")
    for shape in shapes:
        draw_shape(pen, shape, SMOOTH)
    return image.resize((round(ground.width), round(ground.height)), Image.Resampling.LANCZOS)
