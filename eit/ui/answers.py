"""The answers that pages ask for, cached at this edge only; every key holds the version of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from eit.analysis import programmes
from eit.analysis.exchanges import allocation as allocations
from eit.analysis.exchanges import flows, gain, gaps, large_programmes, pooling
from eit.analysis.exchanges import potential as exchanges
from eit.analysis.exchanges import scenario as scenarios
from eit.analysis.impact import avoided, explain, inventory, kpis, method, money, plausibility
from eit.analysis.synergies import progress
from eit.analysis.synergies import table as synergies
from eit.analysis.territories import figures, outlines
from eit.analysis.territories.official import Layers, official_layers, official_sources
from eit.domain.exchange.scenario import from_link
from eit.domain.figures.figure import Figure
from eit.domain.selection import Selection
from eit.locations import GEO
from eit.store.database import FileVersion
from eit.ui.data_file import answer, database


@st.cache_resource(max_entries=8, show_spinner=False)
def _factors(version: FileVersion, jurisdiction_id: str) -> avoided.FactorBook:
    return avoided.factor_book(database(version), jurisdiction_id)


@st.cache_resource(max_entries=8, show_spinner=False)
def _prices(version: FileVersion, jurisdiction_id: str) -> money.PriceBook:
    return money.price_book(database(version), jurisdiction_id)


@answer
def programme_list(version: FileVersion) -> pd.DataFrame:
    """See `analysis.programmes.all_programmes`."""
    return programmes.all_programmes(database(version))


def today(version: FileVersion, jurisdiction_id: str) -> date:
    """The day it is where the programme is."""
    return programmes.today_there(database(version), jurisdiction_id)


@answer
def category_list(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.programmes.categories`."""
    return programmes.categories(database(version), programme_id)


