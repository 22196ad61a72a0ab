"""The parts of a programme as lists, what is due, what is late, and where it stands on its own path."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from eit.analysis.synergies.funnel import stage_counts
from eit.domain.forms.row_fields import Part
from eit.domain.programme.parts import OVER, PARTS
from eit.store.database import Database

QUERY_OF = {
    "partner": "partners",
    "item": "items",
    "priority_material": "priority_materials",
    "indicator": "indicators",
    "index_slot": "every_index_slot",
    "carbon_switch": "carbon_switches",
    "public_figure": "public_figures",
}
"""What reads a part; the words of a programme have one question for all of their lists."""
SOON_DAYS = 60
"""How far ahead "to come" looks: the usual time between two meetings of a consortium."""


def part_rows(database: Database, programme_id: str, part: Part) -> pd.DataFrame:
    """The rows of one part in their order: its key and its fields."""
    asked = {} if part.shared else {"programme_id": programme_id}
    rows = database.query(QUERY_OF.get(part.name, "vocabulary"), asked)
    for name, value in part.fixed.items():
        rows = rows[rows[name] == value]
    columns = list(dict.fromkeys([part.key, *(one.name for one in part.fields)]))
    return (
        rows.drop_duplicates(list(part.identity or (part.key,)))
        .reindex(columns=columns)
        .reset_index(drop=True)
    )


def items(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """Every item with `late` (due before `as_of`, not over), `soon` (due within 60 days), the territory's name."""
    rows = database.cached_query("items", {"programme_id": programme_id})
    due = pd.to_datetime(rows["due_on"])
    day, open_ = pd.Timestamp(as_of), ~rows["state"].isin(OVER)
    return rows.assign(
        late=open_ & (due < day), soon=open_ & (due >= day) & (due <= day + timedelta(days=SOON_DAYS))
    )


def agenda(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """The items to do, late ones first, then by due date; those without a date come last."""
    rows = items(database, programme_id, as_of)
    return rows[~rows["state"].isin(OVER)].sort_values(
        ["late", "due_on"], ascending=[False, True], na_position="last"
    )


def path_of_steps(database: Database, programme_id: str, counts: dict[str, int]) -> pd.DataFrame:
    """The programme's own steps in order, each with the synergies at its stage; `reached` where work has come so far.

    `counts`: synergies by stage. A step that maps to no stage is shown without a count.
    """
    rows = part_rows(database, programme_id, PARTS["step"])
    found = [counts.get(str(stage)) if isinstance(stage, str) else None for stage in rows["maps_to"]]
    furthest = max((place for place, count in enumerate(found) if count), default=-1)
    return rows.assign(count=found, reached=[place <= furthest for place in range(len(rows))])


def current_path(database: Database, programme_id: str, as_of: date) -> pd.DataFrame:
    """The programme's own path with the synergies that have come to each step at `as_of`; empty when it has none."""
    return path_of_steps(database, programme_id, stage_counts(database, programme_id, as_of))


def due_items(database: Database, programme_id: str, as_of: date) -> list[dict[str, object]]:
    """The items that are late or due soon, as `agenda` orders them."""
    rows = agenda(database, programme_id, as_of)
    return [
        {str(key): value for key, value in row.items()}
        for row in rows[rows["late"] | rows["soon"]].to_dict("records")
    ]


def own_territories(database: Database, programme_id: str) -> pd.DataFrame:
    """The territories that a programme covers: territory_id, name, kind, code, population, role."""
    own = database.query("programme_territories", {"programme_id": programme_id})
    known = database.query("all_territories", {"programme_id": programme_id})
    wanted = own.groupby("territory_id", as_index=False)["role"].agg("|".join)
    return wanted.merge(known[["territory_id", "name", "kind", "code", "population"]], on="territory_id")


def parks(database: Database, programme_id: str) -> list[str]:
    """Names of the parks that lie in the territory of a programme."""
    known = database.query("all_territories", {"programme_id": programme_id})
    return sorted(known[(known["kind"] == "park") & known["inside"]]["name"])


def word_presets(database: Database, programme_id: str) -> pd.DataFrame:
    """The other programmes whose words may be taken, those of the reference too: programme_id, short names, terms."""
    return database.query("word_presets", {"programme_id": programme_id})


def families(database: Database, lang: str) -> dict[str, str]:
    """The families of materials, id → name."""
    rows = database.query("materials")
    rows = rows[rows["parent_id"].isna()].sort_values(f"name_{lang}")
    return dict(zip(rows["material_id"], rows[f"name_{lang}"], strict=True))


def choice_names(database: Database, programme_id: str, lang: str) -> dict[str, dict[str, str]]:
    """What the fields of a part may choose from the file, id → name."""
    places = database.query("all_territories", {"programme_id": programme_id})
    inside = places[places["inside"]].sort_values("name")
    materials = database.query("materials").sort_values(f"name_{lang}")
    categories = database.query("all_categories")
    routes = sorted(database.query("factors", {"factor_table": "ghg"})["route_id"].dropna().unique())
    companies = database.query("all_companies")
    own = companies[companies["programme_id"] == programme_id].sort_values("name")
    by_material = dict(zip(materials["material_id"], materials[f"name_{lang}"], strict=True))
    return {
        "territory": dict(zip(inside["territory_id"], inside["name"], strict=True)),
        "material": by_material,
        "company": dict(zip(own["company_id"], own["name"], strict=True)),
        "route": {route: route for route in routes},
        "maps_to": dict(zip(categories["category_id"], categories[f"name_{lang}"], strict=True))
        | by_material,
    }
