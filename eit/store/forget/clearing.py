"""Clears what lies beside a data file, and its backups: each is replaced whole by one that never held the traces."""

from __future__ import annotations

import glob
import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from eit.domain.errors import DataError
from eit.domain.names.traces import Traces
from eit.store.attached_files import named
from eit.store.editions import LEDGER, ledger_digest
from eit.store.forget.memory import Erasure, Forgotten
from eit.store.forget.rewriting import hits, refuse_traces, rewritten, texts_of
from eit.store.forget.who import label_of
from eit.store.layers.folder import LAYER_SUFFIX, workspace_folder
from eit.store.mailbox.box import Mailbox
from eit.store.mailbox.forgetting import clear_mailbox
from eit.store.organisation_names import ORDINARY
from eit.store.version.archive import (
    DATA,
    EDITIONS,
    FILES,
    LAYERS,
    backup_prefix,
    database_key,
    describe,
    unpack,
    write_archive,
)
from eit.store.version.backup_register import known_backups
from eit.store.version.swap import generations, replace_without_trace, temporary_prefix

COMPANY_NAMES = "company", "name"
LONGEST_NAME = 200
"""A name or an id; a sentence is not looked up."""


def layers_of(path: Path) -> list[Path]:
    """The files of official layers of a data file and of its generations."""
    folders = [workspace_folder(path), *(one.with_name(one.name + LAYER_SUFFIX) for one in generations(path))]
    return [file for folder in folders for file in sorted(folder.glob("*.parquet"))]


def archives_of(path: Path, named: list[Path]) -> list[Path]:
    """The backups that are known for a file, and those in the folders and files that are named, each once."""
    found = [*known_backups(path)]
    for one in named:
        found += sorted(one.glob("*.zip")) if one.is_dir() else [one]
    return list(dict.fromkeys(one.resolve() for one in found))


def clear_generation(generation: Path, path: Path, traces: Traces, person: str | None) -> int:
    """Write one generation anew; how many texts held a trace. `path`: the file, beside which there is room."""
    if not hits(generation, traces):
        return 0
    with tempfile.TemporaryDirectory(prefix=temporary_prefix(path), dir=path.parent) as name:
        fresh = Path(name) / "cleared.duckdb"
        count = rewritten(generation, fresh, traces, person)
        refuse_traces(fresh, traces)
        replace_without_trace(fresh, generation)
    return count


def clear_layer(file: Path, traces: Traces) -> int:
    """Write one layer anew when a text of it holds a trace; how many did."""
    if traces.public_word:
        return 0
    table = parquet.read_table(file)
    count = 0
    for number, field in enumerate(table.schema):
        if not pa.types.is_string(field.type):
            continue
        texts = table.column(number).to_pylist()
        cleared = [None if text is None else traces.without(text, typed=False) for text in texts]
        changed = sum(a != b for a, b in zip(texts, cleared, strict=True))
        if changed:
            count += changed
            table = table.set_column(number, field, pa.array(cleared, field.type))
    if count:
        fresh = file.with_name(file.name + ".new")
        parquet.write_table(table, fresh)
        fresh.replace(file)
    return count