@answer
def balance(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.programmes.balance`."""
    return programmes.balance(database(version), programme_id)


@answer
def territory_choices(version: FileVersion, programme_id: str, levels: tuple[str, ...]) -> pd.DataFrame:
    """See `analysis.territories.choices`."""
    return figures.choices(database(version), programme_id, levels)


@answer
def exchange_table(version: FileVersion, selection: Selection, as_of: date) -> pd.DataFrame:
    """See `analysis.exchanges.potential_exchanges`."""
    return exchanges.potential_exchanges(database(version), selection, as_of)


@answer
def exchange_count(version: FileVersion, selection: Selection, as_of: date) -> tuple[int, int]:
    """How many potential exchanges are scored, and how many there are; see `analysis.exchanges.exchange_count`."""
    shown = len(exchanges.allocated_pairs(database(version), selection, as_of))
    return shown, exchanges.exchange_count(database(version), selection, shown)


def partners_kept(version: FileVersion, programme_id: str) -> int | None:
    """See `analysis.bounded.partners_kept`."""
    return large_programmes.partners_kept(database(version), programme_id)


@answer
def kpi_list(version: FileVersion, selection: Selection, as_of: date) -> list[Figure]:
    """See `analysis.kpis.headline`."""
    return kpis.headline(database(version), selection, as_of)


@answer
def stock(version: FileVersion, programme_id: str, as_of: date) -> dict[str, object]:
    """See `analysis.inventory.inventory`."""
    return inventory.inventory(database(version), programme_id, as_of)


@answer
def synergy_table(version: FileVersion, programme_id: str, jurisdiction_id: str) -> pd.DataFrame:
    """See `analysis.synergies.synergy_table`."""
    return synergies.synergy_table(database(version), programme_id, _factors(version, jurisdiction_id))


@answer
def site_table(version: FileVersion, selection: Selection, as_of: date) -> pd.DataFrame:
    """See `analysis.territories.sites`."""
    pairs = exchange_table(version, selection.without_company(), as_of)
    stock = _site_stock(version, selection.programme_id, selection.category_ids, selection.territory_id)
    return figures.sites(stock, pairs)


@st.cache_resource(max_entries=64, show_spinner=False)
def _site_stock(
    version: FileVersion, programme_id: str, category_ids: tuple[str, ...], territory_id: str | None
) -> pd.DataFrame:
    return figures.site_stock(database(version), programme_id, category_ids, territory_id)


@answer
def territory_table(
    version: FileVersion, selection: Selection, jurisdiction_id: str, as_of: date
) -> pd.DataFrame:
    """See `analysis.territories.territory_figures`."""
    pairs = exchange_table(version, selection.without_company(), as_of)
    known = synergy_table(version, selection.programme_id, jurisdiction_id)
    stock = _territory_stock(version, selection.programme_id, selection.level, selection.category_ids)
    return figures.territory_figures(stock, pairs, known)


@st.cache_resource(max_entries=64, show_spinner=False)
def _territory_stock(
    version: FileVersion, programme_id: str, level: str, category_ids: tuple[str, ...]
) -> figures.TerritoryStock:
    return figures.territory_stock(database(version), programme_id, level, category_ids)


def territory_map(
    version: FileVersion, selection: Selection, jurisdiction_id: str, as_of: date
) -> pd.DataFrame:
    """See `analysis.territories.with_boundaries`; official boundaries count from their import on."""
    return _territory_map(version, official_layers(Path(version.path)), selection, jurisdiction_id, as_of)


@answer
def _territory_map(
    version: FileVersion, layers: Layers, selection: Selection, jurisdiction_id: str, as_of: date
) -> pd.DataFrame:
    known = _shapes(version, layers, selection.programme_id, selection.level)
    return figures.with_boundaries(territory_table(version, selection, jurisdiction_id, as_of), known)


@st.cache_resource(max_entries=32, show_spinner=False)
def _shapes(version: FileVersion, layers: Layers, programme_id: str, level: str) -> pd.DataFrame:
    return figures.shapes(database(version), programme_id, level, GEO, layers)


def context_map(jurisdiction_id: str, layers: Layers) -> pd.DataFrame:
    """See `analysis.territories.context_boundaries`; the server sends it once, as a file of its own."""
    return outlines.context_boundaries(GEO, jurisdiction_id, layers)


def official_credits(version: FileVersion) -> list[str]:
    """See `analysis.official.official_sources`."""
    return _official_credits(official_layers(Path(version.path)))


@answer
def _official_credits(layers: Layers) -> list[str]:
    return official_sources(layers)


@answer
def company_flows(version: FileVersion, company_id: str) -> pd.DataFrame:
    """See `analysis.territories.company_flows`."""
    return figures.company_flows(database(version), company_id)


@answer
def reference(version: FileVersion, table: str) -> pd.DataFrame:
    """See `analysis.method.reference`."""
    return method.reference(database(version), table)


@answer
def company_names(version: FileVersion, programme_id: str) -> dict[str, str]:
    """Name of each company of a programme by its id."""
    return programmes.company_names(database(version), programme_id)


def programme_bounds(version: FileVersion, programme_id: str) -> tuple[float, float, float, float]:
    """West, south, east, north of the programme's territories, the same whatever the filters."""
    return _programme_bounds(version, official_layers(Path(version.path)), programme_id)


@answer
def _programme_bounds(
    version: FileVersion, layers: Layers, programme_id: str
) -> tuple[float, float, float, float]:
    return figures.extent(database(version), programme_id, GEO, layers)


@answer
def is_fictitious(version: FileVersion) -> bool:
    """See `analysis.programmes.is_fictitious`."""
    return programmes.is_fictitious(database(version))


@answer
def exchange_gain(
    version: FileVersion,
    jurisdiction_id: str,
    selection: Selection,
    as_of: date,
    offer_id: str,
    demand_id: str,
) -> gain.Gain:
    """See `analysis.gain.exchange_gain`."""
    pairs = exchange_table(version, selection, as_of)
    row = pairs[(pairs["offer_id"] == offer_id) & (pairs["demand_id"] == demand_id)].iloc[0]
    return gain.exchange_gain(
        row.to_dict(), _factors(version, jurisdiction_id), _prices(version, jurisdiction_id)
    )


@answer
def stage_funnel(version: FileVersion, programme_id: str) -> dict[str, int]:
    """See `analysis.computed.funnel`."""
    return progress.funnel(database(version), programme_id)


@answer
def stage_targets(version: FileVersion, programme_id: str) -> dict[str, int]:
    """See `analysis.computed.stage_targets`."""
    return progress.stage_targets(database(version), programme_id)


@answer
def vocabulary(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.programmes.vocabulary`."""
    return programmes.vocabulary(database(version), programme_id)


@answer
def explanation(version: FileVersion, selection: Selection, key: str, as_of: date) -> explain.Explanation:
    """See `analysis.explain.explain`."""
    return explain.explain(database(version), selection, key, as_of)


@answer
def hubs(version: FileVersion, selection: Selection, by: str) -> pooling.Pooling:
    """See `analysis.pooling.find_hubs`."""
    return pooling.find_hubs(database(version), selection, by)


@answer
def gap_table(version: FileVersion, selection: Selection, as_of: date) -> pd.DataFrame:
    """See `analysis.gaps.gaps`."""
    return gaps.gaps(database(version), selection, as_of)


@answer
def allocation(
    version: FileVersion, selection: Selection, as_of: date, objective: str
) -> allocations.Allocated:
    """See `analysis.allocation.allocate_exchanges`."""
    return allocations.allocate_exchanges(database(version), selection, as_of, objective)


@answer
def comparison(version: FileVersion, selection: Selection, link: str, as_of: date) -> scenarios.Comparison:
    """See `analysis.scenario.compare`."""
    return scenarios.compare(database(version), from_link(link), selection, as_of)


@answer
def flow_choices(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """The flows of a programme, for a list."""
    return flows.flow_table(database(version), Selection(programme_id))


@answer
def scenario_names(version: FileVersion, programme_id: str) -> dict[str, str]:
    """Names of companies, flows and materials by id, to write a scenario in words."""
    materials = reference(version, "materials")
    rows = flow_choices(version, programme_id)
    named = dict(zip(materials["material_id"], materials["name_fr"], strict=True))
    named |= dict(zip(rows["flow_id"], rows["company"] + " · " + rows["material_fr"], strict=True))
    return named | company_names(version, programme_id)


@answer
def place_choices(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.territories.places`."""
    return figures.places(database(version), programme_id)


@answer
def doubts(version: FileVersion, programme_id: str) -> pd.DataFrame:
    """See `analysis.plausibility.doubts`."""
    return plausibility.doubts(database(version), programme_id)
