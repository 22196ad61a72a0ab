"""What each column of the data may tell a room: declared once, so that a new one is asked about and never forgotten.

A table that is not declared here is left empty in a copy; in a text column that is not, every name is replaced; a
number about organisations that is not, is banded. A test says what is missing.
"""

from __future__ import annotations

PROSE, NAME, LINK, ADDRESS = "prose", "name", "link", "address"
REMOVED, OPEN, OWN = "removed", "open", "own"

OPAQUE = (
    *("company_id", "group_id", "flow_id", "offer_flow_id", "demand_flow_id", "offer_id", "demand_id"),
    *("synergy_id", "event_id", "member_id", "meeting_id", "decision_id", "scene_id", "actor_id", "indicator_id"),
    *("partner_id", "item_id"),
)  # fmt: skip
"""Ids are made of names, of register keys, or guessed: every one is drawn anew in a copy."""

PUBLIC = (
    *("category", "material", "known_synergy", "compatibility", "factor", "minimum_volume", "carbon_switch"),
    "jurisdiction",
    *("programme_territory", "vocabulary", "priority_material"),
)
"""Published references, and a programme's own words for materials: they are about no organisation."""
EMPTIED = (
    *("journal", "journal_row", "answer", "identifier"),
    *("consent", "contact", "programme_role", "retention", "privacy_incident", "attachment"),
    *("public_figure", "follow_up", "readiness", "proof", "lead", "saved_view"),
)
"""Every value that ever was, in JSON; who wrote it, from which file; the words of a company's own spreadsheet; the
numbers that registers give, and whose are public there; what an organisation agreed to; people, their rights, and how
long they are kept; the files that people attach; what was said in a visit, what a coordinator thinks of a synergy, and
what proves it; what each side of a lead said; the views that she keeps."""

TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "meta": {OPEN: ("key",), PROSE: ("value",)},
    "territory": {
        # A territory is public geography. Its name stays even when a firm is called like it.
        OPEN: (
            "territory_id",
            "kind",
            "code",
            "code_system",
            "name",
            "parent_id",
            "country",
            "population_year",
            "precision",
            "confidence",
        ),
        PROSE: ("source", "note"),
    },
    "programme": {
        OPEN: (
            *("programme_id", "name_fr", "name_en", "short_fr", "short_en", "territory_fr", "territory_en"),
            *("jurisdiction", "currency", "levels", "starts_on", "ends_on"),
        ),
        NAME: ("coordinator",),
        PROSE: ("description_fr", "description_en", "source", "public_contact"),
    },
    "consortium_member": {OPEN: ("programme_id", "kind", "territory_id"), NAME: ("name",)},
    "meeting": {OPEN: ("programme_id", "held_on", "kind"), PROSE: ("title_fr", "title_en", "source")},
    "attendance": {},
    "decision": {
        OPEN: ("programme_id", "consensus", "state"),
        PROSE: ("wording", "wording_en"),
        NAME: ("owner",),
    },
    "scene": {
        OPEN: ("programme_id",),
        PROSE: ("title", "sentence", "title_en", "sentence_en"),
        ADDRESS: ("address",),
    },
    "actor": {
        OPEN: ("programme_id", "territory_id", "kind", "year", "confidence"),
        NAME: ("name",),
        PROSE: ("offer_fr", "offer_en", "source"),
        LINK: ("url",),
    },
    "programme_partner": {
        OPEN: ("programme_id", "role", "since", "until"),
        NAME: ("name",),
        REMOVED: ("note",),
    },
    "item": {
        OPEN: ("programme_id", "kind", "territory_id", "state", "currency"),
        PROSE: ("title_fr", "title_en"),
        NAME: ("owner", "partners"),
        LINK: ("link",),
        REMOVED: ("note", "tags"),
    },
    "indicator": {
        OPEN: ("programme_id", "kind", "formula_key", "territory_id", "audience"),
        PROSE: ("unit_fr", "unit_en", "label_fr", "label_en", "note_fr", "note_en", "source"),
        NAME: ("author",),
    },
    "indicator_value": {OPEN: ("bound", "year", "state")},
    "business_count": {
        OPEN: (
            *(
                "programme_id",
                "territory_id",
                "sector_scheme",
                "sector_code",
                "size_class",
                "year",
                "confidence",
            ),
            *("sector_fr", "sector_en"),
        ),
        PROSE: ("source",),
    },
    "index_slot": {OPEN: ("programme_id", "territory_id", "state"), PROSE: ("name_fr", "name_en")},
    "company": {
        OPEN: ("programme_id", "kind", "sector_scheme", "municipality_id", "park_id", "position_quality"),
        OWN: ("name", "sector_code", "sector_fr", "sector_en"),
        REMOVED: ("address", "postal_code", "tags"),
    },
    "flow": {
        OPEN: (
            *("programme_id", "direction", "kind", "material_id", "unit", "quality", "former_destination"),
            *("contaminated", "hazardous", "permit_held"),
        ),
        PROSE: ("label",),
        OWN: ("quantity_typed", "unit_typed"),
        REMOVED: ("note", "quantity_written"),
    },
    "synergy": {
        OPEN: (
            *(
                "programme_id",
                "type",
                "term_id",
                "material_id",
                "unit",
                "former_destination",
                "next_step_due",
            ),
            *("confidence", "origin"),
        ),
        PROSE: ("title_fr", "title_en", "next_step_fr", "next_step_en"),
        NAME: ("lead",),
        OWN: ("quantity_typed", "unit_typed"),
        REMOVED: ("tags",),
    },
    "synergy_party": {OPEN: ("role",)},
    "synergy_event": {OPEN: ("kind", "stage", "reason"), REMOVED: ("author", "note")},
    "rejected_pair": {OPEN: ("reason", "facts"), REMOVED: ("note", "author")},
}
"""Table → what its text columns are.

PROSE: sentences that people typed. NAME: who does it. LINK, ADDRESS: of the web, of a page of ours. REMOVED: what a
coordinator wrote for herself, and who wrote it. OPEN: not typed freely (a code, a word of a list, a public place).
OWN: replaced with the figures or the organisation that it belongs to.
"""

