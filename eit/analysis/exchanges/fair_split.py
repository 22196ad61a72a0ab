"""Fair split of what a shared collection saves, between the organisations that bring something to it."""

from __future__ import annotations

import pandas as pd

from eit.analysis.exchanges.pooling import Hub
from eit.domain.exchange.geodesy import to_geocentric
from eit.domain.exchange.pooling import Group, Member, collection_km
from eit.domain.figures.fair_split import equal_split, proportional_split, shapley_split

SPLITS = ("equal", "proportional", "shapley")


def hub_split(hub: Hub) -> pd.DataFrame:
    """One row per organisation of a hub: company, and its part of the money saved by each of SPLITS [currency/yr].

    What a coalition saves is the kilometres of its own shared round less those of separate trips; without the site of
    the hub it saves nothing. Raises InvalidQuantity, naming the hub, for one without a gain or of more than eight.
    """
    rows = hub.participants
    gain = 0.0 if hub.saved_money is None else hub.saved_money.central
    brought = rows.groupby("company_id")["quantity_per_year"].sum()
    parties = [str(company) for company in brought.index]
    equal = equal_split(parties, gain, hub.hub_id)
    proportional = proportional_split(brought.to_dict(), gain, hub.hub_id)
    members = _members(rows)
    distances = dict(zip(rows["flow_id"], rows["distance_km"], strict=True))

    def saved(companies: frozenset[str]) -> float:
        if hub.company_id not in companies or hub.payload_t is None or hub.rounds_per_year is None:
            return 0.0
        there = tuple(member for member in members if member.company_id in companies)
        group = Group(members[0], there, tuple(float(distances[member.flow_id]) for member in there))
        return collection_km(group, hub.payload_t, hub.rounds_per_year).saved

    added = shapley_split(parties, saved, hub.hub_id)
    whole = sum(added.values())
    names = rows.drop_duplicates("company_id").set_index("company_id")["company"]
    return pd.DataFrame(
        {
            "company_id": parties,
            "company": [names[party] for party in parties],
            "equal": [equal[party] for party in parties],
            "proportional": [proportional[party] for party in parties],
            "shapley": [gain * added[party] / whole for party in parties],
        }
    )


def _members(rows: pd.DataFrame) -> list[Member]:
    places = zip(*(axis.tolist() for axis in to_geocentric(rows["latitude"], rows["longitude"])), strict=True)
    return [
        Member(row.flow_id, row.company_id, place, float(row.quantity_per_year), int(row.months))
        if pd.notna(row.quantity_per_year)
        else Member(row.flow_id, row.company_id, place, None, int(row.months))
        for row, place in zip(rows.itertuples(index=False), places, strict=True)
    ]
