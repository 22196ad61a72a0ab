"""Writes the sealed file: the same content gives the same bytes, and the seal tells when one of them changed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eit.locations import EVERYONE
from eit.publish.signing import SIGNATURE, sign
from eit.store.connections import lock

SCHEMA = Path(__file__).with_name("schema.sql")
SCHEMA_VERSION = "1"
BLOCK_BYTES = 16384
TABLES = (
    *("edition", "rule", "programme", "territory", "family_factor", "cell", "synergy_count"),
    *(
        "presentation",
        "statement",
        "protection",
        "presence",
        "public_case",
        "audit",
        "comparable",
        "benchmark",
    ),
)
"""In the order in which they are written and sealed."""
KEPT_GENERATIONS = 10
FILE_NAME = "edition.duckdb"
"""DuckDB writes the name of the file into it: always this one while it is written, then it is renamed."""


def write_sealed(path: Path, tables: Mapping[str, pd.DataFrame], key: Ed25519PrivateKey | None = None) -> str:
    """Write a new file and return the digest of its content. Raises duckdb.Error when a row breaks the schema.

    Signed when there is a key. Uncompressed, so that a search for a name in its bytes finds what is there.
    """
    if path.name != FILE_NAME:
        raise ValueError(f"a sealed file is written as {FILE_NAME}")
    with duckdb.connect(str(path), config={"default_block_size": BLOCK_BYTES, "threads": 1}) as connection:
        connection.execute("PRAGMA force_compression = 'uncompressed'")
        lock(connection)
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        for name in TABLES:
            _insert(connection, name, tables[name])
        digest = content_digest(connection)
        connection.execute(
            "INSERT INTO seal VALUES ('schema_version', ?), ('sha256', ?)", [SCHEMA_VERSION, digest]
        )
        if key is not None:
            signature = sign(key, digest, SCHEMA_VERSION)
            connection.execute("INSERT INTO seal VALUES (?, ?)", [SIGNATURE, signature])
        connection.execute("CHECKPOINT")
    return digest


def generations(path: Path) -> list[Path]:
    """The editions that were replaced at `path` and are kept beside it, the oldest first."""
    return sorted(path.with_name(path.name + ".generations").glob("*.duckdb"))


def keep_generation(path: Path) -> None:
    """Keep the edition that is about to be replaced beside it, under a number of its own; the oldest go."""
    if not path.exists():
        return
    folder = path.with_name(path.name + ".generations")
    folder.mkdir(exist_ok=True)
    kept = sorted(folder.glob("*.duckdb"))
    if kept and kept[-1].read_bytes() == path.read_bytes():
        return
    number = int(kept[-1].stem) + 1 if kept else 1
    fresh = folder / f".{number:06d}.new"
    shutil.copyfile(path, fresh)
    fresh.chmod(EVERYONE)
    fresh.replace(folder / f"{number:06d}.duckdb")
    for old in kept[: -KEPT_GENERATIONS + 1]:
        old.unlink()


def _insert(connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    if len(frame):
        rows = frame.astype(object).where(frame.notna(), None)
        columns = ", ".join(rows.columns)
        connection.register("incoming", rows)
        connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM incoming")
        connection.unregister("incoming")


def content_digest(connection: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 of every row of every table but the seal, in the order in which they were written.

    A table that an edition of before does not have counts for nothing: its rows, had there been any, would be missed.
    """
    found = hashlib.sha256()
    held = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for name in (name for name in TABLES if name in held):
        found.update(f"{name}\n".encode())
        for row in connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall():
            found.update(repr(row).encode())
    return found.hexdigest()
