"""What is answered to the questions of a synergy, and what proves its results, year by year."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from eit.store.database import Database
from eit.store.field_rules import legal_doors


def readiness(database: Database, synergy_id: str) -> pd.DataFrame:
    """The answers of one synergy: stage, axis, state, note, answered_on, author."""
    rows = database.rows("readiness")
    return rows[rows["synergy_id"] == synergy_id].reset_index(drop=True)


def answered(database: Database, programme_id: str) -> dict[tuple[str, str], int]:
    """How many of the six questions of a stage are answered: (synergy, stage) → count."""
    rows = database.rows("readiness")
    counts = rows[rows["programme_id"] == programme_id].groupby(["synergy_id", "stage"]).size()
    return {(str(synergy), str(stage)): int(count) for (synergy, stage), count in counts.items()}


def proofs(database: Database, synergy_id: str) -> pd.DataFrame:
    """The proofs of one synergy by year, with the `name` and `sha256` of the file of each; NULL where there is none."""
    rows = database.rows("proof")
    files = database.rows("attachment")[["attachment_id", "name", "sha256"]]
    own = rows[rows["synergy_id"] == synergy_id].merge(files, on="attachment_id", how="left")
    return own.sort_values(["for_year", "document"], ignore_index=True)


def possible_files(database: Database, synergy_id: str) -> dict[str, str]:
    """The files attached to those who take part: id → name."""
    parties = database.rows("synergy_party")
    own = set(parties[parties["synergy_id"] == synergy_id]["company_id"])
    files = database.rows("attachment")
    files = files[files["company_id"].isin(own)]
    return dict(zip(files["attachment_id"], files["name"], strict=True))


def proved_years(database: Database, programme_id: str, synergy_id: str) -> pd.DataFrame:
    """for_year, declared, proved [unit of the synergy]: what was said, the sum of the proofs; NULL: nothing said."""
    events = database.cached_query("synergy_events", {"programme_id": programme_id})
    events = events[(events["synergy_id"] == synergy_id) & events["for_year"].notna()]
    said = events.groupby("for_year")["quantity_per_year"].last().rename("declared")
    shown = proofs(database, synergy_id).groupby("for_year")["quantity_per_year"].sum(min_count=1)
    made = pd.concat([said, shown.rename("proved")], axis=1).sort_index()
    return made.rename_axis("for_year").reset_index().astype({"for_year": int})


def doors_of(database: Database, jurisdiction_id: str, synergy_id: str) -> list[Mapping[str, str]]:
    """What the law asks of a synergy: the doors of its materials, that of the offer and that of the demand."""
    rows = database.rows("synergy")
    [synergy] = rows[rows["synergy_id"] == synergy_id].to_dict("records")
    flows = database.rows("flow").set_index("flow_id")["material_id"]
    materials = database.query("materials").set_index("material_id")

    def named(flow_id: object) -> set[str]:
        material = str(flows.get(flow_id, synergy["material_id"]))
        return {material, str(materials["parent_id"].get(material))}

    given, wanted = named(synergy["offer_flow_id"]), named(synergy["demand_flow_id"])
    hazardous = bool((materials["hazardous"].reindex(sorted(given)) == "yes").any())
    return list(
        legal_doors(
            jurisdiction_id, str(materials["kind"][synergy["material_id"]]), hazardous, given, wanted, False
        )
    )