def clear_ledger(folder: Path, traces: Traces) -> int:
    """Give the groups of a ledger their alias, masses untouched; how many texts held a trace."""
    file = folder / LEDGER
    if not file.exists():
        return 0
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        before = json.dumps(stored["editions"], ensure_ascii=False)
        whole = stored["sha256"] == ledger_digest(stored["editions"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError("forget_unreadable", path=str(file)) from error
    editions = _cleared(stored["editions"], traces)
    after = json.dumps(editions, ensure_ascii=False)
    if after == before:
        return 0
    if not whole:
        raise DataError("forget_unreadable", path=str(file))
    stored |= {"editions": editions, "sha256": ledger_digest(editions)}
    fresh = file.with_name(file.name + ".new")
    fresh.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)
    return after.count(traces.alias) - before.count(traces.alias)


def _cleared(value: Any, traces: Traces) -> Any:
    if isinstance(value, dict):
        return {key: one if key == "digest" else _cleared(one, traces) for key, one in value.items()}
    if isinstance(value, list):
        return [_cleared(one, traces) for one in value]
    return traces.without(value, True) if isinstance(value, str) else value


def unpacked_prefix(path: Path) -> str:
    """How the folders start in which the backups of `path` are unpacked to be cleared."""
    return f".eit-forget-{database_key(path)}-"


def remove_unpacked(path: Path, folders: Iterable[Path]) -> None:
    """Take out what a killed process left where backups are: an unpacked one holds every name.

    The caller holds the lock of `path`: nobody else clears its backups; one that is being made starts again.
    """
    for folder in {*folders}:
        for prefix in (unpacked_prefix(path), backup_prefix(path)):
            for left in folder.glob(f"{glob.escape(prefix)}*"):
                shutil.rmtree(left, ignore_errors=True)


def clear_archive(archive: Path, path: Path, traces: Traces, person: str | None) -> int:
    """Write one backup of `path` anew, of the same name and date; how many texts held a trace.

    Raises DataError, OSError.
    """
    with tempfile.TemporaryDirectory(prefix=unpacked_prefix(path), dir=archive.parent) as name:
        folder = Path(name)
        said = unpack(archive, folder)
        count = 0
        if hits(folder / DATA, traces):
            count += rewritten(folder / DATA, folder / "cleared.duckdb", traces, person)
            refuse_traces(folder / "cleared.duckdb", traces)
            (folder / "cleared.duckdb").replace(folder / DATA)
        count += sum(clear_layer(file, traces) for file in (folder / LAYERS).glob("*.parquet"))
        count += clear_ledger(folder / EDITIONS, traces)
        count += clear_mailbox(Mailbox(folder / DATA), traces)
        kept = named(folder / DATA, with_journal=True)
        for file in [one for one in (folder / FILES).iterdir() if one.name not in kept]:
            file.unlink()
            count += 1
        if count:
            found = describe(folder, archive)
            manifest = replace(said, files=found.files, tables=found.tables)
            write_archive(folder, folder / "cleared.zip", manifest)
            unpack(folder / "cleared.zip", folder / "again")
            replace_without_trace(folder / "cleared.zip", archive)
    return count


def data_of(archive: Path, folder: Path) -> Path:
    """The data file of a backup, verified, in `folder`."""
    unpack(archive, folder)
    return folder / DATA


def known_again(path: Path, erasure: Erasure, forgotten: Forgotten) -> Traces | None:
    """What a file of before holds of somebody who was forgotten since, found by fingerprint; None: nothing."""
    found: dict[tuple[str, str], set[str]] = {}
    names, spoken, ordinary = set(), set(), set()
    for table, column, text in texts_of(path):
        if (table, column) == COMPANY_NAMES:
            spoken.add(text)
        if column in ORDINARY.get(table, ()):
            ordinary.add(text)
        if len(text) <= LONGEST_NAME and forgotten.digest(text) in erasure.digests:
            names.add(text)
            found.setdefault((table, column), set()).add(text)
    ids = {text for (_, column), texts in found.items() if column.endswith("_id") for text in texts}
    if not names - ids:  # an id alone may have been given again since, to somebody else
        return None
    label = label_of(erasure.alias, names, erasure.person)
    return Traces(
        label, erasure.alias, names - ids, dict.fromkeys(ids, erasure.alias), ids, spoken - names, ordinary
    )


def cleared_again(path: Path, folder: Path, forgotten: Forgotten) -> Path:
    """A file of before, cleared of all who were forgotten since; the same file when it holds none of them."""
    for number, erasure in enumerate(forgotten.erasures):
        traces = known_again(path, erasure, forgotten)
        if traces is not None:
            fresh = folder / f"cleared_{number}.duckdb"
            rewritten(path, fresh, traces, contact_of(path, erasure, forgotten))
            path = fresh
    return path


def contact_of(path: Path, erasure: Erasure, forgotten: Forgotten) -> str | None:
    """The contact of a person who was forgotten, or nobody's id; None: an organisation was."""
    if not erasure.person:
        return None
    texts = (text for table, column, text in texts_of(path) if (table, column) == ("contact", "contact_id"))
    return next((text for text in texts if forgotten.digest(text) in erasure.digests), "")


def as_reason(error: Exception) -> str:
    """Why a file could not be cleared, in the words of the machine or the code of our refusal."""
    if isinstance(error, DataError):
        return error.code
    if isinstance(error, duckdb.Error):
        return re.sub(r"\s+", " ", str(error))[:120]
    return getattr(error, "strerror", None) or type(error).__name__
