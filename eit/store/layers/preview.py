"""What a person sees of a boundary layer before it is taken in: its shapes over what is known around there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from eit.store.boundaries import read_boundaries
from eit.store.database import FileVersion, file_version
from eit.store.layers.importing import Asked, plan_boundaries
from eit.store.places.gazetteer import gazetteer

MOST_PLACES, MOST_OUTLINES = 40, 400
"""Known places that a picture names, the most populous; outlines that it draws."""
AROUND = 0.25
"""Margin of the picture, of the size of the layer."""
SMALLEST_SPAN = 0.02
FINENESS = 1000
"""Parts of the width that a picture can show: lines are simplified to it."""


@dataclass(frozen=True)
class LayerPreview:
    """What an import would do, and the picture's parts; all shapes in degrees, and coarse."""

    report: dict[str, object]
    open_reasons: tuple[str, ...]
    """Reasons of doubt that stop the import until they are accepted."""
    names: dict[str, str]
    """What the units that would be made are called, by code."""
    shapes: Sequence[tuple[str, shapely.Geometry]]
    """Code and shape of the units of the file."""
    outlines: Sequence[shapely.Geometry]
    """Boundaries of the kind that are drawn today around there."""
    places: Sequence[tuple[str, float, float]]
    """Name, longitude, latitude of known places."""
    version: FileVersion


def preview_boundaries(path: Path, asked: Asked, database_path: Path, geo: Path) -> LayerPreview:
    """Read and compare a file, and write nothing. Raises what `plan_boundaries` raises."""
    version = file_version(database_path)
    plan = plan_boundaries(path, asked, database_path, geo)
    west, south, east, north = (float(one) for one in plan.shapes.total_bounds)
    wide, high = (AROUND * max(span, SMALLEST_SPAN) for span in (east - west, north - south))
    box = (west - wide, south - high, east + wide, north + high)
    coarse = max(wide, high) / AROUND / FINENESS
    drawn = read_boundaries(geo, {str(plan.report["kind"])}, layers=plan.seen)
    near = drawn[drawn.intersects(shapely.box(*box))].head(MOST_OUTLINES)
    around = gazetteer(geo).around(*box, kinds=("municipality", "commune"))
    around.sort(key=lambda place: -(place.population or 0))
    units = plan.met.created
    return LayerPreview(
        plan.report,
        tuple(dict.fromkeys(one.reason for one in plan.met.open_doubts)),
        dict(zip(units["territory_id"], units["name"], strict=True)) if len(units) else {},
        list(plan.shapes.simplify(coarse).items()),
        list(near.simplify(coarse)),
        [(one.name, float(one.longitude or 0), float(one.latitude or 0)) for one in around[:MOST_PLACES]],
        version,
    )
