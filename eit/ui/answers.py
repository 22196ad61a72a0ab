"""What pages ask of the data: one `ask`, one cache; an answer belongs to its version of the file and goes with it.

The functions below put several answers of the analysis together; every other one is asked for by its own name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd

from eit.analysis import programmes
from eit.analysis.exchanges import flows, gain
from eit.analysis.exchanges import potential as exchanges
from eit.analysis.exchanges import scenario as scenarios
from eit.analysis.impact import avoided, method, money
from eit.analysis.synergies import table as synergies
from eit.analysis.territories import figures, outlines
from eit.analysis.territories.official import Layers, official_layers, official_sources
from eit.domain.exchange.scenario import from_link
from eit.domain.selection import Selection
from eit.locations import GEO
from eit.store.database import Database, FileVersion
from eit.ui.data_file import database

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def ask(
    answer: Callable[Concatenate[Database, Asked], Found],
    version: FileVersion,
    *arguments: Asked.args,
    **named: Asked.kwargs,
) -> Found:
    """What a function of the analysis answers on one version of the file, computed once for everyone who asks."""
    return database(version).ask(answer, *arguments, **named)


def today(version: FileVersion, jurisdiction_id: str) -> date:
    """The day it is where the programme is: never kept."""
    return programmes.today_there(database(version), jurisdiction_id)


def exchange_count(door: Database, selection: Selection, as_of: date) -> tuple[int, int]:
    """How many potential exchanges are scored, and how many there are."""
    shown = len(exchanges.allocated_pairs(door, selection, as_of))
    return shown, exchanges.exchange_count(door, selection, shown)


def synergy_table(door: Database, programme_id: str, jurisdiction_id: str) -> pd.DataFrame:
    """The synergies with what they avoid by the factors of the jurisdiction."""
    return synergies.synergy_table(door, programme_id, avoided.factor_book(door, jurisdiction_id))


def site_table(door: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """The sites with their stock and their potential exchanges, whatever the company chosen."""
    pairs = door.ask(exchanges.potential_exchanges, selection.without_company(), as_of)
    asked = (selection.programme_id, selection.category_ids, selection.territory_id)
    return figures.sites(door.ask(figures.site_stock, *asked), pairs)


def territory_table(door: Database, selection: Selection, jurisdiction_id: str, as_of: date) -> pd.DataFrame:
    """The territories of a level with their stock, their potential exchanges and their synergies."""
    pairs = door.ask(exchanges.potential_exchanges, selection.without_company(), as_of)
    known = door.ask(synergy_table, selection.programme_id, jurisdiction_id)
    asked = (selection.programme_id, selection.level, selection.category_ids)
    return figures.territory_figures(door.ask(figures.territory_stock, *asked), pairs, known)


def territory_map(
    version: FileVersion, selection: Selection, jurisdiction_id: str, as_of: date
) -> pd.DataFrame:
    """The territories with their boundaries; official boundaries count from their import on."""
    layers = official_layers(Path(version.path))
    return ask(_territory_map, version, layers, selection, jurisdiction_id, as_of)


def _territory_map(
    door: Database, layers: Layers, selection: Selection, jurisdiction_id: str, as_of: date
) -> pd.DataFrame:
    known = door.ask(figures.shapes, selection.programme_id, selection.level, GEO, layers)
    return figures.with_boundaries(door.ask(territory_table, selection, jurisdiction_id, as_of), known)


def territory_outlines(version: FileVersion, selection: Selection) -> pd.DataFrame:
    """The territories of the level with their names and boundaries alone, for a map that shades none."""
    layers = official_layers(Path(version.path))
    return ask(_territory_outlines, version, layers, selection.programme_id, selection.level)


def _territory_outlines(door: Database, layers: Layers, programme_id: str, level: str) -> pd.DataFrame:
    known = door.ask(figures.shapes, programme_id, level, GEO, layers)
    return figures.with_boundaries(door.ask(figures.choices, programme_id, (level,)), known)


def draws_cells(version: FileVersion, selection: Selection) -> bool:
    """Whether a boundary of the level is approximate: a cell around known points."""
    drawn = territory_outlines(version, selection)
    return bool(drawn.loc[drawn.geometry.notna(), "approximate"].any())


def context_map(jurisdiction_id: str, layers: Layers) -> pd.DataFrame:
    """The boundaries behind the maps; the server sends them once, as a file of its own."""
    return outlines.context_boundaries(GEO, jurisdiction_id, layers)


def ground_map(jurisdiction_id: str, layers: Layers) -> pd.DataFrame | None:
    """Land, water, borders and imported roads behind the maps of a jurisdiction; None where nothing is known."""
    return outlines.ground(jurisdiction_id, layers)


def official_credits(version: FileVersion, selection: Selection, jurisdiction_id: str) -> list[str]:
    """Whom the map must name for the imported boundaries that it draws."""
    layers = official_layers(Path(version.path))
    drawn = territory_outlines(version, selection)
    ids = drawn.loc[drawn.geometry.notna(), "territory_id"]
    return official_sources(layers, set(ids), outlines.context_kinds(jurisdiction_id))


def programme_bounds(version: FileVersion, programme_id: str) -> tuple[float, float, float, float]:
    """West, south, east, north of the programme's territories, the same whatever the filters."""
    return ask(figures.extent, version, programme_id, GEO, official_layers(Path(version.path)))


def exchange_gain(
    door: Database, jurisdiction_id: str, selection: Selection, as_of: date, offer_id: str, demand_id: str
) -> gain.Gain:
    """What one potential exchange would bring, with the factors and prices of the jurisdiction."""
    pairs = door.ask(exchanges.potential_exchanges, selection, as_of)
    row = pairs[(pairs["offer_id"] == offer_id) & (pairs["demand_id"] == demand_id)].iloc[0]
    book = avoided.factor_book(door, jurisdiction_id)
    return gain.exchange_gain(row.to_dict(), book, door.ask(money.price_book, jurisdiction_id))


def comparison(door: Database, selection: Selection, link: str, as_of: date) -> scenarios.Comparison:
    """Both sides of the scenario that a link holds. Raises InvalidSelection for a link that was cut."""
    return scenarios.compare(door, from_link(link), selection, as_of)


def flow_choices(door: Database, programme_id: str) -> pd.DataFrame:
    """The flows of a programme, for a list."""
    return flows.flow_table(door, Selection(programme_id))


def scenario_names(door: Database, programme_id: str) -> dict[str, str]:
    """Names of companies, flows and materials by id, to write a scenario in words."""
    materials = door.ask(method.reference, "materials")
    rows = door.ask(flow_choices, programme_id)
    named = dict(zip(materials["material_id"], materials["name_fr"], strict=True))
    named |= dict(zip(rows["flow_id"], rows["company"] + " · " + rows["material_fr"], strict=True))
    return named | door.ask(programmes.company_names, programme_id)
