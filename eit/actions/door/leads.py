"""Writes what each side of a lead said. A name is exchanged only while both say yes, and either may take it back."""

from __future__ import annotations

from datetime import date

import pandas as pd

from eit.actions.edit import EditContext, apply
from eit.actions.lookup import look, today_in
from eit.domain.door.double_consent import SAID, SIDES
from eit.domain.errors import InvalidSelection
from eit.store.records import delete_where, replace_rows
from eit.store.version.edit import Connection

KEY = ("offer_id", "demand_id", "side")
FORM, TOLD = "form", "told"
"""How it was said: by the firm's own form, or to the coordinator."""


def say_lead(
    door: EditContext, offer_id: str, demand_id: str, side: str, said: str | None,
    how: str = TOLD, on: date | None = None,
) -> None:  # fmt: skip
    """Write the word of one side (`yes`, `no`), or take it back (None). Raises InvalidSelection.

    "lead-gone": one of the flows is no more, or they do not stand on these sides; "choice-unknown".
    """
    found = look(door.path, "lead_sides", offer_id=offer_id, demand_id=demand_id)
    if not found:
        raise InvalidSelection("lead-gone")
    if side not in SIDES or (said is not None and said not in SAID):
        raise InvalidSelection("choice-unknown", value=said or side, row_id="lead")
    programme_id, company_id = (str(found[0][name]) for name in ("programme_id", f"{side}_company_id"))
    key = dict(zip(KEY, (offer_id, demand_id, side), strict=True))

    def change(connection: Connection) -> None:
        if said is None:
            delete_where(connection, "lead", key)
            return
        row = {
            **key, "programme_id": programme_id, "company_id": company_id, "word": said,
            "said_on": on or today_in(connection, programme_id), "how": how,
        }  # fmt: skip
        replace_rows(connection, "lead", pd.DataFrame([row], dtype=object), KEY)

    apply(door, "say-lead", programme_id, company_id, {"|".join(key.values())}, change)
