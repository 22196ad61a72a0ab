"""One writer at a time, by a lock that the system lets go of when its process dies, however it dies."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from eit.domain.errors import DataError

PATIENCE_S = 10.0
PAUSE_S = 0.05
"""An edit of a programme takes a tenth of a second: two people who save at once both get through."""
UNWRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)
WORTH_WAITING = ("being_written", "changed_meanwhile")


def in_turn(attempt: Callable[[], None]) -> None:
    """Try until it is this writer's turn. Raises what `attempt` raises, "being_written" after PATIENCE_S only."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            attempt()
            return
        except DataError as error:
            if error.code not in WORTH_WAITING or time.monotonic() > deadline:
                raise
        time.sleep(PAUSE_S)


@contextmanager
def locked(path: Path, to_read: bool = False) -> Iterator[bool]:
    """Hold `<name>.lock` of a data file; whether it is held. Raises DataError: "being_written", "cannot_write".

    `to_read`: where nothing can be written (a disk that is read-only) nobody writes, and no lock is needed.
    """
    try:
        file = path.with_name(path.name + ".lock").open("a+b")
    except OSError as error:
        if to_read and error.errno in UNWRITABLE:
            yield False
            return
        raise DataError("cannot_write", path=str(path), reason=error.strerror or str(error)) from error
    with file:
        if not _take(file):
            raise DataError("being_written", path=str(path))
        yield True


def _take(file: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:
        return _take_windows(file)
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _take_windows(file: IO[bytes]) -> bool:
    import msvcrt

    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
