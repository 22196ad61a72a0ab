"""Where the official layers of a data file lie, and which there are: no geometry is opened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

LAYER_SUFFIX = ".geo"
GROUND = "ground"
"""The layer of roads and waters: it names no unit."""


@dataclass(frozen=True)
class Layers:
    """The official layers beside a database and their versions: a part of every cache key that has boundaries."""

    folder: str
    versions: tuple[tuple[str, int, int, int], ...] = ()

    @property
    def version(self) -> str:
        """A short mark of all layers; empty without any."""
        return hashlib.sha256(repr(self.versions).encode()).hexdigest()[:12] if self.versions else ""

    @property
    def units(self) -> tuple[Path, ...]:
        """The files that hold boundaries of units."""
        return tuple(Path(self.folder) / f"{name}.parquet" for name, *_ in self.versions if name != GROUND)

    @property
    def ground(self) -> Path | None:
        """The file of the roads and waters that were imported; None without one."""
        held = any(name == GROUND for name, *_ in self.versions)
        return Path(self.folder) / f"{GROUND}.parquet" if held else None


def workspace_folder(database: Path) -> Path:
    """Where the official layers of a database file are kept: `flows.duckdb` → `flows.duckdb.geo`."""
    return database.with_name(database.name + LAYER_SUFFIX)


def find_layers(database: Path) -> Layers:
    """The layers that were imported for this database file; none is the ordinary case."""
    folder = workspace_folder(database)
    status = [(path.stem, path.stat()) for path in sorted(folder.glob("*.parquet"))]
    return Layers(
        str(folder), tuple((name, one.st_mtime_ns, one.st_ino, one.st_size) for name, one in status)
    )
