"""A programme's own materials and words: a material that the reference does not have, and what people call one."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from eit.actions.consortium import ensure_programme, insert
from eit.actions.edit import EditContext, apply
from eit.actions.lookup import today_in
from eit.actions.programme.parts import add_row
from eit.domain.consortium import known_name, known_text
from eit.domain.errors import InvalidSelection
from eit.domain.own_words import Worded, listed
from eit.domain.programme.parts import DECLARED
from eit.domain.text_key import plain_words, slug
from eit.store.tables import insert_rows
from eit.store.version.build import compatibility_rows
from eit.store.version.edit import Connection

LONGEST = 120


@dataclass(frozen=True)
class NewMaterial:
    """A material as a programme names it, under the family that gives it its category, kind and partners."""

    name_fr: str
    family_id: str
    name_en: str | None = None
    waste_code: str | None = None


def add_material(door: EditContext, programme_id: str, new: NewMaterial) -> str:
    """Add a material under a family, compatible as any of that family is; its identifier.

    Raises InvalidSelection: no name, a name that a material has, a family that is none.
    """
    name = known_name(new.name_fr, "name_fr", LONGEST)
    english = (new.name_en or "").strip() or name
    made: list[str] = []

    def change(connection: Connection) -> None:
        ensure_programme(connection, programme_id)
        materials = connection.execute("SELECT * FROM material").df()
        family = _family(materials, new.family_id)
        held = {plain_words(str(said)) for said in (*materials["name_fr"], *materials["name_en"])}
        if plain_words(name) in held:
            raise InvalidSelection("material-twice", value=name, row_id="name_fr")
        row = {
            **{"material_id": _free_id(english, set(materials["material_id"])), "name_fr": name},
            **{"name_en": english, "parent_id": family["material_id"]},
            **{"category_id": family["category_id"], "kind": family["kind"]},
            **{"list_of_waste": (new.waste_code or "").strip() or None, "source": programme_id},
            **{"year": str(today_in(connection, programme_id).year), "confidence": DECLARED},
        }
        insert(connection, "material", row)
        _insert_partners(connection, str(row["material_id"]))
        made.append(str(row["material_id"]))

    apply(door, "add-material", programme_id, name, set(), change)
    return made[0]


def _family(materials: pd.DataFrame, family_id: str) -> pd.Series:
    """The row of a family, by its id or its name: a material that lies under no other."""
    families = materials[materials["parent_id"].isna()]
    key = plain_words(known_text(family_id, "family", LONGEST))
    means = [
        family_id == row.material_id or key in (plain_words(row.name_fr), plain_words(row.name_en))
        for row in families.itertuples()
    ]
    found = families[means]
    if found.empty:
        names = listed(Worded(row.name_fr, row.name_en) for row in families.itertuples())
        raise InvalidSelection("material-family", value=family_id, unit=names, row_id="family")
    return found.iloc[0]


def _free_id(name: str, taken: set[str]) -> str:
    stem = slug(name, 40) or "material"
    return next(one for one in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if one not in taken)


def _insert_partners(connection: Connection, material_id: str) -> None:
    """What the new material can meet, by the one rule of the reference."""
    materials = connection.execute("SELECT * FROM material").df()
    library = connection.execute("SELECT * FROM known_synergy").df()
    links = compatibility_rows(materials.astype(object).where(materials.notna(), None), library)
    new = links[(links["offer_material_id"] == material_id) | (links["demand_material_id"] == material_id)]
    insert_rows(connection, "compatibility", new)


def add_word(
    door: EditContext, programme_id: str, word: str, material_id: str, word_en: str | None = None
) -> None:
    """Let a word mean a material in this programme, at the import too. Raises what `checked_row` raises."""
    add_row(
        door, programme_id, "material_word", {"name_fr": word, "name_en": word_en, "maps_to": material_id}
    )
