"""All that decides about one pair beside its score: its gates, what to ask next, the law's doors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import nan

import pandas as pd

from eit.analysis.exchanges.gates import with_gates
from eit.analysis.exchanges.pair_columns import flows_of_pairs
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.impact.factor_book import factor_book
from eit.domain.exchange.gates import GATES, NO_GATE, temperature_limits
from eit.domain.exchange.missing_fact import missing_facts
from eit.domain.figures.fuels import fuel_doubt
from eit.domain.question import Question
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.field_rules import legal_doors, usual_temperature
from eit.store.jurisdictions import programme_jurisdiction


@dataclass(frozen=True)
class PairDossier:
    """Gates (name → state, those that exist), limits and facts of one pair; questions, the heaviest first; doors.

    temperature_limits_c: the least and the greatest [°C] that serves the taker; NaN: no limit on that side.
    """

    gates: Mapping[str, int]
    facts: Mapping[str, object]
    questions: tuple[Question, ...]
    doors: tuple[Mapping[str, str], ...]
    usual_temperature_c: tuple[float, float] | None = None
    temperature_limits_c: tuple[float, float] = (nan, nan)


def pair_dossier(
    database: Database, selection: Selection, jurisdiction_id: str, as_of: date, offer_id: str, demand_id: str
) -> PairDossier:
    """What is known and what is to be asked about one potential exchange of a selection."""
    pairs = potential_exchanges(database, selection, as_of)
    pair = pairs[(pairs["offer_id"] == offer_id) & (pairs["demand_id"] == demand_id)].reset_index(drop=True)
    facts = with_gates(database, selection, pair)
    row = {str(name): value for name, value in pd.concat([pair, facts], axis=1).iloc[0].items()}
    offers, demands = flows_of_pairs(database, selection, pair)
    row |= {
        f"{side}_position_quality": read("position_quality")[0]
        for side, read in (("offer", offers), ("demand", demands))
    }
    place = programme_jurisdiction(database, selection.programme_id).jurisdiction_id
    book = factor_book(database, place)
    row["demand_fuel"] = fuel_doubt(str(row["demand_material_id"]), book.jurisdiction, book.factors.factors)
    parents = database.cached_query("materials").set_index("material_id")["parent_id"].to_dict()
    material, wanted = str(row["offer_material_id"]), str(row["demand_material_id"])
    doors = legal_doors(
        jurisdiction_id,
        str(row["kind"]),
        bool(row["hazardous"]) or row["offer_hazardous"] == "yes",
        {material, str(parents.get(material))},
        {wanted, str(parents.get(wanted))},
        offers("country")[0] != demands("country")[0],
    )
    gates = {name: int(row[f"gate_{name}"]) for name in GATES if row[f"gate_{name}"] != NO_GATE}
    low, high = (float(end[0]) for end in temperature_limits(pd.DataFrame([row])))
    usual = usual_temperature("source", material)
    return PairDossier(gates, row, tuple(missing_facts(row)), tuple(doors), usual, (low, high))
