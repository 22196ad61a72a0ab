"""The comparison of an edition with others that agreed to it: read from sealed editions, in files or at addresses."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from eit.domain.disclosure import band
from eit.domain.errors import DataError
from eit.domain.figures.benchmark import Standing, compare
from eit.publish.collecting import TOTAL
from eit.publish.fetching import Store
from eit.publish.reading import PublicEdition
from eit.publish.sealing import FILE_NAME
from eit.publish.table import CARRIED, COMPUTED

COLUMNS = ("programme_id", "indicator", "peers_band", "low", "high", "position")
TOLD = (COMPUTED, CARRIED)


def benchmark_rows(cells: pd.DataFrame, names: dict[str, str], peers: Sequence[Standing]) -> pd.DataFrame:
    """`COLUMNS`, for the programmes of `names` (programme_id → name), which agreed to be compared."""
    own = standings(cells, names)
    found = [
        {
            "programme_id": one.programme_id, "indicator": row.indicator, "peers_band": band(row.peers),
            "low": row.middle.low, "high": row.middle.high, "position": row.position,
        }
        for one in own
        for row in compare(one, [*own, *peers])
    ]  # fmt: skip
    return pd.DataFrame(found, columns=list(COLUMNS))


def standings(cells: pd.DataFrame, names: dict[str, str]) -> list[Standing]:
    """What each programme of `names` tells of the whole of itself; nothing is read but what an edition tells."""
    whole = cells[(cells["territory_id"] == TOTAL) & cells["state"].isin(TOLD)]
    alone = whole.groupby(["programme_id", "indicator"])["family"].transform("nunique") == 1
    rows = whole[(whole["family"] == TOTAL) | alone]
    found = []
    for programme_id, name in names.items():
        own = rows[rows["programme_id"] == programme_id].drop_duplicates("indicator")
        groups = max((int(str(one).split("-")[0].rstrip("+")) for one in own["count_band"]), default=0)
        totals = dict(zip(own["indicator"], own["value"].astype(float), strict=True))
        found.append(Standing(programme_id, name, groups, totals))
    return found


def gather(sources: Iterable[str]) -> list[Standing]:
    """The programmes that agreed, of editions in files or at https addresses. Raises DataError for a damaged one."""
    found: list[Standing] = []
    with tempfile.TemporaryDirectory(prefix="eit-peers-") as folder:
        for number, source in enumerate(sources):
            path = Path(source)
            if "://" in source:
                path = Path(folder) / str(number) / FILE_NAME
                Store(source, path).fetch()
            if not path.exists():
                raise DataError("no_edition", path=source)
            with PublicEdition(path) as edition:
                agreed = set(edition.comparable())
                rows = edition.programmes()
                names = dict(zip(rows["programme_id"], rows["name_fr"], strict=True))
                found += standings(
                    edition.cells(), {key: name for key, name in names.items() if key in agreed}
                )
    return found
