"""What one can do to a synergy on its page: each form writes one thing, or says why it did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd
import streamlit as st

from eit.actions import synergies as actions
from eit.actions.edit import EditContext
from eit.domain.pipeline import CONFIDENCES, ROLES
from eit.domain.stage import SET_ASIDE, SET_ASIDE_REASONS, STAGES, counts_in_headline
from eit.ui import edit_form
from eit.ui.page_context import PageContext
from eit.views import format as fmt

Do = Callable[[EditContext], object]


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
    edit_form.show_form_start(form, frame)
    with st.form(form):
        do = _people(frame, row, sides, companies) if chosen == "people" else forms[chosen](frame, row)
        sent = st.form_submit_button(frame.say("pipeline.save"), icon=":material/save:")
    done = frame.say("pipeline.saved", title=row[frame.local("title")])
    if sent and edit_form.act(frame, form, do, done):
        st.rerun()


def _day(frame: PageContext, row: pd.Series) -> date:
    return st.date_input(
        frame.say("pipeline.on"),
        frame.as_of,
        max_value=frame.as_of,
        format="YYYY-MM-DD",
        key=f"day {row['synergy_id']}",
    )


def _words(frame: PageContext, row: pd.Series) -> str:
    return st.text_area(frame.say("pipeline.note"), max_chars=500, key=f"note {row['synergy_id']}")


def _advance(frame: PageContext, row: pd.Series) -> Do:
    later = STAGES[STAGES.index(row["stage"]) + 1 :]
    stage = st.selectbox(
        frame.say("pipeline.to_stage"), later, format_func=lambda name: frame.say(f"stage.{name}"),
        key=f"to {row['synergy_id']}",
    )  # fmt: skip
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.advance(door, row["synergy_id"], stage, day, note)


def reason_field(frame: PageContext, key: str) -> str:
    """One of the seven reasons."""
    return st.selectbox(
        frame.say("pipeline.reason"),
        SET_ASIDE_REASONS,
        format_func=lambda name: frame.say(f"reject.{name}"),
        key=key,
    )


def _set_aside(frame: PageContext, row: pd.Series) -> Do:
    reason = reason_field(frame, f"reason {row['synergy_id']}")
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.set_aside(door, row["synergy_id"], reason, day, note)


def _reopen(frame: PageContext, row: pd.Series) -> Do:
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.reopen(door, row["synergy_id"], note, day)


def _note(frame: PageContext, row: pd.Series) -> Do:
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.write_note(door, row["synergy_id"], note, day)


def _quantity(frame: PageContext, row: pd.Series) -> tuple[str, str, bool]:
    left, right = st.columns(2)
    help_text = frame.say("pipeline.quantity_help")
    quantity = left.text_input(
        frame.say("pipeline.quantity"), help=help_text, key=f"quantity {row['synergy_id']}"
    )
    unit = right.text_input(
        frame.say("pipeline.unit"), f"{row['unit']}/year", key=f"unit {row['synergy_id']}"
    )
    above = st.checkbox(frame.say("pipeline.accept_above"), key=f"above {row['synergy_id']}")
    return quantity.strip().replace(",", "."), unit, above


def _reconfirm(frame: PageContext, row: pd.Series) -> Do:
    years = list(range(frame.as_of.year, frame.as_of.year - 8, -1))
    year = st.selectbox(frame.say("pipeline.year"), years, format_func=str, key=f"year {row['synergy_id']}")
    quantity, unit, above = _quantity(frame, row)
    day, note = _day(frame, row), _words(frame, row)
    return lambda door: actions.reconfirm(door, row["synergy_id"], year, quantity, unit, day, note, above)


def _people(frame: PageContext, row: pd.Series, sides: pd.DataFrame, companies: Mapping[str, str]) -> Do:
    what = st.selectbox(
        frame.say("pipeline.what"), ("joins", "leaves"), format_func=lambda name: frame.say(f"pipeline.{name}"),
        key=f"what {row['synergy_id']}",
    )  # fmt: skip
    company = st.selectbox(
        frame.say("pipeline.member"), list(companies), format_func=companies.__getitem__, index=None,
        placeholder=frame.say("control.search"), key=f"member {row['synergy_id']}",
    )  # fmt: skip
    role = st.selectbox(
        frame.say("pipeline.role"), ROLES, format_func=lambda name: frame.say(f"pipeline_role.{name}"),
        key=f"role {row['synergy_id']}",
    )  # fmt: skip
    day = _day(frame, row)
    if what == "leaves":
        return lambda door: actions.leave_party(door, row["synergy_id"], str(company), day)
    return lambda door: actions.join_party(door, row["synergy_id"], str(company), role)


def _details(frame: PageContext, row: pd.Series) -> Do:
    """Every field begins with what is written; texts are those of the language of the screen."""
    lang, key = frame.lang, row["synergy_id"]

    def field(name: str, label: str, help_text: str | None = None) -> str:
        value = (
            ""
            if fmt.is_missing(row[name])
            else f"{row[name]:g}"
            if isinstance(row[name], float)
            else str(row[name])
        )
        return st.text_input(
            frame.say(f"pipeline.{label}"), value, help=help_text, key=f"{name} {key}"
        ).strip()

    typed = {
        f"title_{lang}": field(f"title_{lang}", "title"),
        "lead": field("lead", "lead"),
        f"next_step_{lang}": field(f"next_step_{lang}", "next_step"),
        "next_step_due": field("next_step_due", "next_due"),
        "former_destination": field("former_destination", "former", frame.say("pipeline.former_help")),
    }
    numbers = {"attribution_share": "attribution", "share_refused": "refused", "investment": "investment",
               "cost_per_year": "cost", "saving_per_year": "saving", "jobs": "jobs"}  # fmt: skip
    typed |= {name: field(name, label).replace(",", ".") for name, label in numbers.items()}
    options = ("", *CONFIDENCES)
    now = "" if fmt.is_missing(row["confidence"]) else str(row["confidence"])
    typed["confidence"] = st.selectbox(
        frame.say("pipeline.confidence"), options, options.index(now), key=f"confidence {key}",
        format_func=lambda name: frame.say(f"pipeline_confidence.{name}") if name else "—",
    )  # fmt: skip
    quantity, unit, above = ("", "", False) if row["is_result"] else _quantity(frame, row)
    return lambda door: actions.edit_details(
        door, key, quantity=quantity, unit=unit, accept_above_flow=above, **typed
    )
