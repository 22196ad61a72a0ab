"""Made-up flows, clustered like a population and skewed by material: the same data for every rival."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd

from benchmarks.candidates import PROGRAMME, made_up
from eit.domain.exchange.partners import Flows, Links
from eit.store.derived.matching import flows_of, links_between
from eit.store.sql_files import read_sql

LARGEST_MADE = 100_000
DEGREES = "SELECT flow_id, latitude, longitude FROM flow JOIN company USING (company_id)"


@dataclass
class World:
    """Offers and demands (rows of `placed_flows.sql` with latitude and longitude) and the links of their groups."""

    offers: pd.DataFrame
    demands: pd.DataFrame
    links: Links

    def sides(self, valued: bool) -> tuple[Flows, Flows]:
        """Both sides as the search takes them; without quantities its best partners are the nearest."""
        sides = flows_of(self.offers), flows_of(self.demands)
        return sides if valued else tuple(s._replace(quantity=np.full(len(s.x), np.nan)) for s in sides)


def world(path: Path, flows: int) -> World:
    """`flows` made-up flows of the materials and compatibilities of the data file `path`."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "banc.duckdb"
        copy.write_bytes(path.read_bytes())
        with duckdb.connect(str(copy)) as connection:
            made_up(connection, flows)
            return of_connection(connection)


def of_connection(connection: duckdb.DuckDBPyConnection) -> World:
    """The world that a data file holds."""
    rows = connection.execute(read_sql("derive", "placed_flows"), {"programme_id": PROGRAMME}).df()
    rows = rows.merge(connection.execute(DEGREES).df(), on="flow_id", validate="1:1")
    sides = [rows[rows["is_offer"] == side].reset_index(drop=True) for side in (True, False)]
    return World(*sides, links_between(connection, rows))


def sized(path: Path, flows: int) -> World:
    """The world of `flows` flows; above 100 000, that one repeated: a million rows of text take a minute to make."""
    base = world(path, min(flows, LARGEST_MADE))
    return base if flows <= LARGEST_MADE else repeated(base, flows // LARGEST_MADE)


def repeated(base: World, times: int, seed: int = 3) -> World:
    """The world `times` as large: each company again, about 3 km away, with other quantities; no text is made."""
    dice = np.random.default_rng(seed)
    return World(_again(base.offers, times, dice), _again(base.demands, times, dice), base.links)


def _again(side: pd.DataFrame, times: int, dice: np.random.Generator) -> pd.DataFrame:
    from eit.domain.exchange.geodesy import to_geocentric

    columns = ["group_number", "company_number", "latitude", "longitude", "quantity", "reach_km"]
    rows = pd.concat([side[columns]] * times, ignore_index=True)
    for name in ("latitude", "longitude"):
        rows[name] += dice.normal(0, 0.03, len(rows))
    rows["quantity"] *= dice.lognormal(0, 0.3, len(rows))
    rows["company_number"] += np.repeat(np.arange(times), len(side)) * 10_000_000
    rows["x_km"], rows["y_km"], rows["z_km"] = to_geocentric(rows["latitude"], rows["longitude"])
    return rows
