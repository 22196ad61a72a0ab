"""Writes one layer of boundaries: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from geopandas import GeoDataFrame


def write_layer(layer: GeoDataFrame, target: Path) -> None:
    """Write beside, then swap: a reader sees the old layer or the new one, whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=target.parent) as folder:
        fresh = Path(folder) / target.name
        layer.to_parquet(fresh, index=False, compression="zstd", write_page_checksum=True)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
