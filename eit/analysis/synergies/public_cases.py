"""Which realised synergies may be told to everyone: by name where every party agreed in public, else three of a kind.

The one rule of the public edition and of the cards that programmes share. No quantity, no place, no free text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from eit.domain.disclosure import MINIMUM_GROUPS, band
from eit.domain.stage import HEADLINE_STAGES
from eit.store.consents import may_be_named
from eit.store.database import Database

NAMED, POOL = "named", "pool"
COLUMNS = ("kind", "synergy_id", "subject_id", "subject_fr", "subject_en", "year", "parties", "count_band")
"""`parties`: a tuple of names; `synergy_id`: of a named case only, for whoever adds what the materials say."""


def may_be_told(database: Database, as_of: date, licence: str | None = None) -> dict[str, str]:
    """company_id → name, of those who agreed before everyone: on a day, not taken back, not run out.

    `licence`: only of those whose consent names it.
    """
    consents, companies = database.rows("consent"), database.rows("company")
    day = pd.Timestamp(as_of)
    given = pd.to_datetime(consents["given_on"]) <= day
    ended = pd.to_datetime(consents["withdrawn_on"]) <= day
    run_out = pd.to_datetime(consents["renew_by"]) < day
    stands = (consents["scope"] == "public") & given & ~ended & ~run_out
    if licence is not None:
        said = consents["note"].fillna("").str.upper().str.replace("-", " ", regex=False)
        stands &= said.str.contains(licence, regex=False)
    standing = set(consents.loc[stands, "company_id"])
    told = companies[companies["company_id"].isin(standing) & may_be_named(database, as_of)]
    return dict(zip(told["company_id"], told["name"], strict=True))


def told_cases(
    database: Database, programme_id: str, as_of: date, licence: str | None = None
) -> list[dict[str, object]]:
    """`COLUMNS`: one row per case that may be told, the oldest first, then one per category of the others."""
    names = may_be_told(database, as_of, licence)
    synergies = database.query("synergies", {"programme_id": programme_id, "as_of": as_of})
    done = synergies[synergies["stage"].isin(HEADLINE_STAGES)].sort_values(["stage_on", "synergy_id"])
    parties = database.query("synergy_parties", {"programme_id": programme_id})
    sides = parties.groupby("synergy_id")["company_id"].agg(list)
    agreed = done["synergy_id"].map(lambda key: set(sides.get(key, ())) <= names.keys() and key in sides)
    named = [
        {
            "kind": NAMED,
            "synergy_id": row["synergy_id"],
            "subject_id": row["material_id"],
            **{f"subject_{lang}": row[f"material_{lang}"] for lang in ("fr", "en")},
            "year": str(pd.Timestamp(row["stage_on"]).year),
            "parties": tuple(sorted({names[key] for key in sides[row["synergy_id"]]})),
            "count_band": None,
        }
        for row in done[agreed.astype(bool)].to_dict("records")
    ]
    return [*named, *_pools(database, parties, done[~agreed.astype(bool)])]


def _pools(database: Database, parties: pd.DataFrame, others: pd.DataFrame) -> Iterator[dict[str, object]]:
    """From three synergies and three groups on, as everywhere in an edition: how many of each category."""
    categories = database.rows("category").set_index("category_id")
    companies = database.rows("company")
    groups = dict(zip(companies["company_id"], companies["group_id"], strict=True))
    for category, rows in others.groupby("category_id", sort=True):
        own = parties[parties["synergy_id"].isin(rows["synergy_id"])]["company_id"].map(groups)
        told = band(len(rows)) if own.nunique() >= MINIMUM_GROUPS else None
        if told:
            subjects = {f"subject_{lang}": categories.loc[category, f"name_{lang}"] for lang in ("fr", "en")}
            yield {"kind": POOL, "synergy_id": None, "subject_id": category, **subjects, "year": None,
                   "parties": (), "count_band": told}  # fmt: skip
