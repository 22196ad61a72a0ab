"""Why a data file cannot be read: held by another program, of a newer format, damaged, or refused by the machine.

DuckDB raises the same kind of error for all of them. Only damage is damage: what cannot be told is never taken for
nothing, and never replaced.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath, PureWindowsPath

import duckdb

from eit.domain.errors import DataError

HOLDER = re.compile(r"(?:held in|open in)\s+(?P<program>[^\n]+?)\s+\(PID (?P<number>\d+)\)")
HELD = re.compile(
    r"could not set lock|conflicting lock|used by another process|unique file handle conflict"
    r"|different configuration than existing connections",
    re.IGNORECASE,
)
NEWER = re.compile(
    r"database file with version number|created with a newer version|serialized with a newer", re.I
)
DAMAGED = re.compile(
    r"corrupt|not a valid duckdb|not read enough bytes|could not read all|checksum|deserializ|sqlite|is a directory",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"WAL file|replaying WAL")
WRITTEN_BY = slice(52, 84)
"""Where DuckDB names, in the head of a file, its version that wrote it."""
WRITING = re.compile(r"Could not write file|No space left on device|File too large|Disk quota exceeded")
"""The machine refuses to write; DuckDB wraps its words in errors of any class."""


OF_THE_MACHINE = (
    duckdb.IOException,
    duckdb.SerializationException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.OutOfMemoryException,
)
"""What DuckDB raises for a file or a disk; anything else is a fault of the question or of a row."""


def of_the_machine(error: duckdb.Error) -> bool:
    """Whether an error tells of the disk or the file, whatever its class, and not of what was asked or written."""
    return isinstance(error, OF_THE_MACHINE) or bool(WRITING.search(str(error)))


def reading_refusal(error: duckdb.Error, path: Path | str) -> DataError:
    """The sentence for a file that DuckDB does not read.

    "used_by_program" (which, by its number), "used_by_another_tool", "newer_format" (which version wrote it),
    "unfinished_write" (its journal does not fit), "damaged_file", "cannot_read" (the machine's own reason).
    """
    said = str(error)
    where = str(path)
    if HELD.search(said) or HOLDER.search(said):
        return _held(said, where)
    if NEWER.search(said):
        return DataError("newer_format", path=where, version=_written_by(Path(path)), here=duckdb.__version__)
    if WRITING.search(said):  # a checkpoint that the disk refuses is fatal for DuckDB: nothing is damaged
        return DataError("cannot_read", path=where, reason=said.splitlines()[0].rpartition(": ")[2])
    if UNFINISHED.search(said):
        return DataError("unfinished_write", path=where)
    if DAMAGED.search(said) or not isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException):
        return DataError("damaged_file", path=where)
    return DataError("cannot_read", path=where, reason=said.splitlines()[0].removeprefix("IO Error: "))


def _held(said: str, path: str) -> DataError:
    holder = HOLDER.search(said)
    if holder is None:
        return DataError("used_by_another_tool", path=path)
    program = holder["program"].strip().strip('"')
    name = (PureWindowsPath(program) if "\\" in program else PurePosixPath(program)).name
    return DataError("used_by_program", path=path, program=name, number=holder["number"])


def _written_by(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(WRITTEN_BY.stop)[WRITTEN_BY]
    except OSError:
        return "—"
    return head.split(b"\0")[0].decode("ascii", "replace") or "—"
