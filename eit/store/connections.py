"""The ways into a DuckDB file, each locked: to read one, to write one. None can reach another file, host or setting.

A file from somebody else is data: a view, a macro or a default in it must not read a file of this machine.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

MEMORY_LIMIT = "1GB"
THREADS = 2
BLOCK_BYTES = 16384
"""DuckDB's smallest block: with its default of 256 KiB the small tables of a programme take 7 times the room."""
NO_EXTENSIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def open_locked(
    path: Path, catalog: str, memory: str = MEMORY_LIMIT, spill: bool = True
) -> duckdb.DuckDBPyConnection:
    """A connection in memory that reads `path` as `catalog` and can do nothing else: no file, extension or setting.

    `spill` False: what does not fit in `memory` is refused instead of going to the disk.
    """
    connection = duckdb.connect(config={**NO_EXTENSIONS, "threads": THREADS})
    try:
        attach(connection, path, catalog)
        connection.execute(f"SET memory_limit = '{memory}'")
        if not spill:
            connection.execute("SET temp_directory = ''")
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_export(path: Path, catalog: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads `path` as `catalog` and writes files into `folder` only. Raises duckdb.Error."""
    connection = duckdb.connect(config={**NO_EXTENSIONS, "threads": THREADS})
    try:
        attach(connection, path, catalog)
        connection.execute(f"USE {catalog}")
        connection.execute(f"SET allowed_directories = [{_quoted(folder.resolve())}]")
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_write(path: Path, beside: dict[str, Path] | None = None) -> duckdb.DuckDBPyConnection:
    """A connection that writes the file `path`, reads the files `beside` (catalog → file), and can do nothing else.

    Raises duckdb.Error.
    """
    connection = duckdb.connect(
        str(path), config={**NO_EXTENSIONS, "threads": THREADS, "default_block_size": str(BLOCK_BYTES)}
    )
    try:
        for catalog, other in (beside or {}).items():
            attach(connection, other, catalog)
        lock(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path, catalog: str) -> None:
    """Add a file to read under a name of ours. Raises duckdb.Error."""
    connection.execute(f"ATTACH {_quoted(path)} AS {catalog} (READ_ONLY)")


def lock(connection: duckdb.DuckDBPyConnection) -> None:
    """From here on no file, no host, no extension, no setting."""
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _quoted(path: Path) -> str:
    escaped = str(path).replace("'", "''")
    return f"'{escaped}'"
