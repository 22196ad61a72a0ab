"""What is kept beside an organisation's own row: its people, what was said with it, what it agreed to."""

from __future__ import annotations

from eit.domain.forms.row_fields import Field, Part

FOLLOW_UP_KINDS = ("visit", "call", "message", "meeting", "note")
OUTCOMES = ("interested", "to-think", "refused")
SCOPES = ("consortium", "public", "partners", "solicitation")

CONTACT = Part(
    "contact",
    "contact",
    "contact_id",
    (
        Field("name", required=True),
        Field("role"),
        Field("email"),
        Field("phone"),
        Field("purpose", required=True),
        Field("responsible", required=True),
        Field("notice_on", "day"),
        Field("note", "long_text"),
    ),
    subject="organisation",
)
FOLLOW_UP = Part(
    "follow_up",
    "follow_up",
    "follow_up_id",
    (
        Field("happened_on", "day", True),
        Field("kind", "choice", True, FOLLOW_UP_KINDS),
        Field("outcome", "choice", choices=OUTCOMES),
        Field("wording", "long_text"),
        Field("next_step"),
        Field("due_on", "day"),
        Field("done_on", "day"),
        Field("synergy_id", "choice"),
    ),
    subject="organisation",
)
CONSENT = Part(
    "consent",
    "consent",
    "consent_id",
    (
        Field("scope", "choice", True, SCOPES),
        Field("given_on", "day", True),
        Field("given_by", required=True),
        Field("how", required=True),
        Field("source", "choice"),
        Field("partners"),
        Field("renew_by", "day"),
        Field("note"),
    ),
    subject="organisation",
)
RECORDS = {part.name: part for part in (CONTACT, FOLLOW_UP, CONSENT)}
"""The lists of an organisation, by name. A consent is given and withdrawn, never corrected nor taken away."""
