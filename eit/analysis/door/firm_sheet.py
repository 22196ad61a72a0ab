"""The sheet of a firm's form: its own offers and demands, leads in bands, and the one fact that is missing most.

Sheets are made together: the exchanges of the programme and their gates are looked at once for all firms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from eit.analysis.anonymise import real_flows
from eit.analysis.exchanges.gates import with_gates
from eit.analysis.exchanges.pair_columns import flows_of_pairs
from eit.analysis.exchanges.potential import potential_exchanges
from eit.analysis.letters import MOST_LEADS
from eit.analysis.organisation import flows_of
from eit.analysis.programmes import company_names, programme, programme_is_fictitious
from eit.domain.bands import DISTANCE_LIMITS_KM, limit_band, middle, round_band
from eit.domain.door.answers import FACT_BOUNDS
from eit.domain.door.double_consent import AGREED, SIDES, lead_state
from eit.domain.door.sheet import FIRM, Sheet, SheetFact, SheetFlow, SheetLead
from eit.domain.errors import InvalidSelection
from eit.domain.exchange.missing_fact import OF_GATES, missing_facts
from eit.domain.selection import Selection
from eit.store.database import Database
from eit.store.mailbox.box import door_folder
from eit.store.mailbox.links import key_of, lead_name

MOST_IN_ROOM = 5
"""Leads that the phones of a meeting may choose from: as many as its screen shows."""
MOST_PAIRS = 12
"""Pairs of a firm whose missing facts are weighed: the best ones."""
ENTRIES = {column: entry for _, column, entry in OF_GATES.values()}
Said = dict[tuple[str, str], dict[str, str]]
"""(offer, demand) → side → what it said."""


class Leads(NamedTuple):
    """What is known of the leads of a programme: pairs with gates, what was said, names, the key that hides them."""

    pairs: pd.DataFrame
    said: Said
    names: Mapping[str, str]
    key: bytes


def firm_sheets(
    database: Database, programme_id: str, company_ids: Iterable[str], as_of: date
) -> dict[str, Sheet]:
    """Organisation → what its form shows. Raises InvalidSelection: "programme-unknown", "company-unknown"."""
    row = programme(database, programme_id)
    if row is None:
        raise InvalidSelection("programme-unknown", value=programme_id)
    names, made = database.ask(company_names, programme_id), programme_is_fictitious(database, programme_id)
    whole = Selection(programme_id, float(row["default_radius_km"]))
    leads = Leads(
        _pairs(database, whole, as_of), said_of_leads(database, programme_id), names,
        key_of(door_folder(Path(database.stamp.path))),
    )  # fmt: skip
    found = {}
    for company_id in company_ids:
        if company_id not in names:
            raise InvalidSelection("company-unknown", value=company_id)
        flows = flows_of(database, company_id).to_dict("records")
        own = {str(flow["flow_id"]) for flow in flows}
        pairs = leads.pairs[leads.pairs["offer_id"].isin(own) | leads.pairs["demand_id"].isin(own)]
        rows = [{str(name): value for name, value in one.items()} for one in pairs.to_dict("records")]
        found[company_id] = Sheet(
            FIRM, str(row["name_fr"]), str(row["name_en"]), names[company_id], contact_of(row), made,
            tuple(_flow(flow) for flow in flows),
            tuple(_leads(rows, own, leads)), _fact(rows[:MOST_PAIRS], own),
            materials=materials_asked(database, {str(flow["material_id"]) for flow in flows}),
        )  # fmt: skip
    return found


def room_leads(
    database: Database, room: Database, selection: Selection, as_of: date
) -> tuple[SheetLead, ...]:
    """The leads that the screen of a meeting shows, for its phones: materials and bands of both sides, of nobody.

    In the order of the screen: ranked in `room`, the copy that it reads, whose selection it is; the flows are those of
    the file. `flow_id` is the offer's; two that read alike are told once.
    """
    real = real_flows(database)
    known = Leads(pd.DataFrame(), {}, {}, key_of(door_folder(Path(database.stamp.path))))
    pairs = room.ask(potential_exchanges, selection, as_of).head(MOST_IN_ROOM)
    found: dict[tuple[object, ...], SheetLead] = {}
    for pair in pairs.to_dict("records"):
        told = {str(name): value for name, value in pair.items()}
        lead = _lead(told, (real[str(told["offer_id"])], real[str(told["demand_id"])]), "offer", known)
        fr, en = (
            " → ".join(dict.fromkeys(str(told[f"{side}_material_{lang}"]) for side in SIDES))
            for lang in ("fr", "en")
        )
        named = replace(lead, material_fr=fr, material_en=en, quantity=float(told["pair_quantity"]))
        found.setdefault((fr, en, lead.distance_km, lead.quantity, lead.unit), named)
    return tuple(found.values())


def said_of_leads(database: Database, programme_id: str) -> Said:
    """(offer, demand) → side → what it said, of a programme."""
    rows = database.rows("lead")
    found: Said = {}
    for row in rows[rows["programme_id"] == programme_id].to_dict("records"):
        pair = (str(row["offer_id"]), str(row["demand_id"]))
        found.setdefault(pair, {})[str(row["side"])] = str(row["word"])
    return found


def contact_of(row: pd.Series) -> str:
    """Whom a firm may ask: the coordinator and the public contact of a programme."""
    said = (row.get("coordinator"), row.get("public_contact"))
    return " · ".join(str(one) for one in said if one is not None and not pd.isna(one) and str(one).strip())


def materials_asked(database: Database, also: set[str]) -> dict[str, tuple[str, str, str]]:
    """The materials that a form offers: the families of the library, and those of `also`; id → names and kind.

    The list is the same for every programme: what others have cannot be read from it.
    """
    rows = database.cached_query("materials")
    shown = rows[rows["parent_id"].isna() | rows["material_id"].isin(list(also))]
    return {
        str(row["material_id"]): (str(row["name_fr"]), str(row["name_en"]), str(row["kind"]))
        for row in shown.to_dict("records")
    }


def _pairs(database: Database, selection: Selection, as_of: date) -> pd.DataFrame:
    """The exchanges of a selection, best first, with their gates and how well places are known."""
    pairs = database.ask(potential_exchanges, selection, as_of).reset_index(drop=True)
    if pairs.empty:
        return pairs
    rows = pd.concat([pairs, with_gates(database, selection, pairs)], axis=1)
    for side, read in zip(SIDES, flows_of_pairs(database, selection, pairs), strict=True):
        rows[f"{side}_position_quality"] = read("position_quality")
    return rows.loc[:, ~rows.columns.duplicated(keep="last")]


def _flow(flow: Mapping[Any, Any]) -> SheetFlow:
    seen, quantity = flow["observed_on"], flow["quantity"]
    return SheetFlow(
        str(flow["flow_id"]), str(flow["direction"]),
        str(flow["label"] or flow["material_fr"]), str(flow["label"] or flow["material_en"]),
        None if quantity is None else float(quantity), str(flow["unit"]), str(flow["period"]),
        None if seen is None else seen.isoformat(), str(flow["quality"]),
    )  # fmt: skip


def _leads(rows: list[dict[str, Any]], own: set[str], known: Leads) -> Iterator[SheetLead]:
    """The best leads of each flow, and every one that somebody answered."""
    shown: dict[str, int] = {}
    for row in rows:
        pair = (str(row["offer_id"]), str(row["demand_id"]))
        for side, flow_id in zip(SIDES, pair, strict=True):
            if flow_id not in own or pair[1 - SIDES.index(side)] in own:
                continue
            shown[flow_id] = shown.get(flow_id, 0) + 1
            if shown[flow_id] <= MOST_LEADS or pair in known.said:
                yield _lead(row, pair, side, known)


def _lead(row: Mapping[str, Any], pair: tuple[str, str], side: str, known: Leads) -> SheetLead:
    """One lead in bands; the other's name only where both have said yes."""
    other = SIDES[1 - SIDES.index(side)]
    said = known.said.get(pair, {})
    agreed = lead_state(said.get("offer"), said.get("demand")) == AGREED
    return SheetLead(
        lead_name(known.key, *pair), pair[SIDES.index(side)], side,
        str(row[f"{other}_material_fr"]), str(row[f"{other}_material_en"]),
        middle(limit_band(float(row["distance_km"]), DISTANCE_LIMITS_KM)),
        middle(round_band(float(row["pair_quantity"]))), str(row["unit"]),
        said.get(side), known.names.get(str(row[f"{other}_company_id"])) if agreed else None,
    )  # fmt: skip


def _fact(rows: list[dict[str, Any]], own: set[str]) -> SheetFact | None:
    """The gate that nobody knows of the best pair: of this organisation's own flow, and such as it can answer."""
    for row in rows:
        for question in missing_facts(row):
            column, flow_id = question.subject, question.values["flow_id"]
            if flow_id in own and (column in FACT_BOUNDS or ENTRIES.get(column) == "word"):
                return SheetFact(flow_id, column, question.rule, ENTRIES[column])
    return None
