"""Real exchanges put through the product: is the taker among the ten best leads of the offer?

A list is a CSV file kept outside the repository, as published: `offer`, `code`, `receiver_nace`, and `place` or `need`
where it has them. Each offer becomes a flow; each receiving sector an organisation that declared nothing; each need,
one that declared it; all are equally far, so that only what the library knows ranks them. Beside the leads of a place
stand all the sectors of the list at once: an atlas with one organisation of each, harder than any territory.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copy
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd

from benchmarks.candidates import EMPTIED
from benchmarks.report import Table
from eit.analysis.exchanges.leads import to_ask
from eit.analysis.exchanges.potential import potential_exchanges
from eit.domain.exchange.compatibility import SAME, SUBSTITUTION
from eit.domain.exchange.geodesy import to_geocentric
from eit.domain.selection import Selection
from eit.locations import DATA
from eit.store.database import Database
from eit.store.derived.company_territories import derive_territories
from eit.store.material_names.search import MaterialSearch

PROGRAMME = "hurepoix"
BEST = 10
SPOT = (48.53, 2.01)
NEAR = 0.009
"""Degrees of latitude from the giver to its takers, 1 km: heat is not carried as far as matter is."""
NACE = re.compile(r"\d{2}[\d.]*")
HEADINGS = ("Liste", "Voie", "Échanges", "Lus", "Proposés", f"Parmi les {BEST}", "Pistes (médiane)")
Leads = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Exchange:
    """One exchange of a list: what was offered, its List of Waste codes, the NACE codes and the need of its taker."""

    offer: str
    codes: tuple[str, ...]
    sectors: tuple[str, ...]
    need: str
    place: str


@dataclass(frozen=True)
class Road:
    """One way of asking: the materials that each exchange was read as, what is looked for, and among which leads."""

    name: str
    materials: Sequence[tuple[str, ...]]
    wanted: Sequence[tuple[str, ...]]
    here: Sequence[frozenset[str] | None]


def exchanges_of(path: Path) -> list[Exchange]:
    """The exchanges of a list that say the sector or the need of the taker."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{name: value or "" for name, value in row.items()} for row in csv.DictReader(file)]
    read = [
        Exchange(
            row["offer"],
            tuple(re.findall(r"\d{6}", row["code"].replace(" ", ""))),
            tuple(dict.fromkeys(re.sub(r"\D", "", code) for code in NACE.findall(row["receiver_nace"]))),
            row.get("need", ""),
            row.get("place", ""),
        )
        for row in rows
    ]
    return [one for one in read if one.sectors or one.need]


def search_of(connection: duckdb.DuckDBPyConnection) -> MaterialSearch:
    """The reader of names and codes of a data file, as an import uses it."""
    rows = connection.execute("SELECT material_id, name_fr, name_en, parent_id FROM material").fetchall()
    return MaterialSearch({one: (fr, en) for one, fr, en, _ in rows}, "FR", {one: up for one, *_, up in rows})


def measure(data: Path, lists: Sequence[Path]) -> Table:
    """One line per list and road: exchanges, and which share is read, proposed, and among the ten best leads."""
    table = Table("Échanges réels parmi les dix meilleures pistes", HEADINGS)
    for path in lists:
        exchanges = exchanges_of(path)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "banc.duckdb"
            copy(data, file)
            table.rows += [(path.stem, *row) for row in _measured(file, exchanges)]
    return table


def _measured(file: Path, exchanges: Sequence[Exchange]) -> Iterable[tuple[str, ...]]:
    with duckdb.connect(str(file)) as connection:
        search = search_of(connection)
        roads = [*_by_sector(search, exchanges), *_by_need(search, exchanges)]
        offers = {one for road in roads for read in road.materials for one in read}
        needs = {
            f"need-{one.need}": search.find(one.need, "demand").material_id for one in exchanges if one.need
        }
        _fill(connection, offers, {code for one in exchanges for code in one.sectors}, needs)
    leads = _leads(file)
    return [_row(road, leads) for road in roads if any(road.wanted)]


def _by_sector(search: MaterialSearch, exchanges: Sequence[Exchange]) -> Iterable[Road]:
    neighbours: dict[str, set[str]] = {}
    for one in exchanges:
        neighbours.setdefault(one.place, set()).update(f"sector-{code}" for code in one.sectors)
    named = [search.find(one.offer, "offer").material_id for one in exchanges]
    coded = [[search.find(code) for code in one.codes] for one in exchanges]
    roads = {
        "nom et secteur": [(one,) if one else () for one in named],
        "code (toutes ses matières) et secteur": [
            tuple(m for match in each for m in match.ids) for each in coded
        ],
        "code (sans question) et secteur": [
            tuple(match.material_id for match in each if match.material_id) for each in coded
        ],
    }
    for name, materials in roads.items():
        tried = [bool(one.sectors) and ("code" not in name or bool(one.codes)) for one in exchanges]
        kept = [at for at, yes in enumerate(tried) if yes]
        wanted = [tuple(f"sector-{code}" for code in exchanges[at].sectors) for at in kept]
        read = [tuple(dict.fromkeys(materials[at])) for at in kept]
        if any(one.place for one in exchanges):
            yield Road(
                f"{name}, au même lieu",
                read,
                wanted,
                [frozenset(neighbours[exchanges[at].place]) for at in kept],
            )
        yield Road(f"{name}, tous les secteurs", read, wanted, [None] * len(kept))


