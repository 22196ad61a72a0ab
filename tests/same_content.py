"""What many copies of one file cost: read whole once, looked at once, and asked the same question once per module.

Most tests work in a copy of the demonstration of their own. Byte for byte it is the file that the test before looked
at: its schema, that every value of it can be read and what its answers are need not be found again. A file that was
changed by one byte is another one. An answer that asks which file it is goes to no other, and the answers go with each
module: what a test replaces in the code reaches no other.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from eit.store import database
from eit.store.memory import Memory
from eit.store.reads import Fingerprints
from eit.store.version import edit

_digests: dict[database.FileVersion, bytes] = {}
_looked_at: set[bytes] = set()
_read: dict[bytes, Fingerprints] = {}
_opened: dict[bytes, tuple[database.FileVersion, Memory]] = {}
"""The last that was opened of each content."""


def _digest(version: database.FileVersion) -> bytes:
    """Digest of the content; of a file that is replaced meanwhile, one that no other has."""
    if version not in _digests:
        path = Path(version.path)
        content = path.read_bytes() if path.exists() else b""
        same = path.exists() and database.file_version(path) == version
        _digests[version] = hashlib.sha256(content).digest() if same else os.urandom(32)
    return _digests[version]


def forget_answers() -> None:
    """Before a module: nothing was asked yet."""
    _opened.clear()


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
        _opened[digest] = (self._version, self._memory)

    def read_once(version: database.FileVersion) -> Fingerprints:
        digest = _digest(version)
        if version not in edit._whole and digest in _read:
            edit._remember_whole(version, _read[digest])
        return _read.setdefault(digest, read(version))

    methods: Any = database.Database
    methods._check_schema = check_once
    edit._read_once = read_once


def _hand_on(version: database.FileVersion, memory: Memory, to: Memory, other: database.FileVersion) -> None:
    """Give the answers about one version that rest on its tables alone to the memory of another of the same content."""
    for key, kept in list(memory._made.items()):
        if key not in to._made and kept.tables is not None and version in kept.versions:
            kept.versions.add(other)
            to._made[key] = kept
            to._held_b += kept.weight
