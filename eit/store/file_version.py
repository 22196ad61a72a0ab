"""Which version of which data file: the key of every cache."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eit.domain.errors import DataError


@dataclass(frozen=True)
class FileVersion:
    """Which version of which file: the key of every cache."""

    path: str
    modified_ns: int
    inode: int
    size: int


def file_version(path: Path) -> FileVersion:
    """The current version of the file. Raises DataError("no_data_file")."""
    try:
        status = path.stat()
    except OSError as error:
        raise DataError("no_data_file", path=str(path)) from error
    return FileVersion(str(path), status.st_mtime_ns, status.st_ino, status.st_size)
