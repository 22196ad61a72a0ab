"""The cases of an edition: realised synergies, by name where every party agreed in public, else by three of a kind.

No quantity, no place, no free text: what was exchanged, since when, and by whom where each of them agreed with a date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from eit.domain.disclosure import MINIMUM_GROUPS, band
from eit.domain.stage import HEADLINE_STAGES
from eit.publish.collecting import Collected
from eit.store.consents import may_be_named
from eit.store.database import Database

NAMED, POOL = "named", "pool"
COLUMNS = ("programme_id", "kind", "subject_fr", "subject_en", "year", "parties", "count_band")


def case_rows(database: Database, collected: Sequence[Collected], as_of: date) -> pd.DataFrame:
    """`COLUMNS`: one row per case that may be told, the oldest first, then one per category of the others."""
    names = _may_be_told(database, as_of)
    found = [
        {"programme_id": item.row["programme_id"], **row}
        for item in collected
        for row in _of_programme(database, item, names, as_of)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _may_be_told(database: Database, as_of: date) -> dict[str, str]:
    """company_id → name, of those who agreed before everyone: on a day, not taken back, not run out."""
    consents, companies = database.rows("consent"), database.rows("company")
    day = pd.Timestamp(as_of)
    given = pd.to_datetime(consents["given_on"]) <= day
    ended = pd.to_datetime(consents["withdrawn_on"]) <= day
    run_out = pd.to_datetime(consents["renew_by"]) < day
    standing = set(consents.loc[(consents["scope"] == "public") & given & ~ended & ~run_out, "company_id"])
    told = companies[companies["company_id"].isin(standing) & may_be_named(database, as_of)]
    return dict(zip(told["company_id"], told["name"], strict=True))


def _of_programme(
    database: Database, item: Collected, names: dict[str, str], as_of: date
) -> Iterator[dict[str, object]]:
    asked = {"programme_id": item.row["programme_id"]}
    synergies = database.query("synergies", asked | {"as_of": as_of})
    done = synergies[synergies["stage"].isin(HEADLINE_STAGES)].sort_values(["stage_on", "synergy_id"])
    parties = database.query("synergy_parties", asked)
    sides = parties.groupby("synergy_id")["company_id"].agg(list)
    agreed = done["synergy_id"].map(lambda key: set(sides.get(key, ())) <= names.keys() and key in sides)
    for row in done[agreed.astype(bool)].to_dict("records"):
        yield {
            "kind": NAMED,
            **{f"subject_{lang}": row[f"material_{lang}"] for lang in ("fr", "en")},
            "year": str(pd.Timestamp(row["stage_on"]).year),
            "parties": ", ".join(sorted({names[key] for key in sides[row["synergy_id"]]})),
            "count_band": None,
        }
    yield from _pools(database, item, done[~agreed.astype(bool)])


def _pools(database: Database, item: Collected, others: pd.DataFrame) -> Iterator[dict[str, object]]:
    """From three synergies and three groups on, as everywhere in an edition: how many of each category."""
    categories = database.rows("category").set_index("category_id")
    for category, rows in others.groupby("category_id", sort=True):
        groups = item.sides[item.sides["synergy_id"].isin(rows["synergy_id"])]["group_id"].nunique()
        told = band(len(rows)) if groups >= MINIMUM_GROUPS else None
        if told:
            subjects = {f"subject_{lang}": categories.loc[category, f"name_{lang}"] for lang in ("fr", "en")}
            yield {"kind": POOL, **subjects, "year": None, "parties": None, "count_band": told}