QUANTITY, DISTANCE, HEADCOUNT = "quantity", "distance", "headcount"
UNTOLD, PLAIN = "untold", "plain"
NUMBERS: dict[str, dict[str, tuple[str, ...]]] = {
    "company": {
        HEADCOUNT: ("employees",),
        # two bands of one size would narrow it; a capacity is in public registers and names its plant
        UNTOLD: ("employees_low", "employees_high", "capacity_t_per_year", "position_uncertainty_km"),
        PLAIN: ("latitude", "longitude", "x_km", "y_km", "z_km"),  # those of a place that is shared
    },
    "flow": {
        QUANTITY: (
            *("quantity_per_year", "mass_t_per_year", "energy_kwh_per_year", "volume_m3_per_year"),
            "disposal_cost_per_t",
        ),
        UNTOLD: (
            *("quantity_low_per_year", "quantity_high_per_year"),
            *("temperature_c", "pressure_bar", "hours_per_year", "moisture_share", "purity_share"),
        ),
        PLAIN: ("months",),  # a season: the score needs its months, and many share them
    },
    "synergy": {
        QUANTITY: (
            *(
                "quantity_per_year",
                "mass_t_per_year",
                "investment",
                "cost_per_year",
                "saving_per_year",
                "jobs",
            ),
        ),
        DISTANCE: ("previous_distance_km",),
        PLAIN: (
            "share_refused",
            "attribution_share",
        ),  # shares that the partners agree on, of a banded quantity
    },
    "synergy_event": {QUANTITY: ("quantity_per_year",), PLAIN: ("rank", "for_year")},
    "synergy_party": {},
    "consortium_member": {},
    "attendance": {},
    "rejected_pair": {},
}
"""Table about organisations → how its numbers are told. The other tables hold figures of a territory or a programme."""


def kind_of_text(table: str, column: str) -> str:
    """What a text column may tell; as a NAME, the most careful of what can be read, when nobody has said."""
    if table in PUBLIC:
        return OPEN
    declared = TEXTS.get(table, {})
    return next((kind for kind, columns in declared.items() if column in columns), NAME)


def kind_of_number(table: str, column: str) -> str:
    """How a number of a table about organisations is told; QUANTITY, a band, when nobody has said."""
    declared = NUMBERS.get(table)
    if declared is None:
        return PLAIN
    return next((kind for kind, columns in declared.items() if column in columns), QUANTITY)
