"""The form of a backup: a zip with the data file, the official layers, and a manifest that says what must be there."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from eit.domain.errors import DataError
from eit.domain.product import VERSION
from eit.store.attached_files import digest_of
from eit.store.database import Database, read_whole, reading, schema_version
from eit.store.mailbox.backup import BOX_FILES
from eit.store.mailbox.box import door_folder
from eit.store.schema import SCHEMA_VERSION

FORMAT = "maillage-backup"
DATA = "data.duckdb"
LAYERS = "layers"
EDITIONS = "editions"
"""What the public editions told so far (`<file>.editions`): without it the next one could betray somebody."""
FILES = "files"
"""Attached files (`<file>.files`), each under its SHA-256."""
DOOR = door_folder(Path(DATA)).name
"""The mailbox of the firms' own door and the key of its links (`<file>.door`)."""
FOLDERS = (LAYERS, EDITIONS, FILES, DOOR)
MANIFEST = "manifest.json"
LOCKED = "key.age"
"""In a backup that a password locks (`locked_archive`)."""
PART = re.compile(
    rf"{re.escape(DATA)}|{LAYERS}/[a-z]+\.parquet|{EDITIONS}/[a-z]+\.json|{FILES}/(?P<sha256>[0-9a-f]{{64}})"
    rf"|{re.escape(DOOR)}/(?:{'|'.join(map(re.escape, BOX_FILES))})"
)
LARGEST_MANIFEST = 1_000_000
CHUNK = 1 << 20
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the zip reader was seen to raise for a file that was cut or changed."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: SHA-256 and size [bytes] of each part, rows of each table, and where it comes from."""

    format: str
    product_version: str
    schema_version: str
    made_at: str
    database: str
    database_key: str
    last_entry: int
    files: dict[str, dict[str, str | int]]
    tables: dict[str, int]

    @property
    def data_sha256(self) -> str:
        """Fingerprint of the data file."""
        return str(self.files[DATA]["sha256"])


def database_key(path: Path) -> str:
    """Tells the backups of one file from those of another of the same name, without writing where it is."""
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]


def backup_prefix(path: Path) -> str:
    """How the folders start in which backups of `path` are prepared."""
    return f".eit-backup-{database_key(path)}-"


def describe(folder: Path, source: Path) -> Manifest:
    """What the parts that lie in `folder` are, taken from `source`: every value of the data file is read."""
    layers = sorted(f"{LAYERS}/{file.name}" for file in (folder / LAYERS).glob("*.parquet"))
    editions = sorted(f"{EDITIONS}/{file.name}" for file in (folder / EDITIONS).glob("*.json"))
    files = sorted(f"{FILES}/{file.name}" for file in (folder / FILES).glob("*"))
    door = [f"{DOOR}/{name}" for name in BOX_FILES if (folder / DOOR / name).is_file()]
    parts = [DATA, *layers, *editions, *files, *door]
    return Manifest(
        FORMAT,
        VERSION,
        schema_version(folder / DATA),
        datetime.now(UTC).isoformat(timespec="microseconds"),
        source.name,
        database_key(source),
        last_entry(folder / DATA),
        {
            part: {"sha256": digest_of(folder / part), "bytes": (folder / part).stat().st_size}
            for part in parts
        },
        read_whole(folder / DATA),
    )


def pack(folder: Path, archive: Path, source: Path) -> Manifest:
    """Write the parts that lie in `folder` into one archive, down to the disk; its manifest."""
    manifest = describe(folder, source)
    write_archive(folder, archive, manifest)
    return manifest


