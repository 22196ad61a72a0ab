"""Parts of a programme: everything that a seed holds, each part a list of rows with the same few kinds of field.

One description serves the grid of the page, the command line and the check before anything is written: a new list of a
programme is a new `Part`, and has its writers at once.
"""

from __future__ import annotations

from eit.domain.consortium import RULES
from eit.domain.figures.indicator import COMPARED, FORMULAS
from eit.domain.forms.row_fields import Field, Part

ROLES = ("lead", "coordination", "ambassador", "elected", "funder", "expert", "partner")
ITEM_KINDS = (
    *("deliverable", "workshop", "training", "visit-campaign", "linked-action", "funding", "budget-line"),
    *("study", "communication", "governance", "reading", "interview", "other"),
)
ITEM_STATES = ("planned", "under-way", "done", "dropped")
OVER = ("done", "dropped")
SYNERGY_TYPES = ("substitution", "pooling", "sharing", "new-activity")
STAGES = ("identified", "proposed", "prefeasibility", "pilot", "realised", "verified")
DECLARED = "secondary"
"""How sure the word of a programme about itself is, in the words of the reference tables."""
SWITCHES = ("forest-carbon", "landfill-storage", "soil-carbon")
SWITCH_SIDES = ("kept", "landfilled")
INDICATOR_KINDS = ("declared", "computed")
AUDIENCES = ("programme", "public")

NAMES = (Field("name_fr", required=True), Field("name_en"))


def _words(name: str, *more: Field) -> Part:
    return Part(name, "vocabulary", "term_id", (*NAMES, *more), fixed={"list": name})


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part(
            "partner",
            "programme_partner",
            "partner_id",
            (
                Field("name", required=True),
                Field("role", "choice", True, ROLES),
                Field("since", "partial_date"),
                Field("until", "partial_date"),
                Field("note", "long_text"),
            ),
            "p",
        ),
        Part(
            "item",
            "item",
            "item_id",
            (
                Field("kind", "choice", True, ITEM_KINDS),
                Field("title_fr", required=True),
                Field("title_en"),
                Field("owner"),
                Field("due_on", "day"),
                Field("state", "choice", True, ITEM_STATES),
                Field("territory_id", "territory"),
                Field("partners"),
                Field("starts_on", "day"),
                Field("amount", "number"),
                Field("currency"),
                Field("link", "link"),
                Field("note", "long_text"),
                Field("tags", "tags"),
            ),
            "t",
        ),
        _words("category", Field("maps_to", "choices")),
        _words("synergy_type", Field("maps_to", "choice", choices=SYNERGY_TYPES)),
        _words("step", Field("maps_to", "choice", choices=STAGES)),
        _words("impact", Field("maps_to")),
        _words("kpi"),
        _words("material_word", Field("maps_to", "material", True)),
        Part(
            "index_slot",
            "index_slot",
            "slot",
            (
                Field("territory_id", "territory", True),
                Field("slot", "integer", True, low=1, high=99),
                Field("name_fr"),
                Field("name_en"),
                Field("value", "number"),
            ),
            identity=("territory_id", "slot"),
        ),
        Part(
            "public_figure",
            "public_figure",
            "company_id",
            (
                Field("company_id", "company", True),
                Field("source", "long_text", True),
                Field("year", "partial_date"),
                Field("url", "link"),
            ),
            identity=("company_id",),
        ),
        Part(
            "carbon_switch",
            "carbon_switch",
            "switch",
            (
                Field("switch", "choice", True, SWITCHES),
                Field("route_id", "route", True),
                Field("applies_to", "choice", True, SWITCH_SIDES),
                Field("kg_co2e_per_t", "number", True),
                Field("source", "long_text", True),
                Field("year", "partial_date", True),
                Field("url", "link"),
            ),
            identity=("switch", "route_id"),
            shared=True,
            given={"confidence": DECLARED},
        ),
        Part(
            "rule",
            "vocabulary",
            "term_id",
            (Field("term_id", "choice", True, RULES), *NAMES),
            fixed={"list": "rule"},
        ),
        Part(
            "priority_material",
            "priority_material",
            "rank",
            (
                Field("material_id", "material", True),
                Field("term_fr", required=True),
                Field("term_en"),
            ),
        ),
        Part(
            "indicator",
            "indicator",
            "indicator_id",
            (
                Field("label_fr", required=True),
                Field("label_en"),
                Field("unit_fr", required=True),
                Field("unit_en"),
                Field("kind", "choice", True, INDICATOR_KINDS),
                Field("formula_key", "choice", choices=(*FORMULAS, *COMPARED)),
                Field("territory_id", "territory"),
                Field("audience", "choice", choices=AUDIENCES),
                Field("author"),
                Field("note_fr", "long_text"),
                Field("note_en", "long_text"),
            ),
            "i",
        ),
    )
}
