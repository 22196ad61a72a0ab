"""What each table, text column and kind of file holds about an organisation or a person: declared once.

A table that is not declared here is cleared of names in every text column, as all the others; a test says that it is
missing, because somebody has to think about it first.
"""

from __future__ import annotations

PUBLISHED = (
    *("category", "material", "known_synergy", "compatibility", "factor", "minimum_volume", "carbon_switch"),
    *(
        "jurisdiction",
        "territory",
        "business_count",
        "programme_territory",
        "vocabulary",
        "priority_material",
    ),
)
"""Published references and public geography: about nobody, whatever they are called."""

TEXTS: dict[str, tuple[str, ...]] = {
    "meta": ("key", "value"),
    "programme": (
        *("programme_id", "name_fr", "name_en", "short_fr", "short_en", "territory_fr", "territory_en"),
        *("jurisdiction", "currency", "levels", "starts_on", "ends_on", "coordinator"),
        *("description_fr", "description_en", "source", "public_contact"),
    ),
    "programme_partner": ("partner_id", "programme_id", "name", "role", "since", "until", "note"),
    "programme_role": ("programme_id", "email", "role", "granted_by"),
    "retention": ("programme_id", "kind"),
    "privacy_incident": (
        *("incident_id", "programme_id", "wording", "done", "information", "reasons", "responsible"),
    ),
    "item": (
        *("item_id", "programme_id", "kind", "title_fr", "title_en", "owner", "partners", "territory_id"),
        *("state", "currency", "link", "note", "tags"),
    ),
    "consortium_member": ("member_id", "programme_id", "name", "kind", "territory_id", "company_id"),
    "meeting": ("meeting_id", "programme_id", "held_on", "title_fr", "title_en", "source", "kind"),
    "attendance": ("meeting_id", "member_id"),
    "decision": (
        *("decision_id", "programme_id", "meeting_id", "synergy_id", "wording", "owner"),
        *("consensus", "state", "wording_en"),
    ),
    "scene": ("scene_id", "programme_id", "title", "sentence", "address", "title_en", "sentence_en"),
    "saved_view": ("view_id", "programme_id", "name", "address", "author"),
    "actor": (
        *("actor_id", "programme_id", "territory_id", "name", "kind", "offer_fr", "offer_en"),
        *("source", "url", "year", "confidence"),
    ),
    "indicator": (
        *("indicator_id", "programme_id", "label_fr", "label_en", "unit_fr", "unit_en", "kind"),
        *("formula_key", "author", "note_fr", "note_en", "source", "territory_id", "audience"),
    ),
    "indicator_value": ("indicator_id", "bound", "year", "state"),
    "index_slot": ("programme_id", "territory_id", "name_fr", "name_en", "state"),
    "company": (
        *("company_id", "programme_id", "group_id", "name", "kind", "sector_scheme", "sector_code"),
        *("sector_fr", "sector_en", "municipality_id", "park_id", "position_quality", "address", "postal_code"),
        "tags",
    ),
    "company_territory": ("company_id", "territory_id", "kind"),
    "flow": (
        *("flow_id", "programme_id", "company_id", "direction", "kind", "material_id", "label"),
        *("quantity_typed", "unit_typed", "unit", "quality", "former_destination", "note"),
        *("quantity_written", "contaminated", "hazardous", "permit_held"),
    ),
    "identifier": ("programme_id", "table_name", "scheme", "source_key", "value", "row_id"),
    "consent": (
        *("consent_id", "programme_id", "company_id", "scope", "partners", "given_by", "how"),
        *("source", "note"),
    ),
    "contact": (
        *("contact_id", "programme_id", "company_id", "name", "role", "email", "phone", "purpose"),
        *("responsible", "note"),
    ),
    "synergy": (
        *("synergy_id", "programme_id", "title_fr", "title_en", "type", "term_id", "offer_flow_id"),
        *("demand_flow_id", "material_id", "quantity_typed", "unit_typed", "unit", "former_destination"),
        *("lead", "next_step_fr", "next_step_en", "next_step_due", "confidence", "origin", "tags"),
    ),
    "synergy_party": ("synergy_id", "company_id", "role"),
    "synergy_event": ("event_id", "synergy_id", "kind", "stage", "reason", "author", "note"),
    "attachment": (
        *("attachment_id", "programme_id", "company_id", "synergy_id", "name", "sha256", "note"),
    ),
    "follow_up": (
        *("follow_up_id", "programme_id", "company_id", "synergy_id", "kind", "outcome", "wording", "author"),
        "next_step",
    ),
    "readiness": ("synergy_id", "programme_id", "stage", "axis", "state", "note", "author"),
    "proof": ("proof_id", "programme_id", "synergy_id", "document", "attachment_id", "checked_by", "note"),
    "public_figure": ("programme_id", "company_id", "source", "year", "url"),
    "lead": ("offer_id", "demand_id", "side", "programme_id", "company_id", "word", "how"),
    "rejected_pair": ("offer_id", "demand_id", "reason", "note", "author", "facts"),
    "journal": ("author", "action", "programme_id", "subject", "digest"),
    "journal_row": ("table_name", "row_key", "before", "after"),
    "answer": (
        *("programme_id", "kind", "source_key", "topic", "subject", "asked", "value", "author"),
    ),
}  # fmt: skip
"""Table → its text columns, each cleared of every trace."""

