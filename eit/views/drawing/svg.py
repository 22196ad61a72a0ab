"""SVG writer of a drawing: one file that stands alone; what is typed is encoded by the template."""

from __future__ import annotations

from markupsafe import Markup

from eit.views import palette
from eit.views.drawing.shapes import Drawing, Spot
from eit.views.templates import render


def drawing_svg(drawing: Drawing, lang: str) -> Markup:
    """The drawing as an SVG document: nothing is fetched, nothing runs."""
    shapes = [{"kind": type(shape).__name__, **shape._asdict()} for shape in drawing.shapes]
    for shape in shapes:
        if "points" in shape:
            shape["path"] = _path(shape.pop("points")) + ("Z" if shape["kind"] == "Polygon" else "")
    return render("drawing.svg", drawing=drawing, shapes=shapes, lang=lang, font=palette.FONT)


def _path(points: tuple[Spot, ...]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
