"""What many copies of one file cost: opened, read whole, looked at and asked the same question once.

Most tests work in a copy of the demonstration of their own. Byte for byte it is the file that the test before looked
at: its schema, that every value of it can be read and what its answers are need not be found again. A file that was
changed by one byte is another one. An answer that asks which file it is goes to no other. Whoever replaces something
in the code begins and ends with no answer: what a test replaces reaches no other, and nothing from before reaches it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest

from eit.store import connections, database
from eit.store.memory import Memory
from eit.store.reads import Fingerprints
from eit.store.version import edit

try:
    import fcntl
except ImportError:
    fcntl = None  # Windows: each file is opened for itself

_digests: dict[database.FileVersion, bytes] = {}
_looked_at: set[bytes] = set()
_read: dict[bytes, Fingerprints] = {}
_opened: dict[bytes, tuple[database.FileVersion, Memory]] = {}
"""The last that was opened of each content, of the last contents."""
CONTENTS = 8
_doors: dict[tuple[bytes, str], tuple[duckdb.DuckDBPyConnection, Path]] = {}
"""Content, and name of its catalog → a locked connection on a copy that nobody writes to."""
DOORS = 6
_at_the_door = threading.RLock()
PLAIN = re.compile(r"[\w/.-]+")
_copies = tempfile.TemporaryDirectory(prefix="eit-same-content-")


def _digest(version: database.FileVersion) -> bytes:
    """Digest of the content; of a file that is replaced meanwhile, one that no other has."""
    if version not in _digests:
        path = Path(version.path)
        content = path.read_bytes() if path.exists() else b""
        same = path.exists() and database.file_version(path) == version
        _digests[version] = hashlib.sha256(content).digest() if same else os.urandom(32)
    return _digests[version]


def forget_answers() -> None:
    """Something in the code is replaced, or put back: nothing was asked yet."""
    _opened.clear()
    with _at_the_door:
        for key in [*_doors]:
            _let_go(key)


def _forgetting(owner: Any, name: str, replaces: Callable[..., bool] = lambda *_: True) -> None:
    """Forget the answers before and after a method that replaces something in the code."""
    method = getattr(owner, name)

    def forgetful(self: Any, *words: Any, **named: Any) -> Any:
        if not replaces(self, *words):
            return method(self, *words, **named)
        forget_answers()
        try:
            return method(self, *words, **named)
        finally:
            forget_answers()

    setattr(owner, name, forgetful)


def _of_the_code(_: Any, where: Any, *__: Any) -> bool:
    return where is not os.environ


def _replaced_anything(patch: Any) -> bool:
    return bool(patch._setattr) or any(where is not os.environ for where, *_ in patch._setitem)


def _open_once(path: Path, catalog: str) -> duckdb.DuckDBPyConnection:
    """A cursor on the connection that every file of one content shares; an odd name or a journal beside: its own."""
    if not PLAIN.fullmatch(str(path)) or not path.is_file() or path.with_name(path.name + ".wal").exists():
        return connections.open_locked(path, catalog)
    if fcntl is None or _is_held(path):
        return connections.open_locked(path, catalog)
    key = _digest(database.file_version(path)), catalog
    with _at_the_door:
        if key not in _doors:
            copy = Path(_copies.name) / f"{key[0].hex()}.duckdb"
            shutil.copyfile(path, copy)
            try:
                _doors[key] = connections.open_locked(copy, catalog), copy
            except duckdb.Error:
                return connections.open_locked(path, catalog)
            while len(_doors) > DOORS:
                _let_go(next(iter(_doors)))
        _doors[key] = _doors.pop(key)
        return _doors[key][0].cursor()


def share() -> None:
    """From here on, files of one content share what was found about it."""
    check, read = database.Database._check_schema, edit._read_once

    def check_once(self: database.Database) -> None:
        digest = _digest(self._version)
        if digest in _looked_at:
            database.remember_schema(self._version)
        check(self)
        _looked_at.add(digest)
        if digest in _opened:
            _hand_on(*_opened[digest], self._memory, self._version)
            _opened.pop(digest)
        _opened[digest] = (self._version, self._memory)
        while len(_opened) > CONTENTS:
            _opened.pop(next(iter(_opened)))

    def read_once(version: database.FileVersion) -> Fingerprints:
        digest = _digest(version)
        if version not in edit._whole and digest in _read:
            edit._remember_whole(version, _read[digest])
        return _read.setdefault(digest, read(version))

    module: Any = database
    module.Database._check_schema = check_once
    module.open_locked = _open_once
    edit._read_once = read_once
    for name in ("setitem", "delitem"):
        _forgetting(pytest.MonkeyPatch, name, _of_the_code)
    for owner, name in (
        (pytest.MonkeyPatch, "setattr"),
        (pytest.MonkeyPatch, "delattr"),
        (mock._patch, "__enter__"),
        (mock._patch, "__exit__"),
    ):
        _forgetting(owner, name)
    _forgetting(pytest.MonkeyPatch, "undo", _replaced_anything)


def _let_go(key: tuple[bytes, str]) -> None:
    """No more cursors on it; those that are out stay open: to close the connection would close them."""
    _, copy = _doors.pop(key)
    copy.unlink(missing_ok=True)


def _is_held(path: Path) -> bool:
    """Whether another process writes to a file: who opens it is told."""
    with path.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def _hand_on(version: database.FileVersion, memory: Memory, to: Memory, other: database.FileVersion) -> None:
    """Give the answers about one version that rest on its tables alone to the memory of another of the same content."""
    for key, kept in list(memory._made.items()):
        if key not in to._made and kept.tables is not None and version in kept.versions:
            kept.versions.add(other)
            to._made[key] = kept
            to._held_b += kept.weight
