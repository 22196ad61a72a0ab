"""Commands about what many flows make together, what is left, and what a change would bring."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from eit.analysis.exchanges import gaps, pooling
from eit.analysis.exchanges.scenario import Comparison, Difference, compare
from eit.cli.commands import CommandList
from eit.cli.options import add_database, add_level, add_selection, programme_row, read_selection
from eit.cli.output import localised, records, write, write_result
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.scenario import from_json, to_link
from eit.store.database import Database

HUB_COLUMNS = [
    "hub_id",
    "companies",
    "below_minimum",
    "quantity",
    "minimum_t_per_year",
    "saved_km",
    "saved_money",
]
GAP_COLUMNS = ["direction", "territory", "material", "quantity", "unit", "flows", "companies", "nearest_km"]
EXCHANGE_COLUMNS = ["offer_id", "demand_id", "offer_company", "demand_company", "offer_material_id"]
EXCHANGE_COLUMNS += ["demand_material_id", "basis", "distance_km", "pair_quantity", "unit"]


def add_commands(commands: CommandList) -> None:
    """`pooling`, `gaps` and `whatif`."""
    pool = commands.add_parser("pooling")
    pool.set_defaults(run=run_pooling)
    left = commands.add_parser("gaps")
    left.set_defaults(run=run_gaps)
    for command in (pool, left):
        command.add_argument("--by", choices=gaps.BY, default="material", help="matière ou famille")
    what = commands.add_parser("whatif")
    what.add_argument("--scenario", type=Path, required=True, help="JSON {name, changes}")
    what.set_defaults(run=run_whatif)
    for command in (pool, left, what):
        add_selection(command)
        add_level(command)
        add_database(command)


def run_pooling(options: argparse.Namespace) -> int:
    """List the hubs; the radius is that of a round, by default the programme's and at most 50 km."""
    with Database(options.db) as database:
        if options.radius_km is None:
            usual = float(programme_row(database, options.programme)["default_radius_km"])
            options.radius_km = min(usual, pooling.LARGEST_DEFAULT_RADIUS_KM)
        selection = read_selection(options, database)
        found = pooling.find_hubs(database, selection, options.by)
    hubs = [{name: getattr(hub, name) for name in hub.__dataclass_fields__} for hub in found.hubs]
    value = {
        "programme": selection.programme_id,
        "radius_km": selection.radius_km,
        "hubs": hubs,
        "unplaced": list(found.unplaced["flow_id"]),
    }
    central = [{name: getattr(hub[name], "central", hub[name]) for name in HUB_COLUMNS} for hub in hubs]
    write_result(value, pd.DataFrame(central, columns=HUB_COLUMNS), options.format)
    return 0


def run_gaps(options: argparse.Namespace) -> int:
    """List surplus and needs by material and territory."""
    with Database(options.db) as database:
        found = gaps.gaps(database, read_selection(options, database), options.as_of, options.by)
    named = localised(found, options.lang, ("material",))
    write(named if options.format == "json" else named[GAP_COLUMNS], options.format)
    return 0


def run_whatif(options: argparse.Namespace) -> int:
    """Compare the programme with what it would be; nothing is written."""
    try:
        text = options.scenario.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSelection("scenario-unreadable", value=str(options.scenario)) from error
    scenario = from_json(text)
    with Database(options.db) as database:
        found = compare(database, scenario, read_selection(options, database), options.as_of)
    figures = [_figure(item) for item in found.figures]
    write_result(_record(found, figures), pd.DataFrame(figures).drop(columns="interval"), options.format)
    return 0


def _record(found: Comparison, figures: list[dict[str, object]]) -> dict[str, object]:
    return {
        "scenario": {
            "name": found.scenario.name,
            "changes": [change.as_record() for change in found.scenario.changes],
            "link": to_link(found.scenario),
        },
        "figures": figures,
        "gained": records(found.gained[EXCHANGE_COLUMNS]),
        "lost": records(found.lost[EXCHANGE_COLUMNS]),
    }


def _figure(item: Difference) -> dict[str, object]:
    sides = {
        f"{side}{end}": value
        for side, figure in (("before", item.before), ("after", item.after))
        for end, value in (
            ("", figure.value),
            ("_low", figure.interval and figure.interval.low),
            ("_high", figure.interval and figure.interval.high),
        )
    }
    band = None if item.interval is None else asdict(item.interval)
    return {"key": item.key, "unit": item.unit, **sides, "change": item.change, "interval": band}
