"""Which official boundaries a data file has: the key that makes every map follow an import at once."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from eit.store.boundaries import layer_sources
from eit.store.layers.folder import Layers as Layers
from eit.store.layers.folder import find_layers
from eit.store.layers.ground import read_ground


def official_layers(database_path: Path) -> Layers:
    """The official boundaries that were imported for this data file, with their versions."""
    return find_layers(database_path)


def ground_files(layers: Layers) -> list[str]:
    """The deliveries whose roads and waters lie under the maps. Raises BoundaryError("layer_damaged")."""
    under = read_ground(layers)
    return [] if under is None else sorted(set(under["file"]))


def official_sources(
    layers: Layers, territory_ids: Collection[str], kinds: Collection[str] = ()
) -> list[str]:
    """Whom the map must name for the imported boundaries and ground that it draws (most licences ask for it)."""
    under = read_ground(layers)
    ground = set() if under is None else set(under["source"])
    return sorted({*layer_sources(layers, territory_ids, kinds), *ground})
