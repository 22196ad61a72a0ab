"""Makes a road network out of an OpenStreetMap extract, and finds the one that a data file uses."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from eit.domain.errors import DataError
from eit.store.roads import engine

SUFFIX = ".roads"
CARD = "roads.json"
CONFIG = "valhalla.json"
ENVIRONMENT = "EIT_ROADS"
SHOWN_OF_A_LOG = 300


@dataclass(frozen=True)
class Roads:
    """A road network and its version: a part of every cache key that has distances by road."""

    folder: str
    version: str


def roads_folder(database: Path) -> Path:
    """Where the network of a data file is: `EIT_ROADS`, else beside it, `flows.duckdb` → `flows.duckdb.roads`."""
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else database.with_name(database.name + SUFFIX)


def find_roads(database: Path) -> Roads | None:
    """The network that a data file uses; None when there is none, the ordinary case.

    Raises DataError("roads_missing") when EIT_ROADS names a folder that holds none.
    """
    folder = roads_folder(database)
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        return Roads(str(folder.resolve()), f"{card['sha256']}-{card['engine']}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        if os.environ.get(ENVIRONMENT):
            raise DataError("roads_missing", path=str(folder)) from error
        return None


def build_roads(extract: Path, folder: Path) -> dict[str, object]:
    """Build the network of an extract (.osm.pbf) in `folder`; it replaces a network there, and nothing else.

    Returns what `roads.json` says: extract, sha256, bytes, tiles, engine. Raises DataError: no_roads_engine,
    roads_extract (not a file that the programs can read, or no road in it), roads_folder_in_use, cannot_write.
    """
    if folder.exists() and not (folder / CARD).exists() and any(folder.iterdir()):
        raise DataError("roads_folder_in_use", path=str(folder))
    card = {"extract": extract.name, **_fingerprint(extract), "engine": engine.version()}
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as parent:
            fresh = Path(parent) / "fresh"
            fresh.mkdir()
            card["tiles"] = _tiles(extract, fresh)
            (fresh / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1), encoding="utf-8")
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
    except OSError as error:
        raise DataError("cannot_write", path=str(folder), reason=str(error)) from error
    return card


def _fingerprint(extract: Path) -> dict[str, object]:
    try:
        with extract.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        return {"sha256": digest, "bytes": extract.stat().st_size}
    except OSError as error:
        raise DataError("roads_extract", path=str(extract), reason=str(error)) from error


def _tiles(extract: Path, folder: Path) -> int:
    """Build the tiles of the network; how many there are."""
    (folder / CONFIG).write_text(engine.configuration(), encoding="utf-8")
    done = engine.run(engine.BUILD, ["-c", CONFIG, str(extract.resolve())], folder, None)
    tiles = len(list((folder / "tiles").rglob("*.gph")))
    if done.returncode or not tiles:
        said = (done.stderr or done.stdout).strip()[-SHOWN_OF_A_LOG:]
        raise DataError("roads_extract", path=str(extract), reason=said or "0 tile")
    return tiles
