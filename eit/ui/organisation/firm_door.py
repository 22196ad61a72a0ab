"""The firm's own door on the page of an organisation: its link, until when, and what was answered by it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.actions.door import links as actions
from eit.actions.edit import EditContext
from eit.analysis.door.firm_sheet import firm_sheets
from eit.analysis.door.links import standing_links
from eit.analysis.programmes import company_names
from eit.domain.door.link import LONGEST_DAYS, SHORTEST_DAYS, USUAL_DAYS
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.data_file import database
from eit.ui.edit_form import Filled
from eit.ui.firm_answers import renew_sheets, show_answers
from eit.ui.notices import notice
from eit.ui.organisation.firm_leads import show_leads
from eit.ui.organisation.join import show_join
from eit.ui.page_context import PageContext
from eit.ui.typed_field import whole_field
from eit.views.door.queue import link_lines

FORM = "link of a firm"


def show_door(frame: PageContext, company_id: str) -> None:
    """Its link and its answers; nothing on a server for reading."""
    say, programme_id = frame.say, frame.selection.programme_id
    if not edit_form.can_edit():
        notice(say("firm_link.reading"))
        return
    st.caption(say("firm_link.told"))
    renew_sheets(frame)
    link = standing_links(database(frame.version), programme_id, actions.door_address()).get(company_id)
    if link is None:
        notice(say("firm_link.none"))
    else:
        for line in link_lines(link, say):
            st.text(line)
        if link.url:
            st.code(link.url, language=None, wrap_lines=True)
        end = partial(actions.revoke_link, programme_id=programme_id, about=company_id)
        edit_form.run_button(
            frame, f"end {FORM} {company_id}", Filled(end, say("firm_link.revoked")), say("firm_link.revoke"),
            icon=":material/link_off:", key=f"end {FORM} {company_id}",
        )  # fmt: skip
    _form(frame, [company_id], "firm_link.make" if link is None else "firm_link.make_again", company_id)
    st.subheader(say("firm_queue.title"), anchor=False)
    show_answers(frame, company_id)
    show_leads(frame, company_id)


def show_doors(frame: PageContext) -> None:
    """For all organisations at once: a link for each that has none, and every answer that waits."""
    say, programme_id = frame.say, frame.selection.programme_id
    if not edit_form.can_edit():
        return
    names = ask(company_names, frame.version, programme_id)
    links = standing_links(database(frame.version), programme_id, actions.door_address())
    without = [one for one in names if one not in links]
    with st.expander(say("firm_link.all", n=len(names) - len(without), total=len(names))):
        st.caption(say("firm_link.told"))
        if without:
            _form(frame, without, "firm_link.make_all", "all")
        show_join(frame)
        show_answers(frame)


def _form(frame: PageContext, company_ids: list[str], label: str, form: str) -> None:
    """How many days, and the button."""

    def fields() -> Filled:
        days = whole_field(
            frame, frame.say("firm_link.days"), f"{FORM} days {form}", SHORTEST_DAYS, LONGEST_DAYS, USUAL_DAYS
        )
        return Filled(
            lambda context: _make(frame, context, company_ids, days() or USUAL_DAYS),
            frame.say("firm_link.made"),
        )

    edit_form.run_form(frame, f"{FORM} {form}", fields, frame.say(label), ":material/add_link:")


def _make(frame: PageContext, context: EditContext, company_ids: list[str], days: int) -> None:
    programme_id = frame.selection.programme_id
    sheets = firm_sheets(database(frame.version), programme_id, company_ids, frame.as_of)
    for company_id, sheet in sheets.items():
        actions.make_link(context, programme_id, company_id, sheet, days)