def write_archive(folder: Path, archive: Path, manifest: Manifest) -> None:
    """Write the parts that lie in `folder` and a manifest that tells of them, down to the disk."""
    with archive.open("xb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
            written.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            for part in manifest.files:
                written.write(folder / part, part)
        file.flush()
        os.fsync(file.fileno())


def read_manifest(archive: Path) -> Manifest:
    """What an archive says that it holds. Raises DataError("backup_missing", "backup_foreign", "backup_damaged")."""
    with _opened(archive) as zipped:
        return _manifest(zipped, archive)


def unpack(archive: Path, folder: Path) -> Manifest:
    """Write the verified parts of an archive into `folder`; its manifest.

    Raises DataError: "backup_missing", "backup_foreign" (no backup of this product), "backup_damaged" (cut, changed,
    or its rows are not those it names), "backup_newer" (schema), "newer_format"; OSError for a disk that refuses.
    """
    with _opened(archive) as zipped:
        manifest = _manifest(zipped, archive)
        _refuse_schema(manifest, archive)
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True)
        for part, said in manifest.files.items():
            try:
                with zipped.open(part) as source, (folder / part).open("xb") as target:
                    found = _copied(source, target, int(said["bytes"]))
            except (*UNREADABLE, KeyError, TypeError) as error:
                raise DataError("backup_damaged", path=str(archive)) from error
            if found != said["sha256"] or not _is_called(part, found):
                raise DataError("backup_damaged", path=str(archive))
    _refuse_other(folder / DATA, manifest, archive)
    return manifest


def _is_called(part: str, sha256: str) -> bool:
    """Whether a part whose name is its fingerprint has that one."""
    named = PART.fullmatch(part)
    return named is None or named["sha256"] in (None, sha256)


def entries(path: Path) -> list[tuple]:
    """The entries of the journal of a file, whatever its schema: number, when, who, what; the first first."""
    with reading(path) as connection:
        tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        if "journal" not in tables:
            return []
        listed = f"SELECT entry, recorded_at, author, action FROM {Database.catalog}.journal ORDER BY entry"
        return connection.execute(listed).fetchall()


def last_entry(path: Path) -> int:
    """The number of the last entry of the journal of a file, whatever its schema; 0 when it has none."""
    return max((int(entry[0]) for entry in entries(path)), default=0)


def _refuse_other(path: Path, manifest: Manifest, archive: Path) -> None:
    """Raise DataError("backup_damaged") when the data file is not the one that the manifest tells of."""
    try:
        same = read_whole(path) == manifest.tables and schema_version(path) == str(manifest.schema_version)
    except DataError as error:
        if error.code == "newer_format":
            raise
        raise DataError("backup_damaged", path=str(archive)) from error
    if not same:
        raise DataError("backup_damaged", path=str(archive))


def _opened(archive: Path) -> zipfile.ZipFile:
    if not archive.is_file():
        raise DataError("backup_missing", path=str(archive))
    try:
        return zipfile.ZipFile(archive)
    except UNREADABLE as error:
        with archive.open("rb") as file:
            ours = file.read(2) == b"PK"
        raise DataError("backup_damaged" if ours else "backup_foreign", path=str(archive)) from error


def _manifest(zipped: zipfile.ZipFile, archive: Path) -> Manifest:
    names = zipped.namelist()
    if LOCKED in names:
        raise DataError("backup_locked", path=str(archive))
    if MANIFEST not in names:
        raise DataError("backup_foreign", path=str(archive))
    try:
        with zipped.open(MANIFEST) as file:
            said = json.loads(file.read(LARGEST_MANIFEST))
    except UNREADABLE as error:
        raise DataError("backup_damaged", path=str(archive)) from error
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise DataError("backup_foreign", path=str(archive))
    try:
        manifest = Manifest(**{name: said[name] for name in Manifest.__dataclass_fields__})
        expected = {MANIFEST, *manifest.files}
        whole = sorted(names) == sorted(expected) and all(PART.fullmatch(part) for part in manifest.files)
    except (KeyError, TypeError) as error:
        raise DataError("backup_damaged", path=str(archive)) from error
    if not whole or not isinstance(manifest.files, dict) or DATA not in manifest.files:
        raise DataError("backup_damaged", path=str(archive))
    return manifest


def _refuse_schema(manifest: Manifest, archive: Path) -> None:
    found = str(manifest.schema_version)
    if found.isdigit() and int(found) > int(SCHEMA_VERSION):
        said = {"path": str(archive), "found": found, "expected": SCHEMA_VERSION}
        raise DataError("backup_newer", version=str(manifest.product_version), **said)


def _copied(source: IO[bytes], target: IO[bytes], size: int) -> str:
    """Copy at most `size` bytes and one more; the SHA-256 of what was copied."""
    digest = hashlib.sha256()
    left = size + 1
    while left > 0 and (chunk := source.read(min(CHUNK, left))):
        digest.update(chunk)
        target.write(chunk)
        left -= len(chunk)
    return digest.hexdigest()
