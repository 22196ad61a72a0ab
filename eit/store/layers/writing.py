"""Writes one layer beside a data file: whole, and with its entry in the journal, or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from geopandas import GeoDataFrame

from eit.domain.errors import DataError
from eit.store.database import file_version
from eit.store.layers.folder import Layers, find_layers
from eit.store.version.edit import Connection, edited_version
from eit.store.version.journal import Act
from eit.store.version.lock import in_turn
from eit.store.version.workspace import refuse_demonstration


def replace_layer(
    database_path: Path,
    seen: Layers,
    name: str,
    layer: GeoDataFrame,
    act: Act,
    also: Callable[[Connection], None] | None = None,
) -> None:
    """Write the layer `name` and its journal entry as one version, on the layers that were `seen` only.

    An empty layer takes away the one that is there. `also` writes the rows that come with it. Raises
    DataError("layers_changed") and what an edit raises; nothing is written then.
    """

    def change(folder: Path) -> None:
        if find_layers(database_path) != seen:
            raise DataError("layers_changed", path=str(database_path))
        target = folder / f"{name}.parquet"
        if len(layer):
            write_layer(layer, target)
        else:
            target.unlink(missing_ok=True)

    def commit() -> None:
        version = file_version(database_path)
        with edited_version(database_path, version, act, layers=change) as connection:
            if also is not None:
                also(connection)

    refuse_demonstration(database_path)
    in_turn(commit)


def write_layer(layer: GeoDataFrame, target: Path) -> None:
    """Write beside, then swap: a reader sees the old layer or the new one, whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        layer.to_parquet(fresh, index=False, compression="zstd", write_page_checksum=True)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
