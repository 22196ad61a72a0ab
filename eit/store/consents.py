"""Consent to be named: whose name may be said on a day, and what an edit that changes it leaves on record.

`company.consent_name` is what the consents of an organisation come to. An organisation whose file is older than the
record of consents has none, and is taken at that word until a consent is recorded or withdrawn.
"""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from eit.domain.jurisdiction import now as now_utc
from eit.store.database import Database
from eit.store.sql_files import read_sql
from eit.store.version.journal import BEFORE, Act

NAMING = ("consortium", "public")
"""Scopes that let the consortium read a name; what is for the public is for the consortium too."""


def may_be_named(database: Database, day: date | None = None) -> pd.Series:
    """One truth value per row of `company`: its name may be said on a day (today), and nobody has taken that back."""
    companies, consents = database.rows("company"), database.rows("consent")
    now = pd.Timestamp(day or now_utc().date())
    naming = consents[consents["scope"].isin(NAMING)]
    begun = pd.to_datetime(naming["given_on"]) <= now
    ended = pd.to_datetime(naming["withdrawn_on"]) <= now
    standing = set(naming.loc[begun & ~ended, "company_id"])
    recorded = companies["company_id"].isin(set(naming["company_id"]))
    return companies["consent_name"].astype(bool) & (~recorded | companies["company_id"].isin(standing))


def record_consents(connection: duckdb.DuckDBPyConnection, act: Act, today: date) -> None:
    """Put on record what an edit changed of who may be named: given from today, by this act and from this source.

    By organisation, never by row: what is said of one is said of no other. What the edit recorded itself stays.
    """
    told = {"today": today, "how": act.action, "source": act.subject}
    connection.execute(read_sql("journal", "consent_given").format(before=BEFORE), told)
    connection.execute(read_sql("journal", "consent_ended").format(before=BEFORE), {"today": today})
