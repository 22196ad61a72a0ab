"""Parks that people draw: corners on the map, or an outline that is pasted, become a territory of their place."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from eit.actions.edit import EditContext
from eit.domain.consortium import known_name
from eit.domain.errors import DataError
from eit.domain.text_key import slug
from eit.locations import GEO
from eit.store.database import Database
from eit.store.jurisdictions import programme_jurisdiction
from eit.store.layers.importing import Asked, import_boundaries
from eit.store.layers.outline import outline_json

LONGEST_NAME, LONGEST_OUTLINE = 120, 20_000
DRAWN = "drawn in Maillage"


def draw_park(door: EditContext, programme_id: str, name: str, outline: str, geo: Path = GEO) -> None:
    """Add a park by the same road as an imported layer, with the same doubts said before anything is written.

    It lies in the municipality that holds its middle. Raises what `read_outline` and `import_boundaries` raise.
    """
    if not door.author.strip():
        raise DataError("author_missing")
    called, shape = known_name(name, "name", LONGEST_NAME), outline_json(outline)
    with Database(door.path) as database:
        jurisdiction = programme_jurisdiction(database, programme_id).jurisdiction_id
    feature = {
        "type": "Feature",
        "properties": {"code": slug(called), "name": called},
        "geometry": shape,
    }
    asked = Asked(
        "park",
        code_field="code",
        name_field="name",
        jurisdiction=jurisdiction,
        source=DRAWN,
        accepted=("new",),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "park.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
        import_boundaries(path, asked, door.path, geo, author=door.author.strip())
