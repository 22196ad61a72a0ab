"""Takes a boundary layer in from a screen: what a delivery holds, what its import would do, then the import itself."""

from __future__ import annotations

from pathlib import Path

from eit.actions.edit import EditContext
from eit.domain.errors import DataError
from eit.locations import GEO
from eit.store.database import FileVersion, file_version
from eit.store.jurisdictions import own_jurisdictions
from eit.store.layers import preview
from eit.store.layers.ground_extract import KINDS as GROUND_KINDS
from eit.store.layers.ground_extract import GroundPlan, is_extract, is_ground, plan_ground, remove_ground
from eit.store.layers.importing import Asked, import_boundaries
from eit.store.layers.preview import LayerPreview
from eit.store.layers.reading import LayerFields, layers_of
from eit.store.layers.schemas import KINDS

__all__ = [
    "GROUND_KINDS",
    "KINDS",
    "Asked",
    "GroundPlan",
    "LayerFields",
    "LayerPreview",
    "is_extract",
    "is_ground",
    "layers_of",
    "plan_ground",
]


def preview_boundaries(path: Path, asked: Asked, database_path: Path, geo: Path = GEO) -> LayerPreview:
    """Read and compare a file, and write nothing. Raises InvalidBoundaries (not for doubts, which are shown)."""
    return preview.preview_boundaries(path, asked, database_path, geo)


def take_in_boundaries(
    door: EditContext, path: Path, asked: Asked, seen: FileVersion, geo: Path = GEO
) -> dict[str, object]:
    """Write a layer that was shown, as one entry of the journal; the report of the import.

    Raises DataError: "author_missing", "changed_meanwhile" when the data are no longer those of the preview; and what
    `import_boundaries` raises. Nothing is written then.
    """
    author = _author(door, seen)
    return import_boundaries(path, asked, door.path, geo, author=author)


def take_in_ground(
    door: EditContext, path: Path, kind: str | None, crs: str | None, source: str | None, seen: FileVersion
) -> dict[str, object]:
    """Write the roads and waters that were shown, as one entry of the journal; the report of the import.

    Raises as `take_in_boundaries`, and what `plan_ground` raises.
    """
    author = _author(door, seen)
    plan = plan_ground(path, door.path, kind, crs, source)
    plan.write(author)
    return plan.report


def take_away_ground(door: EditContext, file: str, seen: FileVersion) -> None:
    """Take away what one delivery put under the maps. Raises as `take_in_boundaries`."""
    remove_ground(door.path, file, _author(door, seen))


def _author(door: EditContext, seen: FileVersion) -> str:
    if not door.author.strip():
        raise DataError("author_missing")
    if file_version(door.path) != seen:
        raise DataError("changed_meanwhile", path=door.path.name)
    return door.author.strip()


def jurisdiction_names(lang: str) -> dict[str, str]:
    """Names of the jurisdictions that a layer may be of, by id."""
    return {key: one.name_en if lang == "en" else one.name_fr for key, one in own_jurisdictions().items()}
