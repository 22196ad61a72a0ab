"""What is kept about organisations and people: consents, contacts, roles, what is past its time, and the dossier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from eit.domain.errors import DataError
from eit.domain.identity import READ, Identity, allows
from eit.store.consents import may_be_named
from eit.store.database import Database
from eit.store.derived.matching import DERIVED
from eit.store.editions import LEDGER, editions_folder
from eit.store.forget.registry import TEXTS, holds_ids
from eit.store.forget.rewriting import hits
from eit.store.forget.who import traces_of_organisation, traces_of_person
from eit.store.version.access import roles
from eit.store.version.backup_register import known_backups
from eit.store.version.swap import generations

PERIODS = {"contact": 36, "journal": 84, "generation": 24, "withdrawn": 84, "incident": 60}
"""Months that a programme keeps each kind of thing until it says otherwise: ours, to be settled by whoever answers.

The register of incidents is kept five years at least (Québec, A-2.1, r. 3.1, s. 8)."""
ANYBODY = "x"


def consents(database: Database, programme_id: str) -> pd.DataFrame:
    """Every organisation with what it agreed to; without a record, one row that says what is held."""
    companies = database.rows("company")
    companies = companies.assign(named=may_be_named(database))
    companies = companies[companies["programme_id"] == programme_id]
    known = database.rows("consent").drop(columns="programme_id")
    table = companies[["company_id", "name", "named"]].merge(known, how="left", on="company_id")
    return table.sort_values(["name", "given_on"], ignore_index=True)


def contacts(database: Database, programme_id: str) -> pd.DataFrame:
    """The people of a programme's organisations."""
    rows = database.rows("contact")
    return rows[rows["programme_id"] == programme_id].reset_index(drop=True)


def role_table(database: Database, programme_id: str) -> pd.DataFrame:
    """Who may do what in a programme."""
    rows = database.rows("programme_role")
    return rows[rows["programme_id"] == programme_id].reset_index(drop=True)


def may_read(database: Database, programme_id: str, identity: Identity | None) -> bool:
    """Whether somebody may read a programme: all who are let in, until roles are given in it."""
    return identity is None or allows(roles(database, programme_id), identity.email, READ)


def incidents(database: Database, programme_id: str) -> pd.DataFrame:
    """The register of confidentiality incidents, the last first; `untold`: serious, and the authority was not told."""
    rows = database.rows("privacy_incident")
    own = rows[rows["programme_id"] == programme_id]
    untold = own["serious"].fillna(False).astype(bool) & own["authority_told_on"].isna()
    return own.assign(untold=untold).sort_values("happened_on", ascending=False, ignore_index=True)


def retention(database: Database, programme_id: str, day: date) -> pd.DataFrame:
    """Each kind of thing: how long it is kept [months], whether the programme said so, and how many are past it."""
    said = database.rows("retention")
    said = said[said["programme_id"] == programme_id].set_index("kind")["months"].to_dict()
    rows = []
    for kind, usual in PERIODS.items():
        months = int(said.get(kind, usual))
        limit = pd.Timestamp(day) - pd.DateOffset(months=months)
        past = [moment for moment in _moments(database, programme_id, kind) if pd.Timestamp(moment) < limit]
        oldest = min(past).date().isoformat() if past else None
        rows.append((kind, months, kind in said, len(past), oldest))
    return pd.DataFrame(rows, columns=["kind", "months", "settled", "past", "oldest"])


def _moments(database: Database, programme_id: str, kind: str) -> Iterable[Any]:
    """When each thing of a kind began to be kept."""
    if kind == "generation":
        return [datetime.fromtimestamp(one.stat().st_mtime) for one in generations(Path(database.stamp.path))]
    table, column = {
        "contact": ("contact", "notice_on"),
        "journal": ("journal", "recorded_at"),
        "withdrawn": ("consent", "withdrawn_on"),
        "incident": ("privacy_incident", "known_on"),
    }[kind]
    rows = database.rows(table)
    return pd.to_datetime(rows.loc[rows["programme_id"] == programme_id, column]).dropna().tolist()


def dossier(
    database: Database, programme_id: str, company_id: str, person: str | None = None
) -> dict[str, Any]:
    """All that is held about one organisation, or one person of it: rows by table, then the files that hold it.

    Raises DataError("organisation_unknown", "person_unknown").
    """
    path = Path(database.stamp.path)
    if person is None:
        traces = traces_of_organisation(path, programme_id, company_id, ANYBODY)
    else:
        traces = traces_of_person(path, company_id, person, ANYBODY)
    tables: dict[str, pd.DataFrame] = {}
    for table, columns in TEXTS.items():
        if table in DERIVED:
            continue
        rows = database.rows(table)
        held = pd.Series(False, index=rows.index)
        for column in columns:
            texts = [text for text in rows[column].dropna().unique() if text]
            found = [text for text in texts if traces.without(str(text), holds_ids(column)) != text]
            held |= rows[column].isin(found)
        if held.any():
            tables[table] = rows[held].reset_index(drop=True)
    return {
        "organisation": company_id,
        "person": person,
        "names": list(traces.names),
        "tables": tables,
        "generations": [one.name for one in generations(path) if _holds(one, traces)],
        "editions": (editions_folder(path) / LEDGER).exists(),
        "backups": [str(one) for one in known_backups(path)],
    }


def _holds(path: Path, traces: Any) -> bool:
    """Whether a generation holds a trace; one that cannot be read may."""
    try:
        return bool(hits(path, traces))
    except DataError:
        return True
