"""What a pair takes from its flows and from the library: each is read once, and taken by position for every pair."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from eit.domain.selection import Selection
from eit.store.database import Database


class Read(NamedTuple):
    """One row of a table for each pair, by position; -1: it has none."""

    table: pd.DataFrame
    at: NDArray

    def __call__(self, column: str) -> ExtensionArray:
        return self.table[column].array.take(self.at, allow_fill=bool((self.at < 0).any()))


def either(chosen: NDArray, first: Read, second: Read, column: str) -> ExtensionArray:
    """A column of the first table where `chosen`, else of the second; texts are taken once."""
    both = pd.concat([first.table[column], second.table[column]], ignore_index=True)
    return Read(both.to_frame(), np.where(chosen, first.at, len(first.table) + second.at))(column)


def flows_of_pairs(database: Database, selection: Selection, pairs: pd.DataFrame) -> tuple[Read, Read]:
    """The offer, and the demand, of each pair."""
    sides = database.cached_query("sides", {"programme_id": selection.programme_id})
    flows = pd.Index(sides["flow_id"])

    def of(name: str) -> Read:
        row, flow_ids = pd.factorize(pairs[name])
        return Read(sides, flows.get_indexer(flow_ids)[row])

    return of("offer_id"), of("demand_id")


def cited_by_pairs(database: Database, pairs: pd.DataFrame) -> Read:
    """The row of the library that each pair rests on."""
    library = database.cached_query("library")
    rows = pairs["library_row"].fillna(-1).astype(int)
    return Read(library, pd.Index(library["library_row"]).get_indexer(rows))
