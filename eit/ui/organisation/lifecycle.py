"""What becomes of an organisation's row: merged, split, closed, withdrawn, and brought back."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from eit.actions.history import undo
from eit.actions.organisation import lifecycle, organisations
from eit.analysis import organisation as analysis
from eit.analysis.programmes import company_names
from eit.domain.organisation.fields import ORGANISATION
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.choice_key import choice_key
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.ui.typed_field import day_field, needed
from eit.views.escape import markdown_text
from eit.views.organisation.page import field_lines, flow_title


def show_lifecycle(frame: PageContext, company_id: str, row: dict[str, Any], choices: Any) -> None:
    """One click opens each."""
    with st.expander(frame.say("organisation.merge")):
        _merge(frame, company_id, row, choices)
    with st.expander(frame.say("organisation.split")):
        _split(frame, company_id)
    with st.expander(frame.say("organisation.close")):
        _close(frame, company_id)
    with st.expander(frame.say("organisation.withdraw")):
        st.caption(frame.say("organisation.withdraw_caption"))
        edit_form.run_button(
            frame, f"withdraw {company_id}",
            Filled(
                lambda context: lifecycle.withdraw_organisation(context, company_id),
                frame.say("organisation.withdrawn"),
            ),
            frame.say("organisation.withdraw"), icon=":material/delete:", key=f"withdraw {company_id}",
        )  # fmt: skip


def show_withdrawn(frame: PageContext) -> None:
    """Those that were withdrawn, each with the button that brings it back."""
    gone = ask(analysis.withdrawn, frame.version, frame.selection.programme_id)
    if not gone or not edit_form.can_edit():
        return
    with st.expander(frame.say("organisation.archive")):
        said = frame.say("organisation.back")
        for entry, name in gone.items():
            label, filled = (
                frame.say("organisation.bring_back", name=name),
                Filled(partial(undo, entry=entry), said),
            )
            key = f"bring back {entry}"
            edit_form.run_button(frame, key, filled, label, icon=":material/undo:", key=key)


def _split(frame: PageContext, company_id: str) -> None:
    """Its flows; those that are chosen go to a second organisation."""
    st.caption(frame.say("organisation.split_caption"))
    rows = ask(analysis.flows_of, frame.version, company_id)
    titles = {row["flow_id"]: flow_title(row, frame.lang) for row in rows.to_dict("records")}

    def fields() -> Filled:
        name = st.text_input(
            frame.say("organisation_field.name"), max_chars=160, key=f"split name {company_id}"
        )
        chosen = st.multiselect(
            frame.say("organisation.split_flows"), list(titles), format_func=titles.__getitem__,
            placeholder=frame.say("control.search"), key=choice_key(f"split flows {company_id}", titles),
        )  # fmt: skip
        return Filled(
            lambda context: lifecycle.split_organisation(context, company_id, name, chosen),
            frame.say("organisation.split_done"),
        )

    edit_form.run_form(
        frame, f"split {company_id}", fields, frame.say("organisation.split_do"), ":material/call_split:"
    )


def _close(frame: PageContext, company_id: str) -> None:
    st.caption(frame.say("organisation.close_caption"))

    def fields() -> Filled:
        label = frame.say("organisation_field.closed_on")
        day = day_field(frame, label, f"close {company_id}", frame.as_of, frame.as_of)
        return Filled(
            lambda context: lifecycle.close_organisation(context, company_id, needed(day, label)),
            frame.say("organisation.closed"),
        )

    edit_form.run_form(
        frame, f"close {company_id}", fields, frame.say("organisation.close_do"), ":material/archive:"
    )


def _merge(frame: PageContext, company_id: str, row: dict[str, Any], choices: Any) -> None:
    """Both sides, field by field: what is ticked is taken of the other, which then leaves."""
    names = {
        key: name
        for key, name in ask(company_names, frame.version, frame.selection.programme_id).items()
        if key != company_id
    }
    other_id = st.selectbox(
        frame.say("organisation.merge_with"), list(names), index=None, format_func=names.__getitem__,
        placeholder=frame.say("control.search"), key=choice_key(f"merge {company_id}", names),
    )  # fmt: skip
    if other_id is None:
        return
    st.caption(frame.say("organisation.merge_caption"))
    other = ask(analysis.organisation, frame.version, other_id)
    mine, theirs = (field_lines(ORGANISATION, one, choices, frame.lang) for one in (row, other))
    told = {one.name: both for one, *both in zip(ORGANISATION.fields, mine, theirs, strict=True)}

    def fields() -> Filled:
        ticked = []
        for name, (here, there) in told.items():
            if row[name] == other[name]:
                continue
            left, right = st.columns(2)
            left.text(here)
            if right.checkbox(
                markdown_text(there), value=row[name] is None, key=f"take {name} {company_id} {other_id}"
            ):
                ticked.append(name)
        return Filled(
            lambda context: organisations.merge_organisations(context, company_id, other_id, ticked),
            frame.say("organisation.merged"),
        )

    edit_form.run_form(
        frame,
        f"merge {company_id} {other_id}",
        fields,
        frame.say("organisation.merge_do"),
        ":material/merge:",
    )