def _by_need(search: MaterialSearch, exchanges: Sequence[Exchange]) -> Iterable[Road]:
    """The need of the taker, as it is written, is declared: an exchange of the list, not a lead to ask."""
    kept = [one for one in exchanges if one.need]
    named = [search.find(one.offer, "offer").material_id for one in kept]
    wanted = [(f"need-{one.need}",) for one in kept]
    yield Road("nom et besoin déclaré", [(one,) if one else () for one in named], wanted, [None] * len(kept))


def _fill(
    connection: duckdb.DuckDBPyConnection,
    offers: set[str],
    sectors: set[str],
    needs: Mapping[str, str | None],
) -> None:
    """One giver, one taker of each sector, one of each need that was read; all of them at two spots 1 km apart."""
    [(commune,)] = connection.execute(
        "SELECT min(territory_id) FROM territory WHERE kind = 'commune'"
    ).fetchall()
    takers = [("giver", "00", 0.0)]
    takers += [(f"sector-{code}", code, NEAR) for code in sorted(sectors)]
    takers += [(need, "00", NEAR) for need, material in sorted(needs.items()) if material]
    companies = [_company(*one, commune) for one in takers]
    flows = [_flow(f"offer-{one}", "giver", "offer", one) for one in sorted(offers)]
    flows += [_flow(need, need, "demand", material) for need, material in sorted(needs.items()) if material]
    for table in EMPTIED:
        connection.execute(f"DELETE FROM {table}")
    for table, rows in (("company", companies), ("flow", flows)):
        connection.register("incoming", pd.DataFrame(rows))
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
        connection.unregister("incoming")
    derive_territories(connection)


def _company(company_id: str, sector: str, north: float, commune: str) -> dict[str, object]:
    latitude, longitude = SPOT[0] + north, SPOT[1]
    x, y, z = (float(one) for one in to_geocentric(latitude, longitude))
    return {
        "company_id": company_id, "programme_id": PROGRAMME, "group_id": "g", "name": "Banc (fictif)",
        "kind": "company",
        "sector_scheme": "NAF", "sector_code": sector, "sector_fr": "", "sector_en": "", "municipality_id": commune,
        "latitude": latitude, "longitude": longitude, "position_quality": "site", "x_km": x, "y_km": y, "z_km": z,
        "consent_name": True,
    }  # fmt: skip


def _flow(flow_id: str, company_id: str, direction: str, material_id: str) -> dict[str, object]:
    return {
        "flow_id": flow_id, "programme_id": PROGRAMME, "company_id": company_id, "direction": direction,
        "kind": "matter",
        "material_id": material_id, "unit_typed": "t/year", "quantity_per_year": 100.0, "unit": "t",
        "by_density": False,
        "months": 4095, "quality": "declared",
    }  # fmt: skip


def _leads(file: Path) -> Leads:
    """Offered material → who takes it, the best first: declared needs, and sectors to ask."""
    leads: dict[str, list[str]] = {}
    with Database(file) as database:
        asked = to_ask(database, Selection(PROGRAMME))
        pairs = potential_exchanges(database, Selection(PROGRAMME, bases=(SAME, SUBSTITUTION)), date.today())
    for offer, taker in (
        *zip(pairs["offer_id"], pairs["demand_id"], strict=True),
        *zip(asked["offer_id"], asked["company_id"], strict=True),
    ):
        leads.setdefault(offer.removeprefix("offer-"), []).append(taker)
    return leads


def _row(road: Road, leads: Leads) -> tuple[str, ...]:
    ranks, counts = [], []
    kind = next(iter(road.wanted))[0].split("-")[0]
    for materials, wanted, here in zip(road.materials, road.wanted, road.here, strict=True):
        best = None
        for material in materials:
            listed = [
                one
                for one in leads.get(material, ())
                if one.startswith(kind) and (here is None or one in here)
            ]
            counts.append(len(listed))
            places = [at for at, taker in enumerate(listed, 1) if taker in wanted]
            best = min([*places, *filter(None, [best])], default=None)
        ranks.append(best)
    number = len(road.wanted)
    shares = (
        sum(bool(read) for read in road.materials),
        sum(rank is not None for rank in ranks),
        sum(rank is not None and rank <= BEST for rank in ranks),
    )
    return (
        road.name,
        str(number),
        *(f"{share / number:.0%}" for share in shares),
        f"{median(counts or [0]):g}",
    )


if __name__ == "__main__":
    print(measure(DATA / "flows.duckdb", [Path(one) for one in sys.argv[1:]]).text())
