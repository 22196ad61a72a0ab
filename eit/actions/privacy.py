"""What a programme does about people and organisations: their consent, their contacts, who may act, forgetting."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from eit.actions.access import ADMINISTER, require
from eit.actions.edit import EditContext, apply
from eit.domain.errors import Refusal
from eit.domain.organisation.records import SCOPES
from eit.store.database import Database
from eit.store.forget.forgetting import Done as Forgotten
from eit.store.forget.forgetting import forget as forget_in_file
from eit.store.records import replace_rows
from eit.store.tables import insert_rows
from eit.store.version.edit import Connection

__all__ = ["SCOPES", "Forgotten"]
NAMING = ("consortium", "public")
"""Scopes that let the consortium read a name."""
KINDS = ("contact", "journal", "generation", "withdrawn", "incident")
LONGEST = 300


class InvalidPrivacy(Refusal):
    """A consent, contact, incident or period that cannot be recorded; the key says why."""


@dataclass(frozen=True)
class Consent:
    """What an organisation agreed to: for whom (`partners` when it is for some), since when, who said so and how."""

    company_id: str
    scope: str
    given_on: date
    given_by: str
    how: str
    partners: str | None = None
    note: str | None = None
    renew_by: date | None = None
    source: str | None = None


@dataclass(frozen=True)
class Contact:
    """A person of an organisation: why they are kept (`purpose`), who answers for it, when they were told."""

    company_id: str
    name: str
    purpose: str
    responsible: str
    notice_on: date | None = None
    role: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Incident:
    """What happened to personal data, as a register of confidentiality incidents asks for it.

    `information`: which data. `serious`: whether it may do serious harm, and `reasons` why (None: not judged yet).
    `authority_told_on`, `told_on`: when the authority and the people were told. `done`: what was done about it.
    """

    happened_on: date
    known_on: date
    wording: str
    information: str
    responsible: str
    people: int | None = None
    serious: bool | None = None
    reasons: str | None = None
    authority_told_on: date | None = None
    told_on: date | None = None
    done: str | None = None


def give_consent(door: EditContext, programme_id: str, given: Consent, today: date) -> str:
    """Write one consent; its id. Raises InvalidPrivacy, or what `edit.apply` raises."""
    _known_company(door.path, programme_id, given.company_id)
    if given.scope not in SCOPES:
        raise InvalidPrivacy("consent-scope-unknown", value=given.scope)
    if given.scope == "partners" and not (given.partners or "").strip():
        raise InvalidPrivacy("consent-partners-missing")
    _said(given.given_by, "consent-who-missing")
    _said(given.how, "consent-how-missing")
    _not_after(given.given_on, today)
    consent_id = f"consent-{secrets.token_hex(6)}"
    row = {"consent_id": consent_id, "programme_id": programme_id, **_cleaned(asdict(given))}

    def change(connection: Connection) -> None:
        insert_rows(connection, "consent", pd.DataFrame([row], dtype=object))
        settle_name(connection, given.company_id)

    apply(door, "give-consent", programme_id, given.company_id, (given.company_id,), change)
    return consent_id


def withdraw_consent(
    door: EditContext, programme_id: str, company_id: str, scope: str, on: date, today: date
) -> None:
    """End what an organisation agreed to in one scope, from a day on; it stays on record. Raises InvalidPrivacy."""
    _known_company(door.path, programme_id, company_id)
    _not_after(on, today)

    def change(connection: Connection) -> None:
        wanted = "company_id = ? AND scope = ? AND withdrawn_on IS NULL"
        [(standing, named)] = connection.execute(
            f"SELECT (SELECT count(*) FROM consent WHERE {wanted}), consent_name FROM company WHERE company_id = ?",
            [company_id, scope, company_id],
        ).fetchall()
        if not standing and not (named and scope in NAMING):
            raise InvalidPrivacy("consent-none", value=company_id)
        ended = f"UPDATE consent SET withdrawn_on = greatest(?, given_on) WHERE {wanted}"
        connection.execute(ended, [on, company_id, scope])
        settle_name(connection, company_id)

    apply(door, "withdraw-consent", programme_id, company_id, (company_id,), change)


def settle_name(connection: Connection, company_id: str) -> None:
    """`company.consent_name` is what the consents come to: a name is said while one of the naming scopes stands."""
    connection.execute(
        "UPDATE company SET consent_name = EXISTS (SELECT 1 FROM consent WHERE consent.company_id = company.company_id "
        "AND scope IN ('consortium', 'public') AND withdrawn_on IS NULL) WHERE company_id = ?",
        [company_id],
    )


def add_contact(door: EditContext, programme_id: str, contact: Contact) -> str:
    """Write a person of an organisation; the id. Raises InvalidPrivacy, or what `edit.apply` raises."""
    _known_company(door.path, programme_id, contact.company_id)
    _said(contact.name, "contact-name-missing")
    _said(contact.purpose, "contact-purpose-missing")
    _said(contact.responsible, "contact-responsible-missing")
    contact_id = f"contact-{secrets.token_hex(6)}"
    row = {"contact_id": contact_id, "programme_id": programme_id, **_cleaned(asdict(contact))}

    def change(connection: Connection) -> None:
        insert_rows(connection, "contact", pd.DataFrame([row], dtype=object))

    apply(door, "add-contact", programme_id, contact_id, (contact_id, contact.company_id), change)
    return contact_id


def record_incident(
    door: EditContext, programme_id: str, incident: Incident, today: date, incident_id: str | None = None
) -> str:
    """Write what happened to personal data, or correct an entry (the journal keeps what it said); its id.

    Raises InvalidPrivacy, or what `edit.apply` raises.
    """
    _said(incident.wording, "incident-wording-missing")
    _said(incident.information, "incident-information-missing")
    _said(incident.responsible, "contact-responsible-missing")
    if incident.serious is not None:
        _said(incident.reasons, "incident-reasons-missing")
    for day in (incident.happened_on, incident.known_on, incident.told_on, incident.authority_told_on):
        if day is not None:
            _not_after(day, today)
            if day < incident.happened_on:
                raise InvalidPrivacy("incident-day-before", value=day.isoformat())
    chosen = incident_id or f"incident-{secrets.token_hex(6)}"
    row = {"incident_id": chosen, "programme_id": programme_id, **_cleaned(asdict(incident))}

    def change(connection: Connection) -> None:
        held = "SELECT count(*) FROM privacy_incident WHERE incident_id = ? AND programme_id = ?"
        if incident_id and connection.execute(held, [incident_id, programme_id]).fetchall() == [(0,)]:
            raise InvalidPrivacy("incident-unknown", value=incident_id)
        replace_rows(connection, "privacy_incident", pd.DataFrame([row], dtype=object), "incident_id")

    apply(door, "set-incident" if incident_id else "add-incident", programme_id, chosen, (chosen,), change)
    return chosen


def set_retention(door: EditContext, programme_id: str, kind: str, months: int) -> None:
    """Say how long a programme keeps one kind of thing [months]. Raises InvalidPrivacy."""
    if kind not in KINDS or months < 1:
        raise InvalidPrivacy("retention-unknown", value=f"{kind} {months}")
    row = {"programme_id": programme_id, "kind": kind, "months": months}

    def change(connection: Connection) -> None:
        replace_rows(connection, "retention", pd.DataFrame([row], dtype=object), ("programme_id", "kind"))

    apply(door, "set-retention", programme_id, kind, (f"{programme_id}|{kind}",), change)


def forget(
    door: EditContext, programme_id: str, company_id: str, person: str | None, named: Sequence[Path] = ()
) -> Forgotten:
    """See `store.forget.forgetting.forget`; for whoever administers the programme. Raises DataError."""
    require(door.path, door.identity, programme_id, ADMINISTER)
    return forget_in_file(door.path, door.author, programme_id, company_id, person, named)


def _known_company(path: Path, programme_id: str, company_id: str) -> None:
    with Database(path) as database:
        rows = database.rows("company")
    if not ((rows["company_id"] == company_id) & (rows["programme_id"] == programme_id)).any():
        raise InvalidPrivacy("company-unknown", value=company_id)


def _said(text: str | None, key: str) -> None:
    if not (text or "").strip():
        raise InvalidPrivacy(key)
    if len(str(text)) > LONGEST:
        raise InvalidPrivacy("privacy-too-long", value=LONGEST)


def _not_after(day: date, today: date) -> None:
    if day > today:
        raise InvalidPrivacy("day-to-come", value=day.isoformat())


def _cleaned(values: dict[str, object]) -> dict[str, object]:
    return {
        name: (value.strip() or None) if isinstance(value, str) else value for name, value in values.items()
    }
