"""Double consent on the page of an organisation: what each side of a lead said, and whether names are exchanged."""

from __future__ import annotations

from functools import partial

import streamlit as st

from eit.actions.door.leads import say_lead
from eit.analysis.door.leads import Lead, leads_answered
from eit.domain.door.double_consent import SAID, SIDES
from eit.ui import edit_form
from eit.ui.answers import ask
from eit.ui.edit_form import Filled
from eit.ui.page_context import PageContext
from eit.views.door.leads import lead_title, word_line


def show_leads(frame: PageContext, company_id: str) -> None:
    """The leads of the organisation that somebody answered; each word can be changed or taken back."""
    found = ask(leads_answered, frame.version, frame.selection.programme_id, frame.lang, company_id)
    if not found:
        return
    st.subheader(frame.say("firm_leads.title"), anchor=False, help=frame.say("firm_leads.told"))
    for lead in found:
        with st.container(border=True):
            st.text(lead_title(lead, frame.say))
            for side in SIDES:
                _word(frame, lead, side)


def _word(frame: PageContext, lead: Lead, side: str) -> None:
    """What one side said, and the buttons: the other word, or none any more."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(word_line(lead, side, frame.say), width="stretch")
        now = lead.words[side].said if side in lead.words else None
        for said in (*SAID, None):
            if said != now:
                _button(frame, lead, side, said)


def _button(frame: PageContext, lead: Lead, side: str, said: str | None) -> None:
    key = f"lead {lead.offer_id} {lead.demand_id} {side} {said}"
    do = partial(say_lead, offer_id=lead.offer_id, demand_id=lead.demand_id, side=side, said=said)
    label = frame.say(f"firm_leads.says.{said or 'nothing'}")
    edit_form.run_button(frame, key, Filled(do, frame.say("firm_leads.written")), label, key=key)
