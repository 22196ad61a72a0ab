"""The fields of a programme itself, and a new programme."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from eit.actions.programme import fields as actions
from eit.actions.programme.fields import DATE_FIELDS, LARGEST_RADIUS_KM
from eit.domain.forms.row_fields import LONGEST
from eit.domain.typed_number import NumberField
from eit.ui import edit_form
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.ui.typed_field import number_field

FORM = "programme identity"
SIDES = (
    ("name_fr", "short_fr", "territory_fr", "description_fr"),
    ("name_en", "short_en", "territory_en", "description_en"),
)
"""The French fields, and the English ones beside them."""
BELOW = ("coordinator", "public_contact", *DATE_FIELDS)
LONG = ("description_fr", "description_en")


def identity(frame: PageContext) -> None:
    """Names in two languages, dates, coordinator, radius."""
    say, row = frame.say, frame.programme

    def typed(name: str, place: Any) -> str:
        value = row.get(name)
        draw = place.text_area if name in LONG else place.text_input
        longest = LONGEST["long_text" if name in LONG else "text"]
        shown = "" if value is None or pd.isna(value) else str(value)
        hint = say("programme.date_parts") if name in DATE_FIELDS else None
        label, key = say(f"programme_field.{name}"), f"{FORM} {name}"
        return str(draw(label, shown, max_chars=longest, key=key, help=hint) or "")

    def fields() -> Filled:
        columns = st.columns(2)
        given: dict[str, object] = {
            name: typed(name, place) for place, names in zip(columns, SIDES, strict=True) for name in names
        }
        below = st.columns([1.2 if name in DATE_FIELDS else 1.7 for name in BELOW] + [1.4])
        given |= {name: typed(name, place) for name, place in zip(BELOW, below, strict=False)}
        radius = number_field(
            frame,
            say("programme_field.default_radius_km"),
            f"{FORM} radius",
            NumberField(("km",), low=0, high=LARGEST_RADIUS_KM),
            float(row["default_radius_km"]),
            below[-1],
        )
        return Filled(
            lambda door: actions.set_fields(
                door, frame.selection.programme_id, {**given, "default_radius_km": radius()}
            ),
            say("programme.saved_identity"),
        )

    if edit_form.can_edit():
        edit_form.run_form(frame, FORM, fields, say("programme.save"), ":material/save:")
        return
    for name in (f"name_{frame.lang}", f"description_{frame.lang}", *BELOW):
        if isinstance(row.get(name), str) and row[name]:
            st.text(f"{say(f'programme_field.{name}')} : {row[name]}")
