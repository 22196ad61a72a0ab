"""What one can do to a synergy on its page: each form writes one thing, or says why it did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from eit.actions import synergies as actions
from eit.actions.edit import EditContext
from eit.actions.edit_fields import QUANTITY
from eit.domain.forms.grid import SYNERGY, synergy_fields
from eit.domain.organisation.fields import FLOW
from eit.domain.pipeline import ROLES
from eit.domain.stage import SET_ASIDE, SET_ASIDE_REASONS, STAGES, counts_in_headline
from eit.domain.typed_number import own_units
from eit.ui import edit_form
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Do, Filled
from eit.ui.page_context import PageContext
from eit.ui.row_field import row_field
from eit.ui.typed_field import Entered, day_field, needed, number_field
from eit.views.grouping import unit_label


def change(frame: PageContext, row: pd.Series, sides: pd.DataFrame, companies: Mapping[str, str]) -> None:
    """Choose what to do, then the form for it; only what the stage allows is offered."""
    if not edit_form.can_edit():
        return
    stage = str(row["stage"])
    aside = stage == SET_ASIDE
    offered = {
        "reopen": aside,
        "advance": not aside and stage != STAGES[-1],
        "reconfirm": counts_in_headline(stage),
        "details": True,
        "people": True,
        "note_step": True,
        "set_aside": not aside,
    }
    kinds = [name for name, open_ in offered.items() if open_]
    chosen = st.segmented_control(
        frame.say("pipeline.action"), kinds, default=kinds[0], required=True, key=f"action {stage}",
        format_func=lambda name: frame.say(f"pipeline.{name}"),
    )  # fmt: skip
    forms = {
        "advance": _advance, "reopen": _reopen, "set_aside": _set_aside, "reconfirm": _reconfirm,
        "details": _details, "note_step": _note,
    }  # fmt: skip
    form = f"{chosen} {row['synergy_id']}"

    def fields() -> Filled:
        do = _people(frame, row, sides, companies) if chosen == "people" else forms[chosen](frame, row)
        return Filled(do, frame.say("pipeline.saved", title=row[frame.local("title")]))

    edit_form.run_form(frame, form, fields, frame.say("pipeline.save"), ":material/save:")


def _day(frame: PageContext, row: pd.Series) -> Entered[date]:
    return step_day(frame, f"day {row['synergy_id']}")


def step_day(frame: PageContext, key: str) -> Entered[date]:
    """The day of a step: it has come, and it is said."""
    label = frame.say("pipeline.on")
    day = day_field(frame, label, key, frame.as_of, last=frame.as_of)
    return lambda: needed(day, label)


def _words(frame: PageContext, row: pd.Series) -> str:
    return st.text_area(frame.say("pipeline.note"), max_chars=500, key=f"note {row['synergy_id']}")


def _advance(frame: PageContext, row: pd.Series) -> Do:
    later = STAGES[STAGES.index(row["stage"]) + 1 :]
    stage = st.selectbox(
        frame.say("pipeline.to_stage"), later, format_func=lambda name: frame.say(f"stage.{name}"),
        key=choice_key(f"to {row['synergy_id']}", frame.lang),
    )  # fmt: skip
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.advance(door, row["synergy_id"], stage, day(), note)


def reason_field(frame: PageContext, key: str) -> str:
    """One of the seven reasons."""
    return st.selectbox(
        frame.say("pipeline.reason"),
        SET_ASIDE_REASONS,
        format_func=lambda name: frame.say(f"reject.{name}"),
        key=choice_key(key, frame.lang),
    )


def _set_aside(frame: PageContext, row: pd.Series) -> Do:
    reason = reason_field(frame, f"reason {row['synergy_id']}")
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.set_aside(door, row["synergy_id"], reason, day(), note)


def _reopen(frame: PageContext, row: pd.Series) -> Do:
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.reopen(door, row["synergy_id"], note, day())


def _note(frame: PageContext, row: pd.Series) -> Do:
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.write_note(door, row["synergy_id"], note, day())


def quantity_fields(frame: PageContext, key: str, unit: str) -> Entered[dict[str, Any]]:
    """How much, in which unit and by which period, and whether more than the flows have is meant, for the actions."""
    columns = st.columns(3)
    held = {"unit": unit or None, "period": "year"}
    said = {
        name: row_field(
            frame, FLOW, replace(FLOW.field(name), required=False), held[name], f"{name} {key}", place, {}
        )
        for (name, place) in zip(held, columns[1:], strict=True)
    }
    chosen, period = said["unit"](), said["period"]()
    typed_unit = f"{chosen}/{period or 'year'}" if chosen else ""
    field = replace(QUANTITY, units=own_units(typed_unit, unit_label(typed_unit, frame.lang)))
    help_text = frame.say("pipeline.quantity_help")
    quantity = number_field(
        frame, frame.say("pipeline.quantity"), f"quantity {key}", field, place=columns[0], help=help_text
    )
    above = st.checkbox(frame.say("pipeline.accept_above"), key=f"above {key}")
    return lambda: {"quantity": quantity(), "unit": typed_unit or None, "accept_above_flow": above}


def _quantity(frame: PageContext, row: pd.Series) -> Entered[dict[str, Any]]:
    return quantity_fields(frame, str(row["synergy_id"]), str(row["unit"]))


def _reconfirm(frame: PageContext, row: pd.Series) -> Do:
    years = list(range(frame.as_of.year, frame.as_of.year - 8, -1))
    year = st.selectbox(frame.say("pipeline.year"), years, format_func=str, key=f"year {row['synergy_id']}")
    quantity = _quantity(frame, row)
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.reconfirm(
        door,
        row["synergy_id"],
        year,
        on=day(),
        note=note,
        **quantity(),
    )


def _people(frame: PageContext, row: pd.Series, sides: pd.DataFrame, companies: Mapping[str, str]) -> Do:
    what = st.selectbox(
        frame.say("pipeline.what"), ("joins", "leaves"), format_func=lambda name: frame.say(f"pipeline.{name}"),
        key=choice_key(f"what {row['synergy_id']}", frame.lang),
    )  # fmt: skip
    company = st.selectbox(
        frame.say("pipeline.member"), list(companies), format_func=companies.__getitem__, index=None,
        placeholder=frame.say("control.search"), key=choice_key(f"member {row['synergy_id']}", companies),
    )  # fmt: skip
    role = st.selectbox(
        frame.say("pipeline.role"), ROLES, format_func=lambda name: frame.say(f"pipeline_role.{name}"),
        key=choice_key(f"role {row['synergy_id']}", frame.lang),
    )  # fmt: skip
    day = _day(frame, row)
    if what == "leaves":
        return lambda door: actions.leave_party(door, row["synergy_id"], str(company), day())
    return lambda door: actions.join_party(door, row["synergy_id"], str(company), role)


def _details(frame: PageContext, row: pd.Series) -> Do:
    """Every field begins with what is written; texts are those of the language of the screen."""
    key, other = str(row["synergy_id"]), "_en" if frame.lang == "fr" else "_fr"
    held, columns = synergy_fields(row.to_dict()), st.columns(2)
    shown = [one for one in SYNERGY.fields if not one.name.endswith(other)]
    reads = {
        one.name: row_field(frame, SYNERGY, one, held[one.name], f"details {key}", columns[place % 2], {})
        for place, one in enumerate(shown)
    }
    quantity = None if row["is_result"] else _quantity(frame, row)

    def edit(door: EditContext) -> None:
        typed: dict[str, Any] = {name: read() for name, read in reads.items()}
        typed |= quantity() if quantity else {}
        actions.edit_details(door, key, **typed)

    return edit
