"""A backup that a password locks: in the age format, so that any age program opens it, and written as it is read.

A zip of three parts: `backup.age` is the whole archive, encrypted for a key that is drawn for it; `key.age` is that
key, encrypted by the password (scrypt); `about.json` says of which file it is, how far its journal goes, and no name.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pyrage

from eit.domain.errors import DataError
from eit.store.version.archive import LOCKED, UNREADABLE, Manifest

KEY, CONTENT, ABOUT = LOCKED, "backup.age", "about.json"
TOLD = ("database_key", "last_entry", "made_at")
LARGEST_PART = 65_536
SHORTEST_PASSWORD = 12
"""Signs; whoever has the archive tries at leisure, at one or two seconds a try."""


def check_password(password: str) -> None:
    """Raise DataError("backup_password_short") for a password that could be guessed by trying."""
    if len(password) < SHORTEST_PASSWORD:
        raise DataError("backup_password_short", least=str(SHORTEST_PASSWORD))


def is_locked(archive: Path) -> bool:
    """Whether a file is a backup that a password locks."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            return KEY in zipped.namelist()
    except (*UNREADABLE, OSError):
        return False


def lock_archive(archive: Path, locked: Path, password: str, manifest: Manifest) -> None:
    """Write `locked`, the archive under a password. Raises DataError("backup_password_short"), OSError."""
    check_password(password)
    own = pyrage.x25519.Identity.generate()
    about = {name: getattr(manifest, name) for name in TOLD}
    with locked.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as zipped:
        zipped.writestr(ABOUT, json.dumps(about))
        zipped.writestr(KEY, pyrage.passphrase.encrypt(str(own).encode(), password))
        with (
            archive.open("rb") as source,
            zipped.open(zipfile.ZipInfo(CONTENT), "w", force_zip64=True) as part,
        ):
            _stream(lambda sink: pyrage.encrypt_io(source, sink, [own.to_public()]), part)


def unlock_archive(locked: Path, plain: Path, password: str | None) -> None:
    """Write `plain`, the archive that a password locked; what is cut or changed is refused at its end.

    Raises DataError: "backup_locked" (no password was given), "backup_password_wrong", "backup_damaged"; OSError.
    """
    if not password:
        raise DataError("backup_locked", path=str(locked))
    try:
        with zipfile.ZipFile(locked) as zipped:
            key = _part(zipped, KEY)
            try:
                own = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(key, password).decode())
            except pyrage.DecryptError as error:
                raise DataError("backup_password_wrong", path=str(locked)) from error
            with zipped.open(CONTENT) as source, plain.open("xb") as target:
                _stream(lambda sink: pyrage.decrypt_io(source, sink, [own]), target)
    except (*UNREADABLE, KeyError, pyrage.IdentityError) as error:
        raise DataError("backup_damaged", path=str(locked)) from error


def told_of(locked: Path) -> dict[str, Any]:
    """What a locked backup says without its password (TOLD). Raises DataError("backup_damaged")."""
    try:
        with zipfile.ZipFile(locked) as zipped:
            said = json.loads(_part(zipped, ABOUT))
        return {name: type_of(said[name]) for name, type_of in zip(TOLD, (str, int, str), strict=True)}
    except (*UNREADABLE, KeyError, TypeError) as error:
        raise DataError("backup_damaged", path=str(locked)) from error


def _part(zipped: zipfile.ZipFile, name: str) -> bytes:
    with zipped.open(name) as part:
        return part.read(LARGEST_PART)


class _Sink:
    """Passes on what is written, and remembers what the disk said: the library tells it as a fault of the file."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target = target
        self.refused: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self.target.write(data)
        except OSError as error:
            self.refused = error
            raise

    def flush(self) -> None:
        self.target.flush()


def _stream(work: Callable[[_Sink], object], target: IO[bytes]) -> None:
    """Raises OSError when the target refuses, ValueError for a source that is cut or changed: both come alike."""
    sink = _Sink(target)
    try:
        work(sink)
    except (pyrage.EncryptError, pyrage.DecryptError, OSError) as error:
        raise (sink.refused or ValueError(str(error))) from error
