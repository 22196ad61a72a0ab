"""A consent that is taken back takes its named case out of every edition that is still served or kept.

The protection of people goes before the permanence of an edition. Nothing else changes: every figure, and the memory of
what each edition told, stays as it was judged; the edition is sealed, and signed, anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from eit.locations import EVERYONE
from eit.publish.collecting import collect
from eit.publish.ledger import only_publisher, read_ledger, write_ledger
from eit.publish.public_cases.case_rows import NAMED, case_rows
from eit.publish.reading import PublicEdition
from eit.publish.sealing import FILE_NAME, TABLES, generations, write_sealed
from eit.publish.signing import SIGNATURE
from eit.publish.table import Unpublished
from eit.store.connections import open_locked
from eit.store.database import Database

Case = tuple[str, str, str]
"""Programme, parties, what was exchanged: what makes a named case recognised."""


def withdraw_cases(database: Path, out: Path, as_of: date, key: Ed25519PrivateKey | None = None) -> int:
    """Take out of the edition at `out`, and of those kept beside it, each named case that may not be told any more.

    How many were taken out. Raises Unpublished("publish-unsigned-now") when an edition was signed and there is no
    `key`: nothing is written; DataError when a file cannot be read.
    """
    with only_publisher(database):
        may_stand = _may_stand(database, as_of)
        files = [out, *generations(out)]
        found = [(path, rows) for path in files for rows in [_outlived(path, may_stand)] if rows]
        if key is None and any(_is_signed(path) for path, _ in found):
            raise Unpublished("publish-unsigned-now", value=str(out))
        sealed_anew = dict(_seal_anew(path, rows, key) for path, rows in found)
        past = read_ledger(database)
        write_ledger(database, [replace(one, digest=sealed_anew.get(one.digest, one.digest)) for one in past])
    return sum(len(rows) for _, rows in found)


def _may_stand(database: Path, as_of: date) -> set[Case]:
    """The named cases that every party agrees to today."""
    with Database(database) as opened:
        collected = [collect(opened, row, as_of) for _, row in opened.query("programmes").iterrows()]
        return set(_cases(case_rows(opened, collected, as_of)).values())


def _cases(rows: pd.DataFrame) -> dict[int, Case]:
    named = rows[rows["kind"] == NAMED] if len(rows) else rows
    return {
        int(str(place)): (str(row["programme_id"]), str(row["parties"]), str(row["subject_fr"]))
        for place, row in named.iterrows()
    }


def _outlived(path: Path, may_stand: Collection[Case]) -> list[int]:
    """Which rows of its cases an edition may not hold any more."""
    return [place for place, case in _cases(_read(path)["public_case"]).items() if case not in may_stand]


def _read(path: Path) -> dict[str, pd.DataFrame]:
    """Every table of an edition whose seal holds; one that it does not have is empty. Raises DataError."""
    with PublicEdition(path):
        pass
    connection = open_locked(path, "edition")
    try:
        connection.execute("USE edition")
        held = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").df()
            if name in held
            else pd.DataFrame()
            for name in TABLES
        }
    finally:
        connection.close()


def _is_signed(path: Path) -> bool:
    connection = open_locked(path, "edition")
    try:
        connection.execute("USE edition")
        return bool(connection.execute("SELECT 1 FROM seal WHERE key = ?", [SIGNATURE]).fetchone())
    finally:
        connection.close()


def _seal_anew(path: Path, rows: Collection[int], key: Ed25519PrivateKey | None) -> tuple[str, str]:
    """The digest of the edition before and after; the file is replaced whole."""
    tables = _read(path)
    with PublicEdition(path) as edition:
        before = edition.digest
    tables["public_case"] = tables["public_case"].drop(index=list(rows))
    with tempfile.TemporaryDirectory(prefix=".eit-", dir=path.parent) as folder:
        fresh = Path(folder) / FILE_NAME
        try:
            after = write_sealed(fresh, tables, key)
        except duckdb.Error as error:
            raise Unpublished("publish-seal", value=str(error)) from error
        fresh.chmod(EVERYONE)
        fresh.replace(path)
    return before, after
