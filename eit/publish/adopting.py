"""Reads an edition that the ledger does not know as one of its past: a moved file, a restored backup, a lost ledger.

What it tells is compared with data files until one gives the same figures: then who contributed what is known again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from eit.domain.disclosure import rounded
from eit.domain.errors import DataError
from eit.publish.collecting import INDICATORS, collect, quantities
from eit.publish.ledger import Key, PastEdition
from eit.publish.past_editions import Quantities, Vintage, contributions
from eit.publish.reading import PublicEdition
from eit.publish.table import Unpublished
from eit.publish.unions import Place
from eit.store.database import Database
from eit.store.version.swap import generations


def adopt(
    standing: PublicEdition, known: Sequence[PastEdition], files: Sequence[Path], today: date
) -> list[PastEdition]:
    """The editions that `standing` names and the ledger does not know, with the quantities that they were made from.

    `files` and their earlier versions are tried in turn. Each edition is taken to have told every cell that is told now
    and is not of an edition before it: what was told and replaced since is seen by nobody any more. Raises
    Unpublished when no file gives the figures of an edition.
    """
    if any(past.digest == standing.digest for past in known):
        return []  # an older one was put back: all that it tells is known
    rows, cells = standing.editions(), standing.cells()
    told = cells[cells["value"].notna() & cells["indicator"].isin(list(INDICATORS))]
    ranks = dict(zip(rows["name"], rows["rank"], strict=True))
    names = {past.name for past in known}
    found = []
    for row in rows[~rows["name"].isin(names) | rows["current"]].to_dict("records"):
        own = told[told["computed_in"] == row["name"]]
        held = _made_from(own, files, today)
        if held is None:
            raise Unpublished("publish-adopt-unmatched", value=row["name"])
        later = told[told["computed_in"].map(ranks) >= row["rank"]]
        name = f"{row['name']} (bis)" if row["name"] in names else row["name"]
        tables = {key: Vintage(name, table, _told(later, key)) for key, table in held.items()}
        digest = standing.digest if row["current"] else f"before {standing.digest}"
        found.append(PastEdition(name, row["published_on"], digest, tables, today.isoformat()))
    return found


def _made_from(told: pd.DataFrame, files: Sequence[Path], today: date) -> dict[Key, Quantities] | None:
    """The quantities of the first file that gives every figure told; None when none does."""
    for path in _versions(files):
        try:
            with Database(path) as database:
                held = _held(database, today)
        except DataError:
            continue  # of another schema, or damaged: it is none of those that can be read
        if all(_gives(held, row) for row in told.to_dict("records")):
            return held
    return None


def _versions(files: Sequence[Path]) -> Iterator[Path]:
    for path in files:
        yield path
        yield from reversed(generations(path))


def _held(database: Database, today: date) -> dict[Key, Quantities]:
    found: dict[Key, Quantities] = {}
    for _, row in database.query("programmes").iterrows():
        item = collect(database, row, today)
        for indicator in INDICATORS:
            found[str(row["programme_id"]), indicator] = quantities(item, indicator)
    return found


def _gives(held: dict[Key, Quantities], row: dict) -> bool:
    table = held.get((row["programme_id"], row["indicator"]), {})
    shares = contributions(table, (row["territory_id"], row["family"])).values()
    return bool(rounded(sum(sorted(shares))) == row["value"])


def _told(told: pd.DataFrame, key: Key) -> frozenset[Place]:
    own = told[(told["programme_id"] == key[0]) & (told["indicator"] == key[1])]
    return frozenset(zip(own["territory_id"], own["family"], strict=True))
