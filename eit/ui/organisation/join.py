"""« Je participe »: opens the form of whoever wants to take part; the public page leads to it from its next edition."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.actions.door import room as actions
from eit.actions.door.links import door_address
from eit.actions.edit import EditContext
from eit.analysis.door.links import standing_links
from eit.analysis.door.room import room_sheet
from eit.domain.door.link import LONGEST_DAYS, SHORTEST_DAYS
from eit.domain.door.sheet import JOIN
from eit.ui import edit_form
from eit.ui.data_file import database
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.ui.typed_field import whole_field
from eit.views.door.queue import link_lines

FORM = "form of who takes part"


def show_join(frame: PageContext) -> None:
    """The form that is open with its address, or how to open one."""
    say, programme_id = frame.say, frame.selection.programme_id
    st.subheader(say("firm_join.title"), anchor=False)
    st.caption(say("firm_join.told"))
    link = standing_links(database(frame.version), programme_id, door_address(), JOIN).get(JOIN)
    if link is None:
        _open(frame)
        return
    for line in link_lines(link, say):
        st.text(line)
    if link.url:
        st.code(link.url, language=None, wrap_lines=True)
    close = Filled(partial(actions.close_join, programme_id=programme_id), say("firm_join.closed"))
    edit_form.run_button(
        frame, f"close {FORM}", close, say("firm_join.close"), icon=":material/link_off:", key=f"close {FORM}"
    )


def _open(frame: PageContext) -> None:
    """For how many days, and the button."""

    def fields() -> Filled:
        days = whole_field(
            frame, frame.say("firm_link.days"), f"{FORM} days", SHORTEST_DAYS, LONGEST_DAYS, LONGEST_DAYS
        )

        def do(context: EditContext) -> None:
            sheet = room_sheet(database(frame.version), frame.selection.programme_id, kind=JOIN)
            actions.open_join(context, frame.selection.programme_id, sheet, days() or LONGEST_DAYS)

        return Filled(do, frame.say("firm_join.opened"))

    edit_form.run_form(frame, FORM, fields, frame.say("firm_join.open"), ":material/person_add:")
