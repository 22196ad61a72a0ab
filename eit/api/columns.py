"""The fields of each answer and their types, as JSON Schema: every one may be null, because not known is never 0."""

from __future__ import annotations

from eit.analysis.exports import COLUMNS
from eit.domain.door.api import RESOURCES

NUMBERS = frozenset(
    (
        *("employees", "latitude", "longitude", "capacity_t_per_year", "quantity", "disposal_cost_per_t"),
        *("temperature_c", "pressure_bar", "hours_per_year", "moisture_share", "purity_share", "score"),
        *("score_material", "score_distance", "score_quantity", "score_season", "score_freshness"),
        *("score_quality", "distance_km", "road_km_estimate", "pair_quantity", "mass_t_per_year"),
        *("allocated_quantity", "allocated_t_per_year", "months_in_common", "age_months"),
        *("previous_distance_km", "share_refused", "attribution_share", "investment", "cost_per_year"),
        *("saving_per_year", "jobs", "rank", "value", "low", "high"),
    )
)
BOOLEANS = frozenset(("consent_name",))
DAYS = frozenset(("joined_on", "observed_on", "stage_on", "next_step_due"))
EDITION_COLUMNS = {
    "figures": (
        "territory_id",
        "family",
        "indicator",
        "unit",
        "state",
        "reason",
        "value",
        "low",
        "high",
        "count_band",
    ),
    "cases": ("kind", "subject_fr", "subject_en", "year", "parties", "count_band"),
    "presence": ("direction", "family", "subject_id", "name_fr", "name_en", "count_band"),
    "statements": ("rank", "label_fr", "label_en", "unit_fr", "unit_en", "bound", "year", "value"),
    "counts": ("territory_id", "status", "state", "count_band"),
}
"""Resource of the public edition → its fields."""


def fields_of(resource: str) -> tuple[str, ...]:
    """The fields of the rows of a resource, in their order."""
    return COLUMNS[RESOURCES[resource]] if resource in RESOURCES else EDITION_COLUMNS[resource]


def field_schema(name: str) -> dict[str, object]:
    """The schema of one field."""
    if name in NUMBERS:
        return {"type": ["number", "null"]}
    if name in BOOLEANS:
        return {"type": ["boolean", "null"]}
    if name in DAYS:
        return {"type": ["string", "null"], "format": "date"}
    return {"type": ["string", "null"]}


def row_schema(resource: str) -> dict[str, object]:
    """The schema of a row: all of its fields, and no other."""
    names = fields_of(resource)
    return {
        "type": "object",
        "properties": {name: field_schema(name) for name in names},
        "required": list(names),
        "additionalProperties": False,
    }
