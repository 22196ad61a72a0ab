"""Commands that allocate: the exchanges of a programme, or any transportation problem."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from eit.analysis.exchanges.allocation import OBJECTIVES, Allocated, UnitTotal, allocate_exchanges
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_format, add_selection, read_selection
from eit.cli.output import localised, write_result
from eit.domain.exchange.transport import Optimum, read_problem, solve
from eit.store.database import Database
from eit.store.tables import read_rows

PAIR_COLUMNS = [
    "offer_id",
    "demand_id",
    "offer_company_id",
    "offer_company",
    "demand_company_id",
    "demand_company",
    "offer_material_id",
    "offer_material",
    "demand_material_id",
    "demand_material",
    "basis",
    "distance_km",
    "t_per_year",
    "quantity_per_year",
    "unit",
    "value_per_unit",
    "value",
    "value_low",
    "value_high",
    "provisional",
]


def add_commands(commands: CommandList) -> None:
    """`allocate` and `transport`."""
    allocate = commands.add_parser("allocate")
    add_selection(allocate)
    allocate.add_argument("--objective", choices=OBJECTIVES, default="mass", help="tonnes, GES ou argent")
    add_database(allocate)
    allocate.set_defaults(run=run_allocate)
    transport = commands.add_parser("transport")
    for name, columns in (("supply", "id,quantity"), ("demand", "id,quantity"), ("cost", "matrix or rows")):
        transport.add_argument(f"--{name}", type=Path, required=True, help=f"CSV ({columns})")
    transport.add_argument(
        "--unit", default="t", help="unité nommée dans les messages / unit named in messages"
    )
    add_format(transport)
    transport.set_defaults(run=run_transport)


def run_allocate(options: argparse.Namespace) -> int:
    """Allocate and say who gets what, the total of each unit, and what is left of every flow."""
    with Database(options.db) as database:
        selection = read_selection(options, database)
        found = allocate_exchanges(database, selection, options.as_of, options.objective)
    pairs = localised(found.pairs, options.lang, ("offer_material", "demand_material"))[PAIR_COLUMNS]
    value = {
        "programme": selection.programme_id,
        "radius_km": selection.radius_km,
        **allocation_record(found, pairs, options.lang),
    }
    write_result(value, pairs, options.format)
    return 0


def allocation_record(found: Allocated, pairs: pd.DataFrame, lang: str) -> dict[str, object]:
    """The allocation as one JSON object; `total` and `total_range` are the value of the tonnes alone."""
    matter = found.matter
    return {
        "objective": found.objective,
        "value_unit": f"{found.value_unit}/yr",
        "total": None if matter.value is None else matter.value.central,
        "total_range": matter.value,
        "total_t_per_year": matter.quantity_per_year,
        "provisional": matter.provisional,
        "coverage": matter.coverage,
        "pairs": pairs,
        "other_units": [_unit_record(item) for item in found.totals if item.unit != "t"],
        "remaining": {
            f"{side}s": _left(found.remaining[found.remaining["direction"] == side], lang)
            for side in ("offer", "demand")
        },
        "not_estimated": found.not_estimated,
        "pairs_that_lose": found.losing,
        "assumptions": found.assumptions,
        "factors": matter.factor_ids,
    }


def _unit_record(item: UnitTotal) -> dict[str, object]:
    return {
        "unit": f"{item.unit}/yr",
        "quantity_per_year": item.quantity_per_year,
        "pairs": item.pairs,
        "value": item.value,
        "provisional": item.provisional,
        "coverage": item.coverage,
    }


def _left(flows: pd.DataFrame, lang: str) -> pd.DataFrame:
    named = localised(flows, lang, ("material",))
    named = named.assign(
        material_name=named["material"],
        material=named["material_id"],
        remaining_t_per_year=named["remaining_per_year"].where(named["unit"] == "t"),
    )
    columns = ["flow_id", "company_id", "material", "material_name", "unit", "quantity_per_year"]
    return named[
        [*columns, "committed_per_year", "allocated_per_year", "remaining_per_year", "remaining_t_per_year"]
    ]


def run_transport(options: argparse.Namespace) -> int:
    """Solve the problem of the three files and print the optimum and its flows."""
    supply, demand, cost = (
        [
            {str(key).removeprefix("\ufeff").strip(): cell for key, cell in row.items()}
            for row in read_rows(path).to_dict("records")
        ]
        for path in (options.supply, options.demand, options.cost)
    )
    found = solve(read_problem(supply, demand, cost, options.unit))
    flows = pd.DataFrame(found.flows, columns=["supply_id", "demand_id", "quantity", "unit_cost"])
    write_result(_optimum_record(found, flows), flows, options.format)
    return 0


def _optimum_record(found: Optimum, flows: pd.DataFrame) -> dict[str, object]:
    return {
        "status": "optimal",
        "optimum": found.total_cost,
        "total_cost": found.total_cost,
        "flows": flows,
        "supply_left": dict(found.supply_left),
    }
