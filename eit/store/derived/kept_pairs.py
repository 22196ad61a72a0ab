"""The pairs of a large programme, kept beside its data file for the next process: derived again when in any doubt.

`<file>.pairs` is no part of a version. It says what its pairs are made of, flow by flow, so that one of before is a
start: what is made of something else is searched anew. One that is damaged, or made under other rules, is nothing.
It names nobody but by the ids of flows; whoever is forgotten takes it away whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

import eit.domain.exchange
from eit.domain.errors import DataError
from eit.domain.selection import LARGEST_RADIUS_KM
from eit.locations import settle_mode
from eit.store.derived import matching
from eit.store.file_version import FileVersion, file_version
from eit.store.sql_files import SQL_FOLDER, read_sql
from eit.store.version.swap import alone, prepared

SUFFIX = ".pairs"
RULES = b"rules"
COMPRESSION = pa.ipc.IpcWriteOptions(compression="zstd")
DIGEST_BYTES = 32
BATCH_ROWS = 500_000


@dataclass(frozen=True)
class KeptPairs:
    """Flows and pairs as the rows of `numbered_flow` and `flow_pair`; programmes with the best partners only."""

    flows: pa.Table
    pairs: pa.Table
    best_only: list[str]


def kept_file(path: Path) -> Path:
    """Where the pairs of a data file are kept, when they are."""
    return path.with_name(path.name + SUFFIX)


def rules(connection: duckdb.DuckDBPyConnection) -> str:
    """All that pairs are made of beside flows and companies: compatibilities, reaches, our code, that of DuckDB."""
    made_of = connection.execute(read_sql("derive", "made_of")).fetchall()
    limits = (matching.LARGEST_PAIRS, matching.KEPT_PARTNERS, LARGEST_RADIUS_KM)
    return repr((duckdb.__version__, _code(), limits, made_of))


@cache
def _code() -> str:
    """Digest of the text that makes pairs: another version of the software may make others."""
    rooms = (Path(eit.domain.exchange.__file__).parent, SQL_FOLDER / "derive")
    files = sorted(file for room in rooms for file in room.iterdir() if file.suffix in (".py", ".sql"))
    texts = [file.read_bytes() for file in (*files, Path(matching.__file__))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def read_kept(path: Path, wanted: str) -> KeptPairs | None:
    """What is kept beside a data file under the rules `wanted`; None: nothing, or nothing that can be trusted."""
    file = kept_file(path)
    try:
        content = file.read_bytes()
        return _parsed(content, wanted)
    except FileNotFoundError:
        return None
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError) as error:
        logging.getLogger(__name__).warning("%s is not used, its pairs are derived again: %s", file, error)
        return None


def _parsed(content: bytes, wanted: str) -> KeptPairs | None:
    """What a file holds; None: under other rules. Raises ValueError when it is damaged, and what its readers raise."""
    if hashlib.sha256(memoryview(content)[DIGEST_BYTES:]).digest() != content[:DIGEST_BYTES]:
        raise ValueError("damaged")
    source = pa.BufferReader(pa.py_buffer(content).slice(DIGEST_BYTES))
    flows, pairs = (pa.ipc.open_stream(source).read_all() for _ in range(2))
    told = json.loads(flows.schema.metadata[RULES])
    if told["rules"] != wanted:
        return None
    return KeptPairs(flows, pairs, [str(name) for name in told["best_only"]])


def keep(connection: duckdb.DuckDBPyConnection, version: FileVersion, wanted: str) -> None:
    """Keep the pairs of a version beside its file, unless another writes there, the disk refuses, or it is gone.

    Under the lock of the file: nothing of a version that was replaced comes after it.
    """
    path = Path(version.path)
    with contextlib.suppress(DataError), alone(path), prepared(path) as folder:
        if file_version(path) == version:
            fresh = folder / "pairs"
            _write(fresh, connection, wanted)
            settle_mode(fresh, path)
            fresh.replace(kept_file(path))


def _write(file: Path, connection: duckdb.DuckDBPyConnection, wanted: str) -> None:
    told: dict[str, Any] = {"rules": wanted, "best_only": matching.best_only(connection)}
    digest = hashlib.sha256()
    with file.open("w+b") as target:
        target.write(bytes(DIGEST_BYTES))
        for table, metadata in (("numbered_flow", {RULES: json.dumps(told).encode()}), ("flow_pair", None)):
            reader = connection.execute(f"FROM {table}").to_arrow_reader(BATCH_ROWS)
            schema = reader.schema.with_metadata(metadata)
            with pa.ipc.new_stream(target, schema, options=COMPRESSION) as stream:
                for batch in reader:
                    stream.write_batch(batch)
        target.seek(DIGEST_BYTES)
        while chunk := target.read(1 << 20):
            digest.update(chunk)
        target.seek(0)
        target.write(digest.digest())


def let_go(path: Path) -> None:
    """Take away what is kept beside a data file; whoever calls is `alone` with it."""
    kept_file(path).unlink(missing_ok=True)
