"""What is offered and what is sought, material by material, in words: how many groups, by bands, and no quantity.

Who is where with what is taken as known by everybody; from three groups on, their number is told as that of synergies
is. A material that fewer have goes up to its category, together with whatever else of it is not told.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from eit.domain.disclosure import FAMILY_OF, band
from eit.publish.collecting import Collected

COLUMNS = (
    *("programme_id", "direction", "family", "subject_id", "rest"),
    *("name_fr", "name_en", "count_band"),
)


def presence_rows(collected: Sequence[Collected]) -> pd.DataFrame:
    """`COLUMNS`: one row per direction and material, or per category of which `rest` is what no other row tells."""
    found = [
        {"programme_id": item.row["programme_id"], "direction": direction, **row}
        for item in collected
        for direction, rows in item.presence.groupby("direction", sort=True)
        for row in _of_direction(rows)
    ]
    return pd.DataFrame(found, columns=list(COLUMNS))


def _of_direction(rows: pd.DataFrame) -> list[dict[str, object]]:
    """The materials that enough groups have, then what is left of each category when enough have it."""
    found: list[dict[str, object]] = []
    for category, of_category in rows.groupby("category_id", sort=True):
        told = []
        for material, of_material in of_category.groupby("material_id", sort=True):
            one = _row(str(category), str(material), of_material, ("material_fr", "material_en"), rest=False)
            told += [one] if one else []
        left = of_category[~of_category["material_id"].isin([one["subject_id"] for one in told])]
        whole = _row(str(category), str(category), left, ("category_fr", "category_en"), rest=bool(told))
        found += [*told, *([whole] if whole else [])]
    return found


def _row(
    category: str, subject: str, rows: pd.DataFrame, names: tuple[str, str], rest: bool
) -> dict[str, object] | None:
    """One subject with the band of its groups; None where too few have it."""
    told = band(rows["group_id"].nunique())
    if told is None:
        return None
    first = rows.iloc[0]
    own = {"family": FAMILY_OF.get(category, category), "subject_id": subject, "rest": rest}
    return {**own, "name_fr": first[names[0]], "name_en": first[names[1]], "count_band": told}
