"""Gathers what an organisation or a person is known by, in a file and in its journal."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from pathlib import Path

import duckdb

from eit.domain.errors import DataError
from eit.domain.names.traces import Traces
from eit.store.database import Database, reading
from eit.store.forget.rewriting import texts_of
from eit.store.organisation_names import ordinary_words
from eit.store.records import FICTITIOUS

LABELS = {"organisation": "Organisation effacée", "person": "Personne effacée"}
"""Data, like what people typed: the language of the programme's first readers, and no word of any name."""
PEOPLE = ("author", "lead", "owner", "coordinator", "given_by", "responsible", "granted_by")
"""Columns in which a person is typed by name."""
ALIAS_BYTES = 4


def label_of(alias: str, names: Iterable[str], person: bool = False) -> str:
    """What stands for who is forgotten; in a demonstration it says that it is fictitious, as every name does."""
    mark = " (fictive)" if any(FICTITIOUS.search(name) for name in names) else ""
    return f"{LABELS['person' if person else 'organisation']} {alias}{mark}"


def new_alias() -> str:
    """An id that says nothing."""
    return f"x{secrets.token_hex(ALIAS_BYTES)}"


def traces_of_organisation(path: Path, programme_id: str, company_id: str, alias: str) -> Traces:
    """Everything an organisation was called. Raises DataError("organisation_unknown")."""
    with Database(path) as database:
        companies, members = database.rows("company"), database.rows("consortium_member")
        own = companies[(companies["company_id"] == company_id) & (companies["programme_id"] == programme_id)]
        if own.empty:
            raise DataError("organisation_unknown", organisation=company_id, programme=programme_id)
        group = str(own["group_id"].iloc[0])
        ids = {company_id: alias}
        if (companies["group_id"] == group).sum() == 1:
            ids[group] = alias
        names = {str(own["name"].iloc[0]), *members.loc[members["company_id"] == company_id, "name"]}
        contacts, numbers = database.rows("contact"), database.rows("identifier")
        contacts = contacts[contacts["company_id"] == company_id]
        numbers = numbers[(numbers["row_id"] == company_id)]
        spoken = [str(name) for name in companies.loc[companies["company_id"] != company_id, "name"]]
        ordinary = ordinary_words(database)
    names |= set(past_names(path, company_id)) | {str(name) for name in contacts["name"]}
    literals = [*numbers["value"], *contacts["email"].dropna(), *contacts["phone"].dropna()]
    literals += past_file_names(path, company_id)
    label = label_of(alias, names)
    return Traces(label, alias, names - set(spoken), ids, map(str, literals), spoken, ordinary)


def traces_of_person(path: Path, company_id: str, person: str, alias: str) -> Traces:
    """Everything a person was called: a contact by its id, or typed by name. Raises DataError("person_unknown")."""
    with Database(path) as database:
        contacts = database.rows("contact")
        spoken = [str(name) for name in database.rows("company")["name"]]
        ordinary = ordinary_words(database)
    own = contacts[(contacts["contact_id"] == person) & (contacts["company_id"] == company_id)]
    names, literals = [str(name) for name in own["name"]], [*own["email"].dropna(), *own["phone"].dropna()]
    if own.empty:
        typed = {text for _, column, text in texts_of(path) if column in PEOPLE}
        names = [text for text in typed if text.casefold() == person.strip().casefold()]
    if not names:
        raise DataError("person_unknown", person=person)
    label = label_of(alias, names, person=True)
    return Traces(label, alias, names, {}, map(str, literals), spoken, ordinary)


def past_names(path: Path, company_id: str) -> Iterable[str]:
    """The names that a file remembers for an organisation, in its table and in its journal, whatever its schema."""
    with reading(path) as connection:
        yield from _asked(connection, "SELECT name FROM eit.company WHERE company_id = $1", company_id)
        rows = _asked(
            connection,
            "SELECT unnest([before, after]) FROM eit.journal_row WHERE table_name IN ('company', 'contact') "
            "AND (row_key = $1 OR json_extract_string(coalesce(before, after), '$.company_id') = $1)",
            company_id,
        )
    for text in rows:
        name = json.loads(text).get("name")
        if name:
            yield str(name)


def past_file_names(path: Path, company_id: str) -> list[str]:
    """The names of files that were ever attached to an organisation, but those that another one has a file of too.

    People name a file by whom it is about, and the journal says each by its name.
    """
    journal = (
        "SELECT DISTINCT json_extract_string(row, '$.name') "
        "FROM (SELECT unnest([before, after]) AS row FROM eit.journal_row WHERE table_name = 'attachment') "
        "WHERE json_extract_string(row, '$.company_id') {sign} $1"
    )
    with reading(path) as connection:
        own, others = (
            {
                *_asked(
                    connection, f"SELECT name FROM eit.attachment WHERE company_id {sign} $1", company_id
                ),
                *_asked(connection, journal.format(sign=sign), company_id),
            }
            for sign in ("=", "<>")
        )
    return sorted(own - others)


def _asked(connection: duckdb.DuckDBPyConnection, question: str, company_id: str) -> list[str]:
    try:
        rows = connection.execute(question, [company_id]).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
    return [str(value) for (value,) in rows if value]
