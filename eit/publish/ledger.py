"""The private memory of the editions, beside the private file: who contributed what to every edition that went out.

Without it nobody could say how many contributors changed, or what two editions tell together. It never leaves the
folder `<file>.editions`, which a backup must take with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from eit.domain.errors import DataError
from eit.publish.past_editions import Vintage
from eit.publish.table import Unpublished
from eit.store.editions import LEDGER as NAME
from eit.store.editions import editions_folder, ledger_digest
from eit.store.version.lock import locked

VERSION = 1
Key = tuple[str, str]
"""(programme_id, indicator)."""


@dataclass(frozen=True)
class PastEdition:
    """One edition that went out: its name, date, the digest of its sealed content, and its tables."""

    name: str
    published_on: str
    digest: str
    tables: Mapping[Key, Vintage]
    adopted: str = ""
    """The day on which an edition that stood there, unknown, was read as one of the past."""


def read_ledger(database: Path) -> list[PastEdition]:
    """The editions, in their order. Raises Unpublished when the ledger is damaged."""
    path = editions_folder(database) / NAME
    if not path.exists():
        return []
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["version"] != VERSION or stored["sha256"] != ledger_digest(stored["editions"]):
            raise ValueError("digest")
        return [_past(row) for row in stored["editions"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unpublished("publish-ledger-damaged", value=str(path)) from error


@contextmanager
def only_publisher(database: Path) -> Iterator[None]:
    """Hold the ledger: two editions made at once would each forget the other. Raises Unpublished or DataError."""
    folder = editions_folder(database)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError("cannot_write", path=str(folder), reason=error.strerror or str(error)) from error
    with ExitStack() as held:
        try:
            held.enter_context(locked(folder / NAME))
        except DataError as error:
            if error.code != "being_written":
                raise
            raise Unpublished("publish-under-way", value=str(folder / NAME) + ".lock") from error
        yield


def write_ledger(database: Path, editions: list[PastEdition]) -> None:
    """Replace the ledger, whole or not at all."""
    folder = editions_folder(database)
    folder.mkdir(parents=True, exist_ok=True)
    rows = [_row(past) for past in editions]
    text = json.dumps(
        {"version": VERSION, "sha256": ledger_digest(rows), "editions": rows}, ensure_ascii=False
    )
    fresh = folder / (NAME + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(folder / NAME)


def _row(past: PastEdition) -> dict:
    tables = [
        {
            "programme_id": programme_id,
            "indicator": indicator,
            "told": sorted(map(list, vintage.told)),
            **({"public": sorted(vintage.public)} if vintage.public else {}),
            "quantities": [[*key, quantity] for key, quantity in sorted(vintage.quantities.items())],
        }
        for (programme_id, indicator), vintage in sorted(past.tables.items())
    ]
    return {
        "name": past.name,
        "published_on": past.published_on,
        "digest": past.digest,
        "tables": tables,
        **({"adopted": past.adopted} if past.adopted else {}),
    }


def _past(row: dict) -> PastEdition:
    tables = {}
    for table in row["tables"]:
        quantities = {tuple(key): float(quantity) for *key, quantity in table["quantities"]}
        told = frozenset((territory, family) for territory, family in table["told"])
        public = frozenset(table.get("public", ()))
        tables[table["programme_id"], table["indicator"]] = Vintage(row["name"], quantities, told, public)
    return PastEdition(row["name"], row["published_on"], row["digest"], tables, row.get("adopted", ""))