BELONGING = {
    **dict.fromkeys(("consent", "contact", "attachment", "public_figure", "follow_up", "lead"), "company_id"),
    "identifier": "row_id",
}
"""Table → the column that says whose a row is: the rows of who is forgotten go."""
REMEMBERED = ("answer",)
"""Tables whose rows go when they hold a trace: an answer about somebody who is forgotten answers nothing."""
BLANK: dict[str, dict[str, str]] = {
    "company": {
        **dict.fromkeys(("latitude", "longitude", "x_km", "y_km", "z_km", "employees"), "NULL"),
        **dict.fromkeys(("employees_low", "employees_high", "park_id", "joined_on", "closed_on"), "NULL"),
        **dict.fromkeys(
            ("address", "postal_code", "position_uncertainty_km", "capacity_t_per_year", "tags"), "NULL"
        ),
        "position_quality": "'none'",
        "consent_name": "false",
    },
    "flow": dict.fromkeys(("label", "note", "quantity_written"), "NULL"),
}
"""Table → what its columns become for the organisation that is forgotten; its masses stay, under an id that is opaque.

Without a position it is nobody's partner any more; sector and municipality stay, for the counts of the programme.
"""

FILES: dict[str, str] = {
    "": "data",
    ".generations/*.duckdb": "data",
    ".generations/*.duckdb.geo/*.parquet": "layer",
    ".geo/*.parquet": "layer",
    ".editions/ledger.json": "ledger",
    ".editions/ledger.json.lock": "empty",
    ".lock": "empty",
    ".pairs": "pairs",
    ".forgotten": "digests",
    ".backups": "paths",
    ".roads/*": "roads",
    ".files/*": "attached",
    ".door/mailbox.sqlite": "mailbox",
    ".door/mailbox.sqlite-wal": "mailbox",
    ".door/mailbox.sqlite-shm": "mailbox",
    ".door/key": "empty",
}
"""What lies beside a data file, as its name goes on, and what kind of thing it is.

`data`: rewritten without the traces. `layer`: lines of territories, rewritten when a text of theirs holds a trace.
`ledger`: what the editions told, by groups: the masses keep an opaque id. `attached`: the content of attached files,
taken out when no row names it any more. `mailbox`: links, their
sheets, and answers, cleared as the data is. `pairs`: ids of flows and distances, derived
from the data: taken away, and derived again. `digests`, `paths`, `roads`, `empty`: hold
no name (keyed fingerprints; where backups were written; roads of a public map; nothing).
"""


def left_alone(table: str) -> bool:
    """Whether a table is published by others, and about nobody."""
    return table in PUBLISHED


def holds_ids(column: str) -> bool:
    """Whether the texts of a column are ids, or made of ids."""
    return column.endswith("_id") or column in ("row_key", "address", "facts", "formula_key", "digest")
