"""The scenes of a meeting: those that the programme prepared, else five that every programme can show."""

from __future__ import annotations

from eit.analysis.programmes import all_programmes, categories, company_names
from eit.analysis.territories import figures as territories
from eit.domain.address import Choices
from eit.domain.errors import InvalidSelection
from eit.domain.scene import PAGES, Scene
from eit.store.database import Database


def saved_scenes(database: Database, programme_id: str) -> list[Scene]:
    """The scenes that the programme keeps, in order; empty when it has none."""
    rows = database.query("scenes", {"programme_id": programme_id})
    return [
        Scene(
            row["title"],
            row["sentence"] or "",
            row["address"],
            row["scene_id"],
            row["title_en"] or "",
            row["sentence_en"] or "",
        )
        for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
    ]


def default_addresses(programme_id: str) -> tuple[str, ...]:
    """What is shown when nothing was prepared: one scene per page that a scene can show."""
    return tuple(f"/{page}?programme={programme_id}" for page in PAGES)


def choices(database: Database, programme_id: str) -> Choices:
    """What the address of a scene may say in a programme. Raises InvalidSelection("programme-unknown")."""
    programmes = all_programmes(database).set_index("programme_id", drop=False)
    if programme_id not in programmes.index:
        raise InvalidSelection("programme-unknown", value=programme_id)
    row = programmes.loc[programme_id]
    places = territories.choices(database, programme_id, row["levels"])
    return Choices(
        programmes=tuple(programmes.index),
        levels=row["levels"],
        figures=territories.FIGURES,
        territories=tuple(places["territory_id"]),
        categories=tuple(categories(database, programme_id)["category_id"]),
        companies=tuple(company_names(database, programme_id)),
        default_radius_km=float(row["default_radius_km"]),
    )
