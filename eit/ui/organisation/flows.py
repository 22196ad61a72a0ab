"""The flows of an organisation: a table, and the form that adds one or corrects the one that is chosen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from eit.actions.organisation import flows as actions
from eit.analysis import organisation as analysis
from eit.domain.organisation.fields import FLOW
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.fix import asked_fix
from eit.ui.grid import cell_grid
from eit.ui.notices import notice
from eit.ui.organisation.letters import show_outflows
from eit.ui.organisation.row_form import row_form, signs_of
from eit.ui.page_context import PageContext
from eit.ui.tables import show_table
from eit.views.organisation.page import flow_title
from eit.views.programme import part_table

START = {"direction": "offer", "unit": "t", "period": "year", "quality": "declared"}


FIRST = ("direction", "material_id", "label", "quantity", "unit", "period", "former_destination", "months")


def show_flows(frame: PageContext, company_id: str) -> None:
    """What it offers and needs; on a server for reading, the table alone."""
    rows = ask(analysis.flows_of, frame.version, company_id)
    names = ask(analysis.choices_of, frame.version, frame.selection.programme_id, frame.lang)
    if rows.empty:
        notice(frame.say("organisation.no_flow"))
    elif edit_form.can_edit():
        cell_grid(frame, FLOW, rows, names, f"flows of {company_id}")
    else:
        show_table(part_table(FLOW, rows, names, frame.lang), f"flows of {company_id}")
    if len(rows):
        show_outflows(frame, company_id)
    if not edit_form.can_edit():
        return
    records: list[dict[str, Any]] = [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows.to_dict("records")
    ]
    held = {str(row["flow_id"]): row for row in records}
    titles = {one: flow_title(row, frame.lang) for one, row in held.items()}
    key, (fix, new) = f"flow of {company_id} {len(held)}", asked_fix()
    if fix is not None and fix.row_id in held and (new or key not in st.session_state):
        st.session_state[key] = fix.row_id
    flow_id = st.selectbox(
        frame.say("organisation.which_flow"),
        list(titles),
        index=None,
        format_func=titles.__getitem__,
        placeholder=frame.say("organisation.new_flow"),
        key=choice_key(key, titles),
    )
    if flow_id is None:
        row_form(
            frame, FLOW, f"new flow {company_id}", START, names,
            lambda context, typed, _: actions.add_flow(context, company_id, typed),
            frame.say("organisation.flow_added"), adding=True, first=FIRST,
        )  # fmt: skip
        return
    row_form(
        frame, FLOW, f"flow {flow_id}", held[flow_id], names,
        lambda context, typed, seen: actions.correct_flow(context, flow_id, typed, seen),
        frame.say("organisation.flow_saved"), signs=signs_of(frame, "flow", flow_id),
        first=fix.front(FLOW) if fix is not None and fix.row_id == flow_id else (),
    )  # fmt: skip
    edit_form.run_button(
        frame, f"withdraw {flow_id}",
        Filled(lambda context: actions.withdraw_flow(context, flow_id), frame.say("organisation.flow_withdrawn")),
        frame.say("organisation.withdraw_flow"), icon=":material/delete:", key=f"withdraw {flow_id}",
    )  # fmt: skip
