"""The candidates of a large made-up programme, built by the project's SQL and by what one would use instead."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd

from benchmarks import rivals
from benchmarks.engine import FLOWS
from benchmarks.report import Table, duration, ratio
from benchmarks.timing import interleave, median
from eit.domain.exchange.geodesy import to_geocentric
from eit.store.derived import matching
from eit.store.derived.pair_catalog import make_catalog

PROGRAMME = "banc"
TOWNS = 40
SPREAD_DEGREES = 0.08
OURS = "**notre SQL** : paires, en mémoire, par numéros (ours: pairs, in memory, as numbers)"
PAIRS_ONLY = "— dont paires seulement (pairs only)"
EMPTIED = ("company_territory", "flow", "company", "rejected_pair")


def made_up(connection: duckdb.DuckDBPyConnection, flows: int, seed: int = 7) -> None:
    """Fill company and flow with `flows` flows of flows/5 companies around the most populous towns of Québec."""
    dice = np.random.default_rng(seed)
    towns = connection.execute(
        "SELECT territory_id, latitude, longitude, population FROM territory WHERE kind = 'municipality' "
        "AND latitude IS NOT NULL AND population > 0 ORDER BY population DESC LIMIT ?",
        [TOWNS],
    ).df()
    materials = connection.execute(
        "SELECT material_id FROM material WHERE kind = 'matter' ORDER BY material_id"
    ).df()
    number = max(2, flows // 5)
    weights = towns["population"].to_numpy(float)
    town = towns.iloc[dice.choice(len(towns), number, p=weights / weights.sum())].reset_index(drop=True)
    latitude, longitude = (
        town[name].to_numpy() + dice.normal(0, SPREAD_DEGREES, number) for name in ("latitude", "longitude")
    )
    x, y, z = to_geocentric(latitude, longitude)
    companies = pd.DataFrame(
        {
            "company_id": [f"{PROGRAMME}-{i}" for i in range(number)],
            "programme_id": PROGRAMME, "group_id": "g", "name": "Banc (fictif)", "kind": "company",
            "sector_scheme": "SCIAN", "sector_code": "0", "sector_fr": "", "sector_en": "",
            "municipality_id": town["territory_id"], "latitude": latitude, "longitude": longitude,
            "position_quality": "site", "x_km": x, "y_km": y, "z_km": z, "consent_name": True,
        }
    )  # fmt: skip
    zipf = 1 / np.arange(1, len(materials) + 1)
    drawn = dice.permutation(materials["material_id"].to_numpy(object))
    quantity = dice.lognormal(4, 1.5, flows).round(1)
    rows = pd.DataFrame(
        {
            "flow_id": [f"{PROGRAMME}-f{i}" for i in range(flows)],
            "programme_id": PROGRAMME,
            "company_id": companies["company_id"].to_numpy()[dice.integers(0, number, flows)],
            "direction": np.where(np.arange(flows) % 2, "demand", "offer"), "kind": "matter",
            "material_id": dice.choice(drawn, flows, p=zipf / zipf.sum()), "unit_typed": "t/year",
            "quantity_per_year": quantity, "unit": "t", "by_density": False, "mass_t_per_year": quantity,
            "months": 4095, "quality": "declared",
        }
    )  # fmt: skip
    for table in EMPTIED:
        connection.execute(f"DELETE FROM {table}")
    for table, frame in (("company", companies), ("flow", rows)):
        connection.register("incoming", frame)
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
        connection.unregister("incoming")


def measure(
    path: Path, flows: int = 5000, radii_km: tuple[float, ...] = (50, 300), runs: int = 5
) -> list[Table]:
    """Build the candidates of a made-up programme in every way, compare the pairs, time in turns."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "banc.duckdb"
        shutil.copy(path, copy)
        with duckdb.connect(str(copy)) as connection:
            made_up(connection, flows)
            make_catalog(connection, "banc")
            sides = rivals.split(connection.execute(FLOWS, [PROGRAMME]).df())
            links = connection.execute("SELECT offer_material_id, demand_material_id FROM compatibility").df()
            return [_one(connection, sides, links, radius, runs, flows) for radius in radii_km]


def _one(connection: duckdb.DuckDBPyConnection, sides, links, radius: float, runs: int, flows: int) -> Table:
    limits = {**matching.limits(radius), "left_out": []}

    def ours() -> None:
        matching.derive_all(connection, radius, [])

    # What the rivals do: the pairs and their distance, in memory.
    pairs_only = matching.pairs_of()
    work: dict[str, Callable[[], object]] = {
        OURS: ours,
        PAIRS_ONLY: lambda: connection.execute(pairs_only, limits).to_arrow_table(),
        "geopandas `sjoin` + `merge`": lambda: rivals.by_sjoin(*sides, links, radius),
        "pandas `merge` + haversine": lambda: rivals.by_merge(*sides, links, radius),
    }
    notes = []
    try:
        rivals.by_ball_tree(*sides, links, radius)
        work["scikit-learn `BallTree` + `merge`"] = lambda: rivals.by_ball_tree(*sides, links, radius)
    except ImportError:
        notes.append("scikit-learn `BallTree` : non mesuré, pas installé (not measured, not installed).")
    ours()
    found = connection.execute("SELECT offer_id, demand_id, distance_km FROM candidate").df()
    reaches = sorted(set(sides[0]["offer_reach_km"].dropna()))
    taken = interleave(work, runs)
    base = median(taken[PAIRS_ONLY])
    rows = []
    for name, rival in work.items():
        lone = (
            "—" if name in (OURS, PAIRS_ONLY) else str(rivals.differing(found, rival(), [radius, *reaches]))
        )
        rows.append((name, duration(median(taken[name])), ratio(median(taken[name]), base), lone))
    notes.append(
        f"{len(found)} paires (pairs) ; la dernière colonne compte celles qu'un seul des deux trouve, toutes à "
        "moins de 1,5 % d'une limite (pairs that only one side finds, all explained by distance error)."
    )
    title = f"Candidats, {flows} flux inventés, {radius:g} km / Candidates of {flows} made-up flows"
    return Table(title, ("", "médiane", "rapport (ratio)", "paires d'un seul côté"), rows, notes)
